"""Credits and datelines (byline_cases.yaml)."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest
import yaml

from kg.documents import bylines
from kg.documents.bylines import Credit

CASES = yaml.safe_load((Path(__file__).parent / "byline_cases.yaml").read_text(encoding="utf-8"))


def shown(people: Iterable[Credit]) -> list[str]:
    return sorted("/".join(filter(None, (p.name, p.role, p.outlet))) for p in people)


@pytest.mark.parametrize("case", CASES["credits"], ids=lambda case: case["text"])
def test_credit(case: dict[str, Any]) -> None:
    people = bylines.parse(case["text"]) or ()
    assert shown(people) == sorted(case["people"])
    for person in people:
        assert case["text"][person.start : person.end].replace(" ", "") == person.name


@pytest.mark.parametrize("case", CASES["datelines"], ids=lambda case: case["text"])
def test_dateline(case: dict[str, Any]) -> None:
    found = bylines.dateline(case["text"])
    if "rest" not in case:
        assert found is None
        return
    assert found is not None
    assert case["text"][found.end :] == case["rest"]
    assert (found.paper, shown(found.people)) == (case["paper"], sorted(case["people"]))
    for person in found.people:
        assert case["text"][person.start : person.end] == person.name


def test_credit_at_the_end_of_a_caption() -> None:
    text = "书记在现场致辞。安州日报记者 张 三 摄"
    found = bylines.tail(text)
    assert found is not None
    assert text[found.start :] == "安州日报记者 张 三 摄"
    assert shown(found.people) == ["张三/摄影/安州日报", "张三/记者/安州日报"]


@pytest.mark.parametrize("text", ["通用机场飞行表演。区宣传部 供图", "他对记者说。", "大桥通车了。"])
def test_captions_without_people(text: str) -> None:
    assert bylines.tail(text) is None
