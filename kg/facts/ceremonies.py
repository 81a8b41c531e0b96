"""Ceremonies of one work by its name, and the works at which those of several were held."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from kg.facts.found import Found
from kg.facts.milestones import stage_verbs
from kg.facts.plans import Plans
from kg.facts.topics import Topics
from kg.records import Article, Mention

_STAGES = {"签": "Signed", "开": "Started"}
_WORKS = ("Project", "Park")
#: Behind the work whose ceremony is named: X项目|开工奠基仪式, and what tells that it was held.
_KIND = re.compile(r"(?:项目)?(?P<verb>[一-鿿]{2,4}?)(?:奠基|建设)?(?:暨[^,。;\n]{1,12})?(?:仪式|典礼|活动)")
_HELD = re.compile(r"举行|举办|启幕|出席|参加")


def ceremonies_of_one(article: Article, mentions: Sequence[Mention], topics: Topics, plans: Plans) -> Iterator[Found]:
    """The stage of a work whose own ceremony is named as held: X项目开工奠基仪式举行, 举行X项目投产仪式.

    The work is one that the article names elsewhere too.
    """
    _pattern, stages = stage_verbs()
    works = {article.text[m.start : m.end]: m.attr("key") for m in mentions if m.type in _WORKS and m.attr("key")}
    for event in (m for m in mentions if m.type == "Event" and m.name.endswith(("仪式", "典礼", "活动"))):
        start = article.text.rfind("。", 0, event.start) + 1
        end = article.text.find("。", event.end)
        if not _HELD.search(article.text, start, end if end > 0 else len(article.text)) or plans.is_plan(event.start):
            continue
        called = article.text[event.start : event.end]
        for name, key in works.items():
            kind = _KIND.fullmatch(called.partition(name)[2]) if name in called else None
            for stage in stages.get(kind["verb"], ()) if kind else ():
                values = (("stage", stage), ("date", topics.when(event.start, event.end)), ("targetStage", ""))
                yield Found("milestone", (("project", key),), values, event.start, event.end, _OF_ONE, 0.85)


def venues(article: Article, mentions: Sequence[Mention]) -> Iterator[Found]:
    """Works at which works are begun together: 主会场设在X项目工地, 分会场的主角是X项目."""
    text = article.text
    for venue in _VENUE.finditer(text):
        at = venue.end()
        kinds = ("Project",) if venue["where"] or venue["held"] else _WORKS
        work = next((m for m in mentions if m.type in kinds and at <= m.start <= at + _NEAR and m.attr("key")), None)
        told = list(_TOGETHER.finditer(text, max(0, venue.start() - _BACK), venue.start()))
        if venue["held"] and work and not _HERE.match(text, work.end):
            continue
        if work and told and "\n" not in text[at : work.start]:
            values = (("stage", _STAGES[told[-1]["verb"][0]]), ("date", ""), ("targetStage", ""))
            yield Found("milestone", (("project", work.attr("key")),), values, venue.start(), work.end, _AT_VENUE, 0.8)


#: Where works are begun together, how near its work stands, and what was told before of the ceremony.
_VENUE = re.compile(
    r"会场(?:(?P<where>设在|放在|设于|位于)|的(?:主角|项目|开工项目)是)|(?:开工|签约)(?:仪式|活动|动员会)(?P<held>在)"
)
#: Behind the work on whose ground a ceremony was held: 集中开工仪式在X项目现场举行.
_HERE = re.compile(r"(?:施工|建设)?(?:现场|工地)?(?:隆重|顺利)?(?:举行|举办|召开)")
_TOGETHER = re.compile(r"集中(?P<verb>开工|签约)")
_NEAR, _BACK = 8, 400
_AT_VENUE = "milestone.at_venue"
_OF_ONE = "milestone.ceremony_of_one"
