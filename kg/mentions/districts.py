"""Find the administrative divisions a page speaks of, each the one meant.

A form that several divisions share is read by its neighbours: the newspaper's own city and the full names the
page uses fix where the page is at home; what remains ambiguous there names nothing.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from kg.language.spans import Taken
from kg.mentions import lexicon, tokens
from kg.mentions.automaton import Automaton, Hit, longest_of
from kg.mentions.gazetteer import Gazetteer, PlaceForm
from kg.mentions.homes import within_code
from kg.mentions.personal_names import look_alikes
from kg.mentions.placedata import Division
from kg.records import Layout, Mention
from kg.resources import yaml_file

#: What a full name says of where a page is at home, in short names of counties; and how much a second home needs.
_FULL_NAME = 10
_ENOUGH = 2 * _FULL_NAME - 1
#: What only a division has: 魏县县委, 魏县委书记, 魏县人大常委会.
_RULED = ("县", "委书记", "委副书记", "委常委", "委办", "委组织", "委宣传", "政府", "人民政府", "人大", "政协")


@dataclass(frozen=True, slots=True)
class Setting:
    """Where a page is at home: ``near`` codes (nearest first) and the year it speaks in."""

    near: tuple[str, ...]
    year: int | None
    city: str  # code of the newspaper's own division, or ""
    newspaper: str = ""  # its name from the place on

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
        for _start, _end, _word, form in gazetteer.sure_forms(article.text):
            divisions = [d for d in form.divisions if d.in_force(year)]
            if any(d.level == "province" for d in divisions):
                continue  # 河北 is the province, and no vote for 河北区
            codes = {f"{d.code[:4]}00" for d in divisions}
            if len(codes) == 1 and not form.needs_context:  # short names of counties are often something else
                sure = form.full or any(d.level == "prefecture" for d in divisions)
                votes[codes.pop()] += _FULL_NAME if sure else 1
    city = _of_prefecture(city, layout, gazetteer)
    best = sorted(votes.items(), key=lambda item: (-item[1], item[0]))
    near = [city] if city else []
    near += [code for code, count in best[:2] if count > _ENOUGH and code not in near]
    if not near and best:
        near = [best[0][0]]
    return Setting(tuple(near), year, city, _own_name(layout.newspaper))


def _of_prefecture(city: str, layout: Layout, gazetteer: Gazetteer) -> str:
    """The prefecture, whose paper may bear a county's or mountain's name: 井冈山报 speaks of 吉安市 mostly."""
    county = gazetteer.by_code(city)
    over = gazetteer.by_code(county.parent) if county and county.level == "county" else None
    if county is None or over is None or over.level != "prefecture":
        return city
    text = "".join(a.text for a in layout.articles if a.position).replace(layout.newspaper, "")
    named = text.count(over.name)
    return over.code if named >= _OFTEN and named > text.count(county.name) else city


#: How often a page names the prefecture of the county its paper is called after, to be the prefecture's paper.
_OFTEN = 2


def _city_of(newspaper: str, gazetteer: Gazetteer, year: int | None) -> str:
    papers: dict[str, str] = yaml_file("lexicons/layout.yaml")["papers_of"]
    if newspaper in papers:
        named = gazetteer.resolve(papers[newspaper], year)
        return named.code if named else ""
    name = _own_name(newspaper)
    for size in range(min(len(name), 6), 1, -1):
        division = gazetteer.resolve(name[:size], year)
        if division:
            return division.code
    return ""


def _own_name(newspaper: str) -> str:
    """The name from the place on: 宁国 of 今日宁国."""
    return newspaper.removeprefix("今日")


class DistrictFinder:
    """The cascade's finder for one page; call it with an article's text."""

    def __init__(self, where: Setting) -> None:
        self._where = where
        self._gazetteer = Gazetteer.load()
        self._towns = [_towns(code[:4] + "00") for code in where.near if code[2:4] != "00"]
        self._proved: set[str] = set()  # codes of counties that stood behind their city or province, or before 县委

    def __call__(self, article: int, text: str, found: Sequence[Mention]) -> Iterable[Mention]:
        """Divisions down to county, and the townships of the page's own city, in order of place."""
        numbers = [(m.start, m.end) for m in found if m.type in ("Date", "Money", "Quantity")]
        taken = Taken(len(text), numbers)
        seams = Taken(len(text) + 1, ((at + 1, to) for at, to in numbers))  # no name begins or ends within a number
        border = tokens.borders(text)
        last = Division("", "", "", "", None, None, "")
        seen: list[tuple[int, int]] = []
        forms: list[Hit[PlaceForm | Division]] = [*self._gazetteer.all_forms(text)]
        forms += (hit for towns in self._towns for hit in towns.find(text))
        for start, end, _word, form in longest_of(forms):
            if taken.overlaps(end - 1, end) or seams.overlaps(start, start + 1) or seams.overlaps(end, end + 1):
                continue  # but 万年县 is no time, and 五家渠市 no count
            if isinstance(form, Division):
                division, rule = form, "place.town"
            else:
                before = tuple({last.name, last.short} - {""}) or ("\n\n",)
                chained = last.code if text.endswith(before, 0, start) else ""
                meant = self._meant(form, text, start, end, border, chained)
                if meant is None:
                    continue
                division, rule = meant, _rule(form)
            last = division
            seen.append((start, end))
            yield _mention(article, start, end, division, rule, 0.95)
        for start, end, division in self._misread(text):
            if not any(a < end and start < b for a, b in seen):
                yield _mention(article, start, end, division, "place.misread", 0.7)

    def _misread(self, text: str) -> Iterator[tuple[int, int, Division]]:
        """Counties of the page's own prefecture of whose names one character is taken for another (石蜂区)."""
        for pattern, division in _misreadings(self._where.near[:1], self._where.year):
            for match in pattern.finditer(text):
                yield match.start(), match.end(), division

    def _meant(self, form: PlaceForm, text: str, start: int, end: int, border: bytes, chained: str) -> Division | None:
        """The division a form means here, or None. A short form must be a word of its own, and one of another
        prefecture's counties must follow that prefecture or province (湖北监利).
        """
        if (
            self._where.city
            and self._where.newspaper.startswith(form.form)
            and text.startswith(self._where.newspaper, start)
        ):
            return self._gazetteer.by_code(self._where.city, self._where.year)
        near = (chained, *self._where.near) if chained else self._where.near
        division = self._gazetteer.resolve(form.form, self._where.year, near)
        if division is None or (form.full and not form.needs_context):
            return division
        if not border[start] or (not border[end] and not form.full):
            return None
        if form.needs_context == "common_word" and not form.full and not chained and tokens.is_empty_word(form.form):
            return None  # 比上年前进1位 is not 前进区
        if not form.full and any(text.startswith(word, end) for word in lexicon.words("place_swallowers")):
            return None
        if division.level in ("province", "prefecture") and not form.needs_context:
            return division
        ruled = form.full and text.startswith(_RULED, end)
        if ruled or (chained.endswith("00") and within_code(division.code, chained)):
            self._proved.add(division.code)
        if division.code in self._proved:
            return division
        whole = bool(form.full or not form.needs_context)  # a province's paper speaks of all its counties
        home = {code[:4] for code in near} | {code[:2] for code in near if code.endswith("0000") and whole}
        return division if division.code[:4] in home or division.code[:2] in home else None


