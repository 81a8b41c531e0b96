"""What of a graph survives: killed builds, full disks, several builders and readers, bytes that changed.

`make torture` runs the same at full size: every crash point, hundreds of kills, and whole builds of pages.
"""

from __future__ import annotations

import json
import os
import random
import resource
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest

from kg.cli.entry import run
from kg.errors import GraphError
from kg.graph import storefiles
from kg.graph.builder import GraphBuilder
from kg.graph.integrity import verify
from kg.graph.store import Graph
from kg.graph.terms import Quad, iri
from tests.graph import sample

ROOT = Path(__file__).parents[2]
TORTURE = bool(os.environ.get("FANGZHI_TORTURE"))
EXTRA = Quad(*(iri(f"https://example.org/{x}") for x in "spog"))
Build = Callable[..., Path]


def python(code: str, *arguments: object, limit: int = 0) -> subprocess.CompletedProcess[str]:
    """Run code in a process of its own, which may write no file longer than ``limit`` bytes."""

    def restrict() -> None:
        if limit:
            resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))

    return subprocess.run([sys.executable, "-c", code, *map(str, arguments)], cwd=ROOT, capture_output=True, text=True,
                          preexec_fn=restrict, timeout=300)  # fmt: skip


def kill(mode: str, folder: Path, count: int) -> dict[str, dict[str, int]]:
    done = subprocess.run([sys.executable, "-m", "tests.graph.killing", mode, str(folder), str(count), "20240603"],
                          cwd=ROOT, capture_output=True, text=True)  # fmt: skip
    assert done.returncode == 0, done.stderr[-3000:]
    found: dict[str, dict[str, int]] = json.loads(done.stdout)
    return found


def test_a_build_that_dies_at_any_of_its_steps_leaves_a_whole_graph(tmp_path: Path) -> None:
    found = kill("points", tmp_path / "a.kg", 0 if TORTURE else 8)["found"]
    assert found["old"] > found["new"] > 0


def test_a_build_that_is_killed_at_any_moment_leaves_a_whole_graph(tmp_path: Path) -> None:
    found = kill("random", tmp_path / "a.kg", 300 if TORTURE else 15)
    assert sum(found["found"].values()) == (300 if TORTURE else 15)
    assert set(found["found"]) >= {"old", "new"}
    assert len(found["phases"]) >= 5, "the kills came in every phase, one or the other missed by a hair"


@pytest.mark.skipif(not TORTURE, reason="whole builds of pages are killed by `make torture`")
def test_a_build_of_pages_that_is_killed_at_any_moment_leaves_a_whole_graph(tmp_path: Path) -> None:
    found = kill("pages", tmp_path / "a.kg", 60)
    assert set(found["found"]) >= {"old", "new"}


def test_a_disk_that_is_full_from_any_write_on_holds_what_it_held(tmp_path: Path) -> None:
    """To the byte, with what a build had kept of pages by then taken back: a full disk wants its room."""
    found = kill("full", tmp_path / "a.kg", 0)["found"]
    assert found["old"] > 10
    assert found["new"] == 1


BUILD = """
import sys
from pathlib import Path
from kg.errors import GraphError
from tests.graph import sample
from kg.graph.builder import GraphBuilder
from tests.graph.test_durability import EXTRA
try:
    with GraphBuilder(Path(sys.argv[1]), "engine-1", sample.BASE) as builder:
        for page in sample.pages():
            builder.keep_text(page)
        for extraction in sample.extractions():
            builder.keep(extraction)
        builder.load([*sample.quads(), EXTRA] * int(sys.argv[2]))
        builder.publish({})
except GraphError as error:
    sys.exit(f"SENTENCE {error}")
"""


