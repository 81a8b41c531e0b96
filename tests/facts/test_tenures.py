"""Tenures: the examples of the rules, and case files of invented news from all over the country."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from kg.mentions import rules as rulebook
from kg.mentions.rules import Rule
from tests.facts.tenure_setting import dated, page, shown
from tests.mentions.people_setting import PLACES

CASES = [
    (file.stem, case)
    for file in sorted((Path(__file__).parent / "tenures").glob("*.yaml"))
    for case in yaml.safe_load(file.read_text(encoding="utf-8"))
]
RULES = rulebook.load("tenures")
EXAMPLES = [(rule, text) for rule in RULES for text in rule.examples]
COUNTER = [(rule, text) for rule in RULES for text in rule.not_examples]


@pytest.mark.parametrize(("rule", "example"), EXAMPLES, ids=[f"{r.name}-{i}" for i, (r, _t) in enumerate(EXAMPLES)])
def test_example(rule: Rule, example: str) -> None:
    text, _, expected = example.partition("|")
    _people, facts = page([text], PLACES, "青川县", "青川市", "2024-05-06")
    assert [shown(f).replace(" | ", " ") for f in facts if f.rule == rule.name] == [expected]


@pytest.mark.parametrize(("rule", "text"), COUNTER, ids=[f"{r.name}-{i}" for i, (r, _t) in enumerate(COUNTER)])
def test_not_example(rule: Rule, text: str) -> None:
    _people, facts = page([text], PLACES, "青川县", "青川市", "2024-05-06")
    assert [shown(f) for f in facts if f.rule == rule.name] == []


@pytest.mark.parametrize(("file", "case"), CASES, ids=[f"{f}-{c['name']}" for f, c in CASES])
def test_case(file: str, case: dict[str, Any]) -> None:
    texts = case["articles"] if "articles" in case else [case["text"]]
    result, facts = page(
        texts, case["districts"].split(), case.get("home", ""), case.get("city", ""), case.get("date", "")
    )
    line = dated if case.get("dated") else shown
    assert sorted({line(f) for f in facts}) == sorted(case.get("tenures", []))
    if "people" in case:
        assert [f"{p.type} {p.name}" for p in result.persons] == sorted(case["people"])
