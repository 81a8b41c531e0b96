"""Every export says the same as the N-Quads, in the same bytes every time."""

from __future__ import annotations

import pytest
from rdflib import Dataset, Graph
from rdflib.compare import isomorphic

from kg.errors import GraphError
from kg.graph import rdf, store
from kg.graph.terms import Quad, iri, text
from tests.graph import sample


@pytest.fixture(scope="module")
def dataset(graph: store.Graph) -> Dataset:
    return rdf.parse_export(graph.dump("nquads"), "nquads")


def named(dataset: Dataset) -> dict[str, Graph]:
    return {str(g.identifier): g for g in dataset.graphs() if len(g)}


def union(dataset: Dataset) -> Graph:
    merged = Graph()
    for found in dataset.graphs():
        merged += found
    return merged


def test_the_formats_are_those_promised():
    assert set(store.FORMATS) == {*rdf.WITH_GRAPHS, *rdf.WITHOUT_GRAPHS}


@pytest.mark.parametrize("format_", ["trig", "jsonld"])
def test_formats_with_graphs_are_isomorphic_graph_by_graph(graph, dataset, format_):
    mine, theirs = named(rdf.parse_export(graph.dump(format_), format_)), named(dataset)
    assert mine.keys() == theirs.keys()
    assert len(mine) == 3
    for name in theirs:
        assert isomorphic(mine[name], theirs[name]), name


@pytest.mark.parametrize("format_", ["turtle", "ntriples", "rdfxml"])
def test_formats_without_graphs_are_isomorphic_to_the_union(graph, dataset, format_):
    assert isomorphic(rdf.parse_export(graph.dump(format_), format_), union(dataset))


@pytest.mark.parametrize("format_", sorted(store.FORMATS))
def test_the_order_of_loading_leaves_no_mark(graph, format_):
    other = store.Graph.memory(sample.quads()[::-1] * 2, sample.BASE)
    assert other.dump(format_) == graph.dump(format_) == graph.dump(format_)


def test_lines_are_sorted_and_quads_are_the_lines(graph):
    assert graph.lines() == sorted(graph.lines())
    assert "".join(quad.line() for quad in graph.quads()).encode() == graph.dump("nquads")


def test_the_quads_of_one_graph(graph):
    page = graph.mint.graph("2025/04 05.txt")
    found = list(graph.quads(page))
    assert found == [quad for quad in graph.quads() if quad.graph == iri(page)]
    assert {quad.graph for quad in found} == {iri(page)}
    assert page in graph.graphs()


def test_turtle_is_readable(graph):
    written = graph.dump("turtle").decode()
    head = [line for line in written.splitlines() if line.startswith("@prefix ")]
    assert head == sorted(head)
    assert "official:葛长青 a schema:Person , fz:Official ;" in written
    assert "fz:official official:葛长青 ;" in written


def test_characters_that_xml_cannot_hold():
    odd = Quad(iri("https://e.org/s"), iri("https://e.org/p"), text("一\x0b二\x00三\ufffe"), iri("https://e.org/g"))
    graph = store.Graph.memory([odd])
    assert [str(o) for o in rdf.parse_export(graph.dump("rdfxml"), "rdfxml").objects()] == ["一\ufffd二\ufffd三\ufffd"]
    assert [str(o) for o in rdf.parse_export(graph.dump("turtle"), "turtle").objects()] == ["一\x0b二\x00三\ufffe"]


def test_an_unknown_format_is_one_sentence(graph):
    with pytest.raises(GraphError, match="没有导出格式 pdf"):
        graph.dump("pdf")


def test_the_python_api_gives_an_rdflib_dataset(graph, dataset):
    mine = rdf.to_dataset(graph)
    assert named(mine).keys() == named(dataset).keys()
    assert len(list(mine.query("SELECT * { ?t a fz:Tenure }"))) == 2, "the union, with our prefixes"
    page = graph.mint.graph("2025/04 05.txt")
    assert isomorphic(rdf.to_graph(graph), union(dataset))
    assert [isomorphic(batch, named(dataset)[page]) for batch in rdf.batches(graph, [page], 1)] == [True]
    assert [len(batch) for batch in rdf.batches(graph, graph.graphs(), 10**6)] == [len(union(dataset))]
    assert len(list(rdf.batches(graph, graph.graphs(), 1))) == len(graph.graphs())
