"""Works that reached a stage together, however their list is worded.

这次共有12个项目开工,除甲项目外,还有乙、丙和丁; 5个工业项目集中竣工。其中既有甲,也有乙; 甲、乙、丙等均在其列. A sentence
that tells of a day on which several works were begun, finished or signed for speaks for the works listed behind it,
and for each that the next sentences tell of with its firm or its sum.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from kg.facts.found import Found
from kg.facts.milestones import stage_verbs
from kg.facts.plans import Plans
from kg.facts.topics import Topics
from kg.facts.work_lists import day_of, end_of_list, holds, outer, told_of
from kg.language.beginnings import matches
from kg.records import Article, Mention

_RULE = "milestone.together"
_WORKS = ("Project", "Park")
_VERB = (
    "(?:(?<!开)竣工投产|建成投产|建成投用|(?<!开)竣工|落成|投产|投用|签约落地|签约|签下|签订"
    "|开工建设|新开工|开工|动工建设|动工|奠基|开建)"
)
_MANY = r"(?:(?:\d{1,5}|[两二三四五六七八九十百]{1,5})(?:余|多)?[个件项宗]|一大?批|多个)"
_WORK = r"[^,。;:\n个]{0,14}?(?:项目|工程)"
_COUNT = re.compile(
    rf"{_MANY}{_WORK}[^,。;:\n个]{{0,8}}?(?P<v1>{_VERB})(?![率的后前项])"
    rf"|[三五六八十]大{_WORK}[^,。;:\n]{{0,8}}?(?P<v2>{_VERB})(?![率的后前项])"
    rf"|(?P<v3>{_VERB})了?{_MANY}{_WORK}"
    rf"|(?P<v4>{_VERB})的?{_WORK}(?:共有|共计|总共|共|达|有|还有)?{_MANY}"
    rf"|(?P<v5>{_VERB})的?(?:{_MANY})?{_WORK}(?=还有|包括|分别|主要有|有|为)"
    rf"|集中(?P<v6>{_VERB})(?!的|率)|(?P<v7>新?{_VERB})的?(?:重点|重大|产业)*项目(?=中[,，])"
)
#: Works signed for or begun by their number, in words said of one occasion only.
_CEREMONY = re.compile(
    r"(?:集中|现场|共|成功|一口气)?(?P<verb>签约|签下|签订|集中开工)(?:了)?(?:产业|招商)?"
    r"(?:\d{1,5}|[一二两三四五六七八九十]{1,5})[个宗][^,。;\n]{0,10}项目"
    r"|(?:^|共|现场|集中|此次|本次|会上|仪式上|当天|[,。;\n])(?P<verb2>签约|集中开工)(?:的)?"
    r"(?:产业|招商|亿元以上|重点|重大){0,5}项目(?:共)?\d{1,5}[个宗]"
    r"|\d{1,5}[个宗][^,。;\n]{0,8}项目(?:集中|成功|正式|现场)?(?P<verb5>签约)"
    r"|(?:此次|本次|这次)(?:集中)?(?P<verb4>签约|开工)的\d{1,5}[个宗](?:重大|重点|产业){0,5}项目"
    r"|(?P<verb3>签约|集中开工|开工)项目(?:包括|有|分别是|分别为|为|涉及|涵盖)"
    r"|(?P<verb8>签订)(?:合作|投资|招商)?项目\d{1,5}[个宗]"
    r"|举行[^。,;\n]{0,30}?(?:项目|产业)(?P<verb7>集中签约|集中开工|签约|开工)(?:启动|现场|动员)?(?:仪式|活动|大会)"
    r"|(?:与|同)[^。;\n]{4,60}(?P<verb6>签约|签订(?:投资|合作)*协议)(?=。)"
)
#: What tells of one day, in the sentence of the count; and what makes a statistic or an aim of it.
_ON_A_DAY = re.compile(
    r"集中|仪式|典礼|活动|会场|会上|当天|当日|同日|同一天|昨[天日]|今[天日]|日前|近日|上午|下午|\d日|现场|[这此本]次|[这此本首]批"
)
_STATISTIC = re.compile(
    r"累计|截[至止]|今年以来|去年|上年|全年|年内|计划新?开工|以来|目标|[到至]\d{4}年|力争|确保|完成投资"
)
#: What opens a sentence that speaks of something else.
_ELSE = re.compile(
    r"(?:此前|去年|前不久|截[至止]|据?统计|今年以来|近年来|与此同时|另悉|另据|下一步|接下来|目前,全|近几年|多年来|同日,|同时,)"
)
#: What leads to the items of a list, strong words also with a place before the item; and what closes one.
_LEAD = re.compile(
    r"(?:(?:主要|其中|分别)?(?:包括|涵盖|涉及|还有|也有|又有|既有|更有)|分别[是为有]|其中[,有]?)了?[,:]?[“]?(?:[^,。;:、\n]{1,12}的)?[“]?$"
    r"|(?:项目|工程|主要)[有为是即][:]?[“]?$|[:][“]?$"
)
_CLOSE = re.compile(
    r"[”]?等?(?:一批)?(?:重大|重点)?(?:项目|工程)?,?(?:均|都|全部|也)?(?:在列|在其列|在其中|位列其中|名列其中|榜上有名)"
)
_JOINED = re.compile(
    r"[”]?(?:、|和|与|及|以及|,以及|,还有|,也有|,又有)(?:[^,。;、\n]{1,12}的|[^,。;、\n]{1,10}[区县市镇乡道村])?[“]?"
)
#: Where the first item of a list may stand without more.
_OPENS = tuple(",:。;\n")
_PIECE = re.compile(r"[^。;\n]+")
_CLAUSE = re.compile(r"[^,。;\n]*")
#: Before a verb of stage: that one is to come, and the works of the list have not got there.
_COMING = re.compile(r"预计|将|计划|力争|确保|有望|拟|争取|可望")
_PLACED_IN = tuple("于在户驻址处往到")


def works_together(article: Article, mentions: Sequence[Mention], topics: Topics, plans: Plans) -> Iterator[Found]:
    """The stages of works in lists behind what happened to all of them; ``mentions`` are in order of place."""
    text = article.text
    for count in (*matches(_CEREMONY, text), *matches(_COUNT, text)):
        verb = next(v for v in count.groupdict().values() if v).removeprefix("集中").removeprefix("新")
        start = max(text.rfind(mark, 0, count.start()) for mark in "。\n") + 1
        if count.re is _COUNT and not _is_of_a_day(text[start : count.end()], plans, count):
            continue
        date = day_of(text, count.start(), count.end(), topics)
        end = _until(text, count.end(), end_of_list(text, count.end(), mentions))
        for piece in _PIECE.finditer(text, count.end(), end):
            told = {w.start: w for w in (*_listed(piece, mentions, text), *told_of(piece, mentions, text))}
            for at in sorted(told):
                work = told[at]
                for stage in stage_verbs()[1].get(verb, ("Signed",) if verb.startswith("签") else ()):
                    values = (("stage", stage), ("date", date), ("targetStage", ""))
                    yield Found("milestone", (("project", work.attr("key")),), values, at, work.end, _RULE, 0.8)


def _is_of_a_day(said: str, plans: Plans, count: re.Match[str]) -> bool:
    """Whether the sentence up to the count tells of one day's ceremony and neither of a sum of months nor of an aim."""
    verb = next(name for name, v in count.groupdict().items() if v)
    together = verb == "v7" or _ON_A_DAY.search(said)
    return bool(together) and not _STATISTIC.search(said) and not plans.is_plan(count.start(verb))


