"""Answers to guests: bounded to the row, in every format, over the dataset asked for."""

from __future__ import annotations

import csv
import io
import json
import xml.etree.ElementTree as ElementTree
from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import QueryError
from kg.graph import results
from kg.graph.results import Dataset, FormatError, Wanted
from kg.graph.store import Graph
from kg.graph.terms import Quad, iri, text

FORMATS = ("json", "xml", "csv", "tsv")
ROWS = Wanted("json", "turtle")
LINK = "http://example.org/sparql#truncated"
#: Texts that look like what parts rows in one of the formats.
ODD = (
    "}},{",
    "},{",
    '"}},{"',
    "<result>",
    "</result>",
    "a\r\nb",
    'a"b\r\n"c',
    "\n",
    "\t",
    "]}}",
    ",",
    "",
    '""',
    "\\",
    "\x00\x1b",
)


def graph_of(texts: list[str]) -> Graph:
    """One triple a text, each text the object, in two graphs."""
    return Graph.memory(
        Quad(iri(f"urn:s:{number:04}"), iri("urn:p"), text(value), iri(f"urn:g:{number % 2}"))
        for number, value in enumerate(texts)
    )


def count(data: bytes, format_: str) -> int:
    """How many rows a document has, read by other means than ours."""
    if format_ == "json":
        return len(json.loads(data)["results"]["bindings"])
    if format_ == "xml":
        return len(ElementTree.fromstring(data).findall(".//{http://www.w3.org/2005/sparql-results#}result"))
    if format_ == "csv":
        return len(list(csv.reader(io.StringIO(data.decode(), newline="")))) - 1
    return len(list(ox.parse_query_results(data, ox.QueryResultsFormat.TSV)))


@given(st.lists(st.sampled_from(ODD) | st.text(max_size=8), max_size=8), st.integers(1, 9), st.sampled_from(FORMATS))
def test_rows_are_cut_exactly(texts: list[str], rows: int, format_: str) -> None:
    graph = graph_of(texts)
    whole = results.answer(graph, "SELECT ?s ?o { ?s ?p ?o } ORDER BY ?s", Wanted(format_, "", 0))
    cut = results.answer(graph, "SELECT ?s ?o { ?s ?p ?o } ORDER BY ?s", Wanted(format_, "", rows, LINK))
    assert count(whole.data, format_) == len(texts)
    assert not whole.cut
    assert count(cut.data, format_) == min(rows, len(texts))
    assert cut.cut == (len(texts) > rows)
    if not cut.cut:
        assert cut.data == whole.data
    if format_ == "json":
        assert json.loads(cut.data)["results"]["bindings"] == json.loads(whole.data)["results"]["bindings"][:rows]
        assert json.loads(cut.data)["head"].get("link", []) == [LINK] * cut.cut


#: Endings of a query over ten solutions, and how many rows each leaves.
ENDINGS = [
    ("", 10), ("LIMIT 3", 3), ("LIMIT 3 OFFSET 8", 2), ("OFFSET 4", 6), ("offset 4 limit 9", 6), ("LIMIT 100", 10),
    ("LIMIT 3 # LIMIT 9", 3), ("# LIMIT 3", 10), ("LIMIT # 2\n 7 # 1\n OFFSET # 2\n 1", 7), ("LIMIT 0", 0),
    ("ORDER BY ?s", 10), ("VALUES ?o { 'x0' 'x1' 'x2' }", 3), ("LIMIT 2 VALUES ?o { 'x0' }", None),
    ("ORDER BY ?s VALUES ?z { 1 2 } # LIMIT 1", 20), ("GROUP BY ?s ?o HAVING(COUNT(*) > 0)", 10), ("LIMIT 007", 7),
    ("LIMIT 99999999999999999999999999", "error"),
]  # fmt: skip


@pytest.mark.parametrize("rows", [1, 2, 5, 9, 10, 11, 1000])
@pytest.mark.parametrize(("ending", "expected"), ENDINGS)
def test_every_ending_is_bounded(ending: str, expected: int | str | None, rows: int) -> None:
    graph = graph_of([f"x{number}" for number in range(10)])
    query = f"SELECT ?s ?o WHERE {{ ?s ?p ?o }} {ending}"
    if expected == "error":
        with pytest.raises(QueryError):
            results.answer(graph, query, Wanted("json", "", rows))
        return
    own = len(list(graph.engine.query(query)))
    assert expected in (own, None)
    found = results.answer(graph, query, Wanted("json", "", rows))
    assert (count(found.data, "json"), found.cut) == (min(own, rows), own > rows)


@pytest.mark.parametrize("format_", ["turtle", "ntriples", "jsonld", "rdfxml"])
@pytest.mark.parametrize("rows", [1, 9, 10, 11, 0])
def test_triples_are_bounded(format_: str, rows: int) -> None:
    graph = graph_of([f"x{number}" for number in range(10)])
    found = results.answer(graph, "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }", Wanted("", format_, rows))
    names = {"turtle": "turtle", "ntriples": "nt", "jsonld": "json-ld", "rdfxml": "xml"}
    assert len(rdflib.Graph().parse(data=found.data, format=names[format_])) == min(rows or 10, 10)
    assert found.cut == (0 < rows < 10)


def test_a_construct_is_bounded_by_its_triples_not_its_solutions() -> None:
    graph = graph_of(["same"] * 10)
    found = results.answer(graph, "CONSTRUCT { <urn:a> <urn:b> ?o } WHERE { ?s ?p ?o }", Wanted("", "ntriples", 5))
    assert not found.cut


