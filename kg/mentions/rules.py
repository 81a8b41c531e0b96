"""Rules as data: read and checked once, compiled when they are first run.

A rule file in ``data/rules`` has ``macros`` (named pieces of pattern) and ``rules``. Every rule has a unique
``name``, a ``pattern`` (verbose regular expression over the projected text: ``<Company>`` is a mention,
``{word_class}`` a lexicon class or macro), what it ``yields`` (mentions) or ``claims`` (facts), a ``priority``,
and at least one ``example`` and one ``not_example``, which the tests run.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from kg import resources
from kg.errors import DataError
from kg.mentions import lexicon, symbols
from kg.mentions.triggers import Need, needs_of

_REQUIRED = ("name", "pattern", "example", "not_example")


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule. ``options`` holds everything the file says beyond the fields named here."""

    name: str
    source: str  # of the pattern, words and symbols written out
    need: Need | None  # what every match of it contains
    yields: str
    claims: str
    priority: int
    confidence: float
    examples: tuple[str, ...]
    not_examples: tuple[str, ...]
    options: dict[str, Any]
    file: str

    @property
    def pattern(self) -> re.Pattern[str]:
        """The pattern, compiled when it is first run."""
        return _compiled(self.source)

    def option(self, name: str, default: Any = "") -> Any:
        """A further setting of the rule."""
        return self.options.get(name, default)


@cache
def macros() -> dict[str, str]:
    """Macros shared by all rule files (``rules/macros.yaml``)."""
    return {k: str(v) for k, v in resources.yaml_file("rules/macros.yaml")["macros"].items()}


@cache
def load(file: str) -> tuple[Rule, ...]:
    """The rules of ``rules/<file>.yaml``, by falling priority, then by place in the file.

    Raises DataError, with file and rule, when one is not well formed or its name is used twice.
    """
    name = f"rules/{file}.yaml"
    content = resources.yaml_file(name)
    own = {**macros(), **{k: str(v) for k, v in content.get("macros", {}).items()}}
    sources = {_checked(e, name): symbols.expand(lexicon.expand(e["pattern"], own, name)) for e in content["rules"]}
    needs = needs_of(sources, re.VERBOSE)
    if len(sources) < len(content["rules"]):
        raise DataError(f"kg/data/{name} 中的规则名“{_twice(content['rules'])}”重复了。")
    rules = [
        _rule(entry, source, need, name)
        for entry, source, need in zip(content["rules"], sources.values(), needs, strict=True)
    ]
    return tuple(sorted(rules, key=lambda r: -r.priority))


def _twice(entries: Sequence[dict[str, Any]]) -> str:
    """The first name that is used a second time."""
    names = [str(entry["name"]) for entry in entries]
    return next(name for at, name in enumerate(names) if name in names[:at])


def compile_pattern(pattern: str, own: dict[str, str], where: str) -> re.Pattern[str]:
    """A pattern over projected text, ready to run. Raises DataError naming ``where``."""
    try:
        return re.compile(symbols.expand(lexicon.expand(pattern, own, where)), re.VERBOSE)
    except re.error as error:
        raise DataError(f"{where} 的 pattern 不合法:{error}。") from error


def _checked(entry: dict[str, Any], file: str) -> str:
    """What to call a rule in an error. Raises DataError when something of it is missing."""
    where = f"kg/data/{file} 的规则“{entry.get('name', '?')}”"
    for key in _REQUIRED:
        if not entry.get(key):
            raise DataError(f"{where} 缺少 {key}。")
    if bool(entry.get("yields")) == bool(entry.get("claims")):
        raise DataError(f"{where} 必须写明 yields 或 claims 之一。")
    return where


def _rule(entry: dict[str, Any], source: str, need: Need | None, file: str) -> Rule:
    known = {*_REQUIRED, "yields", "claims", "priority", "confidence"}
    return Rule(
        name=entry["name"],
        source=source,
        need=need,
        yields=entry.get("yields", ""),
        claims=entry.get("claims", ""),
        priority=int(entry.get("priority", 50)),
        confidence=float(entry.get("confidence", 0.9)),
        examples=_as_list(entry["example"]),
        not_examples=_as_list(entry["not_example"]),
        options={k: v for k, v in entry.items() if k not in known},
        file=file,
    )


@cache
def _compiled(source: str) -> re.Pattern[str]:
    return re.compile(source, re.VERBOSE)


def _as_list(value: Any) -> tuple[str, ...]:
    return tuple(value) if isinstance(value, list) else (value,)
