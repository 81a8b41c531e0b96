"""``kg view`` as a user calls it."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.cli.entry import run
from kg.graph.builder import GraphBuilder
from kg.use import view, view_large
from tests.use.networks import case_quads


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("view") / "cases.kg"
    with GraphBuilder(path, "test") as builder:
        builder.load(case_quads())
        builder.publish({})
    return path


def test_writes_the_page(folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    target = tmp_path / "a.html"
    assert run(["view", "-g", str(folder), "-o", str(target)]) == 0
    assert "7 个实体，6 条关系。" in capsys.readouterr().out
    assert "云溪星河科技有限公司" in target.read_text("utf-8")


def test_default_file_and_restriction(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("KG_GRAPH", str(folder))
    assert run(["view", "--around", "星河", "--depth", "1", "--type", "荣誉"]) == 0
    assert capsys.readouterr().out == "network.html：2 个实体，1 条关系。\n"
    assert (tmp_path / "network.html").is_file()


@pytest.mark.parametrize(
    ("built", "told", "holds"),
    [(True, "先画出最中心的", 'id="network-data"'), (False, "图中只画联系最多的 2 个", "vis-network")],
)
def test_too_many_to_be_drawn_at_once(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, built: bool,
    told: str, holds: str,
) -> None:  # fmt: skip
    if built and not view_large.is_available():
        pytest.skip("the workbench is not built (make web)")
    monkeypatch.setattr(view, "MOST_NODES", 2)
    monkeypatch.setattr(view_large, "is_available", lambda: built)
    target = tmp_path / "a.html"
    assert run(["view", "-g", str(folder), "-o", str(target)]) == 0
    assert told in capsys.readouterr().out
    assert holds in target.read_text("utf-8")


def test_standard_output_is_the_page_alone(folder: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    assert run(["view", "-g", str(folder), "-o", "-"]) == 0
    out = capfdbinary.readouterr().out
    assert out.startswith(b"<!DOCTYPE html>")
    assert out.endswith(b"</html>")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--around", "查无此人"], "图谱中没有名为“查无此人”的实体"),
        (["--type", "公司"], "没有“公司”这种实体类型"),
        (["--depth", "-1"], "--depth"),
        (["-g", "nowhere.kg"], "nowhere.kg"),
    ],
)
def test_refusals_write_nothing(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], message: str
) -> None:
    target = tmp_path / "a.html"
    graph = [] if "-g" in arguments else ["-g", str(folder)]
    assert run(["view", "-o", str(target), *graph, *arguments]) == 2
    error = capsys.readouterr().err
    assert message in error
    assert error.count("\n") == 1
    assert list(tmp_path.iterdir()) == []
