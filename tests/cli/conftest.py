"""The small collection as a graph folder, built once for this folder's tests; tests must not change it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.collection import write_collection


@pytest.fixture(scope="session")
def collection(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_collection(tmp_path_factory.mktemp("collection") / "small.kg")
