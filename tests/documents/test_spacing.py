"""Blanks that only set numbers apart."""

from __future__ import annotations

import pytest

from kg.documents.segment import segment
from kg.documents.spacing import needless
from kg.records import Page


@pytest.mark.parametrize(
    ("line", "left"),
    [
        ("新签约项目 76 个,总投资 209 亿元,增长 12.3 %。", "新签约项目76个,总投资209亿元,增长12.3%。"),
        ("记者获悉,2023 年 1 至 5 月,全县产值增长 6%。", "记者获悉,2023年1至5月,全县产值增长6%。"),
        ("今年新落地的亿元以上工业项目 159个,总投资31亿元。", "今年新落地的亿元以上工业项目159个,总投资31亿元。"),
        ("青河 8月30日,青河县召开会议,部署 12 项工作。", "青河 8月30日,青河县召开会议,部署12项工作。"),
        ("青河县 14.3% 13.5% 26.8", "青河县 14.3% 13.5% 26.8"),
        ("青河县 精密铸件生产线 5.2亿元 2020年10月", "青河县 精密铸件生产线 5.2亿元 2020年10月"),
        ("局长刘 伟出席,参会 9人。", "局长刘 伟出席,参会 9人。"),
    ],
)
def test_running_text_is_read_without_them(line: str, left: str) -> None:
    kept, start = "", 0
    for gap, end in [*needless(line), (len(line), len(line))]:
        kept, start = kept + line[start:gap], end
    assert kept == left


def test_the_parts_of_a_headline_stay_apart() -> None:
    assert needless("青河:12个项目开工 3个项目交卷", headline=True) == []
    assert needless("青河 12 个项目开工", headline=True) == [(5, 6)]


def test_what_is_read_without_blanks_still_leads_to_the_source() -> None:
    page = Page(
        "a.txt",
        "青河日报\n2024 年 6 月 18 日 星期二\n\n青河开工项目\n\n今年以来，青河县开工项目 76 个，投资 9 亿元。\n",
        "",
        "utf-8",
    )
    layout = segment(page)
    article = layout.articles[1]
    at = article.text.index("开工项目76个")
    start, end = article.source_span(at, at + len("开工项目76个"))
    assert page.text[start:end] == "开工项目 76 个"
    assert layout.date == "2024-06-18"
