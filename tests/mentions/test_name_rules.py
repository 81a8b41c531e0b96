"""Every example and counter-example in the rule files of numbers, zones, firms, sites and works."""

from __future__ import annotations

import re

import pytest

from kg.mentions import cascade, persons, prizes
from kg.mentions import rules as rulebook
from kg.mentions.districts import DistrictFinder, Setting
from kg.mentions.rules import Rule
from kg.mentions.stops import stops
from kg.records import Mention

FILES = ("numbers", "quotes", "zones", "corps", "companies", "places", "parks_inside", "projects")
RULES = [rule for file in FILES for rule in rulebook.load(file)]
EXAMPLES = [(rule, text) for rule in RULES for text in rule.examples]
COUNTER = [(rule, text) for rule in RULES for text in rule.not_examples]
FINDERS: dict[str, cascade.Finder] = {
    "districts": DistrictFinder(Setting(("430200",), 2024, "430200")),
    "persons": persons.find,
    "prizes": prizes.find,
    "stops": stops,
}


def _mentions(text: str) -> tuple[Mention, ...]:
    return cascade.run(1, text, FINDERS)


def _found(rule: Rule, text: str) -> list[str]:
    return [text[m.start : m.end] for m in _mentions(text) if m.rule == rule.name]


@pytest.mark.parametrize(("rule", "example"), EXAMPLES, ids=[f"{r.name}-{t[:12]}" for r, t in EXAMPLES])
def test_example(rule: Rule, example: str) -> None:
    expected = re.findall("【([^】]*)】", example)
    assert expected, "an example marks what it expects with 【】"
    assert _found(rule, re.sub("[【】]", "", example)) == expected


@pytest.mark.parametrize(("rule", "text"), COUNTER, ids=[f"{r.name}-{t[:12]}" for r, t in COUNTER])
def test_not_example(rule: Rule, text: str) -> None:
    assert _found(rule, text) == []
