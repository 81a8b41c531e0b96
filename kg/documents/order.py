"""Reading order: joining cut sentences and bringing back what columns put elsewhere.

Works on the drafts of a whole page, because a piece of one article can stand inside another. Steps of ``settle``:
(1) lists interrupted by text are closed up, (2) pieces of sentences far apart are brought together when the
evidence is strong (``junction``), (3) lines that continue each other are joined to paragraphs.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from kg.documents import bylines, junction
from kg.documents.drafts import Draft
from kg.documents.kinds import TEXT, Unit, goes_on, item_number
from kg.documents.neighbours import MIN_CUT
from kg.documents.rules import bridge_words
from kg.records import Repair

#: Worth of standing next to each other, of having no other partner, and of lying in different articles.
NEIGHBOUR, STRANDED, SAME_RANK, OTHER_ARTICLE = 2.0, 1.0, 0.5, -1.0
#: Least worth of a column's beginning, and of its two ends together, that stands inside another article's sentence.
CROSSED_END, CROSSED = 1.5, 3.5
#: More cut lines than any page of columns has: a text wrapped at a width, whose lines follow each other.
MAX_CUTS = 1000
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


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a unit stands: draft and position in its flow."""

    draft: int
    at: int


@dataclass(frozen=True, slots=True)
class _Pair:
    """A possible join of two pieces that do not follow each other."""

    value: float
    left: _Place
    right: _Place
    crossed: bool = False  # the right piece begins a column that interrupts another article's sentence


@dataclass(slots=True)
class _Judge:
    """``junction.score`` on one page, remembered: the search asks for the same pairs again after each move."""

    page: str
    known: dict[tuple[str, str], float] = field(default_factory=dict)

    def score(self, left: Unit, right: Unit) -> float:
        """How well one unit's text continues another's."""
        key = left.text, right.text
        if key not in self.known:
            self.known[key] = junction.score(left.text, right.text, self.page)
        return self.known[key]


def settle(drafts: Sequence[Draft], text: str) -> list[Ordered]:
    """The drafts of a page with that text in reading order; their flows are rearranged in place."""
    page = _Judge(text)
    repairs: list[list[Repair]] = [_lead_repair(draft) for draft in drafts]
    for draft, notes in zip(drafts, repairs, strict=True):
        notes += _close_lists(draft)  # 1
    for _ in range(MAX_MOVES):  # 2
        pair = _best_pair(drafts, page)
        if pair is None:
            break
        index, repair = _bring_together(drafts, pair, page)
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
        while after < len(flow) and flow[after].kind == "body" and _follows(flow[after - 1], flow[after]):
            after += 1  # the item's own lines
        if after == len(flow) or flow[after].kind != "body":
            continue
        start = next((k for k in range(after, len(flow)) if _item(flow[k]) == number + 1), None)
        between = flow[after:start] if start else []
        if start is None or any(unit.kind != "body" for unit in between) or not _interrupts(between):
            continue
        end = start
        while end < len(flow) and (flow[end].kind == "list" or _follows(flow[end - 1], flow[end])):
            end += 1
        moved = flow[start:end]
        del flow[start:end]
        flow[after:after] = moved
        notes.append(_moved(moved, f"清单被正文隔断,第{number + 1}项起接回第{number}项之后"))
    return notes


def _interrupts(between: Sequence[Unit]) -> bool:
    """Whether text cuts the list by accident of columns: its own last sentence is cut off there."""
    return bool(between) and junction.is_open(between[-1].text)


def _follows(left: Unit, right: Unit) -> bool:
    """Whether a line goes on in the next line of the same block."""
    return right.line.index == left.line.index + 1 and right.line.blank == 0 and junction.is_open(left.text)


def _item(unit: Unit) -> int | None:
    return item_number(unit.text) if unit.kind == "list" else None


# --- 2. far pieces ---


