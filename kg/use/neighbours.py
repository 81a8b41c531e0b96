"""What an entity is joined to: counted by kind before anything is listed, then the best known of them.

    Surroundings -> Group… (how many by which link, in which direction, of which class)
                 -> Named… (at most as many as asked for) and Tie… (the relations to them)

A tie is a direct link between two entities, or a post: from the official to the place or body.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass

from kg.errors import QueryError
from kg.graph.store import Graph
from kg.graph.terms import iri
from kg.records import ENTITY_TYPES
from kg.use.links import LINK_LABELS, TENURE
from kg.use.reading import rows
from kg.use.search import Named, index

OUT, IN = "out", "in"
KINDS = (*LINK_LABELS, TENURE)


@dataclass(frozen=True, slots=True)
class Group:
    """How many entities of one class are joined by one kind of tie in one direction (``out`` or ``in``)."""

    kind: str
    direction: str
    type: str
    count: int


@dataclass(frozen=True, slots=True, order=True)
class Tie:
    """One relation from ``source`` to ``target`` (IRIs); ``label`` is the link's or the post's."""

    source: str
    target: str
    kind: str
    label: str


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What lies around an entity: ``total`` neighbours that fit what was asked for, of which some are listed."""

    groups: tuple[Group, ...]
    total: int
    neighbours: tuple[Named, ...]
    ties: tuple[Tie, ...]


@dataclass(frozen=True, slots=True)
class Only:
    """Which neighbours are asked for: of one kind of tie, direction or class; ``""`` for all.

    Raises QueryError for a word that is none of them.
    """

    kind: str = ""
    direction: str = ""
    type: str = ""

    def __post_init__(self) -> None:
        for value, known, what in (
            (self.kind, KINDS, "联系"), (self.direction, (OUT, IN), "方向"), (self.type, ENTITY_TYPES, "类型"),
        ):  # fmt: skip
            if value and value not in known:
                raise QueryError(f"没有“{value}”这种{what}，可选：{'、'.join(known)}。")

    def fits(self, tie: Tie, entity: str, other: Named) -> bool:
        """Whether a tie of that entity to another is among those asked for."""
        return (
            self.kind in ("", tie.kind) and self.direction in ("", _way(tie, entity)) and self.type in ("", other.type)
        )


def surroundings(ties: Collection[tuple[Tie, Named]], entity: str, only: Only, limit: int) -> Surroundings:
    """The neighbours of an entity (an IRI) by its ties: all of them counted, the ``limit`` most mentioned listed."""
    groups = Counter(
        (kind, way, other.type) for kind, way, other in {(tie.kind, _way(tie, entity), other) for tie, other in ties}
    )
    fitting = [(tie, other) for tie, other in ties if only.fits(tie, entity, other)]
    others = sorted({other for _, other in fitting}, key=lambda one: (-one.articles, one.label, one.iri))
    listed = set(others[:limit])
    return Surroundings(
        tuple(Group(*key, count) for key, count in sorted(groups.items(), key=lambda item: _place(*item[0]))),
        len(others),
        tuple(others[:limit]),
        tuple(sorted({tie for tie, other in fitting if other in listed})),
    )


def ties_at(graph: Graph, entity: str) -> list[tuple[Tie, Named]]:
    """All ties of an entity, also to what only reference data know, each with the entity at its other end; no loops."""
    names = index(graph)
    here = iri(entity)
    parts = []
    for kind in LINK_LABELS:  # one by one: an index finds each at once, which it does not for an open predicate
        parts += [f'{{ {here} fz:{kind} ?to BIND("{kind}" AS ?kind) }}']
        parts += [f'{{ ?from fz:{kind} {here} BIND("{kind}" AS ?kind) }}']
    post = f'fz:post/skos:prefLabel ?post BIND("{TENURE}" AS ?kind)'
    parts += [f"{{ ?fact fz:official {here} ; fz:of ?to ; {post} }}"]
    parts += [f"{{ ?fact fz:of {here} ; fz:official ?from ; {post} }}"]
    found = []
    for row in rows(graph, f"SELECT DISTINCT ?kind ?from ?to ?post WHERE {{ {' UNION '.join(parts)} }}"):
        source, target = (row[end].value if end in row else entity for end in ("from", "to"))
        kind = row["kind"].value
        other = names.entity(target if source == entity else source)
        if other is not None and other.iri != entity:
            label = row["post"].value if "post" in row else LINK_LABELS[kind]
            found.append((Tie(source, target, kind, label), other))
    return found


def _way(tie: Tie, entity: str) -> str:
    return OUT if tie.source == entity else IN


def _place(kind: str, way: str, type_: str) -> tuple[int, str, int]:
    return KINDS.index(kind), way, ENTITY_TYPES.index(type_)
