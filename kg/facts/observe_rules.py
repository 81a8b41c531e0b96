"""The rules of ``rules/observation.yaml``, read once: patterns over the code of a clause."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Any

from kg.errors import DataError
from kg.facts.indicators import lexicon
from kg.facts.observe_code import CODE, QUANTITIES
from kg.language.alternation import one_of
from kg.resources import yaml_file

FILE = "rules/observation.yaml"
#: What parts one clause from the next; 、 does so only after a quantity (新增A19家、B10家).
SEPARATORS = ",,;;::。!?!?\n—"
STATISTICS = frozenset({"level", "growth", "share", "rank", "count", "multiple"})


@dataclass(frozen=True, slots=True)
class ObservationRule:
    """One way to state a number; see the head of the rule file."""

    name: str
    statistic: str
    pattern: re.Pattern[str]
    indicator: str
    unit: str  # the quantity must have this unit, "" for any
    down: re.Pattern[str] | None  # verbs that make the value negative
    names: str  # where the name comes from, see ``observe_names``
    needs: frozenset[str]  # the reading before must come from one of these rules, any when empty
    examples: tuple[tuple[str, tuple[str, ...]], ...]
    not_examples: tuple[str, ...]


@cache
def rules() -> tuple[ObservationRule, ...]:
    """All rules in the order of the file. Raises DataError when one is not well formed."""
    return tuple(_rule(entry) for entry in yaml_file(FILE)["rules"])


def _rule(entry: dict[str, Any]) -> ObservationRule:
    name = entry.get("name", "?")
    try:
        down = re.compile(expand("|".join("{" + w + "}" for w in entry["down"]))) if "down" in entry else None
        rule = ObservationRule(
            name=name,
            statistic=entry["statistic"],
            pattern=re.compile(expand(entry["pattern"])),
            indicator=entry["indicator"],
            unit=entry.get("unit", ""),
            down=down,
            names=entry.get("names", "clause"),
            needs=frozenset(entry.get("needs", ())),
            examples=tuple((e["text"], tuple(e["gives"])) for e in _listed(entry["example"])),
            not_examples=tuple(_listed(entry["not_example"])),
        )
    except (KeyError, TypeError, re.error) as error:
        raise DataError(f"kg/data/{FILE} 的规则 {name} 不完整或写法有误:{error}。") from error
    if rule.statistic not in STATISTICS or "q" not in rule.pattern.groupindex:
        raise DataError(f"kg/data/{FILE} 的规则 {name} 缺少统计类型或 q 组。")
    return rule


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def expand(pattern: str) -> str:
    """The pattern with its words in braces replaced by code characters, character sets and word classes."""
    classes = lexicon()["classes"]
    tokens = "".join(CODE.values())

    def replacement(match: re.Match[str]) -> str:
        word = match.group(1)
        if word == "N":
            return f"[^{tokens}{SEPARATORS}]"
        if word == "START":  # the name begins the clause or follows a time or thing, never a number
            return f"(?:^|(?<=[{''.join(CODE[c] for c in 'TKSY')}]))"
        if word == "GAP":
            return f"(?:(?<=[^{tokens}{SEPARATORS}])[{CODE['T']}{CODE['K']}]+{one_of(lexicon()['tail'])}{{0,6}})?"
        if word == "TAIL":
            return one_of(lexicon()["tail"])
        if word == "A":  # anything within the clause but a quantity
            return f"[^{QUANTITIES}{SEPARATORS}]"
        if word == "LISTING":
            return one_of(lexicon()["listing"])
        if word == "ALL":  # 均 as a word of its own, not in 年均 or 人均
            return f"(?:{one_of(classes['ALL'])}|(?<![年月日人平])均|都)"
        if word in CODE:
            return CODE[word]
        return one_of(classes[word])

    return re.sub(r"\{([A-Z_]+)\}", replacement, pattern)
