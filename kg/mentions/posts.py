"""Posts read apart: which area or body, and the post in its normal form.

A Post mention covers area, body and rank (青川县委常务副书记); the area or body inside it is a mention of its own.
``read`` gives the post as it is written after the area (县委常务副书记), what it belongs to, and what the words say
about its state (代县长 is 县长, acting).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from kg.language.spans import Placed
from kg.mentions import lexicon
from kg.records import Mention

LEVELS = ("自治区", "自治州", "自治县", "自治旗", "街道", "师市", *"省市区县州旗盟镇乡村师")
_LEVEL = re.compile("|".join(LEVELS))
_ACTING = re.compile(r"代理(?!商|店)|代(?=[省市区县州旗盟镇乡][长])|代(?=(?:主任|局长|院长|检察长))")
_LEAD = re.compile("中共|政协|中国人民政治协商会议")
_SESSION = re.compile("第?[一二三四五六七八九十]{1,3}届")
_FORMER = re.compile("原|前(?=副|[省市区县州旗盟镇乡]|书记|局长|主任)|时任")
#: What may stand before a rank without changing what it is: 全球高级副总裁 is a 总裁.
_MODIFIERS = re.compile(
    "^(?:全球|区域|中国区|大中华区|亚太区|华东区|华南区|华中区)?(?:(?:常务|执行|联合|名誉|高级|首席)?副|常务|执行|联合|名誉|高级)?"
)
_GOVERNMENT = re.compile(r"(?:人民)?政府(?=(?!.*秘书长$)[^办党].*长$|主席|副主席)")
_FULL_ASSEMBLY = "人民代表大会常务委员会"


@dataclass(frozen=True, slots=True)
class PostReading:
    """A post taken apart. ``holder`` is the District or Organization mention inside it, if any.

    ``level`` is the kind of area the bare post belongs to (市 in 市委书记), ``""`` when it tells none;
    ``status`` is ``Acting``, ``Left`` or ``""``; ``public`` is false for the posts of firms and societies.
    """

    title: str
    holder: Mention | None
    level: str
    status: str
    public: bool


class Surroundings:
    """The mentions of one article as its posts ask for them, many times."""

    def __init__(self, mentions: Iterable[Mention]) -> None:
        given = list(mentions)
        self._holders = Placed(m for m in given if m.type in ("District", "Organization"))
        self._bodies: dict[str, Mention] = {}
        for m in given:
            if m.type == "Organization":
                self._bodies.setdefault(m.name, m)
        self._posts = Placed(m for m in given if m.type == "Post")

    def inside(self, post: Mention) -> list[Mention]:
        """The districts and bodies within a post, the longest first."""
        return sorted(self._holders.within(post.start, post.end), key=lambda m: (m.start - m.end, m.start))

    def posts(self, start: int, end: int) -> list[Mention]:
        """The posts that start within a span, in order of place."""
        return self._posts.starting(start, end)

    def before(self, at: int) -> Iterator[Mention]:
        """The posts that end at a place or before it, the one that ends last first."""
        return self._posts.before(at)

    def earlier(self, at: int) -> Iterator[Mention]:
        """The posts that end at a place or before it, the one that starts last first."""
        return self._posts.earlier(at)

    def body(self, name: str) -> Mention | None:
        """The first mention of a body by its name."""
        return self._bodies.get(name)


def read(text: str, post: Mention, around: Surroundings) -> PostReading:
    """The parts of one post in its article's text."""
    parts = [m for m in around.inside(post) if m.attr("bare") != "body"]
    lead = _LEAD.match(text, post.start)
    start = lead.end() if lead else post.start
    district = _smallest([m for m in parts if m.type == "District"], start)
    body = next((m for m in parts if m.type == "Organization" and m.start in (start, post.start)), None)
    holder = body or district
    if holder is not None and holder.type == "Organization" and _is_core(text, holder, district):
        holder = district
    rest = text[holder.end : post.end] if holder else text[post.start : post.end]
    if body is not None and holder is body and (outer := _outer(body, rest, around)):
        return PostReading(_inner_name(body) + rest, outer, "", "", True)
    area = text[holder.start : holder.end] if holder and holder.type == "District" else ""
    if lead and lead.group() not in ("中共", "") and holder is district:
        rest = "政协" + rest
    status = "Left" if _FORMER.search(rest) else "Acting" if _ACTING.search(rest) else ""
    title = normal(_FORMER.sub("", _ACTING.sub("", rest)).removeprefix("中共"), area)
    return PostReading(title, holder, level_of(title if not holder else ""), status, is_public(title, holder))


def _smallest(districts: Sequence[Mention], start: int) -> Mention | None:
    """The last of the districts that stand one behind the other at the post's beginning (青川县河口镇党委书记)."""
    last: Mention | None = None
    for m in sorted(districts, key=lambda m: (m.start, -m.end)):
        if m.start == (last.end if last else start):
            last = m
    return last


