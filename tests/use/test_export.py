"""Exports: the same graph in every format, the same bytes every time, files whole or not at all."""

from __future__ import annotations

import fcntl
import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import networkx
import pytest
from rdflib.compare import isomorphic

from kg.errors import GraphError, InputError
from kg.graph.rdf import parse_export
from kg.graph.store import Graph
from kg.use.export import FORMATS, export
from kg.use.files import replace_file


def test_rdf_formats_hold_the_same_triples(collection: Path) -> None:
    with Graph.open(collection) as graph:
        union = parse_export(export(graph, "ntriples"), "ntriples")
        for format_ in ("turtle", "rdfxml"):
            assert isomorphic(parse_export(export(graph, format_), format_), union), format_
        quads = sorted(set(parse_export(export(graph, "nquads"), "nquads").quads()))
        for format_ in ("trig", "jsonld"):
            assert sorted(set(parse_export(export(graph, format_), format_).quads())) == quads, format_


@pytest.mark.parametrize("format_", ["graphml", "gexf"])
def test_network_formats_can_be_read(collection: Path, tmp_path: Path, format_: str) -> None:
    path = tmp_path / f"a.{format_}"
    with Graph.open(collection) as graph:
        path.write_bytes(export(graph, format_))
    read = networkx.read_graphml(path) if format_ == "graphml" else networkx.read_gexf(path)
    assert {data["label"] for _, data in read.nodes(data=True)} >= {"东江区", "吴芳", "云溪星河科技有限公司"}


@pytest.mark.parametrize("format_", FORMATS)
def test_same_graph_same_bytes(collection: Path, format_: str) -> None:
    with Graph.open(collection) as one, Graph.open(collection) as other:
        assert export(one, format_) == export(other, format_)


def test_unknown_format() -> None:
    with pytest.raises(GraphError, match="没有导出格式 pdf，可用 turtle"):
        export(Graph.memory([]), "pdf")


def test_a_file_is_replaced_whole(tmp_path: Path) -> None:
    target = tmp_path / "a.ttl"
    target.write_bytes(b"old")
    replace_file(target, b"new")
    assert target.read_bytes() == b"new"
    assert [path.name for path in tmp_path.iterdir()] == ["a.ttl"]
    assert target.stat().st_mode & 0o777 == 0o666 & ~current_umask()


def test_a_file_is_flushed_before_it_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    steps: list[tuple[str, int]] = []
    sync, rename = os.fsync, Path.replace

    def synced(descriptor: int) -> None:
        steps.append(("flushed", os.fstat(descriptor).st_ino))
        sync(descriptor)

    def renamed(path: Path, target: Path) -> Path:
        assert path.parent == target.parent, "in one step, on one disk"
        steps.append(("named", path.stat().st_ino))
        return rename(path, target)

    monkeypatch.setattr(os, "fsync", synced)
    monkeypatch.setattr(Path, "replace", renamed)
    replace_file(tmp_path / "a.ttl", b"new")
    file, folder = (tmp_path / "a.ttl").stat().st_ino, tmp_path.stat().st_ino
    assert steps == [("flushed", file), ("named", file), ("flushed", folder)]


def current_umask() -> int:
    umask = os.umask(0)
    os.umask(umask)
    return umask


def test_what_cannot_be_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(InputError, match="没有文件夹"):
        replace_file(tmp_path / "none" / "a.ttl", b"")
    with pytest.raises(InputError, match="是文件夹"):
        replace_file(tmp_path, b"")
    target = tmp_path / "a.ttl"
    target.write_bytes(b"old")

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(InputError, match="No space left"):
        replace_file(target, b"new")
    assert target.read_bytes() == b"old"
    assert [path.name for path in tmp_path.iterdir()] == ["a.ttl"]


def test_leftovers_of_killed_writers_go_and_those_of_living_ones_stay(tmp_path: Path) -> None:
    dead, living, other = (tmp_path / name for name in (".a.ttl.part-x", ".a.ttl.part-y", ".b.ttl.part-x"))
    for path in (dead, living, other):
        path.write_bytes(b"half")
    with living.open("rb") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        replace_file(tmp_path / "a.ttl", b"new")
    assert sorted(path.name for path in tmp_path.iterdir()) == [".a.ttl.part-y", ".b.ttl.part-x", "a.ttl"]


def test_a_link_stays_a_link_and_a_pipe_a_pipe(tmp_path: Path) -> None:
    (tmp_path / "real.ttl").write_bytes(b"old")
    (tmp_path / "link.ttl").symlink_to("real.ttl")
    replace_file(tmp_path / "link.ttl", b"new")
    assert (tmp_path / "link.ttl").is_symlink()
    assert (tmp_path / "real.ttl").read_bytes() == b"new"
    replace_file(Path("/dev/null"), b"nothing")
    assert Path("/dev/null").is_char_device()


def test_many_writers_of_one_file(tmp_path: Path) -> None:
    """Whoever is last, the file is one writer's, whole, and nothing else is left."""
    target = tmp_path / "a.ttl"
    bodies = [bytes([65 + n]) * 300_000 for n in range(8)]
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda body: replace_file(target, body), bodies * 4))
    assert target.read_bytes() in bodies
    assert [path.name for path in tmp_path.iterdir()] == ["a.ttl"]
