"""Entities by any of their names: the name itself first, then names that begin so, then names that contain it.

The names of a graph are read once and searched in memory: a graph of a million triples has some ten thousand names,
which takes a second to read and a millisecond to search.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate, chain

from kg.graph.store import Graph
from kg.records import ENTITY_TYPES
from kg.use.parameters import plain

#: How a name fits what was asked for, from best to worst.
WAYS = ("exact", "prefix", "part")


@dataclass(frozen=True, slots=True)
class Named:
    """One entity: ``type`` is its class by local name, ``articles`` how many mention it."""

    iri: str
    type: str
    label: str
    articles: int


@dataclass(frozen=True, slots=True)
class Match:
    """An entity found, the name that fits best, and how (one of ``WAYS``)."""

    entity: Named
    name: str
    way: str


class NameIndex:
    """All names of the entities of one graph."""

    def __init__(self, graph: Graph) -> None:
        labels = list(graph.texts("SELECT ?e ?name WHERE { ?e skos:prefLabel ?name }"))
        self._entities = {one.iri: one for one in _entities(graph, dict(labels))}
        also = graph.texts("SELECT ?e ?name WHERE { ?e skos:altLabel ?name }")
        named = sorted({(plain(name), name, iri) for iri, name in chain(labels, also) if iri in self._entities})
        self._plain = [one for one, _, _ in named]
        self._names = [(name, self._entities[iri]) for _, name, iri in named]
        self._text = "\n".join(self._plain)  # no plain name has a line feed
        self._starts = [0, *accumulate(len(one) + 1 for one in self._plain)]

    def entity(self, iri: str) -> Named | None:
        """The entity with that IRI, if it is one."""
        return self._entities.get(iri)

    def find(self, text: str, types: Collection[str] = (), limit: int = 20) -> tuple[int, tuple[Match, ...]]:
        """How many entities (of these classes, if any are given) have a name that fits, and the best of them.

        Every name fits the empty text. Width, case, spaces and quotation marks do not matter. What fits better comes
        first, then what more articles mention, then the shorter label.
        """
        wanted = plain(text)
        best: dict[str, tuple[int, str, Named]] = {}
        for number in self._holding(wanted):
            name, entity = self._names[number]
            if types and entity.type not in types:
                continue
            held = self._plain[number]
            way = 0 if held == wanted else 1 if held.startswith(wanted) else 2
            if entity.iri not in best or (way, name) < best[entity.iri][:2]:
                best[entity.iri] = (way, name, entity)
        ranked = sorted(
            best.values(), key=lambda one: (one[0], -one[2].articles, len(one[2].label), one[2].label, one[2].iri)
        )
        return len(ranked), tuple(Match(entity, name, WAYS[way]) for way, name, entity in ranked[:limit])

    def _holding(self, wanted: str) -> Iterator[int]:
        """Numbers of the names that contain the text."""
        if not wanted:
            yield from range(len(self._plain))
            return
        last = -1
        for found in re.finditer(re.escape(wanted), self._text):
            number = bisect_right(self._starts, found.start()) - 1
            if number != last:
                yield number
            last = number


@lru_cache(maxsize=1)
def index(graph: Graph) -> NameIndex:
    """The index of a graph, made when first needed."""
    return NameIndex(graph)


def _entities(graph: Graph, labels: dict[str, str]) -> Iterator[Named]:
    articles = Counter(iri for (iri,) in graph.texts("SELECT ?e WHERE { ?e fz:mentionedIn ?a }"))
    for class_ in ENTITY_TYPES:  # one by one: terms cost more than rows, and the class need not be read
        for (iri,) in graph.texts(f"SELECT ?e WHERE {{ ?e a fz:{class_} }}"):
            if iri in labels:
                yield Named(iri, class_, labels[iri], articles[iri])
