"""Searching where a match can begin finds what a search everywhere finds."""

from __future__ import annotations

import re

import pytest

from kg.language import calendar_parts
from kg.language.beginnings import matches

TEXT = "2024年1-9月,全区完成投资12.6亿元,约占全年第三;截至目前,上月(9月)签约十二个项目,\n三十万吨 aab AB 去年同期abab。"


@pytest.mark.parametrize(
    "source",
    [
        r"(?P<n>\d+)(?P<unit>亿元|个|月)?|(?P<said>约|第)?[一二三四五六七八九十]+",
        r"(?<!全)年|(?=月)月|(?!上)上月|去年",
        r"(?:ab)+|a{2}b??|[A-C]{1,2}|\s",
        r"(?>去|上)?(?:年|月)",
        r"a*+b|(?:(?:x|全)|)区",
    ],
)
def test_it_finds_what_a_search_everywhere_finds(source: str) -> None:
    pattern = re.compile(source)
    expected = [(m.span(), m.groupdict()) for m in pattern.finditer(TEXT)]
    assert expected
    assert [(m.span(), m.groupdict()) for m in matches(pattern, TEXT)] == expected


def test_the_calendar_is_searched_so() -> None:
    pattern = calendar_parts._pattern()
    assert [m.span() for m in matches(pattern, TEXT)] == [m.span() for m in pattern.finditer(TEXT)]


@pytest.mark.parametrize("source", ["(?i)a", "a?", "(?=a)", ".a", "[^a]b", r"\D", r"(a)?(?(1)b|c)", "^"])
def test_what_does_not_tell_its_beginning_is_refused(source: str) -> None:
    with pytest.raises(ValueError, match=r"no telling|may be empty|either case"):
        list(matches(re.compile(source), TEXT))
