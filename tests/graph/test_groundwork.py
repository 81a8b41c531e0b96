"""A store begun from the packed one holds what one holds that the reference data were loaded into."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg import cache, resources
from kg.graph import groundwork, reference
from kg.graph.builder import GraphBuilder
from kg.graph.iris import Minter
from kg.graph.store import Graph
from kg.mentions.gazetteer import Gazetteer
from tests.graph import sample

#: What the pages of the sample say; it has reference data of its own.
QUADS = [quad for quad in sample.quads() if "/reference/" not in quad.graph]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv(cache.VARIABLE, str(tmp_path / "cache"))
    return tmp_path / "cache"


def built(path: Path, base: str = sample.BASE) -> tuple[str, list[bytes]]:
    """The manifest and the lines of a graph begun from the packed store."""
    with GraphBuilder(path, "engine-1", base) as builder:
        builder.load_reference()
        builder.load(QUADS)
        manifest = builder.publish({}).dumps()
    with Graph.open(path) as graph:
        return manifest, [*graph.lines(), *graph.union()]


def loaded(path: Path) -> tuple[str, list[bytes]]:
    """The same, loaded quad by quad, the sample before the reference data."""
    with GraphBuilder(path, "engine-1", sample.BASE) as builder:
        builder.load(QUADS)
        builder.load(reference.divisions(Gazetteer.load(), builder.mint))
        builder.load_turtle(resources.text("ontology.ttl"), builder.mint.reference(reference.ONTOLOGY))
        manifest = builder.publish({}).dumps()
    with Graph.open(path) as graph:
        return manifest, [*graph.lines(), *graph.union()]


def test_it_is_the_graph_that_loading_gives(folder: Path, tmp_path: Path) -> None:
    """Made, read again, damaged and made once more, and where nothing is kept."""
    expected = loaded(tmp_path / "loaded.kg")
    assert built(tmp_path / "made.kg") == expected
    (packed,) = folder.glob("groundwork-*")
    whole = packed.read_bytes()
    assert built(tmp_path / "read.kg") == expected
    packed.write_bytes(whole[:1000] + bytes([whole[1000] ^ 1]) + whole[1001:])
    assert built(tmp_path / "again.kg") == expected
    assert len(packed.read_bytes()) == pytest.approx(len(whole), rel=0.1)  # the engine numbers its files as it likes


def test_without_a_cache_it_is_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(cache.VARIABLE, "")
    assert built(tmp_path / "a.kg") == loaded(tmp_path / "b.kg")


def test_each_base_has_its_own(folder: Path, tmp_path: Path) -> None:
    for base in (sample.BASE, "https://example.org/other/"):
        where = tmp_path / base.split("/")[-2]
        where.mkdir()
        [(graph, number, _), *_] = groundwork.lay(where, Minter(base))
        assert graph.startswith(f"<{base}")
        assert number > 50_000
        assert not (where / "groundwork").exists()
    assert len(list(folder.glob("groundwork-*"))) == 2


def test_a_full_disk_leaves_nothing(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(groundwork, "bulk_load", full)
    (tmp_path / "store").mkdir()
    with pytest.raises(OSError, match="No space"):
        groundwork.lay(tmp_path / "store", Minter(sample.BASE))
    assert not list((tmp_path / "store").iterdir())
    assert not list(folder.glob("groundwork-*"))
