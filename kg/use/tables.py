"""Answers as tables: what a person reads, and CSV that a spreadsheet can open without running anything.

JSON, XML and TSV are written by the store itself, to the letter of the standards.
"""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from typing import TYPE_CHECKING, overload
from urllib.parse import unquote

from kg.graph.answers import Row, Solutions, Term
from kg.graph.terms import iri
from kg.graph.vocab import FZ, XSD

if TYPE_CHECKING:
    from kg.graph.store import Graph
    from kg.use.queries import Query

NUMERIC = frozenset((XSD.decimal, XSD.integer, f"{XSD.iri}double", f"{XSD.iri}float"))
#: Beginnings that make a spreadsheet take a cell for a formula; in some languages the wide signs do as well.
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")
#: What is called a number may still be anything.
_NUMBER = re.compile(r"[+-]?[\d.]++(?:[Ee][+-]?\d++)?", re.ASCII)
_LABELS = """PREFIX skos: <http://www.w3.org/2004/02/skos/core#> PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
SELECT DISTINCT ?term ?label WHERE {{ VALUES ?term {{ {terms} }}
  ?term skos:prefLabel|rdfs:label ?label FILTER(LANG(?label) = "zh" || LANG(?label) = "") }} ORDER BY ?term ?label"""


@dataclass(frozen=True, slots=True)
class Table:
    """The rows of an answer under its variables; ``headings`` and ``labels`` serve people, not programs.

    Iterating yields one dict a row: variable -> Python value (``Decimal`` for numbers, ``None`` where unbound).
    """

    variables: tuple[str, ...]
    rows: tuple[Row, ...]
    title: str = ""
    headings: tuple[str, ...] = ()
    labels: Mapping[str, str] = field(default_factory=dict)  # IRI -> Chinese label
    prefixes: Mapping[str, str] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.rows)

    def __iter__(self) -> Iterator[dict[str, Decimal | str | None]]:
        for row in self.rows:
            yield {name: value(term) for name, term in zip(self.variables, row, strict=True)}

    def column(self, variable: str) -> list[Decimal | str | None]:
        """The values of one column. Raises KeyError when there is no such variable."""
        return [row[variable] for row in self]

    def texts(self) -> Iterator[list[str]]:
        """Each row as a person reads it: labels for IRIs, grouped digits, nothing unprintable."""
        for row in self.rows:
            yield [self._text(term) for term in row]

    def is_numeric(self, index: int) -> bool:
        """Whether all bound cells of a column are numbers."""
        cells = [row[index] for row in self.rows if row[index] is not None]
        return bool(cells) and all(cell is not None and cell.datatype in NUMERIC for cell in cells)

    def _text(self, term: Term | None) -> str:
        if term is None:
            return ""
        if term.kind == "iri":
            return printable(self.labels.get(term.value) or compact(term.value, self.prefixes))
        if term.datatype in NUMERIC:
            return grouped(term.value)
        return printable(term.value)


def table(answer: Solutions, query: Query, graph: Graph) -> Table:
    """The table of an answer, with the query's headings and the graph's labels for the IRIs in it."""
    iris = {term.value for row in answer.rows for term in row if term is not None and term.kind == "iri"}
    headings = tuple(query.heading(name) for name in answer.variables)
    return Table(answer.variables, answer.rows, query.title, headings, labels(graph, iris), graph.prefixes)


def labels(graph: Graph, iris: Iterable[str]) -> dict[str, str]:
    """The Chinese label of each IRI that has one (the first in order where it has several)."""
    words = _words(graph)
    wanted = set(iris)
    found = {one: words[one] for one in sorted(wanted & words.keys())}
    if asked := sorted(wanted - words.keys()):
        for row in graph.query(_LABELS.format(terms=" ".join(map(iri, asked)))):  # type: ignore[union-attr]
            term, label = row
            found.setdefault(term.value, label.value)  # type: ignore[union-attr]
    words.update((one, label) for one, label in found.items() if one.startswith(FZ.iri))
    return found


@lru_cache(maxsize=4)
def _words(_graph: Graph) -> dict[str, str]:
    """Labels found before of the ontology's terms, which most answers name; an open graph stays as it is."""
    return {}


@overload
def value(term: None) -> None: ...
@overload
def value(term: Term) -> Decimal | str: ...
def value(term: Term | None) -> Decimal | str | None:
    """The Python value of a term: a ``Decimal`` for numbers, else its text."""
    if term is None:
        return None
    if term.datatype in NUMERIC:
        try:
            return Decimal(term.value)
        except InvalidOperation:
            return term.value  # INF and NaN of other people's data
    return term.value


def printable(text: str) -> str:
    """The text on one line without anything that steers a terminal: control, format and bidirectional characters."""
    shown = (" " if c in "\n\r\t\v\f\u2028\u2029" else "\ufffd" if _steers(c) else c for c in text)
    return re.sub(r" {2,}", " ", "".join(shown)).strip()


def on_screen(text: str) -> str:
    """The text with its lines and tabs, without anything else that steers a terminal."""
    return "".join("\ufffd" if _steers(c) and c not in "\n\t" else c for c in text.replace("\r\n", "\n"))


def _steers(c: str) -> bool:
    return unicodedata.category(c) in ("Cc", "Cf", "Cs")


def grouped(number: str) -> str:
    """A number with its digits in threes from five digits on: ``21300000000`` -> ``21,300,000,000``."""
    found = re.fullmatch(r"([+-]?)(\d{5,})(\.\d+)?", number)
    if not found:
        return printable(number)
    return f"{found[1]}{int(found[2]):,}{found[3] or ''}"


def compact(full: str, prefixes: Mapping[str, str]) -> str:
    """An IRI as ``prefix:name`` where a prefix fits (the longest), escapes read."""
    for prefix, base in sorted(prefixes.items(), key=lambda item: (-len(item[1]), item)):
        if full.startswith(base) and len(full) > len(base):
            return f"{prefix}:{unquote(full[len(base) :])}"
    return unquote(full)


def csv_text(answer: Solutions) -> str:
    """The answer as CSV (RFC 4180, line ends CRLF) under the variables' names.

    Text that a spreadsheet would run as a formula gets an apostrophe in front; numbers are left as they are.
    """
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(answer.variables)
    writer.writerows([_cell(term) for term in row] for row in answer.rows)
    return out.getvalue()


def csv_rows(headings: Iterable[str], rows: Iterable[Iterable[str | int]]) -> str:
    """Rows of ours as CSV, as ``csv_text`` writes those of an answer."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(headings)
    writer.writerows([_harmless(cell) if isinstance(cell, str) else cell for cell in row] for row in rows)
    return out.getvalue()


def _cell(term: Term | None) -> str:
    if term is None:
        return ""
    is_number = term.datatype in NUMERIC and _NUMBER.fullmatch(term.value)
    return term.value if is_number else _harmless(term.value)


def _harmless(text: str) -> str:
    return f"'{text}" if text.startswith(FORMULA) else text
