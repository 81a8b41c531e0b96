"""Units to article drafts: where articles begin, and which head is headline, kicker, deck or subhead.

A *run* is what stands between two stretches of text: heads, decks, bylines, captions. A run begins an article when
something proves it (a byline, a dateline, a deck such as ``——访…``, a notice's head); a head without such proof is a
subhead when it has siblings in the same article and a new article when it stands alone.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from kg.documents import bylines
from kg.documents.kinds import FURNITURE, HEADS, TEXT, Unit, item_number
from kg.documents.rules import words

#: A text without a headline of its own under the heads of the page is an introduction up to this many characters.
MAX_LEAD = 160
#: Headlines of at most this many printed lines.
MAX_HEADLINE_LINES = 3
#: A kicker is at most this long when nothing else marks it.
SHORT_KICKER = 8


@dataclass(slots=True)
class Draft:
    """An article while it is put together; ``flow`` is its running text with subheads, in source order."""

    headline: list[Unit] = field(default_factory=list)
    decks: list[Unit] = field(default_factory=list)  # kickers and decks, in source order
    credits: list[Unit] = field(default_factory=list)
    flow: list[Unit] = field(default_factory=list)
    captions: list[Unit] = field(default_factory=list)
    moved: bool = False  # text from before the headline was joined to it


@dataclass(slots=True)
class _Run:
    """The units between two stretches of text, and the text that follows."""

    units: list[Unit]
    text: list[Unit]
    starts: bool = False
    certain: bool = False  # has proof of its own, as opposed to standing alone

    @property
    def heads(self) -> list[Unit]:
        """The heads of the run that can be headlines."""
        return [unit for unit in self.units if unit.kind == "head"]


def drafts(units: Sequence[Unit]) -> list[Draft]:
    """The articles of a page; units in none of them are furniture.

    Steps: (1) teasers out, (2) runs, (3) starts, (4) drafts, (5) text before the first headline.
    """
    units = _without_teasers(units)  # 1
    runs = _runs([unit for unit in units if unit.kind not in FURNITURE])  # 2
    _find_starts(runs)  # 3
    found, lead = _build(runs)  # 4
    _settle_orphans(found, lead)  # 5
    return [draft for draft in found if draft.headline or draft.flow]


# --- 1. teasers ---


def _without_teasers(units: Sequence[Unit]) -> list[Unit]:
    """Take out references to other pages: short lines without text that end in a page number (A08)."""
    teasers: set[int] = set()
    has_text = False
    for i, unit in enumerate(units):
        has_text = has_text or unit.kind in TEXT
        if unit.kind not in ("pageref", "label") or not has_text:
            continue
        first = i
        while first and units[first - 1].kind in ("head", "caption", "deck") or first - 1 in teasers:
            first -= 1
        while first < i and units[first].kind == "caption":  # captions right under a text belong to it
            first += 1
        teasers.update(range(first, i + 1))
    return [unit for i, unit in enumerate(units) if i not in teasers]


# --- 2. runs ---


def _runs(units: Sequence[Unit]) -> list[_Run]:
    """Cut into runs, each with the text after it. A text with a dateline or a photo credit begins one too."""
    runs: list[_Run] = [_Run([], [])]
    for unit in units:
        if unit.kind in TEXT:
            if runs[-1].text and bylines.dateline(unit.text):
                runs.append(_Run([], []))
            runs[-1].text.append(unit)
        elif runs[-1].text and unit.kind != "caption":
            runs.append(_Run([unit], []))
        else:
            runs[-1].units.append(unit)
    return runs


# --- 3. starts ---


def _find_starts(runs: list[_Run]) -> None:
    """Decide which runs begin an article: those with proof, then heads that stand alone between two such."""
    level = _headline_level(runs)
    for run in runs:
        run.certain = run.starts = _has_proof(run, level)
    for before, run in zip(runs, runs[1:], strict=False):
        ended = before.text and bylines.bracketed(before.text[-1].text) is not None
        if ended and run.heads and not _is_subhead(run, level):
            run.certain = run.starts = True
    stretch: list[_Run] = []
    any_proof = sum(run.certain for run in runs) > 1
    for run in [*runs, None]:
        if run is None or run.certain:
            weak = [r for r in stretch if r.heads and not _is_subhead(r, level)]
            if len(weak) == 1 and any_proof:
                weak[0].starts = not (weak[0] is runs[0] and _is_lead(weak[0]))
            else:
                for r in weak:
                    r.starts = _opens_news(r)
            stretch = []
        else:
            stretch.append(run)
    first = runs[0]
    if first.heads and not _is_subhead(first, level) and any(run.starts for run in runs) and not _is_lead(first):
        first.starts = True


def _headline_level(runs: Sequence[_Run]) -> int:
    """The Markdown level of the headlines: that of the heads with bylines, 0 when the page is not Markdown."""
    proven = [_last_group(run.heads)[0].line.level for run in runs if run.heads and _has_author(run)]
    marked = [level for level in proven if level]
    return max(set(marked), key=lambda level: (marked.count(level), -level)) if marked else 0


def _has_author(run: _Run) -> bool:
    return any(u.kind == "byline" for u in run.units) or bool(run.text and bylines.dateline(run.text[0].text))


def _has_proof(run: _Run, level: int) -> bool:
    """Byline, deck or resolution line under a head, dateline, notice or standing head, photo story."""
    heads = run.heads
    if not heads:
        return bool(run.text and not run.units and bylines.dateline(run.text[0].text))
    if _has_author(run):
        return True
    if level and heads[-1].line.level and heads[-1].line.level > level:
        return False
    first = run.units.index(heads[0])
    if any(u.kind in ("deck", "resolution") for u in run.units[first:]):
        return True
    last = heads[-1].line.compact
    if item_number(heads[-1].text) is None and (
        last.endswith(words("notice_heads")) or last.startswith(words("standing_heads"))
        or last.endswith(words("standing_heads"))
    ):  # fmt: skip
        return True
    story = run.text[0].text if len(run.text) == 1 else ""
    return bool(story and (bylines.tail(story) or bylines.bracketed(story)))


def _is_subhead(run: _Run, level: int) -> bool:
    """A head that is certainly inside an article: numbered, a list's head, or deeper than the headlines."""
    last = run.heads[-1]
    if last.line.level and level:
        return last.line.level > level
    if item_number(last.text) is not None or not run.text:
        return True
    return run.text[0].kind == "list"


