"""As of when a text says that somebody holds or leaves a post."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import cache

from kg.facts.found import Context
from kg.language.calendar import TimeSpan, find_times
from kg.mentions import lexicon
from kg.records import Article

#: Days a report may be younger than the event it opens with.
_WEEKS = 31
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
        self._article = article
        self._text = article.text
        self._date = context.date or article.date
        self._spans = [
            t for t in find_times(article.text, self._date) if t.kind in ("date", "since", "until") and t.iso
        ]

    def event(self, at: int, named: int) -> Days:
        """The day of what is told at a place: that of its sentence, of the decision, of the lead, of the article.

        ``named`` is where the name ends: whoever only speaks to the reporter holds the post when the report appears.
        """
        sentence = max(self._text.rfind(c, 0, at) for c in "。!?\n") + 1
        for span in reversed(self._spans):
            if span.start < sentence:
                break
            if span.end <= at and span.precision == "day" and "/" not in span.iso:
                return Days(span.iso)
        for match in reversed(list(_PASSED.finditer(self._text, 0, at))):
            for span in self._spans:
                if match.start() <= span.start and span.end <= match.end() and span.precision == "day":
                    return Days(span.iso.rpartition("/")[2])  # of a session of several days the last
        if _speaks().match(self._text, named):
            return Days(self._date)
        return Days(self._lead() or self._date)

    def _lead(self) -> str:
        """The day of the event a report opens with (本报讯 10月22日,…), where it is one of the last weeks."""
        start = next((b.start for b in self._article.blocks if b.kind == "body"), 0)
        end = self._text.find("。", start)
        for span in self._spans:
            if span.start >= start and (end < 0 or span.end <= end) and span.precision == "day":
                day = span.iso.partition("/")[0]
                return day if len(self._date) == len(day) and _is_recent(day, self._date) else ""
        return ""

    def at(self, start: int, end: int) -> Days:
        """What a time written within these offsets says: one day, month or year, or from when until when."""
        for span in self._spans:
            if span.start >= start and span.end <= end:
                return _of(span)
        return Days("")


@cache
def _speaks() -> re.Pattern[str]:
    return re.compile(lexicon.pattern_of("speech_verb"))


def _is_recent(day: str, report: str) -> bool:
    return 0 <= (date.fromisoformat(report) - date.fromisoformat(day)).days <= _WEEKS


def _of(span: TimeSpan) -> Days:
    first, _, last = span.iso.partition("/")
    if span.first is None or span.last is None:
        return Days("")
    if not last:
        return Days(first, start=first)
    length = 7
    return Days(last[:length], start=first[:length], end=last[:length])
