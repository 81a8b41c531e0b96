"""Which stage a project or park has reached, and what is planned for it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cache

from kg.facts.found import Found
from kg.facts.plans import Plans
from kg.facts.relate import Sentence
from kg.language.alternation import one_of
from kg.language.beginnings import matches
from kg.mentions import lexicon, matching
from kg.mentions import rules as rulebook
from kg.mentions.symbols import expand, label_of
from kg.records import Article, Claim, Mention

_STAGES = {
    "stage_completed_in_operation": ("Completed", "InOperation"),
    "stage_signed": ("Signed",),
    "stage_started": ("Started",),
    "stage_under_construction": ("UnderConstruction",),
    "stage_completed": ("Completed",),
    "stage_in_operation": ("InOperation",),
    "stage_stopped": ("Stopped",),
    "stage_planned": ("Planned",),
}
#: What a verb before a work says of it: as a deed, and as the target of a plan.
_BEFORE = {
    "making": ("UnderConstruction", ""),
    "made": ("Completed", "Completed"),
    "wished": ("Planned", ""),
    "signing": ("Signed", ""),
    "halting": ("Stopped", ""),
    "starting": ("Started", "Started"),
}
#: When a work will be done, right before the verb.
_DUE = re.compile(r"(?:预计|计划|拟|有望|预计到|将于)[\ue000-\uf8ff](?:底|前|左右)?(?:全面|正式|全部)?$")
#: When only this is completed, the work goes on.
_PART = re.compile(
    r"(?:主体(?:结构|工程)?|主厂房|厂房|车间|装置|板块|标段|主塔|泊位|楼栋|展馆|土建|桩基|路基|桥梁|大坝|钢结构|骨架)[^,]{0,6}$"
)
#: Where a rule without a work in its sentence looks for the one meant.
_OF_TOPIC = {
    "milestone.elided": "Project|Park@near",
    "milestone.told_by_someone": "Project|Park@paragraph",
    "milestone.of_the_work": "Project|Park",
    "milestone.demanded": "Project|Park@paragraph",
    "milestone.from_to": "Project@paragraph",
}
#: Rules for works that are going on, whatever else is planned: those that close a road, and sites seen at work.
_GOING_ON = ("milestone.notice", "milestone.on_site")
#: Rules in which 的 behind the verb leads to the work itself (8月竣工的加工中心, 投产的还有新厂房).
_ATTRIBUTIVE = ("milestone.attributive", "milestone.inverted", "milestone.since")
#: What can be the subject of a stage's verb; in a clause of its own it ends the work's reach.
_SUBJECTS = frozenset(("Company", "District", "Event", "Official", "Person", "Organization", "Product", "Quantity"))
#: What parentheses say in passing.
_ASIDE = re.compile(r"\([^()]*\)")
#: 停产多年的茶厂, 停工两年的大楼: of something else.
_LONG_AGO = re.compile(r"了?(?:多年|[一二两三四五六七八九十数多半]{1,2}个?[年月]多?)的")
#: A clause that says when something will be: 全部完工,年通过能力将…; before the bar what stands before its verb.
_WHEN_DONE = re.compile(
    r"[“]?(?:(?:待|等到?)(?:项目|工程|整个项目)?|(?:项目|工程|整个项目)?(?:全部|全面|整体))\|(?:后)?,[^,。;]{0,14}?(?:将|预计|可).*"
)
#: A clause that tells what somebody wants (要求加快建设,早竣工、早达产); with a time it is what is planned.
_WISHED = re.compile(
    r"(?:^|,)[^,。;]{0,12}(?:要求|强调|叮嘱|嘱咐|希望|勉励|鼓励|督促)(?![^。;]*(?:[\ue000-\uf8ff]|年底|月底|年内|节前|前))"
)
#: Words that leave nothing of the verb behind them: 半幅封闭施工, 离开工还有, 暂停供水.
_NO_DEED = (
    "一度",
    "曾",
    "曾经",
    "封闭",
    "围挡",
    "离",
    "距",
    "距离",
    "暂停",
    "停止",
    "中断",
    "能否",
    "何时",
    "未",
    "未能",
    "没能",
    "没有",
    "不能",
    "无法",
)
#: Verbs that are also what somebody does for the work: 由某公司施工、运营.
_BY_SOMEONE = frozenset(("施工", "运营", "启动", "供电", "供水", "供热", "主体施工", "正式运营"))
#: Words of going on, which after 前期工作 do not say that anything is being built.
_GOING_ON_WORDS = frozenset(("有序推进", "稳步推进", "顺利推进", "进展顺利", "推进顺利", "加速推进", "全速推进"))
#: Words that say one thing of several works.
_BOTH = re.compile("双双|同日|同时|同步|同期|均|都|一同|一起|先后|相继|集中|也?同样")
#: A part of a work as the subject of a clause: 首栋厂房已经封顶, 12栋车间中已有5栋交工.
_PART_SUBJECT = re.compile(
    r"[^,]{0,2}(?:[一二两三四五六七八九十首\d]{1,4}[栋座条个台幢号#]|[\ue000-\uf8ff]|其余|南|北|东|西|、)*"
    r"(?:主体(?:结构|工程)?|钢结构|厂房|车间|主塔|桥墩|桥面|泊位|机组|生产线|产线|楼栋|标段|大棚|展馆|主楼|住宅楼|教学楼|设备)"
    r"(?:建设|工程|施工)?(?:中)?[^,]{0,8}"
)
#: What may stand before how far a work has come, in a clause behind the work's own.
_PROGRESS_OF = re.compile(
    r"(?:目前|眼下|现在|如今|截至目前|截至[\ue000-\uf8ff]|[\ue000-\uf8ff]|已|已经|现已|累计|总体|整体|形象|施工|建设|工程|项目|土建|主体(?:结构|工程)?|桩基|路基|桥梁|隧道|基础|设备安装|钢结构)*"
)
#: With this a verb of stage is no plan, whatever the sentence plans: 计划工期18个月,目前正在施工.
_GOING = "正在"
#: Money spent on the building, of which a plan says nothing of the stage.
_INVESTED = ("完成投资", "累计完成投资", "完成年度投资", "完成总投资")
#: How far behind a work that is being made what it has become may be said.
_BEHIND = 24
#: A clause that leaves its subject out says its verb soon (characters before the verb).
_LONGEST_ELISION = 14


@cache
def stage_verbs() -> tuple[re.Pattern[str], dict[str, tuple[str, ...]]]:
    """The pattern of every verb of stage, and the stages each states."""
    stages = {verb: found for name, found in _STAGES.items() for verb in lexicon.words(name)}
    return re.compile(one_of(stages)), stages


@cache
def aligned_verbs() -> re.Pattern[str]:
    """Verbs or times told one by one of works in a list: 分别竣工、启用和并网; 先后于5月和9月投产."""
    verb = f"(?:{stage_verbs()[0].pattern})"
    return re.compile(
        expand(
            rf"分别(?:宣布|宣告|正式|已|将|实现)?(?P<verbs>{verb}(?:(?:、|和|与){verb})+)"
            rf"|(?:分别|先后|依次)(?:已|将|计划|拟|预计|力争|有望)?(?:于|在)?(?P<dates><Date>(?:(?:、|和|与)<Date>)+)(?P<verb>{verb})"
        )
    )


def milestones(sentence: Sentence, plans: Plans) -> Iterator[Found]:
    """The milestones one sentence states."""
    for rule, match in matching.rules("milestones").matches(sentence.view.shown):
        if rule.name in _OF_TOPIC:
            before = sentence.view.start(match.start()) if rule.name == "milestone.demanded" else sentence.start
            key = _speaking_of(sentence) or sentence.topics.last(_OF_TOPIC[rule.name], before)
            if key and not sentence.topics.denies(sentence.view.shown, key):
                key = sentence.topics.whole(key, before) if rule.name == "milestone.from_to" else key
                yield from _from_stretch(sentence, plans, rule, match, [key])
            continue
        keys = [k for t in sentence.view.tokens_in(*match.span("project")) for m in t.members
                if (k := m.attr("key")) and k.split(":")[0] in ("Project", "Park")]  # fmt: skip
        if not keys:
            continue
        keys = [*_told_together(sentence, match), *keys]
        if rule.name in _GOING_ON:
            begin, _ = sentence.view.span(*match.span())
            yield from _milestone(sentence, plans, rule, keys, (begin, begin, sentence.end), "UnderConstruction", "")
        elif rule.name in ("milestone.verb_object", "milestone.halted"):
            yield from _from_verb_before(sentence, plans, rule, match, keys)
        else:
            yield from _from_stretch(sentence, plans, rule, match, keys)


def _speaking_of(sentence: Sentence) -> str:
    """Key of the work whose people said the quotation that is the sentence: “…计划年底竣工。”X项目负责人说."""
    text = sentence.article.text
    if not text.startswith("“", sentence.start) or not text.endswith("”", sentence.start, sentence.end):
        return ""
    after = next(iter(sentence.topics.named_from(sentence.end)), None)
    speaks = after and after.start == sentence.end and after.type in ("Project", "Park")
    return after.attr("key") if after and speaks else ""


def _told_together(sentence: Sentence, match: re.Match[str]) -> list[str]:
    """Keys of the work before, where what is told of the one matched is told of both: 甲镇的A和乙镇的B同日合龙."""
    before = _joined_before().search(match.string, 0, match.start("project"))
    if not before or not match.groupdict().get("stretch"):
        return []
    opens = not before.start() or match.string[before.start() - 1] in ",;:。"
    if not opens and not _BOTH.match(sentence.article.text, sentence.view.start(match.start("stretch"))):
        return []
    return [k for t in sentence.view.tokens_in(*before.span("work")) for m in t.members if (k := m.attr("key"))]


@cache
def _joined_before() -> re.Pattern[str]:
    return re.compile(expand(r"(?P<work><Project|Park>)(?:和|与|及|以及|、)[^,。;<Project|Park>]{1,20}$"))


def _from_stretch(
    sentence: Sentence, plans: Plans, rule: rulebook.Rule, match: re.Match[str], keys: list[str]
) -> Iterator[Found]:
    _pattern, stages = stage_verbs()
    one_by_one = [m.span() for m in matches(aligned_verbs(), match.group("stretch"))]
    begin, _ = sentence.view.span(*match.span())
    stretch = match.start("stretch")
    for verb in matches(_told_verbs(), match.group("stretch")):
        if any(start <= verb.start() < end for start, end in one_by_one):
            continue  # 分别竣工、启用; 分别于4月和5月建成: each of its own work
        if _says_nothing_of_it(sentence, rule, match, verb, keys):
            continue
        at, end = sentence.view.span(stretch + verb.start(), stretch + verb.end())
        said = match.group("stretch")[: verb.start()].rpartition(",")[2]
        reached = stages.get(verb.group(), ("Planned",) if verb["desk"] else ("UnderConstruction",))
        if "Completed" in reached and _PART.search(said):
            reached = ("UnderConstruction",)
        at += len(_GOING) if verb.group().startswith(_GOING) else 0
        for stage in reached:
            yield from _milestone(sentence, plans, rule, keys, (begin, at, end), stage, stage)


def _says_nothing_of_it(
    sentence: Sentence, rule: rulebook.Rule, match: re.Match[str], verb: re.Match[str], keys: list[str]
) -> bool:
    """Whether the verb is not said of the work: as a noun, of another subject, of what is counted, of what may be."""
    stretch = match.group("stretch")
    before, after = stretch[: verb.start()], match.string[match.start("stretch") + verb.end() :]
    said = before.rpartition(",")[2]
    if rule.name not in _ATTRIBUTIVE and _is_attributive(match, verb):
        return True
    if rule.name == "milestone.subject_verb" and _WISHED.search(before):
        return True
    if _has_other_subject(before) or said.endswith(_NO_DEED):
        return True
    if keys[0].startswith("Park:") and (many := _counted().match(after)):
        number = match.start("stretch") + verb.end() + many.end() - 1
        if _counts_things(sentence, number):
            return True  # 园区新签约亿元以上项目11个
    if verb.group() not in stage_verbs()[1] and "," in before and not _PROGRESS_OF.fullmatch(said):
        return True  # 目前集中育秧已完成96%
    if verb.group() in _GOING_ON_WORDS and said.endswith(lexicon.words("paper_work")):
        return True  # 前期工作有序推进
    if verb.group() in _BY_SOMEONE and _by_whom().search(said):
        return True
    return bool(_WHEN_DONE.fullmatch(f"{said}|{after[:20]}"))


def _counts_things(sentence: Sentence, place: int) -> bool:
    """Whether the number at a place of the projected sentence counts firms or works (11个, not 300亩)."""
    start, end = sentence.view.span(place, place + 1)
    return bool(re.search("[个家项宗]", sentence.article.text[start:end]))


@cache
def _told_verbs() -> re.Pattern[str]:
    """Verbs of stage, how far a work has come (完成80%, 土建完成八成), and what is done at desks (完成设计招标)."""
    progress = (
        r"(?:完成(?:率|进度)?|进度)(?:了|已|已达|达到|达)?(?:约|近|超|过)?(?:(?:总)?工程量的?|总量的?)?"
        r"(?:<Quantity>(?=[,。;]|$)|[一二三四五六七八九]成|过半|大半|近半|一半)"
    )
    desk = (
        r"(?P<desk>(?:完成|通过|启动|取得|获得|拿到|开展)了?[^,。;完成通过]{0,12}?"
        r"(?:招标|环评|环境影响评价|可研|可行性研究|立项|选址|核准|初步设计|施工图设计|用地预审)(?:批复|评审|审批|报告|工作)?"
        r"|(?:可行性研究|可研|初步设计|环评|选址|立项)(?:报告)?(?:已|正式|顺利)?(?:获|通过|取得|得到)[^,。;]{0,12}(?:批复|批准|核准|评审|审查))"
    )
    return re.compile(expand(f"{progress}|{stage_verbs()[0].pattern}|{desk}"))


@cache
def _counted() -> re.Pattern[str]:
    """Behind a verb of stage: what was signed for or begun in a park, by its number."""
    return re.compile(expand(r"了?(?:[^,。;<Project|Park>]{0,10}(?:项目|企业))?<Quantity>"))


@cache
def _by_whom() -> re.Pattern[str]:
    """The words before a verb that say who does it, not that it is done."""
    return re.compile(expand(r"由[^,由]{0,30}<Company|Organization>[^,<Company|Organization>]{0,6}$"))


def _has_other_subject(gap: str) -> bool:
    """Whether the verb's clause has a subject of its own, or a far clause speaks of something else."""
    gap = _ASIDE.sub("", gap)
    clause = gap.rpartition(",")[2]
    if "," in gap and not _PART_SUBJECT.fullmatch(clause) and any(label_of(char) in _SUBJECTS for char in clause):
        return True
    return "," in gap and len(clause) > _LONGEST_ELISION


