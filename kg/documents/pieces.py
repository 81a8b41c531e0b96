"""Pieces of sentences that columns put far apart: which two belong together, and how they are brought together.

Recognition prints the columns of a page in any order, so that one article's text stands inside another's. Two pieces
are joined when the evidence of their ends (``junction``) is strong, and stronger than what joins them to where they
stand; or when a whole column interrupts another article's sentence and both its ends fit elsewhere.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from kg.documents import bylines, junction
from kg.documents.drafts import Draft
from kg.documents.kinds import Unit, goes_on
from kg.documents.rules import bridge_words
from kg.records import Repair

#: Worth of standing next to each other, of having no other partner, and of lying in different articles.
NEIGHBOUR, STRANDED, SAME_RANK, OTHER_ARTICLE = 2.0, 1.0, 0.5, -1.0
#: Of standing next to each other with an empty line between: columns are printed so too.
APART = 1.5
#: Worth of an article that would end within a sentence, and of a piece that another article can do without: its last.
UNFINISHED, LAST = 1.0, 0.5
#: Least worth of a column's beginning, and of its two ends together, that stands inside another article's sentence.
CROSSED_END, CROSSED = 1.5, 3.5
#: More cut lines than any page of columns has: a text wrapped at a width, whose lines follow each other.
MAX_CUTS = 1000


@dataclass(frozen=True, slots=True)
class Place:
    """Where a unit stands: draft and position in its flow."""

    draft: int
    at: int


@dataclass(frozen=True, slots=True)
class Pair:
    """A possible join of two pieces that do not follow each other."""

    value: float
    left: Place
    right: Place
    crossed: bool = False  # the right piece begins a column that interrupts another article's sentence


@dataclass(slots=True)
class Judge:
    """``junction.score`` on one page, remembered: the search asks for the same pairs again after each move."""

    page: str
    known: dict[tuple[str, str], float] = field(default_factory=dict)

    def score(self, left: Unit, right: Unit) -> float:
        """How well one unit's text continues another's."""
        key = left.text, right.text
        if key not in self.known:
            self.known[key] = junction.score(left.text, right.text, self.page)
        return self.known[key]


def best_pair(drafts: Sequence[Draft], page: Judge) -> Pair | None:
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
    best: Pair | None = None
    for left in opens:
        for right in starts:
            if right == _after(drafts, left) or right == left:
                continue
            if not (inside[right] or (left in stranded_left and _bridges(drafts, left, right, page))):
                continue
            value = _far_value(drafts, left, right, page, stranded_left, stranded_right)
            if value is not None and (best is None or value > best.value):
                best = Pair(value, left, right)
    return best


def bring_together(drafts: Sequence[Draft], pair: Pair, page: Judge) -> tuple[int, Repair]:
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
        return pair.right.draft, move_repair([left], f"错栏移回:{note}")
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
    return pair.left.draft, move_repair(moved, f"错栏移回:{note}")


def neighbours(left: Unit, right: Unit, page: Judge) -> float:
    """The same for two units; a list item goes on in the next line of its block only."""
    if not goes_on(left) or not _can_follow(right) or (left.kind == "list" and not follows(left, right)):
        return 0.0
    return (NEIGHBOUR if right.line.blank == 0 else APART) + page.score(left, right)


def follows(left: Unit, right: Unit) -> bool:
    """Whether a line goes on in the next line of the same block."""
    return right.line.index == left.line.index + 1 and right.line.blank == 0 and junction.is_open(left.text)


def move_repair(units: Sequence[Unit], note: str) -> Repair:
    """What is told of units that were moved, and why."""
    return Repair("column-move", min(u.line.start for u in units), max(u.line.end for u in units), note)


def _crossed(drafts: Sequence[Draft], opens: Sequence[Place], starts: Sequence[Place], page: Judge) -> Pair | None:
    """The cut end of an article and the column of it that interrupts a sentence of another one, if both ends fit.

    An article ends with ``left``, another is cut at ``gap``; the text behind the gap continues ``left``, and later in
    that article something continues the gap. Two fitting ends count where one would be too weak.
    """
    best: Pair | None = None
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
                best = Pair(total, left, right, crossed=True)
    return best


def _closing(flow: Sequence[Unit], at: int, page: Judge) -> tuple[float, int]:
    """How well what stands further down continues the line before ``at``, and where it stands."""
    found = [(page.score(flow[at - 1], flow[i]), i) for i in range(at + 1, len(flow)) if _can_follow(flow[i])]
    return max(found, key=lambda one: (one[0], -one[1]), default=(0.0, 0))


def _bridges(drafts: Sequence[Draft], left: Place, right: Place, page: Judge) -> bool:
    """Whether the two ends form a word, or a name that the page prints elsewhere: then a line is worth judging though
    it could begin a sentence.
    """
    before, behind = _unit(drafts, left).text, _unit(drafts, right).text
    return before[-1] + behind[0] in bridge_words() or bool(junction.repeated(before, behind, page.page))


def _far_value(
    drafts: Sequence[Draft], left: Place, right: Place, page: Judge,
    stranded_left: Sequence[Place], stranded_right: Sequence[Place],
) -> float | None:  # fmt: skip
    """The worth of a far join, None when it is too weak or worse than the neighbours' joins."""
    value = page.score(_unit(drafts, left), _unit(drafts, right))
    if value <= 0:
        return None
    rivals = max(
        _neighbour_value(drafts, left, _after(drafts, left), page),
        _neighbour_value(drafts, _before(right), right, page),
    )
    alone = left in stranded_left and right in stranded_right
    value += STRANDED * alone
    if left.draft != right.draft and not drafts[right.draft].is_stray:
        value += OTHER_ARTICLE
        if _after(drafts, left) is None and not alone:
            value += UNFINISHED + LAST * (_after(drafts, right) is None)
    if alone and left.draft == right.draft:
        here = [p for p in stranded_left if p.draft == left.draft]
        there = [p for p in stranded_right if p.draft == left.draft]
        value += SAME_RANK * (here.index(left) == there.index(right))
    return value if value >= junction.LONG_JOIN and value > rivals else None


def _neighbour_value(drafts: Sequence[Draft], left: Place | None, right: Place | None, page: Judge) -> float:
    """How well two neighbours continue each other; 0 when there is nothing to continue."""
    if left is None or right is None:
        return 0.0
    return neighbours(_unit(drafts, left), _unit(drafts, right), page)


def _belongs_behind(flow: Sequence[Unit], at: int) -> bool:
    """Whether a paragraph stays behind the moved piece before it: running text that begins a sentence."""
    goes_on = junction.is_open(flow[at - 1].text)
    return flow[at].kind == "body" and (goes_on or not junction.starts_inside(flow[at].text))


def _places(drafts: Sequence[Draft]) -> list[Place]:
    return [Place(d, i) for d, draft in enumerate(drafts) for i in range(len(draft.flow))]


def _unit(drafts: Sequence[Draft], place: Place) -> Unit:
    return drafts[place.draft].flow[place.at]


def _after(drafts: Sequence[Draft], place: Place) -> Place | None:
    return Place(place.draft, place.at + 1) if place.at + 1 < len(drafts[place.draft].flow) else None


def _before(place: Place) -> Place | None:
    return Place(place.draft, place.at - 1) if place.at else None


def _can_follow(unit: Unit) -> bool:
    return unit.kind == "body" and not bylines.dateline(unit.text)
