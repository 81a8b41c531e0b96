"""Runs to article drafts: every unit to the article it belongs to.

Units that no draft takes (teasers, heads of the page, its introduction) become furniture in ``compose``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from kg.documents.headlines import count_page_heads, headline
from kg.documents.kinds import HEADS, TEXT, Unit, item_number
from kg.documents.runs import Run, cut
from kg.documents.starts import headline_level, starts

#: A text without a headline of its own under the heads of the page is an introduction up to this many characters.
MAX_LEAD = 160


@dataclass(slots=True)
class Draft:
    """An article while it is put together; ``flow`` is its running text with subheads, in source order."""

    headline: list[Unit] = field(default_factory=list)
    decks: list[Unit] = field(default_factory=list)  # kickers and decks, in source order
    credits: list[Unit] = field(default_factory=list)
    flow: list[Unit] = field(default_factory=list)
    captions: list[Unit] = field(default_factory=list)
    is_stray: bool = False  # text that is no article, though pieces of articles may be found in it

    @property
    def is_empty(self) -> bool:
        """Whether there is neither headline nor text."""
        return not (self.headline or self.flow)


def drafts(units: Sequence[Unit]) -> list[Draft]:
    """The articles of a page in source order of their headlines, and perhaps a stray draft as the last."""
    runs = cut(units)
    level = headline_level(runs)
    lead, found = Draft(), list[Draft]()
    for run, begins in zip(runs, starts(runs), strict=True):
        if begins:
            draft = Draft()
            _begin(draft, run, found[-1] if found else lead, level)
            found.append(draft)
        else:
            _continue(found[-1] if found else lead, run)
    _settle_lead(found, lead)
    return [draft for draft in found if not draft.is_empty]


def _begin(draft: Draft, run: Run, before: Draft, level: int = 0) -> None:
    """Give the units of a run to the draft it begins; captions above its headline go to the article before.

    ``level`` is the Markdown level of the page's headlines, 0 without.
    """
    lines = headline(run, level)
    top = lines[0].line.index if lines else -1
    signed = False
    for unit in run.units[count_page_heads(run, lines) :]:
        if unit in lines:
            draft.headline.append(unit)
        elif unit.kind == "caption":
            (before if unit.line.index < top and not before.is_empty else draft).captions.append(unit)
        elif unit.kind == "byline":
            signed = True
            draft.credits.append(unit)
        elif (signed and unit.kind in HEADS) or _is_subhead(unit, run):
            draft.flow.append(unit)
        else:
            draft.decks.append(unit)
    draft.flow += run.text
    draft.credits += run.closing


def _is_subhead(unit: Unit, run: Run) -> bool:
    """Whether a head under the headline belongs to the text: numbered, or ending with a colon before it."""
    numbered = item_number(unit.text) is not None
    return unit.kind == "head" and (numbered or (unit is run.heads[-1] and unit.text.endswith(":")))


def _continue(draft: Draft, run: Run) -> None:
    for unit in run.units:
        {"caption": draft.captions, "byline": draft.credits}.get(unit.kind, draft.flow).append(unit)
    draft.flow += run.text
    draft.credits += run.closing


# --- text before the first headline ---


def _settle_lead(found: list[Draft], lead: Draft) -> None:
    """Text before the first headline: an introduction to the page (furniture), a part of the first article, or all.

    Recognition prints columns in any order: a text under nothing but subheads before the first headline is a part of
    that article, unless it is short and several articles follow.
    """
    text = [unit for unit in lead.flow if unit.kind in TEXT]
    if not found:
        found.append(_sole_article(lead))
    elif sum(len(unit.text) for unit in text) <= MAX_LEAD and (len(found) > 1 or not text):
        found[0].captions[:0] = lead.captions
        found.append(Draft(flow=lead.flow, is_stray=True))
    else:
        _join(found[0], lead)


def _sole_article(lead: Draft) -> Draft:
    """A page without any proven start is one article: the heads over its text are the headline."""
    first = next((i for i, unit in enumerate(lead.flow) if unit.kind in TEXT), len(lead.flow))
    article = Draft(credits=lead.credits, captions=lead.captions)
    _begin(article, Run(lead.flow[:first], lead.flow[first:]), Draft())
    return article


def _join(article: Draft, lead: Draft) -> None:
    """Put the text where it belongs: before the article's when that goes on counting (2. 项目支撑), else behind it."""
    while len(lead.flow) > 1 and _is_kicker(lead.flow[0], lead.flow[1]):
        article.decks.insert(0, lead.flow.pop(0))
    opening = article.flow[0] if article.flow else None
    counts_on = opening is not None and opening.kind == "head" and (item_number(opening.text) or 1) > 1
    article.flow = lead.flow + article.flow if counts_on else article.flow + lead.flow
    article.captions[:0] = lead.captions
    article.credits[:0] = lead.credits


def _is_kicker(unit: Unit, following: Unit) -> bool:
    """Whether the head over a text without headline is the kicker of the article, not a subhead."""
    plain = not unit.line.level and item_number(unit.text) is None
    return unit.kind in HEADS and plain and following.kind in TEXT
