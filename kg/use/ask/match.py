"""Which phrasing fits a question, and with what in its slots."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from kg.mentions import symbols
from kg.mentions.projection import Projection, project_tokens
from kg.use.ask import phrasings, words
from kg.use.ask.phrasings import Phrasing, slot_of
from kg.use.ask.records import Reading, Slot

#: Readings looked at for a name the graph does not have; the best few settle what can be settled.
LOOSE_READINGS = 8
_SYMBOL = re.compile(r"(?<!\?P)<([A-Z][A-Za-z|]*)>")


@dataclass(frozen=True, slots=True)
class Match:
    """A phrasing that fits one reading of a question."""

    phrasing: Phrasing
    reading: Reading
    slots: dict[str, Slot]


@dataclass(frozen=True, slots=True)
class Unknown:
    """A phrasing that would fit if ``text`` were a name of one of those kinds."""

    phrasing: Phrasing
    text: str
    kinds: tuple[str, ...]


def project(reading: Reading) -> Projection:
    """The reading's text with what is settled as symbols."""
    return project_tokens(reading.text, reading.tokens)


def matches(readings: Sequence[Reading]) -> list[Match]:
    """How the question can be understood, best first: of the readings that settle most, by the phrasings' priority.

    All of one rank, so whoever asks may take the first that the graph can answer.
    """
    found: list[Match] = []
    covered = -1
    for reading in readings:
        if found and reading.covered < covered:
            break
        fitting = list(_fitting(reading))
        if fitting:
            found += fitting
            covered = reading.covered
    best = max((match.phrasing.priority for match in found), default=0)
    return [match for match in found if match.phrasing.priority == best]


def unknown(readings: Sequence[Reading]) -> Unknown | None:
    """The one stretch that, were it a name, would make the question understood; None when there is none."""
    found: list[tuple[tuple[int, int, int], Unknown]] = []
    for reading in readings[:LOOSE_READINGS]:
        projection = project(reading)
        for phrasing in phrasings.load():
            for text, kinds in _missing(phrasing, projection):
                rank = (-reading.covered, -phrasing.priority, len(text))
                found.append((rank, Unknown(phrasing, text, kinds)))
    return min(found, key=lambda pair: pair[0])[1] if found else None


def _fitting(reading: Reading) -> Iterator[Match]:
    projection = project(reading)
    for phrasing in phrasings.load():
        match = phrasing.pattern.fullmatch(projection.shown)
        if match:
            yield Match(phrasing, reading, dict(_slots(match, projection)))


def _slots(match: re.Match[str], projection: Projection) -> Iterator[tuple[str, Slot]]:
    filled: dict[str, list[tuple[int, int]]] = {}
    for group, words_of_group in match.groupdict().items():
        if words_of_group:
            filled.setdefault(slot_of(group), []).append(match.span(group))
    for name, spans in filled.items():
        spans.sort()
        tokens = [token for span in spans for token in projection.tokens_in(*span)]
        said = "".join(_said(projection, *span) for span in spans)
        yield name, Slot(name, said, tuple(mention for token in tokens for mention in token.members))


def _said(projection: Projection, start: int, end: int) -> str:
    """The words of a group, names by their labels."""
    out = []
    for at in range(start, end):
        token = projection.token(at)
        out.append(token.mention.name if token else projection.shown[at])
    return "".join(out)


def _missing(phrasing: Phrasing, projection: Projection) -> Iterator[tuple[str, tuple[str, ...]]]:
    pattern, kinds = _loose(phrasing)
    match = pattern.fullmatch(projection.shown) if pattern else None
    if not match:
        return
    gaps = [(text, kinds[group]) for group, text in match.groupdict().items() if text and group in kinds]
    if len(gaps) == 1 and not words.no_name().search(gaps[0][0]):
        text, wanted = gaps[0]
        fitting = tuple(kind for kind in wanted if words.looks_like(kind).fullmatch(text))
        if fitting:
            yield text, fitting


@cache
def _loose(phrasing: Phrasing) -> tuple[re.Pattern[str] | None, dict[str, tuple[str, ...]]]:
    """The pattern with an open stretch beside every place for a name, and the kinds of name it stands for."""
    kinds: dict[str, tuple[str, ...]] = {}
    known = frozenset(words.named_kinds())

    def opened(match: re.Match[str]) -> str:
        wanted = tuple(kind for kind in match[1].split("|") if kind in known)
        if not wanted:
            return match[0]
        group = f"unknown_{len(kinds)}"
        kinds[group] = wanted
        return f"(?:{match[0]}|(?P<{group}>[^{symbols.ANY}]{{2,24}}?))"

    source = _SYMBOL.sub(opened, phrasing.source)
    return (re.compile(symbols.expand(source), re.VERBOSE) if kinds else None), kinds


def kinds_of(match: Match) -> Iterable[str]:
    """The kinds of name the question uses, in its order."""
    return [token.mention.type for token in match.reading.tokens]
