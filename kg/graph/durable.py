"""Files that are whole on disk or not there: written aside, flushed, then named."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

ASIDE = ".new"  # ending of a file that is being written
#: Files flushed at the same time: the disk waits for all of them together, one by one it waits for each.
_AT_ONCE = 16


def is_unfinished(file: Path) -> bool:
    """Whether a file was being written when its writer ended: it is in nobody's use, and goes with the next build."""
    return file.name.startswith(".") and file.name.endswith(ASIDE)


def write(file: Path, data: bytes) -> None:
    """Put a file in its place in one step. It outlives a loss of power only after ``sync`` of it and its folder."""
    with _aside(file, data) as aside:
        aside.replace(file)


def write_synced(file: Path, data: bytes) -> None:
    """Put a file in its place in one step, so that it outlives a loss of power."""
    with _aside(file, data) as aside:
        sync(aside)
        aside.replace(file)
    sync(file.parent)


@contextmanager
def _aside(file: Path, data: bytes) -> Iterator[Path]:
    """The data in a file of another name; where the disk refuses them, or what is done with it, nothing of it stays."""
    aside = file.with_name(f".{file.name}{ASIDE}")
    try:
        aside.write_bytes(data)
        yield aside
    except OSError:
        aside.unlink(missing_ok=True)
        raise


def sync(path: Path) -> None:
    """Flush a file, or the names in a folder, to the disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def sync_all(paths: Iterable[Path]) -> None:
    """Flush files, then the folders they lie in."""
    files = sorted(set(paths))
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        for found in (files, sorted({file.parent for file in files})):
            list(pool.map(sync, found))  # an error of one of them is raised here
