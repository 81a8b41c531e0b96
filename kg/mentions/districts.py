"""Find the administrative divisions a page speaks of, each the one meant.

A form that several divisions share is read by its neighbours: the newspaper's own city and the full names the
page uses fix where the page is at home; what remains ambiguous there names nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from kg.mentions import lexicon, tokens
from kg.mentions.automaton import Automaton
from kg.mentions.gazetteer import Gazetteer, PlaceForm
from kg.mentions.placedata import Division
from kg.records import Article, Layout, Mention

#: Full names on the page that must agree before they outweigh an unknown newspaper.
_ENOUGH = 1


@dataclass(frozen=True, slots=True)
class Setting:
    """Where a page is at home: ``near`` codes (nearest first) and the year it speaks in."""

    near: tuple[str, ...]
    year: int | None
    city: str  # code of the newspaper's own division, or ""

    @property
    def name(self) -> str:
        """Name of the prefecture (or province) the page is at home in, or ``""``."""
        chain = Gazetteer.load().chain(self.near[0], self.year) if self.near else ()
        return next((d.name for d in chain if d.level in ("prefecture", "province")), "")


def setting(layout: Layout) -> Setting:
    """The setting of a page, from its newspaper's name, its date and the unambiguous names it uses."""
    gazetteer = Gazetteer.load()
    year = int(layout.date[:4]) if layout.date[:4].isdigit() else None
    city = _city_of(layout.newspaper, gazetteer, year)
    votes: Counter[str] = Counter()
    for article in layout.articles:
        for _start, _end, _word, form in gazetteer.automaton().longest(article.text):
            codes = {_home_code(d) for d in form.divisions if d.in_force(year) and d.level != "province"}
            if len(codes) == 1 and not form.needs_context:
                votes[codes.pop()] += 1
    best = sorted(votes.items(), key=lambda item: (-item[1], item[0]))
    near = [city] if city else []
    near += [code for code, count in best[:2] if count > _ENOUGH and code not in near]
    if not near and best:
        near = [best[0][0]]
    return Setting(tuple(near), year, city)


def _home_code(division: Division) -> str:
    return division.code if division.level == "province" else division.code[:4] + "00"


def _city_of(newspaper: str, gazetteer: Gazetteer, year: int | None) -> str:
    for size in range(min(len(newspaper), 6), 1, -1):
        division = gazetteer.resolve(newspaper[:size], year)
        if division:
            return division.code
    return ""


class DistrictFinder:
    """The cascade's finder for one page; call it with an article's text."""

    def __init__(self, where: Setting) -> None:
        self._where = where
        self._gazetteer = Gazetteer.load()

    def __call__(self, article: int, text: str, found: Sequence[Mention]) -> Iterable[Mention]:
        """Divisions down to county, and the townships of the page's own city, in order of place."""
        dates = [m for m in found if m.type in ("Date", "Money", "Quantity")]
        border: set[int] = set()
        for start, end, name, attrs, rule in self._hits(text):
            if any(m.start < end and start < m.end for m in dates):
                continue
            if rule == "place.doubtful":
                border = border or {b for s, e in tokens.cut(text) for b in (s, e)}
                if start not in border or end not in border:
                    continue
            yield Mention(article, start, end, "District", name, rule, 0.95, tuple(sorted(attrs.items())))

    def _hits(self, text: str) -> Iterator[tuple[int, int, str, dict[str, str], str]]:
        machine = _machine(self._where.near)
        for start, end, _word, payload in machine.longest(text):
            if isinstance(payload, Division):
                yield start, end, payload.name, {"code": payload.code, "level": "town"}, "place.town"
                continue
            if _is_part_of_a_name(text, end, payload.full):
                continue
            division = self._meant(payload)
            if division:
                attrs = {"code": division.code, "level": division.level}
                rule = "place.doubtful" if payload.needs_context else "place.full" if payload.full else "place.short"
                yield start, end, division.name, attrs, rule

    def _meant(self, form: PlaceForm) -> Division | None:
        division = self._gazetteer.resolve(form.form, self._where.year, self._where.near)
        if division is None:
            return None
        if not form.needs_context:
            return division
        home = {code[:4] for code in self._where.near} | {code[:2] + "00" for code in self._where.near}
        return division if division.code[:4] in home else None


@cache
def _machine(near: tuple[str, ...]) -> Automaton[PlaceForm | Division]:
    gazetteer = Gazetteer.load()
    words: dict[str, PlaceForm | Division] = {}
    for code in reversed(near):
        if code[2:4] != "00":
            words.update(gazetteer.towns(code[:4] + "00" if code[4:] == "00" else code[:4] + "00"))
    words.update({form.form: form for form in _forms(gazetteer)})
    return Automaton(words)


def _forms(gazetteer: Gazetteer) -> Iterator[PlaceForm]:
    known = {d.name for d in gazetteer} | set(gazetteer.short_forms())
    for name in sorted(known):
        form = gazetteer.form(name)
        if form:
            yield form


def _is_part_of_a_name(text: str, end: int, full: bool) -> bool:
    """A short form before the word for a road, a dish or a style is that name's, not the place (南京路)."""
    if full:
        return False
    return any(text.startswith(word, end) for word in lexicon.words("place_swallowers"))


def article_home(article: Article, mentions: Sequence[Mention], city: str) -> Mention | None:
    """The mention of the division an article is about: named in its headline, else first and oftenest.

    ``city`` is the code of the newspaper's own division, which yields to smaller ones. None when no division
    is named.
    """
    headline = next((b for b in article.blocks if b.kind == "headline"), None)
    score: Counter[tuple[str, str]] = Counter()
    first: dict[tuple[str, str], Mention] = {}
    for m in mentions:
        if m.type != "District" or m.attr("level") in ("village", "province"):
            continue
        key = (m.attr("code"), m.name)
        first.setdefault(key, m)
        weight = 1.0
        if headline and m.start < headline.end:
            weight += 3
        if m.attr("code") == city:
            weight /= 2
        score[key] += weight  # type: ignore[assignment]
    if not score:
        return None
    best = min(score, key=lambda key: (-score[key], first[key].start))
    return first[best]
