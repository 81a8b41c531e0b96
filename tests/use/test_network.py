"""Measures of the network, and the files other programs read."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import networkx as nx
import pytest

from kg.errors import QueryError
from kg.use.network import (
    Edge,
    Network,
    Node,
    centrality,
    communities,
    gexf,
    graphml,
    keep,
    largest,
    make_network,
    paths,
    to_networkx,
    write_gexf,
    write_graphml,
)
from tests.processes import printed_by_seeds
from tests.use.networks import PAYLOADS, hostile_network, random_network, reading_network

ROOT = Path(__file__).parents[2]


def chain(*names: str) -> Network:
    """Nodes joined one to the next."""
    edges = [Edge(a, b, "partOf", "隶属") for a, b in pairwise(names)]
    return make_network([Node(name, "Organization", name) for name in names], edges)


def test_no_edge_vanishes() -> None:
    graph = to_networkx(reading_network())
    assert graph.number_of_edges() == 5
    assert set(graph["urn:x:zhou"]["urn:x:east"]) == {"tenure:区长", "tenure:区委副书记"}
    assert graph.nodes["urn:x:firm"]["alts"] == ("星河科技",)


def test_edges_to_unknown_ends_are_left_out() -> None:
    network = make_network([Node("a", "Person", "甲")], [Edge("a", "b", "partOf", "隶属")])
    assert network.edges == ()


def test_degree_and_betweenness() -> None:
    network = chain("a", "b", "c", "d")
    assert centrality(network) == (
        ("b", 0.666666666667),
        ("c", 0.666666666667),
        ("a", 0.333333333333),
        ("d", 0.333333333333),
    )
    assert centrality(network, "betweenness")[0] == ("b", 0.666666666667)
    assert centrality(network, "closeness")[-1][0] == "d"


def test_parallel_edges_and_loops_do_not_raise_centrality() -> None:
    network = make_network(
        [Node("a", "Person", "甲"), Node("b", "District", "乙"), Node("c", "District", "丙")],
        [Edge("a", "b", "tenure", "市长"), Edge("a", "b", "visited", "调研"), Edge("a", "a", "partOf", "隶属")],
    )
    assert centrality(network) == (("a", 0.5), ("b", 0.5), ("c", 0.0))


def test_unknown_measure() -> None:
    with pytest.raises(QueryError, match="中心度"):
        centrality(chain("a", "b"), "fame")  # type: ignore[arg-type]


def test_communities_of_two_cliques() -> None:
    names = [f"{group}{number}" for group in "xy" for number in range(4)]
    edges = [Edge(a, b, "partOf", "隶属") for a in names for b in names if a < b and a[0] == b[0]]
    network = make_network(
        [Node(name, "Person", name) for name in names], [*edges, Edge("x0", "y0", "visited", "调研")]
    )
    assert communities(network) == (("x0", "x1", "x2", "x3"), ("y0", "y1", "y2", "y3"))


def test_communities_without_edges() -> None:
    assert communities(make_network([Node("a", "Person", "甲"), Node("b", "Person", "乙")], [])) == (("a",), ("b",))


def test_paths_run_either_way_and_are_sorted() -> None:
    nodes = [Node(name, "Person", name) for name in "abcdz"]
    edges = [Edge("b", "a", "x", "x"), Edge("a", "c", "x", "x"), Edge("d", "b", "x", "x"), Edge("c", "d", "x", "x")]
    network = make_network(nodes, edges)
    assert paths(network, "a", "d") == (("a", "b", "d"), ("a", "c", "d"))
    assert len(paths(network, "a", "d", limit=1)) == 1
    assert paths(network, "a", "z") == ()
    assert paths(network, "a", "a") == (("a",),)
    with pytest.raises(QueryError, match="没有实体"):
        paths(network, "a", "nobody")


def test_largest_keeps_the_best_connected_and_the_focus() -> None:
    network = chain("a", "b", "c", "d", "e")
    assert [node.iri for node in largest(network, 3).nodes] == ["b", "c", "d"]
    assert largest(network, 3).total == 5
    focused = Network(network.nodes, network.edges, network.total, focus=("a",))
    assert [node.iri for node in largest(focused, 3).nodes] == ["a", "b", "c"]


def test_keep_drops_edges_that_leave() -> None:
    assert len(keep(chain("a", "b", "c"), {"a", "b"}).edges) == 1


@pytest.mark.parametrize("make", [reading_network, hostile_network, lambda: random_network(60)])
def test_written_files_read_back_whole(make: object, tmp_path: Path) -> None:
    network: Network = make()  # type: ignore[operator]
    write_graphml(network, tmp_path / "a.graphml")
    write_gexf(network, tmp_path / "a.gexf")
    for read in (
        nx.read_graphml(tmp_path / "a.graphml", force_multigraph=True),
        nx.read_gexf(tmp_path / "a.gexf"),
    ):
        assert read.number_of_nodes() == len(network.nodes)
        assert read.number_of_edges() == len(network.edges)


def test_written_texts_keep_their_words() -> None:
    text = graphml(hostile_network())
    assert "&lt;script&gt;window.HIT=1&lt;/script&gt;" in text
    assert "\u0000" not in text
    assert len(PAYLOADS) >= 20


def test_nothing_written_knows_the_day() -> None:
    assert "lastmodifieddate" not in gexf(reading_network())


def test_results_do_not_depend_on_the_process() -> None:
    """Sets of strings change their order with the hash seed; nothing computed may show it."""
    code = (
        "import sys, hashlib\n"
        "from kg.use.network import *\n"
        "from tests.use.networks import random_network\n"
        "n = random_network(150)\n"
        "parts = [communities(n), centrality(n, 'betweenness'), graphml(n), gexf(n), largest(n, 40)]\n"
        "print(hashlib.sha256(repr(parts).encode()).hexdigest())\n"
    )
    assert len(printed_by_seeds(code)) == 1
