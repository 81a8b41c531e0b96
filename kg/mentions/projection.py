"""A text in which settled mentions show as single symbols, with the way back."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from kg.mentions.symbols import symbol, without_symbols
from kg.records import Mention


@dataclass(frozen=True, slots=True)
class Token:
    """One projected character that stands for mentions: a single one, or the members of a coordination."""

    members: tuple[Mention, ...]
    start: int
    end: int

    @property
    def mention(self) -> Mention:
        """The first member."""
        return self.members[0]


@dataclass(frozen=True, slots=True)
class Projection:
    """``shown`` is what patterns see; ``starts[i]``/``ends[i]`` are the text offsets of ``shown[i]``."""

    shown: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    tokens: dict[int, Token]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Text offsets of ``shown[start:end]`` (not empty)."""
        return self.starts[start], self.ends[end - 1]

    def token(self, index: int) -> Token | None:
        """What stands at ``shown[index]``, when it is a symbol."""
        return self.tokens.get(index)

    def tokens_in(self, start: int, end: int) -> list[Token]:
        """The symbols within ``shown[start:end]``, in order."""
        return [self.tokens[i] for i in range(start, end) if i in self.tokens]


def outermost(mentions: Iterable[Mention]) -> list[Mention]:
    """The mentions that lie in no other one, in order of place; of equal spans the first given wins."""
    kept: list[Mention] = []
    for m in sorted(mentions, key=lambda m: (m.start, -m.end)):
        if not kept or m.start >= kept[-1].end:
            kept.append(m)
    return kept


def project(text: str, mentions: Sequence[Mention], start: int = 0, end: int | None = None) -> Projection:
    """Show ``text[start:end]`` with its outermost mentions as symbols; offsets stay those of the whole text."""
    return project_tokens(text, [Token((m,), m.start, m.end) for m in outermost(mentions)], start, end)


def project_tokens(text: str, tokens: Sequence[Token], start: int = 0, end: int | None = None) -> Projection:
    """As ``project``, for tokens that are already settled and in order."""
    end = len(text) if end is None else end
    plain = without_symbols(text[start:end])
    shown: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    placed: dict[int, Token] = {}
    at = start
    first = bisect_right(tokens, start - 1, key=lambda token: token.start)
    for token in tokens[first:]:
        if token.end > end:
            break
        starts.extend(range(at, token.start))
        ends.extend(range(at + 1, token.start + 1))
        shown.append(plain[at - start : token.start - start])
        placed[len(starts)] = token
        shown.append(symbol(token.mention.type))
        starts.append(token.start)
        ends.append(token.end)
        at = token.end
    starts.extend(range(at, end))
    ends.extend(range(at + 1, end + 1))
    shown.append(plain[at - start :])
    return Projection("".join(shown), tuple(starts), tuple(ends), placed)
