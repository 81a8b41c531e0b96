"""Which time governs a number: that of its clause, sentence, paragraph, section or article, in this order."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from kg.language.calendar import TimeSpan, find_times, interval, of_occasion

_STATE = re.compile(r"现有|拥有(?!量)|目前|如今|累计|共有|总量|达到|现已")
#: A stock said in the present: it is that of the day, whatever year the paragraph spoke of.
_STOCK = re.compile(
    r"现有|已有|共有|拥有(?!量)|已(?:入驻|落户|吸引|汇聚|集聚)|集聚了?|聚集了?|首批|(?:^|[^没还只仅设含所国私公民持特带占具别])有(?![色限机效关序线轨害力望]|进出口|外贸|研发)"
)
#: A day named in another clause is that of an event, unless it is pointed at.
_THAT_DAY = ("当天", "当日")
#: Months in which results without a time are those of the year before.
NEW_YEAR = range(1, 3)
#: Reviews of the year before are given until about midsummer.
REVIEWS_UNTIL = 7
#: Words of a headline that tells results: its quarter or months are those of the figures below.
_REPORTED = re.compile(r"增长|增速|下降|突破|亿|[%％]|出炉|[速数]读|数[据说看]|半年报|季报|成绩单|开门红|稳中|运行")
_BARE_YEAR = re.compile(r"(?<!\d)(20\d\d)(?!\d)")


@dataclass(frozen=True, slots=True)
class Period:
    """First and last day of what a number covers, ISO; both ``""`` when the text leaves it open."""

    start: str = ""
    end: str = ""


def is_state(words: str, counted: bool) -> bool:
    """Whether those words before a count say how many there are now (园区已集聚企业93家)."""
    return counted and bool(_STOCK.search(words))


def period_of(time: TimeSpan | None, words: str, reference: str, counted: bool) -> Period:
    """The period of a number governed by that time.

    A state as of a time (截至3月末, 到2025年底, 目前) covers its last day only. Without a time, a state
    (现有, 累计) is that of the reference day and anything else belongs to the reference's year; in its first weeks
    papers report the year before.
    """
    days = interval(reference)
    state = counted and bool(_STATE.search(words))
    if time and time.first and time.last:
        running = days and time.precision == "year" and time.first <= days[0] <= time.last
        if state and days and running and len(reference) == 10:
            return Period(days[0].isoformat(), days[1].isoformat())
        instant = (time.kind in ("until", "now") and time.precision != "year") or time.edge == "end"
        first = time.last if instant else time.first
        return Period(first.isoformat(), time.last.isoformat())
    if days is None:
        return Period()
    if state:
        return Period(days[0].isoformat(), days[1].isoformat()) if len(reference) == 10 else Period()
    year = days[1].year - (days[1].month in NEW_YEAR)
    return Period(date(year, 1, 1).isoformat(), date(year, 12, 31).isoformat())


def governing(
    clause: Sequence[TimeSpan], sentence: Sequence[TimeSpan], paragraph: Sequence[TimeSpan], section: TimeSpan | None
) -> TimeSpan | None:
    """The time nearest before a number, of those that can govern one.

    ``clause``, ``sentence`` and ``paragraph`` are the times before it there, in the order of the text.
    """
    for span in reversed(clause):
        if span.first:
            return span
    for span in reversed(sentence):
        days = span.precision != "day" or span.first != span.last  # a day is an event's, several are those of a season
        if span.first and (days or span.kind in ("until", "now") or span.text in _THAT_DAY):
            return span
    for span in reversed(paragraph):
        if span.first and span.precision in ("year", "period") and span.kind in ("date", "since"):
            return span
    return section


def last_year(reference: str) -> TimeSpan | None:
    """The year a review looks back on when its heading names none; None late in the year, when it is open."""
    days = interval(reference)
    if days is None or days[1].month > REVIEWS_UNTIL:
        return None
    year = days[0].year - 1
    return TimeSpan(0, 0, "", date(year, 1, 1), date(year, 12, 31), "year", "section")


def heading_time(heading: str, reference: str) -> TimeSpan | None:
    """The year a heading puts its section under (2023有多“拼”, 2024年工作回顾); None without one."""
    for span in find_times(heading, reference):
        told = span.precision == "period" and _REPORTED.search(heading) and not of_occasion(heading, span)
        if span.first and (span.precision == "year" or told):
            return replace(span, kind="section")
        if span.first and span.precision in ("day", "month"):
            return None
    match = _BARE_YEAR.search(heading)
    if not match:
        return None
    year = int(match.group(1))
    return TimeSpan(match.start(), match.end(), match.group(), date(year, 1, 1), date(year, 12, 31), "year", "section")
