"""Lists of works in running news: how far one reaches, which works its pieces tell of, and of which day it tells.

集中签约14个产业项目。… A投资的甲项目,总投资5亿元;B投资的乙项目,… The works that follow in its paragraph belong to it,
those of the next one when that begins with 其中 or 签约项目包括, and the lines of a list that a colon opens.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from kg.facts.topics import Topics
from kg.records import Mention

_WORKS = ("Project", "Park")
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
#: What tells of a work that is not what the list says.
_STOPPED = re.compile(r"暂缓|终止|中止|搁置|叫停|此前|去年|原定|老项目|竣工|已建成|正在|封顶|试产|设备安装")


def day_of(text: str, before: int, end: int, topics: Topics) -> str:
    """ISO date of the ceremony told of in ``[before, end)``: its own day, the last one its paragraph names before, or
    the one before that told of it.
    """
    when = topics.when(before, end)  # which may be but a quarter in the ceremony's name
    if len(when) == _DAY:
        return when
    paragraph = text.rfind("\n", 0, before) + 1
    above = text.rfind("\n", 0, max(paragraph - 1, 0)) + 1
    told = _CEREMONY.search(text, above, paragraph)
    held = [t.iso for t in topics.times if told and above <= t.start < told.start() and len(t.iso) == _DAY]
    days = [t.iso for t in topics.times if paragraph <= t.start < before and len(t.iso) == _DAY]
    return next(iter(days[-1:]), "") or topics.latest(paragraph, before) or next(iter(held[-1:]), "") or when


def told_of(piece: re.Match[str], mentions: Sequence[Mention], text: str) -> Iterator[Mention]:
    """The works a piece of a list tells of: the first one, and those joined to it or with a firm or sum of their own.

    A piece that names neither firm nor sum tells of a work only if it begins with it (…快速通道全长26.4公里), and one
    that tells of another stage of none.
    """
    if _STOPPED.search(piece.group()):
        return
    here = [m for m in mentions if holds(piece, m)]
    facts = [m for m in here if m.type in ("Company", "Money")]
    works = [m for m in here if m.type in _WORKS and m.attr("key") and text[m.start - 1 : m.start] not in _PLACED_IN]
    works = outer(works)
    if not works or not (facts or (works[0].start == piece.start() and any(m.type == "Quantity" for m in here))):
        return
    yield works[0]
    for before, work in pairwise(works):
        own = any(before.end <= m.start and m.end <= work.start for m in facts)
        if own or _JOINED.fullmatch(text[before.end : work.start]):
            yield work


def holds(piece: re.Match[str], m: Mention) -> bool:
    """Whether a mention stands within a piece."""
    return piece.start() <= m.start and m.end <= piece.end()


def outer(works: Sequence[Mention]) -> list[Mention]:
    """Those that stand within none of the others."""
    return [w for w in works if not any(o is not w and o.start <= w.start and w.end <= o.end for o in works)]


def end_of_list(text: str, at: int, mentions: Sequence[Mention]) -> int:
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
