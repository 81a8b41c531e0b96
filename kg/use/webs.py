"""The network of a graph in memory, to be explored: the most central entities, what lies around one, a way between two.

All ties are read once, each with the days of the articles that state it; a graph of ten thousand entities has some
ten thousands of them. Loops are left out, and so is what leads to something that no article mentions: the reference
data alone know thousands of districts.
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import lru_cache

from kg.graph.store import Graph
from kg.use.links import LINK_LABELS, TENURE
from kg.use.neighbours import Tie
from kg.use.reading import rows
from kg.use.search import Named, index


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
        self._names = index(graph)
        self._between: dict[str, dict[str, list[Dated]]] = defaultdict(lambda: defaultdict(list))
        for one in _dated(graph):
            source, target = one.tie.source, one.tie.target
            if source != target and self._known(source) and self._known(target):
                self._between[source][target].append(one)
                self._between[target][source].append(one)
        self._ranked = sorted(self._between, key=lambda iri: (-len(self._between[iri]), iri))
        self._rank = {iri: number for number, iri in enumerate(self._ranked)}

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
        ties = [
            dated
            for iri in wanted
            for far, those in self._near(iri).items()
            if far in wanted and iri < far
            for dated in those
        ]
        entities = tuple((one, len(self._near(one.iri))) for one in kept)
        return Web(entities, tuple(sorted(ties, key=lambda one: one.tie)), len(self._ranked))

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

    def _known(self, iri: str) -> Named | None:
        found = self._names.entity(iri)
        return found if found is not None and found.articles else None

    def _near(self, iri: str) -> dict[str, list[Dated]]:
        return self._between.get(iri, {})


@lru_cache(maxsize=1)
def ties_of(graph: Graph) -> Ties:
    """The ties of a graph, read when first needed."""
    return Ties(graph)


def _dated(graph: Graph) -> Iterable[Dated]:
    days: dict[Tie, set[str]] = defaultdict(set)
    stated: dict[tuple[str, str, str], set[str]] = defaultdict(set)
    said = "?fact prov:wasDerivedFrom/fz:article ?article OPTIONAL { ?article fz:date ?date }"
    for kind in LINK_LABELS:
        found = rows(graph, f"""SELECT DISTINCT ?s ?o ?date WHERE {{
            ?fact rdf:predicate fz:{kind} ; rdf:subject ?s ; rdf:object ?o . {said} }}""")  # fmt: skip
        for row in found:
            stated[kind, row["s"].value, row["o"].value].add(row["date"].value if "date" in row else "")
    found = rows(graph, f"SELECT DISTINCT ?s ?o ?date WHERE {{ ?fact fz:recipient ?s ; fz:honour ?o . {said} }}")
    for row in found:
        stated["hasHonour", row["s"].value, row["o"].value].add(row["date"].value if "date" in row else "")
    for kind, label in LINK_LABELS.items():  # all links: those of the reference data state no article
        for row in rows(graph, f"SELECT DISTINCT ?s ?o WHERE {{ ?s fz:{kind} ?o }}"):
            source, target = row["s"].value, row["o"].value
            days[Tie(source, target, kind, label)] |= stated[kind, source, target]
    for row in rows(graph, f"""SELECT DISTINCT ?s ?o ?post ?date WHERE {{
        ?fact fz:official ?s ; fz:of ?o ; fz:post/skos:prefLabel ?post . {said} }}"""):  # fmt: skip
        tie = Tie(row["s"].value, row["o"].value, TENURE, row["post"].value)
        days[tie].add(row["date"].value if "date" in row else "")
    for tie in sorted(days):
        known = sorted(filter(None, days[tie]))
        yield Dated(tie, known[0] if known else "", known[-1] if known else "")
