"""The jobs that give RDF: what is in a graph, what is known of a thing, what the service can do."""

from __future__ import annotations

from collections.abc import Iterator

from kg.graph import results
from kg.graph.store import Graph
from kg.graph.terms import iri, text
from kg.graph.vocab import RDF, RDFS, Namespace
from kg.use import describe
from kg.use.workers.jobs import Arguments, Outcome

SD = Namespace(
    "http://www.w3.org/ns/sparql-service-description#",
    """Service Dataset Graph NamedGraph SPARQL11Query UnionDefaultGraph
    endpoint supportedLanguage feature resultFormat defaultDataset defaultGraph namedGraph name""",
)
#: The W3C's names of the formats that answers come in.
_FORMATS = (
    "SPARQL_Results_JSON", "SPARQL_Results_XML", "SPARQL_Results_CSV", "SPARQL_Results_TSV", "Turtle", "N-Triples",
    "JSON-LD", "RDF_XML",
)  # fmt: skip
#: More named graphs than this are not listed; the store protocol and GRAPH reach them all the same.
MOST_GRAPHS = 1000
CUT = "truncated"  # fragment of the endpoint's IRI that marks an answer as cut


def content(graph: Graph, arguments: Arguments) -> Outcome | None:
    """The triples of a named graph, or of all: ``graph`` (an IRI or ``""``), ``format``."""
    data = results.graph_content(graph, arguments["graph"], arguments["format"])
    return None if data is None else Outcome(data, arguments["format"])


def description(graph: Graph, arguments: Arguments) -> Outcome | None:
    """The triples about what a document describes: ``iri``, ``format``, ``rows``."""
    things = describe.subjects(graph, arguments["iri"])
    if not things:
        return None
    written = describe.triples(graph, things, arguments["format"], arguments["rows"])
    return Outcome(written.data, written.format, written.cut)


def service(graph: Graph, arguments: Arguments) -> Outcome:
    """The SPARQL 1.1 Service Description of ``endpoint`` (an IRI), in ``format``; ``rows`` it answers at most."""
    lines = "".join(f"{s} {p} {o} .\n" for s, p, o in _service(graph, arguments["endpoint"], arguments["rows"]))
    return Outcome(results.convert(graph, lines, arguments["format"], {"sd": SD.iri}), arguments["format"])


def _service(graph: Graph, endpoint: str, rows: int) -> Iterator[tuple[str, str, str]]:
    def at(fragment: str) -> str:
        return iri(f"{endpoint}#{fragment}")

    a, here = iri(RDF.type), at("service")
    yield here, a, iri(SD.Service)
    yield here, iri(SD.endpoint), iri(endpoint)
    yield here, iri(SD.supportedLanguage), iri(SD.SPARQL11Query)
    yield here, iri(SD.feature), iri(SD.UnionDefaultGraph)
    for name in _FORMATS:
        yield here, iri(SD.resultFormat), iri(f"http://www.w3.org/ns/formats/{name}")
    yield here, iri(SD.defaultDataset), at("dataset")
    yield at("dataset"), a, iri(SD.Dataset)
    yield at("dataset"), iri(SD.defaultGraph), at("union")
    yield at("union"), a, iri(SD.Graph)
    names = graph.graphs()
    for number, name in enumerate(names if len(names) <= MOST_GRAPHS else ()):
        yield at("dataset"), iri(SD.namedGraph), at(f"graph-{number}")
        yield at(f"graph-{number}"), a, iri(SD.NamedGraph)
        yield at(f"graph-{number}"), iri(SD.name), iri(name)
    if rows:
        yield at(CUT), iri(RDFS.label), text(f"带有这个链接的结果只是前 {rows} 行。", "zh")
        yield at(CUT), iri(RDFS.label), text(f"A result with this link has only the first {rows} rows.", "en")
