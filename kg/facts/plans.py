"""Whether a stretch speaks of a deed or of a plan: 将建成 is not 建成.

Three rings, the nearest that speaks decides: words in the clause before the verb (将, 力争; 已, 了), the frame the
sentence or paragraph set (过去一年, 今年以来; 2025年 in a paper of 2024, 下一步), and the heading it stands under.
Cues are data (``lexicons/plans.yaml``).
"""

from __future__ import annotations

import re
from functools import cache

from kg.language.calendar import TimeSpan
from kg.mentions import lexicon
from kg.records import Article

#: In these months of a year 今年 is a year to come, in reports and speeches.
_YEAR_BEGINS = (1, 2, 3)


#: How far into a paragraph (characters) a time may stand that governs all of it.
_PARAGRAPH_OPENING = 20
#: Days of this month or year still to come, where no number stands before (8月底) and no 上 (上月底).
_SOON = re.compile(
    r"(?<![上\d一二三四五六七八九十去前])(?:月底|下月|下个月|年内|年底前)|(?<![上\d今去前年])年底(?!的)|(?:国庆|[“]?五一[”]?|[“]?十一[”]?|元旦|春节|中秋|端午|汛期|开学|暑期|入冬|供暖季?|月末|年末)(?:到来)?之?前"
)

#: Months of feasts, and how many months one stays the last one.
_FEASTS, _JUST_NOW = (("国庆", 10), ("十一", 10), ("五一", 5), ("元旦", 1), ("春节", 2), ("端午", 6), ("中秋", 9)), 2

#: 要 right before the verb, where it is no part of a word.
_MUST = re.compile(r"(?<![主重必只纲首需])要$")

#: 比计划提前, 按计划: of a plan that is being kept.
_THAN = ("比计划", "较计划", "按计划", "比原定", "较原定")

#: A quarter or year in the name of a meeting or ceremony says nothing of what is told there (四季度集中开工).
_OF_EVENT = re.compile(
    r"(?:的)?[^,。;\n]{0,16}?(?:仪式|动员会|推进会|现场会|推介会|恳谈会|签约会|开工活动|集中(?:开工|签约|竣工|投产))"
)


@cache
def _cues(name: str) -> re.Pattern[str]:
    return re.compile(lexicon.pattern_of(name))


class Plans:
    """The frames of one article; ``times`` are its time expressions."""

    def __init__(self, article: Article, times: list[TimeSpan]) -> None:
        self._article = article
        self._times = times
        self._year = int(article.date[:4]) if article.date[:4].isdigit() else 0
        self._early = article.date[5:7].isdigit() and int(article.date[5:7]) in _YEAR_BEGINS

    def is_plan(self, at: int) -> bool:
        """Whether what is said at ``at`` is still to come."""
        text = self._article.text
        sentence = max(text.rfind(mark, 0, at) for mark in "。!?\n") + 1
        clause = max(sentence, max(text.rfind(mark, 0, at) for mark in ",;:") + 1)
        for start in (clause, sentence):
            said = self._cue(text[start:at], text[at : at + 8])
            if said is None and start == clause:
                said = self._time(start, at)  # 去年10月竣工,今年3月投产: its own time sooner than the clause before
            if said is not None:
                return said
        paragraph = text.rfind("\n", 0, at) + 1
        for start in (sentence, paragraph):
            frame = self._frame(start, at, whole=start == paragraph != sentence)
            if frame is not None:
                return frame
        return bool(self._heading(at))

    def _time(self, start: int, end: int) -> bool | None:
        """What the last time named in the verb's own clause says: to come, past, or None."""
        coming = None
        for time in self._times:
            if start <= time.start < end and time.first and time.kind in ("date", "deadline"):
                known = self._is_to_come(time)
                coming = known if known is not None else coming
        if coming is None and (soon := _SOON.search(self._article.text[start:end])):
            return not self._is_over(soon.group())
        return coming

    def _is_over(self, feast: str) -> bool:
        """Whether the feast lies just behind: 国庆前开园 in October tells of what was done."""
        month = next((month for name, month in _FEASTS if name in feast), 0)
        now = int(self._article.date[5:7]) if self._article.date[5:7].isdigit() else 0
        return bool(month and now) and 0 <= (now - month) % 12 <= _JUST_NOW

    def _cue(self, before: str, after: str) -> bool | None:
        """The last cue in the words before the verb, or a mark of the deed right behind it."""
        if _cues("deed_after").match(after):
            return False
        if _cues("plan_after").search(after):
            return True
        if _MUST.search(before):
            return True
        plans = [m.start() for m in _cues("plan_cue").finditer(before)]
        plan = max((at for at in plans if not before.startswith(_THAN, at - 1)), default=-1)
        deed = max((m.start() for m in _cues("deed_cue").finditer(before)), default=-1)
        if plan == deed == -1:
            return False if _cues("deed_manner").search(before) else None
        return plan > deed

    def _frame(self, start: int, end: int, whole: bool = False) -> bool | None:
        """What the stretch says; of a whole paragraph only a time at its beginning governs what follows."""
        text = self._article.text[start:end]
        plan = max((m.start() for m in _cues("plan_frame").finditer(text)), default=-1)
        deed = max((m.start() for m in _cues("deed_frame").finditer(text)), default=-1)
        opening = end if not whole else start + _PARAGRAPH_OPENING
        for time in self._times:
            if start <= time.start < min(end, opening) and time.first and time.kind in ("date", "deadline", "plan"):
                coming = self._is_to_come(time)
                if coming is True:
                    plan = max(plan, time.start - start)
                elif coming is False:
                    deed = max(deed, time.start - start)
        return None if plan == deed == -1 else plan > deed

    def _is_to_come(self, time: TimeSpan) -> bool | None:
        if not self._year or time.first is None or _OF_EVENT.match(self._article.text, time.end):
            return None
        if time.first.year > self._year or (
            time.first.isoformat()[:7] > self._article.date[:7] and time.precision != "year"
        ):
            return True
        if time.first.year < self._year:
            return False
        if time.precision == "period" and time.last and time.last.isoformat() > self._article.date:
            return True  # a quarter that is not over
        if time.precision == "year" and self._early:
            return True
        if time.last and time.precision in ("day", "month") and time.last.isoformat() < self._article.date:
            return False
        return None

    def _heading(self, at: int) -> bool | None:
        """The frame of the nearest subhead before; None where none stands or it says nothing."""
        for block in reversed(self._article.blocks):
            if block.kind == "subhead" and block.end <= at:
                frame = self._frame(block.start, block.end)
                if frame is not None:
                    return frame
        return None
