"""A text in which settled mentions show as single symbols, with the way back."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import islice
from operator import attrgetter
from typing import NamedTuple, TypeVar

from kg.language.spans import Spanned
from kg.mentions.symbols import symbol, without_symbols
from kg.records import Mention

S = TypeVar("S", bound=Spanned)
_START, _END = attrgetter("start"), attrgetter("end")


class Token(NamedTuple):
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
    """``shown`` is what patterns see of the text from offset ``begin`` on.

    ``tokens`` are its symbols in order, ``places`` their places in ``shown``.
    """

    shown: str
    begin: int
    tokens: Sequence[Token]
    places: Sequence[int]

    def start(self, index: int) -> int:
        """The text offset at which ``shown[index]`` begins."""
        before = bisect_right(self.places, index)
        if not before:
            return self.begin + index
        place, token = self.places[before - 1], self.tokens[before - 1]
        return token.start if place == index else token.end + index - place - 1

    def end(self, index: int) -> int:
        """The text offset at which ``shown[index]`` ends."""
        token = self.token(index)
        return token.end if token else self.start(index) + 1

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Text offsets of ``shown[start:end]`` (not empty)."""
        return self.start(start), self.end(end - 1)

    def token(self, index: int) -> Token | None:
        """What stands at ``shown[index]``, when it is a symbol."""
        at = bisect_left(self.places, index)
        return self.tokens[at] if at < len(self.places) and self.places[at] == index else None

    def tokens_in(self, start: int, end: int) -> Sequence[Token]:
        """The symbols within ``shown[start:end]``, in order."""
        return self.tokens[bisect_left(self.places, start) : bisect_left(self.places, end)]


def outermost(things: Iterable[S]) -> list[S]:
    """The mentions or tokens that lie in no other one, in order of place; of equal spans the first given wins."""
    kept: list[S] = []
    reach = 0
    for thing in sorted(sorted(things, key=_END, reverse=True), key=_START):
        if thing.start >= reach:
            kept.append(thing)
            reach = thing.end
    return kept


def project(text: str, mentions: Sequence[Mention], start: int = 0, end: int | None = None) -> Projection:
    """Show ``text[start:end]`` with its outermost mentions as symbols; offsets stay those of the whole text."""
    return project_tokens(text, [Token((m,), m.start, m.end) for m in outermost(mentions)], start, end)


def project_tokens(text: str, tokens: Sequence[Token], start: int = 0, end: int | None = None) -> Projection:
    """As ``project``, for tokens that are already settled and in order."""
    end = len(text) if end is None else end
    plain = without_symbols(text[start:end])
    first = bisect_left(tokens, start, key=lambda token: token.start)
    shown: list[str] = []
    inside: list[Token] = []
    places: list[int] = []
    at, size = start, 0
    for token in islice(tokens, first, None):
        members, token_start, token_end = token
        if token_end > end:
            break
        between = plain[at - start : token_start - start]  # empty where tokens overlap
        size += len(between)
        shown += (between, symbol(members[0].type))
        inside.append(token)
        places.append(size)
        size += 1
        at = token_end
    shown.append(plain[at - start :])
    return Projection("".join(shown), start, inside, places)
