"""What a query's text gives away before the engine sees it: other servers, updates, foreign graphs, excess."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
import yaml

from kg.errors import QueryError
from kg.graph import results, sparql
from kg.graph.store import Graph

CASES = yaml.safe_load((Path(__file__).parent / "cases" / "guests.yaml").read_text(encoding="utf-8"))
ANY = results.Wanted("json", "turtle", 100)


@pytest.mark.parametrize(("query", "said"), CASES["refused"])
def test_refused(graph: Graph, query: str, said: str) -> None:
    with pytest.raises(QueryError, match=said):
        results.answer(graph, query, ANY)


@pytest.mark.parametrize("query", CASES["passed"])
def test_passed(graph: Graph, query: str) -> None:
    assert results.answer(graph, query, ANY).format == "json"


def test_the_line_is_told() -> None:
    with pytest.raises(sparql.RefusedError, match="第 3 行用了 SERVICE"):
        sparql.refuse_service("SELECT * {\n# SERVICE\nSERVICE ?x {} }")


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("SELECT * FROM <a:1> FROM NAMED <a:2> { ?s ?p ?o }", ("a:1", "a:2")),
        ("SELECT * FROM NAMED e:x { ?s ?p ?o }", ("urn:e:x",)),
        ("PREFIX e: <urn:mine:> SELECT*FROM e:a\\#b{ ?s ?p ?o }", ("urn:mine:a#b",)),
        ("PREFIX : <urn:mine:> DESCRIBE ?s FROM :x { ?s ?p ?o }", ("urn:mine:x",)),
        ("SELECT * { ?s ?p 'FROM <a:1>' # FROM <a:2>\n }", ()),
        ("SELECT ?from { ?from <a:named> <a:1> }", ()),
        ("SELECT * FROM <relative> { ?s ?p ?o }", ()),
        ("BASE <file:///a/> BASE <b/> SELECT * FROM <c> FROM <a:1> { ?s ?p ?o }", ("file:///a/b/c", "a:1")),
        ("BASE <file:///a/> SELECT * FROM <http://[x> { ?s ?p ?o }", ("http://[x",)),
        ("BASE <file:///a/> PREFIX e: <b/> SELECT * FROM e:c { ?s ?p ?o }", ("file:///a/b/c",)),
    ],
)
def test_graphs_named(query: str, found: tuple[str, ...]) -> None:
    assert sparql.graphs_named(query, {"e": "urn:e:"}) == found


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("SELECT * {" + "{" * 100 + "}" * 101, "套了 101 层"),
        ("SELECT (" + "(" * 200 + "1" + ")" * 200 + " AS ?x) {}", "套了 101 层"),
        ("SELECT * {\n?s ?p " + "[?p " * 100 + "1" + "]" * 100 + "}", "第 2 行"),
        ("#" * sparql.LONGEST + "\nASK {}", "超过上限 262144"),
    ],
)
def test_excess(query: str, said: str) -> None:
    with pytest.raises(QueryError, match=said):
        sparql.refuse_excess(query)


def test_brackets_in_texts_are_none() -> None:
    sparql.refuse_excess(f"ASK {{ ?s ?p '{'(' * 200}' . <urn:x> ?p ?o # {'{' * 200}\n }}")


@pytest.mark.parametrize(
    "piece", ["a.", "a-", '"""', "'''", "'", '"', "<", "\\", "a:b\\", "@a-", "?", "<a", "#", "(", "a:"]
)
def test_the_time_is_linear(piece: str) -> None:
    """The longest query of one piece again and again is read in a moment; backtracking would take minutes."""
    began = time.process_time()
    assert sum(1 for _ in sparql.tokens(piece * (sparql.LONGEST // len(piece)))) >= 0
    assert time.process_time() - began < 5


@pytest.mark.parametrize(
    ("query", "triples"),
    [
        ("construct where { ?s ?p ?o }", True),
        ("BASE <urn:x:> PREFIX select: <urn:y:> # SELECT\nDESCRIBE select:a", True),
        ("# CONSTRUCT\nSELECT * { ?s ?p 'DESCRIBE' }", False),
        ("PREFIX construct: <urn:x:> ASK { construct:a ?p ?o }", False),
        ("", False),
    ],
)
def test_the_kind_of_answer(query: str, triples: bool) -> None:
    assert sparql.gives_triples(query) is triples
