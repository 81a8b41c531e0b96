"""RDF terms as their N-Triples text: cheap to make, to sort and to load in bulk.

A term is a plain string (``<iri>``, ``"text"``, ``"text"@zh``, ``"5"^^<…integer>``); the functions here are the
only place that quotes and escapes. Numbers are written in the canonical form in which Oxigraph returns them,
so that what is loaded is what is exported.
"""

from __future__ import annotations

import datetime
import re
from calendar import monthrange
from collections.abc import Collection, Iterable, Iterator
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from itertools import groupby
from typing import NamedTuple

from kg.graph.vocab import XSD

ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r"}
NEEDS_ESCAPE = re.compile(r'[\\"\n\r]')
PARTIAL_DATE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")


class Quad(NamedTuple):
    """Subject, predicate, object and graph, each as N-Triples text."""

    subject: str
    predicate: str
    object: str
    graph: str

    def line(self) -> str:
        """The quad as one line of N-Quads, with its line feed."""
        return f"{self.subject} {self.predicate} {self.object} {self.graph} .\n"

    @classmethod
    def of_line(cls, line: str) -> Quad:
        """The quad of a line that ``line`` or the engine wrote."""
        subject, predicate, rest = line.split(" ", 2)
        return cls(subject, predicate, *rest.removesuffix(" .\n").rsplit(" ", 1))

    def triple_line(self) -> str:
        """The same without its graph, as one line of N-Triples."""
        return f"{self.subject} {self.predicate} {self.object} .\n"


class Stated(NamedTuple):
    """The triples of one named graph (a term), each once."""

    graph: str
    triples: Collection[tuple[str, str, str]]


def in_graphs(quads: Iterable[Quad]) -> Iterator[Stated]:
    """Quads as they are stated graph by graph, one for each run of quads of one graph."""
    for graph, run in groupby(quads, lambda quad: quad.graph):
        yield Stated(graph, {quad[:3] for quad in run})


def iri(value: str) -> str:
    """The term of an IRI; ``value`` is trusted to be one, as everything from ``iris`` and ``vocab`` is."""
    return f"<{value}>"


def text(value: str, language: str = "") -> str:
    """The term of a string, with a language tag when given."""
    quoted = '"' + NEEDS_ESCAPE.sub(lambda found: ESCAPES[found[0]], value) + '"'
    return f"{quoted}@{language}" if language else quoted


def typed(value: str, datatype: str) -> str:
    """The term of a literal of that datatype (an IRI), its text as given."""
    return f"{text(value)}^^<{datatype}>"


def integer(value: int | str) -> str:
    """An ``xsd:integer``. Raises ValueError when the value is not a whole number."""
    return f'"{int(value)}"^^<{XSD.integer}>'


@lru_cache(maxsize=1024)  # confidences and shares are few
def decimal(value: Decimal | float | str) -> str:
    """An ``xsd:decimal`` without trailing zeros. Raises ValueError when the value is not a finite number."""
    try:
        number = Decimal(str(value))
    except InvalidOperation as error:
        raise ValueError(f"not a decimal number: {value!r}") from error
    if not number.is_finite():
        raise ValueError(f"not a finite number: {value!r}")
    plain = format(number, "f")
    if "." in plain:
        plain = plain.rstrip("0").rstrip(".")
    return typed("0" if plain in ("-0", "") else plain, XSD.decimal)


def moment(value: str) -> str:
    """A day, month or year in the precision given: ``xsd:date``, ``gYearMonth`` or ``gYear``. Raises ValueError."""
    year, month, day = _parts(value)
    kind = XSD.gYear if not month else XSD.gYearMonth if not day else XSD.date
    if year:
        datetime.date(year, month or 1, day or 1)  # refuses 2024-02-30
    return typed(value, kind)


def bounds(value: str) -> tuple[str, str]:
    """First and last day (``xsd:date`` terms) of a moment or of an interval ``start/end``. Raises ValueError."""
    first, _, last = value.partition("/")
    return first_day(first), last_day(last or first)


def first_day(value: str) -> str:
    """The first day of a day, month or year, an ``xsd:date``. Raises ValueError."""
    year, month, day = _parts(value)
    return typed(datetime.date(year, month or 1, day or 1).isoformat(), XSD.date)


def last_day(value: str) -> str:
    """The last day of a day, month or year, an ``xsd:date``. Raises ValueError."""
    year, month, day = _parts(value)
    month = month or 12
    return typed(datetime.date(year, month, day or monthrange(year, month)[1]).isoformat(), XSD.date)


def _parts(value: str) -> tuple[int, int, int]:
    found = PARTIAL_DATE.fullmatch(value)
    if not found:
        raise ValueError(f"not an ISO 8601 day, month or year: {value!r}")
    year, month, day = (int(part or 0) for part in found.groups())
    return year, month, day
