"""What a graph holds, counted."""

from __future__ import annotations

from pathlib import Path

from kg.graph.store import Graph
from kg.use.stats import stats


def test_counts(collection: Path) -> None:
    with Graph.open(collection) as graph:
        found = stats(graph)
    assert (found.sources, found.articles) == (3, 4)
    assert (found.since, found.until) == ("2024-11-20", "2026-01-15")
    assert found.newspapers == (("云溪日报", 3), ("东江时报", 1))
    assert dict(found.entities)["行政区"] == 3
    assert dict(found.facts)["任职"] == 4
    assert dict(found.facts)["投资额"] == 2
    assert dict(found.facts)["获奖"] == 2
    assert "获得" not in dict(found.facts)  # the same two honours as links
    assert found.evidence == 19


def test_an_empty_graph_counts_nothing() -> None:
    found = stats(Graph.memory([]))
    assert (found.sources, found.articles, found.since, found.facts) == (0, 0, "", ())
