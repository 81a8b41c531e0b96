"""How firms are shortened: place, brand, trade and legal form, of which the brand is what stays.

湖南云台瓷业股份有限公司 is 云台瓷业: the place and the legal form go, the brand stays whole, and of the trade some
characters stay, in their order. One rule serves both directions: does this form fit that name, and where in a
text does a form of it stand.
"""

from __future__ import annotations

import re
from functools import cache

from kg.mentions import lexicon, tokens
from kg.mentions.gazetteer import Gazetteer

_PAREN = re.compile(r"\([^()]*\)")
#: A two-character brand this frequent in the dictionary's corpus is a word (三峡, 山河) and proves nothing alone.
COMMON_WORD = 100
_SHORTEST_BRAND = 2
#: First characters of trades the dictionary does not know as words: 新材料, 微电子, 轻纺.
_TRADE_CHARACTERS = "新微轻精特"
_TAILS = ("集团公司", "集团", "公司", "股份", "项目")


@cache
def core(name: str) -> str:
    """The name without place, parentheses and legal form: brand and trade."""
    bare = _PAREN.sub("", name)
    for form in sorted(lexicon.words("legal_form"), key=len, reverse=True):
        if bare.endswith(form) and len(bare) > len(form) + 1:
            bare = bare[: -len(form)]
            break
    first = _leading_place(bare)
    place = first
    while place and len(bare) - len(place) >= 2:
        bare = bare[len(place) :]
        place = _leading_place(bare, within=first)
    return bare


def place_of(name: str) -> str:
    """The place a name begins with, or ``""``."""
    return _leading_place(name)


@cache
def brand(name: str) -> str:
    """The name without place, legal form and the words for its trade: 瑞林 of 浙江瑞林新材料有限公司."""
    inner = core(name)
    words = [inner[start:end] for start, end in tokens.cut(inner)]
    while len("".join(words[:-1])) >= _SHORTEST_BRAND and (
        (len(words[-1]) > 1 and tokens.frequency(words[-1])) or words[-1] in _TRADE_CHARACTERS
    ):
        words.pop()
    return "".join(words)


def _leading_place(name: str, within: str = "") -> str:
    """The place a name begins with; with ``within`` only one of the same province (烟台蓬莱…, not 龙口四方四…)."""
    gazetteer = Gazetteer.load()
    for size in range(min(8, len(name) - 2), 1, -1):
        form = gazetteer.form(name[:size])
        if form and (form.full or any(d.valid_until is None for d in form.divisions)):
            provinces = {d.code[:2] for d in form.divisions}
            around = {d.code[:2] for d in gazetteer.named(within)} if within else provinces
            if provinces & around:
                return name[:size]
    return name[:2] if name.startswith("中国") and not within else ""


def fit(form: str, name: str) -> str:
    """Why ``form`` can stand for the firm called ``name`` (a reason in Chinese), or ``""`` when it cannot."""
    inner = core(name)
    bare = form
    for tail in _TAILS:
        if bare.endswith(tail) and len(bare) - len(tail) >= 2 and not inner.endswith(tail):
            bare = bare[: -len(tail)]
            break
    place = _leading_place(bare)
    if place and name.startswith(place) and len(bare) - len(place) >= 2:
        bare = bare[len(place) :]
    for branch in _PAREN.findall(name):  # 华越无锡公司 of 华越电子(无锡)有限公司
        if len(bare) - len(branch[1:-1]) >= 2:
            bare = bare.removesuffix(branch[1:-1])
    if len(bare) < 2 or len(inner) < 2 or bare[:2] != inner[:2] or not _is_subsequence(bare, inner):
        return ""
    if len(bare) == 2 and tokens.frequency(bare) > COMMON_WORD:
        return ""
    return f"“{form}”保留了“{name}”的字号“{inner[:2]}”,其余各字依次取自全称"


def _is_subsequence(short: str, full: str) -> bool:
    rest = iter(full)
    return all(char in rest for char in short)


def stretch(text: str, at: int, name: str) -> int:
    """Where the longest form of ``name`` that begins at ``text[at]`` ends; ``at`` when none does."""
    inner = core(name)
    if len(inner) < 2 or not text.startswith(inner[:2], at):
        return at
    pointer, end = 2, at + 2
    while end < len(text):
        found = inner.find(text[end], pointer)
        if found < 0:
            break
        pointer, end = found + 1, end + 1
    for tail in _TAILS[:3]:
        if text.startswith(tail, end):
            end += len(tail)
            break
    return end if fit(text[at:end], name) else at
