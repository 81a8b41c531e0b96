"""When a point of time is, as counted from a text's own date.

What a point does not say itself (今年, 12月25日, 同年5月) comes from the reference, from the other end of its range, or
from times named before it in the text.
"""

from __future__ import annotations

import re
from datetime import date, timedelta
from functools import cache

from kg.language.alternation import one_of
from kg.language.calendar_parts import Point, words
from kg.language.numerals import parse_number
from kg.language.timespan import TimeSpan, interval, months

#: A bare period is spoken of as past this many days before its end already (一季度 on 25 March).
NEARLY_OVER = timedelta(days=31)
#: From this month on plans for a part of a year are for the next one.
_YEAR_ENDS = 11
#: A bare day this close ahead is announced, not remembered from a year ago (12月31日晚 on 26 December).
SOON = timedelta(days=15)
#: 过去一年 means the calendar year before when said in these months, this year from November on.
LOOKING_BACK, YEAR_ENDING = range(1, 6), range(11, 13)
#: 新的一年 is the present year when said in these months.
BEGUN = range(1, 4)
#: How far back (characters) a time can lie to which 全年 and 同年 refer.
MEMORY = 400

#: First day, last day, precision and kind of a time, as in ``TimeSpan``.
Bounds = tuple[date | None, date | None, str, str]


class Reckoning:
    """One text's reckoning of time: the reference day, and the times named so far, to which 同年 and 当天 refer."""

    def __init__(self, text: str, reference: str) -> None:
        self.text = text
        days = interval(reference)
        self.now = days[1] if days else None
        self.reference_precision = {4: "year", 7: "month", 10: "day"}.get(len(reference), "")
        self.named: list[TimeSpan] = []

    # ------------------------------------------------------------ points

    def point(self, point: Point, year: int | None = None, month: int | None = None) -> Bounds | None:
        """The days of one point; ``year`` and ``month`` are lent by the other end of its range.

        None when there is no such day (13月, 31日 of February).
        """
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

    def _special(self, point: Point) -> Bounds | None:
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
            days = (s.last for s in reversed(self.named) if s.precision == "day")
            last = next((d for d in days if d and (self.now is None or d <= self.now)), None)
            day = last or (self.now if self.reference_precision == "day" else None)
            return day, day, "day" if day else "", "date" if day else "vague"
        count = point.get("years_long") or point.get("years_past")
        if count:
            return self._past_years(int(parse_number(count) or 1))
        if point.get("ago") and self.now:
            year = self.now.year - int(parse_number(point.get("ago")) or 0)
            return (*months(year, 1, 12), "year", "base")
        return (None, None, "", "vague") if point.get("ago") else None

    def _shifted_day(self, offset: int) -> Bounds:
        if self.now is None or self.reference_precision != "day":
            return None, None, "", "vague"
        day = self.now + timedelta(days=offset)
        return day, day, "day", "date"

    def _past_years(self, count: int) -> Bounds:
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
        if point.get("rel_year") in words()["year_before"] and self._year_of_sentence(point):
            return self._year_of_sentence(point) - 1
        if self.now and point.get("rel_year") in words()["year_begun"]:
            return self.now.year + (self.now.month not in BEGUN)
        if point.get("rel_year"):
            return self.now.year + int(words()["years"][point.get("rel_year")]) if self.now else None
        if point.get("past_year"):
            return self._past_year()
        if point.get("same_year"):
            whole = point.get("same_year") == "全年"
            spoken_of = self._year_of_sentence(point) if whole else 0
            if whole and self.now and self._promised(point):
                return self.now.year
            if spoken_of or (whole and self.now and self._lies_ahead(point)):
                return spoken_of or (self.now.year if self.now else None)
            near = (s for s in reversed(self.named) if point.start - s.end < MEMORY)
            whole_years = (s for s in near if not whole or (s.precision == "year" and not s.edge))
            years = (s.last.year for s in whole_years if s.last)
            return next(years, self.now.year if self.now else None)
        if point.get("edge") in ("年底", "年末", "年终", "岁末", "年初") and not _names_month(point):
            return self.now.year if self.now else None
        if point.get("rel_month") and self.now and self.reference_precision != "year":
            return _shift_month(self.now, words()["months"][point.get("rel_month")])[0]
        return None

    def _within(self, point: Point, year: int, month: int | None = None) -> Bounds | None:
        """The days of the point's part of that year; None when there is no such day."""
        part = self._months_of(point, month)
        try:
            if point.get("holiday"):
                day = date(year, *words()["holidays"][point.get("holiday")])
                return day, day, "day", "date"
            if point.get("leave"):
                return _leave(point.get("leave"), year)
            if point.get("day") or point.get("bare_day"):
                number = int(parse_number(point.get("day") or point.get("bare_day")) or 0)
                day = date(year, part[0] if part else month or 0, number)
                return day, day, "day", "date"
            if part is None and words()["edges"].get(point.get("edge")) == "end":
                return (*months(year, 12, 12), "month", "date")
            if part is None:
                return (*months(year, 1, 12), "year", "date")
            single = part[0] == part[1] and not point.get("first_months")
            return (*months(year, *part), "month" if single else "period", "date")
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
            month_said = point.get("month") or point.get("bare_month")
            number = 1 if month_said == "元" else int(parse_number(month_said) or 0)
            return number, number
        if point.get("rel_month") and self.now:
            number = _shift_month(self.now, w["months"][point.get("rel_month")])[1]
            return number, number
        if point.get("same_month"):
            number = next((s.last.month for s in reversed(self.named) if s.last and s.precision in ("day", "month")), 0)
            return (number, number) if number else None
        return (month, month) if month else None

    # ------------------------------------------------------------ completion

    def _nearest(self, point: Point) -> Bounds | None:
        """A point without a year: the nearest such time not after the reference, not before it when it lies ahead."""
        if self.now is None:
            return None, None, "", "vague"
        if (point.get("day") or point.get("bare_day")) and not _names_month(point):
            return self._nearest_day(point)
        if point.get("same_month"):
            return self._within(point, next((s.last.year for s in reversed(self.named) if s.last), self.now.year))
        promised = bool(point.get("named") and self._promised(point))
        ahead = self._lies_ahead(point) or (promised and self._may_be_promised(point))
        candidates = [self._within(point, self.now.year + offset) for offset in ((0, 1) if ahead else (0, -1))]
        if candidates[0] and candidates[0][0] and candidates[0][0] <= self.now and self._of_occasion(point):
            return candidates[0]
        for bounds in candidates:
            if bounds and bounds[0] and bounds[1] and self._fits(bounds, ahead):
                return bounds
        return candidates[-1]

    def _may_be_promised(self, point: Point) -> bool:
        """上半年计划开工15个 told in October looks back; in the last weeks of a year it is about the next one."""
        this_year = self._within(point, self.now.year) if self.now else None
        over = bool(this_year and this_year[1] and self.now and this_year[1] < self.now)
        return not over or (self.now is not None and self.now.month >= _YEAR_ENDS)

    def _fits(self, bounds: Bounds, ahead: bool) -> bool:
        first, last, precision, _ = bounds
        if self.now is None or first is None or last is None:
            return False
        if ahead:
            return last >= self.now
        grace = {"period": first - last + NEARLY_OVER, "day": SOON}.get(precision, timedelta())
        return first - grace <= self.now

    def _nearest_day(self, point: Point) -> Bounds | None:
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

    def _promised(self, point: Point) -> bool:
        """Whether the words of its clause promise something for the time: 一季度开工率不低于40%, 全年力争增长5%."""
        return bool(_promise().match(self.text, point.end))

    def _of_occasion(self, point: Point) -> bool:
        """Whether the part names a meeting that is held in its course: 第二季度项目集中签约仪式 in May."""
        return bool(point.get("named")) and names_occasion(self.text, point.end)

    def _year_of_sentence(self, point: Point) -> int:
        """The year its sentence speaks of, 0 when it names none: 2023年,…由上年的0.74%提高到0.86%."""
        for span in reversed(self.named):
            if re.search(r"[。!?\n]", self.text[span.end : point.start]):
                break
            if span.last and span.kind == "date" and span.text not in words()["year_before"]:
                return span.last.year
        return 0

    def range(self, left: Point, right: Point) -> Bounds | None:
        """From one point to another; each end lends the other what it does not say."""
        end = self.point(right) if _names_year(right) else None
        start = self.point(left, year=end[1].year if end and end[1] else None)
        if start is None or start[0] is None:
            return start or (end if end and end[0] else None)
        if end is None:
            end = self.point(right, start[0].year, start[0].month if start[2] == "day" else None)
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
            first, last = first.replace(year=first.year - 1), months(last.year - 1, last.month, last.month)[1]
        if start[2] == end[2] == "year" or (_names_year(left) and _names_year(right)):
            return first, last, end[2], "date"
        return first, last, "period", "date"


