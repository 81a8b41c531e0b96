"""Where the nodes of a network lie: pure arithmetic, no random start, the same everywhere.

    1. the network falls into components; nodes without any neighbour are set out in a block of their own
    2. in each component, nodes with a single neighbour become petals round it: a hub takes the room of its disc
    3. the remaining core is drawn by stress (``stress``), turned onto its long side and drawn together
    4. discs that overlap are pushed apart (``packing``)
    5. petals are strewn about their hubs; the components are packed round the largest (``packing``)

The final coordinates are whole pixels. Pure Python on purpose: networkx's own layouts need numpy and scipy, and their
results depend on how these were built.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from kg.use.packing import ASPECT, MARGIN, Point, pack, push_apart
from kg.use.stress import spread

#: Distance of two petals of one hub.
PETAL = 34.0
#: How far a core is drawn together before discs are pushed apart.
SQUEEZE = 0.6
#: Cells of the block of unconnected nodes.
CELL = (150.0, 64.0)


def positions(neighbours: Sequence[Sequence[int]], radii: Sequence[float]) -> list[tuple[int, int]]:
    """Coordinates (pixels, y downwards) of nodes 0…n-1, given their neighbours (symmetric, no loops) and radii."""
    components = _components(neighbours)
    pieces = [_piece(nodes, neighbours, radii) for nodes in components if len(nodes) > 1]
    placed = pack(pieces, neighbours, radii)
    _block([nodes[0] for nodes in components if len(nodes) == 1], placed)
    return [(round(placed[node][0]), round(placed[node][1])) for node in range(len(neighbours))]


def _components(neighbours: Sequence[Sequence[int]]) -> list[list[int]]:
    """Node numbers of each component, sorted; the largest component first, ties by first node."""
    seen = [False] * len(neighbours)
    found = []
    for start in range(len(neighbours)):
        if seen[start]:
            continue
        seen[start] = True
        nodes = [start]
        for node in nodes:
            for far in neighbours[node]:
                if not seen[far]:
                    seen[far] = True
                    nodes.append(far)
        found.append(sorted(nodes))
    return sorted(found, key=lambda nodes: (-len(nodes), nodes[0]))


def _piece(nodes: list[int], neighbours: Sequence[Sequence[int]], radii: Sequence[float]) -> dict[int, Point]:
    """One component about an origin of its own: node numbers with their places."""
    petals: dict[int, list[int]] = {}
    for node in nodes:
        if len(neighbours[node]) == 1 and (len(neighbours[neighbours[node][0]]) > 1 or node > neighbours[node][0]):
            petals.setdefault(neighbours[node][0], []).append(node)
    leaves = {leaf for group in petals.values() for leaf in group}
    core = [node for node in nodes if node not in leaves]
    discs = [_disc(radii[node], len(petals.get(node, ()))) for node in core]
    number = {node: index for index, node in enumerate(core)}
    links = [[number[far] for far in neighbours[node] if far in number] for node in core]
    points = spread(links, discs)
    _turn(points)
    _squeeze(points)
    push_apart(points, discs)
    places = {node: (x, y) for node, (x, y) in zip(core, points, strict=True)}
    for hub, group in petals.items():
        places.update(_strew(hub, group, places, neighbours, radii))
    return places


def _disc(radius: float, petals: int) -> float:
    """Radius of a hub with so many petals about it."""
    return radius if not petals else radius + PETAL * (0.75 + math.sqrt(petals))


def _strew(
    hub: int,
    group: list[int],
    places: dict[int, Point],
    neighbours: Sequence[Sequence[int]],
    radii: Sequence[float],
) -> dict[int, Point]:
    """Petals in rings about their hub; one ring alone opens away from the hub's other neighbours."""
    x, y = places[hub]
    others = [places[far] for far in neighbours[hub] if far in places]
    away = math.atan2(y * len(others) - sum(p[1] for p in others), x * len(others) - sum(p[0] for p in others))
    strewn: dict[int, Point] = {}
    ring, rest = 1, list(group)
    while rest:
        distance = radii[hub] + PETAL * (0.6 + 0.95 * ring)
        room = max(1, int(2 * math.pi * distance / (PETAL * 1.25)))
        now, rest = rest[:room], rest[room:]
        # Few petals spread over a fan, not over the whole circle: the side towards the others stays free.
        spread = 2 * math.pi / len(now) if rest or len(now) * 2 > room else 2 * math.pi / room * 1.6
        first = away - spread * (len(now) - 1) / 2
        for index, leaf in enumerate(now):
            angle = first + spread * index
            strewn[leaf] = (x + distance * math.cos(angle), y + distance * math.sin(angle))
        ring += 1
    return strewn


def _turn(points: list[list[float]]) -> None:
    """Turn the points about their centre so that their longest extent is level."""
    count = len(points)
    mx, my = sum(p[0] for p in points) / count, sum(p[1] for p in points) / count
    xx = sum((p[0] - mx) ** 2 for p in points)
    yy = sum((p[1] - my) ** 2 for p in points)
    xy = sum((p[0] - mx) * (p[1] - my) for p in points)
    angle = 0.5 * math.atan2(2 * xy, xx - yy)
    cos, sin = math.cos(angle), math.sin(angle)
    for p in points:
        x, y = p[0] - mx, p[1] - my
        p[0], p[1] = x * cos + y * sin, y * cos - x * sin


def _squeeze(points: list[list[float]]) -> None:
    """Draw the points together, flat ones less in height; pushing apart restores the room where it is needed."""
    width = max(p[0] for p in points) - min(p[0] for p in points)
    height = max(p[1] for p in points) - min(p[1] for p in points)
    upright = min(2.0, max(1.0, width / height / ASPECT)) if height > 0 else 1.0
    for p in points:
        p[0] *= SQUEEZE
        p[1] *= SQUEEZE * upright


def _block(nodes: list[int], placed: dict[int, Point]) -> None:
    """Set the unconnected nodes out in rows under everything else."""
    if not nodes:
        return
    bottom = max((y for _, y in placed.values()), default=0.0)
    width = max((abs(x) for x, _ in placed.values()), default=0.0) * 2
    columns = max(1, int(width / CELL[0]), math.ceil(math.sqrt(len(nodes) * ASPECT * CELL[1] / CELL[0])))
    for index, node in enumerate(nodes):
        row, column = divmod(index, columns)
        placed[node] = ((column - (columns - 1) / 2) * CELL[0], bottom + 2 * MARGIN + row * CELL[1])
