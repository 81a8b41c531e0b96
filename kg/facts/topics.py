"""What a sentence leaves unsaid: the thing last spoken of, the time that governs, amounts in yuan."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from functools import cache, cached_property

from kg.facts.found import Context
from kg.facts.quantity import find_quantities
from kg.language.calendar import TimeSpan, find_times
from kg.language.numerals import plain_string
from kg.language.timespan import months
from kg.mentions import lexicon
from kg.records import Article, Mention

#: Last characters of the words that say where something is: 位于, 落户, 入驻, 选址, 地处.
_PLACED_IN = tuple("于在户驻址处")
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
        district. ``@paragraph``, ``@near`` (the sentence before) and ``@sentence`` say how far back it may lie.
        """
        if kinds == "home":
            return self._context.home
        names, _, reach = kinds.partition("@")
        wanted = names.split("|")
        floor = self._floor(before, reach)
        place = ""
        for i in range(bisect_left(self._starts, before) - 1, -1, -1):
            m = self._mentions[i]
            if m.start < floor:
                break
            if m.type in wanted and m.type == "Park" and "Project" in wanted and self.is_locative(m):
                place = place or m.attr("key")  # 项目位于青河产业园,总投资…: of the work, where one is named
            elif m.type in wanted or (m.type == "Anaphor" and m.attr("key").partition(":")[0] in wanted):
                return m.attr("key")  # 该工程…,由X承建: of the one pointed at, not of what was named last
        return place

    def whole(self, key: str, before: int) -> str:
        """Key of the work whose phase was last named before a place, for the key of that phase; else the key."""
        phase = next((m for m in self.named_before(before) if m.attr("key") == key), None)
        return (phase.attr("within") if phase else "") or key

    def denies(self, shown: str, key: str) -> bool:
        """Whether a sentence that opens with a common noun (大桥全长4公里) speaks of another work than the key's."""
        noun = _opening_noun().match(shown)
        name = _TAIL_OF_WORK.sub("", key.partition(":")[2].strip("'"))
        return noun is not None and noun["last"] not in name[-_LAST:]

    def is_locative(self, park: Mention) -> bool:
        """Whether a park is named only as the place of something: 位于…, 落户…."""
        return self._article.text[park.start - 1 : park.start] in _PLACED_IN

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
        if reach == "sentence":
            return max(paragraph, max(self._article.text.rfind(mark, 0, before) for mark in "。!?;") + 1)
        return max(paragraph, self._article.text.rfind("。", 0, max(before - 1, 0)) + 1)

    def _paragraph_start(self, at: int) -> int:
        i = bisect_right(self._breaks, at - 1)
        return self._breaks[i - 1] + 1 if i else 0

    @cached_property
    def times(self) -> Sequence[TimeSpan]:
        """Every time expression of the article."""
        return find_times(self._article.text, self._context.date)

    @cached_property
    def coming_times(self) -> list[TimeSpan]:
        """The same, months and quarters without a year taken to be the nearest, past or to come (8月底投产 in July)."""
        return [_nearest(time, self._context.date) for time in self.times]

    def when(self, start: int, end: int, ahead: bool = False) -> str:
        """ISO date that governs ``[start, end)``: the nearest one named in its sentence up to its end, or ``""``.

        ``ahead``: of works, which are told as planned more often than as long past.
        """
        text = self._article.text
        floor = max(text.rfind("。", 0, start), text.rfind("\n", 0, start), text.rfind(";", 0, start)) + 1
        best = ""
        for time in self.coming_times if ahead else self.times:
            if floor <= time.start < end and time.kind in _WHEN and time.iso:
                best = time.iso
        return best

    def latest(self, start: int, end: int) -> str:
        """ISO date of the last time named in ``[start, end)``, or ``""``."""
        dates = [t.iso for t in self.times if start <= t.start < end and t.kind in _WHEN and t.iso]
        return dates[-1] if dates else ""

    def value(self, name: str, words: str) -> str:
        """A matched stretch as the literal its value name asks for."""
        read = _READERS.get(name)
        if read:
            return read(words)
        if name in ("date", "asOf"):
            spans = find_times(words, self._context.date)
            return spans[0].iso if spans else ""
        return words


def _nearest(time: TimeSpan, day: str) -> TimeSpan:
    if not time.first or not time.last or _DATED.search(time.text) or len(day) < _WITH_MONTH or time.kind == "base":
        return time
    if time.text.startswith("月"):
        first, last = months(int(day[:4]), int(day[5:7]), int(day[5:7]))
        return replace(time, first=first, last=last)
    try:
        coming = time.first.replace(year=time.first.year + 1), time.last.replace(year=time.last.year + 1)
        today = date.fromisoformat(f"{day}-15" if len(day) == _WITH_MONTH else day)
    except ValueError:
        return time  # 29 February has no next year's
    past = (today - time.last).days
    ahead = (coming[0] - today).days
    return replace(time, first=coming[0], last=coming[1]) if past > 0 and ahead < past - _NEARER else time


@cache
def _opening_noun() -> re.Pattern[str]:
    """A noun of works at the head of a sentence that tells of it."""
    return re.compile(
        r"[“]?(?:目前,|据介绍,)?(?:大|电|机|水|隧|医|学|校|码|新校|新院|院|高|铁|公|景|展|场)"
        rf"(?P<last>[桥站场库道院校区头路速馆厂])(?={lexicon.pattern_of('told_of_work')}|\d)"
    )


#: What the name of a work ends with behind its noun, and how many characters before may hold it.
_TAIL_OF_WORK, _LAST = re.compile(r"(?:[一二三四五]期)?(?:扩建|改扩建|改造|新建)?(?:项目|工程)?(?:[一二三四五]期)?$"), 3
#: Words that fix the year of a time.
_DATED = re.compile(r"(?<!下半)年|[今去前明昨本上当同]|下(?!半年)")
#: Length of a date with a month, and by how many days the time to come must be nearer.
_WITH_MONTH, _NEARER = 7, 60


def _yuan(words: str) -> str:
    amounts = [q for q in find_quantities(words) if q.unit == "元"]
    return plain_string(amounts[0].value) if amounts else ""


_READERS: dict[str, Callable[[str], str]] = {"amount": _yuan}
