"""Which division an article is about: its home, where what it does not place is taken to be."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from kg.language.spans import Enclosing
from kg.mentions import sentences
from kg.mentions.projection import outermost
from kg.records import Article, Block, Mention

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
    if city and _of_the_paper(article):
        return next((m for m in mentions if m.attr("code") == city), None)
    lead = _lead_end(article)
    if source := source_zone(article, mentions):
        return source
    if city.endswith("0000") and _of_the_province(article, mentions, city, lead):
        return next(m for m in mentions if m.attr("code") == city)
    if city and (
        _of_the_whole(article, mentions, city, lead) or (city.endswith("00") and _tours(article, mentions, lead))
    ):
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


def _tours(article: Article, mentions: Sequence[Mention], lead: int) -> bool:
    """Whether the lead is about the whole city and names its parts: 全市…集中开工仪式举行,甲区、乙县、丙县设分会场."""
    body = len(article.headline)
    parts = {m.attr("code") for m in mentions if m.attr("level") == "county" and body <= m.start < lead}
    titled = any(m.attr("level") in ("county", "zone", "town") and m.start < body for m in mentions)
    return not titled and len(parts) >= _TOUR and bool(re.search("全[市州盟]", article.text[body:lead]))


def _of_the_whole(article: Article, mentions: Sequence[Mention], city: str, lead: int) -> bool:
    """Whether titles and lead name no part of the paper's area, and speak of all of it: 上半年全市实现地区生产总值….

    The county that first reaches a measure further down is not what the article is about.
    """
    parts = [
        m for m in _spoken_of(article, mentions) if m.attr("level") in ("county", "zone", "town") and m.start < lead
    ]
    body = next((b.start for b in article.blocks if b.kind == "body"), 0)
    whole = "[全我][市州盟]" if city.endswith("00") else "[全我][县市区旗]"
    said = bool(re.search(whole, article.text[body:lead]))
    return said and (all(m.attr("code") == city for m in parts) or _opens(article, mentions, city, body, whole))


def _opens(article: Article, mentions: Sequence[Mention], city: str, body: int, whole: str) -> bool:
    """Whether a body opens with the city and speaks of all of it in that sentence, its titles naming no part:
    青河市项目集中开工仪式在甲县举行,全市开工82个.
    """
    end = next((end for start, end in sentences.split(article.text) if start >= body), len(article.text))
    areas = [m for m in _spoken_of(article, mentions) if m.start < end]
    first = next((m for m in areas if m.start >= body), None)
    titled = any(m.start < titles_end(article) and m.attr("code") != city for m in areas)
    opened = first is not None and first.attr("code") == city
    return opened and not titled and bool(re.search(whole, article.text[body:end]))


def _of_the_province(article: Article, mentions: Sequence[Mention], province: str, lead: int) -> bool:
    """Whether a province's paper tells of the province: titles name it and no part of it, or no title names a place
    and the lead speaks of all of it (全省, 我省).
    """
    title = titles_end(article)
    named = {m.attr("code") or m.name for m in _spoken_of(article, mentions) if m.start < title}
    whole = bool(re.search("[全我]省|全区(?!域)|我区|自治区", article.text[title:lead]))
    known = any(m.attr("code") == province for m in mentions)
    return known and (named == {province} or (not named and whole))


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
