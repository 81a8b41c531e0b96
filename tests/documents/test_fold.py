"""One-to-one width folding."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from kg.language.fold import fold


def test_what_is_folded_and_what_stays() -> None:
    assert fold("ＧＤＰ　８．１％（上年：２）。、“”《》") == "GDP 8.1%(上年:2)。、“”《》"


@given(st.text())
def test_length_stays_and_twice_is_once(text: str) -> None:
    assert len(fold(text)) == len(text)
    assert fold(fold(text)) == fold(text)
