"""Names that are but a side of the measure named before: 增速, 数量, 总量, 占比, a mere 企业."""

from __future__ import annotations

import re

from kg.facts.indicators import is_name, lexicon
from kg.facts.observe_lists import trade_of, without_verb
from kg.facts.observe_reading import Statement
from kg.facts.observe_shares import shared_out_of

_SUCH = re.compile(r"(?:此|这|该|同)类(?:企业|项目|产品|平台|园区)")
#: Which growth is meant: 这一增幅高出全国19.7个百分点; 单看8月,当月增速为9.7%.
_POINTED_SIDE = re.compile(r"^(?:这一|该|此|上述|这个|当月|当季|累计|总体|整体)(?=(?:增幅|增速|增长率|占比|比重)$)")


def attributed(name: str, said: Statement) -> str:
    """The measure that a name means in its statement, ``""`` when it means none."""
    name = _POINTED_SIDE.sub("", name)
    last = said.paragraph[-1].base if said.paragraph else ""
    if name in ("总量", "规模", "总额") and said.rule.statistic in ("rank", "share") and last:
        both = "增速" in said.get("name")  # 总量和增速双双居首位
        level = next((r.base for r in reversed(said.sentence) if last == r.base + "增速"), last)
        kept = name == "总量" and said.rule.statistic == "rank" and level == last and last != "地区生产总值"
        return last + name if both or kept else level  # 总量居全省第4位: that of the gross product
    if _SUCH.fullmatch(name):
        return without_verb(last)
    if name in ("总数", "总量") and (counted := _counted_last(said)):
        whole = without_verb(counted)
        if whole == "企业" and re.match(r"新?(?:[入升上]规|入统)", last):
            whole = "规模以上企业"  # 新入规企业9家,总数达到168家
        return whole + (name if said.rule.statistic == "rank" else "")
    if name == "企业" and said.counting and (named := _bare_firms(said, last)):
        return named
    if name in ("聚集企业", "集聚企业", "汇聚企业") and said.counting:
        return f"{trade_of(said)}企业" if trade_of(said) else name
    if name in ("占比", "比重"):
        shared = shared_out_of(said)
        return shared + name if shared else ""
    if name == "投资" and re.search("完成投资$", said.get("name")):
        return "完成投资"  # of a work; the areas' are those of their projects
    if name in lexicon()["per_head"]:
        return name + last if last else ""
    if name not in lexicon()["attributes"]:
        return name if is_name(name) else ""
    if last.endswith(name) or (said.rule.statistic == "share" and name == "数量"):
        return last  # 增速高于全省1.9个百分点,增速列全省第3位
    whole = last[: -len("量")] if name == "金额" and last.endswith("量") else last  # 意向采购量14.3万吨、金额5.7亿元
    return whole + name.removeprefix("完成") if last else ""


def _counted_last(said: Statement) -> str:
    """What was counted last, though its growth was told since: 新增市场主体2.1万户,同比增长12.7%,总量达到68.9万户."""
    last = said.paragraph[-1] if said.paragraph else None
    grown = (
        last is not None
        and last.statistic == "growth"
        and any(r.base == last.base and r.statistic == "count" for r in said.sentence)
    )
    return last.base if last and (last.statistic == "count" or (grown and said.counting)) else ""


def _bare_firms(said: Statement, last: str) -> str:
    """How a mere 企业 is called that is counted: 园区共有企业326家, 市场主体43.9万户,其中企业13.2万户."""
    if said.rule.statistic == "level" and re.search("[有达]", said.ahead[-2:] + said.get("name")):
        trade = trade_of(said)
        return f"{trade}企业" if trade else "企业数"
    return f"{last}中企业" if said.get("name").startswith("其中") and last.endswith("主体") else ""
