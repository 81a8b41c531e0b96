"""The W3C's tests of Turtle, TriG, N-Triples and N-Quads: what is read, what is refused, and what an export says."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib

from kg.graph import rdf
from kg.graph.store import FORMATS, Graph
from tests.w3c import suite
from tests.w3c.conftest import judge, suites

ROOT = suites("rdf/rdf11")
#: The folders of the suites, and the addresses their relative IRIs count from.
FOLDERS = ("rdf-n-quads", "rdf-n-triples", "rdf-trig", "rdf-turtle")
BASE = "https://w3c.github.io/rdf-tests/rdf/rdf11"
NAMES = {".ttl": "turtle", ".trig": "trig", ".nt": "ntriples", ".nq": "nquads"}
CASES = [case for folder in FOLDERS for case in suite.cases(ROOT, folder)] if ROOT else []
#: What an export has no place for beside the named graphs is put into one.
DEFAULT = ox.NamedNode("urn:default")


def cases(*, bad: bool) -> pytest.MarkDecorator:
    chosen = [case for case in CASES if ("Negative" in case.kind) == bad]
    return pytest.mark.parametrize("case", chosen, ids=[case.id for case in chosen])


def read(path: Path) -> list[ox.Quad]:
    format_, _ = FORMATS[NAMES[path.suffix]]
    return list(ox.parse(path=str(path), format=format_, base_iri=f"{BASE}/{path.parent.name}/{path.name}"))


def canonical(quads: Iterable[ox.Quad]) -> set[str]:
    """The quads with names of blank nodes that depend on the quads alone."""
    found = ox.Dataset(quads)
    found.canonicalize(ox.CanonicalizationAlgorithm.UNSTABLE)
    return set(map(str, found))


def holding(quads: list[ox.Quad]) -> Graph:
    """A graph as builds leave it: every quad in its named graph, and every triple in the union, the default graph."""
    graph = Graph.memory(())
    graph.engine.extend([*quads, *(ox.Quad(*quad.triple) for quad in quads)])
    return graph


def test_the_suites_are_read() -> None:
    if ROOT is None:
        pytest.skip("没有 W3C 的测试集(FANGZHI_SHARED 或 ../shared) · no W3C suites")
    assert len(CASES) > 800
    assert {case.folder for case in CASES} == set(FOLDERS)


@cases(bad=True)
def test_what_is_wrong_is_refused(case: suite.Case) -> None:
    assert case.query is not None
    try:
        read(case.query)
        refused = False
    except SyntaxError:
        refused = True
    judge(case.id, refused, "was read")


@cases(bad=False)
def test_what_is_right_is_read_and_exported(case: suite.Case) -> None:
    """In every format an export says what was read; graphs that have no graph names, in those that keep graphs."""
    assert case.query is not None
    try:
        found = read(case.query)
    except SyntaxError as error:
        judge(case.id, False, str(error))
        return
    judge(case.id, case.result is None or canonical(found) == canonical(read(case.result)))
    named = [ox.Quad(*quad.triple, DEFAULT) if quad.graph_name == ox.DefaultGraph() else quad for quad in found]
    graph = holding(named)
    kept = [quad for quad in graph.engine if quad.graph_name != ox.DefaultGraph()]  # values, not spellings
    flat = [ox.Quad(*quad.triple) for quad in kept]
    for format_ in NAMES.values():
        again = list(ox.parse(graph.dump(format_), format=FORMATS[format_][0]))
        assert canonical(again) == canonical(kept if FORMATS[format_][1] else flat), format_


@pytest.mark.parametrize("case", [case for case in CASES if case.kind == "TestTurtleEval"], ids=lambda case: case.id)
def test_another_reader_finds_the_same_values_in_an_export(case: suite.Case) -> None:
    """The store keeps values, not spellings: what was read as 01 is written as 1."""
    assert case.query is not None
    assert case.result is not None
    graph = holding([ox.Quad(*quad.triple, DEFAULT) for quad in read(case.query)])
    wanted = rdflib.Graph().parse(case.result, format="turtle")  # of which N-Triples are a part
    assert suite.same(rdf.parse_export(graph.dump("turtle"), "turtle"), wanted)
