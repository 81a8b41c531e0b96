"""Firms that only the names of their works name: 佳澜机械年产10万吨配件项目, 青芯科技光伏设备二期项目.

A firm stands before the capacity of its work (年产…), or before what is made, when its own name ends in a trade that
ends names of firms only.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from kg.language.alternation import one_of
from kg.mentions import lexicon
from kg.mentions.names import is_coined, is_specific
from kg.records import Mention

#: Before a capacity: 年产10万吨, 年处理5万吨, 日产.
_CAPACITY = re.compile(r"(?P<firm>[一-鿿A-Z]{3,8}?)(?:年产|年处理|年加工|年拆解|日产|日处理)(?=\d)")
#: Further words that end names of firms and are no attribute of what follows (but 精密减速机, 建筑陶瓷).
_FIRMS_ONLY = frozenset(("科技", "生物科技", "集团", "股份", "实业", "重工", "精工"))
#: What the trade of a firm is read on as: 科技园, 电子产业园, 光电小镇.
_GOES_ON = (
    r"(?!产业|[一-鿿]{0,4}[园城谷港镇]|小镇|集群|创新|孵化|大厦|馆|市场|集团|股份|有限|公司|企业|设备|材料|装备|电站)"
)


def find(article: int, text: str, found: Sequence[Mention]) -> Iterator[Mention]:
    """Firms inside the works among the mentions of one text, where none was found; in order of place."""
    firms = [(m.start, m.end) for m in found if m.type == "Company"]
    areas = {m.start: m.end for m in found if m.type == "District"}
    for work in (m for m in found if m.type == "Project"):
        if any(start < work.end and work.start < end for start, end in firms):
            continue
        at = work.start
        while at in areas and areas[at] < work.end:
            at = areas[at]
        end = _firm_at(text, at, work.end)
        if end:
            yield Mention(article, at, end, "Company", text[at:end], "company.in_work", 0.75)


def _firm_at(text: str, start: int, end: int) -> int:
    """Where the name of a firm ends that a work's name begins with, or 0."""
    capacity = _CAPACITY.match(text, start, end)
    if capacity and is_specific(capacity["firm"]) and not capacity["firm"].endswith(("项目", "工程", "公司", "企业")):
        return capacity.end("firm")
    named = _named().match(text, start, end)
    return named.end("firm") if named and is_coined(named["firm"], named["trade"]) else 0


@cache
def _named() -> re.Pattern[str]:
    trades = {word for word in lexicon.words("sure_trade") if word.endswith("业")} | _FIRMS_ONLY
    return re.compile(rf"(?P<firm>[一-鿿]{{2,3}}?(?P<trade>{one_of(trades)})){_GOES_ON}(?=[一-鿿A-Z0-9]{{4}})")
