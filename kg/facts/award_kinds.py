"""What can hold which title: a 绿色工厂 is a firm's, a 中国传统村落 a village's, a 劳动模范 a person.

The word a title ends with decides (``held_by_…`` in ``lexicons/awards.yaml``); of two endings the longer one.
"""

from __future__ import annotations

import re
from functools import cache

from kg.mentions import lexicon
from kg.records import Mention

#: Word class of endings -> classes of things that can hold such a title.
KINDS = {
    "held_by_firm": ("Company", "Organization", "Project", "Park"),
    "held_by_area": ("District",),
    "held_by_town": ("District",),
    "held_by_village": ("District",),
    "held_by_product": ("Product", "Industry"),
    "held_by_person": ("Person", "Official"),
    "held_by_site": ("Place", "Park", "Project", "District", "Organization", "Company"),
    "held_by_body": ("Organization", "Company", "District", "Place"),
}
#: Titles that industries, events and campaigns can hold.
_CARRIED = {
    "Industry": re.compile("集群|产业|品牌|商标|案例|地理标志|劳务"),
    "Initiative": re.compile("案例|经验|做法|品牌|创新奖"),
    "Event": re.compile("节庆|节会|品牌|活动|赛事|展会|案例|项目"),
}
#: Assessments of parks and zones, which nothing else is ranked in.
_OF_SITES = re.compile("(?:园区|开发区|高新区|经开区)[一-鿿]{0,6}(?:评价|评估|考核|测评|竞赛|排名)$")
#: What the name of an area ends with that can hold a title of towns or villages.
_AREAS = {"held_by_town": ("镇", "乡", "街道", "苏木"), "held_by_village": ("村", "社区", "嘎查", "屯", "寨")}


def fits(holder: Mention, title: str) -> bool:
    """Whether a title of that name can be the holder's: no person is a 示范县, no firm a 传统村落."""
    kind = kind_of(title)
    if _OF_SITES.search(title):
        return holder.type in ("Park", "District", "Anaphor")
    if holder.type in _CARRIED:
        return bool(_CARRIED[holder.type].search(title))
    if not kind or holder.type == "Anaphor":
        return True
    if kind == "held_by_town" and holder.type == "District" and re.search("村镇(?:名单)?$", title):
        return holder.name.endswith((*_AREAS["held_by_town"], *_AREAS["held_by_village"]))
    if kind in _AREAS and holder.type == "District":
        return holder.name.endswith(_AREAS[kind])
    return holder.type in KINDS[kind]


def is_of_area(title: str) -> bool:
    """Whether only areas hold titles of that name."""
    return kind_of(title) == "held_by_area"


def kind_of(title: str) -> str:
    """The word class of the title's ending, or ``""``; of two the longer ending decides."""
    name = re.sub(r"[“”‘’《》]|(?:名单|榜单|称号)$", "", title)
    best = max(_endings(), key=lambda e: (name.endswith(e[0]), len(e[0])))
    return best[1] if name.endswith(best[0]) else ""


@cache
def _endings() -> tuple[tuple[str, str], ...]:
    return tuple((word, kind) for kind in KINDS for word in lexicon.words(kind))
