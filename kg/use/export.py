"""The graph in other people's formats: RDF by the store, GraphML and GEXF by way of the network of entities."""

from __future__ import annotations

import tempfile
from pathlib import Path

from kg.errors import GraphError
from kg.graph.store import FORMATS as RDF_FORMATS
from kg.graph.store import Graph

NETWORK_FORMATS = ("graphml", "gexf")
FORMATS = (*RDF_FORMATS, *NETWORK_FORMATS)


def export(graph: Graph, format_: str) -> bytes:
    """The whole graph in one of ``FORMATS``; equal graphs give equal bytes. Raises GraphError for another format."""
    if format_ not in FORMATS:
        raise GraphError(f"没有导出格式 {format_}，可用 {'、'.join(FORMATS)}。")
    if format_ in RDF_FORMATS:
        return graph.dump(format_)
    from kg.use import network

    found = network.load_network(graph)
    writer = network.write_graphml if format_ == "graphml" else network.write_gexf
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"graph.{format_}"
        writer(found, path)
        return path.read_bytes()
