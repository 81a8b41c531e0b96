"""Where a stretch of text plays: the place its sentence or paragraph is led by.

霞山区,宝满港区扩建工程。… and the brief 马站镇 投资4200万元的… tell the place once and then speak of what is there.
(1) attribute   a place right before a thing: 坡头区的海东产业园
(2) sentence    a place that opens a sentence: 在许家湖镇,… 麻章区,…
(3) paragraph   a place set off at the head of a paragraph: 马站镇 …
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest

from kg.facts.atlas import Atlas
from kg.mentions import sentences
from kg.mentions.homes import source_zone, titles_end
from kg.mentions.projection import outermost
from kg.records import Article, Mention

#: Words between a place and the thing it is said of.
_ATTRIBUTE = re.compile(
    r"(?:境内|辖区|城区)?(?:的|,|,\s*)?[“]?"
    r"|(?:分会场)?(?:当天|同日|同步|集中|今年|去年|最新|正在)?(?:新?开工|新?签约|动工|新建|在建|建成|投产|竣工|引进|落户|建设|实施|推进)的[“]?"
)
#: Characters before the end of a way in which its beginning is named.
_FROM = 10
#: Marks that open a brief.
_BULLETS = "●▲◆■△▉▎★☆◇○□▶►※"
#: What may stand before the place that opens a sentence.
_OPENING = re.compile(
    rf"[“]?(?:[{_BULLETS}·\s]*)(?:(?:昨|今)[天日]|\d{{1,2}}月\d{{1,2}}日|近日|日前|眼下|目前|如今"
    r"|今年(?:以来|[春秋]季学期)?|[一二三四前上下]{1,2}(?:季度|半年))?,?"
    r"(?:上午|下午)?(?:\d{1,2}时(?:许)?)?,?(?:还是|又是|而|走进|来到|位于|地处|落户|在)?"
)
_PLACE_OF_WORK = re.compile(r"[^,。;:]{0,14}(?:里|内|上|旁|畔|南侧|北侧|东侧|西侧|现场|一线|车间|工地|园区|境内)?,")
_GAP = re.compile(r"[ \u3000]+|[::]\s*|。(?!\n)")


@dataclass(frozen=True, slots=True)
class Scene:
    """A place that governs ``[start, end)``; ``firm``: strongly enough to place firms too."""

    start: int
    end: int
    key: str
    level: str
    firm: bool


class Scenes:
    """The scenes of one article; ``mentions`` carry keys and are in order of place.

    ``around``: keys of the article's home and what lies around it; a rubric above the body that names one is no scene.
    """

    def __init__(
        self, article: Article, mentions: Sequence[Mention], levels: Mapping[str, str], around: Collection[str] = ()
    ) -> None:
        self._article, self._text = article, article.text
        self._areas = outermost([m for m in mentions if m.type == "District" and m.attr("key")])
        self._starts = [m.start for m in self._areas]
        self._ending = {m.end: m for m in self._areas}
        self._headed: dict[int, list[Mention]] = defaultdict(list)
        for area in self._areas:
            self._headed[self._head(area)].append(area)
        self._blocks = frozenset(b.start for b in article.blocks)  # a dateline ends where the news begins
        self._levels = levels
        self._around = around
        self._title = titles_end(article)
        self._scenes = [*self._paragraphs(), *self._sentences(), *self._venues()]

    def attribute(self, m: Mention) -> str:
        """Key of the place that stands right before a mention as its attribute, or ``""``."""
        i = bisect_right(self._starts, m.start) - 1
        while i >= 0 and self._areas[i].end > m.start:
            i -= 1
        if i < 0 or not self._is_small(self._areas[i]):
            return ""
        area = self._areas[i]
        between = self._text[area.end : m.start]
        joined = self._text[area.start - 1 : area.start]
        after_another = area.start - 1 in self._ending
        leaves = "从" in self._text[max(0, area.start - _FROM) : area.start]  # 从青河市到云溪镇; 来到云溪镇 is no end
        listed = joined in ("从", "自") or (joined in ("到", "至") and (after_another or leaves))
        listed = listed or (joined in ("、", "和", "与") and after_another)
        return area.attr("key") if _ATTRIBUTE.fullmatch(between) and not listed else ""

    def of(self, m: Mention) -> Scene | None:
        """The scene a mention stands in, the narrowest and last one."""
        fitting = [s for s in self._scenes if s.start <= m.start and m.end <= s.end]
        return max(fitting, key=lambda s: s.start, default=None)

    def _is_small(self, area: Mention) -> bool:
        return self._levels.get(area.attr("key"), area.attr("level")) in ("county", "town", "zone", "village")

    def _paragraphs(self) -> list[Scene]:
        found = []
        for area in self._areas:
            head = self._head(area)
            opens = head in self._blocks or self._text[head - 1] == "\n" or self._text[head - 1] in _BULLETS
            gap = _GAP.match(self._text, area.end)
            if opens and gap and self._is_small(area):
                found.append(self._scene(area, self._paragraph_end(area.start), True))
        headings = [
            area
            for area in self._areas
            if self._is_small(area)
            and self._is_heading(area)
            and not (area.end <= self._title and area.attr("key") in self._around)
        ]
        for area, after in zip_longest(headings, headings[1:]):
            found.append(self._scene(area, after.start if after else len(self._text), True))
        return found

    def _head(self, area: Mention) -> int:
        """Where the chain of places begins that ends with this one (临泉县鲖城镇)."""
        start = area.start
        while start in self._ending:
            start = self._ending[start].start
        return start

    def _is_heading(self, area: Mention) -> bool:
        """Whether a paragraph is nothing but the place's name."""
        start = self._text.rfind("\n", 0, area.start) + 1
        paragraph = self._text[start : self._paragraph_end(area.start)]
        return start > 0 and paragraph.strip(f" 【】[]:{_BULLETS}") == self._text[area.start : area.end]

    def _sentences(self) -> list[Scene]:
        """A place that opens a sentence governs it, with a comma behind or as a brief's first word the paragraph."""
        found: list[Scene] = []
        for start, end in sentences.of(self._article):
            head = _OPENING.match(self._text, start, end)
            at = head.end() if head else start
            area = next((a for a in reversed(self._headed.get(at, ())) if a.end <= end), None)
            if area is None or not self._is_small(area):
                continue
            comma = self._text.startswith(",", area.end) or self._text[start : start + 1] in _BULLETS
            if comma or (head and head.group().endswith("在") and _PLACE_OF_WORK.match(self._text, area.end, end)):
                found.append(self._scene(area, self._paragraph_end(area.start) if comma else end, True))
            else:
                found.append(self._scene(area, end, False))
        return found

    def _venues(self) -> list[Scene]:
        """A place with a venue of its own in works begun together (青河分会场) governs the rest of its paragraph."""
        areas = [a for a in self._areas if self._is_small(a) and self._text.startswith("分会场", a.end)]
        return [self._scene(a, self._paragraph_end(a.start), True) for a in areas]

    def _scene(self, area: Mention, end: int, firm: bool) -> Scene:
        return Scene(area.end, end, area.attr("key"), self._levels.get(area.attr("key"), ""), firm)

    def _paragraph_end(self, at: int) -> int:
        end = self._text.find("\n", at)
        return len(self._text) if end < 0 else end


