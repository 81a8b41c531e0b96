"""The contract as SHACL: the sample keeps it, every constraint catches a breach (`cases/broken.ttl`)."""

from __future__ import annotations

from pathlib import Path

import pytest
import rdflib

from kg import resources
from kg.graph import rdf
from kg.graph.store import Graph
from kg.graph.terms import Quad, iri
from kg.graph.validate import QUERIES, Report, validate
from tests.graph import sample

BROKEN = Path(__file__).parent / "cases" / "broken.ttl"


@pytest.fixture(scope="module")
def broken() -> rdflib.Graph:
    return rdf.parse_turtle(BROKEN.read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def report(broken: rdflib.Graph) -> Report:
    page = iri(f"{sample.BASE}graph/broken.txt")
    nodes = [Quad(s.n3(), p.n3(), o.n3(), page) for s, p, o in broken if p != rdflib.RDFS.comment]
    return validate(Graph.memory([*sample.quads(), *nodes], sample.BASE))


def expected(broken: rdflib.Graph) -> set[tuple[str, str]]:
    return {(str(message), str(node)) for node, message in broken.subject_objects(rdflib.RDFS.comment)}


def test_the_sample_keeps_the_contract(graph):
    found = validate(graph)
    assert [str(violation) for violation in found.violations] == []
    assert found.conforms
    assert found.checked > 300


def test_every_breach_is_found_at_its_node(broken, report):
    found = {(violation.message, violation.focus) for violation in report.violations}
    assert expected(broken) - found == set()
    assert not report.conforms


def test_every_message_has_a_breach(report):
    shapes = rdf.parse_turtle(resources.text("shapes.ttl"))
    messages = {str(m) for m in shapes.objects(None, rdflib.SH.message) if m.language == "zh"} | set(QUERIES)
    assert messages - {violation.message for violation in report.violations} == set()


def test_other_nodes_of_the_sample_are_not_blamed(broken, report):
    named = {node for _, node in expected(broken)}
    blamed = {v.focus for v in report.violations if v.focus.startswith(sample.BASE)}
    assert blamed - named == set()


def test_a_breach_says_where_and_what(report):
    found = [str(violation) for violation in report.violations]
    assert "区划代码应为六位或九位数字,至多一个。 https://example.org/broken/coded (fz:divisionCode = 4302)" in found
    grouped = dict(report.by_message())
    assert list(grouped) == sorted(grouped)
    assert sum(map(len, grouped.values())) == len(report.violations)


def test_reference_data_needs_no_evidence(graph):
    """The sample's divisions have neither articles nor statements, and that is right."""
    assert any(quad.graph == iri(graph.mint.reference("divisions")) for quad in graph.quads())
    assert validate(graph).conforms
