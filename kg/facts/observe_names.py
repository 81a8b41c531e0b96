"""From a rule's match to the indicator: the words of the name, or the measure named before.

How a rule finds its name is the entry ``names`` of the rule file: ``NAMERS`` lists the ways.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from functools import cache

from kg.facts.indicators import clean_name, counted, doing, is_name, lexicon, normal_name, one_of, split_counted
from kg.facts.observe_context import again, from_list, group_of_projects, measure_before, occasion
from kg.facts.observe_lists import TOGETHER, members, reach, wholes, within_group, without_verb
from kg.facts.observe_reading import Reading, Statement
from kg.language.numerals import parse_number

#: Indicator and base of one reading; both ``""`` when no measure is named.
Name = tuple[str, str]

_SEVERAL = re.compile(r"(?P<number>[两二三四五六七八九2-9])项(?P<side>增幅|增速|指标)?")
_SCOPE_EDGES = re.compile(r"^(?:在|居|于|全国的|位)+|(?:中|内|里|的|位|名|排名|中的|之中|依次|分别)+$")
#: 达州七个县(市、区), 嘉兴各县: the ranking is that of the area.
_DIVISIONS_OF = re.compile(
    r"(?<=[一-龥])(?:[\d一二两三四五六七八九十]+个)(?:地级市|市州|州市|盟市|县|市|区|旗|乡镇|街道|园区|地市)[^第]*$"
)
_SUCH = re.compile(r"(?:此|这|该|同)类(?:企业|项目|产品|平台|园区)")
_GROWN = re.compile(r"增速|增幅|增长率|排名|位次")
_RANKED_LIST = re.compile(
    r"(?:\d{4}年度?)?(?P<name>[^,,。、“”《》的]{2,16}(?:评价|考核|榜单|百强榜|排行榜|评估))(?:结果|名单)?[中上里]?[,,]?$"
)
_GOAL = re.compile(r"(?:全?年[度初]?|序时)?(?:任务|目标|预算|计划)(?:进度|任务|数)?")
_COMPARED = re.compile(r".*(?:高于|低于|快于|高出|超过|优于|领先)|.*占(?=.+比重$)")


def indicators(said: Statement) -> list[Name]:
    """The names for the numbers of one match; fewer or none when the names are missing."""
    needs = said.rule.needs
    if needs and not (said.paragraph and said.paragraph[-1].rule.name in needs):
        return []
    return NAMERS[said.rule.names](said)


# ---------------------------------------------------------------- named in the clause


def _in_clause(said: Statement) -> list[Name]:
    """The measures named before the number, else those of the sentence's last readings."""
    bases = _named(said) or _elided(said)
    return [_filled(said, base) for base in bases]


def _named(said: Statement) -> list[str]:
    """The bases that the clause names; a mere 增速 or 数量 is that of the measure before."""
    several = _SEVERAL.match(said.get("name"))
    if several:
        return _sides(said, several["side"] or "增速", int(parse_number(several["number"]) or 1))
    names = [n for n in members(said) if n]
    if said.count > 1 and len(names) == 1:
        return _sides(said, names[0], said.count) if names[0] in lexicon()["attributes"] else []
    bases = [base for base in (_attributed(name, said) for name in names) if base]
    return [within_group(base, said) for base in bases]


def _sides(said: Statement, side: str, count: int) -> list[str]:
    """The growth (or another side) of the last measures of the sentence: 增速依次列第2位、第5位."""
    measured = [r for r in said.sentence if r.statistic == "growth"] or list(said.sentence)
    return [r.base + side for r in measured[-count:]] if len(measured) >= count else []


def _attributed(name: str, said: Statement) -> str:
    last = said.paragraph[-1].base if said.paragraph else ""
    if name == "总量" and said.rule.statistic == "rank" and last:
        return last  # 总量居全省第4位: that of the gross product
    if _SUCH.fullmatch(name):
        return without_verb(last)
    if name == "总数" and said.paragraph and said.paragraph[-1].statistic == "count":
        return without_verb(last)
    if name in lexicon()["per_head"]:
        return name + last if last else ""
    if name not in lexicon()["attributes"]:
        return name if is_name(name) else ""
    if said.rule.statistic == "share" and name == "数量":
        return last
    return last + name.removeprefix("完成") if last else ""


def _elided(said: Statement) -> list[str]:
    """The bases of the readings that a clause without a name goes on about."""
    if clean_name(said.get("name")):
        return []
    here = said.sentence
    if not here:
        listed = _RANKED_LIST.search(said.left) if said.rule.statistic == "rank" else None
        before = measure_before(said.left) if said.rule.statistic in ("growth", "share", "level") else ""
        return [listed["name"]] if listed else [before] if before and said.count == 1 else []
    if len(here) < said.count:
        return []
    wanted = reach(here, here[-1].statistic, said.count, said.get("all") in TOGETHER)
    return [_grown(r, said) for r in here[-wanted:]]


