"""From a rule's match to the indicator: the words of the name, or the measure named before.

How a rule finds its name is the entry ``names`` of the rule file: ``NAMERS`` lists the ways.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from kg.facts import observe_context
from kg.facts.indicators import clean_name, is_name, lexicon, normal_name
from kg.facts.observe_context import measure_before
from kg.facts.observe_lists import (
    TOGETHER,
    by_trader,
    members,
    of_trades,
    reach,
    trade_with,
    wholes,
    within_group,
    without_verb,
)
from kg.facts.observe_nouns import after, households, occasion, sized
from kg.facts.observe_reading import Name, Reading, Statement
from kg.facts.observe_rows import without_sum
from kg.facts.observe_shares import contributed, pull, pulled, shared_whole, whole_of, within
from kg.facts.observe_sides import attributed
from kg.language.numerals import parse_number

_SEVERAL = re.compile(r"(?P<number>[两二三四五六七八九2-9])项(?:主要|经济)*(?:指标)?(?P<side>增幅|增速)?")
_SCOPE_EDGES = re.compile(r"^(?:在|居|于|全国的|位)+|(?:中|内|里|的|位|名|排名|之中|依次|分别){1,9}$")
#: 全市七个县(市、区): the ranking is that of the area.
_DIVISIONS_OF = re.compile(
    r"(?<=[一-龥])(?:[\d一二两三四五六七八九十]+个)(?:地级市|市州|州市|盟市|县|市|区|旗|乡镇|街道|园区|地市)[^第]*$"
)
#: The divisions among which things are ranked: 从县市区看,GDP增速前三位.
_DIVISIONS = re.compile(r"县市区|县区|区县|县\(市|各县|各区|各市")
_GROWN = re.compile(r"增速|增幅|增长率|排名|位次")
_RANKED_LIST = re.compile(
    r"(?:\d{4}年?度?)?(?P<name>[^,,。、“”《》的]{2,16}(?:评价|考核|榜单|百强榜|排行榜|评估))(?:结果|名单)?[中上里]?[,,]?$"
)
_LIST_EDGES = re.compile(r"^.*(?:发布|公布|揭晓)的?(?:20\d\d年?度?)?|(?<=.)(?:榜单|名单)$")
#: Ends of branches of an economy, which have a part of what was measured.
_PARTS = ("业", "领域", "板块", "集群", "产业链")
_BRANCH = re.compile(r"[一-龥“”]{2,10}(?:产业|产业链|行业|工业|制造业|加工业|业|集群|板块)")
_DONE = re.compile(
    r"完成了?(?P<goal>(?:全?年[度初]?|序时|半年)?(?:投资)?(?:任务|目标|预算|计划)(?:投资|进度|任务|目标)?)数?的?$"
)


_BARE_SCOPE = re.compile(r"(?:在)?(?:全[国省市区县州盟旗]|[省市]内)(?:的)?(?:排名|位次)?")


def indicators(said: Statement) -> list[Name]:
    """The names for the numbers of one match; fewer or none when the names are missing."""
    needs = said.rule.needs
    if needs and not (said.paragraph and said.paragraph[-1].rule.name in needs):
        return []
    return NAMERS[said.rule.names](said)


# ---------------------------------------------------------------- named in the clause


def _in_clause(said: Statement) -> list[Name]:
    """The measures named before the number, else those of the sentence's last readings."""
    if said.rule.statistic == "rank" and _BARE_SCOPE.fullmatch(said.get("name")) and not said.get("scope"):
        said = replace(said, groups={**said.groups, "name": "", "scope": said.get("name")})  # 全国排名升至第5位
    bases = _named(said) or _elided(said)
    return [_filled(said, base) for base in bases]


def _named(said: Statement) -> list[str]:
    """The bases that the clause names; a mere 增速 or 数量 is that of the measure before."""
    several = _SEVERAL.match(said.get("name"))
    if several:
        return _sides(said, several["side"] or "增速", int(parse_number(several["number"]) or 1))
    if trade := trade_with(said):
        return trade
    names = [n for n in members(said) if n]
    if names and (pointed := _THESE.fullmatch(names[0])):
        return [occasion(said) + pointed["what"]]  # 这批项目共10个
    if said.count > 1 and len(names) == 1:
        if said.times:
            return [attributed(names[0], said)] * said.count
        if said.row:
            return [within_group(attributed(without_sum(names[0]), said), said)] * said.count
        sides = _sides(said, names[0], said.count) if names[0] in lexicon()["attributes"] else []
        return sides or of_trades(said, names[0])
    bases = [base for base in (attributed(name, said) for name in names) if base]
    if len(bases) == 1 and bases[0] in lexicon()["parts_of"] and _BRANCH.fullmatch(said.before_time):
        bases = [clean_name(said.before_time) + bases[0]]  # 酱香白酒产业前十个月完成产值876亿元
    return [by_trader(said, within_group(base, said)) for base in bases]


