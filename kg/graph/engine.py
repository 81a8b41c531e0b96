"""Between Oxigraph and our records: quads in bulk, sorted lines out, terms both ways."""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, BinaryIO

import pyoxigraph as ox

from kg.errors import QueryError
from kg.graph.answers import Term, Triple
from kg.graph.terms import Quad, Stated
from kg.graph.vocab import XSD

#: A named graph (a term), the number of its triples and the SHA-256 of their sorted lines of N-Triples.
Measured = tuple[str, int, str]


#: The engine's own version, on which the form of its files depends.
VERSION: str = ox.__version__
#: Quads loaded at once, the union's not counted.
AT_ONCE = 100_000


class Contents:
    """What the named graphs of a store hold: of each the number and the SHA-256 of its sorted lines of N-Triples."""

    def __init__(self) -> None:
        self._graphs: dict[str, tuple[int, str]] = {}

    def put(self, graph: str, lines: Sequence[bytes]) -> None:
        """Note the lines of a graph (a term), all of them, once each and sorted."""
        self._graphs[graph] = len(lines), hashlib.sha256(b"".join(lines)).hexdigest()

    def note(self, measured: Iterable[Measured]) -> list[str]:
        """Note measured graphs; returns those of which something was known already, whose measure is wrong now."""
        again: set[str] = set()
        for graph, number, digest in measured:
            if graph in self._graphs:
                again.add(graph)
            self._graphs[graph] = number, digest
        return sorted(again)

    @property
    def measured(self) -> list[Measured]:
        """The graphs, sorted, with their measures."""
        return [(graph, *measure) for graph, measure in sorted(self._graphs.items())]

    @property
    def quads(self) -> int:
        """How many quads there are."""
        return sum(number for number, _ in self._graphs.values())

    @property
    def digest(self) -> str:
        """SHA-256 of one line for each graph, sorted: its digest and its name. Equal contents have equal digests."""
        lines = sorted(f"{digest} {graph}\n" for graph, (_, digest) in self._graphs.items())
        return hashlib.sha256("".join(lines).encode()).hexdigest()


def open_store(path: Path) -> ox.Store:
    """A store to write to, made when it is not there. Raises OSError."""
    return ox.Store(str(path))


def bulk_load(store: ox.Store, graphs: Iterable[Stated], path: Path, contents: Contents) -> None:
    """Add graphs, also to the union, by way of a file ``path``, which goes, and note them in ``contents``.

    The engine reads a file in parallel and holds all of it until it is sorted: many small loads would take several
    times as long, one large load as much memory as there are quads. A graph had best come as a whole.
    """
    rest = iter(graphs)
    try:
        while measured := _write(rest, path, AT_ONCE):
            load_file(store, path, measured, contents)
    finally:
        path.unlink(missing_ok=True)


def write_graphs(graphs: Iterable[Stated], path: Path) -> list[Measured]:
    """Write graphs to a file, each triple also without its graph; returns their measures."""
    return _write(iter(graphs), path, sys.maxsize)


def _write(graphs: Iterator[Stated], path: Path, most: int) -> list[Measured]:
    """Write graphs to a file until it has so many quads or there are no more."""
    measured: list[Measured] = []
    with path.open("wb") as file:
        while most > 0 and (one := _put(file, next(graphs, None))):  # which is gone before the next is made
            measured.append(one)
            most -= one[1]
    return measured


def _put(file: BinaryIO, stated: Stated | None) -> Measured | None:
    """Write a graph to a file, if there is one; returns its measure."""
    if stated is None:
        return None
    # In the order of their lines: what may follow a whole literal in a longer term sorts behind a blank too.
    triples = sorted(map(" ".join, stated.triples))
    plain = _lines(triples, " .\n")
    file.write(plain)
    file.write(_lines(triples, f" {stated.graph} .\n"))
    return stated.graph, len(triples), hashlib.sha256(plain).hexdigest()


def _lines(triples: Sequence[str], ending: str) -> bytes:
    return (ending.join(triples) + ending).encode() if triples else b""


