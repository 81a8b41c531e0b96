"""Stress: nodes on the plane as far from each other as the ways along the edges between them are long.

Stochastic gradient descent over pairs of nodes (Zheng, Pawar, Goodman: Graph Drawing by Stochastic Gradient Descent,
2018). Only +, -, *, / and square roots enter the iterations, which IEEE 754 rounds alike on every machine.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from heapq import heappop, heappush
from random import Random

#: Room between the rims of two joined discs, in pixels at zoom 1.
EDGE = 34.0
#: Graphs up to this size use the distances of all pairs; larger ones those of the edges and to PIVOTS nodes.
ALL_PAIRS = 320
PIVOTS = 50
#: Rounds through all pairs, and how many starts are tried where all pairs are used: the best is kept.
EPOCHS = 20
STARTS = 4

Term = tuple[int, int, float, float]  # two nodes, their ideal distance, its weight


def spread(links: Sequence[Sequence[int]], discs: Sequence[float]) -> list[list[float]]:
    """Places [x, y] of the nodes of one connected graph (symmetric adjacency), given the radii of their discs."""
    terms = _terms(links, discs)
    if not terms:
        return [[0.0, 0.0] for _ in links]
    starts = STARTS if len(links) <= ALL_PAIRS else 1
    tries = [_descend(len(links), list(terms), Random(start)) for start in range(starts)]
    return min(tries, key=lambda points: _stress(points, terms))


def _descend(size: int, terms: list[Term], random: Random) -> list[list[float]]:
    """Places after EPOCHS rounds through all terms in changing order, each with smaller steps."""
    extent = 100.0 * math.sqrt(size)
    points = [[random.random() * extent, random.random() * extent] for _ in range(size)]
    longest = max(term[2] for term in terms)
    shortest = min(term[2] for term in terms)
    steps = [longest**2 * (0.1 * shortest**2 / longest**2) ** (epoch / (EPOCHS - 1)) for epoch in range(EPOCHS)]
    for step in steps:
        random.shuffle(terms)
        for a, b, ideal, weight in terms:
            p, q = points[a], points[b]
            dx, dy = p[0] - q[0], p[1] - q[1]
            distance = math.sqrt(dx * dx + dy * dy) or 1e-9
            share = weight * step
            if share > 1.0:
                share = 1.0
            move = share * (distance - ideal) / (2.0 * distance)
            dx *= move
            dy *= move
            p[0] -= dx
            p[1] -= dy
            q[0] += dx
            q[1] += dy
    return points


def _stress(points: list[list[float]], terms: list[Term]) -> float:
    """How badly the places fit the ideal distances."""
    return math.fsum(
        weight * (math.hypot(points[a][0] - points[b][0], points[a][1] - points[b][1]) - ideal) ** 2
        for a, b, ideal, weight in terms
    )


def _terms(links: Sequence[Sequence[int]], discs: Sequence[float]) -> list[Term]:
    """The terms for all pairs, or for edges and pivots when the core is large."""
    size = len(links)
    if size <= ALL_PAIRS:
        far = [_lengths(start, links, discs) for start in range(size)]
        return [(a, b, far[a][b], 1.0 / far[a][b] ** 2) for a in range(size) for b in range(a + 1, size)]
    ideal: dict[tuple[int, int], float] = {}
    pivot, nearest = 0, [math.inf] * size
    for _ in range(PIVOTS):
        lengths = _lengths(pivot, links, discs)
        for node, length in enumerate(lengths):
            if node != pivot:
                ideal[min(node, pivot), max(node, pivot)] = length
        nearest = [min(old, new) for old, new in zip(nearest, lengths, strict=True)]
        pivot = max(range(size), key=lambda node: (nearest[node], -node))
    for node, group in enumerate(links):
        for other in group:
            if node < other:
                ideal[node, other] = discs[node] + discs[other] + EDGE
    return [(a, b, length, 1.0 / length**2) for (a, b), length in ideal.items()]


def _lengths(start: int, links: Sequence[Sequence[int]], discs: Sequence[float]) -> list[float]:
    """Length of the shortest way from ``start`` to every node (Dijkstra)."""
    best = [math.inf] * len(links)
    best[start] = 0.0
    heap = [(0.0, start)]
    while heap:
        length, node = heappop(heap)
        if length > best[node]:
            continue
        reach = length + discs[node] + EDGE
        for far in links[node]:
            there = reach + discs[far]
            if there < best[far]:
                best[far] = there
                heappush(heap, (there, far))
    return best
