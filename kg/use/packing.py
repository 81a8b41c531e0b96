"""Room on the plane: discs that overlap are pushed apart, and pieces of a picture are packed round the largest."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

Point = tuple[float, float]
Cell = tuple[int, int]
Frame = tuple[int, int, int, int]  # left, top, right, bottom, in cells

#: Room left between discs that were pushed apart, in pixels at zoom 1.
GAP = 14.0
#: Pushes of a disc in all: few discs get many rounds, many few, and some overlap may remain in the densest networks.
WORK = 120_000
ROUNDS = 200
#: Size of the cells in which pieces are packed, and the number of directions in which a place is sought.
MARGIN = 60.0
RAYS = 24
#: The picture is this much wider than high.
ASPECT = 1.12


def push_apart(points: list[list[float]], discs: Sequence[float]) -> None:
    """Move overlapping discs away from each other until none overlaps or the work is done."""
    if len(points) < 2:
        return
    # Cells fit the many small discs; a large one lies in several and meets every disc that does.
    size = 2 * sorted(discs)[len(discs) * 3 // 4] + GAP
    for _ in range(min(ROUNDS, WORK // len(points))):
        cells: dict[Cell, list[int]] = {}
        for index, (x, y) in enumerate(points):
            reach = discs[index] + GAP / 2
            for column in range(int((x - reach) // size), int((x + reach) // size) + 1):
                for row in range(int((y - reach) // size), int((y + reach) // size) + 1):
                    cells.setdefault((column, row), []).append(index)
        moved = False
        for group in cells.values():
            for place, a in enumerate(group):
                for b in group[place + 1 :]:
                    if _push(points[a], points[b], discs[a], discs[b]):
                        moved = True
        if not moved:
            return


def _push(p: list[float], q: list[float], own: float, other: float) -> bool:
    """Part two discs that overlap; the smaller gives way, in proportion to their areas."""
    dx, dy = q[0] - p[0], q[1] - p[1]
    least = own + other + GAP
    square = dx * dx + dy * dy
    if square >= least * least:
        return False
    distance = math.sqrt(square)
    if distance < 1e-6:
        dx, dy, distance = 1e-6, 0.0, 1e-6
    lap = (least - distance + 0.1) / distance
    share = other * other / (own * own + other * other)
    p[0] -= dx * lap * share
    p[1] -= dy * lap * share
    q[0] += dx * lap * (1 - share)
    q[1] += dy * lap * (1 - share)
    return True


def pack(
    pieces: Sequence[Mapping[int, Point]], neighbours: Sequence[Sequence[int]], radii: Sequence[float]
) -> dict[int, Point]:
    """All pieces on one plane: the largest in the middle, each other where the picture grows least for it."""
    placed: dict[int, Point] = {}
    taken: set[Cell] = set()
    frame = (0, 0, 0, 0)
    begin: dict[tuple[int, int], int] = {}  # steps worth skipping for pieces of that size on that ray
    for piece in pieces:
        own = _cells(piece, neighbours, radii)
        box = _frame(own)
        best: tuple[float, int, int, Cell] | None = None
        for ray in range(RAYS if taken else 1):
            key = (len(piece), ray)
            step, cell = _first_free(own, taken, ray, begin.get(key, 0))
            begin[key] = step
            grown = _union(frame, _moved(box, cell)) if taken else box
            size = max((grown[2] - grown[0]) / ASPECT, grown[3] - grown[1])
            best = min(best or (math.inf, 0, 0, cell), (size, step, ray, cell))
        assert best is not None
        cell = best[3]
        frame = _union(frame, _moved(box, cell)) if taken else box
        taken.update((i + cell[0], j + cell[1]) for i, j in own)
        for node, (x, y) in piece.items():
            placed[node] = (x + cell[0] * MARGIN, y + cell[1] * MARGIN)
    return placed


def _first_free(own: set[Cell], taken: set[Cell], ray: int, step: int) -> tuple[int, Cell]:
    """The first step outwards on a ray, and its cell, at which the piece covers nothing taken."""
    angle = 2 * math.pi * ray / RAYS
    while True:
        column, row = round(step * math.cos(angle)), round(step * math.sin(angle))
        if not any((i + column, j + row) in taken for i, j in own):
            return step, (column, row)
        step += 1


def _frame(cells: set[Cell]) -> Frame:
    columns, rows = [cell[0] for cell in cells], [cell[1] for cell in cells]
    return min(columns), min(rows), max(columns), max(rows)


def _moved(frame: Frame, cell: Cell) -> Frame:
    return frame[0] + cell[0], frame[1] + cell[1], frame[2] + cell[0], frame[3] + cell[1]


def _union(one: Frame, other: Frame) -> Frame:
    return min(one[0], other[0]), min(one[1], other[1]), max(one[2], other[2]), max(one[3], other[3])


def _cells(piece: Mapping[int, Point], neighbours: Sequence[Sequence[int]], radii: Sequence[float]) -> set[Cell]:
    """The cells a piece covers with its nodes, its edges and a margin of one cell."""
    covered: set[Cell] = set()
    for node, (x, y) in piece.items():
        reach = int(radii[node] // MARGIN)
        column, row = math.floor(x / MARGIN), math.floor(y / MARGIN)
        covered.update((column + i, row + j) for i in range(-reach, reach + 1) for j in range(-reach, reach + 1))
        for far in neighbours[node]:
            if far > node:
                fx, fy = piece[far]
                parts = 1 + int(math.hypot(fx - x, fy - y) / (MARGIN / 2))
                for part in range(1, parts):
                    covered.add((math.floor((x + (fx - x) * part / parts) / MARGIN),
                                 math.floor((y + (fy - y) * part / parts) / MARGIN)))  # fmt: skip
    return {(column + i, row + j) for column, row in covered for i in (-1, 0, 1) for j in (-1, 0, 1)}
