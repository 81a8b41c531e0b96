"""Every observation rule reads its examples and leaves its counter-examples alone."""

from __future__ import annotations

import pytest

from kg.facts.observe_rules import ObservationRule, rules
from tests.facts.observing import observations, shown


@pytest.mark.parametrize(
    ("rule", "text", "gives"), [pytest.param(r, t, g, id=f"{r.name}:{t[:12]}") for r in rules() for t, g in r.examples]
)
def test_example(rule: ObservationRule, text: str, gives: tuple[str, ...]) -> None:
    _, found = observations(text)
    assert sorted(shown(f) for f in found) == sorted(gives)
    assert f"observation.{rule.name}" in {f.rule for f in found}


@pytest.mark.parametrize(
    ("rule", "text"), [pytest.param(r, t, id=f"{r.name}:{t[:12]}") for r in rules() for t in r.not_examples]
)
def test_not_example(rule: ObservationRule, text: str) -> None:
    _, found = observations(text)
    assert f"observation.{rule.name}" not in {f.rule for f in found}


def test_names_are_unique_and_every_rule_has_examples() -> None:
    names = [r.name for r in rules()]
    assert len(names) == len(set(names))
    assert all(r.examples and r.not_examples for r in rules())
