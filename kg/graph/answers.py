"""What a query gives back, in types of our own: terms, rows and triples, without the engine behind them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from kg.graph.vocab import XSD


@dataclass(frozen=True, slots=True)
class Term:
    """One RDF term: ``kind`` is ``iri``, ``literal`` or ``blank``; literals have a datatype or a language."""

    kind: str
    value: str
    datatype: str = ""
    language: str = ""

    def __str__(self) -> str:
        return self.value

    @classmethod
    def iri(cls, value: str) -> Term:
        """An IRI, to bind a parameter with."""
        return cls("iri", value)

    @classmethod
    def text(cls, value: str, language: str = "") -> Term:
        """A string, with a language tag when given."""
        return cls("literal", value, "" if language else XSD.string, language)

    @classmethod
    def typed(cls, value: str, datatype: str) -> Term:
        """A literal of that datatype (an IRI)."""
        return cls("literal", value, datatype)


Row = tuple[Term | None, ...]


@dataclass(frozen=True, slots=True)
class Solutions:
    """The rows of a SELECT, in the engine's order; unbound places are ``None``."""

    variables: tuple[str, ...]
    rows: tuple[Row, ...]

    def __iter__(self) -> Iterator[Row]:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)

    def dicts(self) -> Iterator[dict[str, str]]:
        """Each row as variable -> text, unbound ones left out."""
        for row in self.rows:
            yield {name: term.value for name, term in zip(self.variables, row, strict=True) if term is not None}


Triple = tuple[Term, Term, Term]


@dataclass(frozen=True, slots=True)
class Triples:
    """The triples of a CONSTRUCT or DESCRIBE, without repetitions, sorted."""

    rows: tuple[Triple, ...]

    def __iter__(self) -> Iterator[Triple]:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)


Answer = Solutions | Triples | bool


def from_json(data: bytes) -> Solutions | bool:
    """What a document in the SPARQL 1.1 Query Results JSON Format says."""
    plain = json.loads(data)
    if "boolean" in plain:
        return bool(plain["boolean"])
    variables = tuple(plain["head"]["vars"])
    rows = (tuple(_term(row[name]) if name in row else None for name in variables)
            for row in plain["results"]["bindings"])  # fmt: skip
    return Solutions(variables, tuple(rows))


def _term(plain: dict[str, Any]) -> Term:
    value = plain["value"]
    match plain["type"]:
        case "uri":
            return Term.iri(value)
        case "literal":
            return Term("literal", value, plain.get("datatype", "" if "xml:lang" in plain else XSD.string),
                        plain.get("xml:lang", ""))  # fmt: skip
        case "bnode":
            return Term("blank", f"_:{value}")
        case _:  # a triple in the place of a term
            return Term("blank", " ".join(str(_term(value[part])) for part in ("subject", "predicate", "object")))
