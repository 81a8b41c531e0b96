"""Facts to quads in groups of pages, by other processes: what they are told, and the file they write.

A group is told as JSON: for each page which kept result it is (or the result itself where the user's judgements
changed it), and the entities its things belong to.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from kg import codec
from kg.graph import kept
from kg.graph.engine import Measured, write_graphs
from kg.graph.iris import Minter
from kg.graph.state import Index, state_all
from kg.records import Entity, Extraction, Resolution

#: Groups for each process: more share the work out better, fewer load faster.
GROUPS = 4


def groups(pages: Sequence[Extraction], jobs: int) -> Iterator[Sequence[Extraction]]:
    """The pages in groups, some for each process."""
    size = max(1, -(-len(pages) // (jobs * GROUPS)))
    for start in range(0, len(pages), size):
        yield pages[start : start + size]


def group_frame(group: Sequence[Extraction], index: Index, as_kept: Mapping[str, Extraction]) -> dict[str, Any]:
    """What a process is told; ``as_kept`` are the results as they lie in the graph's folder."""
    entities: dict[str, Entity] = {}
    iris = []
    for page in group:
        for local in page.entities:
            entity = index.entity(page.source, local.key)
            entities[entity.iri] = entity
            iris.append([page.source, local.key, entity.iri])
    return {
        "pages": [
            [page.source, page.digest, None if as_kept.get(page.source) is page else codec.dumps(page)]
            for page in group
        ],
        "iris": iris,
        "entities": [[one.iri, one.type, one.label, one.attrs] for one in entities.values()],
    }  # fmt: skip


def state_group(plain: Mapping[str, Any], folder: Path, engine: str, base: str, path: Path) -> list[Measured]:
    """Write the quads of a group to a file, as ``engine.load_file`` takes them; returns what it takes besides."""
    pages = (
        codec.loads(text) if text is not None else kept.read_page(folder, source, digest, engine)
        for source, digest, text in plain["pages"]
    )
    entities = tuple(
        Entity(iri, type_, label, (), (), tuple((name, value) for name, value in attrs))
        for iri, type_, label, attrs in plain["entities"]
    )
    resolution = Resolution(entities, {(source, key): iri for source, key, iri in plain["iris"]})
    return write_graphs(state_all(pages, resolution, Minter(base)), path)
