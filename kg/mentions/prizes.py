"""Prizes said without their contest: 在第十二届咖啡生豆大赛上夺得冠军 is the 第十二届咖啡生豆大赛冠军.

A bare 金奖 or 冠军 names nothing by itself; with the contest that its sentence tells of it does.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from kg.mentions import lexicon, sentences
from kg.records import Mention

#: What the name of an event ends with that awards prizes.
_CONTEST = ("赛", "展", "节", "博览会", "交易会", "评比", "评选", "展览会", "展销会", "运动会", "杯")


#: The act of awarding is no part of a prize's name: 十大名茶评选 gives the 十大名茶金奖.
_ACT = re.compile("评选(?:活动)?$")


def find(article: int, text: str, found: Sequence[Mention]) -> Iterator[Mention]:
    """Bare prizes of one text, named after the last contest their sentence names before them."""
    taken = [m for m in found if m.type in ("Honour", "Event")]
    for start, end in sentences.split(text):
        for match in _bare_prize().finditer(text, start, end):
            at, to = match.span("prize")
            if any(m.start < to and at < m.end for m in taken):
                continue
            line = text.rfind("\n", 0, start) + 1
            contest = (
                _contest(text, found, start, at)
                or _told_of(text, found, start, at)
                or _contest(text, found, line, start)  # the paragraph tells of one contest
            )
            if contest:
                name = _ACT.sub("", contest.name) + match.group("prize")
                yield Mention(article, at, to, "Honour", name, "honour.prize_of", 0.85)


def _contest(text: str, found: Sequence[Mention], start: int, before: int) -> Mention | None:
    named = [m for m in found if m.type == "Event" and start <= m.start and m.end <= before]
    fitting = [m for m in named if m.name.endswith(_CONTEST) and re.match("上|中|里|结果|[^,。]{0,8},", text[m.end :])]
    return fitting[-1] if fitting else None


def _told_of(text: str, found: Sequence[Mention], start: int, before: int) -> Mention | None:
    """The last contest named before, where the sentence speaks of it by its kind alone: 博览会期间…获金奖."""
    if not _by_kind().search(text, max(start - 1, 0), before):
        return None
    named = [m for m in found if m.type == "Event" and m.end <= start and m.name.endswith(_CONTEST)]
    return named[-1] if named else None


@cache
def _by_kind() -> re.Pattern[str]:
    return re.compile(rf"(?:^|[,。;\n]|本[届次]|此次){lexicon.pattern_of('event_word')}(?:期间|上|中|现场|闭幕式|颁奖)")


@cache
def _bare_prize() -> re.Pattern[str]:
    verbs = lexicon.pattern_of("prize_verb")
    prizes = lexicon.pattern_of("honour_prize")
    return re.compile(
        rf"{verbs}(?:了)?(?:\d+[枚块个项]|[一两二三四五六七八九十]+[枚块个项])?(?P<prize>[一-鿿]{{0,5}}?{prizes})"
        rf"(?=[、,。;:!\n ]|和|及|与|\d|[一两三四五六七八九十]+[枚块个项]|$|以及|殊荣|称号)"
    )
