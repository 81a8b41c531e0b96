"""Writes a graph folder: what is kept of each source, the quads, and the step by which both become the graph."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from itertools import count
from pathlib import Path
from threading import Lock
from types import TracebackType

import pyoxigraph as ox

from kg.documents.encodings import Decoded
from kg.errors import GraphError
from kg.graph import groundwork, kept, storefiles
from kg.graph.engine import Contents, Measured, bulk_load, load_file, load_turtle, open_store
from kg.graph.folder import Folder
from kg.graph.iris import DEFAULT_BASE, Minter
from kg.graph.manifest import FORMAT, Manifest, dump_intake
from kg.graph.terms import Quad, Stated, in_graphs
from kg.records import Extraction, Intake, Outline, Page, Summary


class GraphBuilder:
    """Writes a graph folder: keep pages, load quads, publish. Use as a context manager.

    Leaving the block without ``publish`` leaves the folder as it was. Raises GraphError as ``Folder`` does.
    """

    def __init__(self, path: str | Path, engine: str, base: str = DEFAULT_BASE) -> None:
        try:
            self.mint = Minter(base)
        except ValueError as error:
            raise GraphError(f"实体 IRI 的前缀 {base} 不合法:应以 http(s):// 或 urn: 开头,以 / 或 # 结尾。") from error
        self._engine = engine
        self._folder = Folder(Path(path))
        self._pages: dict[str, str] = {}
        self._contents = Contents()
        self._numbers = count()
        self._where = self._folder.new_store()
        self._store: ox.Store | None = None  # opened when something is loaded, for a build may find nothing changed
        self._opening = Lock()
        try:
            with self._folder.writing():
                self._where.mkdir()
        except GraphError:
            self._folder.__exit__()
            raise

    def __enter__(self) -> GraphBuilder:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._store = None  # closes the engine's files before the folder is swept
        self._folder.__exit__(kind, error, trace)

    @property
    def before(self) -> frozenset[str]:
        """The sources of the graph that is there already; none when there is none that can be read."""
        return self._folder.before

    @property
    def sizes(self) -> Mapping[str, int]:
        """The sources whose results by this engine are kept, with their bytes; none when that cannot be told."""
        old = self._folder.manifest
        if old is None or old.engine != self._engine:
            return {}
        try:
            return {one.source: one.size for one in storefiles.read_intake(self._folder.path / old.store, old)}
        except GraphError:
            return {}

    def kept(self, source: str, digest: str) -> Summary | None:
        """The summary of what an earlier build kept for this text of this source, if this engine made it."""
        found = self._folder.kept.page(source, digest, self._engine)
        if found is not None:
            self._pages[source] = digest
        return found

    def keep(self, extraction: Extraction) -> tuple[Summary, Outline]:
        """Keep a fresh result for ``read`` and for later builds; returns what is asked of it now."""
        return self.keep_result(kept.dumps(extraction))

    def keep_result(self, result: bytes) -> tuple[Summary, Outline]:
        """The same for a result as ``kept.dumps`` gives it."""
        with self._folder.writing():
            found = self._folder.kept.keep_page(result)
        self._pages[found[0].source] = found[0].digest
        return found

    def read(self, source: str) -> Extraction:
        """What is kept of a source of this build. Raises GraphError when it has been lost since."""
        return kept.read_page(self._folder.path, source, self._pages[source], self._engine)

    def outline(self, source: str) -> Outline:
        """The outline of the same."""
        return kept.read_outline(self._folder.path, source, self._pages[source], self._engine)

    def keep_text(self, page: Page) -> None:
        """Keep the text of a source as read, for whoever wants to see evidence in its place."""
        with self._folder.writing():
            self._folder.kept.keep_text(page.digest, page.text)

    def parsed(self, key: str) -> Decoded | None:
        """The text an earlier build got from a file that had to be taken apart, under the key it gave it."""
        return self._folder.kept.parsed(key)

    def keep_parsed(self, key: str, found: Decoded) -> None:
        """Keep such a text for later builds."""
        with self._folder.writing():
            self._folder.kept.keep_parsed(key, found)

    def load_reference(self) -> None:
        """Begin with the reference data, before anything else is loaded."""
        assert self._store is None
        with self._folder.writing():
            self._contents.note(groundwork.lay(self._where, self.mint))

    def load(self, quads: Iterable[Quad]) -> None:
        """Add quads; repetitions do no harm. Threads may load at once, as long as none has a graph of another's."""
        self.load_graphs(in_graphs(quads))

    def load_graphs(self, graphs: Iterable[Stated]) -> None:
        """The same for whole graphs."""
        with self._folder.writing():
            bulk_load(self._opened(), graphs, self.aside(), self._contents)

    def load_file(self, path: Path, measured: Iterable[Measured]) -> None:
        """Add quads from a file that ``engine.write_graphs`` wrote, which goes."""
        with self._folder.writing():
            load_file(self._opened(), path, measured, self._contents)

    def aside(self) -> Path:
        """A new name for such a file; what lies there when the build ends goes."""
        return self._where / f"load-{next(self._numbers)}.nq"

    def load_turtle(self, text: str, graph: str) -> None:
        """Add a Turtle document to a named graph (an IRI)."""
        with self._folder.writing():
            load_turtle(self._opened(), text, graph, self._contents)

    def _opened(self) -> ox.Store:
        with self._opening:
            if self._store is None:
                self._store = open_store(self._where)
            return self._store

    @property
    def judgements(self) -> str:
        """The user's judgements that the graph there already was built with, as their file had them."""
        return self._folder.judgements

    def unchanged(self, intake: Iterable[Intake], judgements: str) -> Manifest | None:
        """The manifest of the graph that is there already, if a build of what was kept would make the same and no file
        of it is damaged; None otherwise. It then stays as it is, and nothing need be loaded.
        """
        old = self._folder.manifest
        if old is None or (old.base, old.engine, old.judgements) != (self.mint.base, self._engine, judgements):
            return None
        if old.pages != self._pages or old.sources != hashlib.sha256(dump_intake(intake)).hexdigest():
            return None
        if storefiles.damaged(self._folder.path / old.store, old):
            return None
        self._folder.kept.sync()
        return old

    def publish(self, counts: Mapping[str, int], intake: Iterable[Intake] = (), judgements: str = "") -> Manifest:
        """Make what was loaded the folder's graph, and return its manifest.

        ``judgements``: the user's own, which the next build goes on with.

        What is published is what can be read back from the disk. Raises GraphError when that is not what was loaded,
        or when there is no room for it.
        """
        with self._folder.writing():
            loaded = len(store := self._opened())
            store.flush()
            del store
            self._store = None
            sources = storefiles.finish(self._where, intake)
            written = ox.Store.read_only(str(self._where))
            if len(written) != loaded:
                raise OSError(f"写入的 {loaded} 条只读回 {len(written)} 条")
            del written
            manifest = Manifest(
                FORMAT, self.mint.base, self._engine, self._contents.quads, self._contents.digest, sources,
                dict(sorted(counts.items())), dict(sorted(self._pages.items())), judgements,
            )  # fmt: skip
            self._folder.publish(manifest, self._where)
        return manifest