def load_file(store: ox.Store, path: Path, measured: Iterable[Measured], contents: Contents) -> None:
    """Add the quads of a file that ``write_graphs`` wrote, remove it, and note its graphs in ``contents``.

    Lenient, for the IRIs are our own minter's and need not be checked once more.
    """
    try:
        store.bulk_load(path=str(path), format=ox.RdfFormat.N_QUADS, lenient=True)
    finally:
        path.unlink(missing_ok=True)
    for graph in contents.note(measured):  # came in pieces
        contents.put(graph, triple_lines(store, ox.NamedNode(graph[1:-1])))


def load_turtle(store: ox.Store, text: str, graph: str, contents: Contents) -> None:
    """Add a Turtle document to a named graph (an IRI) and to the union."""
    node = ox.NamedNode(graph)
    for target in (node, ox.DefaultGraph()):
        store.bulk_load(input=text, format=ox.RdfFormat.TURTLE, to_graph=target)
    contents.put(str(node), triple_lines(store, node))


def turtle_quads(text: str, graph: str) -> Iterator[Quad]:
    """The quads of a Turtle document of our own, in a named graph (an IRI)."""
    for quad in ox.parse(text, format=ox.RdfFormat.TURTLE):
        yield Quad(str(quad.subject), str(quad.predicate), str(quad.object), f"<{graph}>")


#: How a line ends in N-Triples and N-Quads.
_END = b" .\n"


def triple_lines(store: ox.Store, graph: Any) -> list[bytes]:
    """The triples of one named graph (the engine's name for it) as sorted lines of N-Triples."""
    dumped = store.dump(format=ox.RdfFormat.N_TRIPLES, from_graph=graph) or b""
    return sorted(dumped.splitlines(keepends=True))


def graph_lines(store: ox.Store, graph: Any) -> list[bytes]:
    """The triples of one named graph (the engine's name for it) as sorted lines of N-Quads."""
    ending = f" {graph} .\n".encode()
    return [line[: -len(_END)] + ending for line in triple_lines(store, graph)]


def triples_of(data: bytes) -> tuple[Triple, ...]:
    """The triples of N-Triples text, once each, sorted. Raises QueryError for what is none."""
    try:
        found = {(to_term(t.subject), to_term(t.predicate), to_term(t.object)) for t in _parsed(data)}
    except SyntaxError as error:
        raise QueryError(f"回答不是合法的 N-Triples:{error}。") from error
    return tuple(sorted(found, key=lambda row: [(t.kind, t.value, t.datatype, t.language) for t in row]))


def lines_of(data: bytes, graph: str) -> list[bytes]:
    """The triples of N-Triples text as sorted lines of N-Quads in a named graph (an IRI), as ``graph_lines`` has them.

    Raises QueryError for what is none.
    """
    try:
        return sorted(f"{quad.subject} {quad.predicate} {quad.object} <{graph}> .\n".encode() for quad in _parsed(data))
    except SyntaxError as error:
        raise QueryError(f"回答不是合法的 N-Triples:{error}。") from error


def _parsed(data: bytes) -> Iterable[Any]:
    return ox.parse(data, format=ox.RdfFormat.N_TRIPLES)


def to_term(value: Any) -> Term:
    """A term of the engine as one of ours."""
    if isinstance(value, ox.NamedNode):
        return Term("iri", value.value)
    if isinstance(value, ox.Literal):
        return Term("literal", value.value, "" if value.language else value.datatype.value, value.language or "")
    return Term("blank", str(value))


def from_term(term: Term) -> ox.NamedNode | ox.Literal:
    """A term of ours as one of the engine's. Raises QueryError for what is no IRI."""
    if term.kind == "iri":
        try:
            return ox.NamedNode(term.value)
        except ValueError as error:
            raise QueryError(f"参数值不是合法的 IRI:{term.value}。") from error
    if term.language:
        return ox.Literal(term.value, language=term.language)
    return ox.Literal(term.value, datatype=ox.NamedNode(term.datatype or XSD.string))
