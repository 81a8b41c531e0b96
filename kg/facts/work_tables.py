"""Tables of works as newspapers print them: a line of column names, then a row for each work.

县市区 项目名称 建设单位 总投资 计划竣工时间
石峰区 云谷加速器 云谷产业投资有限公司 9.6亿元 2021年6月

The columns say what a row's cells are to the work; a page reader may have run rows together, so that a row ends where
its last cell does. And records: the name of a work on a line, and below it what is told of it, each behind its label:

云谷加速器
建设单位:云谷产业投资有限公司
建设地点:石峰区 总投资:9.6亿元
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from kg.facts.found import Found
from kg.facts.topics import Topics
from kg.language.spans import Placed
from kg.mentions import lexicon
from kg.mentions.projection import outermost, project
from kg.mentions.symbols import expand
from kg.records import Article, Mention

#: What a column holds: word class of its names, and what its cells look like.
_COLUMNS = {
    "place": ("column_place", r"(?P<place><District|Park>)"),
    "work": ("column_work", r"(?P<work><Project|Park|Place>)"),
    "firm": ("column_firm", r"(?P<firm><Company|Organization>)"),
    "money": ("column_money", r"(?P<money><Money>)"),
    "done": ("column_done", r"(?P<done><Date>)"),
    "other": ("", r"[^ \n]+"),
}
_SHORTEST_HEADER = 3
_TITLE = re.compile(r"(签约|开工|竣工|投产)(?:的)?(?:重点|重大|产业)*项目(?:一览表|一览|清单|名单|表|$)")
_STAGES = {"签约": ("Signed",), "开工": ("Started",), "竣工": ("Completed",), "投产": ("InOperation",)}


@dataclass(frozen=True, slots=True)
class Table:
    """A header found in an article: what its columns hold, where its rows begin, and the line above it."""

    columns: tuple[str, ...]
    start: int
    title: str


def rows(article: Article, mentions: Sequence[Mention], topics: Topics) -> Iterator[Found]:
    """The facts of every row of every table; ``mentions`` carry keys and are in order of place."""
    shown = [m for m in mentions if m.type in ("District", "Project", "Park", "Place", "Company", "Organization",
                                               "Money", "Date")]  # fmt: skip
    for table in _tables(article.text):
        title = _TITLE.search(table.title) or _TITLE.search(article.headline)
        view = project(article.text, shown, table.start)
        pattern = re.compile(expand(r"[ \t]+".join(_COLUMNS[c][1] for c in table.columns)))
        for row in pattern.finditer(view.shown):
            cells = {name: view.tokens_in(*row.span(name))[0].mention for name in row.groupdict()}
            yield from _facts(cells, topics, _STAGES[title.group(1)] if title else (), article)


def records(article: Article, mentions: Sequence[Mention], topics: Topics) -> Iterator[Found]:
    """The facts of every record; ``mentions`` carry keys and are in order of place."""
    placed = Placed(mentions)
    work: Mention | None = None
    heading = article.headline
    at = 0
    for line in article.text.splitlines(keepends=True):
        start, end = at, at + len(line)
        at = end
        fields = list(_field().finditer(article.text, start, end))
        if fields and work is not None:
            cells = {"work": work}
            for field in fields:
                kinds = _CELLS.get(_kind(field["label"]), ())
                inside = outermost(placed.within(*field.span("value")))
                fitting = [m for m in inside if m.type in kinds and (m.attr("key") or m.type in ("Money", "Date"))]
                if fitting:  # of places one behind the other the last is the smallest
                    cells[_kind(field["label"])] = fitting[-1 if "District" in kinds else 0]
            if len(cells) > 1:
                stage = _LISTED.search(heading)
                yield from _facts(cells, topics, _STAGES[stage.group(1)] if stage else (), article)
        elif not fields:
            name = line.strip(" \t\n\u3000·•●◆■▲")
            whole = [m for m in placed.within(start, end) if m.type in _WORKS and m.attr("key")]
            work = next((m for m in whole if article.text[m.start : m.end] == name), None)
            heading = line if work is None and line.strip() else heading


#: What the value behind a label names.
_CELLS = {
    "place": ("District",), "firm": ("Company", "Organization"), "money": ("Money",), "done": ("Date",),
}  # fmt: skip
_WORKS = ("Project", "Park", "Place")
#: The line above records that says what happened to all of them.
_LISTED = re.compile(r"(签约|开工|竣工|投产)")


@cache
def _field() -> re.Pattern[str]:
    """A label of the columns' names, a colon, and the value up to the next label."""
    labels = "|".join(
        sorted({w for words, _cell in _COLUMNS.values() if words for w in lexicon.words(words)}, key=len, reverse=True)
    )
    label = rf"(?:{labels.replace('(', '[(]').replace(')', '[)]')})"
    return re.compile(
        rf"(?:(?<=[\s;,、·•●◆■▲])|^)(?P<label>{label}) ?[:\uff1a] ?"
        rf"(?P<value>[^\n;]{{1,60}}?)(?=[ \t;,]+[一-龥]{{2,8}} ?[:\uff1a]|[;。\n]|$)",
        re.MULTILINE,
    )


def _tables(text: str) -> Iterator[Table]:
    at, above = 0, ""
    for line in text.splitlines(keepends=True):
        names = line.split()
        columns = tuple(_kind(name) for name in names)
        if len(names) >= _SHORTEST_HEADER and columns.count("work") == 1 and columns.count("other") <= 1:
            yield Table(columns, at + len(line), above)
        at, above = at + len(line), line.strip()


def _kind(name: str) -> str:
    return next((kind for kind, (words, _cell) in _COLUMNS.items() if words and name in lexicon.words(words)), "other")


def _facts(cells: dict[str, Mention], topics: Topics, stages: Sequence[str], article: Article) -> Iterator[Found]:
    work = cells["work"]
    start, end = min(m.start for m in cells.values()), max(m.end for m in cells.values())

    def found(kind: str, roles: dict[str, str], values: dict[str, str], rule: str) -> Found:
        return Found(kind, tuple(roles.items()), tuple(values.items()), start, end, f"table.{rule}", 0.92)

    subject = {"subject": work.attr("key")}
    if "place" in cells:
        predicate = "basedIn" if cells["place"].type == "Park" else "locatedIn"
        yield found("link", {**subject, "object": cells["place"].attr("key")}, {"predicate": predicate}, "place")
    if "firm" in cells:
        roles = {"subject": cells["firm"].attr("key"), "object": work.attr("key")}
        yield found("link", roles, {"predicate": "undertakes"}, "firm")
    if "money" in cells:
        amount = topics.value("amount", article.text[cells["money"].start : cells["money"].end])
        yield found("amount", subject, {"predicate": "investment", "amount": amount}, "money")
    for stage in stages:
        yield found("milestone", {"project": work.attr("key")}, {"stage": stage, "date": ""}, "title")
    if "done" in cells:
        values = {"stage": "Planned", "targetStage": "Completed"}
        values["date"] = topics.value("date", article.text[cells["done"].start : cells["done"].end])
        yield found("milestone", {"project": work.attr("key")}, values, "done")
