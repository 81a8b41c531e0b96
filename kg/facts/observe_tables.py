"""Tables of figures as newspapers print them: a line of measures, then a row of bare numbers for each area.

附表:前三季度各县(市、区)主要经济指标增速(%)
县市区 规模以上工业增加值 固定资产投资 一般公共预算收入(亿元)
桃溪县 8.7 4.2 26.8

What a column's numbers are stands in its head, in brackets behind it, or in the caption; a page reader may have run
rows together, so that a row ends where its last cell does. A table of one measure has it in its title alone:

2023年上半年各区县(市)规模以上工业增加值增速(%)
桃溪县 8.2
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache

from kg.facts.found import Context, Found
from kg.facts.indicators import clean_name, is_name
from kg.facts.periods import period_of
from kg.facts.quantity import find_quantities
from kg.language.alternation import one_of
from kg.language.calendar import TimeSpan, find_times
from kg.language.numerals import plain_string
from kg.mentions import lexicon
from kg.records import Article, Mention

_UNIT = re.compile(r"[(\uff08](?:单位[::])?(?P<unit>[^()\uff08\uff09]{1,6})[)\uff09]$")
_GROWN = re.compile(r"(?:同比)?(?:增长率|增速|增幅|增长|±)[%％]?$|^同比$")
#: A firm and its amount alone on a line.
_ROW_OF_FIRM = re.compile(
    r"^(?P<name>[一-龥()\uff08\uff09·]{4,30})[ \t\u3000:\uff1a]{1,20}"
    r"(?P<amount>\d[\d,]{0,12}(?:\.\d{1,6})?)(?P<unit>[万亿]?元)[ \t]*$",
    re.MULTILINE,
)
_PAID = re.compile(r"纳税|上缴税金|工业总产值|产值|营业收入|主营业务收入|进出口额?|出口额|研发投入|税收")
#: A column so headed holds what the title names.
_SIDES = frozenset({"总量", "绝对值", "绝对额", "绝对量", "总值", "数值", "总额", "累计", "本期"})
_RANK = re.compile(r"(?:排名|位次|排位|名次)$")
_OF_CAPTION = re.compile(r"(?P<grown>增速|增幅|增长)?[(\uff08](?:单位[::])?[%％][)\uff09]")
#: How far before its head a table's caption may stand.
_CAPTION = 60
_CELL = r"[ \t\u3000|]{{1,40}}(?P<c{0}>[-\u2212\uff0d]?\d[\d,]{{0,15}}(?:\.\d{{1,8}})?|[-—–/]{{1,8}})[%％]?"
_HAS_AREAS = ("District", "Park", "Company")


#: The title of a table of one measure: its unit stands in brackets behind it.
_TITLE = re.compile(
    r"^[#◎●■◆▲▶ \t]*(?P<title>[^\n。;;,,]{4,44}?)"
    r"(?P<unit>[(\uff08](?:单位[::])?[^()\uff08\uff09、]{1,6}[)\uff09])[ \t]*$",
    re.MULTILINE,
)
#: What stands before the measure in a title: 益阳市各区县(市)…, 分行业….
_OF_AREAS = re.compile(r".{0,44}[各分](?:[市区县州盟旗镇乡]|街道|园区|[(\uff08、)\uff09]|地区)+的?")
#: Between two rows of such a table nothing stands but blanks, or a row whose area the page reader misread.
_BETWEEN_ROWS = re.compile(r"\s*(?:[一-龥][ \u3000]?[一-龥]{1,5}[ \t\u3000]+-?[\d.]{1,9}%?\s*){0,2}")
#: Before the first row a word for the column may stand (数读, 附表).
_BEFORE_ROWS = re.compile(r"\s*(?:[^\n\d。]{1,8}\n\s*)?")
_FEWEST_ROWS = 3


@dataclass(frozen=True, slots=True)
class Column:
    """What the numbers of a column are."""

    indicator: str
    statistic: str
    unit: str


def rows(article: Article, mentions: Sequence[Mention], context: Context) -> Iterator[Found]:
    """The figures of every table of an article; ``mentions`` carry keys and are in order of place."""
    for head in _head().finditer(article.text):
        around = article.text[max(0, head.start() - _CAPTION) : head.start()] + _captions(article)
        measures = list(columns(head["names"].split(), around, _measure_of(_line_before(article.text, head), context)))
        if not any(measures):
            continue
        line = _line_before(article.text, head)
        time = covered(line, context) or covered(around, context) or covered(article.headline, context)
        cells = re.compile("".join(_CELL.format(i) for i in range(len(measures))))
        for mention in mentions:
            if mention.start < head.end() or mention.type not in _HAS_AREAS or not mention.attr("key"):
                continue
            end = _past_bracket(article.text, mention.end)
            row = cells.match(article.text, end)
            if row is None:
                continue
            for i, column in enumerate(measures):
                found = figure(mention.attr("key"), column, row[f"c{i}"], time, context) if column else None
                if found:
                    yield replace(found, start=mention.start, end=row.end(f"c{i}"))


def titled_rows(article: Article, mentions: Sequence[Mention], context: Context) -> Iterator[Found]:
    """The figures of every table of an article whose one measure is named by its title; as in ``rows``."""
    areas = [m for m in mentions if m.type in _HAS_AREAS and m.attr("key")]
    cell = re.compile(_CELL.format(0))
    for head in _TITLE.finditer(article.text):
        title = head["title"]
        column = next(columns([_measure_of(title, context) + head["unit"]], ""), None)
        table: list[tuple[Mention, re.Match[str]]] = []
        end = head.end()
        for mention in areas:
            row = cell.match(article.text, mention.end) if mention.start >= end else None
            gap = _BETWEEN_ROWS if table else _BEFORE_ROWS
            if row is None or not gap.fullmatch(article.text, end, mention.start):
                continue
            table.append((mention, row))
            end = row.end()
        if column is None or len(table) < _FEWEST_ROWS:
            continue
        time = covered(title, context) or covered(article.headline, context)
        for mention, row in table:
            if found := figure(mention.attr("key"), column, row["c0"], time, context):
                yield replace(found, start=mention.start, end=row.end("c0"))


def listed_firms(article: Article, mentions: Sequence[Mention], context: Context) -> Iterator[Found]:
    """The amounts of a list of firms under a headline that names what they paid or made (2022年度纳税突出贡献企业)."""
    firms = {m.start: m for m in mentions if m.type == "Company" and m.attr("key")}
    measure = _PAID.search(article.headline)
    table = [(firms[row.start()], row) for row in _ROW_OF_FIRM.finditer(article.text) if row.start() in firms]
    table = [(firm, row) for firm, row in table if firm.end == row.end("name")]
    if not measure or len(table) < _FEWEST_ROWS:
        return
    time = covered(article.headline, context)
    column = Column(clean_name(measure[0]), "level", "")
    for firm, row in table:
        if found := figure(firm.attr("key"), replace(column, unit=row["unit"]), row["amount"], time, context):
            yield replace(found, start=firm.start, end=row.end())


@cache
def _head() -> re.Pattern[str]:
    areas = one_of(lexicon.words("column_area"))
    return re.compile(rf"^[ \t]*{areas}(?P<names>(?:[ \t\u3000|]+[^\s\d|]{{2,20}})+)[ \t]*$", re.MULTILINE)


def covered(heading: str, context: Context) -> TimeSpan | None:
    """The time a heading puts the figures below it under; None without one."""
    times = find_times(heading, context.date)
    return next((t for t in times if t.first and t.precision in ("year", "period", "month")), None)


def _captions(article: Article) -> str:
    return "\n".join(article.text[b.start : b.end] for b in article.blocks if b.kind == "caption")


def _line_before(text: str, head: re.Match[str]) -> str:
    return text[: head.start()].rstrip().rpartition("\n")[2]


def _measure_of(title: str, context: Context) -> str:
    """The words of a table's title that name what it measures: 地区生产总值 in 前三季度各区、县(市)地区生产总值."""
    said = _OF_AREAS.sub("", title)
    for span in find_times(title, context.date):
        said = said.replace(span.text, "")
    return said