def _is_attributive(match: re.Match[str], verb: re.Match[str]) -> bool:
    """开工项目, 竣工仪式, 投产后: the verb describes something else."""
    after = match.group("stretch")[verb.end() : verb.end() + 2]
    if verb.group() in lexicon.word_set("stage_planned"):
        return False
    if after.startswith("后") and _DUE.search(match.group("stretch")[: verb.start()]):
        return False  # 预计2024年建成后,年销售收入可达1.8亿元
    if match.group("stretch")[: verb.start()].endswith("可"):
        return not re.search(
            expand("<Date>|[年月]底|年内|下月|节前|前$"), match.group("stretch")[: verb.start()].rpartition(",")[2]
        )
        # 年可发电1.3亿千瓦时, but 9月中旬可投产
    if _LONG_AGO.match(match.group("stretch"), verb.end()):
        return True
    if after.startswith("的") and label_of(after[1:]) != "Quantity":  # but 完成工程量的65%
        end = match.end("stretch") + (verb.end() + 1 - len(match.group("stretch")))
        return match.string[end : end + 1] not in ("", "。", ",", ";", "\n")  # 原定上半年开工的…项目: of that one
    rest = match.group("stretch")[verb.end() :]
    then = stage_verbs()[0].match(rest)  # 建成达产后预计年产值9亿元
    return after.startswith(lexicon.words("after_stage_noun")) or bool(then and rest.startswith("后", then.end()))


