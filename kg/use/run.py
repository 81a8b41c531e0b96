"""A query and its parameters, answered: as a table, as triples, or as the text of a standard format."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from kg.errors import QueryError
from kg.graph.answers import Solutions, Triples, from_json
from kg.graph.remote import TRIPLES, RemoteGraph, is_remote
from kg.graph.results import FormatError, convert, convert_rows
from kg.graph.sparql import refuse_excess
from kg.graph.store import FORMATS, RESULT_FORMATS, Graph
from kg.use.parameters import Terms
from kg.use.queries import Query, bind, values
from kg.use.tables import Table, csv_text, table
from kg.use.workers.worker import DeadlineError, ExhaustedError, Spec, Worker


def answer(graph: Graph, query: Query, given: Mapping[str, str] | None = None) -> Table | Triples | bool:
    """The answer of the graph: a Table for SELECT, Triples for CONSTRUCT and DESCRIBE, a bool for ASK.

    Raises QueryError for an unknown or missing parameter, a value of the wrong type and invalid SPARQL.
    """
    found = graph.query(bound(graph, query, given or {}))
    return table(found, query, graph) if isinstance(found, Solutions) else found


def triple_formats() -> tuple[str, ...]:
    """Formats for the triples of CONSTRUCT and DESCRIBE."""
    return tuple(name for name, (_, keeps_graphs) in FORMATS.items() if not keeps_graphs)


def table_formats() -> tuple[str, ...]:
    """Formats for the rows of SELECT."""
    return tuple(RESULT_FORMATS)


def answer_at(
    where: Path | str, query: Query, given: Mapping[str, str], format_: str, seconds: float, memory: int = 0
) -> Table | bool | bytes:
    """The answer of the graph in a folder or behind an address, as ``answer_in`` and ``answer_from`` give it."""
    if is_remote(where):
        return answer_from(str(where), query, given, format_, seconds)
    return answer_in(Path(where), query, given, format_, seconds, memory)


def answer_from(url: str, query: Query, given: Mapping[str, str], format_: str, seconds: float) -> Table | bool | bytes:
    """The answer of a SPARQL endpoint within so many seconds (0: however long it takes); formats as ``answer_in``.

    Raises QueryError and GraphError as ``RemoteGraph`` does.
    """
    with RemoteGraph(url, seconds) as graph:
        media, data = graph.answer(bound(graph, query, given))
        if media == TRIPLES:
            if format_ != "table" and format_ not in triple_formats():
                raise _no_such_format(format_)
            lines = "".join(sorted(set(data.decode().splitlines(keepends=True))))
            return convert(graph, lines, "turtle" if format_ == "table" else format_, {})
        if format_ in triple_formats():
            raise _no_such_format(format_)
        if format_ in ("json", "tsv", "xml"):
            return convert_rows(data, format_)
        found = from_json(data)
        if format_ == "table":
            return table(found, query, graph) if isinstance(found, Solutions) else found
    return (csv_text(found) if isinstance(found, Solutions) else f"{str(found).lower()}\r\n").encode()


def answer_in(
    path: Path, query: Query, given: Mapping[str, str], format_: str, seconds: float, memory: int = 0
) -> Table | bool | bytes:
    """The answer of the graph in a folder, found by a worker within so many seconds and megabytes (0: any number).

    ``format_`` is ``table``, which gives a Table or a bool, or one that ``table_formats`` or ``triple_formats`` name.
    Triples have no table; asked for one, they are given as Turtle. Raises QueryError as ``answer`` does, when time is
    up, and for a format that the kind of query does not have.
    """
    with Graph.open(path) as graph:
        worker = Worker(Spec(path, graph.state, memory))
        try:
            text = bound(graph, query, given)  # while the worker starts
            refuse_excess(text)
            worker.wait()
            reply = worker.ask("query", _arguments(text, format_), seconds)
        except DeadlineError:
            raise QueryError(f"查询超过 {seconds:g} 秒，已停止；可用 --timeout 放宽时限，或加条件缩小范围。") from None
        except ExhaustedError as error:
            if not memory:
                raise
            why = f"查询所需的内存超过 {memory} MB，已停止；可用 --memory 放宽，或加条件缩小范围。"
            raise QueryError(why) from error
        except FormatError:
            raise _no_such_format(format_) from None
        finally:
            worker.kill()
        data = reply.read()
        if reply.format != "json" or format_ == "json":
            return data
        found = from_json(data)
        if format_ != "csv":
            return table(found, query, graph) if isinstance(found, Solutions) else found
    return (csv_text(found) if isinstance(found, Solutions) else f"{str(found).lower()}\r\n").encode()


def _arguments(text: str, format_: str) -> dict[str, object]:
    """What to ask a worker for. A table, and CSV for spreadsheets, are made here, from JSON."""
    rows_as = "json" if format_ in ("table", "csv") else format_ if format_ in table_formats() else ""
    triples_as = "turtle" if format_ == "table" else format_ if format_ in triple_formats() else ""
    return {"sparql": text, "rows_as": rows_as, "triples_as": triples_as, "ordered": True}


def _no_such_format(format_: str) -> QueryError:
    if format_ in table_formats():
        return QueryError(f"CONSTRUCT 的结果不能写成 {format_}，可用 {'、'.join(triple_formats())}。")
    return QueryError(f"查询结果不能写成 {format_}，可用 {'、'.join(table_formats())}。")


def bound(graph: Graph, query: Query, given: Mapping[str, str], terms: Terms | None = None) -> str:
    """The SPARQL of a query with its parameters filled in; ``terms`` may hold the graph's, read before.

    Raises QueryError for an unknown or missing parameter and a value of the wrong type.
    """
    return bind(query, values(query, given, terms or Terms(graph)))
