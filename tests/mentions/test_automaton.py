from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.mentions.automaton import Automaton

LETTERS = "区县市𠮷a"  # one character outside the basic plane: offsets are code points, not UTF-16 units


def test_find_gives_every_occurrence_with_its_payload() -> None:
    automaton = Automaton({"株洲": 1, "株洲市": 2, "市": 3})
    assert list(automaton.find("𠮷株洲市")) == [(1, 3, "株洲", 1), (1, 4, "株洲市", 2), (3, 4, "市", 3)]


def test_longest_takes_the_leftmost_then_the_longest() -> None:
    automaton = Automaton({"青岛": 1, "青岛市": 2, "市北区": 3, "青岛市北区": 4})
    assert [h[2] for h in automaton.longest("青岛市北区、青岛市、市北区")] == ["青岛市北区", "青岛市", "市北区"]
    assert [h[2] for h in Automaton({"青岛市": 1, "市北区": 2}).longest("青岛市北区")] == ["青岛市"]


def test_empty_automaton_finds_nothing_and_empty_word_is_refused() -> None:
    assert list(Automaton[int]({}).longest("株洲市")) == []
    with pytest.raises(ValueError, match="empty word"):
        Automaton({"": 1})


def test_membership_and_size() -> None:
    automaton = Automaton({"株洲": 1})
    assert "株洲" in automaton
    assert "株" not in automaton
    assert 1 not in automaton
    assert len(automaton) == 1


@given(st.sets(st.text(LETTERS, min_size=1, max_size=3), max_size=8), st.text(LETTERS, max_size=30))
def test_agrees_with_a_plain_search(words: set[str], text: str) -> None:
    automaton = Automaton({w: w for w in words})
    expected = {(i, i + len(w), w, w) for w in words for i in range(len(text)) if text.startswith(w, i)}
    found = list(automaton.find(text))
    assert set(found) == expected
    assert len(found) == len(expected)
    reach = 0
    for start, end, word, _ in automaton.longest(text):
        between = [hit for hit in expected if reach <= hit[0] < start]
        assert not between, "something to the left was passed over"
        assert len(word) == max(hit[1] - hit[0] for hit in expected if hit[0] == start)
        reach = end
