"""What the reader mended, shown: how the words stood in the source, and how they read in the article."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from kg.facts.coverage import cover
from kg.records import Extraction, Repair

#: What the user reads for each kind of repair.
REPAIR_LABELS = {
    "line-join": "断行相接", "column-move": "错栏归位", "width": "全角半角", "misread": "误识改正",
    "header-cut": "去页眉",
}  # fmt: skip
AROUND = 10  # characters shown on either side of a seam
LONGEST = 40  # characters shown of what was moved
BREAK = "⏎"


@dataclass(frozen=True, slots=True)
class Mended:
    """One repair, the article it belongs to and the words it is about, as read in the source and in the article."""

    repair: Repair
    article: int
    words: str
    before: str
    after: str

    @property
    def label(self) -> str:
        """Its kind in Chinese."""
        return REPAIR_LABELS.get(self.repair.kind, self.repair.kind)


@dataclass(frozen=True, slots=True)
class _Text:
    """The text of one article with the source offset of each character."""

    position: int
    text: str
    offsets: tuple[int, ...]


def mended(page: Extraction) -> tuple[Mended, ...]:
    """Every repair of a page, in the order of the page."""
    texts = [
        _Text(a.head.position, "".join(s.text for s in told), tuple(i for s in told for i in s.offsets))
        for a in cover(page).articles
        if (told := [s for s in a.sentences if len(s.text) == len(s.offsets)])
    ]
    chars = {offset: c for t in texts for offset, c in zip(t.offsets, t.text, strict=True) if c != "\n"}
    return tuple(_mended(repair, texts, chars) for repair in sorted(page.repairs, key=lambda r: (r.start, r.end)))


def _mended(repair: Repair, texts: list[_Text], chars: dict[int, str]) -> Mended:
    if repair.kind == "line-join":
        return _joined(repair, texts, chars)
    return _moved(repair, texts, chars)


def _joined(repair: Repair, texts: list[_Text], chars: dict[int, str]) -> Mended:
    """A seam: two characters that meet in the article, and what follows the first of them in the source."""
    for text in texts:
        for i in range(1, len(text.offsets)):
            seam = text.offsets[i - 1] + 1, text.offsets[i]
            if sorted(seam) == [repair.start, repair.end]:
                left, right = text.text[max(i - AROUND, 0) : i], text.text[i : i + AROUND]
                words = f"{left}{right}".replace("\n", BREAK)
                before = f"{_ending(chars, seam[0])}{BREAK}{_beginning(chars, seam[0])}"
                return Mended(repair, text.position, words, before, words)
    before = f"{_ending(chars, repair.start)}{BREAK}{_beginning(chars, repair.end)}"
    return Mended(repair, _home(repair, texts), before, before, "")


def _moved(repair: Repair, texts: list[_Text], chars: dict[int, str]) -> Mended:
    """A stretch: what stood before it in the source, and what it follows in the article."""
    words = "".join(chars.get(i, "") for i in range(repair.start, repair.end))
    shown = words if len(words) <= LONGEST else f"{words[: LONGEST - 1]}…"
    home = _home(repair, texts)
    before = f"{_ending(chars, repair.start)}{BREAK}{shown[:AROUND]}"
    for text in texts:
        at = next((i for i, offset in enumerate(text.offsets) if repair.start <= offset < repair.end), None)
        if text.position == home and at is not None:
            after = f"{text.text[max(at - AROUND, 0) : at].lstrip()}{text.text[at : at + AROUND]}".replace("\n", BREAK)
            return Mended(repair, home, shown, before, after)
    return Mended(repair, home, shown, before, "")


def _home(repair: Repair, texts: list[_Text]) -> int:
    """The article that has most of the characters; 0 when none has any."""
    counts: dict[int, int] = defaultdict(int)
    for text in texts:
        counts[text.position] += sum(1 for offset in text.offsets if repair.start - 1 <= offset <= repair.end)
    return max(sorted(counts), key=lambda position: counts[position], default=0)


def _ending(chars: dict[int, str], end: int) -> str:
    """The last characters before a place of the source, across what is no text."""
    return "".join(_walk(chars, end - 1, -1))[::-1]


def _beginning(chars: dict[int, str], start: int) -> str:
    return "".join(_walk(chars, start, 1))


def _walk(chars: dict[int, str], at: int, step: int) -> Iterator[str]:
    low, high = min(chars, default=0), max(chars, default=-1)
    left = AROUND
    while left and low <= at <= high:
        if at in chars:
            yield chars[at]
            left -= 1
        at += step
