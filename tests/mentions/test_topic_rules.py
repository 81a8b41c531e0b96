"""Every example and counter-example in the rule files of titles, events, programmes, products and industries."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from kg.mentions.rules import Rule
from kg.records import Mention
from tests.mentions import people_setting
from tests.mentions.people_setting import mentions_of
from tests.mentions.rule_files import cases, check_example, found, name

FILES = ("honours", "events", "events_plain", "initiatives", "initiatives_plain", "products", "industries")
EXAMPLES, COUNTER = cases(FILES)
#: A county no page has, so that its name is a place in the examples.
PLACES = (*people_setting.PLACES, "云口市")


def _mentions(text: str) -> Sequence[Mention]:
    return mentions_of(text, PLACES)


@pytest.mark.parametrize(("rule", "example"), EXAMPLES, ids=name)
def test_example(rule: Rule, example: str) -> None:
    check_example(rule, example, _mentions)


@pytest.mark.parametrize(("rule", "text"), COUNTER, ids=name)
def test_not_example(rule: Rule, text: str) -> None:
    assert found(rule, text, _mentions) == []
