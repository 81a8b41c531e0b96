"""Time expressions of news Chinese as intervals.

``find_times`` is the entrance. It (1) takes the points that ``calendar_parts`` finds (今年 + 1月 … 10月), (2) has
``calendar_days`` complete them from the reference date, from the other end of a range and from times named before
(同年, 当天), and (3) reads the markers around them (截至, 以来, 同期), which decide what kind of time it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from functools import cache, lru_cache

from kg.language.alternation import one_of
from kg.language.calendar_days import Reckoning, names_occasion
from kg.language.calendar_parts import Point, find_points, words
from kg.language.timespan import TimeSpan, interval, iso

__all__ = ["TimeSpan", "find_times", "interval", "iso", "of_occasion"]


@lru_cache(maxsize=128)
def find_times(text: str, reference: str) -> tuple[TimeSpan, ...]:
    """All times a text names, from left to right, with their days as counted from the reference.

    ``reference`` is the text's own date, ISO to its precision, ``""`` when unknown; relative times then have no days.
    """
    reckoning = Reckoning(text, reference)
    found = []
    for left, right in _ranges(list(find_points(text))):
        span = _span(reckoning, left, right)
        if span is None:
            continue
        found.append(span)
        if span.first is not None and span.kind not in ("base", "plan", "now"):
            reckoning.named.append(span)
    return tuple(found)


def of_occasion(text: str, span: TimeSpan) -> bool:
    """Whether a part of a year only names a meeting held in its course: 第二季度招商项目集中签约仪式."""
    return names_occasion(text, span.end)


def _ranges(points: list[Point]) -> Iterator[tuple[Point, Point | None]]:
    """Each point, with its other end when it begins a range."""
    rest = iter(points)
    for point in rest:
        yield point, next(rest, None) if point.joins_next else None


def _span(reckoning: Reckoning, left: Point, right: Point | None) -> TimeSpan | None:
    """The time of one point or of a range, None when its words are no time after all (13月, 31日 of February)."""
    bounds = reckoning.range(left, right) if right else reckoning.point(left)
    if bounds is None:
        return None
    first, last, precision, kind = bounds
    text, end = reckoning.text, (right or left).end
    edge = words()["edges"].get((right or left).get("edge"), "")
    return _marked(TimeSpan(left.start, end, text[left.start : end], first, last, precision, kind, edge), reckoning)


def _marked(span: TimeSpan, reckoning: Reckoning) -> TimeSpan:
    """The span with the kind that the words around it give it."""
    text = reckoning.text
    before, after = text[max(0, span.start - 6) : span.start], text[span.end : span.end + 3]
    if span.kind != "date" or span.first is None:
        return span
    if after.startswith(("同期", "水平", "相比")) or _compared().search(before):
        return replace(span, kind="base")
    if re.match(r"以来|来(?![自到访临])|起(?![草步])", after):
        return _since(span, reckoning.now)
    if re.match(r"(?:之|以)?前(?![后期往景三列台])", after):
        return replace(span, kind="deadline")
    lead = re.search(r"截至$|截止到?$|(?:^|[^一-龥]|预计|力争|计划|争取|规划|确保)到$", before)
    return replace(span, kind="until") if lead else span


def _since(span: TimeSpan, now: date | None) -> TimeSpan:
    """今年以来 stays the year; any other start (2021年以来, 6月以来) runs up to the reference."""
    if now and span.last and span.last < now:
        return replace(span, last=now, precision="period", kind="since")
    return replace(span, kind="since")


@cache
def _compared() -> re.Pattern[str]:
    return re.compile(rf"{one_of(words()['comparison'])}$")
