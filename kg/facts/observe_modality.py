"""Whether a number is reached (actual), expected (estimate) or aimed at (target)."""

from __future__ import annotations

import re
from datetime import date
from functools import cache
from typing import Any

from kg.language.alternation import one_of
from kg.language.calendar import TimeSpan
from kg.resources import yaml_file

#: 预计全市… holds for all that follows, …预计466.8亿元 for the facts beside it and not for those after a semicolon.
_FOREWORD = re.compile(r"(?:^|[,,:])(?:初步)?(?:预计|预期)(?=[一-龥])(?!实现|完成|达|增|超|突破|可|将|为|在|年|今年)")

#: Works laid out for a year are aims: 今年全市铺排重点项目312个.
_LAID_OUT = re.compile(
    r"(?:铺排|安排|排定)了?[^,。]{0,8}?(?:重点|民生|攻坚|援疆|援藏)[^,。]{0,6}?项目(?:共|共有|总数)?$"
)

#: What a sentence turns to that has planned so far.
_BY_NOW = re.compile("目前|截至目前|迄今|现已|到目前|至目前")
#: A number for the running year, said in these months, is still ahead.
EARLY = range(1, 5)


@cache
def _words() -> dict[str, Any]:
    words: dict[str, Any] = yaml_file("lexicons/modality.yaml")
    return words


@cache
def _pattern(name: str) -> re.Pattern[str]:
    return re.compile(one_of(_words()[name]))


def _unmasked(text: str) -> str:
    """The text without words like 主要 and 争取授信, in which 要 and 争取 promise nothing."""
    return _pattern("masked").sub(" ", text)


def is_plan_heading(heading: str) -> bool | None:
    """Whether a heading opens a plan (True) or a review (False); None when it tells neither."""
    if _pattern("plan_headings").search(heading):
        return True
    return False if _pattern("review_headings").search(heading) else None


def announces(words: str) -> bool:
    """Whether the words promise something (今年,该区将…)."""
    return bool(_pattern("target_scope").search(_unmasked(words)))


def opens_plan(sentence: str) -> bool:
    """Whether a sentence puts the rest of its paragraph into the future (报告提出,要…)."""
    return bool(_pattern("plan_paragraph").search(sentence))


def after_completion(sentence: str) -> bool:
    """Whether a sentence speaks of what will be once something is finished (达产后)."""
    return bool(_pattern("after_completion").search(sentence))


def modality(clause: str, sentence: str, time: TimeSpan | None, today: date | None, planning: bool) -> str:
    """``actual`` · ``estimate`` · ``target`` of a number.

    ``clause`` and ``sentence`` are the words of its clause and sentence up to the number; ``time`` governs it;
    ``planning`` says that its section or paragraph is a plan.
    """
    clause, sentence = _unmasked(clause), _unmasked(sentence)
    part = re.split(r"[;;]", sentence)[-1]
    if after_completion(sentence):
        return "estimate"
    if _pattern("goal").search(sentence) or _pattern("target").search(clause):
        return "target"
    if _pattern("estimate").search(part) or _FOREWORD.search(sentence):
        return "estimate"
    if _pattern("intent").search(clause):
        return "target"
    past = bool(_pattern("actual").search(clause)) or bool(time and time.last and today and time.last < today)
    if past:
        return "actual"
    if _LAID_OUT.search(clause):
        return "target"
    since = _BY_NOW.split(part)
    if len(since) > 1 and not _pattern("target_scope").search(since[-1]):
        return "actual"  # 年度计划投资228亿元,目前已开工98个,完成投资96亿元
    if _pattern("target_scope").search(sentence) or (time and today and _lies_ahead(time, today)):
        return "target"
    return "target" if planning else "actual"


def _lies_ahead(time: TimeSpan, today: date) -> bool:
    """Whether what is said of that time is still to come: 2025年, 到年底, and 今年 said in spring."""
    if time.first is None or time.last is None:
        return False
    if time.first > today or time.last.year > today.year or (time.kind in ("until", "deadline") and time.last > today):
        return True
    running = time.precision == "year" and time.first.year == today.year and time.kind == "date"
    return running and today.month in EARLY
