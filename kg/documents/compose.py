"""Ordered paragraphs to the text of an article: source characters, each with its offset, cut into blocks.

Nothing is invented: every character of ``Article.text`` is one of the page, width-folded; paragraphs are parted by
the source's own line feeds. What no article takes is the furniture, so nothing of the page can be lost but blanks.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from kg.documents import bylines
from kg.documents.bylines import Found
from kg.documents.kinds import Unit
from kg.documents.lines import Line
from kg.documents.order import Ordered
from kg.documents.spacing import needless
from kg.language.fold import fold
from kg.records import Article, Block, Byline, Page

#: Roles a credit under a photo can give: the title 记者 there says who took the picture, not who wrote the article.
_PHOTO_ROLES = ("摄影", "供图", "制图", "通讯员")
_BREAKS = "\n\r\x0b\x0c\x85\u2028\u2029"
_LINE = re.compile(f"[^{_BREAKS}]+")


@dataclass(slots=True)
class _Text:
    """An article's text while it grows."""

    page: Page
    chars: list[str] = field(default_factory=list)
    offsets: list[int] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)

    def add(self, kind: str, spans: Sequence[tuple[int, int]], glued: bool = False) -> None:
        """Append source stretches as one block, parted from the last block by a line feed unless ``glued``."""
        if self.chars and not glued:
            self._feed()
        start = len(self.chars)
        for first, last in spans:
            self._take(first, last, headline=kind in ("headline", "subhead"))
        self.blocks.append(Block(kind, start, len(self.chars)))

    def lines(self, kind: str, lines: Sequence[Line]) -> None:
        """Append lines as one block, parted by line feeds inside it (a headline of several lines)."""
        self.add(kind, [(lines[0].start, lines[0].end)])
        for line in lines[1:]:
            self._feed()
            self._take(line.start, line.end, headline=True)
        self.blocks[-1] = Block(kind, self.blocks[-1].start, len(self.chars))

    def _take(self, first: int, last: int, *, headline: bool) -> None:
        line = fold(self.page.text[first:last])
        start = 0
        for left_out, end in [*needless(line, headline), (len(line), len(line))]:
            self.chars += line[start:left_out]
            self.offsets += range(first + start, first + left_out)
            start = end

    def _feed(self) -> None:
        """A line feed with the offset of the line end after the last character, or the nearest one before it."""
        end = self.offsets[-1] + 1
        text = self.page.text
        at = next((i for i in range(end, len(text)) if text[i] in _BREAKS), None)
        if at is None:
            at = max((i for i in range(end) if text[i] in _BREAKS), default=end - 1)
        elif text[at : at + 2] == "\r\n":
            at += 1
        self.chars.append("\n")
        self.offsets.append(at)


def article(page: Page, ordered: Ordered, position: int, newspaper: str, date: str) -> Article:
    """One article. Its text: headline, kickers and decks, bylines, body, captions; ``newspaper`` is the page's."""
    draft, text, people = ordered.draft, _Text(page), list[Byline]()
    papers: list[str] = []
    if draft.headline:
        text.lines("headline", [unit.line for unit in draft.headline])
    for unit in draft.decks:
        text.add("subhead", [(unit.line.start, unit.line.end)])
    for unit in draft.credits:
        text.add("credit", [(unit.line.start, unit.line.end)])
        people += _people(unit, bylines.parse(unit.text) or (), newspaper)
    for paragraph in ordered.paragraphs:
        found = _split(paragraph.units) if paragraph.kind != "subhead" else []
        for unit, part in found:
            people += _people(unit, part.people, newspaper)
            papers += [part.paper] if part.paper else []
        _add_paragraph(text, paragraph.kind, paragraph.units, found)
    for unit in draft.captions:
        text.add("caption", [(unit.line.start, unit.line.end)])
        credit = bylines.tail(unit.text)
        taken = _people(unit, credit.people if credit else (), newspaper)
        people += [person for person in taken if person.role in _PHOTO_ROLES]
    headline = [unit.line for unit in draft.headline]
    return Article(
        position,
        " ".join(" ".join(page.text[line.start : line.end].split()) for line in headline),
        (headline[0].start, headline[-1].end) if headline else (0, 0),
        _unique(people),
        papers[0] if papers else newspaper,
        date,
        "".join(text.chars),
        tuple(text.offsets),
        tuple(text.blocks),
        ordered.repairs,
    )