def _names_year(point: Point) -> bool:
    named = ("year", "bare_year", "rel_year", "same_year", "past_year", "rel_month")
    return any(point.get(group) for group in named)


def _names_month(point: Point) -> bool:
    return any(point.get(group) for group in ("month", "bare_month", "rel_month", "same_month"))


def _shift_month(day: date, offset: int) -> tuple[int, int]:
    index = day.year * 12 + day.month - 1 + offset
    return index // 12, index % 12 + 1


def names_occasion(text: str, end: int) -> bool:
    """Whether the time that ends there is followed by the name of a meeting (集中签约仪式)."""
    return bool(_occasion().match(text, end))


def _leave(said: str, year: int) -> Bounds | None:
    """The days off of a holiday in that year (“五一”假期), None when the lexicon does not know them."""
    days = next(known for name, known in words()["leaves"].items() if name in said)
    known = days.get(year, days.get("usual"))
    return (date(year, *known[0]), date(year, *known[1]), "day", "date") if known else None


def _decade(point: Point) -> Bounds:
    """Of the present or last century: 上世纪80年代, 本世纪初 (its first eleven years, as said of beginnings)."""
    century = 1900 if point.get("century") == "上" else 2000
    if not point.get("decade"):
        return date(century, 1, 1), date(century + 10, 12, 31), "period", "date"
    first = century + int(parse_number(point.get("decade")) or 0)
    return date(first, 1, 1), date(first + 9, 12, 31), "period", "date"


@cache
def _promise() -> re.Pattern[str]:
    return re.compile(rf",?[^,。;!?\n]{{0,14}}?{one_of(words()['promises'])}(?!总?投资)")


@cache
def _occasion() -> re.Pattern[str]:
    return re.compile(rf"[^,。;!?\n]{{0,18}}?{one_of(words()['occasions'])}")


@cache
def _ahead() -> re.Pattern[str]:
    return re.compile(rf"{one_of(words()['future'])}[^。;;,,!?]*$")
