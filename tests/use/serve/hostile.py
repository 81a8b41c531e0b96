"""A graph whose every name, headline, quote, source and body tries to become markup or to run as a script."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from kg.graph.builder import GraphBuilder
from kg.graph.iris import Minter
from kg.graph.terms import Quad, integer, iri, text
from kg.graph.vocab import FZ, PROV, RDF, RDFS, SKOS
from tests.use.networks import PAYLOADS

#: The payloads as far as a store can hold them: lone surrogates are no Unicode text.
TEXTS = tuple(payload.encode("utf-8", "replace").decode() for payload in PAYLOADS)
MINT = Minter()


def write(folder: Path) -> list[str]:
    """Write the graph, and return the IRIs of its things."""
    things: list[str] = []
    with GraphBuilder(folder, "test") as builder:
        builder.load(_quads(things))
        builder.publish({})
    return things


def _quads(things: list[str]) -> Iterator[Quad]:
    for number, said in enumerate(TEXTS):
        company = MINT.entity("Company", said)
        article = MINT.article(f"{said}.txt", number + 1)
        evidence, fact = f"{MINT.base}evidence/{number}", f"{MINT.base}statement/{number}"
        other = iri(MINT.entity("Company", TEXTS[number - 1]))
        things += [company, article, evidence, fact]
        about: dict[str, list[tuple[str, str]]] = {
            company: [
                (RDF.type, iri(FZ.Company)), (SKOS.prefLabel, text(said, "zh")), (RDFS.label, text(said, "zh")),
                (SKOS.altLabel, text(said * 2, "zh")), (FZ.mentionedIn, iri(article)), (FZ.partOf, other),
                (FZ.byline, iri("javascript:window.HIT=1")), (PROV.wasDerivedFrom, iri(evidence)),
            ],
            article: [
                (RDF.type, iri(FZ.Article)), (FZ.onPage, iri(MINT.page(f"{said}.txt"))), (FZ.headline, text(said)),
                (FZ.body, text(f"{said}\n{said}")), (FZ.bodyOffsets, text(f"0+{2 * len(said) + 1}")),
                (FZ.source, text(said)), (FZ.newspaper, text(said)), (FZ.date, text(said)),
                (FZ.position, integer(number + 1)),
            ],
            evidence: [
                (RDF.type, iri(FZ.Evidence)), (FZ.article, iri(article)), (FZ.quote, text(said)),
                (FZ.start, integer(0)), (FZ.end, integer(len(said))), (FZ.rule, text(said)),
            ],
            fact: [
                (RDF.type, iri(RDF.Statement)), (RDF.subject, iri(company)), (RDF.predicate, iri(FZ.partOf)),
                (RDF.object, other), (PROV.wasDerivedFrom, iri(evidence)),
            ],
        }  # fmt: skip
        for subject, stated in about.items():
            for predicate, object_ in stated:
                yield Quad(iri(subject), iri(predicate), object_, iri(MINT.graph(f"{number}.txt")))