@pytest.mark.parametrize("limit", [100, 5_000, 60_000, 120_000, *((1, 1_000, 20_000, 90_000) if TORTURE else ())])
def test_a_disk_without_room(build: Build, limit: int) -> None:
    """Wherever it is that no more can be written: a sentence, and the graph of before. Enough room is no error."""
    folder = build(pages=sample.extractions()[:1])
    before = files(folder)
    done = python(BUILD, folder, 1, limit=limit)
    if done.returncode:
        assert done.stderr.startswith("SENTENCE 不能写入"), done.stderr
        assert done.stderr.strip().endswith("原有的图不变。")
        assert files(folder) == before
    else:
        assert limit >= 60_000
    verify(folder)


@pytest.mark.skipif(os.geteuid() != 0, reason="needs to mount a small disk")
def test_a_full_disk(tmp_path: Path) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", disk], capture_output=True).returncode:
        pytest.skip("no disk may be mounted here")
    try:
        done = python(BUILD, disk / "a.kg", 1)
        assert done.returncode == 0, done.stderr
        before = files(disk / "a.kg")
        (disk / "filler").write_bytes(bytes(shutil.disk_usage(disk).free - 100_000))
        done = python(BUILD, disk / "a.kg", 3)
        assert done.stderr.startswith("SENTENCE 不能写入"), done.stderr
        assert "No space left" in done.stderr
        assert files(disk / "a.kg") == before
        verify(disk / "a.kg")
        (disk / "filler").unlink()
        assert python(BUILD, disk / "a.kg", 3).returncode == 0, "with room again, it builds again"
    finally:
        subprocess.run(["umount", disk], check=True)


def files(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def every_file(folder: Path) -> Iterator[Path]:
    return (path for path in sorted(folder.rglob("*")) if path.is_file() and path.stat().st_size)


def test_a_changed_byte_is_found_in_whatever_file(build: Build) -> None:
    folder = build()
    verify(folder)
    chance = random.Random(0)
    for path in every_file(folder):
        whole = path.read_bytes()
        for place in {0, len(whole) - 1, *(chance.randrange(len(whole)) for _ in range(50 if TORTURE else 5))}:
            path.write_bytes(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])
            with pytest.raises(GraphError, match=path.name) as error:
                verify(folder)
            assert "\n" not in str(error.value)
        path.write_bytes(whole[:-1])
        with pytest.raises(GraphError, match=path.name):
            verify(folder)
        path.write_bytes(whole)
    verify(folder)


def test_a_missing_file_is_found(build: Build) -> None:
    folder = build()
    for path in every_file(folder):
        path.rename(folder.with_name("away"))
        with pytest.raises(GraphError, match=path.name):
            verify(folder)
        folder.with_name("away").rename(path)
    verify(folder)


def test_a_file_that_does_not_belong_is_found(build: Build) -> None:
    folder = build()
    foreign = next(folder.glob("store-*")) / "000099.sst"
    foreign.write_bytes(b"x")
    with pytest.raises(GraphError, match=r"000099\.sst"):
        verify(folder)


def test_check_says_which_file(build: Build, capfd: pytest.CaptureFixture[str]) -> None:
    folder = build()
    text = next(path for path in every_file(folder / "texts"))
    text.write_bytes(b"x")
    assert run(["check", "-g", str(folder)]) == 2
    written = capfd.readouterr()
    assert written.out == ""
    assert text.name in written.err
    [source] = [page.source for page in sample.pages() if page.digest == text.name]
    with Graph.open(folder) as graph, pytest.raises(GraphError, match="缺失或已损坏"):
        graph.text(source)


def test_a_quote_that_is_not_in_its_text_is_found(build: Build, capfd: pytest.CaptureFixture[str]) -> None:
    moved = [
        Quad(q.subject, q.predicate, q.object.replace("松风玻璃项目开工", "松风玻璃项目完工"), q.graph)
        for q in sample.quads()
    ]
    assert moved != sample.quads()
    assert run(["check", "-g", str(build(moved))]) == 1
    assert "引文应当与来源读出的文字一致。 1 处" in capfd.readouterr().out


def test_a_damaged_result_is_not_built_upon(build: Build) -> None:
    """One changed letter in a kept result is still JSON; it is made again all the same."""
    folder = build()
    source = sample.first()
    for path in every_file(folder / "pages"):
        path.write_bytes(path.read_bytes().replace("葛长青".encode(), "葛长清".encode()))
    with GraphBuilder(folder, "engine-1", sample.BASE) as builder:
        assert builder.kept(source.source, source.digest) is None