def furniture(page: Page, units: Sequence[Unit], articles: Sequence[Article], newspaper: str, date: str) -> Article:
    """All visible characters that no article has: mastheads, editors, teasers, Markdown marks."""
    taken = bytearray(len(page.text))
    for done in articles:
        for offset in done.offsets:
            taken[offset] = 1
    kinds = {unit.line.start: unit for unit in units}
    text, people = _Text(page), list[Byline]()
    for start, end in _free(page.text, taken):
        unit = kinds.get(start)
        kind = {"head": "subhead", "deck": "subhead", "caption": "caption", "body": "body", "list": "list"}
        text.add(kind.get(unit.kind, "credit") if unit else "credit", [(start, end)])
        if unit:
            people += _people(unit, _furniture_people(unit), newspaper)
    return Article(0, "", (0, 0), _unique(people), newspaper, date, "".join(text.chars), tuple(text.offsets),
                   tuple(text.blocks))  # fmt: skip


def _add_paragraph(text: _Text, kind: str, units: Sequence[Unit], found: Sequence[tuple[Unit, Found]]) -> None:
    """Append a paragraph; datelines and credits inside it become blocks of their own on the same line."""
    cuts = {unit.line.start: credit for unit, credit in found}
    pieces: list[tuple[str, list[tuple[int, int]]]] = []
    for unit in units:
        start, end = unit.line.start, unit.line.end
        credit = cuts.get(start)
        if credit is None:
            _extend(pieces, kind, (start, end))
            continue
        first, last = start + credit.start, start + credit.end
        for part, span in ((kind, (start, first)), ("credit", (first, last)), (kind, (last, end))):
            if span[0] < span[1]:
                _extend(pieces, part, span)
    for i, (part, spans) in enumerate(pieces):
        text.add(part, spans, glued=i > 0)


def _extend(pieces: list[tuple[str, list[tuple[int, int]]]], kind: str, span: tuple[int, int]) -> None:
    if pieces and pieces[-1][0] == kind:
        pieces[-1][1].append(span)
    else:
        pieces.append((kind, [span]))


def _split(units: Sequence[Unit]) -> list[tuple[Unit, Found]]:
    """The credits inside a paragraph: a dateline in its first line, a bracketed or photo credit in its last.

    One line has at most one; a one-line paragraph with a dateline keeps its closing credit as text.
    """
    found: list[tuple[Unit, Found]] = []
    if opening := bylines.dateline(units[0].text):
        found.append((units[0], opening))
    closing = bylines.bracketed(units[-1].text) or bylines.tail(units[-1].text)
    if closing and (len(units) > 1 or not found):
        found.append((units[-1], closing))
    return found


def _people(unit: Unit, people: Sequence[bylines.Credit], newspaper: str) -> list[Byline]:
    """Credits as bylines in source offsets; 本报 and a bare role of a paper's own staff mean the page's paper."""
    base = unit.line.start
    own = {p.name for p in people if p.role in ("记者", "编辑", "校对") or p.outlet}
    result = []
    for person in people:
        outlet = person.outlet if person.outlet and not person.outlet.startswith("本") else ""
        paper = outlet or (newspaper if person.name in own else "")
        result.append(Byline(person.name, person.role, paper, base + person.start, base + person.end))
    return result


def _furniture_people(unit: Unit) -> tuple[bylines.Credit, ...]:
    """The makers of the page named in a furniture line, also behind a date or the publisher."""
    found = bylines.parse(unit.text) or ()
    if not found and unit.kind in ("date", "label", "masthead"):
        closing = bylines.tail(unit.text) or bylines.after_label(unit.text)
        found = closing.people if closing else ()
    return found


def _unique(people: Sequence[Byline]) -> tuple[Byline, ...]:
    """Each person once per role, at the first place."""
    seen: dict[tuple[str, str], Byline] = {}
    for person in people:
        seen.setdefault((person.name, person.role), person)
    return tuple(seen.values())


def _free(text: str, taken: bytearray) -> list[tuple[int, int]]:
    """Stretches of visible characters that are not taken, without the space around them, cut at line ends."""
    spans: list[tuple[int, int]] = []
    start = taken.find(0)
    while start >= 0:
        end = taken.find(1, start)
        end = len(text) if end < 0 else end
        for line in _LINE.finditer(text, start, end):
            if visible := line.group().strip():
                first = line.start() + line.group().index(visible)
                spans.append((first, first + len(visible)))
        start = taken.find(0, end)
    return spans
