"""What a query through /sparql costs against the same query in the store's own Python API, at a million triples.

    python -m benchmarks.serve [--size TRIPLES] [--rounds N] [--keep FOLDER] [--out FILE]

1. a graph of invented firms, figures and quotes is built, in the shape of ours
2. each query runs in turn by both ways, so that whatever else the machine does falls on both: in this process by
   pyoxigraph (evaluated and serialised to bytes), and by an HTTP client from `kg serve` on this machine (bytes read)
3. the medians and their ratio are written, one row a query

Both give the same bytes. The goal for large answers is a ratio of at most 1.3; of small ones the milliseconds count.
"""

from __future__ import annotations

import argparse
import http.client
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from random import Random
from urllib.parse import quote, urlsplit

import pyoxigraph as ox

from kg.graph.builder import GraphBuilder
from kg.graph.store import FORMATS, RESULT_FORMATS, Graph
from kg.graph.terms import Quad, decimal, integer, iri, text, typed
from kg.graph.vocab import FZ, PROV, RDF, RDFS, SCHEMA, SKOS, XSD
from tests.serving import serving

GOAL = 1.3
TRIPLES_A_FIRM = 17
#: Name, format, query. Large answers first.
QUERIES = (
    ("quotes", "json", "SELECT ?e ?quote WHERE { ?e fz:quote ?quote }"),
    ("quotes", "xml", "SELECT ?e ?quote WHERE { ?e fz:quote ?quote }"),
    ("quotes", "csv", "SELECT ?e ?quote WHERE { ?e fz:quote ?quote }"),
    ("quotes", "tsv", "SELECT ?e ?quote WHERE { ?e fz:quote ?quote }"),
    ("join", "json", """SELECT ?name ?value ?quote WHERE { ?firm skos:prefLabel ?name . ?e fz:quote ?quote .
        ?o fz:about ?firm ; fz:value ?value ; prov:wasDerivedFrom ?e }"""),
    ("everything", "json", "SELECT ?s ?p ?o WHERE { ?s ?p ?o } LIMIT 200000"),
    ("sorted", "json", "SELECT ?name WHERE { ?firm a fz:Company ; skos:prefLabel ?name } ORDER BY ?name"),
    ("construct", "turtle", "CONSTRUCT { ?s fz:quote ?o } WHERE { ?s fz:quote ?o }"),
    ("grouped", "json", "SELECT ?d (COUNT(*) AS ?n) WHERE { ?firm fz:locatedIn ?d } GROUP BY ?d"),
    ("one firm", "json", "SELECT ?p ?o WHERE { <https://w3id.org/fangzhi/id/company/企业77有限公司> ?p ?o }"),
    ("ask", "json", "ASK { ?firm a fz:Company }"),
)  # fmt: skip


def quads(firms: int) -> Iterator[Quad]:
    """Firms in districts, each with one figure and its quote: twenty to a source."""
    random = Random(1)
    base, a = "https://w3id.org/fangzhi/id/", iri(RDF.type)
    for number in range(firms):
        source = f"{number // 20}.txt"
        firm, fact = iri(f"{base}company/企业{number}有限公司"), iri(f"{base}observation/{number}")
        evidence, article = (
            iri(f"{base}evidence/{source}#1/{number}-{number + 9}/rule"),
            iri(f"{base}article/{source}#1"),
        )
        name, value = f"企业{number}有限公司", random.randrange(10**6)
        for subject, predicate, object_ in (
            (firm, a, iri(FZ.Company)), (firm, a, iri(SCHEMA.Corporation)),
            (firm, iri(SKOS.prefLabel), text(name, "zh")), (firm, iri(RDFS.label), text(name, "zh")),
            (firm, iri(FZ.mentionedIn), article),
            (firm, iri(FZ.locatedIn), iri(f"{base}district/{random.randrange(1000)}")),
            (fact, a, iri(FZ.Observation)), (fact, iri(FZ.about), firm), (fact, iri(FZ.value), decimal(value)),
            (fact, iri(FZ.unit), text("元")), (fact, iri(FZ.periodStart), typed("2024-01-01", XSD.date)),
            (fact, iri(PROV.wasDerivedFrom), evidence), (evidence, a, iri(FZ.Evidence)),
            (evidence, iri(FZ.quote), text(f"{name}实现产值{value}元，同比增长{value % 90}%")),
            (evidence, iri(FZ.start), integer(number)), (evidence, iri(FZ.end), integer(number + 9)),
            (evidence, iri(FZ.article), article),
        ):  # fmt: skip
            yield Quad(subject, predicate, object_, iri(f"{base}graph/{source}"))


