"""The facts that use a post or an indicator: all counted, in order, some at a time."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.graph.store import Graph
from kg.use.concepts import uses

ID = "https://w3id.org/fangzhi/id/"


@pytest.mark.parametrize(
    ("concept", "labels", "texts"),
    [
        ("post/区长", ["东江区"], ["周明"]),
        ("indicator/地区生产总值", ["东江区", "西河区"], ["6.5%"]),
    ],
)
def test_what_uses_it_by_place(collection: Path, concept: str, labels: list[str], texts: list[str]) -> None:
    with Graph.open(collection) as graph:
        found = uses(graph, ID + concept, 0, 100)
    assert found.total == len(found.shown) > 0
    assert list(dict.fromkeys(use.label for use in found.shown)) == labels
    said = "\n".join(use.fact.text for use in found.shown)
    assert all(text in said for text in texts)
    assert all(use.fact.quotes for use in found.shown)


def test_the_newest_comes_first_and_pages_join(collection: Path) -> None:
    with Graph.open(collection) as graph:
        whole = uses(graph, f"{ID}indicator/地区生产总值", 0, 100)
        parts = [uses(graph, f"{ID}indicator/地区生产总值", first, 2) for first in range(0, whole.total, 2)]
    assert [use for part in parts for use in part.shown] == list(whole.shown)
    assert {part.total for part in parts} == {whole.total}
    of_east = [use.fact.when.rpartition("/")[2] for use in whole.shown if use.label == "东江区"]
    assert len(of_east) > 1
    assert of_east == sorted(of_east, reverse=True)


def test_nothing_uses_what_is_no_concept(collection: Path) -> None:
    with Graph.open(collection) as graph:
        assert uses(graph, f"{ID}district/990102", 0, 10).total == 0
