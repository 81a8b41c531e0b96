"""Time expressions: cases in calendar.yaml, the ISO helpers, and properties."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from kg.language.calendar import find_times, interval, iso

CASES = yaml.safe_load((Path(__file__).parent / "calendar.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    ("reference", "text", "expected"),
    [(reference, text, found) for reference, cases in CASES.items() for text, found in cases.items()],
)
def test_find_times(reference: str, text: str, expected: list[str]) -> None:
    found = find_times(text, reference)
    shown = [f"{t.text} = {t.iso}{'' if t.kind == 'date' else f' ({t.kind})'}" for t in found]
    assert shown == expected
    assert all(text[t.start : t.end] == t.text for t in found)


def test_iso_keeps_the_precision() -> None:
    day = date(2024, 2, 29)
    assert iso(day, day, "day") == "2024-02-29"
    assert iso(date(2024, 2, 1), day, "month") == "2024-02"
    assert iso(date(2024, 1, 1), date(2024, 12, 31), "year") == "2024"
    assert iso(date(2024, 1, 1), date(2024, 9, 30), "period") == "2024-01-01/2024-09-30"
    assert iso(None, day, "day") == ""


@pytest.mark.parametrize("text", ["", "2024-13", "2024-02-30", "去年", "2024/13"])
def test_interval_refuses_what_is_no_iso_date(text: str) -> None:
    assert interval(text) is None


@given(st.dates(min_value=date(1950, 1, 1), max_value=date(2090, 12, 31)))
def test_written_out_dates_are_read_as_they_stand(day: date) -> None:
    (span,) = find_times(f"{day.year}年{day.month}月{day.day}日", "2024-12-26")
    assert span.first == span.last == day
    assert interval(span.iso) == (day, day)


@given(
    st.text(alphabet="今去前年月日季度一二三四至到-底末初以来0123456789(同", max_size=24),
    st.sampled_from(["2024-12-26", "2024", ""]),
)
def test_no_text_breaks_it(text: str, reference: str) -> None:
    for span in find_times(text, reference):
        assert text[span.start : span.end] == span.text
        assert span.first is None or span.last is None or span.first <= span.last
