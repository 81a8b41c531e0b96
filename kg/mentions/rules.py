"""Rules as data: read, checked and compiled once.

A rule file in ``data/rules`` has ``macros`` (named pieces of pattern) and ``rules``. Every rule has a unique
``name``, a ``pattern`` (verbose regular expression over the projected text: ``<Company>`` is a mention,
``{word_class}`` a lexicon class or macro), what it ``yields`` (mentions) or ``claims`` (facts), a ``priority``,
and at least one ``example`` and one ``not_example``, which the tests run.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Any

from kg import resources
from kg.errors import DataError
from kg.mentions import lexicon, symbols

_REQUIRED = ("name", "pattern", "example", "not_example")


@dataclass(frozen=True, slots=True)
class Rule:
    """One compiled rule. ``options`` holds everything the file says beyond the fields named here."""

    name: str
    pattern: re.Pattern[str]
    yields: str
    claims: str
    priority: int
    confidence: float
    examples: tuple[str, ...]
    not_examples: tuple[str, ...]
    options: dict[str, Any]
    file: str

    def option(self, name: str, default: Any = "") -> Any:
        """A further setting of the rule."""
        return self.options.get(name, default)


@cache
def macros() -> dict[str, str]:
    """Macros shared by all rule files (``rules/macros.yaml``)."""
    return {k: str(v) for k, v in resources.yaml_file("rules/macros.yaml")["macros"].items()}


@cache
def load(file: str) -> tuple[Rule, ...]:
    """The compiled rules of ``rules/<file>.yaml``, by falling priority, then by place in the file.

    Raises DataError, with file and rule, when one is not well formed or its name is used twice.
    """
    name = f"rules/{file}.yaml"
    content = resources.yaml_file(name)
    own = {**macros(), **{k: str(v) for k, v in content.get("macros", {}).items()}}
    rules = [_compile(entry, own, name) for entry in content["rules"]]
    seen: set[str] = set()
    for rule in rules:
        if rule.name in seen:
            raise DataError(f"kg/data/{name} 中的规则名“{rule.name}”重复了。")
        seen.add(rule.name)
    return tuple(sorted(rules, key=lambda r: -r.priority))


def compile_pattern(pattern: str, own: dict[str, str], where: str) -> re.Pattern[str]:
    """A pattern over projected text, ready to run. Raises DataError naming ``where``."""
    try:
        return re.compile(symbols.expand(lexicon.expand(pattern, own, where)), re.VERBOSE)
    except re.error as error:
        raise DataError(f"{where} 的 pattern 不合法:{error}。") from error


def _compile(entry: dict[str, Any], own: dict[str, str], file: str) -> Rule:
    where = f"kg/data/{file} 的规则“{entry.get('name', '?')}”"
    for key in _REQUIRED:
        if not entry.get(key):
            raise DataError(f"{where} 缺少 {key}。")
    if bool(entry.get("yields")) == bool(entry.get("claims")):
        raise DataError(f"{where} 必须写明 yields 或 claims 之一。")
    known = {*_REQUIRED, "yields", "claims", "priority", "confidence"}
    return Rule(
        name=entry["name"],
        pattern=compile_pattern(entry["pattern"], own, where),
        yields=entry.get("yields", ""),
        claims=entry.get("claims", ""),
        priority=int(entry.get("priority", 50)),
        confidence=float(entry.get("confidence", 0.9)),
        examples=_as_list(entry["example"]),
        not_examples=_as_list(entry["not_example"]),
        options={k: v for k, v in entry.items() if k not in known},
        file=file,
    )


def _as_list(value: Any) -> tuple[str, ...]:
    return tuple(value) if isinstance(value, list) else (value,)
