"""What tells apart things of one name: a person's last post, where a thing lies, else the rest of its IRI."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from kg.graph.store import Graph
from kg.use.reading import block, rows


def told_apart(graph: Graph, labels: Mapping[str, str]) -> dict[str, str]:
    """The labels of those entities (IRI -> label) that share theirs with another, each with what tells it apart."""
    sharing: dict[str, list[str]] = {}
    for iri, label in sorted(labels.items()):
        if iri.startswith(graph.manifest.base):
            sharing.setdefault(label, []).append(iri)
    same = [iri for iris in sharing.values() if len(iris) > 1 for iri in iris]
    if not same:
        return {}
    hints = _homes(graph, same) | _posts(graph, same)
    return {iri: f"{labels[iri]}（{hints.get(iri) or iri.removeprefix(graph.manifest.base)}）" for iri in same}


def _homes(graph: Graph, iris: Iterable[str]) -> dict[str, str]:
    query = f"""SELECT ?e ?in WHERE {{ {block("e", iris)} ?e fz:locatedIn/skos:prefLabel ?in }}
        ORDER BY DESC(STR(?in))"""
    return {row["e"].value: row["in"].value for row in rows(graph, query)}


def _posts(graph: Graph, iris: Iterable[str]) -> dict[str, str]:
    query = f"""SELECT ?e ?of ?post WHERE {{ {block("e", iris)}
        ?tenure fz:official ?e ; fz:post/skos:prefLabel ?post ; fz:asOf ?day .
        OPTIONAL {{ ?tenure fz:of/skos:prefLabel ?of }} }} ORDER BY STR(?day) ?of DESC(STR(?post))"""
    return {
        row["e"].value: f"{row['of'].value if 'of' in row else ''}{row['post'].value}" for row in rows(graph, query)
    }
