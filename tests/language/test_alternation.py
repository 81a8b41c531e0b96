"""A pattern of many words finds what the plain list of them would, longest first."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from kg.language.alternation import one_of

_WORDS = st.lists(st.text("县市区 镇-]^.\\", min_size=1, max_size=4), min_size=1, max_size=24)


@given(_WORDS, st.text("县市区 镇-]^.\\乡", max_size=40))
def test_it_finds_what_a_plain_list_finds(words: list[str], text: str) -> None:
    plain = "|".join(map(re.escape, sorted(set(words), key=len, reverse=True)))
    for before, behind in (("", ""), ("市", "区")):
        found = [match.span() for match in re.finditer(f"{before}{one_of(words)}{behind}", text)]
        assert found == [match.span() for match in re.finditer(f"{before}(?:{plain})(?:{behind})", text)]


def test_a_shorter_word_fits_where_the_longer_one_cannot() -> None:
    assert re.fullmatch(one_of(["示范", "示范县"]) + "县城", "示范县城")


def test_no_words_are_nothing() -> None:
    assert re.fullmatch(one_of([]), "")
    assert re.fullmatch(one_of(["", "县"]), "")


def test_blanks_and_signs_mean_themselves_in_verbose_patterns_too() -> None:
    words = ["a b", "[c]", "d-e", "f#", "^g", "h|i"]
    assert re.findall(one_of(words), "".join(words), re.VERBOSE) == words
