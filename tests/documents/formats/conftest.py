"""The samples of each format, and a function that reads a file."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from kg.documents.formats.parse import Limits
from kg.documents.listing import Source
from kg.documents.read import Options, Reader, Reading

#: Little enough for hostile files to be found out soon, enough for the libraries to start on a busy machine.
LIMITS = Limits(seconds=20, in_all=40, megabytes=1024, ocr_seconds=120)


@pytest.fixture(scope="session")
def samples() -> Path:
    return Path(__file__).parent / "samples"


@pytest.fixture(scope="module")
def read() -> Iterator[Callable[..., list[Reading]]]:
    """A function: the readings of one file, by options. The child processes serve for all of a module's files."""
    readers: dict[bool, Reader] = {}

    def read_file(path: Path, **options: object) -> list[Reading]:
        given = Options(**options)  # type: ignore[arg-type]
        fresh = Reader(given, limits=LIMITS)
        fresh._parser = readers.setdefault(given.ocr, fresh)._parser  # starting a process takes longer than reading
        return list(fresh.read(Source(path.name, path)))

    yield read_file
    for reader in readers.values():
        reader.__exit__()
