"""Rules run where they can match find what they find when run over everything."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

import pytest

from kg.facts import observe_rules
from kg.facts.observe_code import QUANTITIES
from kg.mentions import cascade, matching
from kg.mentions import rules as rulebook
from kg.mentions.matching import HasPattern, Searcher
from kg.mentions.projection import project
from kg.mentions.triggers import need_of
from tests.mentions.people_setting import mentions_of

TEXT = (Path(__file__).parents[2] / "seeds" / "004_c7fc985d4b08b621.txt").read_text(encoding="utf-8")
MENTIONS = mentions_of(TEXT, ["株洲市", "芦淞区", "株洲"])
STAGES = [stage for stage in cascade.stages() if stage.rules]
#: Rule files outside the cascade: they see whatever their callers show them, here everything.
OTHERS = ("persons", "claims", "claims_events", "claims_industries", "claims_products", "claims_visits", "milestones",
          "awards", "tenures")  # fmt: skip


@dataclass(frozen=True)
class Bare:
    """A pattern that is no rule."""

    pattern: re.Pattern[str]


def spans(rules: list[HasPattern], text: str) -> list[tuple[str, tuple[tuple[int, int], ...]]]:
    """All matches of the rules, found by searching the whole text."""
    return [(r.pattern.pattern, m.regs) for r in rules for m in r.pattern.finditer(text)]


def assert_same(rules: list[HasPattern], text: str) -> None:
    found = [
        (r.pattern.pattern, m.regs) for r, m in Searcher((rule, need_of(rule.pattern)) for rule in rules).matches(text)
    ]
    assert found == spans(rules, text)


@pytest.mark.parametrize("stage", STAGES, ids=[stage.name for stage in STAGES])
def test_stage_of_the_cascade(stage: cascade.Stage) -> None:
    visible = [m for m in MENTIONS if m.type in stage.sees]
    assert_same(list(rulebook.load(stage.rules)), project(TEXT, visible).shown)


@pytest.mark.parametrize("file", OTHERS)
def test_other_rules(file: str) -> None:
    assert_same(list(rulebook.load(file)), project(TEXT, MENTIONS).shown)


def test_observations() -> None:
    assert_same(list(observe_rules.rules()), re.sub(r"\d[\d.]*[%个家人元]", QUANTITIES[0], TEXT))


@pytest.mark.parametrize(
    "pattern",
    [
        "甲乙?",
        "[甲乙]{1,3}丙(?!丁)",
        "[^,]*丙(?=$)",
        "[^,]{0,9}?丙(?:[^,]*丙)?",
        "(?:甲|乙丙)(?=[^,]*丁)",
        "[甲乙]{1,30}(?=,?丙)",
        "[甲乙丙]{1,30}(?=,{0,2}丁|丁)",
        "[甲乙丙]{1,2}(?=,?丁)",
        "[甲乙丙]{1,30}?(?=(?:,丙)?,丁)[,丁]{0,9}",
        r"\b丙",
        "^[^,]*丙",
    ],
)
def test_edges(pattern: str) -> None:
    """Ends of the text, neighbouring matches, matches that swallow the next word, looks behind a border."""
    rules: list[HasPattern] = [Bare(re.compile(pattern))]
    texts = (
        "",
        "丙",
        "甲乙丙丁",
        "甲丙,乙丙丙,丁",
        "甲甲乙丙丙乙丙甲,甲乙丙,,丙丁",
        "丙\n",
        "甲丙\n丁,丙",
        "甲乙,丙,甲丙,,丁,丁甲,丙,丁",
    )
    for text in texts:
        assert_same(rules, text)


def test_rules_are_listed_once() -> None:
    assert matching.rules("claims") is matching.rules("claims")
