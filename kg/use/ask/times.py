"""The times and amounts of a question, as mentions with their days or their value.

A time may be open at one end: 2024年以后 begins the day after 2024 and has no end, 2020年以前 ends the day before 2020,
2020年以来 runs from the first day of 2020 up to the newest report. The words that open it are data (``times`` of
``kg/data/ask/words.yaml``).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

from kg.language.calendar import find_times, interval
from kg.language.numerals import NUMERAL, parse_number, plain_string
from kg.records import Mention
from kg.use.ask import words
from kg.use.ask.wording import moment, period

#: Ends of times that have none.
EARLIEST, LATEST = date.min.isoformat(), date.max.isoformat()

_YEAR = re.compile(r"(?<![\d.])(?:19|20)\d\d(?![\d年.])")
# 5亿 without 元 is an amount, 5万家 is none
_AMOUNT = re.compile(
    rf"(?P<number>{NUMERAL})(?:(?:人民币)?元|块钱|(?<=[万亿])(?![家个户人名项吨亩平公千条种元美日欧港韩]))"
)


def normal(text: str) -> str:
    """A plain question with its times written as this genre writes them: 2024-12-26 as 2024年12月26日."""
    for pattern, written in words.written_times():
        text = pattern.sub(written, text)
    return text


def times(text: str, newest: str) -> Iterator[Mention]:
    """The times of a plain text, counted from the newest report; 现在 and 近年来 are left to the phrasings."""
    for span in find_times(text, newest):
        if span.kind == "since":  # its own days, without the 以来 that follows it
            span = replace(next(iter(find_times(span.text, newest)), span), start=span.start, end=span.end)
        compared = span.kind == "base" and not re.search(r"\d{4}年", span.text)  # 比上年 is a word for growth
        if span.first and span.last and span.kind not in ("now", "plan") and not compared:
            said = "" if re.search(r"\d{4}年", span.text) else span.text
            yield from _closed_and_open(text, (span.start, span.end), (span.first, span.last), said, newest)
    for match in _YEAR.finditer(text):
        days = interval(match.group())
        if days:
            yield from _closed_and_open(text, match.span(), days, "", newest)


def amounts(text: str) -> Iterator[Mention]:
    """The amounts of money of a plain text, in yuan."""
    for match in _AMOUNT.finditer(text):
        value = parse_number(match["number"])
        if value is not None:
            yield mention(*match.span(), "Money", match.group(), value=plain_string(value))


def mention(start: int, end: int, kind: str, name: str, **attrs: str) -> Mention:
    """A mention of a question; attributes without a value are left out."""
    settled = tuple((key, value) for key, value in attrs.items() if value)
    return Mention(0, start, end, kind, name, "question", attrs=settled)


def said(mention: Mention) -> str:
    """The days of a time, in words."""
    first, last = mention.attr("first"), mention.attr("last")
    if last == LATEST:
        return f"{moment(first)}起"
    return f"到{moment(last)}为止" if first == EARLIEST else period(first, last)


def is_wide(mention: Mention) -> bool:
    """Whether a time is open, or longer than a year: nobody expects one figure for all of it."""
    return bool(mention.attr("open")) or mention.attr("first")[:4] != mention.attr("last")[:4]


def _closed_and_open(
    text: str, at: tuple[int, int], days: tuple[date, date], relative: str, newest: str
) -> Iterator[Mention]:
    """The time as it stands, and with the words beside it that open it at one end."""
    (start, end), (first, last) = at, days
    yield _time(text, at, (first.isoformat(), last.isoformat()), relative=relative)
    for way, pattern in words.opened_times().items():
        after = pattern.match(text, end)
        if not after or first == date.min or last == date.max:
            continue
        if way == "before":
            ends = EARLIEST, (first - timedelta(days=1)).isoformat()
        elif way == "after":
            ends = (last + timedelta(days=1)).isoformat(), LATEST
        else:
            ends = first.isoformat(), max(newest, last.isoformat())
        begin = start - 1 if text[start - 1 : start] in ("从", "自") else start
        yield _time(text, (begin, after.end()), ends, relative=relative, open=way)


def _time(text: str, at: tuple[int, int], days: tuple[str, str], **attrs: str) -> Mention:
    return mention(at[0], at[1], "Date", text[slice(*at)], first=days[0], last=days[1], **attrs)
