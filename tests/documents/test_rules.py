"""Every layout rule fits its examples and none of its counter-examples; the lexicons are well formed."""

from __future__ import annotations

import pytest

from kg.documents import neighbours
from kg.documents.lines import split_lines
from kg.documents.rules import LineRule, bridge_words, lexicon, line_rules, roles, words
from kg.errors import DataError


@pytest.mark.parametrize("rule", line_rules(), ids=lambda rule: rule.name)
def test_examples(rule: LineRule) -> None:
    assert rule.examples
    assert rule.counter_examples
    assert [text for text in rule.examples if not rule.pattern.search(text)] == []
    assert [text for text in rule.counter_examples if rule.pattern.search(text)] == []


@pytest.mark.parametrize("rule", line_rules(), ids=lambda rule: rule.name)
def test_examples_get_the_rules_kind(rule: LineRule) -> None:
    """The order of the rules does not hide a rule behind another kind."""
    for text in rule.examples:
        [unit] = neighbours.classify(split_lines(text))
        assert unit.kind == rule.kind, text


def test_names_are_unique() -> None:
    names = [rule.name for rule in line_rules()]
    assert len(names) == len(set(names))


def test_word_lists_hold_no_word_twice() -> None:
    for name in lexicon():
        if name not in ("roles", "not_first"):
            assert len(words(name)) == len(set(words(name))), name
    assert len(roles()) == len(lexicon()["roles"])
    assert all(len(word) == 2 for word in bridge_words())


def test_an_unknown_list_is_an_error() -> None:
    with pytest.raises(DataError, match="no_such_list"):
        words("no_such_list")
