"""Other people's SPARQL clients against a running server."""

from __future__ import annotations

import pytest
import rdflib
import SPARQLWrapper
from rdflib.plugins.stores.sparqlstore import SPARQLStore

from tests.serving import Server

pytestmark = pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")
FZ = rdflib.Namespace("https://w3id.org/fangzhi/ns#")
SKOS = rdflib.SKOS
FIRMS = "SELECT ?c ?n WHERE { ?c a fz:Company ; skos:prefLabel ?n }"
ID = "https://w3id.org/fangzhi/id/"


@pytest.mark.parametrize("method", ["GET", "POST", "POST_FORM"])
@pytest.mark.parametrize("format_", ["xml", "json", "csv", "tsv"])
def test_rdflib_store(server: Server, method: str, format_: str) -> None:
    graph = rdflib.Graph(SPARQLStore(f"{server.address}sparql", method=method, returnFormat=format_))
    names = {str(name) for name in graph.objects(rdflib.URIRef(f"{ID}district/990102"), SKOS.prefLabel)}
    assert names == {"东江区"}
    rows = list(graph.query(FIRMS))
    assert [str(row[1]) for row in rows] == ["云溪星河科技有限公司"]
    if format_ in ("xml", "json"):
        assert rows[0][1].language == "zh"
        assert bool(graph.query("ASK { ?c a fz:Company }"))


def test_rdflib_reads_triples_and_contexts(server: Server) -> None:
    store = SPARQLStore(f"{server.address}sparql", context_aware=True)
    graph = rdflib.Graph(store, identifier=rdflib.URIRef(f"{ID}graph/a.txt"))
    assert len(list(graph.subjects(rdflib.RDF.type, FZ.Article))) == 2
    described = rdflib.Graph(SPARQLStore(f"{server.address}sparql")).query(f"DESCRIBE <{ID}o1>").graph
    assert described is not None
    assert (rdflib.URIRef(f"{ID}o1"), FZ.unit, rdflib.Literal("%")) in described


def test_rdflib_parses_a_thing_by_its_address(server: Server) -> None:
    graph = rdflib.Graph().parse(f"{server.address}id/district/990102")
    assert (rdflib.URIRef(f"{ID}district/990102"), SKOS.prefLabel, rdflib.Literal("东江区", "zh")) in graph


@pytest.mark.parametrize("method", [SPARQLWrapper.GET, SPARQLWrapper.POST])
@pytest.mark.parametrize("how", [SPARQLWrapper.URLENCODED, SPARQLWrapper.POSTDIRECTLY])
def test_sparqlwrapper_rows(server: Server, method: str, how: str) -> None:
    wrapper = SPARQLWrapper.SPARQLWrapper(f"{server.address}sparql")
    wrapper.setMethod(method)
    wrapper.setRequestMethod(how)
    wrapper.setQuery(FIRMS)
    for format_ in (SPARQLWrapper.JSON, SPARQLWrapper.XML, SPARQLWrapper.CSV, SPARQLWrapper.TSV):
        wrapper.setReturnFormat(format_)
        found = wrapper.queryAndConvert()
        text = (
            found.toxml()
            if format_ == SPARQLWrapper.XML
            else found.decode()
            if isinstance(found, bytes)
            else str(found)
        )
        assert "云溪星河科技有限公司" in text


@pytest.mark.parametrize(
    "format_", [SPARQLWrapper.TURTLE, SPARQLWrapper.N3, SPARQLWrapper.RDFXML, SPARQLWrapper.JSONLD]
)
def test_sparqlwrapper_triples(server: Server, format_: str) -> None:
    wrapper = SPARQLWrapper.SPARQLWrapper(f"{server.address}sparql")
    wrapper.setQuery(f"CONSTRUCT WHERE {{ <{ID}o1> ?p ?o }}")
    wrapper.setReturnFormat(format_)
    found = wrapper.queryAndConvert()
    graph = found if isinstance(found, rdflib.Graph) else rdflib.Graph().parse(data=found, format="turtle")
    assert len(graph) == 11


def test_sparqlwrapper_names_a_dataset(server: Server) -> None:
    wrapper = SPARQLWrapper.SPARQLWrapper(f"{server.address}sparql", returnFormat=SPARQLWrapper.JSON)
    wrapper.addDefaultGraph(f"{ID}graph/c.txt")
    wrapper.setQuery("SELECT (COUNT(*) AS ?n) { ?a a fz:Article }")
    assert wrapper.queryAndConvert()["results"]["bindings"][0]["n"]["value"] == "1"


def test_sparqlwrapper_is_told_what_is_wrong(server: Server) -> None:
    wrapper = SPARQLWrapper.SPARQLWrapper(f"{server.address}sparql")
    wrapper.setQuery("SELECT ?s WHERE { ?s ?p }")
    with pytest.raises(SPARQLWrapper.SPARQLExceptions.QueryBadFormed, match=r"查询第 1 行|\\xe6"):
        wrapper.query()