def settled_home(home: str, page: str, mentions: Sequence[Mention], article: Article, city: str) -> str:
    """The home of an article for things it does not place: ``home`` if the article is about it, else ``page``.

    An article is about a place when its headline or opening names it, or when it is named more than all other
    places of its level; one that tours a city's counties is about the city.
    """
    areas = [m for m in mentions if m.type == "District" and m.attr("key")]
    own = [m for m in areas if m.attr("key") == home and not _is_an_end(article.text, m)]
    level = own[0].attr("level") if own else ""
    peers = {m.attr("key") for m in areas if m.attr("level") == level} - {home}
    others = [m for m in areas if m.attr("key") in peers]
    end = titles_end(article)
    titled = outermost([m for m in areas if m.end <= end])
    title = [m for m in titled if m.attr("level") in ("zone", "town", "county")]
    source = source_zone(article, areas)
    if source and source.attr("key") == home:
        return home
    if title and all(m.attr("key") != home for m in titled):
        return title[0].attr("key")
    if home == page or not page:
        return home
    if _is_digest(article, areas):
        return page
    if not own:
        return page if any(m.attr("key") == home for m in areas) else home
    width = 4 if city[2:4] not in ("", "00") and level != "province" else 2
    abroad = bool(city) and bool(own[0].attr("code")) and own[0].attr("code")[:width] != city[:width]
    early = any(m.start <= len(article.headline) + _OPENING_LENGTH for m in own)
    in_title = any(m.attr("key") == home for m in titled)
    late = bool(peers) and level == "zone" and min(m.start for m in own) >= _first_sentence_end(article)
    toured = (len(peers) >= _TOUR or late) and len(own) <= len(others) and not in_title
    posts = [m for m in mentions if m.type == "Post"]
    in_post = len(own) == 1 and any(p.start <= own[0].start < p.end for p in posts)  # 时任青河县水利局局长
    toured = toured or (level == "town" and not in_title and _is_listed(article.text, own[0], others))
    toured = toured or (level == "zone" and not in_title and len(own) == 1 and _is_of_one_thing(article.text, own[0]))
    passing = level in ("town", "county") and (not early or in_post) and (level == "town" or len(own) == 1)
    return page if abroad or toured or passing else home