@pytest.mark.parametrize(
    ("dataset", "default", "named"),
    [
        (None, 4, 4),
        (Dataset(("urn:g:0",), ()), 2, 0),
        (Dataset(("urn:g:0", "urn:g:1"), ("urn:g:1",)), 4, 2),
        (Dataset((), ("urn:g:1",)), 0, 2),
    ],
)
def test_datasets(dataset: Dataset | None, default: int, named: int) -> None:
    graph = graph_of(["a", "b", "c", "d"])
    for pattern, expected in (("?s ?p ?o", default), ("GRAPH ?g { ?s ?p ?o }", named)):
        found = results.answer(graph, f"SELECT * {{ {pattern} }}", Wanted("json", ""), dataset)
        assert count(found.data, "json") == expected
    found = (
        results.answer(graph, "SELECT * FROM <urn:none> { ?s ?p ?o }", Wanted("json", ""), dataset) if dataset else None
    )
    assert found is None or count(found.data, "json") == default, "the dataset asked for replaces the query's own"


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * FROM <FILE> { ?s ?p ?o }", "SELECT * FROM NAMED <FILE> { GRAPH ?g { ?s ?p ?o } }",
        "BASE <FOLDER> SELECT * FROM <a.nt> { ?s ?p ?o }", "PREFIX f: <FOLDER> SELECT * FROM f:a.nt { ?s ?p ?o }",
        "SELECT * { SERVICE <FILE> { ?s ?p ?o } }", "LOAD <FILE>", "LOAD <FILE> INTO GRAPH <urn:g>",
    ],
)  # fmt: skip
def test_data_of_elsewhere(tmp_path: Path, query: str) -> None:
    """What lies beside the graph is data for no query, whatever it calls it."""
    file = tmp_path / "a.nt"
    file.write_text("<urn:secret> <urn:p> <urn:o> .\n", encoding="utf-8")
    graph = graph_of(["a"])
    with pytest.raises(QueryError):
        results.answer(graph, query.replace("FILE", file.as_uri()).replace("FOLDER", f"{tmp_path.as_uri()}/"), ROWS)
    assert len(graph.engine) == 2, "nothing was loaded"


@pytest.mark.parametrize("pattern", ["GRAPH <FILE> { ?s ?p ?o }", "{ <FILE> ?p ?o }", "?s <FILE>* <urn:o>"])
def test_a_name_of_elsewhere_is_a_name_like_any_other(tmp_path: Path, pattern: str) -> None:
    file = tmp_path / "a.nt"
    file.write_text("<urn:secret> <urn:p> <urn:o> .\n", encoding="utf-8")
    found = results.answer(graph_of(["a"]), f"SELECT * {{ {pattern.replace('FILE', file.as_uri())} }}", ROWS)
    assert b"secret" not in found.data


@pytest.mark.parametrize("query", ["SELECT * {}", "ASK {}"])
def test_rows_need_a_format_of_their_own(graph: Graph, query: str) -> None:
    with pytest.raises(FormatError):
        results.answer(graph, query, Wanted("", "turtle"))


def test_triples_need_a_format_of_their_own(graph: Graph) -> None:
    with pytest.raises(FormatError):
        results.answer(graph, "DESCRIBE <urn:x>", Wanted("json", ""))


def test_xml_holds_nothing_that_xml_forbids() -> None:
    graph = graph_of(["a\x00b\x1bc\ufffed"])
    for query, wanted in (
        ("SELECT ?o { ?s ?p ?o }", Wanted("xml", "")),
        ("CONSTRUCT WHERE { ?s ?p ?o }", Wanted("", "rdfxml")),
    ):
        data = results.answer(graph, query, wanted).data
        assert "a\ufffdb\ufffdc\ufffdd" in ElementTree.fromstring(data).itertext()


def test_graph_content(graph: Graph) -> None:
    name = graph.graphs()[0]
    data = results.graph_content(graph, name, "ntriples")
    assert data is not None
    assert sorted(data.decode().splitlines()) == sorted(q.triple_line().rstrip("\n") for q in graph.quads(name))
    assert results.graph_content(graph, "urn:none", "turtle") is None
    union = results.graph_content(graph, "", "ntriples")
    assert union is not None
    assert set(union.decode().splitlines()) == {q.triple_line().rstrip("\n") for q in graph.quads()}


@given(
    st.lists(st.tuples(st.sampled_from(["a", "a,b", ",", "a,b,c"]), st.sampled_from(ODD)), max_size=6),
    st.integers(0, 7),
)
def test_csv_holds_iris_with_commas_and_any_text(pairs: list[tuple[str, str]], rows: int) -> None:
    graph = Graph.memory(
        Quad(iri(f"urn:s:{number}{name}"), iri("urn:p"), text(value), iri("urn:g"))
        for number, (name, value) in enumerate(pairs)
    )
    query = "SELECT ?s ?o ?none { ?s ?p ?o } ORDER BY ?s"
    written = results.answer(graph, query, Wanted("csv", "", rows))
    header, *lines = csv.reader(io.StringIO(written.data.decode(), newline=""))
    said = json.loads(results.answer(graph, query, Wanted("json", "", rows)).data)["results"]["bindings"]
    assert header == ["s", "o", "none"]
    assert lines == [[row["s"]["value"], row["o"]["value"], ""] for row in said]
    assert written.cut == (0 < rows < len(pairs))
