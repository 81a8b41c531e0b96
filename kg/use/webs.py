"""The network of a graph in memory, to be explored: the most central entities, what lies around one, a way between two.

What is tied to what is read once, as plain texts, for a graph of fifty thousand entities has a hundred thousand ties;
the days of the articles that state a tie only for those that are shown. Loops are left out, and so is what leads to
something that no article mentions: the reference data alone know thousands of districts.
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import lru_cache

from kg.graph.store import Graph
from kg.graph.vocab import FZ
from kg.use.links import LINK_LABELS, TENURE
from kg.use.neighbours import Tie
from kg.use.reading import block
from kg.use.search import Named, index

#: What makes a tie: its ends, its kind, and the post of a tenure or ``""``.
Key = tuple[str, str, str, str]
Days = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Dated:
    """A tie with the days (ISO, to the precision known) of the first and the last article that states it, or ``""``."""

    tie: Tie
    first: str
    last: str


@dataclass(frozen=True, slots=True)
class Web:
    """Entities, each with the number of its neighbours in the whole graph, and all ties among them."""

    entities: tuple[tuple[Named, int], ...]
    ties: tuple[Dated, ...]
    total: int  # entities of the graph that have a tie


class Ties:
    """All ties of one graph, by the entities at their ends."""

    def __init__(self, graph: Graph) -> None:
        self._graph = graph
        self._names = index(graph)
        self._between: dict[str, dict[str, list[Tie]]] = defaultdict(lambda: defaultdict(list))
        for source, target, kind, label in _ties(graph):
            if source != target and self._known(source) and self._known(target):
                tie = Tie(source, target, kind, label)
                self._between[source][target].append(tie)
                self._between[target][source].append(tie)
        self._ranked = sorted(self._between, key=lambda iri: (-len(self._between[iri]), iri))
        self._rank = {iri: number for number, iri in enumerate(self._ranked)}
        self._days: dict[str, dict[Key, Days]] = {}  # by the source of the tie, as far as it was asked for

    def central(self, limit: int) -> Web:
        """The entities with most neighbours."""
        return self.among(self._ranked[:limit])

    def around(self, centres: Iterable[str], limit: int) -> Web:
        """The centres and what is nearest to them; among equally near ones, those with most neighbours."""
        seen = dict.fromkeys(iri for iri in centres if self._known(iri))
        border = list(seen)
        while border and len(seen) < limit:
            found = {far for near in border for far in self._near(near)} - seen.keys()
            border = sorted(found, key=self._rank.__getitem__)[: limit - len(seen)]
            seen.update(dict.fromkeys(border))
        return self.among(seen)

    def among(self, iris: Collection[str]) -> Web:
        """These entities, as far as they are any, and the ties among them."""
        kept = [named for iri in dict.fromkeys(iris) if (named := self._known(iri)) is not None]
        wanted = {one.iri for one in kept}
        ties = sorted(
            tie
            for iri in wanted
            for far, those in self._near(iri).items()
            if far in wanted and iri < far
            for tie in those
        )
        self._read_days({tie.source for tie in ties})
        entities = tuple((one, self.degree(one.iri)) for one in kept)
        return Web(entities, tuple(map(self._dated, ties)), len(self._ranked))

    def way(self, start: str, end: str) -> Web:
        """A shortest way from one entity to another, through the better joined where there are several; or nothing."""
        came: dict[str, str] = {start: ""}
        waiting = deque([start])
        while waiting and end not in came:
            here = waiting.popleft()
            for far in sorted(self._near(here), key=self._rank.__getitem__):
                if far not in came:
                    came[far] = here
                    waiting.append(far)
        steps = []
        here = end if end in came else ""
        while here:
            steps.append(here)
            here = came[here]
        return self.among(steps[::-1])

    def of(self, iri: str) -> list[tuple[Tie, Named]]:
        """The ties of one entity, each with the entity at its other end."""
        return [(tie, named) for far, those in self._near(iri).items() if (named := self._known(far)) for tie in those]

    def degree(self, iri: str) -> int:
        """How many entities one is joined to."""
        return len(self._near(iri))

    def _known(self, iri: str) -> Named | None:
        found = self._names.entity(iri)
        return found if found is not None and found.articles else None

    def _near(self, iri: str) -> dict[str, list[Tie]]:
        return self._between.get(iri, {})

    def _dated(self, tie: Tie) -> Dated:
        label = tie.label if tie.kind == TENURE else ""
        first, last = self._days[tie.source].get((tie.source, tie.target, tie.kind, label), ("", ""))
        return Dated(tie, first, last)

    def _read_days(self, sources: set[str]) -> None:
        """Have the days of all ties that begin at these entities."""
        missing = sources - self._days.keys()
        found: dict[str, dict[Key, Days]] = {iri: {} for iri in missing}
        for day, *key in _days(self._graph, missing) if missing else ():
            first, last = found[key[0]].get((key[0], key[1], key[2], key[3]), (day, day))
            found[key[0]][key[0], key[1], key[2], key[3]] = min(first, day), max(last, day)
        self._days.update(found)


@lru_cache(maxsize=1)
def ties_of(graph: Graph) -> Ties:
    """The ties of a graph, read when first needed."""
    return Ties(graph)


def _ties(graph: Graph) -> Iterable[Key]:
    """Source, target, kind and label of all ties, each once."""
    for kind, label in LINK_LABELS.items():
        for source, target in graph.texts(f"SELECT ?s ?o WHERE {{ ?s fz:{kind} ?o }}"):
            yield source, target, kind, label
    posts = dict(
        graph.texts("SELECT DISTINCT ?post ?label WHERE { ?post skos:prefLabel ?label . ?fact fz:post ?post }")
    )
    held = graph.texts("SELECT DISTINCT ?s ?o ?post WHERE { ?fact fz:official ?s ; fz:of ?o ; fz:post ?post }")
    for source, target, label in {(source, target, posts[post]) for source, target, post in held if post in posts}:
        yield source, target, TENURE, label


def _days(graph: Graph, sources: Collection[str]) -> Iterable[list[str]]:
    """Day, source, target, kind and post of each report of a tie that begins at one of these entities."""
    said = "?fact prov:wasDerivedFrom/fz:article/fz:date ?day"
    these = block("s", sources)
    for day, source, target, kind in graph.texts(f"""SELECT DISTINCT ?day ?s ?o ?kind WHERE {{ {these}
        ?fact rdf:subject ?s ; rdf:object ?o ; rdf:predicate ?kind . {said} }}"""):  # fmt: skip
        yield [day, source, target, kind.removeprefix(FZ.iri), ""]
    for day, source, target in graph.texts(f"""SELECT DISTINCT ?day ?s ?o WHERE {{ {these}
        ?fact fz:recipient ?s ; fz:honour ?o . {said} }}"""):  # fmt: skip
        yield [day, source, target, "hasHonour", ""]
    for day, source, target, post in graph.texts(f"""SELECT DISTINCT ?day ?s ?o ?post WHERE {{ {these}
        ?fact fz:official ?s ; fz:of ?o ; fz:post/skos:prefLabel ?post . {said} }}"""):  # fmt: skip
        yield [day, source, target, TENURE, post]
