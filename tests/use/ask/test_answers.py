"""Questions and their answers: what a careful reader would say, case by case, and what must be refused.

A case file maps a question to what is expected of its reply:

    phrasing  which phrasing understands it           rows      column -> exactly these values, each once
    text      what the sentence says (parts of it)    some      column -> at least these values
    quote     words of one of the quotes              status    answered unless said otherwise
    note      words of one of the notes               parts     a case for each of the questions asked at once
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from kg.graph.store import Graph
from kg.use.ask import phrasings
from kg.use.ask.asking import Asker
from kg.use.ask.records import ANSWERED, NOT_UNDERSTOOD, OUTSIDE, UNKNOWN_NAME, Reply

HERE = Path(__file__).parent
ROOT = HERE.parents[2]


def cases(name: str) -> dict[str, Any]:
    """The cases of one file: question -> what is expected."""
    found: dict[str, Any] = yaml.safe_load((HERE / name).read_text(encoding="utf-8"))
    return found


PAGES, COLLECTION, REFUSED = cases("pages.yaml"), cases("collection.yaml"), cases("refused.yaml")
WRITTEN = cases("written.yaml")
#: The written pages that those questions are about.
OF_WRITTEN = tuple(f"{name}.txt" for name in ("A1", "A3", "B1", "B2", "C2", "D2", "E1", "E3", "F5"))


@pytest.fixture(scope="module")
def of_pages(pages_graph: Path) -> Iterator[Asker]:
    with Graph.open(pages_graph) as graph:
        yield Asker(graph)


@pytest.fixture(scope="module")
def of_written(build_graph: Callable[..., Path]) -> Iterator[Asker]:
    folder = ROOT / "tests" / "quality" / "written" / "pages"
    with Graph.open(build_graph(*(folder / name for name in OF_WRITTEN), name="written.kg")) as graph:
        yield Asker(graph)


@pytest.fixture(scope="module")
def of_collection(collection: Path) -> Iterator[Asker]:
    with Graph.open(collection) as graph:
        yield Asker(graph)


def values(reply: Reply, column: str) -> list[str]:
    """What a column shows, each value once, in order."""
    at = reply.table.variables.index(column)
    return list(dict.fromkeys(row[at] for row in reply.table.texts()))


def meets(reply: Reply, expected: dict[str, Any]) -> None:
    """Assert that a reply is what a case expects."""
    assert reply.status == expected.get("status", ANSWERED), reply.text
    assert reply.phrasing == expected.get("phrasing", ""), reply.text
    assert len(reply.parts) == len(expected.get("parts", ())), reply.text
    for part, wanted in zip(reply.parts, expected.get("parts", ()), strict=True):
        meets(part, {"status": part.status, **wanted})
    for column, wanted in expected.get("rows", {}).items():
        assert sorted(values(reply, column)) == sorted(map(str, wanted))
    for column, wanted in expected.get("order", {}).items():
        assert values(reply, column) == wanted
    for column, wanted in expected.get("some", {}).items():
        assert set(map(str, wanted)) <= set(values(reply, column))
    for part in expected.get("text", []):
        assert part in reply.text
    if "quote" in expected:
        assert any(expected["quote"] in quote.text for quote in reply.quotes)
    if "note" in expected:
        assert any(expected["note"] in note for note in reply.notes)


@pytest.mark.parametrize("question", PAGES)
def test_pages(question: str, of_pages: Asker) -> None:
    meets(of_pages.ask(question), PAGES[question])


@pytest.mark.parametrize("question", WRITTEN)
def test_written(question: str, of_written: Asker) -> None:
    meets(of_written.ask(question), WRITTEN[question])


@pytest.mark.parametrize("question", COLLECTION)
def test_collection(question: str, of_collection: Asker) -> None:
    meets(of_collection.ask(question), COLLECTION[question])


def test_the_cases_cover_the_phrasings() -> None:
    known = {phrasing.name for phrasing in phrasings.load()}
    asked = {case["phrasing"] for case in PAGES.values() if "phrasing" in case}
    assert asked <= known
    assert len(asked) >= 60
    assert known == asked | {case.get("phrasing") for case in COLLECTION.values()} - {None}, (
        "every phrasing is asked somewhere"
    )


@pytest.mark.parametrize("question", REFUSED)
def test_refused(question: str, of_collection: Asker) -> None:
    """Refused as the case says, and nothing said besides: no rows, no quotes, no query."""
    reply = of_collection.ask(question)
    expected = REFUSED[question] or {}
    assert reply.status == expected.get("status", NOT_UNDERSTOOD), reply.text
    assert not reply.is_answer
    assert (len(reply.table), reply.quotes, reply.sparql) == (0, (), "")
    for part in expected.get("text", []):
        assert part in reply.text


def test_enough_is_refused() -> None:
    statuses = [(case or {}).get("status", NOT_UNDERSTOOD) for case in REFUSED.values()]
    assert len(statuses) >= 20
    assert {*statuses} == {OUTSIDE, UNKNOWN_NAME, NOT_UNDERSTOOD}


def test_what_is_suggested_can_be_answered(of_collection: Asker) -> None:
    suggested = {text for question in REFUSED for text in of_collection.ask(question).suggestions}
    assert len(suggested) > 5
    assert {of_collection.ask(text).status for text in suggested} == {ANSWERED}