def _best_pair(drafts: Sequence[Draft], page: _Judge) -> _Pair | None:
    """The strongest join of two pieces far apart that beats what stands next to them, if any is strong enough.

    Only lines that begin within a sentence are looked at, and those that complete a word left open: everything
    else could begin a paragraph anywhere.
    """
    opens = [p for p in _places(drafts) if _unit(drafts, p).kind == "body" and goes_on(_unit(drafts, p))]
    if len(opens) > MAX_CUTS:
        return None
    starts = [place for place in _places(drafts) if _can_follow(_unit(drafts, place))]
    stranded_left = [p for p in opens if _neighbour_value(drafts, p, _after(drafts, p), page) <= 0.5]
    if crossed := _crossed(drafts, opens, starts, page):
        return crossed
    inside = {p: junction.starts_inside(_unit(drafts, p).text) for p in starts}
    stranded_right = [p for p in starts if inside[p] and _neighbour_value(drafts, _before(p), p, page) <= 0.5]
    best: _Pair | None = None
    for left in opens:
        for right in starts:
            if right == _after(drafts, left) or right == left:
                continue
            if not (inside[right] or (left in stranded_left and _bridges(drafts, left, right))):
                continue
            value = _far_value(drafts, left, right, page, stranded_left, stranded_right)
            if value is not None and (best is None or value > best.value):
                best = _Pair(value, left, right)
    return best


def _crossed(drafts: Sequence[Draft], opens: Sequence[_Place], starts: Sequence[_Place], page: _Judge) -> _Pair | None:
    """The cut end of an article and the column of it that interrupts a sentence of another one, if both ends fit.

    An article ends with ``left``, another is cut at ``gap``; the text behind the gap continues ``left``, and later in
    that article something continues the gap. Two fitting ends count where one would be too weak.
    """
    best: _Pair | None = None
    for left in opens:
        if _after(drafts, left) is not None:
            continue
        for right in starts:
            gap = _before(right)
            if gap is None or right.draft == left.draft or not goes_on(_unit(drafts, gap)):
                continue
            value = page.score(_unit(drafts, left), _unit(drafts, right))
            stays = page.score(_unit(drafts, gap), _unit(drafts, right))
            if value < CROSSED_END or value <= stays:
                continue
            closes = _closing(drafts[right.draft].flow, right.at, page)
            total = value + closes[0]
            if closes[0] > stays and total >= CROSSED and (best is None or total > best.value):
                best = _Pair(total, left, right, crossed=True)
    return best


def _closing(flow: Sequence[Unit], at: int, page: _Judge) -> tuple[float, int]:
    """How well what stands further down continues the line before ``at``, and where it stands."""
    found = [(page.score(flow[at - 1], flow[i]), i) for i in range(at + 1, len(flow)) if _can_follow(flow[i])]
    return max(found, key=lambda one: (one[0], -one[1]), default=(0.0, 0))


def _bridges(drafts: Sequence[Draft], left: _Place, right: _Place) -> bool:
    """Whether the two ends form a word: then a line is worth judging though it could begin a sentence."""
    return _unit(drafts, left).text[-1] + _unit(drafts, right).text[0] in bridge_words()


def _far_value(
    drafts: Sequence[Draft], left: _Place, right: _Place, page: _Judge,
    stranded_left: Sequence[_Place], stranded_right: Sequence[_Place],
) -> float | None:  # fmt: skip
    """The worth of a far join, None when it is too weak or worse than the neighbours' joins."""
    value = page.score(_unit(drafts, left), _unit(drafts, right))
    if value <= 0:
        return None
    rivals = max(
        _neighbour_value(drafts, left, _after(drafts, left), page),
        _neighbour_value(drafts, _before(right), right, page),
    )
    value += STRANDED * ((left in stranded_left) and (right in stranded_right))
    value += OTHER_ARTICLE * (left.draft != right.draft and not drafts[right.draft].is_stray)
    if left in stranded_left and right in stranded_right and left.draft == right.draft:
        here = [p for p in stranded_left if p.draft == left.draft]
        there = [p for p in stranded_right if p.draft == left.draft]
        value += SAME_RANK * (here.index(left) == there.index(right))
    return value if value >= junction.LONG_JOIN and value > rivals else None


