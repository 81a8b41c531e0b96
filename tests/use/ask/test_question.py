"""From words to readings: politeness, names that overlap, times, amounts, posts."""

from __future__ import annotations

import pytest

from kg.use.ask.names import Names
from kg.use.ask.question import prepare, readings
from kg.use.ask.records import Name

KINDS = {"东江区": "District", "东江": "District", "东江区委": "Organization", "星河科技": "Company", "5号": "Product"}
NAMES = Names([(name, Name(kind, name, f"urn:{name}", 1)) for name, kind in KINDS.items()], "2026-01-15")


@pytest.mark.parametrize(
    ("question", "left"),
    [
        ("请问一下,东江区的区长是谁呢?", "东江区的区长是谁"),
        ("帮我查一下 东江区有哪些“企业”？！", "东江区有哪些企业"),
        ("你知道ＧＤＰ是多少吗", "gdp是多少"),
        ("怎么申请补贴", "怎么申请补贴"),
        ("总投资1,200万元的项目,有哪些", "总投资1,200万元的项目有哪些"),
        ("请问", ""),
        ("？", ""),
    ],
)
def test_prepare(question: str, left: str) -> None:
    assert prepare(question) == left


def settled(text: str, at: int = 0) -> list[tuple[str, str]]:
    """Kind and words of what one reading settles."""
    reading = readings(prepare(text), NAMES)[at]
    return [(token.mention.type, reading.text[token.start : token.end]) for token in reading.tokens]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("东江区长是谁", [("District", "东江"), ("Post", "区长")]),
        ("东江区区长是谁", [("District", "东江区"), ("Post", "区长")]),
        ("东江区常务副区长", [("District", "东江区"), ("Post", "常务副区长")]),
        ("东江区人大常委会主任", [("District", "东江区"), ("Post", "人大常委会主任")]),
        ("东江区2024年前三季度", [("District", "东江区"), ("Date", "2024年前三季度")]),
        ("2024东江区", [("Date", "2024"), ("District", "东江区")]),
        ("超过5亿元", [("Money", "5亿元")]),
        ("1亿到5亿之间", [("Money", "1亿"), ("Money", "5亿")]),
        ("5万家企业", []),
        ("现在和近年来", []),
    ],
)
def test_the_best_reading(text: str, expected: list[tuple[str, str]]) -> None:
    assert settled(text) == expected


def test_other_readings_follow() -> None:
    read = [settled("东江区委书记", at) for at in range(3)]
    assert read[0] == [("District", "东江"), ("Post", "区委书记")]
    assert [("Organization", "东江区委"), ("Post", "书记")] in read
    assert settled("东江区委书记", -1) == []


def test_relative_times_count_from_the_newest_report() -> None:
    (token,) = readings("去年", NAMES)[0].tokens
    assert (token.mention.attr("first"), token.mention.attr("last")) == ("2025-01-01", "2025-12-31")
    assert token.mention.attr("relative") == "去年"


def test_amounts_are_in_yuan() -> None:
    (token,) = readings("一亿五千万元", NAMES)[0].tokens
    assert token.mention.attr("value") == "150000000"