def _is_lead(run: _Run) -> bool:
    """Whether the page's first text only introduces it: short, or under nothing but the name of a series."""
    length = sum(len(unit.text) for unit in run.text)
    return length <= MAX_LEAD or all(_is_series(unit.line.compact) for unit in run.heads)


def _opens_news(run: _Run) -> bool:
    """Whether the text under a head opens like a piece of news (近日 …, 8月29日,…) under a real headline."""
    opening = run.text[0].text if run.text else ""
    head = run.heads[-1].line.compact
    news = opening.startswith(words("news_openers")) or re.match(r"\d{1,2}月\d{1,2}日", opening)
    return bool(news and len(head) > SHORT_KICKER)


# --- 4. drafts ---


def _build(runs: Sequence[_Run]) -> tuple[list[Draft], Draft]:
    """One draft per start; what stands before the first start is the lead (orphan text)."""
    lead = Draft()
    found: list[Draft] = []
    for run in runs:
        if run.starts:
            draft = Draft()
            _fill(draft, run, found[-1] if found else lead)
            found.append(draft)
            continue
        target = found[-1] if found else lead
        for unit in run.units:
            {"caption": target.captions, "byline": target.credits}.get(unit.kind, target.flow).append(unit)
        target.flow += run.text
    return found, lead


def _fill(draft: Draft, run: _Run, before: Draft) -> None:
    """Give the units of a run to the draft it begins; captions above its headline go to the article before."""
    headline = _headline(run)
    first = headline[0].line.index if headline else -1
    byline = next((u.line.index for u in run.units if u.kind == "byline"), None)
    for unit in run.units[_page_heads(run, headline) :]:
        if unit in headline:
            draft.headline.append(unit)
        elif unit.kind == "caption":
            (before if unit.line.index < first and (before.flow or before.headline) else draft).captions.append(unit)
        elif unit.kind == "byline":
            draft.credits.append(unit)
        elif byline is not None and unit.line.index > byline and unit.kind in HEADS:
            draft.flow.append(unit)
        elif unit.kind == "head" and (item_number(unit.text) is not None or _ends_like_subhead(unit, run)):
            draft.flow.append(unit)
        else:
            draft.decks.append(unit)
    draft.flow += run.text


def _page_heads(run: _Run, headline: Sequence[Unit]) -> int:
    """How many units at the beginning of a run are heads of the whole page: above a higher Markdown level's last."""
    level = headline[0].line.level if headline else 0
    above = [i for i, u in enumerate(run.units) if u.kind in HEADS and 0 < u.line.level < level]
    return above[-1] + 1 if above else 0


def _ends_like_subhead(unit: Unit, run: _Run) -> bool:
    return unit is run.heads[-1] and unit.text.endswith(":")


