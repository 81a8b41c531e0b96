"""How much of what a graph holds."""

from __future__ import annotations

from dataclasses import dataclass

from kg.graph.store import Graph
from kg.graph.vocab import FZ
from kg.records import ENTITY_TYPES
from kg.use.links import LINK_LABELS, TYPE_LABELS
from kg.use.reading import rows

FACT_LABELS = {"Tenure": "任职", "Award": "获奖", "Milestone": "项目进展", "Observation": "指标观测"}


#: An honour won counts as the award that says more, not as the link beside it as well.
_LINKS = """?thing rdf:predicate ?kind ; prov:wasDerivedFrom ?evidence ; rdf:subject ?s ; rdf:object ?o
    FILTER NOT EXISTS { ?award fz:recipient ?s ; fz:honour ?o FILTER(?kind = fz:hasHonour) }"""


@dataclass(frozen=True, slots=True)
class Stats:
    """Counts by Chinese name, in the order of the graph contract; ``since`` and ``until`` are ISO dates or ``""``."""

    quads: int
    sources: int
    articles: int
    newspapers: tuple[tuple[str, int], ...]  # articles of each, most first
    since: str
    until: str
    entities: tuple[tuple[str, int], ...]  # that an article mentions
    facts: tuple[tuple[str, int], ...]
    evidence: int


def stats(graph: Graph) -> Stats:
    """Count what the sources say; reference data (divisions, ontology) count among the quads only."""
    entities = _counts(graph, "?thing fz:mentionedIn ?article ; a ?kind")
    nodes = _counts(graph, "?thing prov:wasDerivedFrom ?evidence ; a ?kind")
    links = _counts(graph, _LINKS)
    papers = _counts(graph, "?thing a fz:Article ; fz:headline ?headline ; fz:newspaper ?kind")
    whole = next(rows(graph, """SELECT (COUNT(DISTINCT ?article) AS ?articles)
        (MIN(STR(?date)) AS ?since) (MAX(STR(?date)) AS ?until) WHERE {
        ?article a fz:Article ; fz:headline ?h OPTIONAL { ?article fz:date ?date } }"""))  # fmt: skip
    sources = next(rows(graph, "SELECT (COUNT(DISTINCT ?source) AS ?n) WHERE { ?page fz:source ?source }"))
    evidence = next(rows(graph, "SELECT (COUNT(DISTINCT ?e) AS ?n) WHERE { ?e a fz:Evidence }"))
    told = {**LINK_LABELS, "investment": "投资额", "byline": "署名"}
    named = {FZ[name]: label for name, label in told.items()}
    facts = [(label, nodes.get(FZ[name], 0)) for name, label in FACT_LABELS.items()]
    facts += [(label, links.get(term, 0)) for term, label in named.items()]
    return Stats(
        quads=len(graph),
        sources=int(sources["n"].value),
        articles=int(whole["articles"].value),
        newspapers=tuple(sorted(papers.items(), key=lambda item: (-item[1], item[0]))),
        since=whole["since"].value if "since" in whole else "",
        until=whole["until"].value if "until" in whole else "",
        entities=tuple((TYPE_LABELS[name], entities.get(FZ[name], 0)) for name in ENTITY_TYPES),
        facts=tuple((label, n) for label, n in facts if n),
        evidence=int(evidence["n"].value),
    )


def _counts(graph: Graph, pattern: str) -> dict[str, int]:
    """How many different things of each kind match a graph pattern that binds ``?thing`` and ``?kind``."""
    query = f"SELECT ?kind (COUNT(DISTINCT ?thing) AS ?n) WHERE {{ {pattern} }} GROUP BY ?kind"
    return {row["kind"].value: int(row["n"].value) for row in rows(graph, query) if "kind" in row}
