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

from kg.language.spans import Enclosing, Taken
from kg.mentions import lexicon, sentences, tokens
from kg.mentions.automaton import Automaton, longest
from kg.mentions.gazetteer import Gazetteer, PlaceForm
from kg.mentions.personal_names import look_alikes
from kg.mentions.placedata import Division
from kg.mentions.projection import outermost
from kg.records import Article, Block, Layout, Mention

#: What a full name says of where a page is at home, in short names of counties; and how much a second home needs.
_FULL_NAME = 10
_ENOUGH = 2 * _FULL_NAME - 1


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
        for _start, _end, _word, form in gazetteer.automaton().longest(article.text):
            divisions = [d for d in form.divisions if d.in_force(year) and d.level != "province"]
            codes = {_home_code(d) for d in divisions}
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


def _home_code(division: Division) -> str:
    return division.code if division.level == "province" else division.code[:4] + "00"


def _city_of(newspaper: str, gazetteer: Gazetteer, year: int | None) -> str:
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

    def __call__(self, article: int, text: str, found: Sequence[Mention]) -> Iterable[Mention]:
        """Divisions down to county, and the townships of the page's own city, in order of place."""
        taken = Taken(len(text), ((m.start, m.end) for m in found if m.type in ("Date", "Money", "Quantity")))
        border = {b for span in tokens.cut(text) for b in span}
        last = Division("", "", "", "", None, None, "")
        seen: list[tuple[int, int]] = []
        for start, end, _word, form in longest(text, _divisions(), *self._towns):
            if taken.overlaps(start, end):
                continue
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

    def _meant(
        self, form: PlaceForm, text: str, start: int, end: int, border: set[int], chained: str
    ) -> Division | None:
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
        if start not in border or (end not in border and not form.full):
            return None
        if form.needs_context == "common_word" and not form.full and not chained and tokens.is_empty_word(form.form):
            return None  # 比上年前进1位 is not 前进区
        if not form.full and any(text.startswith(word, end) for word in lexicon.words("place_swallowers")):
            return None
        if division.level in ("province", "prefecture") and not form.needs_context:
            return division
        home = {code[:4] for code in near} | ({chained[:2]} if chained.endswith("0000") else set())
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
def _divisions() -> Automaton[PlaceForm | Division]:
    """Every form of the divisions from province to county."""
    return Automaton({form.form: form for form in Gazetteer.load().forms(doubtful=True)})


@cache
def _towns(prefecture: str) -> Automaton[PlaceForm | Division]:
    return Automaton(dict(Gazetteer.load().towns(prefecture)))


#: What a mention of a division weighs for the question which one an article is about.
_IN_HEADLINE, _IN_LEAD, _ELSEWHERE = 3.0, 2.0, 1.0
#: A place between the words that make it the source of the news.
_SOURCE = re.compile("[从自].*(?:获悉.?|了解到|传来.?)")
#: The newspaper's own city is named in every article; officials' areas (茶陵县县长) are named in passing.
_CITY, _IN_PASSING = 0.4, 0.4
#: A county's paper is about the county sooner than about one of its towns or zones.
_COUNTY = 1.0
#: A local paper tells of places outside its area as partners and destinations.
_ELSEWHERE_IN_CHINA = 0.25


def article_home(article: Article, mentions: Sequence[Mention], city: str) -> Mention | None:
    """The mention of the division an article is about: named in its headline, else first and oftenest.

    ``city`` is the code of the newspaper's own division, which yields to smaller ones. None when no division
    is named.
    """
    if city and (_of_the_paper(article) or _opens_with_the_whole(article, mentions)):
        return next((m for m in mentions if m.attr("code") == city), None)
    lead = _lead_end(article)
    if source := source_zone(article, mentions):
        return source
    if city.endswith("00") and (_tours(article, mentions, lead) or _of_the_whole(article, mentions, lead)):
        return next((m for m in mentions if m.attr("code") == city), None)
    score, first = _weighed(article, mentions, city, lead)
    if not score:
        return None
    own = [m for m in first.values() if city and within_code(m.attr("code") or city, city) and m.start < lead]
    if own:  # a paper tells of other cities as partners: 青河(深圳)产业推介会在深圳举行
        score = Counter({key: n for key, n in score.items() if within_code(key[0] or city, city)})
    best = min(score, key=lambda key: (-score[key], first[key].start))
    return first[best]


def _weighed(
    article: Article, mentions: Sequence[Mention], city: str, lead: int
) -> tuple[Counter[tuple[str, str]], dict[tuple[str, str], Mention]]:
    """What the mentions of each division weigh together, and its first one; keys are (code, name)."""
    score: Counter[tuple[str, str]] = Counter()
    first: dict[tuple[str, str], Mention] = {}
    interview = _interview(article)
    passing = Enclosing((m.start, m.end) for m in mentions if m.type in ("Post", "Quote"))
    title = titles_end(article)
    inner = {m.start: m for m in mentions if m.type == "District"}
    for m in _spoken_of(article, mentions):
        if m.attr("level") in ("village", "province"):
            continue
        if m.start < len(article.headline) and _only_says_where(m, inner.get(m.end)):
            continue
        key = (m.attr("code"), m.name)
        first.setdefault(key, m)
        weight = _IN_HEADLINE if m.start < title else _IN_LEAD if m.start < lead else _ELSEWHERE
        if interview and interview.start <= m.start < interview.end:
            weight = _IN_HEADLINE  # 访石峰区委书记某某: the article is about 石峰区
        elif passing.hold(m.start, m.end):
            weight *= _IN_PASSING
        if m.attr("code") == city:
            weight *= _CITY if city.endswith("00") else _COUNTY
        elif city and m.attr("code") and not within_code(m.attr("code"), city):
            weight *= _ELSEWHERE_IN_CHINA
        score[key] += weight  # type: ignore[assignment]
    return score, first