def _grown(reading: Reading, said: Statement) -> str:
    """The measure of an earlier reading; its growth when that is what is ranked or compared, its share when that
    is what has changed by percentage points.
    """
    rule = said.rule
    if said.points and reading.statistic == "share" and rule.statistic == "growth":
        return reading.indicator
    compares = rule.statistic == "rank" or rule.names == "compared"
    grown = compares and reading.statistic == "growth" and not _GROWN.search(reading.base)
    if rule.statistic == "rank" and reading.statistic == "count" and reading.base.endswith("企业"):
        return reading.base + "数"
    return reading.base + "增速" if grown else reading.base


def _filled(said: Statement, base: str) -> Name:
    """The rule's indicator with its parts filled in; ``("", "")`` when it is no name."""
    whole = said.get("whole")
    if said.rule.statistic == "share":
        whole = normal_name(re.sub(r"^[到了]|的$", "", whole))
    name = base
    if said.rule.statistic == "growth" and said.sentence and base.endswith("业"):
        name = base = base + _shared_out(said)
    if whole == "地区生产总值" and base.endswith("业"):
        name = base + "增加值"  # 制造业占GDP的比重 is that of its value added
    if said.rule.names == "compared" and base and not _GROWN.search(base) and not base.endswith(("率", "比重", "占比")):
        name = base + "增速"
    if said.rule.statistic == "rank":
        name = re.sub(r"(?:排名|位次)$", "", name)
    scope = normal_name(_DIVISIONS_OF.sub("", _SCOPE_EDGES.sub("", _SCOPE_EDGES.sub("", said.get("scope")))))
    filled = said.rule.indicator.format(name=name, scope=scope, whole=whole, verb=said.get("verb"))
    filled = re.sub(r"排名排名$", "排名", filled)
    return (filled, base or filled) if is_name(filled) and filled != "排名" else ("", "")


def _shared_out(said: Statement) -> str:
    """The measure of which an industry has a part: 工业增加值增长7.1%,其中化工产业增长8.8%."""
    among = said.get("name").startswith("其中")
    return next((m for m in lexicon()["parts_of"] if among and said.sentence[-1].base.endswith(m)), "")


def _compared(said: Statement) -> list[Name]:
    """As in the clause, one for each area compared with (分别高于全国、全省2.4个、1.1个百分点)."""
    if said.count == 1:
        return _in_clause(said)
    areas = wholes(said.get("whole"))
    each = (replace(said, groups={**said.groups, "whole": area}, count=1) for area in areas)
    return [name for one in each for name in _in_clause(one)] if len(areas) == said.count else []


def _part_of_goal(said: Statement) -> list[Name]:
    """Shares said by their name (绿电占比), or of a goal (完成年初预算的52.1%)."""
    names = []
    for filled, base in _in_clause(said):
        if _GOAL.fullmatch(base):
            last = said.sentence[-1].base if said.sentence else ""
            names.append((f"{last}完成{base}比重", last) if last else ("", ""))
        elif re.search(r"(?:预算|目标|任务|计划)数?$", filled):
            names.append((f"{filled.removesuffix('数')}比重", base))
        elif filled.endswith(("占比", "比重")) and said.sentence and said.get("name").strip("、和 ").startswith("其中"):
            part = re.sub(r"(?:占比|比重)$", "", filled)  # 其中新能源投资占比34%
            names.append((f"{part}占{said.sentence[-1].base}比重", part))
        else:
            names.append((filled, base))
    return names


def _own(said: Statement) -> list[Name]:
    """Only the scope is named: a place in a list (位列百强榜第46位)."""
    indicator, _ = _filled(said, "")
    return [(indicator, indicator)]


def _after(said: Statement) -> list[Name]:
    """The noun follows its number: 6家企业获评省级绿色工厂."""
    noun, verb_phrase = split_counted(said.get("noun"))
    if not noun:
        return []
    lead = _last_verb(said.get("lead"))
    verb_phrase = "" if said.open else verb_phrase
    verb = _verb_before().search(lead)
    if verb and not verb_phrase:  # 现场签下的12个项目
        verb_phrase, lead = verb[1], ""
    if re.search(r"[等有共里内中上了着]$|达到?$", lead):
        lead = ""  # 园区里有9所院校: no verb that belongs to the name
    abroad = _abroad().search(said.get("lead")) if noun == "国家" else None
    name = "销往国家" if abroad else counted(noun, lead, verb_phrase)
    if name == noun and noun in lexicon()["bare_nouns"]:
        name = doing(noun, verb_phrase)
    if name == "项目":
        name = occasion(said) + name
    spoken = tuple(w for w in lexicon()["not_counted"] if len(w) > 1)
    bare = name in lexicon()["bare_nouns"] or noun in lexicon()["not_counted"] or noun.startswith(spoken)
    return [] if bare or not is_name(name) else [(name, name)] * said.count


