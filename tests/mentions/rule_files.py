"""Rule files with their examples, and what an example marks: 【】 around each mention its rule must find."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence

from kg.mentions import rules as rulebook
from kg.mentions.rules import Rule
from kg.records import Mention

Cases = list[tuple[Rule, str]]


def cases(files: Iterable[str]) -> tuple[Cases, Cases]:
    """Each rule of the files with each of its examples, and with each of its counter-examples."""
    rules = [rule for file in files for rule in rulebook.load(file)]
    return [(r, text) for r in rules for text in r.examples], [(r, text) for r in rules for text in r.not_examples]


def name(value: Rule | str) -> str:
    """What stands for a case's part in its test's name."""
    return value[:12] if isinstance(value, str) else value.name


def check_example(rule: Rule, example: str, find: Callable[[str], Sequence[Mention]]) -> None:
    """The rule finds in an example what is marked there, and nothing else."""
    expected = re.findall("【([^】]*)】", example)
    assert expected, "an example marks what it expects with 【】"
    made = found(rule, re.sub("[【】]", "", example), find)
    assert made == expected, f"found {made}, marked {expected}"


def found(rule: Rule, text: str, find: Callable[[str], Sequence[Mention]]) -> list[str]:
    """The words of the mentions that a rule makes of a text."""
    return [text[m.start : m.end] for m in find(text) if m.rule == rule.name]
