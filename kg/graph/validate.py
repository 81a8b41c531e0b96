"""The only door to pySHACL: does a graph keep the contract of ``kg/data/shapes.ttl``?

The shapes say what a node must have; what no core shape can say (a quote is as long as its span, a direct link has
its statement) is asked in SPARQL; every quote is looked up in the text of its source. Only what sources say is
checked; the reference graphs are data of our own, checked by tests.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby

import pyshacl

from kg import resources
from kg.graph import rdf
from kg.graph.answers import Solutions
from kg.graph.reference import DIVISIONS, ONTOLOGY
from kg.graph.store import Graph
from kg.graph.vocab import FZ, LINKS, PREFIXES
from kg.records import ENTITY_TYPES

SHAPES = "shapes.ttl"
BATCH = 100_000  # triples checked at a time: bounds the memory, some 200 MB

CLASSES = ", ".join(f"fz:{name}" for name in ENTITY_TYPES)
EVIDENCE = """SELECT ?e ?source ?start ?end ?quote WHERE {
    ?e a fz:Evidence ; fz:article/fz:source ?source ; fz:start ?start ; fz:end ?end ; fz:quote ?quote
} ORDER BY ?source"""
DIRECT = " ".join(f"fz:{name}" for name in LINKS)

#: Checks over several nodes: message -> query for focus, path and value.
QUERIES = {
    "实体应当恰有一个类。": """
        SELECT ?focus ?path (GROUP_CONCAT(STR(?class); separator=" ") AS ?value) WHERE {
          { SELECT DISTINCT ?focus ?class WHERE { ?focus fz:mentionedIn ?article OPTIONAL {
              ?focus a ?class FILTER (?class IN (CLASSES)) } } }
          BIND (rdf:type AS ?path) } GROUP BY ?focus ?path HAVING (COUNT(?class) != 1)""".replace("CLASSES", CLASSES),
    "首选名称在各页面和参考数据中应当一致。": """
        SELECT ?focus ?path ?value WHERE {
          ?focus skos:prefLabel ?label, ?value
          FILTER (STR(?label) < STR(?value)) BIND (skos:prefLabel AS ?path) }""",
    "引文的长度应当等于终点减起点。": """
        SELECT ?focus ?path ?value WHERE {
          ?focus a fz:Evidence ; fz:quote ?value ; fz:start ?start ; fz:end ?end
          FILTER (STRLEN(?value) != ?end - ?start) BIND (fz:quote AS ?path) }""",
    "来源所说的联系应当有一条陈述。": """
        SELECT ?focus ?path ?value WHERE {
          VALUES ?path { LINKS fz:investment fz:byline }
          GRAPH ?page { ?focus ?path ?value }
          FILTER NOT EXISTS { GRAPH ?page { ?focus fz:divisionLevel ?level } }
          FILTER NOT EXISTS { ?s rdf:subject ?focus ; rdf:predicate ?path ; rdf:object ?value } }""".replace(
        "LINKS", DIRECT
    ),
    "陈述所说的联系应当也直接写出。": """
        SELECT ?focus ?path ?value WHERE {
          ?focus rdf:subject ?s ; rdf:predicate ?path ; rdf:object ?value
          FILTER NOT EXISTS { ?s ?path ?value } }""",
    "获奖应当也写成 fz:hasHonour。": """
        SELECT ?focus ?path ?value WHERE {
          ?focus a fz:Award ; fz:recipient ?s ; fz:honour ?value
          FILTER NOT EXISTS { ?s fz:hasHonour ?value } BIND (fz:hasHonour AS ?path) }""",
}


@dataclass(frozen=True, slots=True, order=True)
class Violation:
    """One breach of the contract: ``focus`` is the node, ``path`` the property, ``value`` what stands there."""

    message: str  # in Chinese
    focus: str
    path: str
    value: str

    def __str__(self) -> str:
        where = f"{self.path} = {self.value}" if self.value else self.path
        return f"{self.message} {self.focus}" + (f" ({where})" if where else "")


@dataclass(frozen=True, slots=True)
class Report:
    """All breaches, sorted by message; ``checked`` triples were looked at."""

    violations: tuple[Violation, ...]
    checked: int

    @property
    def conforms(self) -> bool:
        """Whether there is no breach."""
        return not self.violations

    def by_message(self) -> list[tuple[str, list[Violation]]]:
        """The breaches grouped by message."""
        return [(message, list(found)) for message, found in groupby(self.violations, key=lambda v: v.message)]


def validate(graph: Graph) -> Report:
    """Check the sources' part of a graph. Raises DataError when the shapes are missing."""
    own = (graph.mint.reference(DIVISIONS), graph.mint.reference(ONTOLOGY))
    shapes = rdf.parse_turtle(resources.text(SHAPES))
    found = {*_queries(graph), *_quotes(graph)}
    checked = 0
    # a page's graph speaks of nothing that it does not describe, so that batches of pages can be checked apart
    for data in rdf.batches(graph, [name for name in graph.graphs() if name not in own], BATCH):
        found |= set(_shapes(data, shapes))
        checked += len(data)
    return Report(tuple(sorted(found)), checked)


def _shapes(data: rdf.RdfGraph, shapes: rdf.RdfGraph) -> list[Violation]:
    _, results, _ = pyshacl.validate(data, shacl_graph=shapes, inference="none", advanced=False, inplace=True)
    return [Violation(message, focus, short(path), value) for message, focus, path, value in rdf.shacl_results(results)]


def _quotes(graph: Graph) -> list[Violation]:
    """Quotes that do not stand where they should in the text of their source; of sources whose text is kept."""
    found: list[Violation] = []
    answer = graph.query(EVIDENCE)
    assert isinstance(answer, Solutions)
    for source, rows in groupby(answer.dicts(), key=lambda row: row["source"]):
        if source in graph.manifest.pages:
            text = graph.text(source)
            found += [
                Violation("引文应当与来源读出的文字一致。", row["e"], short(FZ.quote), row["quote"])
                for row in rows
                if text[int(row["start"]) : int(row["end"])] != row["quote"]
            ]
    return found


def _queries(graph: Graph) -> list[Violation]:
    found: list[Violation] = []
    for message, query in QUERIES.items():
        answer = graph.query(query)
        assert isinstance(answer, Solutions)
        found += [Violation(message, row["focus"], short(row["path"]), row.get("value", "")) for row in answer.dicts()]
    return found


def short(iri: str) -> str:
    """An IRI of a known vocabulary as ``prefix:name``, another as it is."""
    for prefix, base in PREFIXES.items():
        if iri.startswith(base):
            return f"{prefix}:{iri.removeprefix(base)}"
    return iri
