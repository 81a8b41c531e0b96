"""What a user writes for a query parameter, as terms of the graph.

A *name* is any label of an entity or concept; width, spaces and quotation marks do not matter. An *iri* names one
thing for certain. A *term* is an individual or class of the ontology, by its Chinese label or its English name. A
name or term that the graph does not have is an error that says what it has, because an empty answer would read as
"there are none".
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cached_property
from typing import TYPE_CHECKING

from kg.errors import QueryError
from kg.graph import terms
from kg.graph.vocab import FZ
from kg.use.reading import rows

if TYPE_CHECKING:
    from kg.graph.store import Graph

TYPES = ("name", "iri", "term", "text", "date", "integer", "decimal")
_IRI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^<>\"{}|^`\\\x00-\x20]+")
_DROP = str.maketrans("", "", " \t\n\u3000“”‘’\"'「」『』《》〈〉·•")


@dataclass(frozen=True, slots=True)
class Param:
    """One parameter: ``type`` in ``TYPES``, ``of`` the class a ``term`` belongs to, ``meaning`` for the user."""

    name: str
    type: str
    of: str
    required: bool
    default: str
    meaning: str


def plain(name: str) -> str:
    """A name without what does not tell names apart: width, case, spaces, quotation marks, middle dots."""
    return unicodedata.normalize("NFKC", name).translate(_DROP).lower()


class Terms:
    """The names and terms of one graph, read when first needed."""

    def __init__(self, graph: Graph) -> None:
        self._graph = graph

    def of(self, param: Param, value: str) -> tuple[str, ...]:
        """The terms (N-Triples text) a value stands for. Raises QueryError when it is none of its type."""
        if param.type == "name":
            return self.labels(value)
        if param.type == "term":
            return (self.term(value, param.of),)
        try:
            return (_LITERALS[param.type](value),)
        except ValueError:
            raise QueryError(f"参数 {param.name} 的值“{value}”不是{_WANTED[param.type]}。") from None

    def guess(self, value: str) -> tuple[str, ...]:
        """The terms of a value whose type nobody declared: the names it is, and the plain text."""
        found = self._by_plain.get(plain(value), ())
        return (*(terms.text(label, "zh") for label in found), terms.text(value))

    def labels(self, value: str) -> tuple[str, ...]:
        """Every label that reads like ``value``, or the places it is short for.

        Raises QueryError, with the nearest names, when there is none.
        """
        if self._has(value):
            return (terms.text(value, "zh"),)
        found = self._by_plain.get(plain(value)) or self._places(value)
        if found:
            return tuple(terms.text(label, "zh") for label in found)
        close = self.suggestions(value)
        hint = f"相近的名称有：{'、'.join(close)}。" if close else "请用 kg stats 查看图谱内容。"
        raise QueryError(f"图谱里没有叫“{value}”的；{hint}")

    def _places(self, short: str) -> tuple[str, ...]:
        """The full names of the divisions whose short form this is, as far as the graph has them: 株洲 -> 株洲市."""
        from kg.mentions.gazetteer import Gazetteer

        names = {division.name for division in Gazetteer.load().named(short.strip())}
        return tuple(sorted(name for name in names if plain(name) in self._by_plain))

    def suggestions(self, value: str, limit: int = 5) -> list[str]:
        """Names that contain the value, shortest first, else similar ones."""
        wanted = plain(value)
        holding = [label for key, labels in self._by_plain.items() if wanted and wanted in key for label in labels]
        if holding:
            return sorted(holding, key=lambda label: (len(label), label))[:limit]
        close = get_close_matches(wanted, self._by_plain, n=limit, cutoff=0.5)
        return [self._by_plain[key][0] for key in close]

    def term(self, value: str, class_: str) -> str:
        """The ontology's term of that class. Raises QueryError with all there are when it is none of them."""
        query = f"""PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
            SELECT DISTINCT ?label ?term WHERE {{
              ?term a|rdfs:subClassOf {terms.iri(FZ[class_])} ; rdfs:label ?label FILTER(LANG(?label) = "zh")
            }} ORDER BY ?term"""
        labelled = dict(self._pairs(query))
        known = {plain(label): iri for label, iri in labelled.items()}
        known |= {plain(iri.removeprefix(FZ.iri)): iri for iri in labelled.values()}
        wanted = plain(value.removeprefix("fz:").removeprefix(FZ.iri))
        if wanted in known:
            return terms.iri(known[wanted])
        raise QueryError(f"“{value}”不在可选的值里：{'、'.join(labelled)}。")

    def _has(self, label: str) -> bool:
        term = terms.text(label, "zh")
        return bool(self._graph.query(
            f"""PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
            ASK {{ ?thing skos:prefLabel|skos:altLabel {term} }}"""
        ))  # fmt: skip

    @cached_property
    def _by_plain(self) -> dict[str, tuple[str, ...]]:
        found: dict[str, set[str]] = {}
        query = """PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
            SELECT DISTINCT ?label ?same WHERE { ?thing skos:prefLabel|skos:altLabel ?label BIND(?label AS ?same) }"""
        for label, _ in self._pairs(query):
            found.setdefault(plain(label), set()).add(label)
        return {key: tuple(sorted(labels)) for key, labels in sorted(found.items())}

    def _pairs(self, query: str) -> Iterator[tuple[str, str]]:
        for row in rows(self._graph, query):
            first, second = row.values()
            yield first.value, second.value


def is_iri(text: str) -> bool:
    """Whether the text is an absolute IRI, and so safe between angle brackets."""
    return bool(_IRI.fullmatch(text))


def _entity(value: str) -> str:
    """The term of an IRI. Raises ValueError when the value is none."""
    if not is_iri(value):
        raise ValueError(value)
    return terms.iri(value)


_LITERALS: dict[str, Callable[[str], str]] = {
    "iri": _entity,
    "text": terms.text,
    "date": terms.moment,
    "integer": terms.integer,
    "decimal": terms.decimal,
}
_WANTED = {
    "iri": " IRI",
    "date": "日期(如 2024-12-26、2024-12 或 2024)",
    "integer": "整数",
    "decimal": "数字",
    "text": "文字",
}
