"""Time expressions of news Chinese as intervals.

``find_times`` is the entrance. It (1) takes the points that ``calendar_parts`` finds (今年 + 1月 … 10月), (2) completes
them from the reference date, from the other end of a range and from times named before (同年, 当天), and (3) reads the
markers around them (截至, 以来, 同期), which decide what kind of time it is.
"""

from __future__ import annotations

import calendar as gregorian
import re
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache

from kg.language.calendar_parts import Point, find_points, one_of, words
from kg.language.numerals import parse_number

#: A bare period is spoken of as past this many days before its end already (一季度 on 25 March).
NEARLY_OVER = timedelta(days=31)
#: A bare day this close ahead is announced, not remembered from a year ago (12月31日晚 on 26 December).
SOON = timedelta(days=15)
#: 过去一年 means the calendar year before when said in these months, this year from November on.
LOOKING_BACK, YEAR_ENDING = range(1, 6), range(11, 13)
#: How far back (characters) a time can lie to which 全年 and 同年 refer.
MEMORY = 400


@dataclass(frozen=True, slots=True)
class TimeSpan:
    """A time named in a text: half-open span, and the first and last day it covers (None when open or unknown).

    ``precision``: ``day`` · ``month`` · ``year`` · ``period`` (quarter, half, several months) · ``""`` without days.
    ``kind``: ``date`` (says when) · ``until`` (截至3月末: the state at its end) · ``since`` (2021年以来) ·
    ``now`` (目前) · ``base`` (较去年, 去年同期: compared with, not the time of the fact) · ``deadline`` (6月底前) ·
    ``vague`` (近年来, no days) · ``plan`` (“十四五”规划).
    ``edge``: ``begin`` · ``middle`` · ``end`` for 年初, 3月中旬, 月底; the days are those of the whole month (of
    December for 年底, of the year for 年初).
    """

    start: int
    end: int
    text: str
    first: date | None
    last: date | None
    precision: str
    kind: str = "date"
    edge: str = ""

    @property
    def iso(self) -> str:
        """ISO 8601 to its precision: ``2024-12-25``, ``2024-02``, ``2024``, ``2024-01-01/2024-09-30`` or ``""``."""
        return iso(self.first, self.last, self.precision)


def iso(first: date | None, last: date | None, precision: str) -> str:
    """The ISO 8601 string of an interval to its precision; ``""`` when an end is unknown."""
    if first is None or last is None:
        return ""
    if precision == "period":
        return f"{first.isoformat()}/{last.isoformat()}"
    length = {"day": 10, "month": 7, "year": 4}[precision]
    left, right = first.isoformat()[:length], last.isoformat()[:length]
    return left if left == right else f"{left}/{right}"


def interval(text: str) -> tuple[date, date] | None:
    """First and last day of an ISO date, month, year or start/end interval; None for anything else."""
    left, _, right = text.partition("/")
    first, last = _iso_days(left), _iso_days(right or left)
    return (first[0], last[1]) if first and last else None


def find_times(text: str, reference: str) -> list[TimeSpan]:
    """All times a text names, from left to right, with their days as counted from the reference.

    ``reference`` is the text's own date, ISO to its precision, ``""`` when unknown; relative times then have no days.
    """
    finder = _Finder(text, reference)
    points = list(find_points(text))
    found: list[TimeSpan] = []
    i = 0
    while i < len(points):
        mate = points[i + 1] if points[i].joins_next and i + 1 < len(points) else None
        span = finder.span(points[i], mate)
        if span:
            found.append(span)
        i += 2 if mate else 1
    return found


