"""The door to Oxigraph for readers: a graph that is opened, asked and dumped (``builder`` makes one).

Queries see the union of all named graphs unless they say GRAPH. The union is kept in the store's default graph,
written along with the named ones: the engine's own union gives a triple once per graph that holds it, and so counts
it wrongly. Dumps leave the default graph out. Nothing here reaches the network: SERVICE is refused before the engine
sees it. A published store is only ever opened read-only, so any number of processes may read while another builds.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any, Self

import pyoxigraph as ox

from kg.errors import GraphError, QueryError
from kg.graph import kept, storefiles
from kg.graph.answers import Answer, Solutions, Term, Triples
from kg.graph.engine import Contents, bulk_load, from_term, graph_lines, to_term, triple_lines
from kg.graph.folder import Lock
from kg.graph.iris import DEFAULT_BASE, Minter
from kg.graph.manifest import FORMAT, Manifest, read_manifest
from kg.graph.sparql import refuse_service, syntax_error
from kg.graph.terms import Quad, in_graphs
from kg.graph.tidy import tidy
from kg.graph.vocab import PREFIXES
from kg.records import Extraction, Intake

#: Export formats: name -> (engine's format, whether it keeps the named graphs).
FORMATS = {
    "turtle": (ox.RdfFormat.TURTLE, False),
    "trig": (ox.RdfFormat.TRIG, True),
    "nquads": (ox.RdfFormat.N_QUADS, True),
    "ntriples": (ox.RdfFormat.N_TRIPLES, False),
    "jsonld": (ox.RdfFormat.JSON_LD, True),
    "rdfxml": (ox.RdfFormat.RDF_XML, False),
}
RESULT_FORMATS = {
    "csv": ox.QueryResultsFormat.CSV,
    "tsv": ox.QueryResultsFormat.TSV,
    "json": ox.QueryResultsFormat.JSON,
    "xml": ox.QueryResultsFormat.XML,
}


class Graph:
    """A graph to read. Close it, or use it as a context manager, so that builds can remove old stores."""

    def __init__(self, store: ox.Store, manifest: Manifest, path: Path | None = None,
                 lock: Lock | None = None) -> None:  # fmt: skip
        self._opened: ox.Store | None = store
        self._lock = lock
        self.manifest = manifest
        self.path = path

    @classmethod
    def open(cls, path: str | Path) -> Graph:
        """The graph in a folder, read-only. Raises GraphError when it is missing, foreign, newer or damaged."""
        where = Path(path)
        for _ in range(3):  # a build may publish between reading the manifest and opening its store
            manifest = read_manifest(where)
            try:
                store, lock = _open(where / manifest.store)
            except BlockingIOError:
                continue
            except OSError as error:
                if read_manifest(where).store == manifest.store:
                    raise GraphError(f"图 {where} 已损坏({error}),请重新构建。") from error
            else:
                return cls(store, manifest, where, lock)
        raise GraphError(f"图 {where} 正在被替换,请稍后再试。")

    @classmethod
    def memory(cls, quads: Iterable[Quad], base: str = DEFAULT_BASE) -> Graph:
        """A graph in memory, for tests and small tools."""
        store = ox.Store()
        with tempfile.TemporaryDirectory() as folder:
            contents = Contents()
            bulk_load(store, in_graphs(quads), Path(folder) / "load.nq", contents)
        return cls(store, Manifest(FORMAT, base, "", contents.quads, contents.digest, "", {}, {}))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the store; the graph cannot be used afterwards."""
        self._opened = None
        if self._lock:
            self._lock.release()

    @property
    def _store(self) -> ox.Store:
        if self._opened is None:
            raise GraphError("图已关闭,请重新打开。")
        return self._opened

    @property
    def engine(self) -> ox.Store:
        """The engine's own store, for ``results``. Raises GraphError when the graph is closed."""
        return self._store

    @property
    def mint(self) -> Minter:
        """The minter of this graph's IRIs."""
        return Minter(self.manifest.base)

    @property
    def prefixes(self) -> dict[str, str]:
        """The vocabularies' prefixes and those of this graph's entities."""
        return PREFIXES | self.mint.prefixes()

    @property
    def state(self) -> str:
        """What ``reopen`` needs to know of this graph."""
        return self.manifest.dumps()

    @classmethod
    def reopen(cls, path: str | Path, state: str) -> Graph:
        """A graph once more as another process has it open, also after a build put a newer one in its place.

        Raises GraphError when the graph is not kept any longer.
        """
        manifest = Manifest(**json.loads(state))
        try:
            store, lock = _open(Path(path) / manifest.store)
        except OSError as error:
            raise GraphError(f"图 {path} 已被替换或损坏({error})。") from error
        return cls(store, manifest, Path(path), lock)

    def __len__(self) -> int:
        return self.manifest.quads

    def extraction(self, source: str) -> Extraction:
        """The stored result of one source. Raises GraphError when there is none."""
        path, digest = self._kept(source)
        return kept.read_page(path, source, digest, self.manifest.engine)

    def text(self, source: str) -> str:
        """The text of one source as read, which the offsets of evidence count in. Raises GraphError."""
        path, digest = self._kept(source)
        return kept.read_text(path, source, digest)

    def intake(self) -> tuple[Intake, ...]:
        """What became of each file of the sources, sorted by name; empty for a graph in memory. Raises GraphError."""
        return storefiles.read_intake(self.path / self.manifest.store, self.manifest) if self.path else ()

    def _kept(self, source: str) -> tuple[Path, str]:
        """The folder, and the digest of one source's text. Raises GraphError when the source is unknown."""
        if self.path is None:
            raise GraphError("内存中的图不保存抽取结果。")
        if source not in self.manifest.pages:
            raise GraphError(f"图 {self.path} 中没有来源 {source}。")
        return self.path, self.manifest.pages[source]

    def query(self, sparql: str, bindings: Mapping[str, Term] | None = None) -> Answer:
        """The answer to a SPARQL query; ``bindings`` give values to variables of its SELECT, never spliced as text.

        The prefixes of ``prefixes`` are known without being declared; relative IRIs are under the graph's base.
        Raises QueryError, with line and column where known, for a query that is not well formed, asks another server
        or does not bind as asked.
        """
        found = self._ask(sparql, bindings or {})
        try:
            if isinstance(found, ox.QueryBoolean):
                return bool(found)
            if isinstance(found, ox.QueryTriples):
                rows = {(to_term(t.subject), to_term(t.predicate), to_term(t.object)) for t in found}
                return Triples(tuple(sorted(rows, key=lambda row: [(t.kind, t.value, t.language) for t in row])))
            variables = tuple(variable.value for variable in found.variables)
            once = cache(to_term)  # most terms of a long answer come again and again
            return Solutions(variables, tuple(tuple(v and once(v) for v in row) for row in found))
        except (OSError, RuntimeError) as error:
            raise QueryError(f"查询没有完成:{error}。") from error

    def texts(self, sparql: str) -> Iterator[list[str]]:
        """The rows of a SELECT as plain texts: IRIs and literals without language and type, ``""`` where unbound.

        Several times as fast as ``query`` where rows are many. Raises QueryError as it does.
        """
        written = json.loads(self._ask(sparql, {}).serialize(format=RESULT_FORMATS["json"]))
        variables, unbound = written["head"]["vars"], {"value": ""}
        for row in written["results"]["bindings"]:
            yield [row.get(name, unbound)["value"] for name in variables]

    def lines(self) -> list[bytes]:
        """The whole graph as sorted lines of N-Quads: equal graphs give equal lines."""
        return sorted(self._lines_by_graph())

    def quads(self, graph: str | None = None) -> Iterator[Quad]:
        """All quads, or those of one named graph (an IRI), sorted."""
        for line in graph_lines(self._store, ox.NamedNode(graph)) if graph else self.lines():
            yield Quad.of_line(line.decode())

    def union(self) -> list[bytes]:
        """The union of all named graphs as sorted lines of N-Triples."""
        return triple_lines(self._store, ox.DefaultGraph())

    def graphs(self) -> tuple[str, ...]:
        """IRIs of the named graphs, sorted."""
        return tuple(sorted(name.value for name in self._store.named_graphs()))

    def dump(self, format_: str) -> bytes:
        """The whole graph in one of ``FORMATS``: sorted, so equal graphs give equal bytes. Raises GraphError."""
        if format_ not in FORMATS:
            raise GraphError(f"没有导出格式 {format_},可用 {'、'.join(FORMATS)}。")
        if format_ == "nquads":
            return b"".join(self.lines())
        lines = self._lines_by_graph() if FORMATS[format_][1] else self.union()
        if format_ == "ntriples":
            return b"".join(lines)
        prefixes = PREFIXES if format_ == "rdfxml" else self.prefixes
        parsed = ox.parse(b"".join(lines), format=ox.RdfFormat.N_QUADS)
        written = ox.serialize(parsed, format=FORMATS[format_][0], prefixes=prefixes)
        assert written is not None
        return tidy(written, format_)

    def _lines_by_graph(self) -> list[bytes]:
        """The whole graph as lines of N-Quads: one named graph after the other, each sorted."""
        return [line for name in sorted(self._store.named_graphs(), key=str) for line in graph_lines(self._store, name)]

    def _ask(self, sparql: str, bindings: Mapping[str, Term]) -> Any:
        refuse_service(sparql)
        substitutions: dict[ox.Variable, ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple] = {
            ox.Variable(name): from_term(term) for name, term in bindings.items()
        }
        try:
            return self._store.query(
                sparql, base_iri=self.manifest.base, prefixes=self.prefixes, substitutions=substitutions
            )
        except SyntaxError as error:
            raise syntax_error(str(error)) from error
        except (OSError, ValueError, RuntimeError) as error:
            raise QueryError(f"查询不能执行:{error}。") from error


def _open(path: Path) -> tuple[ox.Store, Lock]:
    """A published store, and the lock that keeps it from being removed. Raises OSError."""
    lock = Lock(path, shared=True)
    try:
        storefiles.check_sizes(path)
        return ox.Store.read_only(str(path)), lock
    except OSError:
        lock.release()
        raise
