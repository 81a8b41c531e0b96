"""Every example and counter-example of the rules for titles held, products made, events held and visits."""

from __future__ import annotations

import pytest

from kg.facts.awards import awards
from kg.facts.found import Context, Found
from kg.facts.plans import Plans
from kg.facts.relate import read
from kg.mentions import rules as rulebook
from kg.mentions.rules import Rule
from tests.facts.claim_setting import found_by, sentence, shown

LINKS = [rule for f in ("events", "products", "visits", "industries") for rule in rulebook.load(f"claims_{f}")]
RULES = [*LINKS, *rulebook.load("awards")]
EXAMPLES = [(rule, text) for rule in RULES for text in rule.examples]
COUNTER = [(rule, text) for rule in RULES for text in rule.not_examples]
#: Where an example is at home when it does not say so with @.
HOME = "青川区"


def _award(found: Found) -> str:
    names = {role: key.partition(":")[2] for role, key in found.roles}
    return f"{names['recipient']} > {names['honour']}"


def _found(rule: Rule, marked: str) -> list[str]:
    text, _, home = marked.partition(" @")
    if rule.claims == "link":
        return [shown(f) for f in found_by(rule, text, home or HOME)]
    article, mentions = sentence(text)
    out: list[Found] = []
    for s in read(article, mentions, Context(f"District:{HOME}", "", article.date, "")):
        out += awards(s, Plans(article, s.topics.times))
    return [_award(f) for f in out if f.rule == rule.name]


@pytest.mark.parametrize(("rule", "example"), EXAMPLES, ids=[f"{r.name}-{i}" for i, (r, _t) in enumerate(EXAMPLES)])
def test_example(rule: Rule, example: str) -> None:
    text, arrow, expected = example.rpartition(" -> ")
    assert arrow, "an example says what it expects after ->"
    assert expected in _found(rule, text)


@pytest.mark.parametrize(("rule", "text"), COUNTER, ids=[f"{r.name}-{i}" for i, (r, _t) in enumerate(COUNTER)])
def test_not_example(rule: Rule, text: str) -> None:
    assert _found(rule, text) == []