def _is_of_one_thing(text: str, place: Mention) -> bool:
    """Whether a place is only said to be that of the one thing behind it (位于云岭开发区的青河物流园)."""
    return bool(_SAID_TO_BE.search(text, 0, place.start)) and bool(_OF_IT.match(text, place.end))


_SAID_TO_BE, _OF_IT = (
    re.compile(r"(?:位于|坐落于|坐落在|地处|落户|设在)[^,。;\n]{0,8}$"),
    re.compile(r"[^,。;\n]{0,4}的(?=[一-鿿])"),
)


def _is_listed(text: str, own: Mention, others: Sequence[Mention]) -> bool:
    """Whether a place is first named in a list with others of its kind (到青石镇、云岭镇调研)."""
    return any(text[min(own.end, m.end) : max(own.start, m.start)] in ("、", "和", "与", "及", "以及") for m in others)


def _first_sentence_end(article: Article) -> int:
    """Where the first sentence of the body ends."""
    body = next((b.start for b in article.blocks if b.kind == "body"), 0)
    return next((end for start, end in sentences.of(article) if start >= body), len(article.text))


def only_place(article: Article, mentions: Sequence[Mention], home: str, atlas: Atlas) -> str:
    """The one small place that a short item speaks of, with what it lies in only: all it tells of is there; or ``""``.

    A short item names a town, zone or village of its home as it begins and tells the rest without a place.
    """
    told = sum(b.end - b.start for b in article.blocks if b.kind == "body")
    if not home or told > _SHORT_ITEM or any(b.kind == "list" for b in article.blocks):
        return ""
    named = {m.attr("key") for m in mentions if m.type == "District" and m.attr("key")}
    wide = {key for key in named if atlas.levels.get(key) in ("province", "prefecture", "county")}
    small = sorted(named - wide)
    inner = [a for a in small if not any(b != a and atlas.lies_in(b, a) for b in small)]
    if len(inner) != 1 or not all(atlas.lies_in(inner[0], key) for key in {home, *named}):
        return ""
    opening = _first_sentence_end(article)
    return inner[0] if any(m.attr("key") == inner[0] and m.end <= opening for m in mentions) else ""


def _is_digest(article: Article, areas: Sequence[Mention]) -> bool:
    """Whether an article is a column of briefs behind marks from several counties: each is at home in its own place,
    and one that names none is the page's.
    """
    marks = [b.start for b in article.blocks if b.kind != "caption" and article.text[b.start : b.start + 1] in _BULLETS]
    if not marks or any(m.end <= len(article.headline) for m in areas):
        return False
    return len({m.attr("key") for m in areas if m.start > marks[0] and m.attr("level") in ("county", "zone")}) > 1


def _is_an_end(text: str, m: Mention) -> bool:
    """Whether a place is only where a road begins or ends: 青川至河口高速公路."""
    return text[m.end : m.end + 1] in ("至", "到") or text[m.start - 1 : m.start] == "至"


#: An article that names this many more places of the same level tours them.
_TOUR = 3
#: How long (characters) the text of an item is that plays in one place.
_SHORT_ITEM = 260
#: How far into an article (characters) its opening reaches.
_OPENING_LENGTH = 120
