"""Shares: what a part is a part of, said before it, within it or not at all."""

from __future__ import annotations

import re

from kg.facts.indicators import clean_name, is_name, normal_name
from kg.facts.observe_reading import Name, Statement

_REVENUES = ("公共预算收入", "预算地方收入", "财政收入", "财政总收入", "地方收入")


def whole_of(whole: str, said: Statement) -> str:
    """What a share is a part of: the investment just spoken of, the area's own measure without the area."""
    measured = next((r.base for r in reversed(said.sentence) if r.base.endswith("固定资产投资")), "")
    if measured and re.fullmatch(r"(?:全部|全市|全县|全区|整个)?(?:投资|总投资|投资总额|投资总量)", whole):
        return measured  # 固定资产投资增长5.6%,其中民间投资占全部投资的六成
    whole = re.sub("^同期", "", whole)
    return re.sub(r"^全[市区县镇旗](?=[一-龥]{2,}(?:值|收入|投资|额|量)$)", "", whole)


def shared_out_of(said: Statement) -> str:
    """What a bare share is said of: 产业项目44个,占比近七成; 制造业贷款余额786亿元,占比16.7%."""
    if said.sentence and said.sentence[-1].rule.names == "sum":
        return said.sentence[-1].base  # 产业项目27个,总投资132亿元,占比超过七成: that of the sum
    counted = next((r.base for r in reversed(said.sentence) if r.statistic == "count"), "")
    last = said.sentence[-1].base if said.sentence else ""
    money = any(r.base == last and r.quantity.kind == "money" for r in said.sentence)  # …,增长12.4%,占比46.3%
    return counted or (last if money else "")


def shared_whole(said: Statement, base: str) -> str:
    """The amount of which a share is a part: 其中新能源投资占比34%; of 税收占比 the revenue; "" when it is of none."""
    if re.match("税收(?:收入)?占", base):
        return next((r.base for r in reversed(said.paragraph) if r.base.endswith(_REVENUES)), "")
    among = said.get("name").strip("、和 ").startswith("其中")
    return said.sentence[-1].base if among and said.sentence else ""


def within(said: Statement) -> list[Name]:
    """The share of a measure in a larger one, or how it has changed: 在全市外贸总值中的占比提高4.5个百分点."""
    name = clean_name(said.get("name"))
    money = [r for r in said.sentence if r.statistic in ("level", "count")]
    base = name or (money[-1].base if money else "")
    whole = whole_of(normal_name(said.get("whole")), said)
    filled = said.rule.indicator.format(name=base, whole=whole)
    return [(filled, filled if said.rule.statistic == "growth" else base)] if is_name(base) and is_name(filled) else []
