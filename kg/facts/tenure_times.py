"""As of when a text says that somebody holds or leaves a post."""

from __future__ import annotations

import re
from dataclasses import dataclass

from kg.facts.found import Context
from kg.language.calendar import TimeSpan, find_times
from kg.records import Article

_PASSED = re.compile(r"\([^()\n]*(?:通过|决定|表决)\)")


@dataclass(frozen=True, slots=True)
class Days:
    """``as_of`` is ISO to the precision known; ``start`` and ``end`` only where the text states them."""

    as_of: str
    start: str = ""
    end: str = ""


class Times:
    """The times of one article, for its tenures."""

    def __init__(self, article: Article, context: Context) -> None:
        self._text = article.text
        self._date = context.date or article.date
        self._spans = [
            t for t in find_times(article.text, self._date) if t.kind in ("date", "since", "until") and t.iso
        ]

    def event(self, at: int) -> Days:
        """The day of what is told at a place: that of its sentence or paragraph, of the decision, of the article."""
        line = self._text.rfind("\n", 0, at) + 1
        for span in reversed(self._spans):
            if span.start < line:
                break
            if span.end <= at and span.precision == "day" and "/" not in span.iso:
                return Days(span.iso)
        for match in reversed(list(_PASSED.finditer(self._text, 0, at))):
            for span in self._spans:
                if match.start() <= span.start and span.end <= match.end() and span.precision == "day":
                    return Days(span.iso.rpartition("/")[2])  # of a session of several days the last
        return Days(self._date)

    def at(self, start: int, end: int) -> Days:
        """What a time written within these offsets says: one day, month or year, or from when until when."""
        for span in self._spans:
            if span.start >= start and span.end <= end:
                return _of(span)
        return Days("")


def _of(span: TimeSpan) -> Days:
    first, _, last = span.iso.partition("/")
    if span.first is None or span.last is None:
        return Days("")
    if not last:
        return Days(first, start=first)
    length = 7
    return Days(last[:length], start=first[:length], end=last[:length])
