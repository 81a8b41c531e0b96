"""Chinese and Arabic numerals as exact decimals.

A *numeral* is the bare number without its unit: ``1.7万``, ``30余万``, ``三千五百``, ``1,234``, ``l0`` (an OCR l).
A *ratio* is a number said as part of a whole or as a multiple: ``四成``, ``一半``, ``四分之三``, ``5‰``, ``翻一番``.
Vague words inside a numeral (余, 多, 来) do not change its value; they are reported as its ``qualifier``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2, "幺": 1}
SMALL = {"十": 10, "百": 100, "千": 1000, "廿": 20, "卅": 30}
BIG = {"万": 10**4, "亿": 10**8}
VAGUE_INSIDE = "余多来"

# 千 and 百 are part of the unit in 5千米, 300千瓦 and 3百分点, and l/O stand for 1/0 only beside a digit.
_KILO = r"(?:千(?![瓦米克伏卡帕赫焦升])|百(?![分米帕]))"
# None is longer than some thirty characters: without an end, each part of a long one would be tried as one.
_ARABIC = (
    r"(?<![A-Za-z\d.])(?:\d{1,3}(?:,\d{3}){1,10}(?![\d])|(?=l?\d)[l\d][lOo\d]{0,30})(?:\.[lOo\d]{1,30})?"
    r"(?![A-Za-z](?<=[lOo]))"
)
_MULTIPLIER = rf"(?:[{VAGUE_INSIDE}]?(?:十?(?:万|亿)|{_KILO}(?:万|亿)?)(?:亿)?)"
_CHINESE_TAIL = rf"(?:[{VAGUE_INSIDE}](?:十?万|亿|[百千]万?)亿?)?"
_CHINESE_HEAD = r"(?:[零〇一二两三四五六七八九十百廿卅]|千(?![瓦米克伏]))"
_CHINESE = rf"{_CHINESE_HEAD}[零〇一二两三四五六七八九十百千万亿廿卅]{{0,30}}{_CHINESE_TAIL}"

#: All characters of numerals, as the inside of a class. None is longer than LONGEST_NUMERAL.
NUMERAL_CHARACTERS = rf"\dlOo,.{VAGUE_INSIDE}零〇一二两三四五六七八九十百千万亿廿卅"
LONGEST_NUMERAL = 120
#: Regular-expression source of one numeral, without groups that capture.
NUMERAL = rf"(?:{_ARABIC}(?:{_MULTIPLIER})?(?:\d{{1,30}}(?:{_KILO}|万))?|{_CHINESE})"

_NUMERAL = re.compile(NUMERAL)
_TOKEN = re.compile(r"\d+(?:\.\d+)?|[零〇一二两三四五六七八九幺]|[十百千廿卅]|[万亿]")
# 成 is a tenth only where no verb or noun begins with it (三家成立, 两人成功); a digit may follow: 六成五.
_TENTHS = rf"{NUMERAL}成(?![立为本了员功长就都效果绩品交分熟群风人家])(?:半|[一二三四五六七八九](?![、十百千万]))?"

#: Sources of the numbers said as parts of a whole and as doublings, without groups that capture.
FRACTION = rf"(?:{_TENTHS}|{NUMERAL}分之{NUMERAL}|一半|半数)"
DOUBLING = rf"(?:翻了?{NUMERAL}番|翻番)"

_RATIO = re.compile(rf"(?P<fraction>{FRACTION})|(?P<doubling>{DOUBLING})|(?P<plain>{NUMERAL})(?P<sign>[%%‰倍])")


@dataclass(frozen=True, slots=True)
class Numeral:
    """One numeral in a text: half-open span, value, and 余 when a vague word stands inside."""

    start: int
    end: int
    text: str
    value: Decimal
    qualifier: str = ""


@lru_cache(maxsize=8192)
def parse_number(text: str) -> Decimal | None:
    """The value of a numeral or ratio that fills the text, as a pure number; None when it is none.

    Leading 近/约/超/过 are ignored. Ratios give the plain factor: ``四成`` 0.4, ``5‰`` 0.005, ``2.69倍`` 2.69,
    ``翻一番`` 2.
    """
    body = text.strip().lstrip("近约超过达第")
    match = _RATIO.fullmatch(body)
    if match:
        return _ratio(match)
    return _plain(body)


def find_numerals(text: str) -> Iterator[Numeral]:
    """All plain numerals from left to right; character runs that only look like one (十百) are skipped."""
    for match in _NUMERAL.finditer(text):
        value = _plain(match.group())
        if value is not None:
            vague = any(c in match.group() for c in VAGUE_INSIDE)
            yield Numeral(match.start(), match.end(), match.group(), value, "余" if vague else "")


def find_ratios(text: str) -> Iterator[Numeral]:
    """All ratios (四成, 一半, 四分之三, 5‰, 6.1%, 2.69倍, 翻一番) from left to right, as pure factors."""
    for match in _RATIO.finditer(text):
        value = _ratio(match)
        if value is not None:
            yield Numeral(match.start(), match.end(), match.group(), value)


def plain_string(value: Decimal) -> str:
    """The canonical decimal string: no exponent, no trailing zeros (``35000000000``, ``6.1``)."""
    text = format(value, "f")
    return (text.rstrip("0").rstrip(".") or "0") if "." in text else text


def _plain(text: str) -> Decimal | None:
    cleaned = re.sub(rf"[{VAGUE_INSIDE},,\s]", "", text)
    if re.search(r"\d", cleaned):
        cleaned = re.sub(r"(?<=[\d.])[Oo]|[Oo](?=\d)", "0", cleaned)
        cleaned = re.sub(r"l(?=[\d.l])|(?<=[\d.])l", "1", cleaned)
    tokens = _TOKEN.findall(cleaned)
    if not tokens or "".join(tokens) != cleaned:
        return None
    if len(tokens) > 1 and all(t in DIGITS for t in tokens):
        return _positional(tokens)
    return _scaled(tokens)


def _positional(tokens: list[str]) -> Decimal | None:
    # 二〇二四 is a number; 三四 is an estimate (three or four) and has no one value
    if len(tokens) < 3 and not set(tokens) & {"零", "〇"}:
        return None
    return Decimal("".join(str(DIGITS[t]) for t in tokens))


def _scaled(tokens: list[str]) -> Decimal | None:
    total = section = Decimal(0)
    number: Decimal | None = None
    last_scale = 0
    for i, token in enumerate(tokens):
        if token in BIG:
            here = section + (number or 0)
            if here == 0 and total == 0:
                here = Decimal(1)
            total = (total + here) * BIG[token] if token == "亿" and total < BIG["亿"] else total + here * BIG[token]
            section, number, last_scale = Decimal(0), None, BIG[token]
        elif token in ("廿", "卅"):
            section, number, last_scale = section + SMALL[token], None, 10
        elif token in SMALL:
            section += (Decimal(1) if number is None else number) * SMALL[token]
            number, last_scale = None, SMALL[token]
        elif number is not None:
            if number != 0:  # 三四十: an estimate; but the 零 of 一百零五 is a mere placeholder
                return None
            number, last_scale = Decimal(DIGITS.get(token, 0)) if token in DIGITS else Decimal(token), 0
        else:
            number = Decimal(DIGITS[token]) if token in DIGITS else Decimal(token)
            if token in DIGITS and i == len(tokens) - 1 and last_scale >= 100:
                number *= last_scale // 10  # 一万五, 三千五: the next lower place is left unsaid
    return total + section + (number or 0)


def _ratio(match: re.Match[str]) -> Decimal | None:
    if match["fraction"]:
        return _fraction(match["fraction"])
    if match["doubling"]:
        doublings = _plain(match["doubling"].strip("翻了番") or "一")
        return None if doublings is None else Decimal(2) ** doublings
    value = _plain(match["plain"])
    return None if value is None else value / {"倍": 1, "‰": 1000}.get(match["sign"], 100)


def _fraction(text: str) -> Decimal | None:
    if text in ("一半", "半数"):
        return Decimal("0.5")
    if "分之" in text:
        whole, part = (_plain(side) for side in text.split("分之"))
        return part / whole if whole and part is not None else None
    tenths, _, hundredths = text.partition("成")
    value = _plain(tenths)
    if value is None or value > 10:
        return None
    return value / 10 + Decimal(5 if hundredths == "半" else DIGITS.get(hundredths, 0)) / 100
