"""Subjects outside the graph, each with its examples, and replies that say no more than they know."""

from __future__ import annotations

from pathlib import Path

import pytest

import kg
from kg.use.ask.question import LONGEST, prepare
from kg.use.ask.records import NOT_UNDERSTOOD
from kg.use.ask.refusal import Topic, outside, topics

EXAMPLES = [(topic, text) for topic in topics() for text in topic.examples]
COUNTER = [(topic, text) for topic in topics() for text in topic.not_examples]


def label(value: object) -> str:
    return value.name if isinstance(value, Topic) else str(value)


@pytest.mark.parametrize(("topic", "text"), EXAMPLES, ids=label)
def test_example(topic: Topic, text: str) -> None:
    found = outside(prepare(text))
    assert found
    assert found.name == topic.name


@pytest.mark.parametrize(("topic", "text"), COUNTER, ids=label)
def test_counter_example(topic: Topic, text: str) -> None:
    assert not topic.pattern.search(prepare(text))


def test_two_times_are_more_than_one_question(collection: Path) -> None:
    with kg.open(collection) as graph:
        assert graph.ask("2024年东江区GDP增长多少").status == "answered"
        assert graph.ask("2024年东江区2025年GDP增长多少").status == NOT_UNDERSTOOD


def test_a_text_is_no_question(collection: Path) -> None:
    with kg.open(collection) as graph:
        assert "太长" in graph.ask("东江区" * LONGEST).text


def test_an_empty_question_is_an_error(collection: Path) -> None:
    with kg.open(collection) as graph, pytest.raises(kg.QueryError, match="请写出要问的问题"):
        graph.ask(" 请问？")


def test_names_are_read_once(collection: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[object] = []
    from kg.use.ask import asking

    real = asking.names_of
    monkeypatch.setattr(asking, "names_of", lambda graph: read.append(graph) or real(graph))
    with kg.open(collection) as graph:
        assert isinstance(graph.ask("谁是东江区区长").text, str)
        graph.ask("东江区有哪些企业")
    assert len(read) == 1
