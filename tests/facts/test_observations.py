"""Numbers in their sentences (``observations.yaml``): subjects, periods and modality of whole passages."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from kg.facts.found import Context, Found
from kg.facts.observe import observe
from kg.records import Article, Block, Mention
from tests.facts.observing import observations, shown

CASES = yaml.safe_load((Path(__file__).parent / "observations.yaml").read_text(encoding="utf-8"))


def _line(found: Found) -> str:
    values = dict(found.values)
    return f"{shown(found)} | {values['periodStart']}/{values['periodEnd']} | {values['modality']}"


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_passage(case: dict[str, Any]) -> None:
    text, found = observations(case["text"], case.get("date", "2024-12-26"), serving=case.get("serving"))
    assert [_line(f) for f in found] == case["gives"]
    assert all(0 <= f.start < f.end <= len(text) for f in found)


def test_a_ceremony_is_that_of_the_area_it_is_named_after() -> None:
    text = "甲市第二季度集中开工仪式在乙区举行。此次集中开工项目63个,其中产业项目44个,占比近七成。"
    spans = (("Event", 0, 12), ("District", 0, 2), ("District", 13, 15))
    mentions = [
        Mention(1, start, end, kind, text[start:end], "test", 0.9, (("key", f"{kind}:{text[start:end]}"),))
        for kind, start, end in spans
    ]
    article = Article(1, "", (0, 0), (), "", "2024-12-26", text, tuple(range(len(text))), ())
    found = observe(article, mentions, Context(home="District:乙区", city="", date="2024-12-26", newspaper=""))
    assert [shown(f) for f in found] == [
        "甲市 集中开工项目 count 63个",
        "甲市 集中开工产业项目 count 44个",
        "甲市 集中开工产业项目占比 share 70%",
    ]


def test_a_list_of_firms_says_what_its_headline_names() -> None:
    title = "2022年度纳税突出贡献企业"
    names = ("甲青山瓷业股份有限公司", "乙青山玻璃科技有限公司", "丙青山电器有限公司")
    text = "\n".join([title, *(f"{name} {amount}万元" for name, amount in zip(names, (3860, 2975, 2130), strict=True))])
    mentions = [
        Mention(
            1,
            text.index(name),
            text.index(name) + len(name),
            "Company",
            name,
            "test",
            0.9,
            (("key", f"Company:{name}"),),
        )
        for name in names
    ]
    article = Article(1, title, (0, len(title)), (), "", "2023-03-17", text, tuple(range(len(text))), ())
    found = observe(article, mentions, Context(home="District:甲市", city="", date="2023-03-17", newspaper=""))
    assert [_line(f) for f in found if f.rule == "observation.table"] == [
        f"{names[0]} 纳税 level 38600000元 | 2022-01-01/2022-12-31 | actual",
        f"{names[1]} 纳税 level 29750000元 | 2022-01-01/2022-12-31 | actual",
        f"{names[2]} 纳税 level 21300000元 | 2022-01-01/2022-12-31 | actual",
    ]


def test_figures_of_a_citys_office_are_the_citys() -> None:
    text = "记者从市统计局获悉,前7个月规模以上工业增加值增长9.2%。乙区的企业表现突出。固定资产投资增长5%。"
    body = Block("body", 0, len(text))
    article = Article(1, "", (0, 0), (), "", "2024-08-20", text, tuple(range(len(text))), (body,))
    context = Context(home="District:乙区", city="District:甲市", date="2024-08-20", newspaper="")
    assert [shown(f) for f in observe(article, [], context)] == [
        "甲市 规模以上工业增加值 growth 9.2%",
        "甲市 固定资产投资 growth 5%",
    ]


def test_a_table_with_a_measure_on_each_line() -> None:
    title = "1—10月甲市主要指标"
    lines = (
        title,
        "(市统计局提供)",
        "指标 绝对数 同比增长(%)",
        "规模以上工业总产值(亿元) 1447.6 6.9",
        "其中:装备制造业(亿元) 163.7 -9.2",
        "工业用电量(亿千瓦时) 48.2 —",
    )
    text = "\n".join(lines)
    article = Article(1, title, (0, len(title)), (), "", "2023-11-16", text, tuple(range(len(text))), ())
    context = Context(home="District:甲市", city="", date="2023-11-16", newspaper="")
    assert [_line(f) for f in observe(article, [], context) if f.rule == "observation.table"] == [
        "甲市 规模以上工业总产值 level 144760000000元 | 2023-01-01/2023-10-31 | actual",
        "甲市 规模以上工业总产值 growth 6.9% | 2023-01-01/2023-10-31 | actual",
        "甲市 装备制造业 level 16370000000元 | 2023-01-01/2023-10-31 | actual",
        "甲市 装备制造业 growth -9.2% | 2023-01-01/2023-10-31 | actual",
        "甲市 工业用电量 level 4820000000千瓦时 | 2023-01-01/2023-10-31 | actual",
    ]


def test_a_headline_tells_only_what_the_body_does_not() -> None:
    title, told = "甲县工业用电量增长13.2% 产值破百亿", "去年,甲县产值108亿元。"
    text = f"{title}\n{told}"
    blocks = (Block("headline", 0, len(title)), Block("body", len(title) + 1, len(text)))
    article = Article(1, title, (0, len(title)), (), "", "2024-08-20", text, tuple(range(len(text))), blocks)
    context = Context(home="District:甲县", city="", date="2024-08-20", newspaper="")
    found = [shown(f) for f in observe(article, [], context)]
    assert any(line.endswith("工业用电量 growth 13.2%") for line in found)
    assert not any("10000000000元" in line for line in found)
