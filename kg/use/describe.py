"""What the graph says about one thing: as triples for programs, as properties and values for people.

Of an entity that is its own triples, the facts it is an end of, the evidence of both, and the names of what they
point to; of anything else its own triples. A document (an IRI without fragment) that is nothing itself stands for
what has its IRI and a fragment: the articles of a source, the pieces of evidence found in one.
"""

from __future__ import annotations

from dataclasses import dataclass

from kg.graph.results import Wanted, Written, answer
from kg.graph.store import Graph
from kg.graph.terms import iri
from kg.graph.vocab import PROV, RDF, RDFS, SKOS
from kg.use.facts import ENDS
from kg.use.parameters import is_iri
from kg.use.reading import block, properties, rows
from kg.use.tables import compact, labels

#: What people read for properties of other vocabularies.
_KNOWN = {
    RDF.type: "类别", RDFS.label: "名称", SKOS.prefLabel: "首选名称", SKOS.altLabel: "又作", SKOS.inScheme: "所属词表",
    PROV.wasDerivedFrom: "依据", RDF.subject: "主体", RDF.predicate: "关系", RDF.object: "客体",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Value:
    """A value of a property: ``iri`` where it is one, ``text`` as people read it."""

    text: str
    iri: str = ""


@dataclass(frozen=True, slots=True)
class Property:
    """A property, its label, and its values in order."""

    iri: str
    label: str
    values: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class Thing:
    """Anything the graph speaks of: its label (or IRI) and its properties by label."""

    iri: str
    label: str
    properties: tuple[Property, ...]


def subjects(graph: Graph, document: str) -> tuple[str, ...]:
    """The IRIs of what a document describes: itself, else all that has it before its ``#``; none when unknown."""
    if not is_iri(document):
        return ()
    if graph.query(f"ASK {{ {iri(document)} ?p ?o }}"):
        return (document,)
    kind, _, path = document.removeprefix(graph.mint.base).partition("/")
    page = iri(f"{graph.mint.base}page/{path}")
    pattern = {
        "article": f"?s fz:onPage {page}",
        "evidence": f"{{ ?s fz:article {page} }} UNION {{ ?article fz:onPage {page} . ?s fz:article ?article }}",
    }.get(kind)
    return tuple(sorted(row["s"].value for row in rows(graph, f"SELECT ?s {{ {pattern} }}"))) if pattern else ()


def triples(graph: Graph, things: tuple[str, ...], format_: str, most: int) -> Written:
    """The triples about those things (IRIs) in an export format, at most so many."""
    if len(things) == 1:
        here = iri(things[0])
        pattern = f"""{{ {here} ?p ?o BIND({here} AS ?s) }}
            UNION {{ ?s {ENDS} {here} ; prov:wasDerivedFrom ?any ; ?p ?o }}
            UNION {{ ?fact {ENDS} {here} ; prov:wasDerivedFrom ?s . ?s ?p ?o }}
            UNION {{ {here} prov:wasDerivedFrom ?s . ?s ?p ?o }}
            UNION {{ ?fact {ENDS} {here} ; prov:wasDerivedFrom ?any ; ?end ?s . ?s skos:prefLabel ?o
                     BIND(skos:prefLabel AS ?p) }}"""
    else:
        pattern = f"{block('s', things)} ?s ?p ?o"
    return answer(graph, f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ {pattern} }}", Wanted("", format_, most))


def thing(graph: Graph, one: str) -> Thing:
    """The properties of a thing (an IRI) with the labels of all that is named in them."""
    about = properties(graph, [one]).get(one, {})
    iris = {term.value for terms in about.values() for term in terms if term.kind == "iri"}
    names = {**labels(graph, {one, *about, *iris}), **_KNOWN}

    def named(term: str) -> str:
        return names.get(term) or compact(term, graph.prefixes)

    found = [
        Property(name, named(name), tuple(
            Value(named(term.value), term.value) if term.kind == "iri" else Value(term.value) for term in terms
        ))
        for name, terms in about.items()
    ]  # fmt: skip
    return Thing(one, names.get(one, one), tuple(sorted(found, key=lambda p: (p.iri != RDF.type, p.label, p.iri))))