def own_api(graph: Graph, query: str, format_: str) -> bytes:
    """The answer by the store's own Python API."""
    found = graph.engine.query(query, prefixes=graph.prefixes)
    if isinstance(found, ox.QueryTriples):
        return ox.serialize(found, format=FORMATS[format_][0], prefixes=graph.prefixes) or b""
    return found.serialize(format=RESULT_FORMATS[format_]) or b""


def by_http(address: str, query: str, media: str) -> bytes:
    """The answer from /sparql, over a connection of its own.

    Raises TimeoutError when the server's deadline passed, RuntimeError when the answer is not 200 for another reason.
    """
    connection = http.client.HTTPConnection(urlsplit(address).netloc, timeout=300)
    try:
        connection.request("GET", f"/sparql?query={quote(query)}", headers={"Accept": media})
        reply = connection.getresponse()
        body = reply.read()
    finally:
        connection.close()
    if reply.status == 504:
        raise TimeoutError(body.decode())
    if reply.status != 200:
        raise RuntimeError(f"{reply.status}: {body.decode()}")
    return body


MEDIA = {
    "json": "application/sparql-results+json", "xml": "application/sparql-results+xml", "csv": "text/csv",
    "tsv": "text/tab-separated-values", "turtle": "text/turtle",
}  # fmt: skip


def timed(work: Callable[[], bytes]) -> tuple[float, int]:
    """Seconds, and bytes of the answer."""
    began = time.perf_counter()
    size = len(work())
    return time.perf_counter() - began, size


def measure(graph: Graph, address: str, rounds: int) -> Iterator[tuple[str, float, float, int]]:
    """Name, median seconds by the store's API and through the server, bytes, for each query."""
    for name, format_, query in QUERIES:
        ways = (partial(own_api, graph, query, format_), partial(by_http, address, query, MEDIA[format_]))
        sizes = {len(way()) for way in ways}  # both warm
        if format_ != "turtle" and len(sizes) != 1:
            raise RuntimeError(f"{name}: the answers differ in size: {sizes}")
        times: tuple[list[float], list[float]] = ([], [])
        for number in range(rounds):
            for index in (0, 1) if number % 2 else (1, 0):
                times[index].append(timed(ways[index])[0])
        yield f"{name} ({format_})", *map(statistics.median, times), min(sizes)


def main() -> None:
    """Measure, write the rows, and end with 1 when a large answer costs more than the goal."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--size", type=int, default=1_000_000)
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--keep", type=Path, help="folder of the graph, built when it is not there")
    parser.add_argument("--out", type=Path, help="file for the rows (tab-separated)")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = chosen.keep or Path(folder) / "bench.kg"
        if not path.exists():
            with GraphBuilder(path, "benchmark") as builder:
                builder.load(quads(chosen.size // TRIPLES_A_FIRM))
                builder.publish({})
        with Graph.open(path) as graph, serving(path, "--rows", "0", "--memory", "4096", "--timeout", "120") as server:
            rows = list(measure(graph, server.address, chosen.rounds))
            quads_ = len(graph)
    lines = ["query\tstore s\tserver s\tratio\tbytes\ttriples"]
    lines += [f"{n}\t{a:.4f}\t{b:.4f}\t{b / a:.2f}\t{size}\t{quads_}" for n, a, b, size in rows]
    print("\n".join(lines))
    if chosen.out:
        chosen.out.write_text("\n".join(lines) + "\n", encoding="utf-8")
    large = [(name, b / a) for name, a, b, size in rows if size > 1 << 20]
    print(f"{len(large)} large answers, largest ratio {max(ratio for _, ratio in large):.2f}, goal {GOAL}")
    sys.exit(max(ratio for _, ratio in large) > GOAL)


if __name__ == "__main__":
    main()
