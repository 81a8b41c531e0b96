"""The questions that can be asked, as data: read from ``kg/data/ask``, checked and compiled once.

A file there has ``phrasings`` and the ``answers`` that its queries give; ``macros`` are pieces of pattern of its own.
A phrasing fits a question when one of its patterns matches the projected question as a whole. The named groups of
the patterns are *slots*; one slot may stand in several places. ``bind`` leads slots to parameters of
a query; ``fixed`` gives parameters a value. A query is a headed file: beside the phrasings, or a ready one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from itertools import count
from typing import Any

from kg import resources
from kg.errors import DataError
from kg.mentions import lexicon, symbols
from kg.use import queries
from kg.use.ask import words
from kg.use.ask.wording import fields_of
from kg.use.queries import Query

FOLDER = "ask"
#: Files of the folder that hold no phrasings.
_OTHER = (words.FILE, "ask/outside.yaml")
#: Fields of an answer's text beside slots and columns: how many there are, and the first of them.
COUNTED = ("n", "list")
#: A name in an example: 【District:东江区】.
MARK = re.compile("【([A-Z][A-Za-z]+):([^】]*)】")
_REQUIRED = ("name", "title", "patterns", "query", "example", "not_example")
_GROUP = re.compile(r"\(\?P<([a-z]+)>")
_OPTIONAL = ("bind", "fixed", "answer", "priority", "limit", "otherwise")
_PARTS = {"first", "last", "value"}


@dataclass(frozen=True, slots=True)
class AnswerText:
    """How an answer is told: for one thing found, for several, for none; ``main`` words each thing that is counted."""

    main: str
    one: str
    many: str
    none: str


@dataclass(frozen=True, slots=True)
class Step:
    """A query with the parameters a phrasing gives it: from slots (``slot`` or ``slot.part``) and fixed values."""

    query: Query
    bind: tuple[tuple[str, str], ...]
    fixed: tuple[tuple[str, tuple[str, ...]], ...]
    answer: AnswerText


@dataclass(frozen=True, slots=True)
class Phrasing:
    """One way to ask. ``limit`` is the slot (or number) that says how many rows are wanted, ``""`` for all.

    ``otherwise`` is asked when the first query finds nothing: what the graph has instead.
    """

    name: str
    title: str
    source: str
    pattern: re.Pattern[str]
    step: Step
    otherwise: Step | None
    limit: str
    priority: int
    examples: tuple[str, ...]
    not_examples: tuple[str, ...]

    @property
    def slots(self) -> frozenset[str]:
        """The names of its slots."""
        return frozenset(map(slot_of, self.pattern.groupindex))


def slot_of(group: str) -> str:
    """The slot a group of a pattern fills: groups are numbered, since a slot may stand in several places."""
    return group.partition("_")[0]


def unmarked(example: str) -> str:
    """An example as a user would write it, without its marks."""
    return MARK.sub(r"\2", example)


@cache
def load() -> tuple[Phrasing, ...]:
    """All phrasings, by falling priority, then by file and place. Raises DataError, with the file, for a bad one."""
    found = [phrasing for file in resources.names(FOLDER, ".yaml") if file not in _OTHER for phrasing in _read(file)]
    seen: set[str] = set()
    for phrasing in found:
        if phrasing.name in seen:
            raise DataError(f"kg/data/{FOLDER} 中的问法“{phrasing.name}”重复了。")
        seen.add(phrasing.name)
    return tuple(sorted(found, key=lambda p: -p.priority))


@cache
def query(name: str) -> Query:
    """The query of that name: one of the questions' own, else a ready one. Raises QueryError when there is neither."""
    own = f"{FOLDER}/{name}.rq"
    if own in resources.names(FOLDER, ".rq"):
        return queries.parse(resources.text(own), name)
    return queries.load(name)