def _until(text: str, at: int, end: int) -> int:
    """Where the sentences on the works end: before one that opens otherwise."""
    for piece in _PIECE.finditer(text, at, end):
        if piece.start() > at and (_ELSE.match(piece.group()) or _COUNT.search(piece.group())):
            return piece.start()
    return end


def _listed(piece: re.Match[str], mentions: Sequence[Mention], text: str) -> Iterator[Mention]:
    """The works of a piece that are items of a list: led to, closed, or several joined where a clause opens."""
    for run in _runs(piece, mentions, text):
        before = text[piece.start() : run[0].start]
        opens = len(run) > 1 and (not before or before.endswith(_OPENS))
        if (_LEAD.search(before) or _CLOSE.match(text, run[-1].end) or opens) and not _told_otherwise(text, run):
            yield from run


def _runs(piece: re.Match[str], mentions: Sequence[Mention], text: str) -> Iterator[list[Mention]]:
    """The works of a piece, those joined to each other together."""
    works = outer([m for m in mentions if m.type in _WORKS and m.attr("key") and holds(piece, m)])
    works = [w for w in works if not (w.type == "Park" and text[w.start - 1 : w.start] in _PLACED_IN)]
    run: list[Mention] = []
    for work in works:
        if run and not _JOINED.fullmatch(text[run[-1].end : work.start]):
            yield run
            run = []
        run.append(work)
    if run:
        yield run


def _told_otherwise(text: str, run: Sequence[Mention]) -> bool:
    """Whether the clause behind a list says itself what became of its works (甲、乙等10个项目竣工)."""
    clause = _CLAUSE.match(text, run[-1].end)
    verb = stage_verbs()[0].search(clause.group()) if clause else None
    return bool(clause and verb and not _COMING.search(clause.group()[: verb.start()]))
