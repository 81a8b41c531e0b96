"""What the lines of a page are, told also by their neighbours.

A line is first judged by itself (``kinds``); then wrapped blocks are recognised, and each step in ``_STEPS`` corrects
what a line alone cannot tell: a short line without a stop is a head unless a cut sentence goes on in the next line.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import pairwise

from kg.documents import bylines, junction, tables
from kg.documents.headlines import SAYING
from kg.documents.kinds import FURNITURE, TEXT, Unit, alone, goes_on, item_number, number
from kg.documents.lines import Line
from kg.documents.rules import words

#: A clause with a comma but no stop is the cut end of a column from this length on when no text follows it.
MIN_CUT = 24
#: Blank lines that an image leaves behind in recognised pages; between paragraphs there is one.
IMAGE_GAP = 3
#: A short full sentence between byline and text (or beside an image gap) is a caption up to this length.
MAX_CAPTION_SENTENCE = 8
#: A brief ends with a stop, perhaps with its writer in brackets behind; a caption with who took the photo.
_BRIEF_END = re.compile(r"。\s*(?:\((?![^()]*[摄图])[^()]{2,12}\))?$")
#: What an item of a list says beside a name, and a caption hardly: who pays, how much, where.
_CELLS = re.compile(r"投资|亿元|万元|选址|占地|位于|[:,][^:,\d\n]*+\d")
#: The first line of a headline that ends with a colon: the place or body it is about.
MAX_COLON_HEAD = 14
#: A block of at least this many lines of nearly one length (± WRAP_SLACK) is wrapped text.
MIN_WRAPPED, WRAP_SLACK, MAX_WRAPPED_WIDTH = 4, 2, 48
#: Marks before a head.
_BULLET = re.compile(r"[◆◎●■★◇▲] *")
#: Who signs a notice without a day: a body or firm on a line of its own.
_ISSUER = re.compile(
    r"[一-龥()]{3,28}(?:委员?会?|局|部|办公?室?|公司|政府|中心|法院|检察院|指挥部)(?P<day> *20\d\d年.{2,6}日)?"
)


def classify(lines: Sequence[Line]) -> list[Unit]:
    """The kind of every line. Steps: (1) by the line alone, (2) wrapped blocks, (3) by the neighbours."""
    units: list[Unit] = []
    top = True
    for line in lines:  # 1
        unit = alone(line, top)
        top = top and unit.kind not in TEXT
        units.append(unit)
    _mark_wrapped(units)  # 2
    for step in _STEPS:  # 3
        step(units)
    return units


# --- 2. wrapped blocks ---


def _mark_wrapped(units: list[Unit]) -> None:
    """Mark lines of hard-wrapped text: a block of lines of nearly one length, most without a stop at the end."""
    start = 0
    while start < len(units):
        end = start + 1
        while end < len(units) and units[end].line.blank == 0 and units[end].kind in ("body", "head", "list"):
            end += 1
        if end - start >= MIN_WRAPPED and units[start].kind in ("body", "head", "list"):
            _mark_block(units, start, end)
        start = end


def _mark_block(units: list[Unit], start: int, end: int) -> None:
    lengths = {i: len(units[i].text) + min(units[i].line.indent, 2) for i in range(start, end)}
    width = sorted(lengths.values())[(3 * len(lengths)) // 4]
    full = [i for i, length in lengths.items() if abs(length - width) <= WRAP_SLACK]
    rows = sum(bool(tables.ROW.fullmatch(units[i].text)) for i in lengths)
    if width > MAX_WRAPPED_WIDTH or rows > 0.5 * len(lengths) or len(full) < 0.6 * (end - start):
        return
    if sum(junction.is_open(units[i].text) for i in full) < 0.6 * len(full):
        return
    first = full[0]
    for i in range(first, end):
        indented = i + 1 < end and units[i + 1].line.indent >= 2 > units[i].line.indent
        goes_on = i in full and i + 1 < end and not (indented and not junction.is_open(units[i].text))
        units[i] = replace(units[i], kind="body", rule="wrapped", wrapped=goes_on)


# --- 3. by the neighbours ---


def _cut_sentences(units: list[Unit]) -> None:
    """A short line whose sentence goes on in the next line is text, and so is the rest of a cut sentence."""
    for before, i in ((units[i - 1], i) for i in range(1, len(units))):
        unit = units[i]
        if before.line.level or unit.line.level:
            continue
        if before.kind in ("head", "list") and unit.kind in ("body", "head"):
            clear = junction.starts_inside(unit.text) and not number().match(unit.text)
            if clear and junction.is_open(before.text):
                units[i - 1] = replace(before, kind="body" if before.kind == "head" else "list", rule="cut-sentence")
                units[i] = replace(unit, kind="body", rule="cut-sentence")
        if unit.kind != "head" or number().match(unit.text):
            continue
        if goes_on(before) and unit.line.blank == 0 and len(before.text) >= len(unit.text):
            units[i] = replace(unit, kind="body", rule="cut-sentence")
        elif _is_cut_head(units, i):
            units[i] = replace(unit, kind="body", rule="cut-column")


def _colon_heads(units: list[Unit]) -> None:
    """A short line that ends with a colon over another head is the first line of a headline (龙潭经开区:)."""
    for i, unit in enumerate(units[:-1]):
        short = unit.kind == "body" and unit.text.endswith(":") and len(unit.text) <= MAX_COLON_HEAD
        under_text = i > 0 and units[i - 1].kind in TEXT and (unit.line.blank == 0 or goes_on(units[i - 1]))
        after = units[i + 1]
        if short and not under_text and after.kind == "head" and item_number(after.text) is None:
            units[i] = replace(unit, kind="head", rule="colon-head")


def _marked_lists(units: list[Unit]) -> None:
    """Whole sentences behind the same arrow, below each other, are a list of briefs, not captions."""
    for i in range(1, len(units)):
        left, right = units[i - 1], units[i]
        arrows = left.text[0] == right.text[0] and {left.rule, right.rule} <= {"caption-mark", "marked-list"}
        briefs = all(_BRIEF_END.search(one.text) or _CELLS.search(one.text) for one in (left, right))
        if arrows and right.line.blank < IMAGE_GAP and briefs:
            units[i - 1] = replace(left, kind="list", rule="marked-list")
            units[i] = replace(right, kind="list", rule="marked-list")


def _is_cut_head(units: Sequence[Unit], i: int) -> bool:
    """Whether a line in the form of a head is the cut end of a column: a long clause with no text under it."""
    unit, before = units[i], units[i - 1]
    after = units[i + 1].kind if i + 1 < len(units) else "edge"
    clause = re.search(r"[,]", unit.text) and " " not in unit.text and len(unit.text) >= MIN_CUT
    under = before.kind in ("head", "byline", *TEXT) and not (before.kind == "head" and unit.line.blank == 0)
    return bool(clause and under and after not in ("body", "byline", "deck", "list"))


def _list_or_heads(units: list[Unit]) -> None:
    """Numbered short lines that follow each other directly are a list; a head that lists follow stays a head."""
    i = 0
    while i < len(units):
        end = i
        while end < len(units) and _is_item(units[end]) and (end == i or _counts_on(units[end - 1], units[end])):
            end += 1
        if end - i >= 2:
            for k in range(i, end):
                units[k] = replace(units[k], kind="list", rule="numbered-run")
        i = max(end, i + 1)


def _counts_on(left: Unit, right: Unit) -> bool:
    """Whether the next line of the block has the next number in the same form."""
    styles = [match.lastgroup for unit in (left, right) if (match := number().match(unit.text))]
    numbers = item_number(left.text) or 0, item_number(right.text) or 0
    return right.line.blank == 0 and len(set(styles)) == 1 and numbers[1] == numbers[0] + 1


def _is_item(unit: Unit) -> bool:
    return unit.kind in ("head", "list") and not unit.line.level and item_number(unit.text) is not None


def _signatures(units: list[Unit]) -> None:
    """The issuer and the day under a notice belong to it: short lines before a date line below the first text."""
    seen = False
    for i, unit in enumerate(units):
        seen = seen or unit.kind in TEXT
        if unit.kind != "date" or not seen or unit.rule != "date-line":
            continue
        first = i
        while first and units[first - 1].kind == "head" and not units[first - 1].line.level and i - first < 3:
            first -= 1
        if first < i and units[first - 1].kind in TEXT and not _heads_on(units, i):
            for k in range(first, i + 1):
                units[k] = replace(units[k], kind="body", rule="signature")


def _issuers(units: list[Unit]) -> None:
    """The issuer right under the last line of a text signs it, with a blank line below or the day behind."""
    for i, (before, unit) in enumerate(pairwise(units), 1):
        issuer = _ISSUER.fullmatch(unit.text) if unit.kind == "head" and not unit.line.level else None
        ends = i + 1 == len(units) or units[i + 1].line.blank > 0
        signs = issuer and (issuer["day"] or (before.text.endswith("。") and unit.line.blank == 0 and ends))
        if signs and before.kind in TEXT:
            units[i] = replace(unit, kind="body", rule="signature")


def _bullet_heads(units: list[Unit]) -> None:
    """The mark before a head (◎经济快览) is no part of it."""
    for i, unit in enumerate(units):
        mark = _BULLET.match(unit.text) if unit.kind == "head" else None
        if mark:
            line = replace(unit.line, start=unit.line.start + mark.end(), text=unit.line.text[mark.end() :])
            units[i] = replace(unit, line=line)


def _heads_on(units: Sequence[Unit], i: int) -> bool:
    """Whether the line after is the text of the short lines before (they are its head, not a signature)."""
    return i + 1 < len(units) and units[i + 1].kind in ("byline", "source", "deck")


def _sections(units: list[Unit]) -> None:
    """A section's name (综合, 要闻) alone on a line is furniture at the edge of the page or beside other furniture."""
    for i, unit in enumerate(units):
        if unit.kind != "head" or unit.line.level or unit.text not in words("sections"):
            continue
        before = units[i - 1].kind if i else "edge"
        after = units[i + 1].kind if i + 1 < len(units) else "edge"
        if FURNITURE.intersection((before, after)) or before == "edge":
            units[i] = replace(unit, kind="label", rule="section-name")