def _read(file: str) -> Iterator[Phrasing]:
    content = resources.yaml_file(file)
    macros = words.macros() | {name: str(pattern) for name, pattern in content.get("macros", {}).items()}
    for entry in content["phrasings"]:
        where = f"kg/data/{file} 的问法“{entry.get('name', '?')}”"
        for key in _REQUIRED:
            if not entry.get(key):
                raise DataError(f"{where} 缺少 {key}。")
        if unknown := sorted(entry.keys() - {*_REQUIRED, *_OPTIONAL}):
            raise DataError(f"{where} 有不认识的项 {'、'.join(unknown)}。")
        yield _checked(_phrasing(entry, macros, content.get("answers", {}), where), where)


def _phrasing(entry: dict[str, Any], macros: dict[str, str], answers: Mapping[str, Any], where: str) -> Phrasing:
    source = "|".join(f"(?:{lexicon.expand(pattern, macros, where)})" for pattern in entry["patterns"])
    number = count()
    source = _GROUP.sub(lambda group: f"(?P<{group[1]}_{next(number)}>", source)
    try:
        pattern = re.compile(symbols.expand(source), re.VERBOSE)
    except re.error as error:
        raise DataError(f"{where} 的 patterns 不合法：{error}。") from error
    step = _step(entry, answers, where)
    other = entry.get("otherwise")
    otherwise = None
    if other:
        otherwise = _step({**entry, "fixed": {}, "answer": {}, **other}, answers, where)
        known = {param.name for param in otherwise.query.params}
        otherwise = replace(otherwise, bind=tuple(pair for pair in otherwise.bind if pair[0] in known))
    return Phrasing(
        entry["name"], entry["title"], source, pattern, step, otherwise, str(entry.get("limit", "")),
        int(entry.get("priority", 50)), _as_list(entry["example"]), _as_list(entry["not_example"]),
    )  # fmt: skip


def _step(entry: Mapping[str, Any], answers: Mapping[str, Any], where: str) -> Step:
    told = {**answers.get(entry["query"], {}), **entry.get("answer", {})}
    if missing := sorted({"main", "one", "many", "none"} - told.keys()):
        raise DataError(f"{where} 的回答缺少 {'、'.join(missing)}。")
    fixed = tuple((name, _as_list(value)) for name, value in entry.get("fixed", {}).items())
    return Step(query(entry["query"]), tuple(entry.get("bind", {}).items()), fixed, AnswerText(**told))


def _checked(phrasing: Phrasing, where: str) -> Phrasing:
    """The phrasing. Raises DataError when slots, parameters and columns do not fit together."""
    for slot in phrasing.slots:
        try:
            words.heading(slot)
        except KeyError:
            raise DataError(f"{where} 的槽“{slot}”在 kg/data/{words.FILE} 的 slots 里没有名称。") from None
    for step in filter(None, (phrasing.step, phrasing.otherwise)):
        params = {param.name for param in step.query.params}
        if strange := sorted({name for name, _ in (*step.bind, *step.fixed)} - params):
            raise DataError(f"{where} 给查询 {step.query.name} 的参数 {'、'.join(strange)} 并不存在。")
        sources = {slot.partition(".")[0] for _, slot in step.bind}
        if strange := sorted(sources - phrasing.slots):
            raise DataError(f"{where} 的 bind 用了 patterns 里没有的槽 {'、'.join(strange)}。")
        columns = {name for name, _ in step.query.columns}
        allowed = phrasing.slots | columns | set(COUNTED)
        for text in (step.answer.one, step.answer.many, step.answer.none):
            if strange := sorted(set(fields_of(text)) - allowed):
                raise DataError(f"{where} 的回答提到 {'、'.join(strange)}，既不是槽，也不是列。")
        if not set(fields_of(step.answer.main)) <= columns or "{" not in step.answer.main:
            raise DataError(f"{where} 的 main“{step.answer.main}”应由查询 {step.query.name} 的列组成。")
    return phrasing


def _as_list(value: Any) -> tuple[str, ...]:
    return tuple(map(str, value)) if isinstance(value, list) else (str(value),)