def _inner_name(body: Mention) -> str:
    """The committee inside a court or procuratorate that a body's name ends with, or ``""``."""
    return next((w for w in lexicon.words("inner_body") if body.name.endswith(w) and len(body.name) > len(w)), "")


def _outer(body: Mention, rest: str, around: Surroundings) -> Mention | None:
    """The court whose 审判委员会委员 somebody is: members of an inner committee hold a post of the whole body."""
    inner = _inner_name(body)
    if not inner or not rest.endswith("委员"):
        return None
    return around.body(body.name[: -len(inner)])


def _is_core(text: str, body: Mention, district: Mention | None) -> bool:
    """Whether the body is the government or assembly of its area, whose posts are the area's own."""
    tail = text[district.end if district else body.start : body.end]
    return re.sub(r"^[省市区县州旗盟镇乡]", "", tail) in _core_bodies()


@cache
def _core_bodies() -> frozenset[str]:
    return lexicon.word_set("state_body") - {"监察委员会", "监委"}


def normal(rest: str, area: str) -> str:
    """A post as written after its area: with the area's level before 委书记 or 政协主席, without 人民政府."""
    rest = re.sub(r"^\([^()]*\)", "", re.sub(r"\s", "", rest))  # 株洲经开区(云龙示范区)党工委书记
    title = _SESSION.sub("", rest).replace(_FULL_ASSEMBLY, "人大常委会").replace("人民代表大会代表", "人大代表")
    title = re.sub("^(.?)政协委员会", r"\1政协", title)
    level = level_at_end(area)
    if level and title.startswith(level * 2):
        title = title[len(level) :]
    title = re.sub(rf"^({'|'.join(LEVELS)})?{_GOVERNMENT.pattern}", _kept_level, title)
    if level and not title.startswith(level) and _takes_level().match(title):
        title = level[-1] + title
    return _with_level(title, level)


def _kept_level(match: re.Match[str]) -> str:
    """人民政府 goes, and with it the level, which the head's own word repeats; 主席 does not repeat it."""
    return (match.group(1) or "") if match.string[match.end() :].endswith("主席") else ""


def _with_level(title: str, level: str) -> str:
    """长 and 主席 straight after an area get its level (天山区长 -> 区长)."""
    match = re.fullmatch(r"((?:常务)?副?)长", title)
    return f"{match.group(1)}{level}长" if match and level else title


@cache
def _takes_level() -> re.Pattern[str]:
    return re.compile("委(?!员)|人大|政协|纪委|监委|党代")


def level_at_end(area: str) -> str:
    """The word for its kind at the end of an area's name (区 of 天元区), ``""`` for short names and zones."""
    if re.search(r"(?:高新|经开|开发|新|示范|景|园|度假|保税|管理|合作|试验)区$", area):
        return ""
    return next((level for level in LEVELS if area.endswith(level)), "")


def level_of(title: str) -> str:
    """The kind of area a bare post belongs to: 市 for 市委书记 and 常务副市长, ``""`` when it tells none."""
    if title.startswith("地委"):
        return "地"  # of a prefecture that is called 地区
    if match := _LEVEL.match(title):
        return match.group()
    match = re.search(r"([省市区县州旗盟镇乡村])长$", title)
    return match.group(1) if match else ""


def is_public(title: str, holder: Mention | None) -> bool:
    """Whether the post is one of party, state or public institution rather than of a firm or society."""
    if re.search(r"党|委书记|纪委|工会|团委|代表$|政协", title):
        return True
    core = _MODIFIERS.sub("", title)
    if core in lexicon.word_set("business_rank"):
        return False
    private = ("会长", "理事长", "理事", "常务理事", "名誉会长")
    return not (core in private or (holder is not None and holder.rule == "organization.society"))


def chain_before(text: str, around: Surroundings, at: int) -> list[Mention]:
    """The posts that stand one after the other right before a place, first to last: 市委常委、副市长|李明."""
    chain: list[Mention] = []
    edge = at
    for post in around.before(at):
        if not _joint(bool(chain)).fullmatch(text[post.end : edge]):
            break
        chain.insert(0, post)
        edge = post.start
    return chain


@cache
def _joint(between_posts: bool) -> re.Pattern[str]:
    """What may stand between two posts of one person, or between the last post and the name."""
    words = lexicon.pattern_of("post_joint")
    firm = "(?:[一-鿿A-Za-z()]{2,30}?(?:公司|集团|厂|社|行|院|校|会|中心|企业))?"  # 人大代表、青山公司董事长
    return re.compile(rf"\s*+{words}?\s*+{firm}" if between_posts else r"[  :]{0,2}(?:同志)?[  :]?")
