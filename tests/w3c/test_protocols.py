"""The W3C's protocol tests, against a running server."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import httpx
import pyoxigraph as ox
import pytest
import rdflib
from rdflib import RDF

from kg.graph.builder import GraphBuilder
from kg.graph.terms import Quad, iri, text
from tests.serving import Server, serving
from tests.w3c import suite
from tests.w3c.conftest import judge, suites

ROOT = suites()
PROTOCOL = list(suite.cases(ROOT, "protocol")) if ROOT else []
STORE = (
    [case for name in ("manifest-direct.ttl", "manifest-indirect.ttl")
     for case in suite.cases(ROOT, "graph-store-protocol", name)]
    if ROOT else []
)  # fmt: skip
DATA = "http://kasei.us/2009/09/sparql/data/"
CODES = {"OK": 200, "Created": 201, "NoContent": 204, "NotFound": 404, "BadRequest": 400}
FORMATS = {
    "tabular": r"application/sparql-results\+(json|xml)|text/csv|text/tab-separated-values",
    "boolean": r"application/sparql-results\+(json|xml)",
    "RDF": r"text/turtle|application/(n-triples|ld\+json|rdf\+xml)",
}


@pytest.fixture(scope="module")
def server(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server over the suite's data; data0, which it names but does not give, holds one triple of ours."""
    folder = tmp_path_factory.mktemp("w3c") / "a.kg"
    with GraphBuilder(folder, "test") as builder:
        quads = [Quad(iri(f"{DATA}data0.rdf"), iri("urn:says"), text("here"), iri(f"{DATA}data0.rdf"))]
        for number in (1, 2, 3):
            path = root / "protocol" / f"data{number}.nt"
            for triple in ox.parse(path=str(path), format=ox.RdfFormat.N_TRIPLES):
                s, p, o = (str(term) for term in (triple.subject, triple.predicate, triple.object))
                quads.append(Quad(s, p, o, iri(f"{DATA}data{number}.rdf")))
        builder.load(quads)
        builder.publish({})
    with serving(folder, "--workers", "2") as started:
        yield started


@pytest.mark.parametrize("case", PROTOCOL, ids=[case.id for case in PROTOCOL])
def test_protocol(server: Server, case: suite.Case) -> None:
    detail = "; ".join(filter(None, (complaint(server, request) for request in case.requests)))
    judge(case.id, not detail, detail)


def complaint(server: Server, request: suite.Request) -> str:
    """What is wrong with the answer to a request, or nothing."""
    reply = server.client.request(
        request.method, request.path.replace("/sparql/", "/sparql", 1), headers=dict(request.headers),
        content=request.body or None,
    )  # fmt: skip
    if not any(fits(reply.status_code, status) for status in request.statuses):
        return f"{reply.status_code} instead of {request.statuses}"
    media = reply.headers["content-type"].partition(";")[0]
    if request.format and not re.fullmatch(FORMATS[request.format], media):
        return f"{media} is not {request.format}"
    if request.boolean is not None and reply.json()["boolean"] is not request.boolean:
        return f"not {request.boolean}"
    return ""


def fits(code: int, status: str) -> bool:
    classes = re.fullmatch(r"StatusCode(\d)xx", status)
    return code // 100 == int(classes[1]) if classes else code == CODES[status]


@pytest.mark.parametrize("case", STORE, ids=[case.id for case in STORE])
def test_the_graph_store_is_read_only(server: Server, case: suite.Case) -> None:
    """Writing is refused in every test, reading what nobody has written finds nothing; the path is ours, /store."""
    assert case.requests
    for request in case.requests:
        path = request.path.replace("/gsp", "/store", 1)
        if "$" in path or path.partition("?")[0] != "/store":
            continue  # graphs identified by their path, and names made by the server: both come with writing
        reply = server.client.request(request.method, path, headers=dict(request.headers), content=request.body or None)
        if request.method in ("GET", "HEAD"):
            assert reply.status_code == (200 if "default" in path else 404)
        else:
            assert reply.status_code == 405


def test_what_the_store_gives_is_what_was_loaded(server: Server, root: Path) -> None:
    for number in (1, 2, 3):
        wanted = rdflib.Graph().parse(root / "protocol" / f"data{number}.nt")
        reply = server.client.get("/store", params={"graph": f"{DATA}data{number}.rdf"})
        assert set(rdflib.Graph().parse(data=reply.text, format="turtle")) == set(wanted)


def test_service_description(server: Server, root: Path) -> None:
    """The three tests of the suite: RDF is returned, it names the endpoint, it fits the schema."""
    assert {case.name for case in suite.cases(root, "service-description")} == {
        "returns-rdf", "has-endpoint-triple", "conforms-to-schema"}  # fmt: skip
    sd = rdflib.Namespace("http://www.w3.org/ns/sparql-service-description#")
    reply = server.client.get("/sparql")
    about = rdflib.Graph().parse(data=reply.text, format="turtle")
    (service,) = about.subjects(sd.endpoint, rdflib.URIRef(f"{server.address}sparql"))
    assert (service, RDF.type, sd.Service) in about
    for property_, kind in (
        (sd.defaultDataset, sd.Dataset),
        (sd.defaultGraph, sd.Graph),
        (sd.namedGraph, sd.NamedGraph),
    ):
        for _, value in about.subject_objects(property_):
            assert (value, RDF.type, kind) in about
    for node in about.subjects(RDF.type, sd.NamedGraph):
        assert len(set(about.objects(node, sd.name))) == 1
    languages = set(about.objects(service, sd.supportedLanguage))
    assert languages == {sd.SPARQL11Query}


def test_nothing_else_is_asked_of_the_network(server: Server) -> None:
    """A dataset that names a place on the web is not fetched."""
    with pytest.raises(httpx.HTTPStatusError):
        server.query("SELECT * {}", **{"default-graph-uri": "http://127.0.0.1:1/data.ttl"}).raise_for_status()
