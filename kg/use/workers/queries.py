"""The job that carries out a guest's SPARQL."""

from __future__ import annotations

from kg.graph import results
from kg.graph.store import Graph
from kg.use.workers.jobs import Arguments, Outcome


def query(graph: Graph, arguments: Arguments) -> Outcome:
    """The answer to ``sparql``: the fields of ``results.Wanted``, and ``default`` and ``named`` of a dataset if any."""
    dataset = None
    if arguments.get("default") or arguments.get("named"):
        dataset = results.Dataset(tuple(arguments["default"]), tuple(arguments["named"]))
    wanted = results.Wanted(
        arguments["rows_as"], arguments["triples_as"], arguments.get("rows", 0), arguments.get("link", ""),
        arguments.get("ordered", False),
    )  # fmt: skip
    written = results.answer(graph, arguments["sparql"], wanted, dataset)
    return Outcome(written.data, written.format, written.cut)
