"""What a pattern cannot match without: read from its parse tree, so that rules say nothing about it.

A ``Need`` holds words of which every match contains one, and bounds for where such a match begins and ends. Searching
only there (``matching``) finds what a search through the whole text would. Nothing here is a guess: where the tree
does not tell, there is no need.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from math import inf

# The parser of re itself, which has had no public name since sre_parse was deprecated.
from re import _constants as op  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any

from kg import cache, resources
from kg.errors import DataError
from kg.mentions.commonness import share

#: More words than these are not worked out one by one; nor are repetitions of more than these.
_MOST_WORDS, _MOST_REPEATED = 1000, 200
#: A class of more characters than these is no list of words.
_MOST_CHARACTERS = 60
#: Look-aheads wider than this are bounded by what they look over, not by their width.
_FAR = 40
#: Where a match begins at so few places around a word, each is tried.
FEW_STARTS = 12
#: How much more it takes to search the stretch around a word.
_OF_STRETCHES = 4
#: Words expected more often than this (a share of all characters) narrow nothing down.
_TOO_COMMON = 1 / 25
_REPEATS = (op.MAX_REPEAT, op.MIN_REPEAT, op.POSSESSIVE_REPEAT)
_CATEGORIES = {
    op.CATEGORY_DIGIT: r"\d", op.CATEGORY_NOT_DIGIT: r"\D", op.CATEGORY_SPACE: r"\s", op.CATEGORY_NOT_SPACE: r"\S",
    op.CATEGORY_WORD: r"\w", op.CATEGORY_NOT_WORD: r"\W",
}  # fmt: skip

#: Matches nothing; a character in front of it, which no text has, is what re looks for fast.
_NONE = "\U0010ffff(?!)"

Words = frozenset[str]
_EMPTY: Words = frozenset([""])


@dataclass(frozen=True, slots=True)
class Need:
    """Every match contains one of ``words`` or looks ahead at one, which begins at most ``before`` characters into it,
    and at most ``ahead`` characters behind what it consumes before it.

    A match consumes no character that ``border`` matches, and what it looks at ends at most ``beyond`` characters
    behind the last character before the next border.
    """

    words: Words
    before: float
    ahead: int
    edge: str  # the source of ``border``
    beyond: int

    @property
    def border(self) -> re.Pattern[str]:
        """The pattern of the characters that no match consumes."""
        return _compiled(self.edge)


@lru_cache(maxsize=4096)
def _compiled(source: str) -> re.Pattern[str]:
    return re.compile(source)


def needs_of(sources: Mapping[str, str], flags: int = 0) -> list[Need | None]:
    """What each of the patterns needs, kept from an earlier run where it can be.

    The patterns stand under what to call them in an error. Raises DataError when one is not well formed.
    """
    code = (resources.digest("mentions/triggers.py"), resources.digest("mentions/commonness.py"))
    key = "\0".join((*code, str(flags), *sources.values()))
    return _loaded(cache.remembered("needs", key, lambda: _dumped(_needs(sources, flags))))


def _needs(sources: Mapping[str, str], flags: int) -> Iterator[Need | None]:
    for where, source in sources.items():
        try:
            yield need_of(re.compile(source, flags))
        except re.error as error:
            raise DataError(f"{where} 的 pattern 不合法:{error}。") from error


def _dumped(needs: Iterable[Need | None]) -> bytes:
    plain = [need and [sorted(need.words), need.before, need.ahead, need.edge, need.beyond] for need in needs]
    return json.dumps(plain, ensure_ascii=False).encode()


def _loaded(content: bytes) -> list[Need | None]:
    return [Need(frozenset(plain[0]), *plain[1:]) if plain else None for plain in json.loads(content)]


def need_of(pattern: re.Pattern[str]) -> Need | None:
    """What a pattern needs; None when its tree does not tell, or when it is met with all the time."""
    tree = parser.parse(pattern.pattern, pattern.flags)
    wanted = _Wants().of(tree)
    if wanted is None or wanted.cost > _TOO_COMMON:
        return None
    return Need(wanted.words, wanted.before, wanted.ahead or 0, _border(tree), _beyond(tree))


# ---------------------------------------------------------------- words


@dataclass(frozen=True, slots=True)
class _Wanted:
    """Words one of which a stretch of the tree must match, how far into it at most, and how common they are.

    ``ahead``: how far behind what is consumed, where some of them are but looked at.
    """

    words: Words
    before: float
    ahead: int | None
    cost: float

    @property
    def effort(self) -> float:
        """What it costs to look around such words: few places to try, or a stretch to search."""
        return self.cost * (1 if self.before <= FEW_STARTS else _OF_STRETCHES)


def _of_words(words: Words, before: float, ahead: int | None = None) -> _Wanted | None:
    """The need for any of the words; a word that holds another of them is found by that one."""
    if not words or "" in words:
        return None
    shortest: set[str] = set()
    offset = 0
    for word in sorted(words, key=len):
        inner = [at for at in range(len(word)) for to in range(at + 1, len(word) + 1) if word[at:to] in shortest]
        if inner:
            offset = max(offset, inner[0])
        else:
            shortest.add(word)
    cost = sum(share(word) for word in sorted(shortest))
    return _Wanted(frozenset(shortest), before + offset, None if ahead is None else ahead + offset, cost)


class _Wants:
    """The needs of the parts of one tree."""

    def __init__(self) -> None:
        self._readings: dict[int, Words | None] = {}

    def of(self, items: Sequence[Any]) -> _Wanted | None:
        """The rarest need of a sequence: of its stretches with few readings, or of one of its parts."""
        found: list[_Wanted | None] = []
        stretch, began, at = _EMPTY, 0.0, 0.0
        for index, item in enumerate(items):
            words = self._words(item)
            if words is None or len(stretch) * len(words) > _MOST_WORDS:
                found.append(_of_words(stretch, began))
                stretch, began = _EMPTY, at
            if words is None or "" in words:  # it may consume nothing, and look ahead
                inner = self._inside(*item)
                found.append(inner and replace(inner, before=at + inner.before))
            if words is None:
                began = at + _width(items[index : index + 1])
            else:
                stretch = _joined(stretch, words)
            at += _width(items[index : index + 1])
        found.append(_of_words(stretch, began))
        sure = [wanted for wanted in found if wanted]
        return min(sure, key=lambda wanted: (wanted.effort, wanted.before), default=None)

    def _inside(self, kind: Any, value: Any) -> _Wanted | None:
        """The need of one item of the tree that has too many readings to list, or looks ahead."""
        if kind is op.ASSERT:
            return self._looked_at(*value)
        if kind is op.BRANCH:
            needs = [self.of(branch) for branch in value[1]]
            sure = [need for need in needs if need]
            if len(sure) < len(needs):
                return None
            words = frozenset().union(*(need.words for need in sure))
            looked = max((need.ahead for need in sure if need.ahead is not None), default=None)
            return _of_words(words, max(need.before for need in sure), looked)
        if kind in _REPEATS and not value[0]:
            return None
        parts = _parts(kind, value)
        return self.of(parts[0]) if len(parts) == 1 else None

    def _looked_at(self, direction: int, items: Sequence[Any]) -> _Wanted | None:
        found = self.of(items) if direction > 0 else None
        if found is None or _width(items) > _FAR:
            return found  # no border stands in what a far look-ahead looks over: as if it were consumed
        return replace(found, ahead=int(found.before)) if found.before <= _FAR else None

    def _words(self, item: Any) -> Words | None:
        """All that an item can consume, None when that is too much."""
        if id(item) not in self._readings:
            self._readings[id(item)] = self._read(*item)
        return self._readings[id(item)]

    def _read(self, kind: Any, value: Any) -> Words | None:
        if kind is op.LITERAL:
            return frozenset([chr(value)])
        if kind is op.IN:
            return _members(value)
        if kind in (op.ASSERT, op.ASSERT_NOT, op.AT):
            return _EMPTY
        if kind in (op.SUBPATTERN, op.ATOMIC_GROUP, op.BRANCH, *_REPEATS):
            parts = [self._sequence(part) for part in _parts(kind, value)]
            sure = [part for part in parts if part is not None]
            words: Words = frozenset().union(*sure)
            if len(sure) < len(parts) or len(words) > _MOST_WORDS:
                return None
            return _repeated(words, *value[:2]) if kind in _REPEATS else words
        return None

    def _sequence(self, items: Sequence[Any]) -> Words | None:
        words = _EMPTY
        for item in items:
            choices = self._words(item)
            if choices is None or len(words) * len(choices) > _MOST_WORDS:
                return None
            words = _joined(words, choices)
        return words


def _joined(left: Words, right: Words) -> Words:
    return left if right == _EMPTY else frozenset(a + b for a in left for b in right)


def _members(items: Sequence[Any]) -> Words | None:
    """The characters of a class, None when they are many or all but some."""
    found: set[str] = set()
    for kind, value in items:
        if kind is op.LITERAL:
            found.add(chr(value))
        elif kind is op.RANGE and value[1] - value[0] < _MOST_CHARACTERS:
            found.update(map(chr, range(value[0], value[1] + 1)))
        else:
            return None
    return frozenset(found) if len(found) <= _MOST_CHARACTERS else None


def _repeated(words: Words, least: int, most: int) -> Words | None:
    if most > 1 and (most > _MOST_REPEATED or max(len(words), 2) ** most > _MOST_REPEATED):
        return None
    found: set[str] = set()
    times = _EMPTY
    for count in range(most + 1):
        if count >= least:
            found |= times
        times = _joined(times, words)
    return frozenset(found)


# ---------------------------------------------------------------- bounds


def _parts(kind: Any, value: Any) -> list[Sequence[Any]]:
    """The sequences that an item consumes by."""
    if kind is op.SUBPATTERN:
        return [value[3]]
    if kind is op.ATOMIC_GROUP:
        return [value]
    if kind is op.BRANCH:
        return list(value[1])
    if kind in _REPEATS:
        return [value[2]]
    return []


def _width(items: Any) -> float:
    """How many characters a sequence may consume."""
    most = items.getwidth()[1]
    return inf if most >= op.MAXREPEAT else float(most)


def _beyond(items: Sequence[Any]) -> int:
    """How many characters further than it consumes a sequence looks, far look-aheads left out."""
    found = 0
    for kind, value in items:
        if kind in (op.ASSERT, op.ASSERT_NOT):
            direction, inner = value
            width = _width(inner) if direction > 0 else 0
            found = max(found, int(width if width <= _FAR else 0) + _beyond(inner))
        else:
            found = max([found, *map(_beyond, _parts(kind, value))])
    return found


@dataclass(frozen=True, slots=True)
class _Class:
    """A class of characters: first and last of its ranges, and the names that re has for others."""

    ranges: tuple[tuple[int, int], ...]
    named: tuple[str, ...] = ()
    negated: bool = False

    def pattern(self) -> str:
        """The class without its negation."""
        ranges = (f"\\U{first:08x}-\\U{last:08x}" for first, last in self.ranges)
        return f"[{''.join((*ranges, *self.named))}]"


def _border(tree: Sequence[Any]) -> str:
    """A pattern for the characters that no match consumes or looks far over; there may be none."""
    classes = set(_classes(tree))
    if None in classes:
        return _NONE
    known = sorted((c for c in classes if c), key=lambda c: (c.negated, bool(c.named), len(c.ranges), c.ranges))
    taken = _Class(
        _merged(r for c in known if not c.negated for r in c.ranges),
        tuple(sorted({n for c in known if not c.negated for n in c.named})),
    )
    negated = [c for c in known if c.negated]
    if not negated:
        return f"[^{taken.pattern()[1:]}"
    # What all the negated classes leave out is little, and is written out so that it is found fast.
    left = {chr(code) for first, last in negated[0].ranges for code in range(first, last + 1)}
    for other in negated[1:]:
        left = {c for c in left if re.match(other.pattern(), c)}
    if taken.ranges or taken.named:
        left = {c for c in left if not re.match(taken.pattern(), c)}
    return _Class(tuple((ord(c), ord(c)) for c in sorted(left))).pattern() if left else _NONE


def _merged(ranges: Iterable[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    """The same characters in as few ranges as can be."""
    found: list[tuple[int, int]] = []
    for first, last in sorted(ranges):
        if found and first <= found[-1][1] + 1:
            found[-1] = found[-1][0], max(last, found[-1][1])
        else:
            found.append((first, last))
    return tuple(found)


def _classes(items: Sequence[Any]) -> Iterator[_Class | None]:
    """The classes of all characters consumed or looked far over; None for what cannot be said."""
    for kind, value in items:
        if kind is op.LITERAL:
            yield _Class(((value, value),))
        elif kind is op.NOT_LITERAL:
            yield _Class(((value, value),), negated=True)
        elif kind is op.ANY:
            yield _Class(((10, 10),), negated=True)
        elif kind is op.IN:
            yield _class(value)
        elif kind in (op.ASSERT, op.ASSERT_NOT):
            direction, inner = value
            if direction > 0 and _width(inner) > _FAR:
                yield from _classes(inner)
        elif kind is not op.AT:
            parts = _parts(kind, value)
            for part in parts:
                yield from _classes(part)
            if not parts:
                yield None


def _class(items: Iterable[Any]) -> _Class:
    members = list(items)
    return _Class(
        tuple((v, v) if k is op.LITERAL else v for k, v in members if k in (op.LITERAL, op.RANGE)),
        tuple(_CATEGORIES[v] for k, v in members if k is op.CATEGORY),
        any(k is op.NEGATE for k, _ in members),
    )
