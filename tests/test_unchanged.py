"""A build of what is there already leaves the graph as it is, and only then."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from kg import codec, pipeline
from kg.documents.read import Options
from kg.graph.kept import Kept
from kg.graph.store import Graph
from kg.pipeline import BuildReport
from kg.scale.alone import Alone

Build = Callable[..., BuildReport]


@pytest.fixture
def pages(tmp_path: Path, seeds: Path) -> Path:
    folder = tmp_path / "pages"
    folder.mkdir()
    shutil.copy(min(seeds.glob("004*.txt")), folder / "a.txt")
    return folder


@pytest.fixture
def build(tmp_path: Path, pages: Path) -> Build:
    return lambda **options: pipeline.build([pages], tmp_path / "graph.kg", jobs=1, **options)


def store(folder: Path) -> tuple[int, ...]:
    """What tells one store from another of the same name, and the manifest likewise."""
    return tuple((folder / name).stat().st_ino for name in ("manifest.json", *(f.name for f in folder.glob("store-*"))))


def test_nothing_changed(build: Build, tmp_path: Path) -> None:
    first = build()
    before = store(tmp_path / "graph.kg")
    again = build()
    assert (first.same, again.same) == (False, True)
    assert store(tmp_path / "graph.kg") == before
    assert (again.entities, again.facts, again.repairs) == (first.entities, first.facts, first.repairs)
    assert (again.quads, again.articles, again.warnings) == (first.quads, first.articles, first.warnings)
    assert again.unchanged == first.read
    assert not list((tmp_path / "graph.kg").glob("*.unfinished"))
    with Graph.open(tmp_path / "graph.kg") as graph:
        assert len(graph.lines()) == first.quads


def test_a_build_without_a_new_page_needs_neither_rules_nor_results(
    build: Build, pages: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """That is what makes it cheap: summaries are read, and digests compared."""
    build()
    code = """
import sys
from pathlib import Path
from kg import codec, pipeline
assert pipeline.build([Path(sys.argv[1])], Path(sys.argv[2]), jobs=1).same
sys.exit(" ".join({"kg.facts.extract", "yaml", "jieba", "rich"} & set(sys.modules)) or 0)
"""
    subprocess.run([sys.executable, "-c", code, str(pages), str(tmp_path / "graph.kg")], check=True)
    monkeypatch.setattr(codec, "loads", None)
    monkeypatch.setattr(codec, "loads_outline", None)
    assert build().same


def test_processes_are_started_for_what_is_new(
    build: Build, pages: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    build()
    started: list[int] = []

    def crew(jobs: int, *_: object) -> Alone:
        started.append(jobs)
        return Alone(Options(), Kept(tmp_path / "graph.kg"))

    monkeypatch.setattr(pipeline, "Crew", crew)
    monkeypatch.setattr(pipeline, "cores", lambda: 2)
    monkeypatch.setattr(pipeline, "LITTLE", 100)
    assert pipeline.build([pages], tmp_path / "graph.kg").same
    assert started == []
    (pages / "b.txt").write_text("株洲日报讯 芦淞区委书记王强到会。\n" * 9, encoding="utf-8")
    assert pipeline.build([pages], tmp_path / "graph.kg").read == ("b.txt",)
    assert started == [2]


def test_something_changed(build: Build, pages: Path, tmp_path: Path) -> None:
    build()
    (pages / "b.txt").write_text("株洲日报讯 芦淞区委书记王强到会。\n", encoding="utf-8")
    assert not build().same, "a page more"
    assert build().same
    (pages / "c.bin").write_bytes(b"\0")
    assert not build().same, "another file, passed over, that the graph accounts for"
    (pages / "b.txt").unlink()
    assert not build().same, "a page less"
    assert not build(base="https://example.org/").same, "other IRIs"
    assert build(base="https://example.org/").same


def test_judgements_are_looked_at_every_time(build: Build, tmp_path: Path) -> None:
    build()
    own = tmp_path / "own.tsv"
    own.write_text("非实体\t*#Official:无此人\n", encoding="utf-8")
    first = build(judgements=own)
    again = build()
    assert not first.same
    assert not again.same
    assert len(again.warnings) == len(first.warnings) > 0, "a line without effect is told again"


def test_a_damaged_store_is_built_again(build: Build, tmp_path: Path) -> None:
    build()
    (data,) = sorted((tmp_path / "graph.kg").glob("store-*/*.sst"))[:1]
    whole = data.read_bytes()
    data.write_bytes(whole[:-1] + bytes([whole[-1] ^ 1]))
    assert not build().same
    assert build().same
