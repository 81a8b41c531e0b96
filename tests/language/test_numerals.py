"""Numerals and ratios: cases in numerals.yaml, and a few properties."""

from __future__ import annotations

import re
from decimal import Decimal
from pathlib import Path

# as in kg.mentions.triggers
from re import _parser as parser  # type: ignore[attr-defined]

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from kg.language.numerals import (
    LONGEST_NUMERAL,
    NUMERAL,
    NUMERAL_CHARACTERS,
    find_numerals,
    find_ratios,
    parse_number,
    plain_string,
)

CASES = yaml.safe_load((Path(__file__).parent / "numerals.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize(("text", "value"), [*CASES["numbers"].items(), *CASES["ratios"].items()])
def test_parse_number(text: str, value: str | None) -> None:
    parsed = parse_number(text)
    assert (parsed is None) == (value is None)
    if value is not None:
        assert parsed == Decimal(value)


@pytest.mark.parametrize("text", CASES["ratios"])
def test_ratios_are_found_in_running_text(text: str) -> None:
    found = list(find_ratios(f"占全国的{text}左右"))
    assert [f.value for f in found] == [parse_number(text)] or text.startswith("百分之")


@pytest.mark.parametrize(("text", "values"), CASES["found"].items())
def test_find_numerals(text: str, values: list[str]) -> None:
    found = list(find_numerals(text))
    assert [f.value for f in found] == [Decimal(v) for v in values]
    assert all(text[f.start : f.end] == f.text for f in found)


def test_vague_words_are_reported() -> None:
    assert [f.qualifier for f in find_numerals("30余万和40万")] == ["余", ""]


@given(st.integers(min_value=0, max_value=10**13))
def test_arabic_integers_round_trip(number: int) -> None:
    assert parse_number(str(number)) == number
    assert parse_number(f"{number:,}") == number


@given(st.decimals(min_value=0, max_value=10**9, places=3, allow_nan=False, allow_infinity=False))
def test_plain_string_is_canonical(value: Decimal) -> None:
    text = plain_string(value)
    assert Decimal(text) == value
    assert "E" not in text
    assert not ("." in text and text.endswith("0"))


@given(st.from_regex(NUMERAL, fullmatch=True))
def test_numerals_have_no_other_characters_and_an_end(text: str) -> None:
    assert re.fullmatch(f"[{NUMERAL_CHARACTERS}]{{1,{LONGEST_NUMERAL}}}", text)


def test_the_longest_numeral() -> None:
    assert parser.parse(NUMERAL).getwidth()[1] <= LONGEST_NUMERAL
