"""How a clause leads with its topic: what may stand before the thing that its numbers are about."""

from __future__ import annotations

import re
from functools import cache

from kg.facts.indicators import lexicon
from kg.facts.observe_code import CODE
from kg.language.alternation import one_of

_S = CODE["S"]
_CODES = "".join(CODE.values())
#: A clause of at most so many characters besides names and times says nothing yet.
MERE = 3
_SPOKEN = re.compile(r"(?:说|表示|介绍|透露|坦言|获悉|了解到|显示|指出|看|称|道|来)$")


@cache
def leading() -> re.Pattern[str]:
    """A thing at the head of a clause is its topic; times, punctuation and a few words may stand before it."""
    time = CODE["T"] + CODE["K"]
    lead = one_of(lexicon()["topic_leads"])
    built = rf"由{_S}[^{_CODES},。]{{1,10}}的"
    placed = rf"{lead}?(?:位于|坐落于|坐落在|地处|来自|落户于?){_S}+[^{_CODES},。]{{0,8}}的"
    hosting = rf"(?:落户|入驻|进驻|扎根|布局|坐落|位于)(?:于|在)?(?={_S}+的{CODE['C']})"  # 落户某园的42家企业
    having = rf"{_S}+[^{_CODES},。]{{0,6}}有(?:个|家|座|一个|一家|一座)[^{_CODES},。“]{{0,6}}“?"  # 某乡有个“某合作社”
    return re.compile(
        rf"^[\s、,:“\"”》)\d.{time}]*(?:在(?={_S}+,?$)|{having}|{hosting}|{lead}?|{built}|{placed}|[^{_S},。]{{0,12}}是|[^{_S},。]{{0,16}}的)"
        rf"[{time}]?,?(?P<things>{_S}+)"
    )


@cache
def listing() -> re.Pattern[str]:
    """A verb before a list of those that are counted."""
    return re.compile(one_of(lexicon()["listing"]))


@cache
def objects() -> re.Pattern[str]:
    """A word that makes the thing behind it an object."""
    return re.compile(rf"{one_of(lexicon()['object_leads'])}$")


@cache
def oblique() -> re.Pattern[str]:
    """A word before a thing that the number is not about: where, for whom, against what."""
    return re.compile(rf"{one_of(lexicon()['oblique'])}$")


def says_something(clause: str) -> bool:
    """Whether a clause is more than a time, a place or who speaks (前三季度, 李书记介绍)."""
    words = re.sub(rf"[{_CODES}\W]|[上下中]午|(?<!\d)\d++[时点](?:\d++分)?", "", clause)
    return len(words) > MERE and not _SPOKEN.search(words)