def _sides(said: Statement, side: str, count: int) -> list[str]:
    """The growth (or another side) of the last measures of the sentence: 增速依次列第2位、第5位."""
    measured = [r for r in said.sentence if r.statistic == "growth"] or list(said.sentence)
    return [r.base + side for r in measured[-count:]] if len(measured) >= count else []


#: A sentence that points at the projects of the ceremony just told of.
_THESE = re.compile(r"(?:这批|此批|该批|这些|上述)(?P<what>(?:重点|重大|产业)?项目)")


def _elided(said: Statement) -> list[str]:
    """The bases of the readings that a clause without a name goes on about."""
    if clean_name(said.get("name")):
        return []
    if said.row and said.count > 1:
        return _elided(replace(said, count=1, row=()))[-1:] * said.count
    here = said.sentence
    turned = measure_before(said) if said.rule.statistic == "growth" and said.count == 1 else ""
    if here and turned and "转" not in said.get("name") and not re.search(r"\d", said.spoken):
        return [turned]  # 工业投资扭降为升,由一季度的下降2.4%…
    if not here:
        listed = _RANKED_LIST.search(said.left) if said.rule.statistic == "rank" else None
        before = measure_before(said) if said.rule.statistic in ("growth", "share", "level") else ""
        return (
            [_LIST_EDGES.sub("", listed["name"])] * said.count
            if listed
            else [before]
            if before and said.count == 1
            else []
        )
    if len(here) < said.count or not _alike(here[-1], said):
        return []
    if said.points and here[-1].base.endswith("天数"):
        here = [r for r in here if r.statistic == "share"] or here  # 优良天数…天,优良率…,增加9天、上升4.5个百分点
    if said.counting and said.rule.statistic == "level" and here[-1].base.startswith(("净增", "新增")):
        return [without_verb(here[-1].base)]  # 高新技术企业净增9家,达到62家
    wanted = reach(here, here[-1].statistic, said.count, said.get("all") in TOGETHER)
    return [_grown(r, said) for r in here[-wanted:]]


def _alike(reading: Reading, said: Statement) -> bool:
    """Whether a number without a name can be of the same measure: a count goes on about something counted."""
    if said.rule.names != "clause" or said.rule.statistic != "level":
        return True
    return reading.statistic in ("count" if said.counting else "level", "growth", "share")


def _grown(reading: Reading, said: Statement) -> str:
    """The measure of an earlier reading; its growth when that is what is ranked or compared, its share when that
    is what has changed by percentage points.
    """
    rule = said.rule
    if said.points and reading.statistic == "share" and rule.statistic == "growth":
        return reading.indicator
    compares = rule.statistic == "rank" or rule.names == "compared"
    growth = reading.statistic == "growth" or (reading.of_gap and reading.indicator.startswith(f"{reading.base}增速"))
    grown = compares and growth and not _GROWN.search(reading.base)
    if reading.quantity.kind == "points" and reading.base.endswith(("率", "比重", "占比", "强度", "比例")):
        grown = False  # 强度提高0.17个百分点,比全省高0.29个百分点: so much is the share itself
    if (
        rule.statistic == "rank"
        and not reading.of_gap
        and any(r.base == reading.base and r.statistic in ("level", "share") and not r.of_gap for r in said.sentence)
    ):
        grown = False  # 发电量900亿千瓦时,增长10%,居全省第1位: the amount is what ranks first
    if rule.statistic == "rank" and reading.statistic == "count" and reading.base.endswith("企业"):
        return reading.base + "数"
    return reading.base + "增速" if grown else reading.base


