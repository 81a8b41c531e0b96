"""Every example and counter-example of the rules for links, amounts and milestones."""

from __future__ import annotations

import pytest

from kg.mentions import rules as rulebook
from kg.mentions.rules import Rule
from tests.facts.claim_setting import found_by, shown

RULES = [rule for file in ("claims", "milestones") for rule in rulebook.load(file)]
EXAMPLES = [(rule, text) for rule in RULES for text in rule.examples]
COUNTER = [(rule, text) for rule in RULES for text in rule.not_examples]


@pytest.mark.parametrize(("rule", "example"), EXAMPLES, ids=[f"{r.name}-{i}" for i, (r, _t) in enumerate(EXAMPLES)])
def test_example(rule: Rule, example: str) -> None:
    text, arrow, expected = example.rpartition(" -> ")
    assert arrow, "an example says what it expects after ->"
    got = [shown(f) for f in found_by(rule, text)]
    assert got == (expected.split() if rule.claims == "milestone" else expected.split("; "))


@pytest.mark.parametrize(("rule", "text"), COUNTER, ids=[f"{r.name}-{i}" for i, (r, _t) in enumerate(COUNTER)])
def test_not_example(rule: Rule, text: str) -> None:
    assert [shown(f) for f in found_by(rule, text)] == []
