"""Answers to queries of guests, as bytes of a standard format: bounded, and written by the engine itself.

The second of the two modules that know the engine: ``store`` opens and builds graphs for our own code, this one
carries out what strangers ask. It changes no query but for the number of rows: a LIMIT one above the bound is put
behind a SELECT, which is sound whenever the engine parses the result, for nothing can follow a whole query but its
own last clauses. Where it does not parse (the query ends with a LIMIT of its own, or with VALUES), the query's own
LIMIT is lowered, or the rows are counted one by one.
"""

from __future__ import annotations

import csv
import io
import json
import re
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import islice
from typing import Any

import pyoxigraph as ox

from kg.errors import QueryError
from kg.graph import sparql
from kg.graph.store import FORMATS, RESULT_FORMATS, Graph
from kg.graph.tidy import fit_for_xml, tidy
from kg.graph.vocab import PREFIXES

#: A LIMIT that ends a query, with the OFFSET and the comments behind it.
_BLANK = r"(?:\s|\#[^\n\r]*+(?:[\n\r]|$))"
_LAST_LIMIT = re.compile(rf"LIMIT{_BLANK}*+(?P<rows>\d++)(?P<rest>(?:{_BLANK}++OFFSET{_BLANK}*+\d++)?{_BLANK}*+)$",
                         re.IGNORECASE)  # fmt: skip
#: A field of a CSV in quotation marks.
_FIELD = re.compile(rb'"(?:[^"]++|"")*+"')
_NO_MORE_DIGITS = 18  # a longer LIMIT is no number to the engine


@dataclass(frozen=True, slots=True)
class Dataset:
    """Which graphs a query sees (IRIs): those that make up its default graph, and those GRAPH can name."""

    default: tuple[str, ...]
    named: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a guest takes: a name in ``RESULT_FORMATS`` for rows, one in ``FORMATS`` for triples; ``""`` for none.

    ``rows`` bounds rows and triples, 0 not at all. ``link`` is the IRI that marks JSON and XML as cut, ``""`` for none.
    ``ordered`` triples come sorted and once each, in whatever order the engine finds them.
    """

    rows_as: str
    triples_as: str
    rows: int = 0
    link: str = ""
    ordered: bool = False


@dataclass(frozen=True, slots=True)
class Written:
    """An answer, the name of its format, and whether there was more."""

    data: bytes
    format: str
    cut: bool = False


class FormatError(QueryError):
    """The answer is of a kind that the guest takes in no format."""


def answer(graph: Graph, query: str, wanted: Wanted, dataset: Dataset | None = None) -> Written:
    """The answer to a query, at most ``wanted.rows`` rows or triples of it.

    ``dataset`` takes the place of the query's own FROM. Raises QueryError for what is not well formed or names a
    graph that is not there, FormatError where no format fits; neither network nor files are ever looked at for it.
    """
    sparql.refuse_updates(query)
    sparql.refuse_service(query)
    named = (*dataset.default, *dataset.named) if dataset else sparql.graphs_named(query, graph.prefixes)
    _refuse_unknown_graphs(graph, named)
    found, counted = _evaluate(graph, query, wanted.rows, dataset)
    try:
        if wanted.rows_as == "csv" and isinstance(found, ox.QuerySolutions):
            plain = _rows(found, wanted, counted)
            if _is_even(plain.data, len(found.variables)):
                return plain
            found, counted = _evaluate(graph, query, wanted.rows, dataset)
            return _quoted(_rows(found, replace(wanted, rows_as="json"), counted))
        if isinstance(found, ox.QueryTriples):
            return _triples(graph, found, wanted)
        if not wanted.rows_as:
            raise FormatError("SELECT 和 ASK 的结果没有所要的格式。")
        if isinstance(found, ox.QueryBoolean):
            return Written(found.serialize(format=RESULT_FORMATS[wanted.rows_as]) or b"", wanted.rows_as)
        return _rows(found, wanted, counted)
    except (OSError, RuntimeError) as error:
        raise QueryError(f"查询没有完成:{error}。") from error


def graph_content(graph: Graph, name: str, format_: str) -> bytes | None:
    """The triples of one named graph (an IRI), or of all (``""``), in an export format; None when it is not there."""
    pattern = _name(name) if name else ox.DefaultGraph()
    if name and not graph.engine.contains_named_graph(pattern):
        return None
    quads = graph.engine.quads_for_pattern(None, None, None, pattern)
    return _serialise(graph, (quad.triple for quad in quads), format_)


def convert(graph: Graph, triples: str, format_: str, prefixes: Mapping[str, str]) -> bytes:
    """N-Triples text in an export format, with the graph's prefixes and further ones."""
    return _serialise(graph, ox.parse(triples, format=ox.RdfFormat.N_TRIPLES), format_, prefixes)


