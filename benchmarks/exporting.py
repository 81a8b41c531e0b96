"""Exports of the whole graph, sorted, against the store's own dumps, which are not.

The peer of Turtle is the dump of the union as Turtle, that of N-Quads the dumps of all named graphs.
"""

from __future__ import annotations

import time
from collections.abc import Iterator

import pyoxigraph as ox

from benchmarks.asking import graph_of
from benchmarks.side import WORKED, Row, Setting, interleaved
from kg.graph.store import Graph


def rows(setting: Setting) -> Iterator[Row]:
    """One row a format and size."""
    for size in setting.triples:
        with Graph.open(graph_of(setting, size)) as graph:
            default, names = ox.DefaultGraph(), list(graph.engine.named_graphs())
            ways = {
                "turtle": lambda graph=graph: graph.dump("turtle"),
                "turtle, store": lambda graph=graph, default=default: graph.engine.dump(
                    format=ox.RdfFormat.TURTLE, from_graph=default, prefixes=graph.prefixes
                ),
                "nquads": lambda graph=graph: graph.dump("nquads"),
                "nquads, store": lambda graph=graph, names=names: [
                    graph.engine.dump(format=ox.RdfFormat.N_TRIPLES, from_graph=name) for name in names
                ],
            }
            times = interleaved(ways, setting.rounds, time.process_time)
            for format_ in ("turtle", "nquads"):
                case = f"{format_}, {len(graph):,} quads"
                yield Row("export", case, times[format_], times[f"{format_}, store"], "store's dump", WORKED, "<= 2")