def titles_end(article: Article) -> int:
    """Where the headlines, rubrics and subheads above an article's body end (text offset)."""
    body = next((b.start for b in article.blocks if b.kind == "body"), len(article.text))
    heads = [b.end for b in article.blocks if b.kind in ("headline", "subhead") and b.end <= body]
    return max(heads, default=len(article.headline))


def _spoken_of(article: Article, mentions: Sequence[Mention]) -> list[Mention]:
    """The divisions a text itself names: not 青河 in 青河高新区, nor what stands in a line of credit (青河日报讯) or
    under a picture.
    """
    beside = [(b.start, b.end) for b in article.blocks if b.kind in ("credit", "caption")]
    areas = outermost([m for m in mentions if m.type == "District"])
    return [m for m in areas if not any(start <= m.start < end for start, end in beside)]


def _only_says_where(outer: Mention, inner: Mention | None) -> bool:
    """Whether a city is named to say where the next division lies: 桃源市 in 桃源市青川区统计公报."""
    if inner is None or outer.attr("level") != "prefecture" or inner.attr("level") != "county":
        return False
    return within_code(inner.attr("code"), outer.attr("code"))


#: Headlines about the paper's own area: 全市重点项目观摩, 盟行署部署…, 县委…召开, and its government's work report.
_OWN = re.compile(
    r"[全我][市县州盟旗省]|^[市县区州盟旗省](?:委|人民政府|政府|行署|政协|人大|[一二三四五六七八九十]+届)|政府工作报告"
)


#: Its leaders in a part of it: 市委书记某某在某区调研时强调.
_VISITS = re.compile(r"(?:在|到|赴|深入).{2,12}(?:调研|走访|检查|督导|考察|督查|指导|慰问|现场办公)")

#: A lead that names so many parts of the city is about none of them.
_TOUR = 3


def _of_the_paper(article: Article) -> bool:
    """Whether a headline or subhead above the body says that an article is about the whole of the paper's area."""
    heads = [b for b in article.blocks if b.kind in ("headline", "subhead")]
    body = next((b.start for b in article.blocks if b.kind == "body"), len(article.text))
    above = (article.text[b.start : b.end].strip("—- ") for b in heads if b.start < body)
    return any(_OWN.search(head) and not _VISITS.search(head) for head in above)


def _interview(article: Article) -> Block | None:
    """The subhead that says whom an article interviews (——访石峰区委书记某某), or None."""
    subheads = (b for b in article.blocks if b.kind == "subhead")
    return next((b for b in subheads if article.text[b.start : b.end].lstrip("—- ").startswith("访")), None)


def source_zone(article: Article, mentions: Sequence[Mention]) -> Mention | None:
    """The zone the lead names as the source of the news (记者从青河高新区获悉): what is told then is the zone's."""
    lead = _lead_end(article)
    zones = (m for m in mentions if m.attr("level") == "zone" and m.start < lead)
    return next((m for m in zones if _SOURCE.fullmatch(article.text, m.start - 1, m.end + 3)), None)


#: An office of the paper's area tells of the whole: 市统计局发布上半年全市经济运行情况.
_TELLS_OF_ALL = re.compile(
    r"(?P<whole>[市县州盟旗])(?:统计局|政府|[一-龥]{1,10}(?:局|委|办|中心|海关))[^。]{0,30}?(?:全|我)(?P=whole)"
)


def _opens_with_the_whole(article: Article, mentions: Sequence[Mention]) -> bool:
    """Whether the first sentence is about the whole area, no part of it being named there or in the headline."""
    body = next((b for b in article.blocks if b.kind == "body"), None)
    if body is None:
        return False
    end = next((stop for start, stop in sentences.split(article.text) if start >= body.start), body.end)
    parts = (m for m in mentions if m.type == "District" and m.attr("level") in ("county", "zone", "town"))
    named = any(m.start < len(article.headline) or body.start <= m.start < end for m in parts)
    return not named and bool(_TELLS_OF_ALL.search(article.text[body.start : end]))


def _tours(article: Article, mentions: Sequence[Mention], lead: int) -> bool:
    """Whether the lead is about the whole city and names its parts: 全市…集中开工仪式举行,甲区、乙县、丙县设分会场."""
    body = len(article.headline)
    parts = {m.attr("code") for m in mentions if m.attr("level") == "county" and body <= m.start < lead}
    titled = any(m.attr("level") in ("county", "zone", "town") and m.start < body for m in mentions)
    return not titled and len(parts) >= _TOUR and bool(re.search("全[市州盟]", article.text[body:lead]))


def _of_the_whole(article: Article, mentions: Sequence[Mention], lead: int) -> bool:
    """Whether titles and lead name no part of the city, and speak of all of it: 上半年全市实现地区生产总值….

    The county that first reaches a measure further down is not what the article is about.
    """
    named = any(m.attr("level") in ("county", "zone", "town") and m.start < lead for m in _spoken_of(article, mentions))
    body = next((b.start for b in article.blocks if b.kind == "body"), 0)
    return not named and bool(re.search("[全我][市州盟]", article.text[body:lead]))


def within_code(code: str, outer: str) -> bool:
    """Whether a division or town lies in another one or is it, by their codes."""
    width = 2 if outer.endswith("0000") else 4 if outer.endswith("00") else 6
    return code.startswith(outer[:width])


def _lead_end(article: Article) -> int:
    """Where the first two sentences of the body end."""
    body = next((b for b in article.blocks if b.kind == "body"), None)
    if body is None:
        return 0
    ends = [end for start, end in sentences.split(article.text) if start >= body.start]
    return ends[1] if len(ends) > 1 else body.end
