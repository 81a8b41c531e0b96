"""Tables of firms as newspapers print them: a line of columns, one of them the firm's, then a row for each.

名次 企业名称 所在地 营业收入(亿元)
1 青河轴承有限公司 青川县 62.8

A row says where its firm is and the figures of its columns; below a headline that is a title (…50强发布), the place in
the ranking too.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from kg.facts.found import Context, Found
from kg.facts.observe_tables import Column, columns, covered, figure
from kg.mentions import lexicon
from kg.records import Article, Mention

#: A table has at least so many columns and rows.
_FEWEST_COLUMNS, _FEWEST_ROWS = 3, 2
_TOKEN = re.compile(r"[^\s|]+")
_ORDER = ("名次", "排名", "位次", "序号")
#: Titles that rank: the 50强 of a year, a list of the best.
_RANKING = re.compile(r"强(?:榜|榜单|企业|名单)?$|榜单?$")
_YEAR_OF = re.compile(r"以(?P<year>20\d\d年)度?[^,。]{0,20}为(?:依据|标准|准)")

_Token = tuple[int, str]


def rows(article: Article, mentions: Sequence[Mention], context: Context) -> Iterator[Found]:
    """The facts and figures of every row of every table of firms; ``mentions`` carry keys."""
    at = {m.start: m for m in mentions if m.attr("key") and m.type in ("Company", "District")}
    title = next((m for m in mentions if m.type == "Honour" and m.end <= len(article.headline)), None)
    lines = list(_lines(article.text))
    for i, head in enumerate(lines):
        kinds = [_kind(word) for _at, word in head]
        if len(head) < _FEWEST_COLUMNS or kinds.count("firm") != 1 or kinds[0] == "figure":
            continue
        table = []
        for line in lines[i + 1 :]:
            row = _row(line, kinds, at)
            if row is None:
                break
            table.append((line, row))
        if len(table) >= _FEWEST_ROWS:
            yield from _facts(article, head, kinds, table, title, context)


def _facts(
    article: Article, head: Sequence[_Token], kinds: Sequence[str],
    table: Sequence[tuple[list[_Token], Mapping[str, Mention]]], title: Mention | None, context: Context,
) -> Iterator[Found]:  # fmt: skip
    measures = [
        next(columns([word], ""), None) if k == "figure" else None for k, (_at, word) in zip(kinds, head, strict=True)
    ]
    year = _YEAR_OF.search(article.text, 0, head[0][0])
    time = covered(year["year"], context) if year else covered(article.headline, context)
    ranking = title if title and _RANKING.search(title.name) and kinds[0] == "order" else None
    for line, row in table:
        firm, key = row["firm"], row["firm"].attr("key")
        end = line[-1][0] + len(line[-1][1])
        if "place" in row:
            roles = (("subject", key), ("object", row["place"].attr("key")))
            yield Found("link", roles, (("predicate", "locatedIn"),), firm.start, end, "table.firm_place", 0.95)
        if ranking:
            roles = (("recipient", key), ("honour", ranking.attr("key")))
            yield Found("award", roles, (("rank", line[0][1]), ("date", "")), firm.start, end, "table.ranking", 0.9)
        for (_at, cell), column in zip(line, measures, strict=True):
            if isinstance(column, Column) and (found := figure(key, column, cell, time, context)):
                yield replace(found, start=firm.start, end=end)


def _lines(text: str) -> Iterator[list[_Token]]:
    """The words of each line with their places."""
    at = 0
    for line in text.splitlines(keepends=True):
        yield [(at + m.start(), m.group()) for m in _TOKEN.finditer(line)]
        at += len(line)


def _kind(word: str) -> str:
    if word in _ORDER:
        return "order"
    if word in lexicon.words("column_firm_name"):
        return "firm"
    return "place" if word in lexicon.words("column_place") else "figure"


def _row(line: Sequence[_Token], kinds: Sequence[str], at: Mapping[int, Mention]) -> dict[str, Mention] | None:
    """The firm of a row and its place; None for a line that is no row of the table."""
    if len(line) != len(kinds):
        return None
    row: dict[str, Mention] = {}
    for (start, word), kind in zip(line, kinds, strict=True):
        mention = at.get(start)
        if kind == "firm":
            if mention is None or mention.type != "Company" or mention.end != start + len(word):
                return None
            row["firm"] = mention
        elif kind == "place" and mention is not None and mention.type == "District":
            row["place"] = mention
        elif kind in ("order", "figure") and not word.strip("%")[:1].isdigit():
            return None
    return row
