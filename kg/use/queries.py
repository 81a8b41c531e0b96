"""Queries as files: a headed ``.rq`` is a title, a question, parameters and columns before the SPARQL.

    #+ title: 某地的指标
    #+ question: 一个地方的各项指标是多少?
    #+ params: district (name, required, 地方)
    #+ params: since (date, default 2024, 只看这一天及以后的报道)
    #+ columns: value 数值, unit 单位

A parameter ``district`` is a data block of its own in the query, ``VALUES ?district { UNDEF }``: the file as it
stands is valid SPARQL anywhere and asks without restriction. A value given by the user becomes an RDF term and
takes the place of ``UNDEF`` in that block alone; it never becomes query text. (The store's own substitutions bind
only projected variables and are invisible to ``BOUND``, which makes optional parameters silently wrong.)

A line ``#? district: …`` is a comment until ``district`` has a value. It holds a pattern that says the same as the
query's filter does, and lets the engine begin at the value instead of trying everything.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache, lru_cache
from importlib.resources import files
from pathlib import Path

from kg.errors import DataError, QueryError
from kg.use.parameters import TYPES, Param, Terms

#: What the words of a query are, so that a data block inside a string or a comment is not taken for one.
_TOKEN = re.compile(
    r"""
    (?P<comment> \#[^\n]* )
  | (?P<string> \"{3}(?:[^\"\\]|\\.|\"(?!\"\"))*\"{3} | '{3}(?:[^'\\]|\\.|'(?!''))*'{3}
              | "(?:[^"\\\n]|\\.)*" | '(?:[^'\\\n]|\\.)*' )
  | (?P<iri> <[^<>"{}|^`\\\x00-\x20]*> )
  | (?P<block> \b(?i:VALUES)\s*[?$](?P<variable>\w+)\s*\{\s*(?i:UNDEF)\s*\} )
    """,
    re.VERBOSE | re.DOTALL,
)
_WHEN_BOUND = re.compile(r"(?m)^ *#\? (?P<name>\w+):(?P<pattern> .*)$")
_HEADER = re.compile(r"#\+\s*+(?P<key>\w++)\s*+:\s*+(?P<value>(?:.*\S)?)\s*$")
_PARAM = re.compile(
    r"(?P<name>\w++)\s*+\((?P<type>\w++(?: \w++)?),\s*+(?P<need>required|optional|default [^,]++),\s*+(?P<meaning>.+)\)"
)
_KEYS = ("title", "question", "params", "columns")


@dataclass(frozen=True, slots=True)
class Query:
    """One query: ``text`` is the SPARQL with its header, ``columns`` maps variables to headings."""

    name: str
    text: str
    title: str = ""
    question: str = ""
    params: tuple[Param, ...] = ()
    columns: tuple[tuple[str, str], ...] = ()

    def heading(self, variable: str) -> str:
        """What the user reads over a column: its heading, or the variable's name."""
        return dict(self.columns).get(variable, variable)


def parse(text: str, name: str) -> Query:
    """The query of one file. Raises DataError, with the line, when header and SPARQL do not fit together."""
    found: dict[str, list[str]] = {key: [] for key in _KEYS}
    for number, line in enumerate(text.splitlines(), 1):
        if not line.startswith("#+"):
            continue
        header = _HEADER.match(line)
        if not header or header["key"] not in found:
            raise DataError(f"查询 {name} 第 {number} 行的表头不认识：“{line}”；可用的有 {'、'.join(_KEYS)}。")
        found[header["key"]].append(header["value"])
    params = tuple(_param(line, name) for line in found["params"])
    columns = tuple(_column(item, name) for line in found["columns"] for item in line.split(","))
    query = Query(name, text, " ".join(found["title"]), " ".join(found["question"]), params, columns)
    blocks = _blocks(text)
    for param in params:
        if param.name not in blocks:
            raise DataError(f"查询 {name} 声明了参数 {param.name}，正文里却没有 VALUES ?{param.name} {{ UNDEF }}。")
    return query


def _param(line: str, query: str) -> Param:
    found = _PARAM.fullmatch(line)
    if not found:
        raise DataError(f"查询 {query} 的参数行“{line}”应写成：name (type, required|optional|default 值, 含义)。")
    kind, _, of = found["type"].partition(" ")
    if kind not in TYPES:
        raise DataError(f"查询 {query} 的参数 {found['name']} 类型“{kind}”不认识；可用的有 {'、'.join(TYPES)}。")
    default = found["need"].removeprefix("default ") if found["need"].startswith("default ") else ""
    return Param(found["name"], kind, of, found["need"] == "required", default, found["meaning"])


def _column(item: str, query: str) -> tuple[str, str]:
    variable, _, heading = item.strip().partition(" ")
    if not heading:
        raise DataError(f"查询 {query} 的列“{item.strip()}”应写成：变量 标题。")
    return variable, heading.strip()


@lru_cache(maxsize=128)
def _blocks(text: str) -> dict[str, list[tuple[int, int]]]:
    """Where in the query each variable has an open data block."""
    found: dict[str, list[tuple[int, int]]] = {}
    for token in _TOKEN.finditer(text):
        if token["variable"]:
            found.setdefault(token["variable"], []).append(token.span("block"))
    return found


def bind(query: Query, values: Mapping[str, Iterable[str]]) -> str:
    """The SPARQL with each parameter's data block holding the given terms (N-Triples text).

    Raises QueryError when the query has no block of that name.
    """
    blocks = _blocks(query.text)
    edits: list[tuple[int, int, str]] = []
    for name, terms in values.items():
        if name not in blocks:
            raise QueryError(f"查询里没有 VALUES ?{name} {{ UNDEF }}，参数 {name} 无处可填。")
        edits += [(start, end, f"VALUES ?{name} {{ {' '.join(terms)} }}") for start, end in blocks[name]]
    text = query.text
    for start, end, block in sorted(edits, reverse=True):
        text = text[:start] + block + text[end:]
    return _WHEN_BOUND.sub(lambda line: line["pattern"] if line["name"] in values else line[0], text)


def values(query: Query, given: Mapping[str, str], terms: Terms) -> dict[str, tuple[str, ...]]:
    """What each parameter is bound to, as terms of the graph that ``terms`` knows.

    A query without a declaration of the parameter (an ad-hoc one) takes the value as ``name`` does if the graph
    has such a name, else as plain text. Raises QueryError for an unknown or missing parameter and a bad value.
    """
    declared = {param.name: param for param in query.params}
    if declared or not _blocks(query.text):
        for name in given:
            if name not in declared:
                have = "、".join(declared) or "没有参数"
                raise QueryError(f"查询 {query.name} 没有参数“{name}”；可用的参数：{have}。")
    missing = [p for p in query.params if p.required and p.name not in given]
    if missing:
        need = "、".join(f"{p.name}（{p.meaning}）" for p in missing)
        example = " ".join(f"--param {p.name}=…" for p in missing)
        raise QueryError(f"查询 {query.name} 还缺参数 {need}，请加上 {example}。")
    bound: dict[str, tuple[str, ...]] = {}
    for param in query.params:
        value = given.get(param.name, param.default)
        if value:
            bound[param.name] = terms.of(param, value)
    for name, value in given.items():
        if name not in declared:
            bound[name] = terms.guess(value)
    return bound


@cache
def folder() -> Path:
    """Where the query files lie: inside the installed package, or beside it in a checkout.

    Raises DataError when there is neither.
    """
    package = Path(str(files("kg")))
    for place in (package / "queries", package.parent / "queries"):
        if place.is_dir():
            return place
    raise DataError("找不到随附的查询文件夹 queries，请重新安装 fangzhi。")


def names() -> tuple[str, ...]:
    """The names of all headed queries, sorted."""
    return tuple(sorted(path.stem for path in folder().glob("*.rq")))


def catalogue() -> tuple[Query, ...]:
    """All headed queries by name."""
    return tuple(parse((folder() / f"{name}.rq").read_text(encoding="utf-8"), name) for name in names())


def load(name: str) -> Query:
    """The query of that name, or of the file at that path. Raises QueryError when there is neither."""
    if name in names():
        return parse((folder() / f"{name}.rq").read_text(encoding="utf-8"), name)
    path = Path(name)
    if path.suffix == ".rq" or path.is_file():
        try:
            return parse(path.read_text(encoding="utf-8"), path.stem)
        except FileNotFoundError:
            raise QueryError(f"没有查询文件 {name}。") from None
        except (OSError, UnicodeDecodeError) as error:
            raise QueryError(f"查询文件 {name} 读不了：{error}。") from error
    close = get_close_matches(name, names(), n=3, cutoff=0.3)
    hint = f"相近的有 {'、'.join(close)}；" if close else ""
    raise QueryError(f"没有名为“{name}”的查询；{hint}kg query --list 列出全部。")
