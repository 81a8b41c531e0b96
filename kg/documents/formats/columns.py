"""The order in which the lines of a scanned page are read: columns from left to right, each from the top down.

The page is cut across into bands, then down into columns as far as a white stripe runs, and so on inside each column
(an XY cut: Nagy and Seth 1984). A headline over several columns is a band of its own that no stripe passes.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

#: White between columns is at least this share of the height of a line.
COLUMN_GAP = 0.6
#: White above a line that starts a paragraph or an article of its own, in heights of a line.
PARAGRAPH_GAP = 1.0


@dataclass(frozen=True, slots=True)
class Box:
    """A line of writing where it stands on the page (pixels, the origin at the top left)."""

    left: float
    top: float
    right: float
    bottom: float
    text: str


def in_order(boxes: Sequence[Box]) -> list[Box]:
    """The boxes in reading order."""
    if len(boxes) < 2:
        return list(boxes)
    gap = COLUMN_GAP * sorted(box.bottom - box.top for box in boxes)[len(boxes) // 2]
    bands = _split(boxes, lambda box: (box.top, box.bottom), 0.0)
    ordered: list[Box] = []
    at = 0
    while at < len(bands):
        end, columns = at + 1, _columns(bands[at], gap)
        while len(columns) > 1 and end < len(bands):
            wider = _columns([box for band in bands[at : end + 1] for box in band], gap)
            if len(wider) < 2:
                break
            end, columns = end + 1, wider
        ordered += [box for column in columns for box in (in_order(column) if len(columns) > 1 else _crooked(column))]
        at = end
    return ordered


def text_of(boxes: Sequence[Box]) -> str:
    """The lines of a page as text in reading order: pieces of one line joined, a blank line where there is white."""
    lines: list[str] = []
    last: Box | None = None
    for box in in_order(boxes):
        height = box.bottom - box.top
        if last is not None and abs(box.top - last.top) < height / 2 and box.left >= last.right:
            lines[-1] += f" {box.text}"
        else:
            if last is not None and not 0 <= box.top - last.top <= (1 + PARAGRAPH_GAP) * height:
                lines.append("")
            lines.append(box.text)
        last = box
    return "\n".join(lines)


def _columns(boxes: Sequence[Box], gap: float) -> list[list[Box]]:
    return _split(boxes, lambda box: (box.left, box.right), gap)


def _crooked(boxes: list[Box]) -> list[Box]:
    """A single line, or lines that no straight cut parts."""
    return sorted(boxes, key=lambda box: (box.top, box.left))


def _split(boxes: Sequence[Box], sides: Callable[[Box], tuple[float, float]], gap: float) -> list[list[Box]]:
    """The boxes in groups between which there is white of at least ``gap`` along one axis."""
    groups: list[list[Box]] = []
    end = 0.0
    for box in sorted(boxes, key=sides):
        start, stop = sides(box)
        if groups and start < end + gap:
            groups[-1].append(box)
            end = max(end, stop)
        else:
            groups.append([box])
            end = stop
    return groups
