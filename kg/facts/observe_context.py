"""Names from what stands before the clause: a list that was published, a measure spoken of, a reading to go on from."""

from __future__ import annotations

import re
from functools import cache

from kg.facts.indicators import clean_name, is_name, lexicon, normal_name, one_of
from kg.facts.observe_reading import Reading, Statement

_PUBLISHED = re.compile(
    r"(?:公布|发布|公示|揭晓|下发|印发|通报|确定)(?:了|的)?(?P<list>[^,。;]{4,40}?)(?:(?:拟?(?:认定|入选))?(?:公示)?名单|榜单)"
)
_AWARDED = re.compile(
    r"(?:入选|跻身|获评|获批|荣获|成为|列入|晋级|入围|被评为|被?认定为|上榜)(?:了|为)?(?P<list>[^,。;]{4,30}?)[,]?$"
)
_CEREMONY = re.compile(r"(?P<what>(?:集中)?(?:开工|签约|竣工|投产))(?:暨[一-龥]{2,10})?(?:仪式|活动|大会|签约会)")
_EDGES = re.compile(r"^(?:20\d\d年度?|第.{1,3}批|首批|关于|拟|[《“])+|[》”]+$")


def from_list(said: Statement) -> str:
    """The class of things on the list last spoken of, "" when there is none: 公布…绿色工厂名单,我市3家企业入选."""
    left = said.left + said.get("before")
    found = [*_PUBLISHED.finditer(left)]
    named = found[-1]["list"] if found else ""
    if not named:
        awarded = _AWARDED.search(said.left)
        named = awarded["list"] if awarded else ""
    name = normal_name(_EDGES.sub("", _EDGES.sub("", named)))
    return name if is_name(name) and name.endswith(tuple(lexicon()["class_words"])) else ""


def measure_before(left: str) -> str:
    """The measure that the clause before speaks of without a number: 研发投入的曲线更陡:由1900万元增至…"""
    clause = re.split(r"[,;:。!?]", left.rstrip(",;:"))[-1]
    match = _measure().match(clause)
    name = clean_name(match["name"]) if match else ""
    return name if is_name(name) and not re.search(r"\d", name) else ""


@cache
def _measure() -> re.Pattern[str]:
    ends = one_of(lexicon()["measure_ends"])
    return re.compile(
        rf"(?:.*[是看数])?(?P<name>[一-龥]{{1,14}}{ends})(?:的[一-龥]{{1,6}}|(?:首次|再次|首度|已经?|也)?[一-龥]{{0,3}})$"
    )


def occasion(said: Statement) -> str:
    """What was done with projects at the ceremony just spoken of (集中开工), "" without one."""
    held = list(_CEREMONY.finditer(said.earlier + said.left))
    return held[-1]["what"] if held else ""


def again(said: Statement) -> Reading | None:
    """The reading that a number without any name goes on from: 去年产值14.6亿元,今年要过20亿元."""
    return said.sentence[-1] if said.sentence else None


def group_of_projects(said: Statement) -> str:
    """The projects counted in the sentence, as a whole: 重点项目 after 重点项目118个,其中省级4个."""
    planned = tuple(lexicon()["planned"])
    counts = [
        re.sub(rf"^{one_of(planned)}", "", r.base)
        for r in said.sentence
        if r.statistic == "count" and r.quantity.value > 1
    ]
    projects = [base for base in counts if base.endswith(("项目", "工程"))]
    if not projects:
        return ""
    last = projects[-1]
    return next((base for base in projects if last.endswith(base)), last)
