"""Whose post it is: the district, body or firm a post belongs to, said or left unsaid.

Said: the area or body inside the post, or a firm right before it. Unsaid: what the posts before it in the same
string belong to (青川县委副书记、县长), the body named with an earlier post of the sentence (副主任 after
市人大常委会主任), the division of the post's level spoken of last, the article's home, the newspaper's city.
"""

from __future__ import annotations

import re
from bisect import insort
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache

from kg.facts.found import Context
from kg.language.alternation import one_of
from kg.language.spans import Enclosing, Placed
from kg.mentions import lexicon, posts
from kg.mentions.gazetteer import Gazetteer
from kg.mentions.posts import PostReading
from kg.records import Article, Mention

#: Types of mention that can stand before a post as the body it belongs to.
BODIES = frozenset(("Company", "Organization", "Park", "Anaphor", "District", "Place"))
_ZONE_POST = re.compile("区(?:党工委|工委|管委会|管理委员会)")
#: Bodies that zones have and divisions have not.
_OF_ZONE = re.compile("党?工委|管委会")
#: Heads of societies, of chambers and unions.
_OF_SOCIETY = re.compile("(?:名誉|荣誉|常务|执行|轮值|创会)?副?(?:会长|理事长)")
#: Levels of which a paper knows so many that the one named last is meant rather than the article's home.
_SMALL = frozenset(("镇", "乡", "街道", "村", "团", "连"))
#: Before a place: one has come there from elsewhere, also in the name of an event (瑞金(厦门)推介会).
_VISITED = ("在", "到", "赴", "往", "访", "(")
#: Short words for a zone, which stand for the one zone spoken of (经开区党工委书记).
_ZONE = re.compile(
    r"(?:经济开发区|经开区|高新区|开发区|园区|新区|管理区|度假区|片区|产业园|工业园|保税区|示范区|合作区)$"
)
#: No word of pointing is longer (该市高新区).
_LONGEST_POINTER = 12
#: Words for the firm spoken of, where nothing resolved them.
_FIRM = re.compile(r"(?:该|本|我)?(?:公司|集团|企业|厂)的?$")
#: Names that end otherwise than the level's own word: a division and city of the production corps are one.
_LEVEL_ENDS = {"师市": ("市", "师"), "师": ("师",), "地": ("地区",)}
#: The cities of the production corps, each one with a division of it, lie directly under the region.
_CORPS = "6590"


@dataclass(frozen=True, slots=True)
class Held:
    """A post with the key of what it belongs to (``""``: unknown) and how sure that is."""

    title: str
    of: str
    reading: PostReading
    confidence: float = 1.0


