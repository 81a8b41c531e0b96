"""From a rule's match to the indicator: the words of the name, or the measure named before."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from kg.facts.indicators import clean_name, counted, is_name, lexicon, normal_name, one_of, split_counted
from kg.facts.observe_rules import ObservationRule
from kg.facts.periods import Period
from kg.facts.quantity import Quantity

_SEVERAL = re.compile(r"^[两二三四五六七八九2-9]项(?P<side>增幅|增速|指标)?$")
_SIMPLE_GROUPS = ("签约项目", "开工项目", "竣工项目", "投产项目", "引进项目", "集中签约项目", "集中开工项目")
_STAGE_BEFORE = re.compile(r"(签约|签下|开工|竣工|投产|落户|引进|实施)的$")
_SCOPE_EDGES = re.compile(r"^(?:在|居|于|全国的|位)+|(?:中|内|里|的|位|名|排名|中的|之中)+$")
_LIST = re.compile(
    r"(?:\d{4}年度?)?(?P<name>[^,,。、“”《》的]{2,16}(?:评价|考核|榜单|百强榜|排行榜|评估))(?:结果|名单)?[中上里]?[,,]?$"
)
_GROWN = re.compile(r"增速|增幅|增长率|排名|位次")


@dataclass(slots=True)
class Reading:
    """One number understood: which measure, of what kind, where in the code, and about what."""

    rule: ObservationRule
    indicator: str
    base: str  # the measure itself, to which 同比, 占, 居 of later clauses refer
    statistic: str
    quantity: Quantity
    index: int  # of the quantity in the code
    start: int  # of the clause in the code
    about: str = ""
    explicit: bool = False  # the thing it is about stands in its own clause
    negative: bool = False
    sentence: int = 0  # where its sentence starts in the code
    period: Period = field(default_factory=Period)
    elided: bool = False  # the clause names no measure: it goes on about the one before, and about the same thing
    measured_against: tuple[int, int] = (0, 0)  # code range of the words of scope or whole


Words = dict[str, str]  # the literal words of a match's groups, and of its surroundings


def indicators(rule: ObservationRule, words: Words, count: int, before: Sequence[Reading]) -> list[tuple[str, str]]:
    """``(indicator, base)`` for each of ``count`` quantities of one match; fewer or none when the names are missing.

    ``words`` are the literal words of the rule's groups, ``before`` the readings of the sentence so far.
    """
    if before and words["sentence"] == str(before[-1].sentence):
        words["before"] = before[-1].base
    wholes = re.split(r"[、和与]", words.get("whole", ""))
    if rule.name == "gap" and count > 1:  # 分别高于全国、全省2.4个、1.1个百分点
        each = [indicators(rule, {**words, "whole": whole}, 1, before) for whole in wholes]
        return [named for several in each for named in several] if len(wholes) == count else []
    if rule.needs and not (before and before[-1].rule.name in rule.needs):
        return []
    if rule.names == "own":
        indicator, _ = _rendered(rule, words, "")
        return [(indicator, indicator)]
    if rule.names == "after":
        return [(name, name) for name in _counted_after(words)]
    if rule.names == "previous":
        return _of_previous(rule, words, before)
    if rule.names == "part-of-previous":
        name = clean_name(words["name"])
        last = before[-1].base if before and words["sentence"] == str(before[-1].sentence) else ""
        return [(f"{name}占{last}比重", name)] if name and last and name not in lexicon()["attributes"] else []
    if rule.names in ("split-of-previous", "sum-of-previous"):
        return _of_counted(rule, words, before)
    if rule.names == "noun-of-previous":
        return _with_previous_noun(words, before)
    if rule.name == "rank-gain" and not clean_name(words.get("name", "")):
        here = [r for r in before if words["sentence"] == str(r.sentence)]
        ranks = [r for r in here if r.statistic == "rank"][-max(count, _reach(words, before, "rank", count)) :]
        return [(r.indicator, r.base) for r in ranks]
    return [_rendered(rule, words, base) for base in _bases(rule, words, count, before)]


def _bases(rule: ObservationRule, words: Words, count: int, before: Sequence[Reading]) -> list[str]:
    """The measures that the match is about: named in it, or taken from the readings before."""
    raw = words.get("name", "")
    several = _SEVERAL.match(clean_name(raw) or raw)
    if several:
        grown = [r.base + (several["side"] or "增速") for r in before if r.statistic == "growth"]
        return grown[-_number(raw) :]
    both = bool(re.search(r"(?:双双|(?<![年月日人平])均|都|分别)[一-龥]{0,2}$", raw)) or words.get("all") in ("双双", "均", "都")
    parts = _listed(raw, count if count > 1 else 2) if count > 1 or both else [clean_name(raw)]
    if count == 1 and "、" in raw and all(p in lexicon()["attributes"] for p in re.split("、", clean_name(raw))):
        parts = re.split("、", clean_name(raw))  # 完成数量、进度均为第一
    parts = [p for p in parts if p]
    if count > 1 and len(parts) == 1 and parts[0] not in lexicon()["attributes"]:
        return []
    if not parts:
        before = [r for r in before if words["sentence"] == str(r.sentence)]
        if not before:
            listed = _LIST.search(words.get("left", "")) if rule.statistic == "rank" else None
            return [listed["name"]] if listed else []
        if len(before) < count:
            return []
        wanted = max(count, _reach(words, before, before[-1].statistic if before else "", count))
        return [_grown(r, rule) for r in before[-wanted:]]
    names = [named for named in (_attributed(part, rule, before) for part in parts) if named]
    return [_of_the_same(name, words, before) for name in names]


def _of_the_same(name: str, words: Words, before: Sequence[Reading]) -> str:
    """其中制造业项目9个 after 签约项目12个: 制造业签约项目."""
    if not re.search(r"其中|按.{1,4}分", words["left"] + words.get("name", "")):
        return name
    whole = next((r.base for r in before if r.base in _SIMPLE_GROUPS and words["sentence"] == str(r.sentence)), "")
    return name.removesuffix("项目") + whole if whole and name.endswith("项目") and name != whole else name


#: Ends of names that are measures of their own and take no tail.
_MEASURE_END = re.compile(r"[数量率额值积度比]$|收入$|投资$|人次$")
_AND = re.compile(r"、|以及|(?<![共调饱缓柔])和(?![谐平美睦])")
_AND_ALSO = re.compile(r"、|以及|(?<![共调饱缓柔])和(?![谐平美睦])|(?<!普)及(?![时格])|(?<![参给赋])与(?!会)")


def _listed(raw: str, count: int) -> list[str]:
    """The members of a list of measures; a tail said once at its end is given to all (城镇、农村居民收入)."""
    parts = _AND.split(raw)
    if len(parts) < count:
        parts = _AND_ALSO.split(raw)
    names = [clean_name(part) for part in parts]
    if len(names) < 2:
        return names
    tails = sorted(lexicon()["shared_tails"], key=lambda w: (-len(w), w))
    tail = next((t for t in tails if names[-1].endswith(t) and names[-1] != t), "")
    whole = tuple(tails) + tuple(lexicon()["exact"].values())
    return [n if not n or n.endswith(whole) or _MEASURE_END.search(n) else n + tail for n in names]


def _reach(words: Words, before: Sequence[Reading], statistic: str, count: int) -> int:
    """How many readings a 均 or 双双 takes in: all of one kind that end the sentence so far."""
    if words.get("all") not in ("均", "双双", "都", "各"):
        return count
    run = 0
    for reading in reversed(before):
        if reading.statistic != statistic:
            break
        run += 1
    return max(run, count)


def _attributed(part: str, rule: ObservationRule, before: Sequence[Reading]) -> str:
    if part in lexicon()["per_head"]:
        return part + before[-1].base if before else ""
    if part not in lexicon()["attributes"]:
        return part if is_name(part) else ""
    if not before:
        return ""
    if rule.statistic == "share" and part == "数量":
        return before[-1].base
    return before[-1].base + part.removeprefix("完成")


def _grown(reading: Reading, rule: ObservationRule) -> str:
    """The measure of an earlier reading; its growth when that is what is ranked or compared."""
    compares = rule.statistic == "rank" or rule.names == "growth"
    grown = compares and reading.statistic == "growth" and not _GROWN.search(reading.base)
    return reading.base + "增速" if grown else reading.base


def _rendered(rule: ObservationRule, words: Words, base: str) -> tuple[str, str]:
    """The rule's indicator with its parts filled in, and the base; ``("", "")`` when it is no name."""
    whole = words.get("whole", "")
    if rule.statistic == "share":
        whole = normal_name(re.sub(r"^[到了]|的$", "", whole))
    name = base
    if whole == "地区生产总值" and base.endswith(("业", "产业")):
        name = base + "增加值"  # 制造业占GDP的比重 is that of its value added
    if rule.names == "growth" and base and not _GROWN.search(base):
        name = base + "增速" if not base.endswith(("率", "比重", "占比")) else base
    scope = _SCOPE_EDGES.sub("", words.get("scope", ""))
    filled = rule.indicator.format(
        name=re.sub(r"排名$|位次$", "", name) if "排名" in rule.indicator else name,
        scope=normal_name(_SCOPE_EDGES.sub("", scope)),
        whole=whole,
        verb=words.get("verb", ""),
    )
    filled = re.sub(r"排名排名$", "排名", filled)
    goal = re.fullmatch(r"(?:全?年[度初]?|序时)?(?:任务|目标|预算|计划)(?:进度|任务|数)?", base)
    if rule.name == "percent-level" and goal:  # 完成年度任务的104%
        return (f"{words['before']}完成{base}比重", base) if words.get("before") else ("", "")
    if rule.name == "percent-level" and (match := re.fullmatch(r"(.+(?:预算|目标|任务|计划))(?:数)?", filled)):
        filled = match[1] + "比重"
    base = base or filled
    return (filled, base) if is_name(filled) and filled != "排名" else ("", "")