def test_what_is_published_was_flushed_before_it_was_named(build: Build, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every file of the graph and every folder that names one, also those a dead build left; the manifest at last."""
    flushed: set[int] = set()
    left: list[str] = []
    sync, rename = os.fsync, Path.replace

    def noted(descriptor: int) -> None:
        flushed.add(os.fstat(descriptor).st_ino)
        sync(descriptor)

    def named(path: Path, target: Path) -> Path:
        if target.name == "manifest.json":
            found = [one for one in target.parent.rglob("*") if one != target and one.stat().st_ino not in flushed]
            left.extend(str(one.relative_to(target.parent)) for one in found)
            flushed.discard(target.parent.stat().st_ino)
        return rename(path, target)

    monkeypatch.setattr(os, "fsync", noted)
    monkeypatch.setattr(Path, "replace", named)
    found_later = replace(sample.first(), source="c.txt")
    with GraphBuilder(folder := build(), "engine-1", sample.BASE) as builder:
        builder.keep(found_later)  # and dies before it publishes
    build([*sample.quads(), EXTRA], pages=[*sample.extractions(), found_later])
    assert left == []
    assert {folder.stat().st_ino, folder.parent.stat().st_ino, (folder / "manifest.json").stat().st_ino} <= flushed


def test_what_cannot_be_read_back_is_not_published(build: Build, monkeypatch: pytest.MonkeyPatch) -> None:
    """As when a disk takes what is written and gives back something else."""
    folder = build()
    before = files(folder)
    finish = storefiles.finish

    def lost(store: Path, *others: Any) -> str:
        shutil.rmtree(store)
        ox.Store(str(store)).flush()
        return finish(store, *others)

    monkeypatch.setattr(storefiles, "finish", lost)
    with pytest.raises(GraphError, match="只读回 0 条"):
        build([*sample.quads(), EXTRA])
    assert files(folder) == before


READ = """
import sys, time
from kg.graph.store import Graph
count = 0
while not sys.stdin.closed and time.monotonic() < float(sys.argv[2]):
    with Graph.open(sys.argv[1]) as graph:
        assert len(graph.lines()) == len(graph)
        if graph.intake() != ():
            raise AssertionError
    count += 1
print(count)
"""


def test_readers_while_graphs_are_swapped(build: Build) -> None:
    """Each opens the graph again and again while builders publish one after the other: always a whole one."""
    folder = build()
    until = time.monotonic() + (60 if TORTURE else 4)
    readers = [
        subprocess.Popen([sys.executable, "-c", READ, str(folder), str(until)], cwd=ROOT, stdin=subprocess.DEVNULL,
                         stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        for _ in range(3)
    ]  # fmt: skip
    swaps = 0
    while time.monotonic() < until:
        swaps += 1
        build([*sample.quads(), EXTRA] if swaps % 2 else None)
    for reader in readers:
        out, err = reader.communicate(timeout=60)
        assert reader.returncode == 0, err
        assert int(out) > 0
    assert swaps > 2
    build()
    assert len(list(folder.glob("store-*"))) == 1, "what readers had open is gone with the next build"


def test_builders_of_one_folder_in_many_processes(tmp_path: Path) -> None:
    """One of them builds, or one after the other; the others are told in a sentence."""
    folder = tmp_path / "a.kg"
    builders = [
        subprocess.Popen([sys.executable, "-c", BUILD, str(folder), "1"], cwd=ROOT, stderr=subprocess.PIPE, text=True)
        for _ in range(5)
    ]
    errors = [(builder.communicate(timeout=120)[1], builder.returncode) for builder in builders]
    assert any(code == 0 for _, code in errors)
    for said, code in errors:
        assert code == 0 or said.startswith(f"SENTENCE 另一个构建正在写 {folder}"), said
    verify(folder)
