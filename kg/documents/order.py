"""Reading order: joining cut sentences and bringing back what columns put elsewhere.

Works on the drafts of a whole page, because a piece of one article can stand inside another. Steps of ``settle``:
(1) lists interrupted by text are closed up, (2) pieces of sentences far apart are brought together when the
evidence is strong (``pieces``), (3) lines that continue each other are joined to paragraphs.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kg.documents import junction, pieces
from kg.documents.drafts import Draft
from kg.documents.kinds import TEXT, Unit, goes_on, item_number
from kg.documents.neighbours import MIN_CUT
from kg.records import Repair

#: A page has few cut columns; more rounds would mean that the moves go in circles.
MAX_MOVES = 24


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Units read as one paragraph; ``kind`` is body, list or subhead."""

    kind: str
    units: tuple[Unit, ...]


@dataclass(frozen=True, slots=True)
class Ordered:
    """One article's paragraphs in reading order and what was mended."""

    draft: Draft
    paragraphs: tuple[Paragraph, ...]
    repairs: tuple[Repair, ...]


def settle(drafts: Sequence[Draft], text: str) -> list[Ordered]:
    """The drafts of a page with that text in reading order; their flows are rearranged in place."""
    page = pieces.Judge(text)
    repairs: list[list[Repair]] = [_lead_repair(draft) for draft in drafts]
    for draft, notes in zip(drafts, repairs, strict=True):
        notes += _close_lists(draft)  # 1
    for _ in range(MAX_MOVES):  # 2
        pair = pieces.best_pair(drafts, page)
        if pair is None:
            break
        index, repair = pieces.bring_together(drafts, pair, page)
        repairs[index].append(repair)
    result = []
    for draft, notes in zip(drafts, repairs, strict=True):  # 3
        paragraphs, joins = _paragraphs(draft, page)
        result.append(Ordered(draft, tuple(paragraphs), tuple(notes + joins)))
    return result


def _lead_repair(draft: Draft) -> list[Repair]:
    if not draft.headline:
        return []
    above = [u for u in draft.flow if u.line.index < draft.headline[0].line.index]
    if not above:
        return []
    start, end = min(u.line.start for u in above), max(u.line.end for u in above)
    return [Repair("column-move", start, end, "标题之前的文字没有自己的标题,归入本文")]


def loose_ends(ordered: Sequence[Ordered]) -> list[Unit]:
    """Last lines of paragraphs that end within a sentence: what follows was not found on the page."""
    last = [p.units[-1] for one in ordered for p in one.paragraphs if p.kind == "body"]
    return [unit for unit in last if goes_on(unit) and len(unit.text) >= MIN_CUT]


# --- 1. lists ---


def _close_lists(draft: Draft) -> list[Repair]:
    """Bring the later items of a numbered list that other text interrupts behind the earlier ones."""
    notes: list[Repair] = []
    flow = draft.flow
    for i in range(len(flow) - 1):
        number, after = _item(flow[i]), i + 1
        if number is None:
            continue
        while after < len(flow) and flow[after].kind == "body" and pieces.follows(flow[after - 1], flow[after]):
            after += 1  # the item's own lines
        if after == len(flow) or flow[after].kind != "body":
            continue
        start = next((k for k in range(after, len(flow)) if _item(flow[k]) == number + 1), None)
        between = flow[after:start] if start else []
        if start is None or any(unit.kind != "body" for unit in between) or not _interrupts(between):
            continue
        end = start
        while end < len(flow) and (flow[end].kind == "list" or pieces.follows(flow[end - 1], flow[end])):
            end += 1
        moved = flow[start:end]
        del flow[start:end]
        flow[after:after] = moved
        notes.append(pieces.move_repair(moved, f"清单被正文隔断,第{number + 1}项起接回第{number}项之后"))
    return notes


def _interrupts(between: Sequence[Unit]) -> bool:
    """Whether text cuts the list by accident of columns: its own last sentence is cut off there."""
    return bool(between) and junction.is_open(between[-1].text)


def _item(unit: Unit) -> int | None:
    return item_number(unit.text) if unit.kind == "list" else None


# --- 3. paragraphs ---


def _paragraphs(draft: Draft, page: pieces.Judge) -> tuple[list[Paragraph], list[Repair]]:
    """Join lines that continue each other; heads inside the text become subheads."""
    paragraphs: list[tuple[str, list[Unit]]] = []
    joins: list[Repair] = []
    previous: Unit | None = None
    for unit in draft.flow:
        kind = unit.kind if unit.kind in TEXT else "subhead"
        if previous is not None and kind == "body" and paragraphs and _joined(previous, unit, page):
            paragraphs[-1][1].append(unit)
            ends = sorted((previous.line.end, unit.line.start))
            joins.append(Repair("line-join", ends[0], ends[1], "断行接续"))
        else:
            paragraphs.append((kind, [unit]))
        previous = unit
    return [Paragraph(kind, tuple(units)) for kind, units in paragraphs], joins


def _joined(left: Unit, right: Unit, page: pieces.Judge) -> bool:
    if left.wrapped:
        return True
    if "signature" in (left.rule, right.rule):
        return False
    return pieces.neighbours(left, right, page) > 0