@dataclass(slots=True)
class Holders:
    """Resolves the posts of one article; asked in order of place, it remembers what it has seen."""

    article: Article
    mentions: Sequence[Mention]
    context: Context
    names: dict[str, str] = field(default_factory=dict)  # district key -> name
    _seen: set[int] = field(default_factory=set)  # starts of posts
    _telling: list[tuple[int, Held]] = field(default_factory=list)  # those that say what a rank after them is of
    _looked: tuple[int, int] = (-1, -1)  # the sentence, and up to where all of its posts were seen
    _around: posts.Surroundings = field(init=False)
    _placed: Placed[Mention] = field(init=False)
    _districts: Placed[Mention] = field(init=False)
    _zones: Placed[Mention] = field(init=False)
    _societies: Placed[Mention] = field(init=False)
    _firms: Placed[Mention] = field(init=False)
    _ends: frozenset[int] = field(init=False)  # of posts and people

    def __post_init__(self) -> None:
        people = Enclosing((m.start, m.end) for m in self.mentions if m.type in ("Official", "Person"))
        districts = [m for m in self.mentions if m.type == "District" and not people.hold(m.start, m.end)]
        for m in districts:
            self.names.setdefault(m.attr("key"), m.name)
        self._around = posts.Surroundings(self.mentions)
        self._placed = Placed(self.mentions)
        self._districts = Placed(districts)
        self._zones = Placed(m for m in districts if m.attr("level") == "zone" and m.attr("key"))
        self._societies = Placed(
            m for m in self.mentions if m.type == "Organization" and m.attr("key") and m.name.endswith("会")
        )
        self._firms = Placed(m for m in self.mentions if m.type == "Company" and m.attr("key"))
        self._ends = frozenset(m.end for m in self.mentions if m.type in ("Post", "Stop", "Official", "Person"))

    def chain(self, marks: Sequence[Mention]) -> list[Held]:
        """The posts of one string, first to last, each with its holder."""
        held: list[Held] = []
        for mark in marks:
            held.append(self._one(mark, held))
        held = [self._from_later(h, held) for h in held]
        for mark, one in zip(marks, held, strict=True):
            self._see(mark, one)
        return held

    def _see(self, mark: Mention, held: Held) -> None:
        self._seen.add(mark.start)
        if _body_of(held.title) or held.of.startswith(("Organization:", "Company:")):
            insort(self._telling, (mark.start, held), key=_place)

    def _from_later(self, held: Held, chain: Sequence[Held]) -> Held:
        """An area left unsaid that a later post of the string names (省人大代表、江东省政协委员), or that the zone of
        a later post is called after (区委常委、青石经开区党工委书记: of 青石区).
        """
        if held.reading.holder is not None or not held.reading.level or held.confidence == 1.0:
            return held
        if not held.of:
            later = [h.of for h in chain if h.of and self._fits(h.of, held.reading)]
            return Held(held.title, later[0], held.reading, 0.8) if later else held
        named = [k for h in chain if h.reading.holder is not None and (k := self._named_after(h, held.reading))]
        return Held(held.title, named[0], held.reading, 0.9) if named else held

    def _named_after(self, later: Held, reading: PostReading) -> str:
        """Key of the division of the post's level that a zone's name begins with, in the city of the article."""
        holder = later.reading.holder
        if holder is None or holder.attr("level") != "zone":
            return ""
        city = self.context.city.partition(":")[2][:4]
        for division in (d for size in (4, 3, 2) for d in Gazetteer.load().named(holder.name[:size] + reading.level)):
            if division.code.startswith(city) and self._fits(f"District:{division.code}", reading):
                self.names.setdefault(f"District:{division.code}", division.name)
                return f"District:{division.code}"
        return ""

    def _one(self, mark: Mention, before: Sequence[Held]) -> Held:
        reading = posts.read(self.article.text, mark, self._around)
        if reading.holder is not None:
            return self._stated(reading)
        if pointed := self._pointed_at(mark):
            zone = not posts.level_at_end(self.name(pointed))
            return Held(reading.title.removeprefix("区") if zone else reading.title, pointed, reading, 0.95)
        if near := self._body_before(mark):
            return self._beside(reading, near)
        if self._names_other(mark):
            return Held(reading.title, "", reading, 0.5)
        if reading.level:
            key, sure = self._area(mark, reading, before)
            return Held(reading.title, key, reading, sure)
        return self._inherited(mark, reading, before)

    def _stated(self, reading: PostReading) -> Held:
        holder = reading.holder
        assert holder is not None
        return Held(reading.title, holder.attr("key"), reading)

    def _beside(self, reading: PostReading, body: Mention) -> Held:
        """The post of the firm, body or district that stands right before it (青山公司董事长)."""
        title = posts.normal(reading.title, body.name) if body.type == "District" else reading.title
        return Held(title, body.attr("key"), reading, 0.95)

    def _pointed_at(self, mark: Mention) -> str:
        """Key of the area of a post written in one with a word of pointing (该区党工委书记), or ``""``."""
        near = self._placed.starting(mark.start - _LONGEST_POINTER, mark.start)
        over = (m for m in near if m.type == "Anaphor" and mark.start < m.end)
        return next((m.attr("key") for m in over if m.attr("key").startswith("District:")), "")

    def _body_before(self, mark: Mention) -> Mention | None:
        text = self.article.text
        for m in reversed(self._placed.within(mark.start - 59, mark.start)):
            if (
                m.type in BODIES
                and m.attr("key")
                and not m.attr("key").startswith("Project:")  # 联系该项目的市人大常委会主任
                and re.fullmatch(r"\s?(?:的|\([^()]{1,12}\))?\s?", text[m.end : mark.start])
            ):
                return m
        if _FIRM.search(text[max(0, mark.start - 8) : mark.start]):
            return self._last_firm(mark.start)
        if short := _ZONE.search(text[max(0, mark.start - 6) : mark.start]):
            return self._zone(short.group())
        return None

    def _zone(self, short: str) -> Mention | None:
        """The zone that a short word for its kind stands for: the last one named of that kind, or the only one."""
        zones = [
            m
            for m in self.mentions
            if m.attr("key") and (m.type == "Park" or (m.type == "District" and m.attr("level") == "zone"))
        ]
        kind = short.replace("经济", "")[0]
        return next(
            (m for m in reversed(zones) if kind in m.name),
            zones[-1] if len({m.attr("key") for m in zones}) == 1 else None,
        )

    def _names_other(self, mark: Mention) -> bool:
        """Whether words right before the post name a body or area nobody recognised (群工部|部长, 某某州|州委书记)."""
        before = self.article.text[max(0, mark.start - 3) : mark.start]
        return (
            bool(re.search(r"[一-鿿]{2}[部局委办厅处室科院所站社会团组队校园厂场馆行心司县市州旗盟]$", before))
            and mark.start not in self._ends
        )

    def _last_firm(self, before: int) -> Mention | None:
        return next(self._firms.earlier(before), None)

    # ---- left unsaid -----------------------------------------------------------------------------------------

    def _area(self, mark: Mention, reading: PostReading, before: Sequence[Held]) -> tuple[str, float]:
        """Key of the area of the post's level, and how sure: from the string, the sentence, the home, the city."""
        level = reading.level
        for held in reversed(before):
            same_corps = level == "师" and held.reading.level == "师市"
            if held.of and (same_corps or self._fits(held.of, reading)):
                return held.of, 1.0
        sentence = max(self.article.text.rfind(c, 0, mark.start) for c in "。\n!?")
        if level in _SMALL:  # 马站镇 …。镇党委书记某某: the paragraph's own town
            sentence = self.article.text.rfind("\n", 0, mark.start)
        earlier = next((m for m in self._districts.earlier(mark.start) if self._is_meant(m, reading)), None)
        if earlier and earlier.start > sentence:
            return earlier.attr("key"), 0.9
        for key in self._ambient(level):
            if self._fits(key, reading):
                return key, 0.9
        if earlier:
            return earlier.attr("key"), 0.75
        return self._above(reading), 0.8

    def _is_meant(self, district: Mention, reading: PostReading) -> bool:
        """Whether a district spoken of before is the post's; not one they have come to: 在昆山市,市委书记某某推介."""
        visited = reading.level == "市" and self.article.text[district.start - 1 : district.start] in _VISITED
        return not visited and self._fits(district.attr("key"), reading)

    def _ambient(self, level: str) -> tuple[str, ...]:
        """Home and city in the order in which they are meant: 市 in a city's paper is the city."""
        home, city = self.context.home, self.context.city
        return (city, home) if level == "市" else (home, city)

    def _above(self, reading: PostReading) -> str:
        """The province, prefecture or county over the home, by its code."""
        for key in (self.context.home, self.context.city):
            for division in Gazetteer.load().chain(key.partition(":")[2]):
                if self._fits(f"District:{division.code}", reading):
                    self.names.setdefault(f"District:{division.code}", division.name)
                    return f"District:{division.code}"
        return ""

    def name(self, key: str) -> str:
        """The name of a district by its key."""
        if key not in self.names:
            division = Gazetteer.load().by_code(key.partition(":")[2])
            self.names[key] = division.name if division else key.partition(":")[2]
        return self.names[key]

    def _fits(self, key: str, reading: PostReading) -> bool:
        """Whether an area is of the post's level; a zone has a 党工委 and no 区长, a district the other way round."""
        if not key.startswith("District:") or not _ends(self.name(key), reading.level):
            return False
        if reading.level.startswith("师"):  # only the corps has divisions and cities in one
            return key.partition(":")[2].startswith(_CORPS) or not key[-1].isdigit()
        zone = not posts.level_at_end(self.name(key)) and reading.level == "区"
        return zone == bool(_ZONE_POST.match(reading.title)) or reading.level != "区"

    def _inherited(self, mark: Mention, reading: PostReading, before: Sequence[Held]) -> Held:
        """A rank without area or body: 副主任, 审判员, 组织部部长."""
        if before and before[-1].of:
            return self._in_string(reading, before)
        if _OF_ZONE.match(reading.title) and (zone := self._last_in_paragraph(self._zones, mark)):
            return Held(reading.title, zone.attr("key"), reading, 0.9)
        if _OF_SOCIETY.fullmatch(reading.title):
            society = self._last_in_paragraph(self._societies, mark)
            if society or reading.title.endswith("会长"):  # a 理事长 may be a cooperative's
                return Held(reading.title, society.attr("key") if society else "", reading, 0.85)
        sentence = max(self.article.text.rfind(c, 0, mark.start) for c in "。\n!?;")
        for start, held in reversed(self._before(mark, sentence)):
            if start < sentence:
                break
            if (body := _body_of(held.title)) and _body_of(reading.title):
                return Held(reading.title, held.of, reading, 0.85)
            if body and not held.of.startswith("Organization:") and _lacks_body(reading.title):
                return Held(_governing(body, reading.title) + reading.title, held.of, reading, 0.9)
            if held.of.startswith(("Organization:", "Company:")) and not reading.level:
                return Held(reading.title, held.of, reading, 0.7)
        return self._of_firm(mark, reading)

    def _last_in_paragraph(self, placed: Placed[Mention], mark: Mention) -> Mention | None:
        """What was last named in the paragraph: 走访青川经开区,与党工委书记…座谈; 市锂电商会换届,…当选会长."""
        last = next(placed.earlier(mark.start), None)
        return last if last and last.start > self.article.text.rfind("\n", 0, mark.start) else None

    def _of_firm(self, mark: Mention, reading: PostReading) -> Held:
        """董事长, 总工程师 without a firm: that of the paragraph, else of the paragraph before."""
        if not reading.public or reading.title in lexicon.word_set("firm_rank"):
            line = self.article.text.rfind("\n", 0, mark.start)
            before = self.article.text.rfind("\n", 0, max(line, 0))
            firm = self._last_firm(mark.start)
            if firm and firm.start > before:
                return Held(reading.title, firm.attr("key"), reading, 0.7)
        return Held(reading.title, "", reading, 0.5)

    def _before(self, mark: Mention, sentence: int) -> list[tuple[int, Held]]:
        """The posts seen so far, and those of the sentence whose people nobody recognised; of them those that tell."""
        looked, place = self._looked
        start = max(sentence + 1, place) if looked == sentence else sentence + 1
        for post in [post for post in self._around.posts(start, mark.start) if post.start not in self._seen]:
            self._see(post, self._one(post, ()))
        self._looked = sentence, max(start, mark.start)
        return self._telling

    def _in_string(self, reading: PostReading, before: Sequence[Held]) -> Held:
        last = before[-1]
        holder = last.reading.holder
        title = reading.title
        if holder is not None and holder.type == "Organization" and (court := self._court_over(holder, title)):
            return Held(title, court, reading, 0.9)
        body = _body_of(last.title)
        if last.of.startswith("District:") and body and _lacks_body(title):
            title = _governing(body, title) + title
        return Held(title, last.of, reading, 0.9)

    def _court_over(self, chamber: Mention, title: str) -> str:
        """审判员 after the head of a chamber is a post of the court the chamber belongs to."""
        match = re.match(r".*?(?:法院|检察院)", chamber.name)
        if not match or match.group() == chamber.name or title.endswith("庭长"):
            return ""
        for m in self.mentions:
            if m.type == "Organization" and m.attr("key") and m.name == match.group():
                return m.attr("key")
        return f"Organization:{match.group()}"


