"""Search only where a match can begin: for patterns of many branches, which ``re`` would try at every character."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

# The parser of re itself, which has had no public name since sre_parse was deprecated.
from re import _constants as op  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any

_REPEATS = (op.MAX_REPEAT, op.MIN_REPEAT, op.POSSESSIVE_REPEAT)
_CATEGORIES = {op.CATEGORY_DIGIT: r"\d", op.CATEGORY_SPACE: r"\s", op.CATEGORY_WORD: r"\w"}


def matches(pattern: re.Pattern[str], text: str) -> Iterator[re.Match[str]]:
    """What ``pattern.finditer(text)`` gives; no match may be empty.

    Raises ValueError where the pattern's tree does not tell what its matches begin with.
    """
    search, match = _beginnings(pattern.pattern, pattern.flags).search, pattern.match
    at = 0
    while place := search(text, at):
        found = match(text, place.start())
        if found:
            yield found
        at = found.end() if found else place.end()


@cache  # by source and flags: the hash of a pattern is taken anew each time, of all its code
def _beginnings(source: str, flags: int) -> re.Pattern[str]:
    """The class of the characters that the matches of a pattern begin with."""
    if flags & re.IGNORECASE:
        raise ValueError(f"letters of either case are not looked for: {source!r}")
    found, empty = _of(parser.parse(source, flags))
    if empty:
        raise ValueError(f"a match may be empty: {source!r}")
    return re.compile(f"[{''.join(sorted(found))}]")


def _of(items: Sequence[Any]) -> tuple[set[str], bool]:
    """What a sequence can begin with, as members of a class, and whether it may consume nothing."""
    found: set[str] = set()
    for kind, value in items:
        first, empty = _of_one(kind, value)
        found |= first
        if not empty:
            return found, False
    return found, True


def _of_one(kind: Any, value: Any) -> tuple[set[str], bool]:
    if kind in (op.ASSERT, op.ASSERT_NOT, op.AT):
        return set(), True
    if kind is op.LITERAL:
        return {_member(value)}, False
    if kind is op.IN:
        return {_of_class(*item) for item in value}, False
    if kind in (op.SUBPATTERN, op.ATOMIC_GROUP):
        return _of(value[3] if kind is op.SUBPATTERN else value)
    if kind in _REPEATS:
        first, empty = _of(value[2])
        return first, empty or not value[0]
    if kind is op.BRANCH:
        branches = [_of(branch) for branch in value[1]]
        return set().union(*(first for first, _ in branches)), any(empty for _, empty in branches)
    raise ValueError(f"no telling what {kind} begins with")


def _of_class(kind: Any, value: Any) -> str:
    if kind is op.LITERAL:
        return _member(value)
    if kind is op.RANGE:
        return f"{_member(value[0])}-{_member(value[1])}"
    if kind is op.CATEGORY and value in _CATEGORIES:
        return _CATEGORIES[value]
    raise ValueError(f"no telling what {kind} {value} begins with")


def _member(code: int) -> str:
    return f"\\U{code:08x}"
