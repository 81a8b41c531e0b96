"""Reference data as quads: the dated administrative divisions, in a named graph of their own."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from kg.graph.claims import A
from kg.graph.iris import Minter
from kg.graph.terms import Quad, iri, moment, text
from kg.graph.vocab import ALIGNED, FZ, RDFS, SKOS
from kg.mentions.placedata import Division

DIVISIONS = "divisions"
ONTOLOGY = "ontology"


def divisions(records: Iterable[Division], mint: Minter) -> Iterator[Quad]:
    """The quads of all divisions, one node a code: the latest name preferred, earlier ones alternative.

    These links are plain geography and carry no evidence; what a page says about a place does.
    """
    graph = iri(mint.reference(DIVISIONS))
    named: dict[str, list[Division]] = defaultdict(list)
    for record in records:
        named[record.code].append(record)
    for code in sorted(named):
        for triple in _division(sorted(named[code], key=_age, reverse=True), mint):
            yield Quad(*triple, graph)


def _age(division: Division) -> tuple[int, int, str]:
    return division.valid_until or 9999, division.valid_from or 0, division.name


def _division(names: list[Division], mint: Minter) -> Iterator[tuple[str, str, str]]:
    """The triples of one division from its records, the latest first."""
    latest, oldest = names[0], names[-1]
    node, label = iri(_iri(latest.code, mint)), text(latest.name, "zh")
    yield node, A, iri(FZ.District)
    yield node, A, iri(ALIGNED["District"])
    yield node, iri(SKOS.prefLabel), label
    yield node, iri(RDFS.label), label
    for earlier in sorted({division.name for division in names} - {latest.name}):
        yield node, iri(SKOS.altLabel), text(earlier, "zh")
    yield node, iri(FZ.divisionCode), text(latest.code)
    yield node, iri(FZ.divisionLevel), text(latest.level)
    if latest.parent:
        yield node, iri(FZ.locatedIn), iri(_iri(latest.parent, mint))
    if oldest.valid_from is not None:
        yield node, iri(FZ.validFrom), moment(f"{oldest.valid_from:04}")
    if latest.valid_until is not None:
        yield node, iri(FZ.validUntil), moment(f"{latest.valid_until:04}")
    for heir in sorted(set(latest.successors) - {latest.code}):
        yield node, iri(FZ.succeededBy), iri(_iri(heir, mint))


def _iri(code: str, mint: Minter) -> str:
    return mint.entity("District", code, (("code", code),))