def _from_verb_before(
    sentence: Sentence, plans: Plans, rule: rulebook.Rule, match: re.Match[str], keys: list[str]
) -> Iterator[Found]:
    verb = match.group("verb")
    kind = next(name for name in _BEFORE if verb in lexicon.word_set(name))
    begin, _ = sentence.view.span(*match.span("verb"))
    _, end = sentence.view.span(*match.span("project"))
    stage, target = _BEFORE[kind]
    if len(keys) == 1 and _counted().match(sentence.view.shown, match.end()) and _counts_things(sentence, match.end()):
        return  # 建成林果示范园12个
    after = sentence.view.shown[match.end() :]
    if stage_verbs()[0].match(after):
        return  # the stage verb behind the work says it (推动X开工)
    if kind == "making" and any(
        "UnderConstruction" not in stage_verbs()[1][verb.group()]
        and not plans.is_plan(sentence.view.span(match.end() + verb.start(), match.end() + verb.end())[0])
        for verb in stage_verbs()[0].finditer(after.partition("。")[0][:_BEHIND])
    ):
        return  # 投资…建设X,9月底已投产: what it has become says it
    yield from _milestone(sentence, plans, rule, keys, (begin, begin, end), stage, target)


def _milestone(
    sentence: Sentence,
    plans: Plans,
    rule: rulebook.Rule,
    keys: list[str],
    span: tuple[int, int, int],
    stage: str,
    target: str,
) -> Iterator[Found]:
    begin, at, end = span
    settled = stage in ("Signed", "Stopped") or rule.name in _GOING_ON
    planned = stage == "Planned" or (not settled and plans.is_plan(at))
    if planned and sentence.article.text.startswith(_INVESTED, at):
        return  # 今年计划完成投资3亿元
    values = (
        ("stage", "Planned" if planned else stage),
        ("date", sentence.topics.when(begin, end, ahead=True)),
        ("targetStage", target if planned and target != "Planned" else ""),
    )
    for key in keys:
        yield Found("milestone", (("project", key),), values, begin, end, rule.name, rule.confidence)


