"""One server over the small collection for this folder's tests."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.serving import Server, serving


@pytest.fixture(scope="session")
def server(collection: Path) -> Iterator[Server]:
    with serving(collection, "--timeout", "20") as started:
        yield started


@pytest.fixture(scope="session")
def seeds_server(seeds_graph: Path) -> Iterator[Server]:
    with serving(seeds_graph, "--timeout", "20") as started:
        yield started


@pytest.fixture(scope="session")
def short_server(collection: Path) -> Iterator[Server]:
    """One that gives fifty rows at most."""
    with serving(collection, "--rows", "50", "--workers", "1") as started:
        yield started
