"""Tables of one area: a measure and its numbers on each line, as statistics offices hand them to the papers.

1—10月桃溪市主要经济指标
(市统计局提供)
指标 绝对数 同比增长(%)
规模以上工业总产值(亿元) 1447.6 6.9
其中:装备制造业(亿元) 163.7 9.2

The head says what each column is; the unit stands behind the measure, in a column of its own or behind the column.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import takewhile

from kg.facts.found import Context, Found
from kg.facts.indicators import clean_name, is_name
from kg.facts.observe_tables import Column, covered, figure
from kg.language.calendar import TimeSpan
from kg.records import Article, Mention

_HEADS = frozenset({"指标", "指标名称", "主要指标", "经济指标", "主要经济指标", "名称", "项目"})
_UNIT = re.compile(r"[(\uff08](?:单位[::])?(?P<unit>[^()\uff08\uff09]{1,6})[)\uff09]")
_GROWN = re.compile(r"增长|增速|增幅|±|同比|比上年|比去年")
_LEVEL = re.compile(
    r"绝对[数值量额]|总[量值额]|数值|数额|金额|累计|完成|实绩|实际|本期|[0-9至—\-~]{1,8}月|上半年|[全20\d]{1,4}年|季度"
)
_OF_ONE_MONTH = re.compile(r"[本当]月")
_CELL = re.compile(r"[-\u2212\uff0d+]?\d[\d,]{0,15}(?:\.\d{1,8})?[%％]?|[-—–/]{1,4}")
_BESIDE = re.compile(r"[一-龥%％/]{1,5}")
_LEAD = re.compile(r"(?:其中[::]?|[#·◆●]|\d[.、])")
_FEWEST_ROWS = 2
#: How far before its head a table's caption may stand.
_CAPTION = 60


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of the text, its end without blanks, and its words."""

    start: int
    end: int
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Row:
    """A line of the table: its measure and its numbers."""

    line: _Line
    name: str
    cells: tuple[str, ...]


def measure_rows(article: Article, mentions: Sequence[Mention], context: Context) -> Iterator[Found]:
    """The figures of every such table of an article, of the area its title names, else of the home."""
    lines = list(_lines(article.text))
    for at, head in enumerate(lines):
        if not head.words or head.words[0] not in _HEADS:
            continue
        kinds = [_kind(name) for name in head.words[1:]]
        table = list(takewhile(lambda row: row.cells, (_row(line, kinds) for line in lines[at + 1 :])))
        if not any(kinds) or len(table) < _FEWEST_ROWS:
            continue
        before = max(0, head.start - _CAPTION)
        title = f"{article.headline}\n{article.text[before : head.start]}"
        areas = (m for m in mentions if m.type == "District" and m.attr("key") and before <= m.start < head.start)
        about = next((m.attr("key") for m in areas), context.home)
        for row in table:
            yield from _figures(row, kinds, about, covered(title, context), context)


def _lines(text: str) -> Iterator[_Line]:
    at = 0
    for line in text.splitlines(keepends=True):
        yield _Line(at, at + len(line.rstrip()), tuple(line.replace("|", " ").split()))
        at += len(line)


def _row(line: _Line, kinds: Sequence[str]) -> _Row:
    """The measure and the cells of a line; no cells for one that is no row of the table."""
    cells = line.words[-len(kinds) :]
    named = line.words[: -len(kinds)]
    good = (_CELL if kind != "unit" else _BESIDE for kind in kinds)
    fits = len(cells) == len(kinds) and all(g.fullmatch(c) for g, c in zip(good, cells, strict=True))
    name = _LEAD.sub("", "".join(named), count=1)
    return _Row(line, name, cells if fits and named else ())


def _kind(name: str) -> str:
    """What a column holds: its unit, growth, level, or "" for what no figure is made of."""
    if _OF_ONE_MONTH.search(name):
        return ""
    if _GROWN.search(name):
        return "growth"
    if "单位" in name and not _UNIT.search(name):
        return "unit"
    unit = _UNIT.search(name)
    return f"level {unit['unit'] if unit else ''}".strip() if _LEVEL.search(name) else ""


def _figures(row: _Row, kinds: Sequence[str], about: str, time: TimeSpan | None, context: Context) -> Iterator[Found]:
    """The figures of one line."""
    cells = row.cells
    unit = _UNIT.search(row.name)
    measure = clean_name(_UNIT.sub("", row.name))
    if not is_name(measure) or not about:
        return
    said = unit["unit"] if unit else next((c for c, kind in zip(cells, kinds, strict=True) if kind == "unit"), "")
    for cell, kind in zip(cells, kinds, strict=True):
        statistic, _, own = kind.partition(" ")
        of_column = own or said
        if statistic == "level" and of_column in ("%", "％"):
            statistic = "growth" if re.search(r"增[长速幅]", row.name) else "share"
        if statistic in ("", "unit") or (statistic == "level" and not of_column):
            continue
        column = Column(measure, statistic, "%" if statistic == "growth" else of_column)
        found = figure(about, column, cell.rstrip("%％").lstrip("+"), time, context)
        if found:
            yield replace(found, start=row.line.start, end=row.line.end)