def convert_rows(data: bytes, format_: str) -> bytes:
    """Rows or a truth value in the SPARQL JSON format, in another of ``RESULT_FORMATS``. Raises QueryError."""
    try:
        found: Any = ox.parse_query_results(data, format=ox.QueryResultsFormat.JSON)
        written: bytes = found.serialize(format=RESULT_FORMATS[format_])
    except (SyntaxError, ValueError) as error:
        raise QueryError(f"回答不合 SPARQL 结果的格式:{error}。") from error
    return fit_for_xml(written) if format_ == "xml" else written


def _evaluate(graph: Graph, query: str, rows: int, dataset: Dataset | None) -> tuple[Any, bool]:
    """The engine's answer, and whether a LIMIT sees to it that it has at most one row more than ``rows``."""
    for text in _limited(query, rows):
        try:
            return _ask(graph, text, dataset), True
        except SyntaxError:
            continue
    try:
        return _ask(graph, query, dataset), not rows
    except SyntaxError as error:
        raise sparql.syntax_error(str(error)) from error


def _limited(query: str, rows: int) -> Iterator[str]:
    """The query with a LIMIT, in the ways that may be right; the right one is the first that parses."""
    if not rows or not sparql.is_select(query):
        return
    yield f"{query}\nLIMIT {rows + 1}"
    last = _LAST_LIMIT.search(query)
    if last and len(last["rows"]) <= _NO_MORE_DIGITS:
        yield f"{query[: last.start()]}\nLIMIT {min(int(last['rows']), rows + 1)}{last['rest']}"


def _ask(graph: Graph, query: str, dataset: Dataset | None) -> Any:
    default: list[Any] | None = [*map(_name, dataset.default)] if dataset else None
    named: list[Any] | None = [*map(_name, dataset.named)] if dataset else None
    try:
        return graph.engine.query(
            query, base_iri=graph.manifest.base, prefixes=graph.prefixes, default_graph=default, named_graphs=named
        )
    except (OSError, ValueError, RuntimeError) as error:
        raise QueryError(f"查询不能执行:{error}。") from error


def _refuse_unknown_graphs(graph: Graph, names: tuple[str, ...]) -> None:
    for name in names:
        if not graph.engine.contains_named_graph(_name(name)):
            raise QueryError(f"图谱里没有命名图 {name};方志不从别处读取。")


def _name(iri: str) -> ox.NamedNode:
    try:
        return ox.NamedNode(iri)
    except ValueError as error:
        raise QueryError(f"{iri} 不是合法的 IRI。") from error


def _triples(graph: Graph, found: Any, wanted: Wanted) -> Written:
    if not wanted.triples_as:
        raise FormatError("CONSTRUCT 和 DESCRIBE 的结果没有所要的格式。")
    taken = islice(found, wanted.rows) if wanted.rows else found
    data = _serialise(graph, sorted(set(taken), key=str) if wanted.ordered else taken, wanted.triples_as)
    return Written(data, wanted.triples_as, bool(wanted.rows) and next(found, None) is not None)


