"""The pieces of time expressions: years, months, days and named periods, found one by one and joined to points.

``find_points`` cuts a text into *points* (今年 + 1月, 12月 + 28日, 前三季度) and notes which two of them make a range.
It knows words and their order, not what they mean on a given day; that is ``calendar``'s work.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from kg.language.alternation import one_of
from kg.language.beginnings import matches
from kg.resources import yaml_file

#: Slots of a point in the order in which Chinese says them; a piece joins a point only to the right of its last slot.
ORDER = ("year", "part", "month", "day", "edge")

_TAKES_SHORT_EDGE = {"year", "rel_year", "month", "rel_month"}

JOIN = r"\s*(?:至|到|[-—–~～―]{1,2})\s*"
_NUMBER = r"(?:\d{1,2}|[一二三四五六七八九十]{1,3})"
_GAP = re.compile(r"的?\s?")
_JOIN = re.compile(JOIN)


@dataclass(slots=True)
class Point:
    """One end of a range or a whole time: the words that fill its slots, by group name of the pattern."""

    start: int
    end: int
    slots: dict[str, str] = field(default_factory=dict)
    joins_next: bool = False

    def get(self, name: str) -> str:
        """The words of that group, or ``""``."""
        return self.slots.get(name, "")


@cache
def words() -> dict[str, Any]:
    """The lexicon of time words."""
    lexicon: dict[str, Any] = yaml_file("lexicons/calendar.yaml")
    return lexicon


#: Which slot each group of the pattern fills; groups not named here are times of their own.
SLOT = {
    "year": "year", "bare_year": "year", "rel_year": "year", "same_year": "year", "past_year": "year",
    "named": "part", "first_months": "part", "season": "part", "holiday": "part", "leave": "part",
    "month": "month", "bare_month": "month", "rel_month": "month", "same_month": "month",
    "day": "day", "bare_day": "day", "edge": "edge",
}  # fmt: skip


@cache
def _pattern() -> re.Pattern[str]:
    w = words()
    return re.compile(
        rf"(?P<now>(?!(?<=截)至今年){one_of(w['now'])})"
        rf"|(?P<vague>{one_of(w['vague'])})"
        r"|[“\"「]?十(?P<plan>[一二三四五六七八])五[”\"」]?(?P<stretch>期间|时期|以来)?"
        r"|(?P<century>[上本])世纪(?:(?P<decade>[二三四五六七八九]十|[2-9]0)年代|初)"
        rf"|(?P<ago>{_NUMBER})年前"
        r"|(?:过去|最近|近|这)?(?P<years_long>[二三四五六七八九十两2-9])年(?:多)?来"
        r"|(?:过去|近|这)(?P<years_past>[二三四五两2-5])年(?!级)"
        rf"|(?P<past_year>{one_of(w['past_year'])})"
        r"|(?<!\d)(?P<year>(?:19|20)\d\d|[一二][九〇零○][〇零○一二三四五六七八九]{2})年度?(?!来)"
        rf"|(?<!\d)(?P<bare_year>(?:19|20)\d\d)(?={JOIN}20\d\d年)"
        rf"|(?!(?<=[产成营运用工效标])后年)(?P<rel_year>{one_of([*w['years'], *w['year_begun']])})"
        rf"|(?P<same_year>{one_of(w['same_year'])})"
        rf"|(?P<named>{one_of([*w['quarters'], *w['halves']])})"
        rf"|[前头](?P<first_months>{_NUMBER}|两)个?月(?!内)"
        rf"|(?<![\d.第])(?P<bare_month>{_NUMBER})(?={JOIN}{_NUMBER}月)"
        rf"|(?<![\d.第])(?P<month>{_NUMBER}|(?<![万亿千百十美欧日港])元)月份?(?!\d*[考岛]|(?<=元月)[均租供销产薪])"
        rf"|(?P<rel_month>{one_of(w['months'])})"
        rf"|(?P<same_month>{one_of(w['same_month'])})"
        rf"|(?P<rel_day>{one_of(w['days'])})(?![益前])"
        rf"|(?P<same_day>{one_of(w['same_day'])})"
        rf"|(?<![\d.])(?P<bare_day>\d{{1,2}})(?={JOIN}\d{{1,2}}日)"
        rf"|(?<![\d.第逢])(?P<day>{_NUMBER})[日号](?![均内游产报常线楼])"
        rf"|(?P<leave>[“\"]?(?:中秋节?)?(?:{one_of(w['leaves'])})(?:、?中秋)?节?[”\"]?节?{one_of(w['leave_words'])})"
        rf"|(?P<holiday>{one_of(w['holidays'])})"
        rf"|(?P<season>{one_of(w['seasons'])})"
        rf"|(?P<edge>{one_of(w['edges'])})"
    )


def find_points(text: str) -> Iterator[Point]:
    """The points of a text from left to right; ``joins_next`` marks the first of the two points of a range."""
    current: Point | None = None
    for match in matches(_pattern(), text):
        group = next(g for g in (match.lastgroup, "plan") if g and (g != "stretch"))
        if match["plan"]:
            group = "plan"
        elif match["century"]:
            group = "century"
        if current and _joins(text, current, match, group):
            current.slots[group] = match[group]
            current.end = match.end()
            continue
        if current:
            current.joins_next = bool(
                SLOT.get(group) and _JOIN.fullmatch(text, current.end, match.start()) and group != "edge"
            )
            yield current
            current = None
        if group in SLOT and not _stands_alone(group, match.group()):
            continue
        slots = {name: value for name, value in match.groupdict().items() if value}
        current = Point(match.start(), match.end(), slots)
    if current:
        yield current


def _joins(text: str, point: Point, match: re.Match[str], group: str) -> bool:
    """Whether the piece continues the point: a later slot, nothing but 的 between."""
    filled = [ORDER.index(SLOT[g]) for g in point.slots if g in SLOT]
    if group not in SLOT or not filled or not _GAP.fullmatch(text, point.end, match.start()):
        return False
    slot = ORDER.index(SLOT[group])
    if group == "edge" and len(match[group]) == 1 and not point.slots.keys() & _TAKES_SHORT_EDGE:
        return False
    if SLOT[group] == "month" and "part" in {SLOT[g] for g in point.slots if g in SLOT}:
        return False
    if SLOT[group] == "day" and "month" not in {SLOT[g] for g in point.slots if g in SLOT}:
        return False
    return slot > max(filled)


def _stands_alone(group: str, word: str) -> bool:
    """Whether a piece can be a time without a year or month before it (春天, 3号 and a mere 底 cannot)."""
    house_number = group == "day" and word.endswith("号")
    return group not in ("season", "holiday") and not house_number and not (group == "edge" and len(word) == 1)
