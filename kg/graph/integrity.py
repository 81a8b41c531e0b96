"""Is every file of a graph folder as it was written? Asked by ``kg check``; opening a graph looks at sizes only."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from kg.errors import GraphError
from kg.graph import kept, storefiles
from kg.graph.durable import is_unfinished
from kg.graph.manifest import Manifest, read_manifest


def verify(folder: Path) -> None:
    """Raise GraphError that names the first file which is missing, altered or not ours."""
    manifest = read_manifest(folder)
    store = folder / manifest.store
    if name := storefiles.damaged(store, manifest):
        raise _damaged(folder, f"{manifest.store}/{name}")
    for file in _needed(folder, manifest):
        if not file.is_file():
            raise _damaged(folder, file.relative_to(folder).as_posix())
    for kind in kept.FOLDERS:
        for file in sorted((folder / kind).glob("*/*")):
            if not is_unfinished(file) and not kept.is_sound(file):
                raise _damaged(folder, file.relative_to(folder).as_posix())


def _needed(folder: Path, manifest: Manifest) -> Iterator[Path]:
    """The kept files that the graph's sources need."""
    for source, digest in manifest.pages.items():
        yield kept.text_file(folder, digest)
        yield kept.page_file(folder, source, digest, manifest.engine)


def _damaged(folder: Path, name: str) -> GraphError:
    return GraphError(f"图 {folder} 已损坏:文件 {name} 缺失或被改动,请重新构建。")
