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
from dataclasses import replace

from kg.facts.found import Context, Found
from kg.facts.indicators import clean_name, is_name
from kg.facts.observe_tables import Column, covered, figure
from kg.language.calendar import TimeSpan
from kg.records import Article, Mention

_BLANK = r"[ \t\u3000|]"
_HEAD = re.compile(
    rf"^{_BLANK}*+(?:主要)?(?:经济)?(?:指标|指标名称|名称|项目){_BLANK}++(?P<columns>[^\n]{{2,60}})$", re.MULTILINE
)
_UNIT = re.compile(r"[(\uff08](?:单位[::])?(?P<unit>[^()\uff08\uff09]{1,6})[)\uff09]")
_GROWN = re.compile(r"增长|增速|增幅|±|同比|比上年|比去年")
_LEVEL = re.compile(
    r"绝对[数值量额]|总[量值额]|数值|数额|金额|累计|完成|实绩|实际|本期|[0-9至—\-~]月|上半年|[全\d]年|季度"
)
_OF_ONE_MONTH = re.compile(r"[本当]月")
_NUMBER = r"[-\u2212\uff0d+]?\d[\d,]{0,15}(?:\.\d{1,8})?[%％]?|[-—–/]{1,4}"
_ROW = re.compile(
    rf"(?m:^){_BLANK}*+(?:(?:其中[::]?|[#·◆●]|\d[.、]){_BLANK}*+)?(?P<name>[^\s\d|][^\n\d|]{{1,30}}?(?<!{_BLANK}))"
    rf"(?P<cells>(?:{_BLANK}++(?:{_NUMBER}|[一-龥%％/]{{1,5}}(?={_BLANK}))){{1,6}}){_BLANK}*+(?:\n|$)"
)
_FEWEST_ROWS = 2


def measure_rows(article: Article, mentions: Sequence[Mention], context: Context) -> Iterator[Found]:
    """The figures of every such table of an article, of the area its title names, else of the home."""
    for head in _HEAD.finditer(article.text):
        kinds = [_kind(name) for name in head["columns"].split()]
        if not any(kinds):
            continue
        table: list[re.Match[str]] = []
        end = head.end() + 1
        while row := _ROW.match(article.text, end):
            table.append(row)
            end = row.end()
        if len(table) < _FEWEST_ROWS:
            continue
        title = f"{article.headline}\n{article.text[max(0, head.start() - 60) : head.start()]}"
        areas = (m for m in mentions if m.type == "District" and m.attr("key") and m.end <= head.start())
        about = next((m.attr("key") for m in areas if m.start >= head.start() - 60), context.home)
        for row in table:
            yield from _figures(row, kinds, about, covered(title, context), context)


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


def _figures(
    row: re.Match[str], kinds: Sequence[str], about: str, time: TimeSpan | None, context: Context
) -> Iterator[Found]:
    """The figures of one line; none when its cells are not as many as the columns."""
    cells = row["cells"].split()
    unit = _UNIT.search(row["name"])
    measure = clean_name(_UNIT.sub("", row["name"]))
    if len(cells) != len(kinds) or not is_name(measure) or not about:
        return
    said = unit["unit"] if unit else next((c for c, kind in zip(cells, kinds, strict=True) if kind == "unit"), "")
    for cell, kind in zip(cells, kinds, strict=True):
        statistic, _, own = kind.partition(" ")
        of_column = own or said
        if statistic == "level" and of_column in ("%", "％"):
            statistic = "growth" if re.search(r"增[长速幅]", row["name"]) else "share"
        if statistic in ("", "unit") or (not of_column and statistic == "level"):
            continue
        column = Column(measure, statistic, "%" if statistic == "growth" else of_column)
        found = figure(about, column, cell.rstrip("%％").lstrip("+"), time, context)
        if found:
            yield replace(found, start=row.start("name"), end=row.end("cells"))
