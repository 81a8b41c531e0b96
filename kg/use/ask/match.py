"""Which phrasing fits a question, and with what in its slots."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from kg.mentions.projection import Projection, project_tokens
from kg.use.ask import phrasings, words
from kg.use.ask.names import Names
from kg.use.ask.patterns import GAP, LONGEST_NAME, Needs, slot_of
from kg.use.ask.phrasings import Phrasing
from kg.use.ask.records import Reading, Slot

#: Slots for one place or one word, though patterns may have them in several places.
_FOR_ONE = frozenset(("place", "stage", "kind", "level", "site", "body", "part", "top"))
#: How many of the best readings are looked at for a name the graph does not have.
LOOSE_READINGS = 3
#: Stretches that look like no name but are compared with those of the graph.
COMPARED = 4


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
    """How the question can be understood by the readings that settle most of it, by falling priority.

    Of the phrasings that fit one reading the first is meant; where names can be read in several ways, whoever asks
    may take the first understanding that the graph can answer.
    """
    found: list[Match] = []
    covered = -1
    for reading in readings:
        if found and reading.covered < covered:
            break
        fitting = next(_fitting(reading), None)
        if fitting:
            found.append(fitting)
            covered = reading.covered
    return sorted(found, key=lambda match: -match.phrasing.priority)


def unknown(readings: Sequence[Reading], names: Names) -> Unknown | None:
    """The one stretch that, were it a name, would make the question understood; None when there is none.

    It must look like a name, or be written much like one the graph has. The reading that settles most comes first,
    then the phrasing of the highest priority, then the shortest stretch.
    """
    for reading in _loosened(readings):
        projection, kinds = project(reading), _kinds(reading)
        strange: list[Unknown] = []
        for _, phrases in groupby(phrasings.load(), key=lambda phrasing: phrasing.priority):
            gaps = [gap for phrasing in phrases for gap in _gaps(phrasing, projection, kinds)]
            gaps = sorted((gap for gap in gaps if not names.inside(gap.text, gap.kinds)), key=lambda g: len(g.text))
            looking = next((gap for gap in map(_as_it_looks, gaps) if gap.kinds), None)
            if looking:
                return looking
            strange += gaps
        texts = list(dict.fromkeys(gap.text for gap in strange))[:COMPARED]
        alike = next((gap for gap in strange if gap.text in texts and names.near(gap.text, gap.kinds)), None)
        if alike:
            return alike
    return None


def _loosened(readings: Sequence[Reading]) -> Iterator[Reading]:
    """The best readings, then the best without one of its names each, then the one that settles nothing."""
    best = readings[0]
    yield from readings[:LOOSE_READINGS]
    if len(best.tokens) > 1:
        for at in range(len(best.tokens)):
            rest = best.tokens[:at] + best.tokens[at + 1 :]
            yield Reading(best.text, rest, sum(token.end - token.start for token in rest))
    yield readings[-1]


def _fitting(reading: Reading) -> Iterator[Match]:
    """The phrasings that fit one reading, by falling priority."""
    projection = project(reading)
    kinds, characters = _kinds(reading), frozenset(projection.shown)
    for phrasing in phrasings.load():
        for pattern in phrasing.patterns:
            if not characters <= pattern.alphabet or _lacking(pattern.needs, kinds):
                continue
            match = pattern.regex.fullmatch(projection.shown)
            slots = dict(_slots(match, projection, reading.text)) if match else {}
            if match and not any(map(_says_two, slots.values())):
                yield Match(phrasing, reading, slots)
                break


def _says_two(slot: Slot) -> bool:
    """Whether two things fell into a slot that is for one: the question asks for more than the query."""
    if slot.name in _FOR_ONE and slot.times > 1:
        return True
    return len({mention.start for mention in slot.mentions if mention.type in ("Date", "Money")}) > 1


def _in_one_gap(shown: str, alphabet: frozenset[str]) -> bool:
    """Whether what a pattern cannot match lies close enough together to be one name."""
    strange = [at for at, char in enumerate(shown) if char not in alphabet]
    return not strange or strange[-1] - strange[0] < LONGEST_NAME


def _kinds(reading: Reading) -> frozenset[str]:
    return frozenset(token.mention.type for token in reading.tokens)


def _lacking(needs: Needs, kinds: frozenset[str]) -> list[frozenset[str]]:
    """Which of the names a pattern needs are not there."""
    return [any_of for any_of in needs if not any_of & kinds]


def _slots(match: re.Match[str], projection: Projection, text: str) -> Iterator[tuple[str, Slot]]:
    filled: dict[str, list[tuple[int, int]]] = {}
    for group, words_of_group in match.groupdict().items():
        if words_of_group:
            filled.setdefault(slot_of(group), []).append(match.span(group))
    for name, spans in filled.items():
        spans.sort()
        tokens = [token for span in spans for token in projection.tokens_in(*span)]
        said = "、".join(text[slice(*projection.span(*span))] for span in spans)
        yield name, Slot(name, said, tuple(mention for token in tokens for mention in token.members), len(spans))


def _gaps(phrasing: Phrasing, projection: Projection, has: frozenset[str]) -> Iterator[Unknown]:
    """The stretches that would make one phrasing fit if they were names."""
    for pattern in phrasing.patterns:
        lacking = _lacking(pattern.needs, has)
        if not pattern.needs or len(lacking) > 1 or not _in_one_gap(projection.shown, pattern.alphabet):
            continue
        for regex, kinds in pattern.opened(lacking[0] if lacking else None):
            match = regex.fullmatch(projection.shown)
            gap = match[GAP] if match else None
            if match and gap and gap != projection.shown and not words.no_name().search(gap):
                after = projection.shown[match.end(GAP) :]
                for end in ("", *(end for end in words.name_ends() if after.startswith(end))):
                    yield Unknown(phrasing, gap + end, tuple(sorted(kinds)))


def _as_it_looks(gap: Unknown) -> Unknown:
    """The gap with those of its kinds that it looks like a name of."""
    alone = len(gap.kinds) == 1
    return replace(gap, kinds=tuple(kind for kind in gap.kinds if words.looks_like(kind, gap.text, alone)))
