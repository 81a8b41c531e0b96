"""Every example and counter-example in the rule files of bodies, posts and people."""

from __future__ import annotations

import pytest

from kg.mentions.rules import Rule
from tests.mentions.people_setting import mentions_of
from tests.mentions.rule_files import cases, check_example, found, name

FILES = ("organizations", "organizations_courts", "institutions", "posts", "persons")
EXAMPLES, COUNTER = cases(FILES)


@pytest.mark.parametrize(("rule", "example"), EXAMPLES, ids=name)
def test_example(rule: Rule, example: str) -> None:
    check_example(rule, example, mentions_of)


@pytest.mark.parametrize(("rule", "text"), COUNTER, ids=name)
def test_not_example(rule: Rule, text: str) -> None:
    assert found(rule, text, mentions_of) == []