def _rule(form: PlaceForm) -> str:
    return "place.doubtful" if form.needs_context else "place.full" if form.full else "place.short"


def _mention(article: int, start: int, end: int, division: Division, rule: str, confidence: float) -> Mention:
    attrs = (("code", division.code), ("level", division.level))
    return Mention(article, start, end, "District", division.name, rule, confidence, attrs)


#: Names this short are too often one character away from another word (攸县, 收县).
_SHORTEST_MISREAD = 3


@cache
def _misreadings(near: tuple[str, ...], year: int | None) -> tuple[tuple[re.Pattern[str], Division], ...]:
    """A pattern for every county of the prefecture: its name with one look-alike character, the last one excepted."""
    gazetteer = Gazetteer.load()
    found = []
    for code in near:
        for division in gazetteer.children(code[:4] + "00", year):
            name = division.name
            if division.level == "county" and len(name) >= _SHORTEST_MISREAD:
                forms = [
                    f"{re.escape(name[:i])}[{''.join(sorted(look_alikes()[c]))}]{re.escape(name[i + 1 :])}"
                    for i, c in enumerate(name[:-1])
                    if look_alikes().get(c)
                ]
                if forms:
                    found.append((re.compile("|".join(forms)), division))
    return tuple(found)


@cache
def _towns(prefecture: str) -> Automaton[PlaceForm | Division]:
    return Automaton(dict(Gazetteer.load().towns(prefecture)))
