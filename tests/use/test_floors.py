"""Quality floors: read, kept, broken."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.errors import InputError
from kg.use.evaluate import Evaluation
from kg.use.floors import Floor, breaches, read_floors
from kg.use.tally import Tally

EVALUATION = Evaluation({"fact stage": Tally(3, [("d", "x")], []), "fact produces": Tally()})


def write(folder: Path, text: str) -> Path:
    file = folder / "floors.yaml"
    file.write_text(text, encoding="utf-8")
    return file


def test_plain_and_in_a_section(tmp_path: Path) -> None:
    plain = "# why\nfact stage: 0.7\nfact stage precision: 1.0  # all of them\n"
    expected = (Floor("fact stage", "f1", 0.7), Floor("fact stage", "precision", 1.0))
    assert read_floors(write(tmp_path, plain)) == expected
    sections = "gold:\n  fact stage: 0.7\n  fact stage precision: 1.0\nseeds:\n  articles: 12\n"
    assert read_floors(write(tmp_path, sections)) == expected


def test_the_projects_own_floors_can_be_read() -> None:
    floors = read_floors(Path(__file__).parents[1] / "quality" / "floors.yaml")
    assert {floor.kind for floor in floors} >= {"CORE entities", "CORE facts", "CORE observations", "page date"}


@pytest.mark.parametrize("line", ["fact stage 0.7", "fact stage: high", "fact stage: 7", "fact: stage: 0.7"])
def test_a_line_that_is_no_floor(tmp_path: Path, line: str) -> None:
    with pytest.raises(InputError, match="第 2 行"):
        read_floors(write(tmp_path, f"fact stage: 0.7\n{line}\n"))


def test_missing_file(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="读不了"):
        read_floors(tmp_path / "none.yaml")


def test_breaches() -> None:
    kept = (Floor("fact stage", "recall", 0.75), Floor("fact stage", "precision", 1.0))
    assert breaches(EVALUATION, kept) == ()
    broken = (
        Floor("fact stage", "recall", 0.76),
        Floor("fact produces", "f1", 0.1),
        Floor("fact produces", "recall", 0.1),
    )
    assert [(breach.floor.kind, breach.reached) for breach in breaches(EVALUATION, broken)] == [
        ("fact stage", 0.75),
        ("fact produces", 0.0),
        ("fact produces", 0.0),
    ]
    with pytest.raises(InputError, match="“fact rumour”不在评测结果里"):
        breaches(EVALUATION, (Floor("fact rumour", "f1", 0.5),))
