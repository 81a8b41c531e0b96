"""Every phrasing: well formed, fitted by its examples and by them alone, and deaf to its counter-examples.

In an example the names are marked with their kind, 【District:东江区】; they are all the names there are.
"""

from __future__ import annotations

import re
import re._parser as re_parser
from collections.abc import Iterable, Iterator
from typing import Any

import pytest

from kg.mentions.symbols import symbol
from kg.use.ask import phrasings
from kg.use.ask.match import Match, matches
from kg.use.ask.names import Names
from kg.use.ask.phrasings import MARK, Phrasing, unmarked
from kg.use.ask.question import prepare, readings
from kg.use.ask.records import Name

ALL = phrasings.load()
EXAMPLES = [(p, text) for p in ALL for text in p.examples]
COUNTER = [(p, text) for p in ALL for text in p.not_examples]
#: Kinds that are read from the words and need no name in the graph.
READ = ("Date", "Money")
#: How a question may be put without becoming another.
POLITE = ("请问{}", "我想知道{}", "帮我查一下{}", "你知道{}吗", "{}呢", "请问一下,{}")


def understood(example: str, asked: str = "") -> list[Match]:
    """How a question is understood that has the names marked in an example."""
    names = [
        (name, Name(kind, name, f"urn:{kind}:{name}", 1)) for kind, name in MARK.findall(example) if kind not in READ
    ]
    return matches(readings(prepare(asked or unmarked(example)), Names(names, "2026-01-15")))


def label(value: object) -> str:
    return value.name if isinstance(value, Phrasing) else str(value)


def test_there_are_enough_of_them() -> None:
    assert len(ALL) >= 60
    assert len({p.title for p in ALL}) == len(ALL), "a title says which phrasing was understood"


@pytest.mark.parametrize("phrasing", ALL, ids=label)
def test_its_parts_fit_together(phrasing: Phrasing) -> None:
    phrasings.check(phrasing)


@pytest.mark.parametrize("phrasing", ALL, ids=label)
def test_nothing_that_is_asked_is_dropped(phrasing: Phrasing) -> None:
    """What a pattern takes from the question chooses something; an ``aside`` or a title is said not to."""
    used = {source.partition(".")[0] for _, source in phrasing.step.bind} | {phrasing.limit, "aside", "titled"}
    assert {name for pattern in phrasing.patterns for name in pattern.slots - used} == set()


def repeated(parsed: Iterable[Any], again: bool = False) -> Iterator[int]:
    """The groups of a parsed pattern that may match more than once, of which only the last match would be kept."""
    for op, value in parsed:
        if str(op) == "SUBPATTERN":
            yield from [value[0]] if again and value[0] else []
            yield from repeated(value[-1], again)
        elif str(op) in ("MAX_REPEAT", "MIN_REPEAT"):
            yield from repeated(value[2], again or value[1] > 1)
        elif str(op) == "BRANCH":
            for branch in value[1]:
                yield from repeated(branch, again)


@pytest.mark.parametrize("phrasing", ALL, ids=label)
def test_no_slot_is_repeated(phrasing: Phrasing) -> None:
    for pattern in phrasing.patterns:
        assert not list(repeated(re_parser.parse(pattern.regex.pattern, re.VERBOSE)))


@pytest.mark.parametrize("phrasing", ALL, ids=label)
def test_a_bare_time_or_nothing_is_no_question(phrasing: Phrasing) -> None:
    for pattern in phrasing.patterns:
        assert not pattern.regex.fullmatch("")
        assert not pattern.regex.fullmatch(symbol("Date"))
        assert not pattern.regex.fullmatch(symbol("District")) or phrasing.name == "thing.about"


@pytest.mark.parametrize(("phrasing", "example"), EXAMPLES, ids=label)
def test_example(phrasing: Phrasing, example: str) -> None:
    found = understood(example)
    assert [match.phrasing.name for match in found][:1] == [phrasing.name]
    named = [mention.name for slot in found[0].slots.values() for mention in slot.mentions]
    assert sorted(named) == sorted(prepare(name) for _, name in MARK.findall(example)), "every name has its slot"


@pytest.mark.parametrize(("phrasing", "text"), COUNTER, ids=label)
def test_counter_example(phrasing: Phrasing, text: str) -> None:
    assert [match.phrasing.name for match in understood(text)][:1] != [phrasing.name]


@pytest.mark.parametrize("manner", POLITE)
@pytest.mark.parametrize("phrasing", ALL, ids=label)
def test_politeness_changes_nothing(phrasing: Phrasing, manner: str) -> None:
    example = phrasing.examples[0]
    asked = manner.format(unmarked(example).rstrip("?"))
    assert [match.phrasing.name for match in understood(example, asked)][:1] == [phrasing.name]