class _Finder:
    """One text's reading: the reference day and the times named so far, to which 同年 and 当天 refer."""

    def __init__(self, text: str, reference: str) -> None:
        self.text = text
        days = interval(reference)
        self.now = days[1] if days else None
        self.reference_precision = {4: "year", 7: "month", 10: "day"}.get(len(reference), "")
        self.named: list[TimeSpan] = []

    def span(self, left: Point, right: Point | None) -> TimeSpan | None:
        """The time of one point or of a range, None when its words are no time after all (13月, 31日 of February)."""
        bounds = self._range(left, right) if right else self._point(left)
        if bounds is None:
            return None
        first, last, precision, kind = bounds
        end = right.end if right else left.end
        edge = words()["edges"].get((right or left).get("edge"), "")
        plain = TimeSpan(left.start, end, self.text[left.start : end], first, last, precision, kind, edge)
        marked = self._marked(plain)
        if marked.first is not None and marked.kind not in ("base", "plan", "now"):
            self.named.append(marked)
        return marked

    # ------------------------------------------------------------ points

    def _point(self, point: Point, year: int | None = None, month: int | None = None) -> _Bounds | None:
        special = self._special(point)
        if special:
            return special
        own_year = self._year(point)
        if own_year is None and _names_year(point):
            return None, None, "", "vague"
        if own_year is not None:
            return self._within(point, own_year, month)
        if year is not None:
            return self._within(point, year, month)
        return self._nearest(point)

    def _special(self, point: Point) -> _Bounds | None:
        """Times that are neither year, month nor day: 目前, 近年来, 十四五, 上世纪80年代, 昨天."""
        if point.get("now"):
            return self.now, self.now, self.reference_precision, "now"
        if point.get("vague"):
            return None, None, "", "vague"
        if point.get("plan"):
            first_year = 1981 + 5 * ("一二三四五六七八".index(point.get("plan")) + 5)
            kind = "date" if point.get("stretch") else "plan"
            return date(first_year, 1, 1), date(first_year + 4, 12, 31), "year", kind
        if point.get("century"):
            return _decade(point)
        if point.get("rel_day"):
            return self._shifted_day(words()["days"][point.get("rel_day")])
        if point.get("same_day"):
            last = next((s.last for s in reversed(self.named) if s.precision == "day"), None)
            day = last or (self.now if self.reference_precision == "day" else None)
            return day, day, "day" if day else "", "date" if day else "vague"
        count = point.get("years_long") or point.get("years_past")
        if count:
            return self._past_years(int(parse_number(count) or 1))
        if point.get("ago") and self.now:
            year = self.now.year - int(parse_number(point.get("ago")) or 0)
            return (*_months(year, 1, 12), "year", "base")
        return (None, None, "", "vague") if point.get("ago") else None

    def _shifted_day(self, offset: int) -> _Bounds:
        if self.now is None or self.reference_precision != "day":
            return None, None, "", "vague"
        day = self.now + timedelta(days=offset)
        return day, day, "day", "date"

    def _past_years(self, count: int) -> _Bounds:
        last = self._past_year()
        if last is None:
            return None, None, "", "vague"
        return date(last - count + 1, 1, 1), date(last, 12, 31), "year", "date"

    def _past_year(self) -> int | None:
        """The calendar year a review looks back on, None when the page's month leaves it open."""
        if self.now is None:
            return None
        if self.reference_precision == "year" or self.now.month in LOOKING_BACK:
            return self.now.year - 1
        return self.now.year if self.now.month in YEAR_ENDING else None

    def _year(self, point: Point) -> int | None:
        """The year the point itself names, None when it names none or none can be known."""
        digits = point.get("year") or point.get("bare_year")
        if digits:
            return int(parse_number(digits.replace("○", "〇")) or 0) or None
        if point.get("rel_year"):
            return self.now.year + int(words()["years"][point.get("rel_year")]) if self.now else None
        if point.get("past_year"):
            return self._past_year()
        if point.get("same_year"):
            whole = point.get("same_year") == "全年"
            near = (s for s in reversed(self.named) if point.start - s.end < MEMORY)
            whole_years = (s for s in near if not whole or (s.precision == "year" and not s.edge))
            years = (s.last.year for s in whole_years if s.last)
            return next(years, self.now.year if self.now else None)
        if point.get("edge") in ("年底", "年末", "年终", "岁末", "年初") and not _names_month(point):
            return self.now.year if self.now else None
        if point.get("rel_month") and self.now and self.reference_precision != "year":
            return _shift_month(self.now, words()["months"][point.get("rel_month")])[0]
        return None

    def _within(self, point: Point, year: int, month: int | None = None) -> _Bounds | None:
        """The days of the point's part of that year; None when there is no such day."""
        months = self._months_of(point, month)
        try:
            if point.get("holiday"):
                day = date(year, *words()["holidays"][point.get("holiday")])
                return day, day, "day", "date"
            if point.get("day") or point.get("bare_day"):
                number = int(parse_number(point.get("day") or point.get("bare_day")) or 0)
                day = date(year, months[0] if months else month or 0, number)
                return day, day, "day", "date"
            if months is None and words()["edges"].get(point.get("edge")) == "end":
                return (*_months(year, 12, 12), "month", "date")
            if months is None:
                return (*_months(year, 1, 12), "year", "date")
            single = months[0] == months[1] and not point.get("first_months")
            return (*_months(year, *months), "month" if single else "period", "date")
        except ValueError:
            return None

    def _months_of(self, point: Point, month: int | None) -> tuple[int, int] | None:
        """First and last month of the part the point names; None for the whole year."""
        w = words()
        if point.get("named"):
            first, last = w["quarters"].get(point.get("named")) or w["halves"][point.get("named")]
            return first, last
        if point.get("first_months"):
            return 1, int(parse_number(point.get("first_months")) or 0)
        if point.get("month") or point.get("bare_month"):
            number = int(parse_number(point.get("month") or point.get("bare_month")) or 0)
            return number, number
        if point.get("rel_month") and self.now:
            number = _shift_month(self.now, w["months"][point.get("rel_month")])[1]
            return number, number
        if point.get("same_month"):
            number = next((s.last.month for s in reversed(self.named) if s.last and s.precision in ("day", "month")), 0)
            return (number, number) if number else None
        return (month, month) if month else None

    # ------------------------------------------------------------ completion

    def _nearest(self, point: Point) -> _Bounds | None:
        """A point without a year: the nearest such time not after the reference, not before it when it lies ahead."""
        if self.now is None:
            return None, None, "", "vague"
        if (point.get("day") or point.get("bare_day")) and not _names_month(point):
            return self._nearest_day(point)
        if point.get("same_month"):
            return self._within(point, next((s.last.year for s in reversed(self.named) if s.last), self.now.year))
        ahead = self._lies_ahead(point)
        candidates = [self._within(point, self.now.year + offset) for offset in ((0, 1) if ahead else (0, -1))]
        for bounds in candidates:
            if bounds and bounds[0] and bounds[1] and self._fits(bounds, ahead):
                return bounds
        return candidates[-1]

    def _fits(self, bounds: _Bounds, ahead: bool) -> bool:
        first, last, precision, _ = bounds
        if self.now is None or first is None or last is None:
            return False
        if ahead:
            return last >= self.now
        grace = {"period": first - last + NEARLY_OVER, "day": SOON}.get(precision, timedelta())
        return first - grace <= self.now

    def _nearest_day(self, point: Point) -> _Bounds | None:
        """A mere day of the month (24日): of the reference's month, or of the one before when it is still to come."""
        if self.now is None or self.reference_precision == "year":
            return None, None, "", "vague"
        here = self._within(point, self.now.year, self.now.month)
        if here and here[0] and (here[0] - SOON <= self.now or self._lies_ahead(point)):
            return here
        return self._within(point, *_shift_month(self.now, -1))

    def _lies_ahead(self, point: Point) -> bool:
        """Whether words beside the point put it into the future: 将于6月, 力争6月底前."""
        before = self.text[max(0, point.start - 12) : point.start]
        after = self.text[point.end : point.end + 2]
        return bool(_ahead().search(before)) or bool(re.match(r"(?:之|以)?前(?!后)", after))

    def _range(self, left: Point, right: Point) -> _Bounds | None:
        """From one point to another; each end lends the other what it does not say."""
        end = self._point(right) if _names_year(right) else None
        start = self._point(left, year=end[1].year if end and end[1] else None)
        if start is None or start[0] is None:
            return start or (end if end and end[0] else None)
        if end is None:
            end = self._point(right, start[0].year, start[0].month if start[2] == "day" else None)
        if end is None or end[1] is None:
            return start
        first, last = start[0], end[1]
        if first > last:  # 12月28日至2025年1月7日 begins in the year before
            if _names_year(left):
                return start
            earlier = self._within(left, first.year - 1)
            first = earlier[0] if earlier and earlier[0] else first
        if end[2] == "day":
            return first, last, "day", "date"
        bare = not _names_year(left) and not _names_year(right)
        if bare and self.now and last - NEARLY_OVER > self.now and not self._lies_ahead(left):
            # 1至6月 in March is last year's
            first, last = first.replace(year=first.year - 1), _months(last.year - 1, last.month, last.month)[1]
        if start[2] == end[2] == "year" or (_names_year(left) and _names_year(right)):
            return first, last, end[2], "date"
        return first, last, "period", "date"

    # ------------------------------------------------------------ markers

    def _marked(self, span: TimeSpan) -> TimeSpan:
        """The span with the kind that the words around it give it."""
        before, after = self.text[max(0, span.start - 4) : span.start], self.text[span.end : span.end + 3]
        if span.kind != "date" or span.first is None:
            return span
        if after.startswith(("同期", "水平", "相比")) or _compared().search(before):
            return replace(span, kind="base")
        if re.match(r"以来|来(?![自到访临])|起(?![草步])", after):
            return self._since(span)
        if re.match(r"(?:之|以)?前(?![后期往景三列台])", after):
            return replace(span, kind="deadline")
        lead = re.search(r"(?:截至|截止到?|到|至)了?$", before)
        return replace(span, kind="until") if lead else span

    def _since(self, span: TimeSpan) -> TimeSpan:
        """今年以来 stays the year; an earlier start runs up to the reference."""
        if self.now and span.last and span.last.year < self.now.year:
            return replace(span, last=self.now, precision="period", kind="since")
        return replace(span, kind="since")


