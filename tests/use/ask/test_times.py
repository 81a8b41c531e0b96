"""The times and amounts of questions: how they are typed, what opens them, what they are worth."""

from __future__ import annotations

import pytest

from kg.use.ask.times import EARLIEST, LATEST, amounts, is_wide, normal, said, times

NEWEST = "2025-03-18"


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("2024-12-26有哪些报道", "2024年12月26日有哪些报道"),
        ("2024/8的任免", "2024年8月的任免"),
        ("2020-2024年", "2020-2024年"),
        ("2022到2024增速", "2022年到2024年增速"),
        ("2024前三季度", "2024年前三季度"),
        ("2024q3", "2024年三季度"),
        ("2024/2025年榨季", "2024/2025年榨季"),
        ("jh-15键合金丝", "jh-15键合金丝"),
    ],
)
def test_normal(typed: str, written: str) -> None:
    assert normal(typed) == written


def longest(text: str) -> tuple[str, str, str]:
    """The longest time of a text with its first and last day."""
    found = max(times(text, NEWEST), key=lambda mention: mention.end - mention.start)
    return found.name, found.attr("first"), found.attr("last")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2024年以后的项目", ("2024年以后", "2025-01-01", LATEST)),
        ("2020年以前的区长", ("2020年以前", EARLIEST, "2019-12-31")),
        ("2020年以来的荣誉", ("2020年以来", "2020-01-01", NEWEST)),
        ("从2023年6月起", ("从2023年6月起", "2023-06-01", NEWEST)),
        ("2024年前三季度", ("2024年前三季度", "2024-01-01", "2024-09-30")),
        ("近三年", ("近三年", "2022-01-01", "2024-12-31")),
        ("2025年比2020年", ("2025年", "2025-01-01", "2025-12-31")),
    ],
)
def test_times(text: str, expected: tuple[str, str, str]) -> None:
    assert longest(text) == expected


def test_what_is_compared_with_is_a_time_only_by_its_year() -> None:
    assert [mention.name for mention in times("比上年增长", NEWEST)] == []
    assert "2020年" in [mention.name for mention in times("比2020年增长", NEWEST)]


@pytest.mark.parametrize(
    ("text", "days", "wide"),
    [
        ("2024年以后", "2025年1月1日起", True),
        ("2020年以前", "到2019年12月31日为止", True),
        ("2020年到2024年", "2020—2024年", True),
        ("2024年上半年", "2024年上半年", False),
    ],
)
def test_said(text: str, days: str, wide: bool) -> None:
    found = max(times(text, NEWEST), key=lambda mention: mention.end - mention.start)
    assert (said(found), is_wide(found)) == (days, wide)


@pytest.mark.parametrize(("text", "yuan"), [("1.5亿元", ["150000000"]), ("3000万", ["30000000"]), ("1.2亿美元", [])])
def test_only_yuan_are_amounts(text: str, yuan: list[str]) -> None:
    assert [mention.attr("value") for mention in amounts(text)] == yuan
