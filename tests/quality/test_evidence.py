"""Every fact shows its words: it has evidence, and the evidence is what the source says at that place."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from kg.documents.read import read_page
from kg.graph.answers import Solutions
from kg.graph.store import Graph
from kg.graph.vocab import FZ, LINKS
from kg.language.fold import fold

#: A fact that is a node of its own, or a statement about a link, without words for it.
UNFOUNDED = """
SELECT DISTINCT ?fact WHERE {
  { VALUES ?kind { fz:Tenure fz:Award fz:Milestone fz:Observation rdf:Statement } ?fact a ?kind }
  FILTER NOT EXISTS { ?fact prov:wasDerivedFrom/fz:quote ?quote }
}"""
#: A link between things that articles mention, without a statement that gives its evidence. Reference data (a county
#: lies in its city) need none.
UNSTATED = """
SELECT DISTINCT ?s ?p ?o WHERE {
  GRAPH ?g { ?s ?p ?o }
  FILTER(!CONTAINS(STR(?g), "/graph/reference/"))
  FILTER NOT EXISTS { ?fact rdf:subject ?s ; rdf:predicate ?p ; rdf:object ?o ; prov:wasDerivedFrom/fz:quote ?quote }
  VALUES ?p { %s }
}"""
EVIDENCE = """
SELECT DISTINCT ?evidence ?source ?start ?end ?quote ?rule ?confidence WHERE {
  ?evidence a fz:Evidence ; fz:start ?start ; fz:end ?end ; fz:quote ?quote .
  ?evidence fz:article/(fz:onPage?)/fz:source ?source .
  OPTIONAL { ?evidence fz:rule ?rule }
  OPTIONAL { ?evidence fz:confidence ?confidence }
}"""


def rows(graph: Graph, query: str) -> Iterator[dict[str, str]]:
    """The rows of a SELECT as plain text."""
    found = graph.query(query)
    assert isinstance(found, Solutions)
    return found.dicts()


@pytest.fixture(scope="module", params=["seeds", "pages"])
def folder(request: pytest.FixtureRequest) -> Path:
    """The folder of pages that the graph was built from: the seeds, and all shared pages where there are any."""
    if request.param == "seeds":
        found: Path = request.getfixturevalue("seeds")
        return found
    shared: Path = request.getfixturevalue("shared")
    return shared / "pages"


@pytest.fixture(scope="module")
def graph(request: pytest.FixtureRequest, folder: Path) -> Iterator[Graph]:
    """The graph of that folder."""
    with Graph.open(request.getfixturevalue(f"{folder.name}_graph")) as opened:
        yield opened


def test_every_fact_has_evidence(graph: Graph) -> None:
    assert list(rows(graph, UNFOUNDED)) == []


def test_every_link_has_evidence(graph: Graph) -> None:
    links = " ".join(f"<{FZ[name]}>" for name in (*LINKS, "investment"))
    assert list(rows(graph, UNSTATED % links)) == []


def test_every_quote_stands_in_its_source(graph: Graph, folder: Path) -> None:
    texts = {file.name: read_page(file, folder).text for file in folder.glob("*.txt")}
    seen = 0
    for row in rows(graph, EVIDENCE):
        start, end = int(row["start"]), int(row["end"])
        assert texts[row["source"]][start:end] == row["quote"], row["evidence"]
        assert row["rule"], row["evidence"]
        assert 0 < float(row["confidence"]) <= 1, row["evidence"]
        seen += 1
    found = next(rows(graph, "SELECT (COUNT(DISTINCT ?e) AS ?n) WHERE { ?e a fz:Evidence }"))
    assert seen == int(found["n"]) > 0


def test_every_body_leads_back_to_its_source(graph: Graph, folder: Path) -> None:
    texts = {file.name: read_page(file, folder).text for file in folder.glob("*.txt")}
    articles = list(rows(graph, "SELECT ?body ?offsets ?source { ?a fz:body ?body ; fz:source ?source "
                                "OPTIONAL { ?a fz:bodyOffsets ?offsets } }"))  # fmt: skip
    for row in articles:
        runs = [tuple(map(int, run.split("+"))) for run in row.get("offsets", "").split()]
        assert fold("".join(texts[row["source"]][start : start + length] for start, length in runs)) == row["body"]
    assert articles