def under_headings(article: Article, mentions: Sequence[Mention]) -> Iterator[Found]:
    """Works in a list under a heading that gives their stage: 清单·12个签约项目."""
    pattern, stages = stage_verbs()
    stage: tuple[str, ...] = ()
    for block in article.blocks:
        words = article.text[block.start : block.end]
        if block.kind != "list":
            heading = re.search(
                rf"({pattern.pattern})(?:的)?(?:重点|重大)?(?:产业)?项目(?:清单|名单|一览)?[:]?$", words.strip()
            )
            stage = stages[heading.group(1)] if heading else ()
            continue
        first = next(
            (m for m in mentions if m.type in ("Project", "Park") and block.start <= m.start < block.end), None
        )
        placed = words.lstrip().startswith(lexicon.words("column_place"))  # 建设地点:…园 names no work
        if first is None or not first.attr("key") or placed:
            continue
        for name in stage:
            roles, values = (("project", first.attr("key")),), (("stage", name), ("date", ""), ("targetStage", ""))
            yield Found("milestone", roles, values, first.start, first.end, "milestone.list_heading", 0.85)


def mended(found: Iterable[Claim]) -> list[Claim]:
    """The claims of a page with plans to speed up what has begun read as building (加快…建设 after 开工).

    That a firm plans to build is no more than what its signing says (计划投资2亿元建设…, in a list of works signed).
    """
    claims = list(found)
    begun = {c.role("project") for c in claims if c.value("stage") in ("Started", "UnderConstruction")}
    to_start = {c.role("project") for c in claims if c.value("targetStage") == "Started"}
    to_start -= {c.role("project") for c in claims if c.value("stage") == "Started"}
    to_start |= {c.role("project") for c in claims if c.evidence.rule == "milestone.together"}
    signed = {c.role("project") for c in claims if c.value("stage") == "Signed"}
    claims = [c for c in claims if not (c.role("project") in to_start and _is_making(c))]
    claims = [c for c in claims if not (c.role("project") in signed and _is_push(c))]
    return [_going_on(c) if c.role("project") in begun and _is_push(c) else c for c in claims]


def _is_making(claim: Claim) -> bool:
    """Building named as an aim only: 投资5亿元建设…项目, 明年3月动工; or in a list of works signed or just begun."""
    return claim.evidence.rule == "milestone.verb_object" and claim.value("stage") == "UnderConstruction"


def _is_push(claim: Claim) -> bool:
    return (
        claim.evidence.rule == "milestone.verb_object"
        and claim.value("stage") == "Planned"
        and not claim.value("targetStage")
    )


def _going_on(claim: Claim) -> Claim:
    return replace(claim, values=tuple((k, "UnderConstruction" if k == "stage" else v) for k, v in claim.values))
