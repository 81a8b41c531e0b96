"""Coordinations: A、B和C等10个项目 is one thing in its sentence, and what is said of it is said of each.

So are works counted together after they were named: 三个项目均落户….
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cache

from kg.language.numerals import parse_number
from kg.mentions import lexicon
from kg.mentions.projection import Token, outermost
from kg.records import Mention

#: Classes that may stand in one list.
_FAMILY = {"Project": "work", "Park": "work", "Place": "work", "Organization": "body", "Company": "body",
           "Official": "person", "Person": "person"}  # fmt: skip
_JOINT = re.compile(r"\s*+(?:、|以及|和|与|及|,|”“|’‘|》《)\s*|(?<=[”》])(?=[“《])")
_COUNTED = re.compile(r"(?P<n>[两二三四五六七八]|\d)个(?:新)?(?:项目|工程)(?=[均都将全]|总投资|计划|分别|同[时步日])")
#: How far back (characters) works that are counted together may have been named.
_REACH = 300
#: The last characters of what leads to a place.
_AT = tuple("在于户驻址处用地到")
_COMMA_TYPES = frozenset(("Company",))


@cache
def _tail() -> re.Pattern[str]:
    kinds = lexicon.pattern_of("project_kind")
    firms = lexicon.pattern_of("firm_kind")
    groups = lexicon.pattern_of("firm_group")
    return re.compile(
        rf"等?(?:一批|一大批|多个|多家|若干|系列|\d{{1,9}}(?:余|多)?[个家项条座]|[一二三四五六七八九十两]{{1,9}}[个家项条座])?"
        rf"(?:{kinds}|{firms}){{0,9}}(?:项目|工程|园区|{groups}|片区|活动|产品|称号|荣誉)|等(?:\d+(?:余|多)?[个家项条座人名])?"
    )


def tokens(text: str, mentions: Iterable[Mention]) -> list[Token]:
    """The outermost mentions in order, those of one list joined into one token with the words that close it."""
    single = outermost(mentions)
    out: list[Token] = []
    run: list[Mention] = []
    for m in single:
        if run and not _joined(text, run[-1], m):
            out.append(_token(text, run))
            run = []
        run.append(m)
    if run:
        out.append(_token(text, run))
    return out


def _joined(text: str, left: Mention, right: Mention) -> bool:
    if _FAMILY.get(left.type, left.type) != _FAMILY.get(right.type, right.type):
        return False
    if left.type in ("Date", "Quantity", "Money", "Anaphor", "Ordinal", "Post", "Quote"):
        return False
    between = text[left.end : right.start]
    joint = _JOINT.fullmatch(between)
    return bool(joint) and ("," not in between or left.type in _COMMA_TYPES)


def _token(text: str, run: Sequence[Mention]) -> Token:
    end = run[-1].end
    if run[0].type in _FAMILY or len(run) > 1:
        tail = _tail().match(text, end)
        if tail and (len(run) > 1 or tail.group().startswith("等")):
            end = tail.end()
    return Token(tuple(run), run[0].start, end)


def counted(text: str, mentions: Sequence[Mention]) -> list[Token]:
    """Tokens for works counted together, each standing for the last ones named; ``mentions`` carry keys, in order."""
    found = []
    for match in _COUNTED.finditer(text):
        number = parse_number(match["n"])
        works = last_works(text, mentions, match.start(), int(number)) if number else []
        if works and not any(m.start < match.end() and match.start() < m.end for m in mentions if m.type in _FAMILY):
            found.append(Token(tuple(works), match.start(), match.end()))
    return found


def last_works(text: str, mentions: Sequence[Mention], before: int, count: int) -> list[Mention]:
    """The last ``count`` different works before a place, in their order; none when fewer were named lately.

    A park that is but the place (利用云谷创业园厂房, 落户云谷产业园) is not one of them.
    """
    seen: dict[str, Mention] = {}
    inside = 0
    for m in mentions:
        if m.type in ("Project", "Park") and m.attr("key") and m.end <= before:
            is_place = m.type == "Park" and text[m.start - 1 : m.start] in _AT
            if m.start >= max(inside, before - _REACH) and not is_place:
                seen.pop(m.attr("key"), None)
                seen[m.attr("key")] = m
            inside = max(inside, m.end)
    works = list(seen.values())[-count:]
    return works if len(works) == count else []