def _place(seen: tuple[int, Held]) -> int:
    return seen[0]


def _ends(name: str, level: str) -> bool:
    return name.endswith(_LEVEL_ENDS.get(level, (level,)))


def _body_of(title: str) -> str:
    """The body named in a post: 市人大常委会 of 市人大常委会副主任; ``""`` for heads of areas and departments."""
    match = _leading_body().match(title)
    return match.group() if match and len(match.group()) < len(title) else ""


@cache
def _leading_body() -> re.Pattern[str]:
    bodies = [*lexicon.words("state_body"), *lexicon.words("party_body"), "委"]
    return re.compile(f"(?:师市|[省市区县州旗盟镇乡])?{one_of(bodies)}(?!党组|员)")


def _governing(body: str, title: str) -> str:
    """The body a rank belongs to: 党组 has 书记 and 成员; 主任 and 主席 after them are of the body itself."""
    return body if re.search("书记$|成员$|组长$", title) else body.removesuffix("党组")


def _lacks_body(title: str) -> bool:
    """Whether the title is a rank that only a body before it completes: 副主任, 常委, 秘书长."""
    ranks = {*lexicon.words("state_rank"), *lexicon.words("party_rank")}
    return re.sub("^(?:常务|第一|专职)?副", "", title) in ranks
