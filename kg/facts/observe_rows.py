"""Things listed in a row with a row of numbers: 甲县、乙县生产总值分别增长6.4%、6.1% gives each its own."""

from __future__ import annotations

import re

from kg.facts.observe_code import CODE, Code
from kg.language.calendar import TimeSpan
from kg.language.numerals import parse_number
from kg.records import Mention

_S = CODE["S"]
_LIST = re.compile(rf"{_S}(?:(?:[、和与及]|以及){_S})+")
_TIMES = re.compile(rf"{CODE['T']}(?:[、和与及]{CODE['T']})+")
#: What sums the list up before its measure: 两县, 三个区, 等3家企业.
_SUMMED = re.compile(
    r"^(?:等|这)?[两二三四五六七八九十\d]+(?:个|家|地|大)?"
    r"(?:县市区|县\(市\)|县区|区县|市县|县市|市区|县|市|区|旗|乡镇|镇|乡|街道|园区|开发区|地|企业|公司|村)?的?"
)
#: 前三位, 前2名: so many ranks.
_PLACES = re.compile(r"(?P<number>[两二三四五六七八九十\d]{1,6}+)[位名强]")
#: 两个项目均计划明年开工, 三家企业…: those just named one by one.
_TOGETHER = re.compile(r"(?:这|上述|以上)?(?P<number>[两二三四五六\d])[个家大](?P<kind>项目|企业|公司)")
#: No list of winners is longer.
_LONGEST = 10


def things_in_row(code: Code, back_to: int, start: int, end: int, count: int) -> tuple[str, ...]:
    """Keys of the things listed for so many numbers in the clause (``start`` to ``end``), else from ``back_to`` on."""
    if count < 2:
        return ()
    here = list(_LIST.finditer(code.code, start, end))
    if not here and _S in _unmeasured(code.code[start:end]):
        return ()
    for row in reversed(here or list(_LIST.finditer(code.code, back_to, start))):
        keys = tuple(_key(code, i) for i in range(*row.span()) if code.code[i] == _S)
        if len(keys) == count:
            return keys
    return () if here else _summed_up(code, back_to, count)


def times_in_row(code: Code, sentence: int, end: int, count: int) -> tuple[TimeSpan, ...]:
    """The times listed for so many numbers: 2021年、2022年和2023年,产值分别为160亿元、185亿元和210亿元."""
    runs = list(_TIMES.finditer(code.code, sentence, end)) if count > 1 else []
    found = tuple(t for _, t in code.times(*runs[-1].span())) if runs else ()
    return found if len(found) == count and all(t.first for t in found) else ()


def _summed_up(code: Code, sentence: int, count: int) -> tuple[str, ...]:
    """The works or firms of the paragraph that a sentence begins to speak of together: 两个项目均计划明年开工,…."""
    both = _TOGETHER.match(code.literal(sentence, min(sentence + 8, len(code.code))))
    if not both or int(parse_number(both["number"]) or 0) != count:
        return ()
    paragraph = code.code.rfind("\n", 0, sentence) + 1
    kind = "Project:" if both["kind"] == "项目" else "Company:"
    named = (_key(code, i) for i in range(paragraph, sentence) if code.code[i] == _S)
    keys = tuple(dict.fromkeys(key for key in named if key.startswith(kind)))
    return keys if len(keys) == count else ()


def without_sum(name: str) -> str:
    """The measure without the words that sum up the things listed: 两县固定资产投资."""
    return _SUMMED.sub("", name)


def places(words: str) -> int:
    """How many ranks 前三位 shares out, 0 when it shares out none."""
    match = _PLACES.match(words)
    number = int(parse_number(match["number"]) or 0) if match else 0
    return number if 1 < number <= _LONGEST else 0


def _unmeasured(clause: str) -> str:
    """The clause without the things a rank or gap is measured against (居全市, 高于全省)."""
    return re.sub(rf"(?:[居列在于比占]|位[居列]){_S}", "", clause)


def _key(code: Code, index: int) -> str:
    thing = code.tokens[index].thing
    return thing.attr("key") if isinstance(thing, Mention) else ""
