"""Between Oxigraph and our records: quads in bulk, sorted lines out, terms both ways."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from kg.errors import QueryError
from kg.graph.answers import Term, Triple
from kg.graph.terms import Quad
from kg.graph.vocab import XSD


def bulk_load(store: ox.Store, quads: Iterable[Quad], where: Path) -> None:
    """Add quads, each also to the union, by way of one file in the folder ``where``.

    The engine reads a file in parallel, and many small loads would take several times as long. Lenient, for the
    IRIs are our own minter's and need not be checked once more.
    """
    path = where / "load.nq"
    try:
        with path.open("w", encoding="utf-8") as file:
            file.writelines(quad.line() + quad.triple_line() for quad in quads)
        load_file(store, path)
    finally:
        path.unlink(missing_ok=True)


def load_file(store: ox.Store, path: Path) -> None:
    """Add the quads of a file that has each also without its graph, and remove the file."""
    try:
        store.bulk_load(path=str(path), format=ox.RdfFormat.N_QUADS, lenient=True)
    finally:
        path.unlink(missing_ok=True)


def dump_lines(store: ox.Store, graphs: Iterable[Any] | None = None) -> list[bytes]:
    """The quads of some or all named graphs as sorted lines of N-Quads."""
    lines: list[bytes] = []
    for name in store.named_graphs() if graphs is None else graphs:
        dumped = store.dump(format=ox.RdfFormat.N_TRIPLES, from_graph=name) or b""
        ending = f" {name} .\n".encode()
        lines += [line.removesuffix(b" .\n") + ending for line in dumped.splitlines(keepends=True)]
    return sorted(lines)


def measure(store: ox.Store) -> tuple[int, str]:
    """Number of quads and SHA-256 of the sorted N-Quads."""
    lines = dump_lines(store)
    sha = hashlib.sha256()
    for line in lines:
        sha.update(line)
    return len(lines), sha.hexdigest()


def triples_of(data: bytes) -> tuple[Triple, ...]:
    """The triples of N-Triples text, once each, sorted. Raises QueryError for what is none."""
    try:
        found = {(to_term(t.subject), to_term(t.predicate), to_term(t.object)) for t in _parsed(data)}
    except SyntaxError as error:
        raise QueryError(f"回答不是合法的 N-Triples:{error}。") from error
    return tuple(sorted(found, key=lambda row: [(t.kind, t.value, t.datatype, t.language) for t in row]))


def lines_of(data: bytes, graph: str) -> list[bytes]:
    """The triples of N-Triples text as sorted lines of N-Quads in a named graph (an IRI), as ``dump_lines`` has them.

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