def columns(names: list[str], caption: str, titled: str = "") -> Iterator[Column | None]:
    """What each column holds, None for one whose numbers cannot be told; ``titled`` is the measure of the title."""
    whole = _OF_CAPTION.search(caption)
    measure = clean_name(titled) if is_name(clean_name(titled)) else ""
    for name in names:
        bracket = _UNIT.search(name)
        unit = bracket["unit"] if bracket else "%" if whole else ""
        said = name[: bracket.start()] if bracket else name
        grown = bool(_GROWN.search(said)) or (unit in "%％" and bool(whole and whole["grown"]) and not bracket)
        if _RANK.search(said):
            yield Column(f"{clean_name(_RANK.sub('', said)) or measure}排名", "rank", "位") if measure else None
            continue
        base = clean_name(_GROWN.sub("", said))
        base = measure if base in _SIDES and measure else base
        measure = base if is_name(base) else measure
        unit = unit or ("%" if grown else "")
        if not measure or not unit or (not is_name(base) and not grown):
            yield None
        elif unit in "%％":
            yield Column(measure, "growth" if grown else "share", "%")
        else:
            yield Column(measure, "level", unit)


def _past_bracket(text: str, end: int) -> int:
    match = re.compile(r"[(\uff08][一-龥、]{2,12}[)\uff09]").match(text, end)
    return match.end() if match else end


def figure(about: str, column: Column, cell: str, time: TimeSpan | None, context: Context) -> Found | None:
    """One cell as an observation about that key; None when it is empty or its unit is none we know."""
    negative = cell[0] in "-\u2212\uff0d"
    number = cell.lstrip("-\u2212\uff0d—–/")
    if not number:
        return None
    quantity = next(iter(find_quantities(f"{'第' if column.statistic == 'rank' else ''}{number}{column.unit}")), None)
    if quantity is None:
        return None
    counted = quantity.kind == "count"
    period = period_of(time, "", context.date, counted=False)
    values = (
        ("indicator", column.indicator),
        ("statistic", "count" if counted else column.statistic),
        ("value", plain_string(-quantity.value if negative else quantity.value)),
        ("unit", quantity.unit),
        ("periodStart", period.start),
        ("periodEnd", period.end),
        ("modality", "actual"),
        ("qualifier", ""),
    )
    return Found("observation", (("about", about),), values, 0, 0, "observation.table", 0.9)
