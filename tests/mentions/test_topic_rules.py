"""Every example and counter-example in the rule files of titles, events, programmes, products and industries."""

from __future__ import annotations

import re

import pytest

from kg.mentions import rules as rulebook
from kg.mentions.rules import Rule
from tests.mentions import people_setting
from tests.mentions.people_setting import mentions_of

FILES = ("honours", "events", "events_plain", "initiatives", "initiatives_plain", "products", "industries")
RULES = [rule for file in FILES for rule in rulebook.load(file)]
EXAMPLES = [(rule, text) for rule in RULES for text in rule.examples]
COUNTER = [(rule, text) for rule in RULES for text in rule.not_examples]
#: A county no page has, so that its name is a place in the examples.
PLACES = (*people_setting.PLACES, "云口市")


def _found(rule: Rule, text: str) -> list[str]:
    return [text[m.start : m.end] for m in mentions_of(text, PLACES) if m.rule == rule.name]


@pytest.mark.parametrize(("rule", "example"), EXAMPLES, ids=[f"{r.name}-{t[:12]}" for r, t in EXAMPLES])
def test_example(rule: Rule, example: str) -> None:
    expected = re.findall("【([^】]*)】", example)
    assert expected, "an example marks what it expects with 【】"
    assert _found(rule, re.sub("[【】]", "", example)) == expected


@pytest.mark.parametrize(("rule", "text"), COUNTER, ids=[f"{r.name}-{t[:12]}" for r, t in COUNTER])
def test_not_example(rule: Rule, text: str) -> None:
    assert _found(rule, text) == []
