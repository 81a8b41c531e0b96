"""How the graph's values are said: periods, days, and the short texts in which answers are told."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date, timedelta

_FIELD = re.compile(r"\{([A-Za-z_]+)\}")
_OPTIONAL = re.compile(r"\[([^\[\]]*)\]")
_MOMENT = re.compile(r"\d{4}(?:-\d{2}){0,2}")
_TWICE = re.compile(r"([省市区县州旗盟镇乡村])\1(?=委|党|人大|政协|纪委|监委|政府)")
#: First and last month of the parts of a year that have names.
_PARTS = {
    (1, 12): "年", (1, 6): "年上半年", (7, 12): "年下半年", (1, 9): "年前三季度",
    (1, 3): "年一季度", (4, 6): "年二季度", (7, 9): "年三季度", (10, 12): "年四季度",
}  # fmt: skip


def fields_of(text: str, bare: bool = False) -> Iterator[str]:
    """The names in braces in an answer's text; ``bare`` leaves out those in [ ]."""
    return (match[1] for match in _FIELD.finditer(_OPTIONAL.sub("", text) if bare else text))


def fill(text: str, values: Mapping[str, str]) -> str:
    """An answer's text with its fields filled; what stands in [ ] goes where one of the fields in it is empty."""

    def optional(match: re.Match[str]) -> str:
        return match[1] if all(values.get(name) for name in fields_of(match[1])) else ""

    return _FIELD.sub(lambda match: values.get(match[1], ""), _OPTIONAL.sub(optional, text))


def once(text: str) -> str:
    """A text in which a place and a body of it share the character they both have: 东江区 区委书记 is 东江区委书记."""
    return _TWICE.sub(r"\1", text)


def period(first: str, last: str) -> str:
    """Two days as their period is called: 2024年前三季度, 2024年1—10月, 2024年12月25日; months and years as ends.

    Empty without a first day.
    """
    if not first or first == last:
        return moment(first)
    if len(first) < len("2024-01-01") or len(last) < len("2024-01-01"):
        return f"{moment(first)}至{moment(last)}"
    start, end = date.fromisoformat(first[:10]), date.fromisoformat(last[:10])
    whole = start.day == 1 and (end + timedelta(days=1)).day == 1
    if not whole:
        return f"{moment(first)}至{moment(last)}"
    if start.year != end.year:
        years = start.month == 1 and end.month == 12
        return f"{start.year}—{end.year}年" if years else f"{moment(first[:7])}至{moment(last[:7])}"
    if start.month == end.month:
        return f"{start.year}年{start.month}月"
    months = (start.month, end.month)
    return f"{start.year}{_PARTS[months]}" if months in _PARTS else f"{start.year}年{months[0]}—{months[1]}月"


def moment(value: str) -> str:
    """A day, month or year, or two days with a stroke between, in words; anything else as it is."""
    first, stroke, last = value.partition("/")
    if not _MOMENT.fullmatch(first) or (stroke and not _MOMENT.fullmatch(last)):
        return value
    if stroke:
        return period(first, last)
    return "".join(f"{int(part)}{unit}" for part, unit in zip(first.split("-"), "年月日", strict=False))