def _filled(said: Statement, base: str) -> Name:
    """The rule's indicator with its parts filled in; ``("", "")`` when it is no name."""
    whole = said.get("whole")
    if said.rule.statistic == "share":
        whole = whole_of(normal_name(re.sub(r"^[到了]|的$", "", whole)), said)
    if whole == "地区生产总值" and re.search(r"研发(?:经费)?(?:投入|支出|经费)$", base):
        name = f"{re.sub('(?:经费)?(?:投入|支出|经费)$', '', base)}投入强度"
        return (name, name)  # 全社会研发投入占GDP的3.1%
    name = base
    if said.rule.statistic in ("growth", "level") and said.sentence and not said.counting and base.endswith(_PARTS):
        name = base = base + _shared_out(said)
    if whole == "地区生产总值" and base.endswith("业"):
        name = base + "增加值"  # 制造业占GDP的比重 is that of its value added
    if (
        said.rule.names == "compared"
        and base
        and not whole.endswith("进度")  # 超序时进度9.3个百分点
        and not _GROWN.search(base)
        and not base.endswith(("率", "比重", "占比", "强度", "比例"))
    ):
        name = base + "增速"
    if said.rule.names == "compared":
        name = re.sub("增幅$", "增速", name)
    if said.rule.names == "compared" and whole.endswith("进度"):
        name = re.sub("(?:累计)?完成投资$", "投资进度", name)  # 完成投资96亿元,快于序时进度3.3个百分点
    if said.rule.statistic == "rank":
        name = re.sub(r"(?:排名|位次)$", "", name)
    scope = normal_name(_DIVISIONS_OF.sub("", _SCOPE_EDGES.sub("", _SCOPE_EDGES.sub("", said.get("scope")))))
    if said.rule.statistic == "share" and name and re.fullmatch(r"[一-龥]{0,4}市场", whole):
        name = f"{name}{whole}占有率"  # 氯化钾占国内市场近两成
        return (name, name) if is_name(name) else ("", "")
    verb = said.get("verb").removesuffix("出")
    verb += "于" if verb in ("高", "快", "低") and "于" not in said.rule.indicator else ""
    if said.rule.names == "compared" and not clean_name(said.get("name")):
        base = re.sub("增速$", "", base)  # …,高于全省2个百分点;甲县增长9.1%
    if verb.startswith(("快", "慢")) and name.endswith("增速") and whole.startswith("全"):
        verb = "高于" if verb[0] == "快" else "低于"
        verb = verb[0] if said.rule.indicator.endswith("于{whole}") else verb
    filled = said.rule.indicator.format(name=name, scope=scope, whole=whole, verb=verb, mean=said.get("mean"))
    filled = re.sub(r"排名排名$", "排名", filled)
    named = is_name(filled) or said.of_sum(filled)
    return (filled, base or filled) if named and filled != "排名" else ("", "")


def _shared_out(said: Statement) -> str:
    """The measure of which an industry has a part: 工业增加值增长7.1%,其中化工产业增长8.8%."""
    last = said.sentence[-1]
    whole = next((m for m in lexicon()["parts_of"] if last.base.endswith(m)), "")
    going_on = said.left.endswith(("、", ";")) and last.base.removesuffix(whole).endswith(_PARTS)
    among = said.get("name").strip("、和 ").startswith("其中") or going_on
    of_kind = said.rule.statistic == "growth" or last.quantity.kind == "money"
    return whole if among and of_kind else ""


def _compared(said: Statement) -> list[Name]:
    """As in the clause, one for each area compared with (分别高于全国、全省2.4个、1.1个百分点)."""
    if said.count == 1:
        return _in_clause(said)
    areas = wholes(said.get("whole"))
    each = (replace(said, groups={**said.groups, "whole": area}, count=1) for area in areas)
    return [name for one in each for name in _in_clause(one)] if len(areas) == said.count else []


#: What a clause sets its measures against: 与全国相比,….
_AGAINST = re.compile(r"(?:^|[,,。;;])(?:与|同|和|跟)(?P<whole>[^,,。;;]{2,14}?)(?:相比|比较|比)(?:较)?,")


def _against(said: Statement) -> list[Name]:
    """As compared, with what the sentence set its measures against: 与全国相比,工业投资增速高出0.6个百分点."""
    found = list(_AGAINST.finditer(said.left))
    if not found or not re.search(r"全[国省市区州盟]|平均|全球|世界", found[-1]["whole"]):
        return []
    whole = re.sub(r"\([^()]{0,20}\)", "", found[-1]["whole"])
    return _in_clause(replace(said, rule=replace(said.rule, names="compared"), groups={**said.groups, "whole": whole}))


