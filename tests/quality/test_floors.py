"""The accuracy that may not be lost: F1 on the shared pages, and where there are none, what the seeds yield."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest
import yaml

from kg.graph.store import Graph
from kg.use.evaluate import evaluate
from kg.use.stats import stats
from kg.use.tally import Tally

FLOORS = yaml.safe_load(Path(__file__).with_name("floors.yaml").read_text(encoding="utf-8"))
ROUNDING = 5e-4  # a floor is written with two or three digits


@cache
def scores(graph: Path, gold: Path) -> dict[str, Tally]:
    """Every tally of the evaluation by name."""
    with Graph.open(graph) as opened:
        return evaluate(opened, gold).all()


@pytest.mark.parametrize("name", FLOORS["gold"])
def test_f1_is_not_below_its_floor(name: str, pages_graph: Path, shared: Path) -> None:
    tally = scores(pages_graph, shared / "gold")[name]
    floor = FLOORS["gold"][name]
    worst = [f"missed {d}: {what}" for d, what in tally.missed[:10]] + [f"false {d}: {w}" for d, w in tally.false[:10]]
    assert tally.gold > 0
    assert tally.f1 >= floor - ROUNDING, "\n".join([f"{name}: F1 {tally.f1:.3f} below {floor}", *worst])


def test_the_seeds_yield_what_they_did(seeds_graph: Path) -> None:
    with Graph.open(seeds_graph) as graph:
        found = stats(graph)
    counts = {
        "sources": found.sources,
        "articles": found.articles,
        "entities": sum(n for _, n in found.entities),
        "facts": sum(n for _, n in found.facts),
    }
    assert {name: counts[name] for name, floor in FLOORS["seeds"].items() if counts[name] < floor} == {}


def test_the_order_of_files_makes_no_difference(
    build_graph: Callable[..., Path], seeds_graph: Path, seeds: Path
) -> None:
    """Built one file at a time from the last to the first, the graph is the same to the byte."""
    backwards = build_graph(*sorted(seeds.glob("*.txt"), reverse=True), name="backwards.kg")
    with Graph.open(seeds_graph) as one, Graph.open(backwards) as other:
        for format_ in ("nquads", "turtle"):
            assert one.dump(format_) == other.dump(format_)
