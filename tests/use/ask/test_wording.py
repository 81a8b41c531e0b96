"""How periods, days and the short texts of answers are said."""

from __future__ import annotations

import pytest

from kg.use.ask.wording import fields_of, fill, moment, once, period


@pytest.mark.parametrize(
    ("first", "last", "said"),
    [
        ("2024-01-01", "2024-12-31", "2024年"),
        ("2024-01-01", "2024-09-30", "2024年前三季度"),
        ("2024-01-01", "2024-06-30", "2024年上半年"),
        ("2024-04-01", "2024-06-30", "2024年二季度"),
        ("2024-01-01", "2024-10-31", "2024年1—10月"),
        ("2024-02-01", "2024-02-29", "2024年2月"),
        ("2024-12-25", "2024-12-25", "2024年12月25日"),
        ("2021-01-01", "2025-12-31", "2021—2025年"),
        ("2017-09-01", "2021-06-30", "2017年9月至2021年6月"),
        ("2025-01-09", "2025-01-22", "2025年1月9日至2025年1月22日"),
        ("2024-01", "2024-01-29", "2024年1月至2024年1月29日"),
        ("2019", "2019", "2019年"),
        ("", "", ""),
    ],
)
def test_period(first: str, last: str, said: str) -> None:
    assert period(first, last) == said


@pytest.mark.parametrize(
    ("value", "said"),
    [("2024-12-05", "2024年12月5日"), ("2024-12", "2024年12月"), ("2024", "2024年"),
     ("2024-01-01/2024-06-30", "2024年上半年"),
     ("100MW/200MWh", "100MW/200MWh"), ("person/云溪市/刘伟", "person/云溪市/刘伟"), ("区长", "区长"), ("", "")],
)  # fmt: skip
def test_moment(value: str, said: str) -> None:
    assert moment(value) == said


def test_fill_leaves_out_what_is_empty() -> None:
    text = "{who}获得{what}[，第 {rank} 位][（{when}）]。"
    assert fill(text, {"who": "甲", "what": "乙", "rank": "", "when": "2024年"}) == "甲获得乙（2024年）。"
    assert fill(text, {"who": "甲", "what": "乙", "rank": "3"}) == "甲获得乙，第 3 位。"
    assert fill("{a}", {"a": "{b}[x]", "b": "no"}) == "{b}[x]", "a value is not read as text of ours"


def test_fields_of() -> None:
    assert list(fields_of("{a}[{b}]")) == ["a", "b"]
    assert list(fields_of("{a}[{b}]", bare=True)) == ["a"]


@pytest.mark.parametrize(
    ("text", "said"),
    [("东江区区委书记", "东江区委书记"), ("东江区区长", "东江区区长"), ("云溪市市人大常委会", "云溪市人大常委会")],
)
def test_once(text: str, said: str) -> None:
    assert once(text) == said
