"""Exports: the same graph in every format, the same bytes every time, files whole or not at all."""

from __future__ import annotations

import os
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
