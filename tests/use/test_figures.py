"""Figures of districts, each with its words; and the words of the ontology."""

from __future__ import annotations

from pathlib import Path

from kg.graph.store import Graph
from kg.use.figures import districts, figures
from kg.use.vocabulary import vocabulary

EAST = "https://w3id.org/fangzhi/id/district/990102"


def test_figures_of_a_district(collection: Path) -> None:
    with Graph.open(collection) as graph:
        assert EAST in [one.iri for one in districts(graph)]
        found = figures(graph, EAST)
    growth = [
        one for one in found if one.indicator == "地区生产总值" and one.statistic == "增长" and one.value == "6.5"
    ]
    assert len(growth) == 1, "once, however many articles say so"
    assert (growth[0].shown, growth[0].modality, growth[0].end) == ("6.5%", "Actual", "2024-09-30")
    assert growth[0].article.startswith("https://w3id.org/fangzhi/id/article/")
    assert list(found) == sorted(found)


def test_the_vocabulary_has_every_kind_in_both_languages(collection: Path) -> None:
    with Graph.open(collection) as graph:
        found = {one.iri.rpartition("#")[2]: one for one in vocabulary(graph)}
    assert (found["Company"].kind, found["Company"].zh, found["Company"].en) == ("class", "企业", "Company")
    assert found["locatedIn"].kind == "property"
    assert found["Target"].kind == "individual"
