"""Every example and counter-example in the rule files of numbers, zones, firms, sites and works."""

from __future__ import annotations

import pytest

from kg.mentions import cascade, persons, prizes
from kg.mentions.districts import DistrictFinder, Setting
from kg.mentions.rules import Rule
from kg.mentions.stops import stops
from kg.records import Mention
from tests.mentions.rule_files import cases, check_example, found, name

FILES = ("numbers", "quotes", "zones", "corps", "companies", "places", "parks_inside", "projects")
EXAMPLES, COUNTER = cases(FILES)
FINDERS: dict[str, cascade.Finder] = {
    "districts": DistrictFinder(Setting(("430200",), 2024, "430200")),
    "persons": persons.find,
    "prizes": prizes.find,
    "stops": stops,
}


def _mentions(text: str) -> tuple[Mention, ...]:
    return cascade.run(1, text, FINDERS)


@pytest.mark.parametrize(("rule", "example"), EXAMPLES, ids=name)
def test_example(rule: Rule, example: str) -> None:
    check_example(rule, example, _mentions)


@pytest.mark.parametrize(("rule", "text"), COUNTER, ids=name)
def test_not_example(rule: Rule, text: str) -> None:
    assert found(rule, text, _mentions) == []