def _part_of_goal(said: Statement) -> list[Name]:
    """Shares said by their name (绿电占比), or of a goal (完成年初预算的52.1%)."""
    goal = _DONE.search(said.get("name"))
    if goal:
        last = [without_verb(r.base) for r in said.sentence[-said.count :]]
        named = clean_name(re.sub("分别$", "", said.get("name")[: goal.start()]))
        if said.count > 1 and not named:
            return [(f"{base}完成{goal['goal']}比重", base) for base in last] if len(last) == said.count else []
        base = named or (last[-1] if last else "")
        return [(f"{base}完成{goal['goal']}比重", base)] if base else []
    names = []
    for filled, base in _in_clause(said):
        if re.search(r"(?:预算|目标|任务|计划)数?$", filled):
            names.append((f"{filled.removesuffix('数')}比重", base))
        elif filled.endswith(("占比", "比重")) and (whole := shared_whole(said, base)):
            part = re.sub(r"(?:占比|比重)$", "", filled)  # 其中新能源投资占比34%
            names.append((f"{part}占{whole}比重", part))
        else:
            elided = clean_name(said.get("name")) in ("占比", "比重")
            names.append((filled, re.sub("(?:占比|比重)$", "", base) if elided else base))
    return names


def _row(said: Statement) -> list[Name]:
    """Ranks that several things share out between them: 依次居全市前三位."""
    bases = _named(replace(said, count=1)) or _elided(replace(said, count=1))
    if not said.get("scope") and _DIVISIONS.search(said.left + said.get("name")):
        said = replace(said, groups={**said.groups, "scope": "全市"})
    names = [_filled(said, base) for base in bases]
    return [(indicator, re.sub("(?:增速|增幅)$", "", base)) for indicator, base in names] * len(said.row)


def _grown_row(said: Statement) -> list[Name]:
    """The growth of things listed right before: 甲县、乙县工业投资增速居全市前两位,分别为12.3%、11.8%."""
    measure = measure_before(said)
    base = re.sub("(?:增速|增幅)$", "", measure)
    return [(base, base)] * said.count if said.row and base != measure else []


def _mean(said: Statement) -> list[Name]:
    """The mean growth over years of the measure named or just read: 同比增长11.4%,两年平均增长6.6%."""
    names = _in_clause(said)
    mean = said.get("mean")
    return [(re.sub(f"(?:增速|增幅)?{mean}平均增速$", f"{mean}平均增速", name), base) for name, base in names]


def _days(said: Statement) -> list[Name]:
    """The number of days last given: 优良天数134天,同比增加9天."""
    name = clean_name(said.get("name"))
    last = next((r.base for r in reversed(said.sentence) if r.base.endswith("天数")), "")
    base = name if name.endswith("天数") else "" if name else last
    return [(base, base)] if base else []


def _own(said: Statement) -> list[Name]:
    """Only the scope is named: a place in a list (位列百强榜第46位)."""
    indicator, _ = _filled(said, "")
    return [(indicator, indicator)]


# ---------------------------------------------------------------- named before


def _place(said: Statement) -> list[Name]:
    """Places gained, of the ranks just read: 第46位、…第58位,同比分别晋升2位、23位."""
    if clean_name(said.get("name")):
        return _in_clause(said)
    ranks = [r for r in said.sentence if r.statistic == "rank"]
    wanted = reach(ranks, "rank", said.count, said.get("all") in TOGETHER)
    return [(r.indicator, r.base) for r in ranks[-wanted:]]


#: The ways to a name, as the rule file calls them.
NAMERS: dict[str, Callable[[Statement], list[Name]]] = {
    "clause": _in_clause,
    "compared": _compared,
    "goal": _part_of_goal,
    "against": _against,
    "within": within,
    "pulled": pulled,
    "pull": pull,
    "contributed": contributed,
    "mean": _mean,
    "own": _own,
    "row": _row,
    "grown-row": _grown_row,
    "after": after,
    "sized": sized,
    "households": households,
    "place": _place,
    "continued": observe_context.continued,
    "continued-rank": observe_context.continued_rank,
    "same": observe_context.same_count,
    "same-amount": observe_context.same_amount,
    "same-side": observe_context.same_side,
    "other-verb": observe_context.other_verb,
    "part": observe_context.part,
    "spent": observe_context.spent,
    "of-people": observe_context.of_people,
    "of-peoples": observe_context.of_peoples,
    "amount-of": observe_context.amount_of,
    "base-amount": observe_context.again,
    "shares-before": observe_context.shares_before,
    "split": observe_context.split,
    "sum": observe_context.total,
    "other-deed": observe_context.other_deed,
    "other-stock": observe_context.other_stock,
    "days": _days,
    "nth": observe_context.nth,
    "new-amount": observe_context.new_amount,
    "whole-before": observe_context.whole_before,
    "again": observe_context.again,
    "listed": observe_context.listed,
    "listing": observe_context.listing,
}
