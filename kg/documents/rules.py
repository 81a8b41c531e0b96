"""The layout rules and words of ``kg/data``, compiled once.

``words(name)`` gives a list of the lexicon, ``pattern(text)`` compiles a pattern in which ``{name}`` stands for the
alternatives of such a list or for a piece of ``rules/layout.yaml``; ``line_rules()`` are the rules by which a line
tells what it is.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Any

from kg import resources
from kg.errors import DataError

LEXICON = "lexicons/layout.yaml"
RULES = "rules/layout.yaml"
SURNAMES = "lexicons/surnames.yaml"
_PLACEHOLDER = re.compile(r"\{([a-z_]+)\}")


@dataclass(frozen=True, slots=True)
class LineRule:
    """A rule that tells what a line is: ``kind`` when ``pattern`` fits, only above the first text if ``top``."""

    name: str
    kind: str
    pattern: re.Pattern[str]
    top: bool
    examples: tuple[str, ...]
    counter_examples: tuple[str, ...]


@cache
def lexicon() -> dict[str, Any]:
    """The layout lexicon as it stands in the file."""
    found = resources.yaml_file(LEXICON)
    if not isinstance(found, dict):
        raise DataError(f"kg/data/{LEXICON} 应是“名称: 词表”的形式,请检查。")
    return found


@cache
def words(name: str) -> tuple[str, ...]:
    """One word list of the lexicon, longest first (so that alternatives match the longest word)."""
    if name not in lexicon():
        raise DataError(f"kg/data/{LEXICON} 里没有词表 {name},请补上。")
    return tuple(sorted((str(w) for w in lexicon()[name]), key=lambda w: (-len(w), w)))


@cache
def roles() -> dict[str, str]:
    """The words for makers of articles and pages, and the role each stands for."""
    return {entry["word"]: entry["role"] for entry in lexicon()["roles"]}


@cache
def attached_roles() -> tuple[str, ...]:
    """The role words whose names may follow without a space (记者张三), longest first."""
    found = [str(entry["word"]) for entry in lexicon()["roles"] if entry.get("attached")]
    return tuple(sorted(found, key=lambda w: (-len(w), w)))


@cache
def pattern(text: str) -> re.Pattern[str]:
    """Compile a pattern with placeholders. Raises ``DataError`` when it is not well formed."""
    try:
        return re.compile(_expand(text))
    except re.error as error:
        raise DataError(f"kg/data/{RULES} 的表达式“{text}”写错了({error}),请改正。") from error


@cache
def line_rules() -> tuple[LineRule, ...]:
    """The line rules in their order. Raises ``DataError`` with the rule's name when one is not well formed."""
    return tuple(_line_rule(entry) for entry in _rule_file()["lines"])


@cache
def surnames(*, compound: bool) -> tuple[str, ...]:
    """Family names of one character that are no common words, or those of two."""
    classes = resources.yaml_file(SURNAMES)["classes"]
    if compound:
        return tuple(str(classes["surname_compound"]).split())
    weak = set(str(classes["surname_weak"]).split())
    return tuple(sorted(set(str(classes["surname_common"]).split()) - weak))


@cache
def bridge_words() -> frozenset[str]:
    """Two-character words: a line break between their characters shows that the two lines belong together."""
    return frozenset(str(resources.yaml_file("lexicons/layout_words.yaml")["words"]).split())


@cache
def _rule_file() -> dict[str, Any]:
    found = resources.yaml_file(RULES)
    if not isinstance(found, dict) or not {"pieces", "lines"} <= found.keys():
        raise DataError(f"kg/data/{RULES} 应有 pieces 与 lines 两部分,请检查。")
    return found


def _line_rule(entry: dict[str, Any]) -> LineRule:
    name = str(entry.get("name", "?"))
    missing = {"name", "kind", "pattern", "example", "not_example"} - entry.keys()
    if missing:
        raise DataError(f"kg/data/{RULES} 的规则 {name} 缺少 {'、'.join(sorted(missing))},请补上。")
    try:
        compiled = pattern(entry["pattern"])
    except DataError as error:
        raise DataError(f"规则 {name}:{error}") from error
    return LineRule(
        name,
        entry["kind"],
        compiled,
        bool(entry.get("top", False)),
        tuple(str(example) for example in entry["example"]),
        tuple(str(example) for example in entry["not_example"]),
    )


def _expand(text: str) -> str:
    """Replace placeholders, also those inside the pieces; a group number inside a piece is kept relative."""

    def replace(match: re.Match[str]) -> str:
        name = match.group(1)
        pieces = _rule_file()["pieces"]
        if name in pieces:
            return f"(?:{_expand(str(pieces[name]))})"
        if name == "roles":
            return "|".join(re.escape(w) for w in sorted(roles(), key=lambda w: (-len(w), w)))
        return "|".join(re.escape(word) for word in words(name))

    return _PLACEHOLDER.sub(replace, text)
