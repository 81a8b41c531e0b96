"""Where the papers disagree: one thing, measure, period, statistic and modality, and more than one value."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from kg.graph.store import Graph
from kg.use.facts import Fact, facts
from kg.use.reading import rows
from kg.use.tables import labels

#: First what has several values at all, or every pair of figures would be compared.
_QUERY = """SELECT ?o ?about ?indicator ?statistic ?modality ?start ?end ?unit ?value ?qualifier WHERE {
    { SELECT ?about ?indicator ?statistic ?modality ?start ?end WHERE {
        ?any a fz:Observation ; fz:about ?about ; fz:indicator ?indicator ; fz:statistic ?statistic ;
            fz:modality ?modality ; fz:periodStart ?start ; fz:periodEnd ?end ; fz:value ?some
      } GROUP BY ?about ?indicator ?statistic ?modality ?start ?end HAVING (COUNT(DISTINCT ?some) > 1) }
    ?o a fz:Observation ; fz:about ?about ; fz:indicator ?indicator ; fz:statistic ?statistic ;
        fz:modality ?modality ; fz:periodStart ?start ; fz:periodEnd ?end ; fz:value ?value
    OPTIONAL { ?o fz:unit ?unit } OPTIONAL { ?o fz:qualifier ?qualifier } }"""


@dataclass(frozen=True, slots=True)
class Conflict:
    """Figures that cannot all be right, each a fact with its quotes; all of them are in the graph.

    ``exact`` is false when only a rounded figure (超, 近, 左右 …) differs from the others.
    """

    about: str
    indicator: str
    start: str
    end: str
    exact: bool
    facts: tuple[Fact, ...]

    @property
    def title(self) -> str:
        """What they disagree about."""
        period = " 至 ".join(dict.fromkeys((self.start, self.end)))
        return f"{self.about} {self.indicator}（{period}）"

    @property
    def places(self) -> frozenset[tuple[str, int, int]]:
        """Where it is said: source, start and end of each quote."""
        return frozenset((q.source, q.start, q.end) for fact in self.facts for q in fact.quotes)


def conflicts(graph: Graph) -> tuple[Conflict, ...]:
    """Every conflict of a graph, by name of the thing, then measure and period."""
    groups: dict[tuple[str, ...], dict[str, tuple[str, str]]] = defaultdict(dict)
    for row in rows(graph, _QUERY):
        said = {name: term.value for name, term in row.items()}
        key = tuple(said.get(n, "") for n in ("about", "indicator", "statistic", "modality", "start", "end", "unit"))
        groups[key][said["o"]] = said["value"], said.get("qualifier", "")
    differing = {key: values for key, values in groups.items() if len({value for value, _ in values.values()}) > 1}
    names = labels(graph, {iri for key in differing for iri in key[:2]})
    known = {fact.iri: fact for fact in facts(graph, {o for values in differing.values() for o in values})}
    found = [
        Conflict(
            names.get(key[0], key[0]),
            names.get(key[1], key[1]),
            key[4],
            key[5],
            len({value for value, qualifier in values.values() if not qualifier}) > 1,
            tuple(known[o] for o in sorted(values, key=lambda o: (known[o].text, o))),
        )
        for key, values in differing.items()
    ]
    return tuple(sorted(found, key=lambda c: (not c.exact, c.about, c.indicator, c.end, c.start, c.facts[0].text)))
