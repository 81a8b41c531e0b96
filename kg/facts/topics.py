"""What a sentence leaves unsaid: the thing last spoken of, the time that governs, amounts in yuan."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Sequence
from functools import cached_property

from kg.facts.found import Context
from kg.facts.quantity import find_quantities
from kg.language.calendar import TimeSpan, find_times
from kg.language.numerals import plain_string
from kg.records import Article, Mention

#: Kinds of times that say when something happened or will.
_WHEN = frozenset(("date", "deadline", "until"))


class Topics:
    """The running topics of one article. ``mentions`` carry keys and are in order of place."""

    def __init__(self, article: Article, mentions: Sequence[Mention], context: Context) -> None:
        self._article = article
        self._context = context
        self._mentions = [m for m in mentions if m.attr("key")]
        self._starts = [m.start for m in self._mentions]
        self._breaks = [i for i, char in enumerate(article.text) if char == "\n"]

    def last(self, kinds: str, before: int) -> str:
        """Key of the last thing of the kinds (``Project|Park``) named before a place; ``home`` is the article's own
        district. ``@paragraph`` and ``@near`` (the sentence before) say how far back it may lie.
        """
        if kinds == "home":
            return self._context.home
        names, _, reach = kinds.partition("@")
        wanted = names.split("|")
        floor = self._floor(before, reach)
        for i in range(bisect_left(self._starts, before) - 1, -1, -1):
            m = self._mentions[i]
            if m.start < floor:
                break
            if m.type in wanted:
                return m.attr("key")
        return ""

    def named_before(self, place: int) -> Iterator[Mention]:
        """What the article named before a place, the nearest first."""
        for i in range(bisect_left(self._starts, place) - 1, -1, -1):
            yield self._mentions[i]

    def named_from(self, place: int) -> Iterator[Mention]:
        """What the article names from a place on, the nearest first."""
        yield from self._mentions[bisect_left(self._starts, place) :]

    def _floor(self, before: int, reach: str) -> int:
        if not reach:
            return 0
        paragraph = self._paragraph_start(before)
        if reach == "paragraph":
            return paragraph
        return max(paragraph, self._article.text.rfind("。", 0, max(before - 1, 0)) + 1)

    def _paragraph_start(self, at: int) -> int:
        i = bisect_right(self._breaks, at - 1)
        return self._breaks[i - 1] + 1 if i else 0

    @cached_property
    def times(self) -> list[TimeSpan]:
        """Every time expression of the article."""
        return find_times(self._article.text, self._context.date)

    def when(self, start: int, end: int) -> str:
        """ISO date that governs ``[start, end)``: the nearest one named in its sentence up to its end, or ``""``."""
        text = self._article.text
        floor = max(text.rfind("。", 0, start), text.rfind("\n", 0, start), text.rfind(";", 0, start)) + 1
        best = ""
        for time in self.times:
            if floor <= time.start < end and time.kind in _WHEN and time.iso:
                best = time.iso
        return best

    def value(self, name: str, words: str) -> str:
        """A matched stretch as the literal its value name asks for."""
        read = _READERS.get(name)
        if read:
            return read(words)
        if name in ("date", "asOf"):
            spans = find_times(words, self._context.date)
            return spans[0].iso if spans else ""
        return words


def _yuan(words: str) -> str:
    amounts = [q for q in find_quantities(words) if q.unit == "元"]
    return plain_string(amounts[0].value) if amounts else ""


_READERS: dict[str, Callable[[str], str]] = {"amount": _yuan}
