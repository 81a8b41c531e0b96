"""A build holds the outlines of its pages, and one page whole at a time, however many there are."""

from __future__ import annotations

import gc
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from kg import pipeline
from kg.facts import extract
from kg.graph import engine
from kg.graph.builder import GraphBuilder
from kg.records import Extraction, Outline
from kg.scale import stating

LINE = "清河日报 2024年6月{0}日\n清河县启动夏粮收购\n本报讯 6月{0}日,清河县启动夏粮收购,县长周明到场,收购{0}万吨。\n"


@pytest.fixture
def pages(tmp_path: Path) -> Path:
    folder = tmp_path / "pages"
    folder.mkdir()
    for day in range(1, 6):
        (folder / f"{day}.txt").write_text(LINE.format(day), encoding="utf-8")
    return folder


def whole_pages() -> int:
    return sum(type(one) is Extraction for one in gc.get_objects())


def test_no_two_pages_are_held_whole(pages: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    held: list[int] = []

    def counted(function: Callable[..., Any]) -> Callable[..., Any]:
        def run(*arguments: Any) -> Any:
            held.append(whole_pages())
            return function(*arguments)

        return run

    monkeypatch.setattr(extract, "extract", counted(extract.extract))
    monkeypatch.setattr(GraphBuilder, "read", counted(GraphBuilder.read))
    own = tmp_path / "own.tsv"
    own.write_text("非实体\t3.txt#周明\n", encoding="utf-8")
    before = whole_pages()
    report = pipeline.build([pages], tmp_path / "a.kg", jobs=1, judgements=own)
    assert len(report.read) == 5
    assert held == [before] * 10, "each page is found, and read again, when the one before it is forgotten"


def test_quads_are_loaded_in_pieces_that_make_the_same_graph(
    pages: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    loads: list[list[int]] = []
    load = engine.load_file

    def noted(store: Any, path: Path, measured: list[engine.Measured], contents: engine.Contents) -> None:
        loads.append([number for _, number, _ in measured])
        load(store, path, measured, contents)

    pipeline.build([pages], tmp_path / "a.kg", jobs=1)
    monkeypatch.setattr(engine, "load_file", noted)
    monkeypatch.setattr(engine, "AT_ONCE", 100)
    pipeline.build([pages], tmp_path / "b.kg", jobs=1)
    assert (tmp_path / "a.kg" / "manifest.json").read_bytes() == (tmp_path / "b.kg" / "manifest.json").read_bytes()
    assert len(loads) > 3
    assert all(sum(sizes[:-1]) < 100 for sizes in loads), "a piece ends with the page that fills it"


def test_groups_of_pages_are_bounded_and_complete() -> None:
    pages = [Outline(str(n), "", (), (), facts) for n, facts in enumerate((3000, 3000, 3000, 9000, 1))]
    assert [[page.facts for page in group] for group in stating.groups(pages, 1)] == [
        [3000],
        [3000],
        [3000],
        [9000],
        [1],
    ]
    pages = [Outline(str(n), "", (), (), 1000) for n in range(1000)]
    found = list(stating.groups(pages, 2))
    assert [page for group in found for page in group] == pages
    assert {sum(page.facts for page in group) for group in found[:-1]} == {stating.MOST}
