"""Timelines and small networks as figures."""

from __future__ import annotations

import pytest

from kg.use.drawings import MOST_ROWS, _day, stars, timeline
from kg.use.facts import End, Fact
from kg.use.neighbours import Surroundings, Tie
from kg.use.search import Named


def tenure(post: str, when: str, body: str = "东江区", person: str = "周明") -> Fact:
    ends = (End("official", f"urn:{person}", person), End("of", f"urn:{body}", body), End("post", f"urn:{post}", post))
    return Fact(f"urn:{post}/{when}", "任职", f"{person}：{body}{post}", when, (), ends)


@pytest.mark.parametrize(
    ("earlier", "later"),
    [("2020", "2021"), ("2020-03", "2020-04"), ("2020-03-01", "2020-03-31"), ("2020-12-31", "2021-01-01")],
)
def test_days_lie_in_order(earlier: str, later: str) -> None:
    assert _day(earlier) < _day(later)


def test_a_row_for_each_post_a_dot_for_each_day() -> None:
    drawn = timeline([tenure("区长", "2020-10"), tenure("区长", "2022"), tenure("区委书记", "2024-01-29")], "urn:周明")
    assert drawn is not None
    assert [(row.label, len(row.dots)) for row in drawn.rows] == [("东江区 区长", 2), ("东江区 区委书记", 1)]
    assert drawn.rows[0].iri == "urn:东江区"
    assert drawn.rows[0].dots[0].x < drawn.rows[0].dots[1].x < drawn.rows[1].dots[0].x
    assert all(drawn.left <= dot.x <= drawn.width for row in drawn.rows for dot in row.dots)
    assert next(year for _, year in drawn.ticks) == "2020"


def test_of_a_place_the_holders_are_named() -> None:
    drawn = timeline([tenure("区长", "2020")], "urn:东江区")
    assert drawn is not None
    assert drawn.rows[0].label == "区长 周明"


def test_without_days_there_is_no_timeline_and_too_many_rows_are_told() -> None:
    assert timeline([tenure("区长", "")], "urn:周明") is None
    drawn = timeline([tenure(f"职务{number}", "2020") for number in range(MOST_ROWS + 3)], "urn:周明")
    assert drawn is not None
    assert (len(drawn.rows), drawn.hidden) == (MOST_ROWS, 3)


def test_neighbours_lie_apart_inside_the_box() -> None:
    others = [Named(f"urn:{n}", "Company", f"企业{n}", 1) for n in range(9)]
    around = Surroundings((), 9, tuple(others), tuple(Tie(f"urn:{n}", "urn:x", "locatedIn", "位于") for n in range(9)))
    found = stars(around, "urn:x", 460, 340)
    assert len({(one.x, one.y) for one in found}) == 9
    assert all(0 < one.x < 460 and 0 < one.y < 340 and one.ties == "位于" for one in found)
