"""The text of what is no text: head, paragraphs, days."""

from __future__ import annotations

import pytest

from kg.documents.formats.compose import Head, compose, day, row


@pytest.mark.parametrize(
    ("given", "printed"),
    [
        ("2024-06-03", "2024年6月3日"),
        ("2024-06-03T08:12:00+08:00", "2024年6月3日"),
        ("2024/6/3 08:12", "2024年6月3日"),
        ("2024年6月3日 星期一", "2024年6月3日"),
        ("20240603", "2024年6月3日"),
        ("2024.06.03", "2024年6月3日"),
        ("2024-13-03", ""),
        ("2024-06", ""),
        ("1717372800", ""),
        ("上周", ""),
        ("", ""),
    ],
)
def test_days(given: str, printed: str) -> None:
    assert day(given) == printed


def test_a_title_is_not_doubled() -> None:
    assert compose(Head("甲 乙"), ["# 甲\n乙", "丙"]) == "# 甲 乙\n\n丙"
    assert compose(Head(), ["甲", " ", "乙\n丙"]) == "甲\n\n乙\n丙"


def test_what_no_text_holds_is_marked() -> None:
    assert compose(Head("甲\0"), ["乙\ud800"]) == "# 甲\ufffd\n\n乙\ufffd"


def test_rows() -> None:
    assert row(["甲", "乙\n丙"]) == "| 甲 | 乙 丙 |"
    assert row(["", " "]) == ""
