"""One-to-one folding of width and of look-alikes."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from kg.language.fold import fold


def test_what_is_folded_and_what_stays() -> None:
    assert fold("ＧＤＰ　８．１％（上年：２）。、“”《》") == "GDP 8.1%(上年:2)。、“”《》"


def test_radicals_of_pdf_text_layers_become_characters() -> None:
    assert fold("清河⽇报⼆〇⼆四年,县⻓⻢⻰到⻝品⾯粉⼚") == "清河日报二〇二四年,县长马龙到食品面粉厂"
    assert fold("\uf97c\ufa0c") == "良兀", "compatibility ideographs"
    assert fold("亻扌氵") == "亻扌氵", "what is no character of its own stays"


@given(st.text(st.one_of(st.characters(), st.sampled_from("".join(map(chr, range(0x2E80, 0x2FE0)))))))
def test_length_stays_and_twice_is_once(text: str) -> None:
    assert len(fold(text)) == len(text)
    assert fold(fold(text)) == fold(text)
