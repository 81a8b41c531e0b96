"""An interval of days with its words: the record of a time expression, and ISO 8601 to a precision."""

from __future__ import annotations

import calendar as gregorian
import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache


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


@lru_cache(maxsize=4096)
def interval(text: str) -> tuple[date, date] | None:
    """First and last day of an ISO date, month, year or start/end interval; None for anything else."""
    left, _, right = text.partition("/")
    first, last = _iso_days(left), _iso_days(right or left)
    return (first[0], last[1]) if first and last else None


def months(year: int, first: int, last: int) -> tuple[date, date]:
    """First and last day of some months of a year. Raises ValueError when there are no such months."""
    if not 1 <= last <= 12:
        raise ValueError(f"no month {last}")
    return date(year, first, 1), date(year, last, gregorian.monthrange(year, last)[1])


def _iso_days(text: str) -> tuple[date, date] | None:
    match = re.fullmatch(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?", text)
    if not match:
        return None
    year, month, day = (int(g) if g else 0 for g in match.groups())
    try:
        return (date(year, month, day), date(year, month, day)) if day else months(year, month or 1, month or 12)
    except ValueError:
        return None