def _serialise(graph: Graph, triples: Any, format_: str, more: Mapping[str, str] | None = None) -> bytes:
    prefixes = PREFIXES if format_ == "rdfxml" else graph.prefixes
    written = ox.serialize(triples, format=FORMATS[format_][0], prefixes={**prefixes, **(more or {})})
    assert written is not None
    return tidy(written, format_)


def _rows(found: Any, wanted: Wanted, counted: bool) -> Written:
    if not counted:
        found = _counted(found, wanted.rows + 1)
    data: bytes = found.serialize(format=RESULT_FORMATS[wanted.rows_as])
    if wanted.rows_as == "xml":
        data = fit_for_xml(data)
    mark, besides, cut = _CUTS[wanted.rows_as]
    if not wanted.rows or data.count(mark) - besides <= wanted.rows:
        return Written(data, wanted.rows_as)
    shorter = cut(data, wanted.rows, wanted.link)
    return Written(shorter, wanted.rows_as, shorter is not data)


def _is_even(data: bytes, width: int) -> bool:
    """Whether each row of a CSV has so many fields; the engine puts no IRI in quotation marks."""
    bare = _FIELD.sub(b"", data) if b'"' in data else data
    return bare.count(b",") == bare.count(b"\r\n") * max(width - 1, 0)


def _quoted(written: Written) -> Written:
    """The rows of an answer in JSON as CSV, every field that needs it in quotation marks."""
    plain = json.loads(written.data)
    out = io.StringIO(newline="")
    rows = csv.writer(out, lineterminator="\r\n")
    rows.writerow(plain["head"]["vars"])
    for row in plain["results"]["bindings"]:
        terms = [row.get(name, {"type": "", "value": ""}) for name in plain["head"]["vars"]]
        rows.writerow([("_:" if term["type"] == "bnode" else "") + term["value"] for term in terms])
    return Written(out.getvalue().encode(), "csv", written.cut)


def _counted(found: Any, rows: int) -> Any:
    """The first rows of an answer, as an answer of the engine's."""
    lines = ["\t".join(map(str, found.variables))]
    lines += ["\t".join("" if term is None else str(term) for term in row) for row in islice(found, rows)]
    return ox.parse_query_results("\n".join(lines) + "\n", format=ox.QueryResultsFormat.TSV)


def _cut_json(data: bytes, rows: int, link: str) -> bytes:
    plain = json.loads(data)
    if len(plain["results"]["bindings"]) <= rows:
        return data
    del plain["results"]["bindings"][rows:]
    if link:
        plain["head"]["link"] = [link]
    return json.dumps(plain, ensure_ascii=False, separators=(",", ":")).encode()


def _cut_xml(data: bytes, rows: int, link: str) -> bytes:
    pieces = data.split(b"<result>")  # in text, < is always written as an entity
    if len(pieces) - 1 <= rows:
        return data
    if link:
        pieces[0] = pieces[0].replace(b"</head>", b'<link href="%s"/></head>' % link.encode(), 1)
    return b"<result>".join(pieces[: rows + 1]) + b"</results></sparql>"


def _cut_tsv(data: bytes, rows: int, _link: str) -> bytes:
    lines = data.split(b"\n", rows + 1)  # in text, a line feed is always written as \n
    return b"\n".join(lines[: rows + 1]) + b"\n" if lines[-1] else data


def _cut_csv(data: bytes, rows: int, _link: str) -> bytes:
    csv.field_size_limit(sys.maxsize)
    reader = csv.reader(io.StringIO(data.decode(), newline=""))
    out = io.StringIO(newline="")
    csv.writer(out, lineterminator="\r\n").writerows(islice(reader, rows + 1))
    return out.getvalue().encode() if next(reader, None) is not None else data


#: For each format what stands in every row at least once, how often it stands besides, and how to cut the rows.
_CUTS = {
    "json": (b"},{", -1, _cut_json),
    "xml": (b"<result>", 0, _cut_xml),
    "csv": (b"\r\n", 1, _cut_csv),
    "tsv": (b"\n", 1, _cut_tsv),
}
