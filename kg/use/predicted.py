"""What a graph says of each annotated document: the rows that are held against gold."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from functools import cached_property

from kg.graph.store import Graph
from kg.graph.vocab import FZ, SKOS
from kg.use.parameters import plain
from kg.use.reading import rows

#: A row of a query: its columns in order, ``""`` where unbound.
Row = tuple[str, ...]


class Predicted:
    """One graph, read by document. Rows are sorted, so that every figure is the same from run to run."""

    def __init__(self, graph: Graph, documents: Iterable[str]) -> None:
        self._graph = graph
        self._document = self._documents(tuple(documents))

    def _documents(self, names: tuple[str, ...]) -> dict[str, str]:
        """Which annotated document an article or page belongs to, by the beginning of its file's name."""
        found = {}
        for row in rows(self._graph, "SELECT ?article ?source WHERE { ?article fz:source ?source }"):
            file = row["source"].value.rsplit("/", 1)[-1]
            for name in names:
                if file.startswith(name):
                    found[row["article"].value] = name
        return found

    @cached_property
    def _labels(self) -> dict[str, frozenset[str]]:
        found: dict[str, set[str]] = defaultdict(set)
        for row in rows(self._graph, "SELECT ?e ?label WHERE { ?e skos:prefLabel|skos:altLabel ?label }"):
            found[row["e"].value].add(plain(row["label"].value))
        return {term: frozenset(labels) for term, labels in found.items()}

    @cached_property
    def _shown(self) -> dict[str, str]:
        query = f"SELECT ?e ?label WHERE {{ ?e <{SKOS.prefLabel}> ?label }} ORDER BY ?label"
        return {row["e"].value: row["label"].value for row in rows(self._graph, query)}

    @cached_property
    def types(self) -> dict[str, frozenset[str]]:
        """The classes of ours of each node, by local name."""
        found: dict[str, set[str]] = defaultdict(set)
        for row in rows(self._graph, "SELECT ?e ?type WHERE { ?e a ?type }"):
            if row["type"].value.startswith(FZ.iri):
                found[row["e"].value].add(row["type"].value.removeprefix(FZ.iri))
        return {term: frozenset(types) for term, types in found.items()}

    def names(self, term: str) -> frozenset[str]:
        """Every label of a term, as ``plain`` has it; of a term without labels, its text and the end of its IRI."""
        if term in self._labels:
            return self._labels[term]
        return frozenset((plain(term), plain(term.rsplit("/", 1)[-1].rsplit("#", 1)[-1])))

    def show(self, term: str) -> str:
        """A term for the list of errors."""
        return self._shown.get(term) or term.rsplit("#", 1)[-1]

    def by_document(self, pattern: str, *columns: str) -> dict[str, list[Row]]:
        """The rows of a graph pattern that binds ``?article`` and the columns: each once a document, sorted."""
        select = " ".join(f"?{name}" for name in ("article", *columns))
        found: dict[str, set[Row]] = defaultdict(set)
        for row in rows(self._graph, f"SELECT DISTINCT {select} WHERE {{ {pattern} }}"):
            document = self._document.get(row["article"].value)
            if document:
                found[document].add(tuple(row[name].value if name in row else "" for name in columns))
        return defaultdict(list, {document: sorted(held) for document, held in found.items()})
