"""Which entities a name stands for, and what the graph knows each of them as."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from kg.errors import QueryError
from kg.graph.store import Graph
from kg.graph.vocab import FZ
from kg.records import ENTITY_TYPES
from kg.use.links import TYPE_LABELS
from kg.use.parameters import Terms, is_iri
from kg.use.reading import block, rows


@dataclass(frozen=True, slots=True)
class Profile:
    """One entity: ``type`` is its class in Chinese, ``articles`` how many mention it."""

    iri: str
    type: str
    label: str
    alts: tuple[str, ...]
    articles: int
    within: tuple[str, ...] = ()  # the next larger districts


def find(graph: Graph, name: str) -> tuple[Profile, ...]:
    """The entities of that name (or IRI): those that articles mention if any does, else all; most mentioned first.

    Raises QueryError, with the nearest names, when there is none.
    """
    if is_iri(name):
        found = profiles(graph, [name])
        if not found:
            raise QueryError(f"图谱里没有实体 {name}。")
        return found
    forms = " ".join(Terms(graph).labels(name))
    named = rows(graph, f"SELECT DISTINCT ?e WHERE {{ VALUES ?n {{ {forms} }} ?e skos:prefLabel|skos:altLabel ?n }}")
    found = profiles(graph, [row["e"].value for row in named])
    if not found:
        raise QueryError(f"“{name}”不是实体，而是职务或指标；请用 kg query 查询。")
    return tuple(profile for profile in found if profile.articles) or found


def profiles(graph: Graph, iris: Iterable[str]) -> tuple[Profile, ...]:
    """The profiles of those of the IRIs that are entities, most mentioned first."""
    wanted = block("e", iris)
    classes = block("class", (FZ[name] for name in ENTITY_TYPES))
    alts: dict[str, set[str]] = defaultdict(set)
    for row in rows(graph, f"SELECT ?e ?alt WHERE {{ {wanted} ?e skos:altLabel ?alt }}"):
        alts[row["e"].value].add(row["alt"].value)
    within: dict[str, set[str]] = defaultdict(set)
    for row in rows(graph, f"SELECT ?e ?in WHERE {{ {wanted} ?e fz:locatedIn/skos:prefLabel ?in }}"):
        within[row["e"].value].add(row["in"].value)
    counted = rows(graph, f"""SELECT ?e ?class ?label (COUNT(DISTINCT ?article) AS ?articles) WHERE {{
        {wanted} {classes} ?e a ?class ; skos:prefLabel ?label OPTIONAL {{ ?e fz:mentionedIn ?article }}
        }} GROUP BY ?e ?class ?label ORDER BY DESC(?articles) STR(?e) STR(?class)""")  # fmt: skip
    found: dict[str, Profile] = {}
    for row in counted:
        one, label = row["e"].value, row["label"].value
        type_ = TYPE_LABELS[row["class"].value.removeprefix(FZ.iri)]
        other = tuple(sorted(alts[one] - {label}))
        found.setdefault(one, Profile(one, type_, label, other, int(row["articles"].value), tuple(sorted(within[one]))))
    return tuple(found.values())
