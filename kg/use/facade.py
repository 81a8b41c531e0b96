"""A graph as Python programs use it: what the command line can do, as methods."""

from __future__ import annotations

from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from kg.graph.answers import Triples
from kg.graph.remote import opened
from kg.graph.store import Graph
from kg.records import Intake
from kg.use import queries, run
from kg.use.show import Shown, shown
from kg.use.tables import Table

if TYPE_CHECKING:
    import networkx
    import rdflib

    from kg.use.ask.asking import Asker
    from kg.use.ask.records import Reply
    from kg.use.report import Report
    from kg.use.stats import Stats


class OpenGraph:
    """The graph in a folder or behind a SPARQL endpoint; made by ``kg.open``.

    Use it as a context manager, or close it.
    """

    def __init__(self, where: Path | str) -> None:
        self._graph: Graph = opened(where)
        self._asker: Asker | None = None

    def __enter__(self) -> OpenGraph:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the folder; the graph cannot be used afterwards."""
        self._graph.close()

    def query(self, name_or_sparql: str, **params: object) -> Table | Triples | bool:
        """The answer to a headed query (its name or path) or to SPARQL as given.

        A SELECT gives a Table, whose rows are dicts; CONSTRUCT gives Triples, ASK a bool. Parameters are bound to
        the query's ``VALUES ?name { UNDEF }``. Raises QueryError.
        """
        if any(c in name_or_sparql for c in "{\n"):
            query = queries.parse(name_or_sparql, "SPARQL")
        else:
            query = queries.load(name_or_sparql)
        return run.answer(self._graph, query, {name: str(value) for name, value in params.items()})

    def ask(self, question: str) -> Reply:
        """The reply to a question in plain Chinese: ``text``, ``table``, ``evidence``, ``sparql`` and more.

        What it does not understand it says, with ``status`` and ``suggestions``. Raises QueryError for an empty
        question. The first call reads the graph's names, later ones use them again.
        """
        if self._asker is None:
            from kg.use.ask.asking import Asker

            self._asker = Asker(self._graph)
        return self._asker.ask(question)

    def show(self, name: str) -> tuple[Shown, ...]:
        """Every entity of that name with its facts and their quotes. Raises QueryError when there is none."""
        return shown(self._graph, name)

    def text(self, source: str) -> str:
        """The text of a source as read: ``text[start:end]`` is the quote of an evidence. Raises GraphError."""
        return self._graph.text(source)

    def intake(self) -> tuple[Intake, ...]:
        """What became of every file that the build met, sorted by name."""
        return self._graph.intake()

    def stats(self) -> Stats:
        """How much of what the graph holds."""
        from kg.use.stats import stats

        return stats(self._graph)

    def report(self, source: str = "", article: int = 0) -> Report:
        """What of the pages became facts, and what did not: of files that fit ``source``, of one article's position.

        Raises QueryError when there is no such file or article.
        """
        from kg.use.report import report

        return report(self._graph, source, article)

    def export(self, format_: str, path: str | Path | None = None) -> bytes:
        """The graph in an export format (``kg export``); also written to ``path`` when given.

        Raises GraphError for an unknown format and InputError for a path that cannot be written.
        """
        from kg.use.export import export
        from kg.use.files import replace_file

        data = export(self._graph, format_)
        if path is not None:
            replace_file(Path(path), data)
        return data

    def to_networkx(self) -> networkx.MultiDiGraph[str]:
        """The network of entities: one node an entity, one edge a stated relation."""
        from kg.use.network import load_network, to_networkx

        return to_networkx(load_network(self._graph))

    def to_rdflib(self) -> rdflib.Dataset:
        """The whole graph as an rdflib Dataset, named graphs kept."""
        from kg.graph.rdf import to_dataset

        return to_dataset(self._graph)