def _captions(units: list[Unit]) -> None:
    """Short lines beside the gap an image leaves, with no text of their own, are captions."""
    opened = False
    for i, unit in enumerate(units):
        opened = opened or unit.kind in TEXT
        after = units[i + 1] if i + 1 < len(units) else None
        before = units[i - 1] if i else None
        if unit.line.level or unit.kind not in ("head", "body"):
            continue
        gap_before, gap_after = unit.line.blank >= IMAGE_GAP, after is None or after.line.blank >= IMAGE_GAP
        if unit.kind == "head" and after is not None and _is_photo_title(after, units[i + 2 : i + 3]):
            units[i] = replace(unit, kind="caption", rule="photo-title")
        elif unit.kind == "head":
            textless = after is None or after.kind in ("head", "caption", *FURNITURE)
            textless = textless and not SAYING.search(unit.text) and (opened or not _is_over_headline(units, i))
            if gap_before and textless and (before is not None or gap_after) and not _starts_article(after):
                units[i] = replace(unit, kind="caption", rule="image-gap")
        elif len(unit.text) <= MAX_CAPTION_SENTENCE and unit.text.endswith("。"):
            between = before is not None and before.kind in ("byline", "deck") and after is not None
            between = between and after is not None and after.kind == "body"
            if (between or gap_before) and not junction.starts_inside(unit.text) and _is_text(after):
                units[i] = replace(unit, kind="caption", rule="short-sentence")


