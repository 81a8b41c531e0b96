"""Where nodes lie: apart, in whole pixels, the same every time."""

from __future__ import annotations

import math

import pytest

from kg.use.layout import positions
from kg.use.packing import push_apart
from kg.use.stress import spread
from tests.use.networks import random_network


def adjacency(size: int, edges: list[tuple[int, int]]) -> list[list[int]]:
    found: list[list[int]] = [[] for _ in range(size)]
    for a, b in edges:
        found[a].append(b)
        found[b].append(a)
    return [sorted(far) for far in found]


def random_adjacency(size: int) -> list[list[int]]:
    network = random_network(size)
    place = {node.iri: index for index, node in enumerate(network.nodes)}
    pairs = {tuple(sorted((place[edge.source], place[edge.target]))) for edge in network.edges}
    return adjacency(size, sorted(pairs))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("size", "edges"),
    [
        (0, []),
        (1, []),
        (2, []),
        (2, [(0, 1)]),
        (3, [(0, 1), (1, 2), (0, 2)]),
        (40, [(0, leaf) for leaf in range(1, 40)]),
        (6, [(0, 1), (2, 3), (4, 5)]),
        (5, [(0, 1), (1, 2), (2, 3), (3, 4)]),
    ],
)
def test_small_shapes_lie_apart(size: int, edges: list[tuple[int, int]]) -> None:
    places = positions(adjacency(size, edges), [10.0] * size)
    assert len(places) == size
    for a in range(size):
        for b in range(a):
            assert math.dist(places[a], places[b]) >= 20


def test_few_overlaps_in_a_large_network() -> None:
    around = random_adjacency(900)
    places = positions(around, [9.0] * 900)
    assert len(set(places)) == 900
    close = sum(math.dist(places[a], places[b]) < 18 for a in range(900) for b in range(a))
    assert close < 45  # of 900 nodes: the densest middle may keep some


def test_components_do_not_mix() -> None:
    triangles = [(0, 1), (1, 2), (0, 2), (3, 4), (4, 5), (3, 5)]
    places = positions(adjacency(6, triangles), [10.0] * 6)
    centres = [[sum(p[axis] for p in places[i : i + 3]) / 3 for axis in (0, 1)] for i in (0, 3)]
    for index, place in enumerate(places):
        assert math.dist(place, centres[index // 3]) < math.dist(place, centres[1 - index // 3])


def test_unconnected_nodes_lie_under_the_rest() -> None:
    places = positions(adjacency(6, [(0, 1), (1, 2)]), [10.0] * 6)
    assert max(y for _, y in places[:3]) < min(y for _, y in places[3:])


def test_same_input_same_places() -> None:
    around = random_adjacency(400)
    assert positions(around, [9.0] * 400) == positions(around, [9.0] * 400)


def test_stress_keeps_neighbours_nearer_than_strangers() -> None:
    chain = adjacency(8, [(index, index + 1) for index in range(7)])
    points = spread(chain, [5.0] * 8)
    assert all(math.dist(points[0], points[i]) < math.dist(points[0], points[i + 1]) for i in range(1, 7))


def test_large_disc_stays_and_small_ones_give_way() -> None:
    points = [[0.0, 0.0], [10.0, 0.0], [10.0, 0.0]]
    push_apart(points, [100.0, 5.0, 5.0])
    assert math.hypot(*points[0]) < 5
    assert min(math.dist(points[0], points[1]), math.dist(points[0], points[2])) >= 105
    assert math.dist(points[1], points[2]) >= 10
