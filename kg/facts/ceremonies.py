"""Works listed under what happened to all of them: 集中签约14个产业项目。… A投资的甲项目,总投资5亿元;B投资的乙项目,…

The sentence that counts them says the stage; the works that follow in its paragraph, or in the next one when that
begins with 其中 or 签约项目包括, share it, and so do the lines of a list that a colon opens.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from kg.facts.found import Found
from kg.facts.milestones import stage_verbs
from kg.facts.plans import Plans
from kg.facts.topics import Topics
from kg.records import Article, Mention

_STAGES = {"签": "Signed", "开": "Started"}
_COUNT = re.compile(
    r"(?:集中|现场|共|成功|一口气)?(?P<verb>签约|签下|签订|集中开工)(?:了)?(?:产业|招商)?"
    r"(?:\d{1,5}|[一二两三四五六七八九十]{1,5})[个宗][^,。;\n]{0,10}项目"
    r"|(?:^|共|现场|集中|此次|本次|会上|仪式上|当天|[,。;\n])(?P<verb2>签约|集中开工)(?:的)?(?:产业|招商|亿元以上|重点|重大){0,5}项目(?:共)?\d{1,5}[个宗]"
    r"|\d{1,5}[个宗][^,。;\n]{0,8}项目(?:集中|成功|正式|现场)?(?P<verb5>签约)"
    r"|(?:此次|本次|这次)(?:集中)?(?P<verb4>签约|开工)的\d{1,5}[个宗](?:重大|重点|产业){0,5}项目"
    r"|(?P<verb3>签约|集中开工|开工)项目(?:包括|有|分别是|分别为|为|涉及|涵盖)"
    r"|(?P<verb8>签订)(?:合作|投资|招商)?项目\d{1,5}[个宗]"
    r"|举行[^。,;\n]{0,30}?(?:项目|产业)(?P<verb7>集中签约|集中开工|签约|开工)(?:启动|现场|动员)?(?:仪式|活动|大会)"
    r"|(?:与|同)[^。;\n]{4,60}(?P<verb6>签约|签订(?:投资|合作)*协议)(?=。)"
)
_NEXT = re.compile(
    r"(?:其中|本批|此批|此次|本次|签约项目|开工项目|部分|分量最重|最大的|项目包括|包括|主要有|此次签约|[●■◆1①])"
)
#: What a line of a list begins with, or a line that names a group of it (食品加工类(8个,31.5亿元)).
_ITEM = re.compile(r"[—-]{1,2}|[●■◆▶]|[A-Z][.、]|\d{1,5}[.、]|[^。\n]{2,14}[((][^。\n]{1,16}[))]\n")
#: A line of at most so many characters without a stop may be the heading of a group of items (吉州区, 医药类).
_HEADING = 12
_STOP = re.compile(r"[。;；!?]")
#: Length of an ISO date with its day: a quarter in the name of a ceremony is not when it was held.
_DAY = 10
_CEREMONY = re.compile(
    r"(?:仪式|推介会|恳谈会|动员会|签约会|大会)[^。\n]{0,24}(?:举行|召开|举办|开幕)|举行[^。\n]{0,24}仪式"
)
#: What stands before a park that is but the place of a work: 在, 落户, 选址.
_PLACED_IN = tuple("于在户驻址处")
#: Between works of one piece: A项目和石桥镇的B项目.
_JOINED = re.compile(r"[、和与及](?:[^,。;、\n]{1,10}的)?")
_PIECE = re.compile(r"[^。;\n]+")
_WORKS = ("Project", "Park")
_STOPPED = re.compile(r"暂缓|终止|中止|搁置|叫停|此前|去年|原定|老项目|竣工|已建成|正在|封顶|试产|设备安装")


def works_of_ceremonies(article: Article, mentions: Sequence[Mention], topics: Topics) -> Iterator[Found]:
    """The stage of each work in a list of works signed or started together; ``mentions`` are in order of place."""
    for count in _COUNT.finditer(article.text):
        verb = next(said for name, said in count.groupdict().items() if said and name.startswith("verb"))
        stage = _STAGES[verb.removeprefix("集中")[0]]
        when = topics.when(count.start(), count.end())  # which may be but a quarter in the ceremony's name
        date = when if len(when) == _DAY else _day(article.text, count.start(), topics) or when
        end = _end(article.text, count.end(), mentions)
        for piece in _PIECE.finditer(article.text, count.end(), end):
            values = (("stage", stage), ("date", date), ("targetStage", ""))
            for work in [] if _STOPPED.search(piece.group()) else _told(piece, mentions, article.text):
                yield Found("milestone", (("project", work.attr("key")),), values, work.start, work.end, _RULE, 0.8)


def _day(text: str, before: int, topics: Topics) -> str:
    """ISO date of the ceremony: the last one its paragraph names before, or the one before that told of it."""
    paragraph = text.rfind("\n", 0, before) + 1
    above = text.rfind("\n", 0, max(paragraph - 1, 0)) + 1
    told = _CEREMONY.search(text, above, paragraph)
    held = [t.iso for t in topics.times if told and above <= t.start < told.start() and len(t.iso) == _DAY]
    return topics.latest(paragraph, before) or (held[-1] if held else "")


def _told(piece: re.Match[str], mentions: Sequence[Mention], text: str) -> Iterator[Mention]:
    """The works a piece of a list tells of: the first one, and those joined to it or with a firm or sum of their own.

    A piece that names neither firm nor sum tells of a work only if it begins with it (…快速通道全长26.4公里).
    """
    here = [m for m in mentions if _holds(piece, m)]
    facts = [m for m in here if m.type in ("Company", "Money")]
    works = [m for m in here if m.type in _WORKS and m.attr("key") and text[m.start - 1 : m.start] not in _PLACED_IN]
    works = [w for w in works if not any(o is not w and o.start <= w.start and w.end <= o.end for o in works)]
    if not works or not (facts or (works[0].start == piece.start() and any(m.type == "Quantity" for m in here))):
        return
    yield works[0]
    for before, work in pairwise(works):
        own = any(before.end <= m.start and m.end <= work.start for m in facts)
        if own or _JOINED.fullmatch(text[before.end : work.start]):
            yield work


_RULE = "milestone.ceremony"
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
        kinds = ("Project",) if venue["where"] else _WORKS
        work = next((m for m in mentions if m.type in kinds and at <= m.start <= at + _NEAR and m.attr("key")), None)
        told = list(_TOGETHER.finditer(text, max(0, venue.start() - _BACK), venue.start()))
        if work and told and "\n" not in text[at : work.start]:
            values = (("stage", _STAGES[told[-1]["verb"][0]]), ("date", ""), ("targetStage", ""))
            yield Found("milestone", (("project", work.attr("key")),), values, venue.start(), work.end, _AT_VENUE, 0.8)


#: Where works are begun together, how near its work stands, and what was told before of the ceremony.
_VENUE = re.compile(r"会场(?:(?P<where>设在|放在|设于|位于)|的(?:主角|项目|开工项目)是)")
_TOGETHER = re.compile(r"集中(?P<verb>开工|签约)")
_NEAR, _BACK = 8, 400
_AT_VENUE = "milestone.at_venue"
_OF_ONE = "milestone.ceremony_of_one"


def _holds(piece: re.Match[str], m: Mention) -> bool:
    return piece.start() <= m.start and m.end <= piece.end()


def _end(text: str, at: int, mentions: Sequence[Mention]) -> int:
    """Where the list ends: with its paragraph, or the next one when that goes on with it.

    After a colon every line belongs to it that names a work and its firm or sum, or is the heading of such lines.
    """
    end = text.find("\n", at)
    listed = text[end - 1 : end] in (":", "：")
    while 0 <= end < len(text):
        begin = end + 1
        following = text.find("\n", begin)
        line_end = len(text) if following < 0 else following
        goes_on = (
            _NEXT.match(text, begin)
            or _opens_with_work(text, begin, line_end, mentions)
            or (listed and (_ITEM.match(text, begin) or _is_listed(text, begin, line_end, mentions)))
        )
        if not goes_on:
            break
        end = following
    return len(text) if end < 0 else end


def _opens_with_work(text: str, start: int, end: int, mentions: Sequence[Mention]) -> bool:
    """Whether a paragraph begins with a work and tells of its firm or sum in the same sentence."""
    stop = _STOP.search(text, start, end)
    sentence = stop.start() if stop else end
    here = [m for m in mentions if start <= m.start and m.end <= sentence]
    works = [m for m in here if m.type in _WORKS and m.start == start]
    return bool(works) and any(m.type in ("Company", "Money") and m.start >= works[0].end for m in here)


def _is_listed(text: str, start: int, end: int, mentions: Sequence[Mention]) -> bool:
    """Whether a line is an item (a work beside its firm or sum), the heading of a group, or empty."""
    line = text[start:end].strip()
    if len(line) <= _HEADING and not _STOP.search(line):
        return True
    here = {m.type for m in mentions if start <= m.start and m.end <= end}
    return bool(here & {*_WORKS}) and bool(here & {"Company", "Money"})
