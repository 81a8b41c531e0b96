"""The figures of districts over time, actual and aimed at, each with its article: for tables and charts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from kg.graph.store import Graph
from kg.graph.terms import iri
from kg.graph.vocab import FZ
from kg.use.facts import figure
from kg.use.reading import rows


@dataclass(frozen=True, slots=True, order=True)
class Figure:
    """One observation. ``start`` and ``end`` are days (ISO) or ``""``; ``statistic``, ``modality`` labels in Chinese.

    ``value`` is the decimal as written in the graph, ``shown`` as newspapers write it, with unit and qualifier.
    """

    indicator: str
    statistic: str
    end: str
    start: str
    modality: str
    value: str
    unit: str
    shown: str
    fact: str
    article: str
    headline: str
    quote: str
    quote_start: int
    quote_end: int


@dataclass(frozen=True, slots=True)
class Measured:
    """Something figures are about, and how many of them the graph has."""

    iri: str
    label: str
    count: int


def districts(graph: Graph) -> tuple[Measured, ...]:
    """The districts that figures are about, most figures first."""
    found = rows(graph, """SELECT ?area ?label (COUNT(DISTINCT ?o) AS ?n) WHERE {
        ?o a fz:Observation ; fz:about ?area . ?area a fz:District ; skos:prefLabel ?label
        } GROUP BY ?area ?label ORDER BY DESC(?n) ?label STR(?area)""")  # fmt: skip
    return tuple(Measured(row["area"].value, row["label"].value, int(row["n"].value)) for row in found if "area" in row)


def figures(graph: Graph, area: str) -> tuple[Figure, ...]:
    """All figures about a district (an IRI): by indicator and statistic, then in order of time; each once."""
    best: dict[str, Figure] = {}
    for one in _figures(graph, area):
        if one.fact not in best or one < best[one.fact]:
            best[one.fact] = one
    return tuple(sorted(best.values()))


def _figures(graph: Graph, area: str) -> Iterator[Figure]:
    query = f"""SELECT * WHERE {{
        ?fact a fz:Observation ; fz:about {iri(area)} ; fz:indicator/skos:prefLabel ?indicator ; fz:value ?value ;
          prov:wasDerivedFrom ?e . ?e fz:quote ?quote ; fz:start ?from ; fz:end ?to ; fz:article ?article .
        OPTIONAL {{ ?article fz:headline ?headline }} OPTIONAL {{ ?fact fz:unit ?unit }}
        OPTIONAL {{ ?fact fz:statistic/rdfs:label ?statistic FILTER(LANG(?statistic) = "zh") }}
        OPTIONAL {{ ?fact fz:modality ?modality }} OPTIONAL {{ ?fact fz:qualifier ?qualifier }}
        OPTIONAL {{ ?fact fz:periodStart ?start }} OPTIONAL {{ ?fact fz:periodEnd ?end }} }}"""
    for row in rows(graph, query):
        said = {name: term.value for name, term in row.items()}
        unit = said.get("unit", "")
        yield Figure(
            said["indicator"], said.get("statistic", ""), said.get("end", ""), said.get("start", ""),
            said.get("modality", FZ.Actual).removeprefix(FZ.iri), said["value"], unit,
            figure(said["value"], unit, said.get("qualifier", "")), said["fact"], said["article"],
            said.get("headline", ""), said["quote"], int(said["from"]), int(said["to"]),
        )  # fmt: skip
