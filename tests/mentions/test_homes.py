"""Which division an article is about: that of its headline, and the whole area when an office of it opens."""

from __future__ import annotations

import pytest

from kg.mentions.homes import article_home
from kg.records import Article, Block, Mention

CITY, DISTRICT = ("桃源市", "990100", "prefecture"), ("青川区", "990104", "county")
PLACES = (CITY, DISTRICT)


def _home(headline: str, body: str, city: str = CITY[1]) -> str:
    text = f"{headline}\n{body}"
    start = len(headline) + 1
    blocks = (Block("headline", 0, len(headline)), Block("body", start, len(text)))
    article = Article(1, headline, (0, len(headline)), (), "", "2024-08-20", text, tuple(range(len(text))), blocks)
    mentions = [
        Mention(1, at, at + len(name), "District", name, "place.full", 0.9, (("code", code), ("level", level)))
        for name, code, level in PLACES
        for at in range(len(text))
        if text.startswith(name, at)
    ]
    home = article_home(article, sorted(mentions, key=lambda m: m.start), city)
    return home.name if home else ""


@pytest.mark.parametrize(
    ("headline", "body", "expected"),
    [
        (
            "增速由负转正",
            "7月21日,市统计局发布上半年全市经济运行情况。桃源市工业向好。青川区、青川区的企业表现突出。",
            "桃源市",
        ),
        ("增速由负转正", "7月21日,青川区召开会议,市统计局发布全市情况。桃源市工业向好。", "青川区"),
        ("青川区工业向好", "7月21日,市统计局发布上半年全市经济运行情况。桃源市工业向好。", "青川区"),
    ],
)
def test_home(headline: str, body: str, expected: str) -> None:
    assert _home(headline, body) == expected


def test_a_city_before_its_district_only_says_where_it_lies() -> None:
    assert _home("2020年桃源市青川区统计公报", "全区实现地区生产总值478亿元。", city="") == "青川区"
