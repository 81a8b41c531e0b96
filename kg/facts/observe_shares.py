"""Shares: what a part is a part of, said before it, within it or not at all, and what the part contributed."""

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
    money = [r for r in said.sentence if r.statistic in ("level", "count")] or list(said.sentence)
    base = name or (money[-1].base if money else "")
    whole = whole_of(normal_name(said.get("whole")), said)
    filled = said.rule.indicator.format(name=base, whole=whole)
    return [(filled, filled if said.rule.statistic == "growth" else base)] if is_name(base) and is_name(filled) else []


def _trade_of(said: Statement) -> str:
    """Whose part in the whole is meant: the words before, or the trade whose growth was told (装备制造业增加值)."""
    name = clean_name(said.get("name"))
    if re.search("合计|共同|一起", said.get("name")):
        return name  # of several trades together
    last = next((r.base for r in reversed(said.sentence) if r.statistic in ("growth", "level")), "")
    return name or re.sub(r"(?:增加值|总?产值|增速)$", "", last)


def _pulled_whole(words: str) -> str:
    bare = re.sub(r"(?:增长|增速)$", "", words)
    return bare if bare == "经济" else normal_name(bare)


def pulled(said: Statement) -> list[Name]:
    """By how much a part has made the whole grow: 装备制造业…,拉动全市规上工业增长2.3个百分点."""
    whole = _pulled_whole(said.get("whole"))
    name = f"{_trade_of(said)}拉动{whole}"
    return [(f"{name}增长", name)] if is_name(whole) else []


def pull(said: Statement) -> list[Name]:
    """The same behind what the part contributed: 对规上工业产值增长的贡献率为39.1%、拉动作用为7.5个百分点."""
    last = said.sentence[-1].base if said.sentence else ""
    part = _CONTRIBUTED.fullmatch(last)
    name = f"{part['part']}拉动{part['whole']}" if part else ""
    return [(f"{name}增长", name)] if name else []


def contributed(said: Statement) -> list[Name]:
    """What part of the growth of a whole is due to something, which the clause or the one before names."""
    last = said.sentence[-1].base if said.sentence else ""
    before = _PULLED.fullmatch(last)
    part = before["part"] if before and not said.get("name") else _trade_of(said)
    whole = _pulled_whole(said.get("whole")) or (before["whole"] if before else "")
    if not whole:
        return [(f"{part}贡献率",) * 2] if is_name(f"{part}贡献率") and part else []
    return [(f"{part}对{whole}增长贡献率",) * 2]


_CONTRIBUTED = re.compile(r"(?P<part>[^对]{0,30})对(?P<whole>[^对]{1,30})增长贡献率")
_PULLED = re.compile(r"(?P<part>[^拉]{0,30})拉动(?P<whole>[^拉]{1,30})")
