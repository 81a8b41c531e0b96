"""Spans of a text asked many times: in time that does not grow with how many there are."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from functools import cached_property
from itertools import accumulate
from typing import Generic, Protocol, TypeVar

Span = tuple[int, int]


class Spanned(Protocol):
    """Anything that has a place in a text."""

    @property
    def start(self) -> int:
        """Where it begins."""
        ...

    @property
    def end(self) -> int:
        """Where it ends, itself outside."""
        ...


T = TypeVar("T", bound=Spanned)


class Taken:
    """Which characters of a text are covered."""

    def __init__(self, size: int, spans: Iterable[Span] = ()) -> None:
        self._covered = bytearray(size)
        for start, end in spans:
            self.add(start, end)

    def add(self, start: int, end: int) -> None:
        """Cover a span."""
        self._covered[start:end] = b"\1" * (end - start)

    def covers(self, place: int) -> bool:
        """Whether the character at a place is covered; beyond the text none is."""
        return place < len(self._covered) and bool(self._covered[place])

    def overlaps(self, start: int, end: int) -> bool:
        """Whether any character of a span is covered."""
        return self._covered.find(1, start, end) >= 0


class Enclosing:
    """Spans that may hold others."""

    def __init__(self, spans: Iterable[Span]) -> None:
        ordered = sorted(spans)
        self._starts = [start for start, _ in ordered]
        self._reach = list(accumulate((end for _, end in ordered), max))

    def hold(self, start: int, end: int) -> bool:
        """Whether a span lies within one of them."""
        before = bisect_right(self._starts, start)
        return before > 0 and self._reach[before - 1] >= end


class Placed(Generic[T]):
    """Things found by their place; those of one place come in the order given."""

    def __init__(self, things: Iterable[T]) -> None:
        self._ordered = sorted(things, key=lambda thing: thing.start)
        self._starts = [thing.start for thing in self._ordered]

    def within(self, start: int, end: int) -> list[T]:
        """Those that lie within a span, in the order of their starts."""
        first, last = bisect_left(self._starts, start), bisect_right(self._starts, end)
        return [thing for thing in self._ordered[first:last] if thing.end <= end]

    def starting(self, start: int, end: int) -> list[T]:
        """Those that start within a span, wherever they end."""
        return self._ordered[bisect_left(self._starts, start) : bisect_left(self._starts, end)]

    def before(self, place: int) -> Iterator[T]:
        """Those that end at a place or before it, the one that ends last first."""
        things, negated = self._by_end
        for index in range(bisect_left(negated, -place), len(things)):
            yield things[index]

    def earlier(self, place: int) -> Iterator[T]:
        """The same, the one that starts last first."""
        for index in range(bisect_right(self._starts, place) - 1, -1, -1):
            if self._ordered[index].end <= place:
                yield self._ordered[index]

    @cached_property
    def _by_end(self) -> tuple[list[T], list[int]]:
        things = sorted(self._ordered, key=lambda thing: -thing.end)
        return things, [-thing.end for thing in things]