def _last_verb(lead: str) -> str:
    """The words right before a count; the members of a list (叶片、塔筒、主机3家企业) are none of them."""
    parts = re.split(r"[、和]", lead)
    stages = lexicon()["stages"]
    verb = len(parts) == 1 or parts[-1].startswith(("新", *stages, *stages.values(), *lexicon()["making"]))
    return parts[-1] if verb else ""


@cache
def _abroad() -> re.Pattern[str]:
    return re.compile(rf"{one_of(lexicon()['abroad'])}了?(?:全球|世界|海外)?$")


@cache
def _verb_before() -> re.Pattern[str]:
    return re.compile(rf"({one_of(lexicon()['stages'])})的$")


# ---------------------------------------------------------------- named before


def _place(said: Statement) -> list[Name]:
    """Places gained, of the ranks just read: 第46位、…第58位,同比分别晋升2位、23位."""
    if clean_name(said.get("name")):
        return _in_clause(said)
    ranks = [r for r in said.sentence if r.statistic == "rank"]
    wanted = reach(ranks, "rank", said.count, said.get("all") in TOGETHER)
    return [(r.indicator, r.base) for r in ranks[-wanted:]]


def _continued(said: Statement) -> list[Name]:
    """The comparison before, with another area: 高于全国4.4个百分点,全省3.1个百分点."""
    last = said.paragraph[-1] if said.paragraph else None
    begun = _COMPARED.match(last.indicator) if last else None
    if not last or not begun:
        return []
    tail = "比重" if said.rule.statistic == "share" else ""
    return [(f"{begun[0]}{said.get('whole').removesuffix('的')}{tail}", last.base)]


def _same_count(said: Statement) -> list[Name]:
    """The count before, of another thing: 全市46家。A区17家、B市7家."""
    last = _last_count(said)
    return [(last.indicator, last.base)] if last else []


def _other_verb(said: Statement) -> list[Name]:
    """The noun before with another verb: 开工项目34个,竣工25个; 新增企业7家、累计84家."""
    last, verb = _last_count(said), said.get("name")
    if verb in lexicon()["up_to_scale"]:  # 规模以上工业企业76家,其中新入规11家
        scaled = last and "规模以上" in last.base
        return [(f"新增{without_verb(last.base)}", without_verb(last.base))] if last and scaled else []
    if last is None:  # 236宗重点项目完成投资412.7亿元,其中新开工47宗
        noun = next((w for r in reversed(said.sentence) for w in ("项目", "企业") if w in r.base), "")
    else:
        noun = without_verb(last.base)
    return [(noun if verb == "累计" else verb + noun, noun)] if noun else []


def _part(said: Statement) -> list[Name]:
    """A part of the amount before: 销售收入26.7亿元,其中出口占18%."""
    name = clean_name(said.get("name"))
    last = said.sentence[-1].base if said.sentence else ""
    return [(f"{name}占{last}比重", name)] if name and last and name not in lexicon()["attributes"] else []


def _split(said: Statement) -> list[Name]:
    """Where a share of what was counted is: 引进项目31个,近四成落在轨道交通产业链上."""
    last = said.sentence[-1] if said.sentence else None
    whole = re.sub(r"(?:领域|行业|方面)?[上中内里]?$", "", said.get("whole"))
    if not last or last.statistic not in ("count", "level") or not is_name(whole):
        return []
    verb = said.get("verb")
    return [(f"{last.base}{verb if verb in lexicon()['spent'] else '中'}{whole}占比", last.base)]


def _sum(said: Statement) -> list[Name]:
    """What several projects cost together: 开工项目56个,总投资320亿元."""
    projects = group_of_projects(said)
    amount = re.sub("^(?:已|共|全年|预计)+", "", said.get("name"))
    return [(projects + amount, projects + amount.removeprefix("累计"))] if projects else []


def _again(said: Statement) -> list[Name]:
    """The measure before, at another time; or the one just spoken of without a number."""
    last = again(said)
    if last is None:
        before = measure_before(said.left)
        return [(before, before)] if before else []
    same = "count" if said.counting else said.rule.statistic
    return [(last.base, last.base)] if last.statistic in (same, "growth") else []


def _listed(said: Statement) -> list[Name]:
    """Those on a list that was published: 公布…企业名单,我市11家企业上榜."""
    name = from_list(said)
    if not name:
        return []
    return [(name if name.startswith("新增") or said.get("only") else f"新增{name}", name)]


def _last_count(said: Statement) -> Reading | None:
    return next((r for r in reversed(said.paragraph) if r.statistic == "count"), None)


#: The ways to a name, as the rule file calls them.
NAMERS: dict[str, Callable[[Statement], list[Name]]] = {
    "clause": _in_clause,
    "compared": _compared,
    "goal": _part_of_goal,
    "own": _own,
    "after": _after,
    "place": _place,
    "continued": _continued,
    "same": _same_count,
    "other-verb": _other_verb,
    "part": _part,
    "split": _split,
    "sum": _sum,
    "again": _again,
    "listed": _listed,
}
