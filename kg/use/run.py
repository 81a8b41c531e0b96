"""A query and its parameters, answered: as a table, as triples, or as the text of a standard format."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from kg.errors import QueryError
from kg.graph.answers import Solutions, Triples
from kg.graph.store import FORMATS, RESULT_FORMATS, Graph
from kg.use.parameters import Terms
from kg.use.queries import Query, bind, values
from kg.use.tables import Table, csv_text, table


def answer(graph: Graph, query: Query, given: Mapping[str, str] | None = None) -> Table | Triples | bool:
    """The answer of the graph: a Table for SELECT, Triples for CONSTRUCT and DESCRIBE, a bool for ASK.

    Raises QueryError for an unknown or missing parameter, a value of the wrong type and invalid SPARQL.
    """
    found = graph.query(_text(graph, query, given))
    return table(found, query, graph) if isinstance(found, Solutions) else found


def answer_text(graph: Graph, query: Query, given: Mapping[str, str] | None, format_: str) -> bytes:
    """The answer in ``csv``, ``tsv``, ``json`` or ``xml`` (SELECT, ASK) or ``turtle``, ``ntriples`` … (CONSTRUCT).

    Raises QueryError as ``answer`` does, and for a format that the kind of query does not have.
    """
    text = _text(graph, query, given)
    if format_ != "csv":
        return graph.query_text(text, format_)
    found = graph.query(text)
    if isinstance(found, Triples):
        raise QueryError(f"CONSTRUCT 的结果不能写成 csv，可用 {'、'.join(triple_formats())}。")
    if isinstance(found, Solutions):
        return csv_text(found).encode()
    return b"true\r\n" if found else b"false\r\n"


def triple_formats() -> tuple[str, ...]:
    """Formats for the triples of CONSTRUCT and DESCRIBE."""
    return tuple(name for name, (_, keeps_graphs) in FORMATS.items() if not keeps_graphs)


def table_formats() -> tuple[str, ...]:
    """Formats for the rows of SELECT."""
    return tuple(RESULT_FORMATS)


def answer_at(path: Path, query: Query, given: Mapping[str, str], format_: str) -> Table | bool | bytes:
    """The answer of the graph in a folder, opened for this alone: ``answer`` for ``table``, else ``answer_text``.

    Triples have no table; asked for one, they are given as Turtle.
    """
    with Graph.open(path) as graph:
        if format_ != "table":
            return answer_text(graph, query, given, format_)
        found = answer(graph, query, given)
        return answer_text(graph, query, given, "turtle") if isinstance(found, Triples) else found


def _text(graph: Graph, query: Query, given: Mapping[str, str] | None) -> str:
    return bind(query, values(query, given or {}, Terms(graph)))
