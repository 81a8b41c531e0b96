"""Spans of a text asked many times: in time that does not grow with how many there are."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from itertools import accumulate

Span = tuple[int, int]


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