def _neighbour_value(drafts: Sequence[Draft], left: _Place | None, right: _Place | None, page: _Judge) -> float:
    """How well two neighbours continue each other; 0 when there is nothing to continue."""
    if left is None or right is None:
        return 0.0
    return _neighbours(_unit(drafts, left), _unit(drafts, right), page)


def _neighbours(left: Unit, right: Unit, page: _Judge) -> float:
    """The same for two units; a list item goes on in the next line of its block only."""
    if not goes_on(left) or not _can_follow(right) or (left.kind == "list" and not _follows(left, right)):
        return 0.0
    return NEIGHBOUR + page.score(left, right)


def _bring_together(drafts: Sequence[Draft], pair: _Pair, page: _Judge) -> tuple[int, Repair]:
    """Move one of the two pieces to the other and say so; returns the draft that keeps the repair.

    The right piece follows the left one, with the complete paragraphs behind it, unless the right piece already
    stands behind a cut sentence of its own article into which the left piece fits better: then that is the gap.
    """
    left, right = _unit(drafts, pair.left), _unit(drafts, pair.right)
    note = ";".join(name for name, value in junction.reasons(left.text, right.text, page.page) if value > 0)
    before = _before(pair.right)
    gap = pair.left.draft != pair.right.draft and before is not None and goes_on(_unit(drafts, before))
    fits = page.score(_unit(drafts, before), left) >= page.score(_unit(drafts, before), right) if before else False
    if gap and fits and not pair.crossed:
        drafts[pair.left.draft].flow.remove(left)
        target = drafts[pair.right.draft].flow
        target.insert(target.index(right), left)
        return pair.right.draft, _moved([left], f"错栏移回:{note}")
    source = drafts[pair.right.draft].flow
    end = pair.right.at + 1
    closing = _closing(source, pair.right.at, page) if gap else (0.0, 0)
    last = closing[1] if pair.crossed or closing[0] >= junction.LONG_JOIN else len(source)
    while end < last and source[end] is not left and _belongs_behind(source, end):
        end += 1
    moved = source[pair.right.at : end]
    del source[pair.right.at : end]
    target = drafts[pair.left.draft].flow
    position = target.index(left) + 1
    target[position:position] = moved
    return pair.left.draft, _moved(moved, f"错栏移回:{note}")


def _belongs_behind(flow: Sequence[Unit], at: int) -> bool:
    """Whether a paragraph stays behind the moved piece before it: running text that begins a sentence."""
    goes_on = junction.is_open(flow[at - 1].text)
    return flow[at].kind == "body" and (goes_on or not junction.starts_inside(flow[at].text))


def _moved(units: Sequence[Unit], note: str) -> Repair:
    return Repair("column-move", min(u.line.start for u in units), max(u.line.end for u in units), note)


def _places(drafts: Sequence[Draft]) -> list[_Place]:
    return [_Place(d, i) for d, draft in enumerate(drafts) for i in range(len(draft.flow))]


def _unit(drafts: Sequence[Draft], place: _Place) -> Unit:
    return drafts[place.draft].flow[place.at]


def _after(drafts: Sequence[Draft], place: _Place) -> _Place | None:
    return _Place(place.draft, place.at + 1) if place.at + 1 < len(drafts[place.draft].flow) else None


def _before(place: _Place) -> _Place | None:
    return _Place(place.draft, place.at - 1) if place.at else None


def _can_follow(unit: Unit) -> bool:
    return unit.kind == "body" and not bylines.dateline(unit.text)


# --- 3. paragraphs ---


def _paragraphs(draft: Draft, page: _Judge) -> tuple[list[Paragraph], list[Repair]]:
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


def _joined(left: Unit, right: Unit, page: _Judge) -> bool:
    if left.wrapped:
        return True
    if "signature" in (left.rule, right.rule):
        return False
    return _neighbours(left, right, page) > 0