def _of_previous(rule: ObservationRule, words: Words, before: Sequence[Reading]) -> list[tuple[str, str]]:
    if not before:
        return []
    if not rule.indicator:
        last = next((r for r in reversed(before) if r.statistic == "count"), None)
        return [(last.indicator, last.base)] if last else []
    last = before[-1]
    verb = re.match(r"(.*(?:高于|低于|快于|高出|超过|优于|领先)|.*占(?=.+比重$))", last.indicator)
    whole = words.get("whole", "").removesuffix("的")
    return [(f"{verb[1]}{whole}{'比重' if rule.statistic == 'share' else ''}", last.base)] if verb else []


def _of_counted(rule: ObservationRule, words: Words, before: Sequence[Reading]) -> list[tuple[str, str]]:
    """What is said of things just counted: how many of them are where, what they cost together."""
    last = before[-1] if before else None
    if last is None or words["sentence"] != str(last.sentence) or last.statistic != "count":
        return []
    if rule.names == "split-of-previous":
        whole = re.sub(r"(?:领域|行业|方面)?[上中内里]?$", "", words["whole"])
        return [(f"{last.base}中{whole}占比", last.base)] if is_name(whole) else []
    several = last.quantity.value > 1 and last.base.endswith(("项目", "工程"))
    name = f"{last.base}{words['name']}"
    return [(name, name)] if several else []


