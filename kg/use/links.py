"""The network of entities as plain records: nodes, the edges between them, and the words behind each edge.

    Network -> Node… (one an entity) and Edge… (one a stated relation, never merged)
    Edge, Node -> Fact… -> Quote… (verbatim, with the article it stands in)

Everything here is pure: how a network is loaded from a graph is the business of ``link_queries``, how it is
measured and drawn that of ``network``, ``layout`` and ``view``.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from difflib import get_close_matches

from kg.errors import QueryError
from kg.records import ENTITY_TYPES

#: What the user reads for each entity class, in the order of the graph contract.
TYPE_LABELS: dict[str, str] = dict(
    zip(
        ENTITY_TYPES,
        ("官员", "人物", "行政区", "企业", "机构", "项目", "园区", "地点", "活动", "荣誉", "产品", "产业", "政策行动"),
        strict=True,
    )
)

#: What the user reads between the two ends of a direct link: subject – label – object.
LINK_LABELS: dict[str, str] = {
    "locatedIn": "位于",
    "basedIn": "入驻",
    "undertakes": "承担",
    "hasHonour": "获得",
    "produces": "生产",
    "inIndustry": "属于产业",
    "partOf": "隶属",
    "heldIn": "举办于",
    "organisedBy": "主办方为",
    "visited": "调研",
}

#: The edge kind of a post held; its label is the post.
TENURE = "tenure"


@dataclass(frozen=True, slots=True, order=True)
class Quote:
    """Words of one article that state a fact; ``date`` is ISO 8601 to the precision known, or ``""``."""

    date: str
    source: str
    headline: str
    newspaper: str
    text: str


@dataclass(frozen=True, slots=True, order=True)
class Fact:
    """One statement in the user's words, and the quotes that bear it out (none for reference data)."""

    label: str
    quotes: tuple[Quote, ...] = ()


@dataclass(frozen=True, slots=True)
class Node:
    """One entity. ``facts`` are those with a single end: stages, amounts, indicators."""

    iri: str
    type: str
    label: str
    alts: tuple[str, ...] = ()
    facts: tuple[Fact, ...] = ()


@dataclass(frozen=True, slots=True)
class Edge:
    """One relation from ``source`` to ``target`` (IRIs): ``kind`` is a link's local name or ``TENURE``."""

    source: str
    target: str
    kind: str
    label: str
    facts: tuple[Fact, ...] = ()

    @property
    def key(self) -> tuple[str, str, str, str]:
        """What makes the edge distinct, and its place in sorted order."""
        return self.source, self.target, self.kind, self.label


@dataclass(frozen=True, slots=True)
class Network:
    """Nodes sorted by IRI, edges by ``Edge.key``; ``total`` counts the nodes before any restriction to the largest."""

    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    total: int
    focus: tuple[str, ...] = ()  # IRIs the network was asked to lie around


def join_facts(facts: Iterable[Fact]) -> tuple[Fact, ...]:
    """One fact for each label, with all its quotes, sorted."""
    quotes: dict[str, set[Quote]] = defaultdict(set)
    for fact in facts:
        quotes[fact.label].update(fact.quotes)
    return tuple(Fact(label, tuple(sorted(quotes[label]))) for label in sorted(quotes))


def make_network(nodes: Iterable[Node], edges: Iterable[Edge], focus: tuple[str, ...] = ()) -> Network:
    """A network in canonical order: edges with an unknown end left out, equal edges joined.

    A joined edge keeps its facts with quotes; one without (the bare link beside an award) only if it has no other.
    """
    known = {node.iri: node for node in nodes}
    facts: dict[tuple[str, str, str, str], list[Fact]] = defaultdict(list)
    for edge in edges:
        if edge.source in known and edge.target in known:
            facts[edge.key].extend(edge.facts)
    joined = []
    for key in sorted(facts):
        stated = join_facts(facts[key])
        joined.append(Edge(*key, facts=tuple(fact for fact in stated if fact.quotes) or stated))
    return Network(tuple(known[iri] for iri in sorted(known)), tuple(joined), len(known), focus)


def neighbours(network: Network) -> dict[str, set[str]]:
    """The other ends of every node's edges; a node is no neighbour of its own."""
    found: dict[str, set[str]] = {node.iri: set() for node in network.nodes}
    for edge in network.edges:
        if edge.source != edge.target:
            found[edge.source].add(edge.target)
            found[edge.target].add(edge.source)
    return found


def keep(network: Network, iris: Collection[str]) -> Network:
    """The network between the given nodes alone; ``total`` stays."""
    wanted = frozenset(iris)
    return replace(
        network,
        nodes=tuple(node for node in network.nodes if node.iri in wanted),
        edges=tuple(edge for edge in network.edges if edge.source in wanted and edge.target in wanted),
    )


def neighbourhood(network: Network, centres: Iterable[str], depth: int) -> Network:
    """The nodes at most ``depth`` edges away from a centre, and all edges between them."""
    around = neighbours(network)
    reached = set(centres)
    border = set(reached)
    for _ in range(depth):
        border = {far for near in border for far in around[near]} - reached
        reached |= border
    kept = keep(network, reached)
    return replace(kept, total=len(kept.nodes), focus=tuple(sorted(set(centres))))


def of_types(network: Network, types: Collection[str]) -> Network:
    """The nodes of the given classes, and those the network lies around."""
    kept = keep(network, {n.iri for n in network.nodes if n.type in types or n.iri in network.focus})
    return replace(kept, total=len(kept.nodes))


def largest(network: Network, limit: int) -> Network:
    """The ``limit`` nodes with most neighbours (then most edges, then first IRI); the focus always stays."""
    if len(network.nodes) <= limit:
        return network
    around = neighbours(network)
    edges: dict[str, int] = defaultdict(int)
    for edge in network.edges:
        edges[edge.source] += 1
        edges[edge.target] += 1
    ranked = sorted(around, key=lambda iri: (iri not in network.focus, -len(around[iri]), -edges[iri], iri))
    return keep(network, ranked[:limit])


def find_nodes(network: Network, name: str) -> tuple[str, ...]:
    """IRIs of the entities of that name: by IRI, else by full name, else by any other name seen; homonyms all.

    Raises QueryError, with the closest names, when nothing has it.
    """
    for test in (
        lambda node: node.iri == name,
        lambda node: node.label == name,
        lambda node: name in node.alts,
    ):
        found = tuple(node.iri for node in network.nodes if test(node))
        if found:
            return found
    names = sorted({form for node in network.nodes for form in (node.label, *node.alts)})
    close = get_close_matches(name, names, n=3, cutoff=0.4)
    hint = f"相近的名称有：{'、'.join(close)}。" if close else "请用 kg stats 查看图谱内容。"
    raise QueryError(f"图谱中没有名为“{name}”的实体；{hint}")
