"""The ontology as a list of words to choose from: classes, properties and individuals with labels in both languages."""

from __future__ import annotations

from dataclasses import dataclass

from kg.graph.store import Graph
from kg.use.reading import rows

_KINDS = {
    "class": "?term a owl:Class",
    "property": "?term a ?of FILTER(?of IN (owl:ObjectProperty, owl:DatatypeProperty, owl:AnnotationProperty))",
    "individual": "?term a ?of . ?of a owl:Class FILTER(STRSTARTS(STR(?term), STR(fz:)))",
}


@dataclass(frozen=True, slots=True, order=True)
class Word:
    """One term of the ontology: ``kind`` is class, property or individual; labels are ``""`` where there is none."""

    kind: str
    iri: str
    zh: str
    en: str
    comment: str


def vocabulary(graph: Graph) -> tuple[Word, ...]:
    """The words of our own ontology, by kind and IRI."""
    found: dict[str, Word] = {}
    for kind, pattern in _KINDS.items():
        for row in rows(graph, f"""SELECT DISTINCT ?term ?zh ?en ?comment WHERE {{
            {pattern} . FILTER(STRSTARTS(STR(?term), STR(fz:)))
            OPTIONAL {{ ?term rdfs:label ?zh FILTER(LANG(?zh) = "zh") }}
            OPTIONAL {{ ?term rdfs:label ?en FILTER(LANG(?en) = "en") }}
            OPTIONAL {{ ?term rdfs:comment ?comment FILTER(LANG(?comment) = "zh") }} }}"""):  # fmt: skip
            said = {name: term.value for name, term in row.items()}
            word = Word(kind, said["term"], *(said.get(name, "") for name in ("zh", "en", "comment")))
            found.setdefault(word.iri, word)
    return tuple(sorted(found.values()))
