"""The accuracy that may not be lost: F1 on the shared pages, and where there are none, what the seeds yield."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest
import yaml

from kg.graph.store import Graph
from kg.use.evaluate import Evaluation, evaluate
from kg.use.floors import Floor, breaches, read_floors
from kg.use.stats import stats

FILE = Path(__file__).with_name("floors.yaml")
FLOORS = yaml.safe_load(FILE.read_text(encoding="utf-8"))
SEEDS = FLOORS["seeds"]
#: Folders beside this file with pages of our own writing, and their gold.
OWN = ("written", "fresh", "held_out", "varied", "varied_held_out")


@cache
def evaluated(graph: Path, gold: Path) -> Evaluation:
    """The evaluation of a graph, done once."""
    with Graph.open(graph) as opened:
        return evaluate(opened, gold)


@pytest.mark.parametrize("floor", read_floors(FILE), ids=lambda floor: f"{floor.kind} {floor.figure}")
def test_no_figure_is_below_its_floor(floor: Floor, pages_graph: Path, shared: Path) -> None:
    evaluation = evaluated(pages_graph, shared / "gold")
    tally = evaluation.all()[floor.kind]
    errors = [f"missed {d}: {what}" for d, what in tally.missed[:10]] + [f"false {d}: {w}" for d, w in tally.false[:10]]
    assert tally.gold > 0
    assert not breaches(evaluation, (floor,)), "\n".join([f"{floor.kind}: F1 is {tally.f1:.3f}", *errors])


@pytest.fixture(scope="session")
def own_graphs(build_graph: Callable[..., Path]) -> dict[str, Path]:
    """A graph for each folder of our own pages."""
    return {name: build_graph(FILE.parent / name / "pages", name=f"{name}.kg") for name in OWN}


@pytest.mark.parametrize(("folder", "kind"), [(name, kind) for name in OWN for kind in FLOORS[name]])
def test_no_figure_of_our_own_pages_is_below_its_floor(folder: str, kind: str, own_graphs: dict[str, Path]) -> None:
    tally = evaluated(own_graphs[folder], FILE.parent / folder / "gold").all()[kind]
    assert tally.gold > 0
    assert tally.f1 >= FLOORS[folder][kind], f"{folder}, {kind}: F1 is {tally.f1:.3f}"


def test_a_floor_that_is_not_reached_is_a_breach(pages_graph: Path, shared: Path) -> None:
    assert breaches(evaluated(pages_graph, shared / "gold"), (Floor("CORE entities", "f1", 1.001),))


def test_the_seeds_yield_what_they_did(seeds_graph: Path) -> None:
    with Graph.open(seeds_graph) as graph:
        found = stats(graph)
    counts = {
        "sources": found.sources,
        "articles": found.articles,
        "entities": sum(n for _, n in found.entities),
        "facts": sum(n for _, n in found.facts),
    }
    assert {name: counts[name] for name, floor in SEEDS.items() if counts[name] < floor} == {}


def test_the_order_of_files_makes_no_difference(
    build_graph: Callable[..., Path], seeds_graph: Path, seeds: Path
) -> None:
    """Built one file at a time from the last to the first, the graph is the same to the byte."""
    backwards = build_graph(*sorted(seeds.glob("*.txt"), reverse=True), name="backwards.kg")
    with Graph.open(seeds_graph) as one, Graph.open(backwards) as other:
        for format_ in ("nquads", "turtle"):
            assert one.dump(format_) == other.dump(format_)
