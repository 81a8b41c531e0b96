"""The network of entities, measured: the only door to networkx.

Loads (``load_network``), converts (``to_networkx``), ranks (``centrality``), groups (``communities``), connects
(``paths``) and writes (``write_graphml``, ``write_gexf``). Every result depends on the network alone: nodes and
edges come sorted, seeds are fixed, and sets of strings, whose order changes from run to run, are never walked.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import islice
from pathlib import Path
from typing import Literal

import networkx as nx

from kg.errors import QueryError
from kg.use.files import replace_file
from kg.use.link_queries import load_network
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
    keep,
    largest,
    make_network,
    neighbourhood,
    neighbours,
    of_types,
)

__all__ = [
    "LINK_LABELS", "TENURE", "TYPE_LABELS", "Edge", "Fact", "Network", "Node", "Quote",
    "centrality", "communities", "find_nodes", "gexf", "graphml", "keep", "largest", "load_network", "make_network",
    "neighbourhood", "neighbours", "of_types", "paths", "to_networkx", "write_gexf", "write_graphml",
]  # fmt: skip

Measure = Literal["degree", "betweenness", "closeness"]

#: What XML 1.0 cannot carry: control characters, surrogates and the two non-characters of the first plane.
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def to_networkx(network: Network) -> nx.MultiDiGraph[str]:
    """Every node and every edge, parallel ones apart.

    Node attributes: label, type, alts (tuple), facts (tuple of Fact). Edge attributes: kind, label, facts; an
    edge's key is ``kind`` or, for posts, ``tenure:<post>``.
    """
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for node in network.nodes:
        graph.add_node(node.iri, label=node.label, type=node.type, alts=node.alts, facts=node.facts)
    for edge in network.edges:
        key = f"{TENURE}:{edge.label}" if edge.kind == TENURE else edge.kind
        graph.add_edge(edge.source, edge.target, key=key, kind=edge.kind, label=edge.label, facts=edge.facts)
    return graph


def centrality(network: Network, measure: Measure = "degree") -> tuple[tuple[str, float], ...]:
    """(IRI, score 0–1) of every node, highest first, ties by IRI. Direction and number of edges do not count.

    Raises QueryError for a measure other than degree, betweenness or closeness.
    """
    graph = _simple(network)
    match measure:
        case "degree":
            scores = nx.degree_centrality(graph)
        case "betweenness":
            scores = nx.betweenness_centrality(graph)
        case "closeness":
            scores = nx.closeness_centrality(graph)
        case _:
            raise QueryError(f"没有“{measure}”这种中心度，可选 degree、betweenness、closeness。")
    ranked = sorted(scores.items(), key=lambda item: (-item[1], item[0]))
    # One node alone has degree centrality 1 by convention; a share of neighbours above 1 is never meant.
    return tuple((network.nodes[index].iri, round(min(float(score), 1.0), 12)) for index, score in ranked)


def communities(network: Network) -> tuple[tuple[str, ...], ...]:
    """Groups of nodes closely tied to one another (Louvain, fixed seed): largest first, members sorted."""
    if not network.edges:
        return tuple((node.iri,) for node in network.nodes)
    groups = nx.community.louvain_communities(_simple(network), seed=0)
    named = (tuple(network.nodes[index].iri for index in sorted(group)) for group in groups)
    return tuple(sorted(named, key=lambda group: (-len(group), group)))


def paths(network: Network, start: str, end: str, limit: int = 10) -> tuple[tuple[str, ...], ...]:
    """At most ``limit`` shortest chains of IRIs from ``start`` to ``end``, either way along edges, in order.

    Empty when they are not connected. Raises QueryError when an end is not in the network.
    """
    place = {node.iri: index for index, node in enumerate(network.nodes)}
    for iri in (start, end):
        if iri not in place:
            raise QueryError(f"网络中没有实体 {iri}。")
    try:
        chains = nx.all_shortest_paths(_simple(network), place[start], place[end])
        found = sorted(islice(chains, limit))
    except nx.NetworkXNoPath:
        return ()
    return tuple(tuple(network.nodes[index].iri for index in chain) for chain in found)


def graphml(network: Network) -> str:
    """The network as GraphML (yEd, Gephi, igraph): all attributes as text, a list one item a line."""
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + "\n".join(nx.generate_graphml(_flat(network))) + "\n"


def gexf(network: Network) -> str:
    """The network as GEXF 1.2 (Gephi), attributes as in ``graphml``; it carries no date of writing."""
    lines = "\n".join(nx.generate_gexf(_flat(network)))
    undated = re.sub(r'(<meta\b[^>]*?) lastmodifieddate="[^"]*"', r"\1", lines, count=1)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{undated}\n'


def write_graphml(network: Network, path: Path) -> None:
    """Write ``graphml``; an old file is replaced in one step. Raises InputError when it cannot be written."""
    replace_file(path, graphml(network).encode("utf-8"))


def write_gexf(network: Network, path: Path) -> None:
    """Write ``gexf``; an old file is replaced in one step. Raises InputError when it cannot be written."""
    replace_file(path, gexf(network).encode("utf-8"))


def _simple(network: Network) -> nx.Graph[int]:
    """The undirected graph of positions in ``network.nodes``, each pair at most once, no loops."""
    place = {node.iri: index for index, node in enumerate(network.nodes)}
    graph: nx.Graph[int] = nx.Graph()
    graph.add_nodes_from(range(len(network.nodes)))
    ends = ((place[edge.source], place[edge.target]) for edge in network.edges)
    graph.add_edges_from(sorted({(min(a, b), max(a, b)) for a, b in ends if a != b}))
    return graph


def _flat(network: Network) -> nx.MultiDiGraph[str]:
    """The multigraph with text attributes alone, fit for XML: both formats refuse lists and control characters."""
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for node in network.nodes:
        graph.add_node(
            _xml(node.iri),
            label=_xml(node.label),
            type=node.type,
            typeLabel=TYPE_LABELS.get(node.type, node.type),
            alts=_lines(node.alts),
            facts=_lines(fact.label for fact in node.facts),
        )
    for number, edge in enumerate(network.edges):
        quotes = [quote for fact in edge.facts for quote in fact.quotes]
        graph.add_edge(
            _xml(edge.source),
            _xml(edge.target),
            key=str(number),
            id=str(number),
            kind=edge.kind,
            label=_xml(edge.label),
            facts=_lines(fact.label for fact in edge.facts),
            quotes=_lines(quote.text for quote in quotes),
            dates=_lines(sorted({quote.date for quote in quotes if quote.date})),
            sources=_lines(sorted({quote.source for quote in quotes})),
        )
    return graph


def _lines(items: Iterable[str]) -> str:
    return "\n".join(_xml(item.replace("\n", " ")) for item in items)


def _xml(text: str) -> str:
    return _NOT_XML.sub("", text)
