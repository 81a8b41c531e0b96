"""Whose area or firm a speaker's numbers are about, as told by the posts of the people of a page."""

from __future__ import annotations

import pytest

from kg.facts.found import Context, Found
from kg.facts.observe_speakers import offices

CONTEXT = Context(home="District:甲县", city="District:乙市", date="2024-12-26", newspaper="")


def _tenure(of: str, person: str, post: str, status: str = "InOffice") -> Found:
    return Found("tenure", (("of", of), ("official", person)), (("post", post), ("status", status)), 0, 4, "test")


@pytest.mark.parametrize(
    ("words", "tenures", "serves"),
    [
        ("县委书记", [_tenure("District:丙县", "Official:李", "县委书记")], {"Official:李": "District:丙县"}),
        ("市发改委", [_tenure("Organization:乙市发改委", "Official:李", "主任")], {"Official:李": "District:乙市"}),
        ("县住建局", [_tenure("Organization:县住建局", "Official:李", "局长")], {"Official:李": "District:甲县"}),
        ("省财政厅", [_tenure("Organization:省财政厅", "Official:李", "厅长")], {}),
        ("县委书记", [_tenure("District:丙县", "Official:李", "县委书记", "Left")], {}),
        ("丙县丁县", [_tenure(f"District:{d}县", "Official:李", "县长") for d in "丙丁"], {}),
        (
            "县人大代",
            [_tenure("District:丙县", "Person:王", "县人大代表"), _tenure("Company:青山公司", "Person:王", "董事长")],
            {"Person:王": "Company:青山公司"},
        ),
    ],
)
def test_offices(words: str, tenures: list[Found], serves: dict[str, str]) -> None:
    assert offices(tenures, words, CONTEXT) == serves
