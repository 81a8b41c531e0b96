"""From the source to the body of an article, and the body in pieces."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.use.articles import BodyMap, Naming, marks

#: A body of three stretches: five characters from 100 on, three from 106 on, four moved there from 20 on.
MAP = BodyMap("100+5 106+3 20+4")


@pytest.mark.parametrize(
    ("start", "end", "spans"),
    [
        (100, 105, ((0, 5),)),
        (101, 103, ((1, 3),)),
        (103, 108, ((3, 7),)),  # over a line break that the body does not have
        (106, 109, ((5, 8),)),
        (20, 24, ((8, 12),)),
        (22, 101, ((0, 1), (10, 12))),  # a moved stretch is elsewhere in the body
        (105, 106, ()),  # the line break itself
        (0, 20, ()),
        (109, 200, ()),
    ],
)
def test_spans(start: int, end: int, spans: tuple[tuple[int, int], ...]) -> None:
    assert tuple(sorted(MAP.spans(start, end))) == spans


def test_no_body() -> None:
    assert BodyMap("").spans(0, 100) == ()


@given(st.lists(st.tuples(st.integers(0, 30), st.integers(1, 8)), max_size=12))
def test_marks_are_the_whole_body_once(spans: list[tuple[int, int]]) -> None:
    named = [Naming(f"urn:{i}", "Company", str(i), ((start, start + size),)) for i, (start, size) in enumerate(spans)]
    found = list(marks(named, 40))
    assert [piece[0] for piece in found] == [0, *(piece[1] for piece in found[:-1])]
    assert found[-1][1] == 40
    assert all(start < end for start, end, _ in found)
    for start, end, one in found:
        assert one is None or (start, end) in one.spans


def test_of_names_that_overlap_the_first_then_the_longest_counts() -> None:
    long, inner = Naming("urn:a", "Event", "芦淞区两会", ((2, 7),)), Naming("urn:b", "District", "芦淞区", ((2, 5),))
    after = Naming("urn:c", "Place", "会场", ((6, 8),))
    assert [(a, b, one and one.iri) for a, b, one in marks([inner, long, after], 10)] == [
        (0, 2, None), (2, 7, "urn:a"), (7, 10, None)]  # fmt: skip
