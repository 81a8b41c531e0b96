"""What passes between the stages of a build on many machines: files of rows, one JSON array a line, by bucket.

A stage reads files whole and writes files whole, each in one step and under a name that depends on its task alone.
So a task that is done twice, because the machine that did it was lost or thought to be, does no harm.
"""

from __future__ import annotations

import json
import os
import tempfile
import zlib
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

Row = list[Any]


def bucket(key: str, buckets: int) -> int:
    """Which bucket a key belongs to: the same on every machine."""
    return zlib.crc32(key.encode()) % buckets


def put(path: Path, data: bytes) -> None:
    """Write a file in one step; of two writers the last one stays."""
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor, name = tempfile.mkstemp(prefix=f".{path.name}", dir=path.parent)
    aside = Path(name)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
        umask = os.umask(0)
        os.umask(umask)
        aside.chmod(0o666 & ~umask)  # a temporary file is its owner's alone
        aside.replace(path)
    finally:
        aside.unlink(missing_ok=True)


def dumped(row: Row) -> str:
    """A row as its line."""
    return json.dumps(row, ensure_ascii=False, separators=(",", ":")) + "\n"


class Sorter:
    """Rows on their way to buckets: gathered here, written by ``write`` as ``<folder>/<bucket>/<task>.jsonl``."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._lines: dict[int, list[str]] = defaultdict(list)

    def add(self, to: int, row: Row) -> None:
        """One row to a bucket."""
        self._lines[to].append(dumped(row))

    def write(self, task: str) -> None:
        """Put the rows in their places."""
        for to, lines in sorted(self._lines.items()):
            put(self._folder / f"{to:05}" / f"{task}.jsonl", "".join(lines).encode())


def rows(folder: Path, number: int) -> Iterator[Row]:
    """The rows of one bucket, in the order of the tasks that wrote them."""
    for path in sorted((folder / f"{number:05}").glob("*.jsonl")):
        yield from rows_of(path)


def rows_of(path: Path) -> Iterator[Row]:
    """The rows of one file."""
    with path.open(encoding="utf-8") as file:
        for line in file:  # JSON writes no line feed within a line
            yield json.loads(line)


def write_rows(path: Path, many: Iterable[Row]) -> None:
    """A file of rows, in one step."""
    put(path, "".join(map(dumped, many)).encode())
