"""The network in memory: the centre, surroundings, ways; ties with their days."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from kg.graph.store import Graph
from kg.use.webs import Ties, Web

ID = "https://w3id.org/fangzhi/id/"
EAST, FIRM, ZHOU = f"{ID}district/990102", f"{ID}company/云溪星河科技有限公司", f"{ID}official/周明"


@pytest.fixture(scope="module")
def ties(collection: Path) -> Iterator[Ties]:
    with Graph.open(collection) as graph:
        yield Ties(graph)


def labels(web: Web) -> list[str]:
    return [one.label for one, _ in web.entities]


def test_the_most_central_come_first(ties: Ties) -> None:
    counts = [count for _, count in ties.central(100).entities]
    assert counts == sorted(counts, reverse=True)
    assert len(ties.central(3).entities) == 3


def test_around_one_come_the_nearest(ties: Ties) -> None:
    near = ties.around([ZHOU], 2)
    assert labels(near)[0] == "周明"
    assert len(near.entities) == 2
    assert near.ties, "the second is a neighbour of the first"


def test_ties_are_those_among_the_entities(ties: Ties) -> None:
    web = ties.among([EAST, ZHOU, "urn:nobody"])
    assert labels(web) == ["东江区", "周明"]
    assert {(one.tie.source, one.tie.target) for one in web.ties} == {(ZHOU, EAST)}
    assert all(one.first <= one.last for one in web.ties)
    assert any(one.tie.label == "区长" and one.first == "2024-11-20" for one in web.ties)


def test_a_way_leads_from_one_to_the_other(ties: Ties) -> None:
    way = ties.way(ZHOU, FIRM)
    assert labels(way) == ["周明", "东江区", "云溪星河科技有限公司"]
    assert ties.way(ZHOU, "urn:nobody").entities == ()


def test_what_no_article_mentions_is_left_out(ties: Ties) -> None:
    assert all(one.articles for one, _ in ties.central(1000).entities)
