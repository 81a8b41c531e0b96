"""From the graph to a Network: five SPARQL queries, put together here and nowhere else.

1. entities with their names          4. facts with one end (stages, amounts, indicators, bylines)
2. direct links, with reports         5. the quotes of all of them
3. posts and awards
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from decimal import Decimal, InvalidOperation

from kg.errors import QueryError
from kg.graph.answers import Solutions
from kg.graph.store import Graph
from kg.graph.vocab import FZ
from kg.records import ENTITY_TYPES
from kg.use.links import (
    LINK_LABELS,
    TENURE,
    TYPE_LABELS,
    Edge,
    Fact,
    Network,
    Node,
    Quote,
    find_nodes,
    join_facts,
    make_network,
    neighbourhood,
    of_types,
)

Row = dict[str, str]
#: Quotes by the node that is derived from them.
Proofs = dict[str, tuple[Quote, ...]]

# Only what some article mentions: the reference data alone knows thousands of districts no page speaks of.
_ENTITIES = f"""
SELECT ?node ?type ?label WHERE {{
  VALUES ?type {{ {" ".join(f"fz:{name}" for name in ENTITY_TYPES)} }}
  ?node a ?type ; skos:prefLabel ?label .
  FILTER EXISTS {{ ?node fz:mentionedIn ?article }}
}}"""
_ALTS = (
    "SELECT DISTINCT ?node ?name WHERE { ?node skos:altLabel ?name FILTER EXISTS { ?node fz:mentionedIn ?article } }"
)
_LINKS = f"""
SELECT ?s ?p ?o ?fact WHERE {{
  VALUES ?p {{ {" ".join(f"fz:{name}" for name in LINK_LABELS)} }}
  ?s ?p ?o .
  OPTIONAL {{ ?fact rdf:subject ?s ; rdf:predicate ?p ; rdf:object ?o }}
}}"""
_TENURES = """
SELECT ?fact ?s ?o ?post ?date ?status WHERE {
  ?fact a fz:Tenure ; fz:official ?s ; fz:post/skos:prefLabel ?post .
  OPTIONAL { ?fact fz:of ?o }
  OPTIONAL { ?fact fz:asOf ?date }
  OPTIONAL { ?fact fz:status ?status }
}"""
_AWARDS = """
SELECT ?fact ?s ?o ?rank ?date ?by WHERE {
  ?fact a fz:Award ; fz:recipient ?s ; fz:honour ?o .
  OPTIONAL { ?fact fz:rank ?rank }
  OPTIONAL { ?fact fz:date ?date }
  OPTIONAL { ?fact fz:awardedBy/skos:prefLabel ?by }
}"""
_MILESTONES = """
SELECT ?fact ?s ?stage ?target ?date WHERE {
  ?fact a fz:Milestone ; fz:project ?s ; fz:stage ?stage .
  OPTIONAL { ?fact fz:targetStage ?target }
  OPTIONAL { ?fact fz:date ?date }
}"""
_AMOUNTS = """
SELECT ?s ?value ?fact WHERE {
  ?s fz:investment ?value .
  OPTIONAL { ?fact rdf:subject ?s ; rdf:predicate fz:investment ; rdf:object ?value }
}"""
_OBSERVATIONS = """
SELECT ?fact ?s ?indicator ?statistic ?value ?unit ?start ?end ?modality ?qualifier WHERE {
  ?fact a fz:Observation ; fz:about ?s ; fz:indicator/skos:prefLabel ?indicator ; fz:value ?value .
  OPTIONAL { ?fact fz:statistic ?statistic }
  OPTIONAL { ?fact fz:unit ?unit }
  OPTIONAL { ?fact fz:periodStart ?start }
  OPTIONAL { ?fact fz:periodEnd ?end }
  OPTIONAL { ?fact fz:modality ?modality }
  OPTIONAL { ?fact fz:qualifier ?qualifier }
}"""
_BYLINES = """
SELECT ?fact ?s ?role WHERE {
  ?fact a fz:Contribution ; fz:contributor ?s .
  OPTIONAL { ?fact fz:contributionRole ?role }
}"""
_QUOTES = """
SELECT ?fact ?quote ?headline ?date ?newspaper ?source WHERE {
  ?fact prov:wasDerivedFrom ?evidence .
  ?evidence fz:quote ?quote ; fz:article ?article .
  OPTIONAL { ?article fz:headline ?headline }
  OPTIONAL { ?article fz:date ?date }
  OPTIONAL { ?article fz:newspaper ?newspaper }
  OPTIONAL { ?article fz:source ?source }
}"""

_STATUS = {
    "InOffice": "在任", "Appointed": "任命", "Elected": "当选", "Acting": "代理",
    "Nominated": "提名", "Left": "离任",
}  # fmt: skip
_STAGES = {
    "Planned": "计划", "Signed": "签约", "Started": "开工", "UnderConstruction": "在建",
    "Completed": "竣工", "InOperation": "投运", "Stopped": "停止",
}  # fmt: skip
_STATISTICS = {"Level": "", "Growth": "增长", "Share": "占比", "Rank": "排名第", "Count": "", "Multiple": "为其倍数"}
_MODALITIES = {"Estimate": "预计", "Target": "目标"}


def load_network(graph: Graph, types: Sequence[str] = (), around: str | None = None, depth: int = 1) -> Network:
    """The network of every entity that an article mentions, or the part asked for.

    ``types`` keeps entities of these classes (``Company`` or 企业) and, always, the one asked for by ``around`` (any of
    its names, or its IRI; homonyms all), whose surroundings reach ``depth`` edges far.
    Raises QueryError for an unknown class or name or a negative depth.
    """
    if depth < 0:
        raise QueryError(f"层数不能为负数：{depth}。")
    classes = tuple(entity_class(name) for name in types)
    network = _whole(graph)
    if around is not None:
        network = neighbourhood(network, find_nodes(network, around), depth)
    return of_types(network, classes) if classes else network


def entity_class(name: str) -> str:
    """The class of that English or Chinese name, by its local name. Raises QueryError when there is none."""
    for local, label in TYPE_LABELS.items():
        if name in (local, label):
            return local
    known = "、".join(f"{local}（{label}）" for local, label in TYPE_LABELS.items())
    raise QueryError(f"没有“{name}”这种实体类型，可选：{known}。")


def _whole(graph: Graph) -> Network:
    proofs = _proofs(graph)
    facts = _single_facts(graph, proofs)
    edges = list(_edges(graph, proofs, facts))
    alts: dict[str, set[str]] = defaultdict(set)
    for row in _rows(graph, _ALTS):
        alts[row["node"]].add(row["name"])
    nodes = (
        Node(iri, _local(row["type"]), row["label"], tuple(sorted(alts[iri])), join_facts(facts[iri]))
        for row in _rows(graph, _ENTITIES)
        for iri in (row["node"],)
    )
    return make_network(nodes, edges)


def _rows(graph: Graph, query: str) -> Iterator[Row]:
    """Solutions as plain strings; unbound variables are absent."""
    answer = graph.query(query)
    assert isinstance(answer, Solutions)  # all queries here are SELECTs
    return answer.dicts()


def _proofs(graph: Graph) -> Proofs:
    found: dict[str, set[Quote]] = defaultdict(set)
    for row in _rows(graph, _QUOTES):
        found[row["fact"]].add(
            Quote(
                row.get("date", ""),
                row.get("source", ""),
                row.get("headline", ""),
                row.get("newspaper", ""),
                row["quote"],
            )
        )
    return {fact: tuple(sorted(quotes)) for fact, quotes in found.items()}


def _edges(graph: Graph, proofs: Proofs, facts: dict[str, list[Fact]]) -> Iterator[Edge]:
    """Links, posts and awards; a post without a body is no edge but a fact of its holder, added to ``facts``."""
    for row in _rows(graph, _LINKS):
        kind = _local(row["p"])
        label = LINK_LABELS[kind]
        yield Edge(row["s"], row["o"], kind, label, (Fact(label, proofs.get(row.get("fact", ""), ())),))
    for row in _rows(graph, _AWARDS):
        rank = f"第{row['rank']}名" if "rank" in row else ""
        by = f"{row['by']}颁发" if "by" in row else ""
        label = _with_notes(LINK_LABELS["hasHonour"], rank, row.get("date", ""), by)
        fact = Fact(label, proofs.get(row["fact"], ()))
        yield Edge(row["s"], row["o"], "hasHonour", LINK_LABELS["hasHonour"], (fact,))
    for row in _rows(graph, _TENURES):
        status = _STATUS.get(_local(row.get("status", "")), "")
        since = f"截至 {row['date']}" if "date" in row else ""
        fact = Fact(_with_notes(row["post"], status, since), proofs.get(row["fact"], ()))
        if "o" in row:
            yield Edge(row["s"], row["o"], TENURE, row["post"], (fact,))
        else:
            facts[row["s"]].append(fact)


def _single_facts(graph: Graph, proofs: Proofs) -> dict[str, list[Fact]]:
    found: dict[str, list[Fact]] = defaultdict(list)
    for row in _rows(graph, _MILESTONES):
        stage = _STAGES.get(_local(row["stage"]), _local(row["stage"]))
        target = _STAGES.get(_local(row.get("target", "")), "")
        found[row["s"]].append(
            Fact(_with_notes(f"进度：{stage}{target}", row.get("date", "")), proofs.get(row["fact"], ()))
        )
    for row in _rows(graph, _AMOUNTS):
        label = f"投资额：{amount(row['value'], '元')}"
        found[row["s"]].append(Fact(label, proofs.get(row.get("fact", ""), ())))
    for row in _rows(graph, _OBSERVATIONS):
        found[row["s"]].append(Fact(_observation(row), proofs.get(row["fact"], ())))
    for row in _rows(graph, _BYLINES):
        found[row["s"]].append(Fact(f"署名：{row.get('role', '作者')}", proofs.get(row["fact"], ())))
    return found


def _observation(row: Row) -> str:
    statistic = _STATISTICS.get(_local(row.get("statistic", "")), "")
    if statistic.startswith("排名") and row["indicator"].endswith("排名"):
        statistic = "第"
    unit = row.get("unit", "")
    value = amount(row["value"], "" if statistic.endswith("第") and unit == "位" else unit)
    qualifier = row.get("qualifier", "")
    number = f"{value}{qualifier}" if qualifier in ("左右", "以上", "以下", "余") else f"{qualifier}{value}"
    period = " 至 ".join(dict.fromkeys(row[end] for end in ("start", "end") if end in row))
    modality = _MODALITIES.get(_local(row.get("modality", "")), "")
    return _with_notes(f"{row['indicator']}：{statistic}{number}", modality, period)


def amount(value: str, unit: str) -> str:
    """A decimal in the base unit as newspapers write it: 35000000000 元 -> 350亿元, 6.1 % -> 6.1%."""
    try:
        number = Decimal(value)
    except InvalidOperation:
        return f"{value}{unit}"
    for size, name in ((Decimal(10**8), "亿"), (Decimal(10**4), "万")):
        if abs(number) >= size and (number / size * 1000) % 1 == 0:
            return f"{_plain(number / size)}{name}{unit}"
    return f"{_plain(number)}{unit}"


def _plain(number: Decimal) -> str:
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _with_notes(label: str, *notes: str) -> str:
    said = "，".join(note for note in notes if note)
    return f"{label}（{said}）" if said else label


def _local(iri: str) -> str:
    return iri.removeprefix(FZ.iri)
