"""What several tests need: the shared folder of pages and gold, and one graph of the seeds for the whole run."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

ROOT = Path(__file__).parents[1]


def shared_folder() -> Path | None:
    """The folder of pages, reports, gold and suites: $FANGZHI_SHARED, else `shared` beside the checkout."""
    named = os.environ.get("FANGZHI_SHARED")
    path = Path(named) if named else ROOT.parent / "shared"
    return path if (path / "pages").is_dir() else None


@pytest.fixture(scope="session")
def shared() -> Path:
    """The shared folder; skips the test with a plain message where there is none."""
    path = shared_folder()
    if path is None:
        pytest.skip("没有共享的页面与标注(FANGZHI_SHARED 或 ../shared) · no shared pages and gold")
    return path


@pytest.fixture
def bound(tmp_path: Path) -> Iterator[Path]:
    """A folder of a user whom file permissions bind; root, whom they do not, acts as such a user meanwhile."""
    if os.geteuid():
        yield tmp_path
        return
    nobody = 65534
    with tempfile.TemporaryDirectory() as folder:
        os.chown(folder, nobody, nobody)
        os.seteuid(nobody)
        try:
            yield Path(folder)
        finally:
            os.seteuid(0)


@pytest.fixture(scope="session")
def seeds() -> Path:
    """The folder of the five seed pages."""
    return ROOT / "seeds"


@pytest.fixture(scope="session")
def build_graph(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Path]:
    """A function: build the graph of these sources in a folder of its own and return that folder."""
    from kg import pipeline

    def build(*sources: Path, name: str = "graph.kg") -> Path:
        graph = tmp_path_factory.mktemp("built") / name
        pipeline.build(list(sources), graph)
        return graph

    return build


@pytest.fixture(scope="session")
def seeds_graph(build_graph: Callable[..., Path], seeds: Path) -> Path:
    """The folder of a graph built from the seeds once for the whole run; tests must not change it."""
    return build_graph(seeds, name="seeds.kg")


@pytest.fixture(scope="session")
def pages_graph(build_graph: Callable[..., Path], shared: Path) -> Path:
    """The folder of a graph built from all shared pages once for the whole run; tests must not change it."""
    return build_graph(shared / "pages", name="pages.kg")
