"""An invented graph of any size: entities tied to a few others, by preference to the well tied, as real ones are.

Every tie has an article, a quote and a day.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from random import Random

from kg.graph.builder import GraphBuilder
from kg.graph.terms import Quad, integer, iri, text, typed
from kg.graph.vocab import FZ, PROV, RDF, RDFS, SKOS, XSD

BASE = "https://w3id.org/fangzhi/id/"
#: Classes and how many of a hundred entities have each; links from one class to another.
SHARES = {"District": 3, "Official": 20, "Company": 40, "Project": 15, "Organization": 9, "Product": 8, "Honour": 5}
LINKS = {
    "Company": (("locatedIn", "District"), ("undertakes", "Project"), ("produces", "Product"), ("hasHonour", "Honour")),
    "Project": (("locatedIn", "District"),), "Organization": (("locatedIn", "District"),),
    "District": (("locatedIn", "District"),), "Product": (), "Honour": (), "Official": (),
}  # fmt: skip
ARTICLES = 20  # entities to an article


def quads(size: int) -> Iterator[Quad]:
    """So many entities with their ties."""
    random = Random(1)
    names = random.choices(list(SHARES), list(SHARES.values()), k=size)
    of = {name: [n for n, one in enumerate(names) if one == name] for name in SHARES}
    a = iri(RDF.type)

    def entity(number: int) -> str:
        return iri(f"{BASE}{names[number].lower()}/实体{number}")

    def well_tied(name: str) -> int:
        known = of[name]
        return known[int(len(known) * random.random() ** 3)]  # the first ones far more often

    for number, name in enumerate(names):
        source = f"{number // ARTICLES}.txt"
        article, graph = iri(f"{BASE}article/{source}#1"), iri(f"{BASE}graph/{source}")
        here, label = entity(number), text(f"{name}实体{number}", "zh")
        found = [(here, a, iri(FZ[name])), (here, iri(SKOS.prefLabel), label), (here, iri(RDFS.label), label),
                 (here, iri(FZ.mentionedIn), article)]  # fmt: skip
        if number % ARTICLES == 0:
            day = typed(f"202{number % 5}-0{1 + number % 9}-1{number % 9}", XSD.date)
            found += [(article, a, iri(FZ.Article)), (article, iri(FZ.date), day)]
        facts = [(kind, well_tied(end)) for kind, end in LINKS[name] for _ in range(random.choice((0, 1, 1, 2)))]
        for place, (kind, other) in enumerate(facts):
            fact = iri(f"{BASE}statement/{number}-{place}")
            found += [
                (here, iri(FZ[kind]), entity(other)), (fact, a, iri(RDF.Statement)), (fact, iri(RDF.subject), here),
                (fact, iri(RDF.predicate), iri(FZ[kind])), (fact, iri(RDF.object), entity(other)),
                *_evidence(fact, f"{source}#1/{number}-{place}", article),
            ]  # fmt: skip
        for place in range(random.choice((1, 1, 2)) if name == "Official" else 0):
            fact, post = iri(f"{BASE}tenure/{number}-{place}"), iri(f"{BASE}post/职务{number % 30}")
            found += [
                (fact, a, iri(FZ.Tenure)), (fact, iri(FZ.official), here), (fact, iri(FZ.post), post),
                (post, iri(SKOS.prefLabel), text(f"职务{number % 30}", "zh")),
                (fact, iri(FZ.of), entity(well_tied("District"))),
                *_evidence(fact, f"{source}#1/{number}-{place}t", article),
            ]  # fmt: skip
        yield from (Quad(*triple, graph) for triple in found)


def _evidence(fact: str, name: str, article: str) -> Iterator[tuple[str, str, str]]:
    evidence = iri(f"{BASE}evidence/{name}")
    yield fact, iri(PROV.wasDerivedFrom), evidence
    yield evidence, iri(RDF.type), iri(FZ.Evidence)
    yield evidence, iri(FZ.article), article
    yield evidence, iri(FZ.quote), text("原文")
    yield evidence, iri(FZ.start), integer(1)
    yield evidence, iri(FZ.end), integer(3)


def write_invented(folder: Path, size: int) -> Path:
    """Build a graph of so many entities in ``folder`` and return it."""
    with GraphBuilder(folder, "invented") as builder:
        builder.load(quads(size))
        builder.publish({})
    return folder
