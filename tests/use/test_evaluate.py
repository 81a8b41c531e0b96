"""Evaluation against gold: what counts as a hit, and agreement with the shared scorer on the same graph."""

from __future__ import annotations

import importlib.util
import json
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

from kg.errors import InputError
from kg.graph.store import Graph
from kg.use.evaluate import evaluate
from kg.use.gold import read
from kg.use.tally import Tally, pair, total

CASES = Path(__file__).parent / "gold"


@pytest.fixture(scope="module")
def graph(collection: Path) -> Iterator[Graph]:
    with Graph.open(collection) as opened:
        yield opened


def test_the_collection_against_its_gold(graph: Graph) -> None:
    """The gold of a.txt is written so that each rule of counting shows in a figure."""
    found = evaluate(graph, CASES).all()
    figures = {name: (tally.gold, tally.found, tally.hits) for name, tally in found.items()}
    expected = json.loads((CASES / "expected.json").read_text(encoding="utf-8"))
    assert figures == {name: tuple(counts) for name, counts in expected.items()}


def test_errors_are_named(graph: Graph) -> None:
    tallies = evaluate(graph, CASES).tallies
    assert tallies["entity Company"].missed == [("a", "南山公司")]
    assert tallies["fact located_in"].false == [("a", "云溪星河科技有限公司 -> 东江区")]
    assert tallies["observation core modality"].missed == [("a", "东江 生产总值 6.5: modality estimate")]


def test_pairs_are_one_to_one_and_optional_gold_comes_last() -> None:
    tally = Tally()
    golds = [("x", True), ("x", False), ("y", True), ("z", False)]
    pair(tally, "d", golds, ["x", "x", "x", "q"], same=lambda gold, row: gold[0] == row, optional=lambda gold: gold[1],
         name_gold=lambda gold: gold[0], name_found=str)  # fmt: skip
    assert (tally.hits, tally.missed, tally.false) == (1, [("d", "z")], [("d", "x"), ("d", "q")])
    assert (tally.precision, tally.recall, tally.f1) == (1 / 3, 1 / 2, 0.4)


def test_figures_of_nothing() -> None:
    empty = total([])
    assert (empty.precision, empty.recall, empty.f1) == (None, None, 0.0)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{", "第 1 行不合格式"),
        ('{"kind": "rumour"}', "第 1 行不合格式"),
        ('{"kind": "entity", "name": "甲"}', "恰有一行 document"),
    ],
)
def test_what_is_no_gold(tmp_path: Path, text: str, said: str) -> None:
    (tmp_path / "a.jsonl").write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=said):
        read(tmp_path)


def test_where_there_is_no_gold(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="没有标注文件（"):
        read(tmp_path)
    with pytest.raises(InputError, match="没有标注文件夹"):
        read(tmp_path / "none")


def scorer(shared: Path) -> ModuleType:
    """The shared scorer as a module."""
    spec = importlib.util.spec_from_file_location("shared_score", shared / "eval" / "score.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_agrees_with_the_shared_scorer(shared: Path, pages_graph: Path, tmp_path: Path) -> None:
    """On the same export every count is the same, kind by kind.

    Where two things of a page bear the name of a gold entity, that scorer takes the one the store happens to give
    first, and ours the one of the class in question: it may then count one false alarm more.
    """
    export = tmp_path / "pages.nq"
    with Graph.open(pages_graph) as graph:
        export.write_bytes(graph.dump("nquads"))
        ours = evaluate(graph, shared / "gold").tallies
    theirs = scorer(shared).score(shared / "gold", export)
    for key, tally in theirs.items():
        mine = ours.get(" ".join(key), Tally())
        assert (mine.gold, mine.hits) == (tally.tp + tally.fn, tally.tp), key
        assert tally.tp + tally.fp - mine.found in ((0, 1) if key[0] == "entity" else (0,)), key