def _is_over_headline(units: Sequence[Unit], i: int) -> bool:
    """Whether a line stands right above a headline with its author: the first kicker or headline of the page."""
    below = units[i + 1 : i + 3]
    near = len(below) == 2 and below[0].kind == "head" and below[0].line.blank < IMAGE_GAP
    return near and (below[1].kind in ("byline", "deck") or bool(bylines.dateline(below[1].text)))


def _records(units: list[Unit]) -> None:
    """A name right above lines that tell its builder, place or cost is no head but the first line of a record."""
    for i, (unit, after) in enumerate(pairwise(units)):
        named = unit.kind == "head" and not unit.line.level and after.line.blank == 0
        if named and after.rule == "field-line":
            units[i] = replace(unit, kind="list", rule="record")


def _is_photo_title(caption: Unit, following: Sequence[Unit]) -> bool:
    """Whether what follows a head is a captioned photo and then other heads: the head is the photo's title."""
    complete = caption.kind == "caption" and "。" in caption.text and caption.line.blank < IMAGE_GAP
    return complete and (not following or following[0].kind in ("head", *FURNITURE))


def _starts_article(unit: Unit | None) -> bool:
    return unit is not None and unit.kind in ("byline", "deck")


def _is_text(unit: Unit | None) -> bool:
    return unit is not None and unit.kind in ("body", "caption", "head")


#: The corrections in their order: lists before cut sentences, because items of a list need no stop.
_STEPS: tuple[Callable[[list[Unit]], None], ...] = (
    _colon_heads,
    _records,
    _marked_lists,
    _list_or_heads,
    _cut_sentences,
    tables.tables,
    tables.column_tables,
    tables.figures,
    _signatures,
    _issuers,
    _sections,
    _bullet_heads,
    _captions,
)
