"""Which paper a page is from: its masthead, else the paper its articles name most."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from functools import cache

from kg.documents import bylines
from kg.documents.kinds import Unit
from kg.documents.rules import pattern

#: What a paper calls its staff (株洲日报全媒体); a county's own medium may be called so (青川县融媒).
_STAFF = re.compile("全媒体$|[报台社网]融媒$")


def newspaper(units: Sequence[Unit]) -> str:
    """The paper's name, ``""`` when the page does not tell.

    Evidence in order: masthead, source line (来源:湖北日报), the papers of datelines and bylines by frequency.
    """
    for unit in units:
        words = unit.text.split() if unit.kind == "masthead" else []
        if name := next((name for word in words if (name := _name_in(word))), ""):
            return name
    if source := source_of(units):
        return source
    for i, unit in enumerate(units[:-1]):
        following = units[i + 1].text
        if unit.kind == "web" and unit.text.startswith("来源") and _paper_in(following):
            return _paper_in(following)
    named: Counter[str] = Counter(_named(units))
    return max(named, key=lambda name: (named[name], name)) if named else ""


def source_of(units: Sequence[Unit]) -> str:
    """The medium of the first source line (来源:湖北日报), ``""`` without one."""
    found = next((unit.text for unit in units if unit.kind == "source"), "")
    if not found:  # a line of all that a site says: 2017-11-15 16:19:28 来源: 清河日报 作者: 马勤
        beside = (_BESIDE_DATE.search(unit.text) for unit in units if unit.kind == "date")
        return next((m[1] for m in beside if m), "")
    return found.strip("()").partition(":")[2].strip()


#: The medium of a line that begins with a date.
_BESIDE_DATE = re.compile(r"(?:来源|稿源) ?: ?([^\s,;|【\[]{2,20})")


def _named(units: Sequence[Unit]) -> list[str]:
    """The papers that datelines and bylines name; agencies and media groups are not the page's paper."""
    found: list[str] = []
    for unit in units:
        if opening := bylines.dateline(unit.text):
            found += [opening.paper] + [person.outlet for person in opening.people]
        elif unit.kind == "byline":
            found += [person.outlet for person in bylines.parse(unit.text) or ()]
        elif unit.kind == "caption" and (closing := bylines.tail(unit.text)):
            found += [person.outlet for person in closing.people]
    return [name for name in found if name and _paper_in(name) == name]


def _paper_in(text: str) -> str:
    """The name of a paper at the beginning of a text, without section and page number."""
    match = _paper().match(text)
    return match[1] if match and not _STAFF.search(match[1]) else ""


def _name_in(word: str) -> str:
    """The name of the paper or of a county's own media in a word of a masthead (清河县融媒)."""
    return _paper_in(word) or _plain_paper_in(word) or (word if _COUNTY_MEDIA.fullmatch(word) else "")


#: A county's own media by their common name, which in a byline is a department of a paper (清河日报融媒).
_COUNTY_MEDIA = re.compile("[一-鿿]{1,6}[县区市旗](?:新闻)?融媒")


def _plain_paper_in(text: str) -> str:
    """The name of a paper called after its county alone (清河报), as mastheads print it."""
    match = re.match(r"《?([一-鿿]{2,5}报)(?![一-鿿])", text)
    return match[1] if match else ""


@cache
def _paper() -> re.Pattern[str]:
    return pattern(r"《?((?:[一-鿿A-Za-z]{1,8}?·)?[一-鿿A-Za-z]{1,8}?(?:{media_suffixes})|今日[一-鿿]{2,4})")
