"""The questions that can be asked, as data: read from ``kg/data/ask`` once.

A file there has ``phrasings`` and the ``answers`` that its queries give; ``macros`` are pieces of pattern of its own.
A phrasing fits a question when one of its patterns matches the projected question as a whole. The named groups of
the patterns are *slots*; one slot may stand in several places. ``bind`` leads slots to parameters of
a query; ``fixed`` gives parameters a value. A query is a headed file: beside the phrasings, or a ready one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from kg import resources
from kg.errors import DataError
from kg.use import queries
from kg.use.ask import words
from kg.use.ask.patterns import Macros, Pattern
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
_OPTIONAL = ("bind", "fixed", "answer", "priority", "limit", "reverse", "otherwise", "undated")


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
    """One way to ask. ``limit`` is the slot (or number) that says how many rows are wanted, ``""`` for all;
    ``reverse`` turns their order round (the lowest first).

    ``otherwise`` are asked in turn when the first query finds nothing: what the graph has instead. ``undated`` is asked
    besides when the question gives a time: what it would not find because no date is known.
    """

    name: str
    title: str
    patterns: tuple[Pattern, ...]
    step: Step
    otherwise: tuple[Step, ...]
    undated: tuple[Step, ...]
    limit: str
    reverse: bool
    priority: int
    examples: tuple[str, ...]
    not_examples: tuple[str, ...]

    @property
    def slots(self) -> frozenset[str]:
        """The names of its slots."""
        return frozenset().union(*(pattern.slots for pattern in self.patterns))


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
    macros = Macros(words.macros() | {name: str(pattern) for name, pattern in content.get("macros", {}).items()})
    for entry in content["phrasings"]:
        where = f"kg/data/{file} 的问法“{entry.get('name', '?')}”"
        for key in _REQUIRED:
            if not entry.get(key):
                raise DataError(f"{where} 缺少 {key}。")
        if unknown := sorted(entry.keys() - {*_REQUIRED, *_OPTIONAL}):
            raise DataError(f"{where} 有不认识的项 {'、'.join(unknown)}。")
        yield _phrasing(entry, macros, content.get("answers", {}), where)


def _phrasing(entry: dict[str, Any], macros: Macros, answers: Mapping[str, Any], where: str) -> Phrasing:
    patterns = tuple(Pattern(text, macros, where) for text in entry["patterns"])
    step = _step(entry, answers, where)
    return Phrasing(
        entry["name"], entry["title"], patterns, step,
        _further(entry, "otherwise", answers, where), _further(entry, "undated", answers, where),
        str(entry.get("limit", "")), bool(entry.get("reverse")), int(entry.get("priority", 50)),
        _as_list(entry["example"]), _as_list(entry["not_example"]),
    )  # fmt: skip


def _further(entry: dict[str, Any], key: str, answers: Mapping[str, Any], where: str) -> tuple[Step, ...]:
    """The steps beside the first; what one does not say itself it has from the phrasing."""
    others = entry.get(key, [])
    return tuple(
        _step({**entry, "fixed": {}, "answer": {}, **other}, answers, where)
        for other in (others if isinstance(others, list) else [others])
    )


def _step(entry: Mapping[str, Any], answers: Mapping[str, Any], where: str) -> Step:
    told = {**answers.get(entry["query"], {}), **entry.get("answer", {})}
    if missing := sorted({"main", "one", "many", "none"} - told.keys()):
        raise DataError(f"{where} 的回答缺少 {'、'.join(missing)}。")
    bind = tuple((name, slot) for name, slot in entry.get("bind", {}).items())
    fixed = tuple((name, _as_list(value)) for name, value in entry.get("fixed", {}).items())
    return Step(query(entry["query"]), bind, fixed, AnswerText(**told))


def check(phrasing: Phrasing) -> None:
    """Raise DataError when a pattern is not well formed or slots, parameters and columns do not fit together.

    Not done on loading, because it compiles every pattern; the tests do it for all phrasings.
    """
    where = f"问法“{phrasing.name}”"
    for slot in phrasing.slots:
        try:
            words.heading(slot)
        except KeyError:
            raise DataError(f"{where} 的槽“{slot}”在 kg/data/{words.FILE} 的 slots 里没有名称。") from None
    for step in (phrasing.step, *phrasing.otherwise, *phrasing.undated):
        params = {param.name for param in step.query.params}
        if strange := sorted({name for name, _ in (*step.bind, *step.fixed)} - params):
            raise DataError(f"{where} 给查询 {step.query.name} 的参数 {'、'.join(strange)} 并不存在。")
        sources = {slot.partition(".")[0] for _, slot in step.bind}
        if strange := sorted(sources - phrasing.slots):
            raise DataError(f"{where} 的 bind 用了 patterns 里没有的槽 {'、'.join(strange)}。")
        columns = {name for name, _ in step.query.columns}
        allowed = phrasing.slots | columns | set(COUNTED)
        for text in (step.answer.one, step.answer.many, step.answer.none):
            optional = frozenset(words.headings())  # in brackets: what other phrasings of the query may have
            if strange := sorted(set(fields_of(text, bare=True)) - allowed | set(fields_of(text)) - allowed - optional):
                raise DataError(f"{where} 的回答提到 {'、'.join(strange)}，既不是槽，也不是列。")
        if not set(fields_of(step.answer.main)) <= columns or "{" not in step.answer.main:
            raise DataError(f"{where} 的 main“{step.answer.main}”应由查询 {step.query.name} 的列组成。")


def _as_list(value: Any) -> tuple[str, ...]:
    return tuple(map(str, value)) if isinstance(value, list) else (str(value),)