_Bounds = tuple[date | None, date | None, str, str]


def _names_year(point: Point) -> bool:
    named = ("year", "bare_year", "rel_year", "same_year", "past_year", "rel_month")
    return any(point.get(group) for group in named)


def _names_month(point: Point) -> bool:
    return any(point.get(group) for group in ("month", "bare_month", "rel_month", "same_month"))


def _months(year: int, first: int, last: int) -> tuple[date, date]:
    if not 1 <= last <= 12:
        raise ValueError(f"no month {last}")
    return date(year, first, 1), date(year, last, gregorian.monthrange(year, last)[1])


def _shift_month(day: date, offset: int) -> tuple[int, int]:
    index = day.year * 12 + day.month - 1 + offset
    return index // 12, index % 12 + 1


def _decade(point: Point) -> _Bounds:
    """Of the present or last century: 上世纪80年代, 本世纪初 (its first eleven years, as said of beginnings)."""
    century = 1900 if point.get("century") == "上" else 2000
    if not point.get("decade"):
        return date(century, 1, 1), date(century + 10, 12, 31), "period", "date"
    first = century + int(parse_number(point.get("decade")) or 0)
    return date(first, 1, 1), date(first + 9, 12, 31), "period", "date"


def _iso_days(text: str) -> tuple[date, date] | None:
    match = re.fullmatch(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?", text)
    if not match:
        return None
    year, month, day = (int(g) if g else 0 for g in match.groups())
    try:
        return (date(year, month, day), date(year, month, day)) if day else _months(year, month or 1, month or 12)
    except ValueError:
        return None


@cache
def _ahead() -> re.Pattern[str]:
    return re.compile(rf"{one_of(words()['future'])}[^。;;,,!?]*$")


@cache
def _compared() -> re.Pattern[str]:
    return re.compile(rf"{one_of(words()['comparison'])}$")