def _with_previous_noun(words: Words, before: Sequence[Reading]) -> list[tuple[str, str]]:
    """竣工25个 after 开工项目34个: the same noun with another verb; 累计84家: the noun without its verb."""
    last = next((r for r in reversed(before) if r.statistic == "count"), None)
    if last is None:
        return []
    verbs = one_of([*lexicon()["stages"], *lexicon()["stages"].values(), "新增", "净增", "累计", "新引进", "引进"])
    noun = re.sub(rf"^(?:已|新)?{verbs}", "", last.base)
    verb = clean_name(words["name"]) if words["name"] not in ("新增", "净增") else words["name"]
    name = noun if words["name"] == "累计" else (verb or words["name"]) + noun
    return [(name, noun)] if noun else []


def _counted_after(words: Words) -> list[str]:
    noun, verb_phrase = split_counted(words["noun"])
    if not noun:
        return []
    lead = re.split(r"[、和]", words.get("lead", ""))[-1]
    verb_phrase = "" if "open" in words else verb_phrase
    verb = _STAGE_BEFORE.search(lead)
    if verb and not verb_phrase:  # 现场签下的12个项目
        verb_phrase, lead = verb[1], ""
    if re.search(r"[等有共里内中上了着]$|达到?$", lead):
        lead = ""  # 园区里有9所院校: no verb that belongs to the name
    name = counted(noun, lead, verb_phrase)
    spoken = tuple(w for w in lexicon()["not_counted"] if len(w) > 1)
    bare = name in lexicon()["bare_nouns"] or noun in lexicon()["not_counted"] or noun.startswith(spoken)
    return [] if bare or not is_name(name) else [name]


def _number(raw: str) -> int:
    digits = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"两": 2}
    match = re.search(r"([两二三四五六七八九2-9])项", raw)
    return int(digits.get(match[1], match[1] if match[1].isdigit() else 1)) if match else 1
