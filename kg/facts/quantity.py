"""Numbers with their units: what is counted, measured, paid, ranked, in a text.

``find_quantities`` returns each quantity with its value in the base unit (1.7万户 -> 17000 户, 四成 -> 40 %), its
kind and how exact the text says it is. Numbers that belong to times, names or thresholds (10亿元以上项目) are for the
caller to leave out; thresholds are marked ``attributive``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache, lru_cache
from typing import Any

from kg.errors import DataError
from kg.language.alternation import one_of
from kg.language.beginnings import matches
from kg.language.numerals import (
    DOUBLING,
    FRACTION,
    LONGEST_NUMERAL,
    NUMERAL,
    NUMERAL_CHARACTERS,
    VAGUE_INSIDE,
    parse_number,
)
from kg.resources import yaml_file

#: Kinds of quantity: parts and changes in percent, gaps in percentage points, money, things counted, places in a
#: ranking, factors, measures (length, area, mass, power …) and stretches of time.
#: 千亿大关 is a barrier in 元; 又一大关键词 is none.
SMALLEST_BARRIER = 10**6

KINDS = ("percent", "points", "money", "count", "rank", "multiple", "measure", "duration")


@dataclass(frozen=True, slots=True)
class Quantity:
    """One quantity of a text: half-open span with its qualifiers, and its value in ``unit``.

    ``low`` and ``high`` are the ends of a range (``value`` is then ``low``), else None.
    """

    start: int
    end: int
    text: str
    kind: str
    value: Decimal
    unit: str
    qualifier: str = ""
    low: Decimal | None = None
    high: Decimal | None = None
    attributive: bool = False
    chinese: bool = False  # the numeral is written in Chinese digits only


#: 10亿元重大项目 is a class of projects; money before such a noun says what kind it is.
_GROUP = re.compile(r"(?:重[大点]|产业|工业|技改|优质|制造业|招商|签约)*(?:项目|企业|工程|楼宇)")


#: 10亿元的项目, but 前三位的是甲县, 增长8%的目标任务, 以9.2%的增速.
_DESCRIBES = re.compile(
    r"的(?!是|(?:预期|年度|既定|全年)?(?:目标|任务)|预期|速度|水平|佳绩|好成绩|成绩"
    r"|(?:较快|高速|稳定|稳步|强劲|快速|平稳|中高速|较高|同比)?(?:增长|增速|增幅)"
    r"|[一-龥]{0,10}?(?:订单|合同|大单|销售额|销售收入|营业收入|营收|产值|出口额|成交额|交易额|进账)(?!目标|任务|企业|项目|的))|级"
)


@cache
def _units() -> dict[str, Any]:
    lexicon: dict[str, Any] = yaml_file("lexicons/units.yaml")
    return lexicon


@cache
def _kind_of() -> dict[str, str]:
    units = _units()
    kinds = {u: kind for kind in ("count", "money", "measure", "duration") for u in units[kind]}
    kinds |= dict.fromkeys(units["scale"], "measure")
    kinds |= dict.fromkeys(("%", "％", "‰"), "percent") | dict.fromkeys(("个百分点", "百分点"), "points")
    return kinds | {"倍": "multiple"}


def _first_strange(unit: str) -> str:
    """The first character of a unit that no numeral has: 分 of 百分点, 瓦 of 千瓦."""
    found = re.search(f"[^{NUMERAL_CHARACTERS}]", unit)
    if found is None:
        raise DataError(f"kg/data/lexicons/units.yaml 的单位“{unit}”全由数字组成。")
    return found.group()


#: Ratios are given without a unit, so far behind their name at most.
_RATIO_OF = re.compile(r"(?:收入|消费)(?:比|倍差|比值|之比)[^。;;,,]{0,24}$")
_RATIO_REACH = 30
#: 增长32%至5.4亿元 is a change and what comes of it, no range.
_CHANGE = rf"(?:{NUMERAL})(?:[%％‰倍]|个?百分点)"
#: Between the ends of a range: 3-5万户. One hyphen or two.
_TO = "-—–~～至到"


@cache
def _pattern() -> re.Pattern[str]:
    units = _units()
    unit = one_of(_kind_of())
    before, after = one_of(units["before"]), one_of(units["after"])
    number = rf"(?:{NUMERAL})"
    # What comes behind the numeral is looked for before the numeral is taken apart, which needs many tries in a long
    # row of digits: at the first character that no numeral has, be it of the unit or behind it.
    run = rf"[{NUMERAL_CHARACTERS}]{{1,{LONGEST_NUMERAL}}}+"
    in_unit = "".join(sorted(set(map(_first_strange, _kind_of()))))
    to_range = rf"{run}[^{_TO}]{{0,{max(map(len, _kind_of()))}}}[{_TO}]"
    return re.compile(
        rf"(?P<before>(?<![签预合节公条解履续邀])约|(?!约(?!为)){before})?(?:"
        rf"(?P<rank>第(?P<place>{number})(?P<placeunit>位|名)?(?![零一二三四五六七八九十百千\d])(?!{one_of(units['ordinal_tail'])})|(?P<top>首位(?!产业)|榜首)|并列第(?P<place2>{number}))"
        rf"|第(?P<nth>{number})(?P<nthunit>[家个户座所])(?=[一-龥“])"
        rf"|(?<![\d.])(?P<ratio_of>[0-9]\.\d{{1,3}})(?![\d.]|{unit}|[万亿:：])"
        rf"|百分之(?P<hundredth>{number}(?:点[零〇一二三四五六七八九]{{1,3}})?)"
        rf"|(?P<ratio>(?={run}(?:成|分之)|一半|半数|翻)(?:{FRACTION}|{DOUBLING})|过半)"
        rf"|(?={to_range})(?!{_CHANGE}[至到]{number}(?![%％‰倍\d.]))(?P<low>{number})(?P<lowunit>{unit})?(?:[{_TO}]|-{{2}})(?P<high>{number})(?P<highunit>{unit})"
        rf"|(?<!第)(?={run}个?[、和与])(?P<points>{number})个?(?=(?:[、和与]{number}个?){{1,5}}百分点)"
        rf"|(?<!第)(?={run}[{re.escape(in_unit)}几大])(?P<number>{number})(?P<vague>[{VAGUE_INSIDE}几])?(?P<unit>{unit}|(?=大关))(?!(?<=次)性)(?P<vague2>[多余](?![种元层]))?"
        rf")(?P<after>{after})?"
    )


@lru_cache(maxsize=128)
def find_quantities(text: str) -> tuple[Quantity, ...]:
    """The quantities of a text from left to right, without overlaps."""
    found = (_quantity(match) for match in matches(_pattern(), text))
    return tuple(q for q in found if q is not None)


def _with_decimals(words: str) -> Decimal | None:
    """The value of a numeral with its decimals in words: 五点二."""
    whole, _, decimals = words.partition("点")
    value = parse_number(whole)
    digits = "".join(str(parse_number(d)) for d in decimals)
    return value + Decimal(f"0.{digits}") if value is not None and digits else value


def _quantity(match: re.Match[str]) -> Quantity | None:
    parts = match.groupdict()
    qualifier = _qualifier(parts)
    base = Quantity(match.start(), match.end(), match.group(), "", Decimal(0), "", qualifier)
    if parts["rank"]:
        return _rank(base, parts)
    if parts["nth"]:
        value = parse_number(parts["nth"])
        return None if value is None else replace(base, kind="nth", value=value, unit=parts["nthunit"])
    if parts["ratio_of"]:  # 城乡居民收入比由2.02缩小至1.97
        said = match.string[max(0, match.start() - _RATIO_REACH) : match.start()]
        value = parse_number(parts["ratio_of"]) if _RATIO_OF.search(said) else None
        return None if value is None else replace(base, kind="measure", value=value, unit="倍")
    if parts["ratio"]:
        return _ratio(base, parts["ratio"])
    if parts["hundredth"]:
        value = _with_decimals(parts["hundredth"])
        return None if value is None else replace(base, kind="percent", value=value, unit="%")
    if parts["low"]:
        return _range(base, parts)
    if parts["points"]:  # 2.4个、1.1个百分点, 0.4、2.3和1.4个百分点
        value = parse_number(parts["points"])
        return None if value is None else replace(base, kind="points", value=value, unit="个百分点")
    value = parse_number(parts["number"])
    if value is None or parts["vague"] == "几":
        return None
    if not parts["unit"] and value < SMALLEST_BARRIER:
        return None
    kind, unit, value = _in_base_unit(parts["unit"], value)
    chinese = not re.search(r"\d", parts["number"])
    rest = match.string[match.end() : match.end() + 1]
    tail = parts["after"] in _units()["attributive_tail"] and bool(re.match(r"[一-龥“\d]", rest))
    attributive = bool(_DESCRIBES.match(match.string, match.end())) or (
        tail and kind in ("money", "measure", "count") and rest not in "和及与"
    )
    attributive = attributive or (kind == "money" and bool(_GROUP.match(match.string, match.end())))
    return replace(base, kind=kind, value=value, unit=unit, attributive=attributive, chinese=chinese)


def _qualifier(parts: dict[str, str]) -> str:
    units = _units()
    vague = (parts["number"] or "") + (parts["vague"] or "") + (parts["vague2"] or "")
    words = [
        units["before"].get(parts["before"] or "", ""),
        units["after"].get(parts["after"] or "", ""),
        "余" if any(c in vague for c in VAGUE_INSIDE) else "",
        "超" if parts["ratio"] == "过半" else "",
    ]
    return next((w for w in words if w), "")


def _in_base_unit(unit: str, value: Decimal) -> tuple[str, str, Decimal]:
    kind = _kind_of()[unit or "元"]  # 突破千亿大关: such thresholds are of money
    if unit in _units()["scale"]:
        base, factor = _units()["scale"][unit]
        return kind, base, value * factor
    if unit == "‰":
        return kind, "%", value / 10
    return kind, _units()["rename"].get(unit, unit) or "元", value


def as_rank(quantity: Quantity, place: int) -> Quantity:
    """One of the ranks that 前三位 shares out."""
    return replace(quantity, kind="rank", value=Decimal(place), unit="位", qualifier="")


def _rank(base: Quantity, parts: dict[str, str]) -> Quantity | None:
    value = Decimal(1) if parts["top"] else parse_number(parts["place"] or parts["place2"] or "")
    return None if not value else replace(base, kind="rank", value=value, unit="位", qualifier="")


def _ratio(base: Quantity, text: str) -> Quantity | None:
    if text.startswith("翻"):
        value = parse_number(text)
        return None if value is None else replace(base, kind="multiple", value=value, unit="倍", qualifier="")
    value = Decimal("0.5") if text == "过半" else parse_number(text)
    if value is None:
        return None
    return replace(base, kind="percent", value=round(value * 100, 2), unit="%", chinese=True)


def _range(base: Quantity, parts: dict[str, str]) -> Quantity | None:
    low, high = parse_number(parts["low"]), parse_number(parts["high"])
    if low is None or high is None:
        return None
    kind, unit, high = _in_base_unit(parts["highunit"], high)
    if parts["lowunit"]:
        low_kind, _, low = _in_base_unit(parts["lowunit"], low)
        if low_kind != kind:
            return None
    elif low < high and not re.search(r"[万亿]", parts["low"]):
        big = re.search(r"[十百千]?[万亿]{1,4}$", parts["high"])  # 3-5万户: the 万 holds for both
        low = parse_number(parts["low"] + big.group()) or low if big else low
    if low >= high:
        return None
    return replace(base, kind=kind, value=low, unit=unit, low=low, high=high)