def _headline(run: _Run) -> list[Unit]:
    """The headline among the heads of a run (see the module's rules for kickers and decks)."""
    stop = next((i for i, u in enumerate(run.units) if u.kind in ("byline", "deck", "resolution")
                 and any(h.kind == "head" for h in run.units[:i])), len(run.units))  # fmt: skip
    heads = [u for u in run.units[:stop] if u.kind == "head"]
    plain = [u for u in heads if item_number(u.text) is None and not u.text.endswith(":")] or heads[:1]
    if not plain:
        return []
    if plain[-1].line.level:
        return _last_group(plain)
    groups = _groups(plain)
    for i, group in enumerate(groups[:-1]):
        if not _is_kicker(group, groups[i + 1]):
            return group
    return groups[-1] if len(groups) == 1 or all(_is_kicker(g, groups[-1]) for g in groups[:-1]) else groups[0]


def _last_group(heads: Sequence[Unit]) -> list[Unit]:
    """The last heads of one Markdown level that follow each other."""
    group = [heads[-1]]
    for unit in reversed(heads[:-1]):
        neighbour = unit.line.index == group[0].line.index - 1
        if unit.line.level != group[0].line.level or not neighbour or len(group) == MAX_HEADLINE_LINES:
            break
        group.insert(0, unit)
    return group


def _groups(heads: Sequence[Unit]) -> list[list[Unit]]:
    """Heads printed without a blank line between them form one headline of several lines."""
    groups: list[list[Unit]] = []
    for unit in heads:
        together = groups and unit.line.blank == 0 and unit.line.index == groups[-1][-1].line.index + 1
        if together and len(groups[-1]) < MAX_HEADLINE_LINES:
            groups[-1].append(unit)
        else:
            groups.append([unit])
    return groups


def _is_kicker(group: Sequence[Unit], following: Sequence[Unit]) -> bool:
    """A short line over the headline: quoted as a whole, a series' name, or clearly shorter than what follows."""
    text = "".join(unit.line.compact for unit in group)
    rest = "".join(unit.line.compact for unit in following)
    if re.search(r"[,、:]", rest) and not re.search(r"[,、:]", text) and len(text) > SHORT_KICKER - 2:
        return False  # punctuation marks the deck below
    if _is_series(text):
        return True
    return (text.endswith(words("kicker_words")) and len(rest) > SHORT_KICKER) or (
        len(text) <= SHORT_KICKER and len(rest) > len(text)
    )


def _is_series(head: str) -> bool:
    """Whether a line is the name of a series: quoted as a whole, or numbered (开局看“一把手”②)."""
    return bool(re.fullmatch(r"[“《「].*[”》」]|.*[①-⑳]", head))


# --- 5. orphans ---


def _settle_orphans(found: list[Draft], lead: Draft) -> None:
    """Text before the first headline: an introduction to the page (furniture), a part of the one article, or one itself.

    Recognition prints columns in any order; a text that has only subheads and stands before the page's first
    headline is a part of that article, unless it is short and the heads over it are those of the whole page.
    """
    text = [unit for unit in lead.flow if unit.kind in TEXT]
    if not found:
        _make_article(lead)
        found.append(lead)
    elif sum(len(unit.text) for unit in text) <= MAX_LEAD and (len(found) > 1 or not text):
        found[0].captions[:0] = lead.captions
    else:
        _join_lead(found[0], lead)


def _make_article(lead: Draft) -> None:
    """A page without any start is one article: its first heads are the headline."""
    first = next((i for i, u in enumerate(lead.flow) if u.kind in TEXT), len(lead.flow))
    run = _Run([*lead.flow[:first]], [])
    rest = lead.flow[first:]
    lead.flow = []
    _fill(lead, run, Draft())
    lead.flow += rest


def _join_lead(article: Draft, lead: Draft) -> None:
    """Put orphan text where it belongs: before the article's text when that goes on counting, else behind it."""
    article.moved = True
    kickers: list[Unit] = []
    while lead.flow and lead.flow[0].kind not in TEXT and len(lead.flow) > 1 and lead.flow[1].kind in TEXT:
        unit = lead.flow[0]
        if unit.line.level or item_number(unit.text) is not None:
            break
        kickers.append(lead.flow.pop(0))
    article.decks[:0] = kickers
    opening = article.flow[0] if article.flow else None
    counts_on = opening is not None and opening.kind == "head" and (item_number(opening.text) or 1) > 1
    article.flow = lead.flow + article.flow if counts_on else article.flow + lead.flow
    article.captions[:0] = lead.captions
    article.credits[:0] = lead.credits
