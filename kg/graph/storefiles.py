"""The files of one store: what lies beside the engine's own, and whether all are as they were when it was finished.

``files.json`` lists the size and the SHA-256 of every other file, under a digest of the list itself. Sizes
are looked at whenever a store is opened, for the engine would notice a missing file only in mid-query; digests when
somebody asks (``kg check``) and before a store is taken for the one that a build would write.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from pathlib import Path

from kg.errors import GraphError
from kg.graph import durable
from kg.graph.manifest import SOURCES, Manifest, dump_intake, load_intake
from kg.records import Intake

FILES = "files.json"
#: Files of the engine that only a writer needs; its diary alone is larger than a small graph.
OF_WRITERS = ("LOG", "LOCK", "IDENTITY", "OPTIONS-")


def finish(store: Path, intake: Iterable[Intake]) -> str:
    """Write what became of the sources and the list of files into a store the engine has closed.

    Returns the digest of the former.
    """
    for file in sorted(store.iterdir()):
        if file.name.startswith(OF_WRITERS):
            file.unlink()
    sources = dump_intake(intake)
    durable.write(store / SOURCES, sources)
    names = sorted(file.name for file in store.iterdir())
    listed: dict[str, list[int | str]] = {
        name: [(store / name).stat().st_size, _digest(store / name)] for name in names
    }
    durable.write(store / FILES, _dumped(listed))
    return hashlib.sha256(sources).hexdigest()


def sync(store: Path) -> None:
    """Flush every file of the store to the disk."""
    durable.sync_all(store.iterdir())


def check_sizes(store: Path) -> None:
    """Raise OSError when a file of the store is missing or cut short."""
    for name, (size, _) in _listed(store).items():
        if (store / name).stat().st_size != size:
            raise OSError(f"{name} 的大小不符")


def damaged(store: Path, manifest: Manifest) -> str:
    """The name of a file of the store that is missing, altered or foreign; empty when all are as they were written."""
    try:
        listed = _listed(store)
    except OSError:
        return FILES
    for name, (_, digest) in listed.items():
        try:
            if _digest(store / name) != digest:
                return name
        except OSError:
            return name
    foreign = sorted({file.name for file in store.iterdir()} - {*listed, FILES})
    if foreign:
        return foreign[0]
    return "" if listed[SOURCES][1] == manifest.sources else SOURCES


def read_intake(store: Path, manifest: Manifest) -> tuple[Intake, ...]:
    """What became of each source. Raises GraphError when the file is missing or damaged."""
    try:
        content = (store / SOURCES).read_bytes()
        if hashlib.sha256(content).hexdigest() != manifest.sources:
            raise ValueError("the digest does not fit")
        return load_intake(content)
    except (OSError, ValueError, TypeError) as error:
        raise GraphError(f"图 {store.parent} 的 {SOURCES} 缺失或已损坏,请重新构建。") from error


def _listed(store: Path) -> dict[str, tuple[int, str]]:
    """The list of files. Raises OSError when it is missing or altered."""
    content = (store / FILES).read_bytes()
    try:
        listed = json.loads(content)["files"]
        if content != _dumped(listed):
            raise ValueError("not as it was written")
        return {name: (size, digest) for name, (size, digest) in listed.items()}
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise OSError(f"{FILES} 已损坏") from error


def _dumped(listed: dict[str, list[int | str]]) -> bytes:
    """The list as its file has it, with a digest of its own."""
    seal = hashlib.sha256(json.dumps(listed, sort_keys=True).encode()).hexdigest()
    return (json.dumps({"digest": seal, "files": listed}, indent=1) + "\n").encode()


def _digest(file: Path) -> str:
    with file.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()
