"""What the overview shows: officials still in their posts, newest reports first."""

from __future__ import annotations

from pathlib import Path

from kg.graph.store import Graph
from kg.use.front import Holder, _present, newest_articles, staff


def holder(name: str, as_of: str) -> Holder:
    return Holder("区长", f"urn:{name}", name, as_of, f"urn:{name}/{as_of}")


def test_who_left_is_not_present_and_who_came_back_is() -> None:
    told = [
        (holder("甲", "2020"), False), (holder("甲", "2021-05"), True),
        (holder("乙", "2019"), True), (holder("乙", "2022-01-03"), False), (holder("丙", "2018"), False),
    ]  # fmt: skip
    assert [(one.name, one.as_of) for one in _present(told)] == [("丙", "2018"), ("乙", "2022-01-03")]


def test_of_one_day_leaving_counts() -> None:
    assert _present([(holder("甲", "2020"), True), (holder("甲", "2020"), False)]) == []


def test_staff_of_the_collection(collection: Path) -> None:
    with Graph.open(collection) as graph:
        found = {one.label: one for one in staff(graph)}
        newest = newest_articles(graph, 2)
    east = found["东江区"]
    assert ("区长", "周明") in {(one.post, one.name) for one in east.holders}
    assert east.newest == max(one.as_of for one in east.holders)
    assert len(newest) == 2
    assert newest[0].date >= newest[1].date
