"""Many processes give what one gives, byte for byte; and a process that dies costs its page and no more."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from kg import pipeline
from kg.documents import stretches
from kg.documents.listing import Source
from kg.documents.read import Options, Reader
from kg.graph.store import Graph
from kg.scale import crew

LINE = "清河日报 2024年6月{0}日\n清河县启动夏粮收购\n本报讯 6月{0}日,清河县启动夏粮收购,县长周明到场,收购{0}万吨。{1}\n"
Write = Callable[..., Path]


@pytest.fixture
def pages(tmp_path: Path) -> Write:
    """A function: a folder of eight pages and whatever else is given."""

    def write(**more: str) -> Path:
        folder = tmp_path / "pages"
        folder.mkdir(exist_ok=True)
        for day in range(1, 9):
            (folder / f"{day}.txt").write_text(LINE.format(day, ""), encoding="utf-8")
        for day, (name, text) in enumerate(more.items(), 10):
            (folder / f"{name}.txt").write_text(LINE.format(day, text), encoding="utf-8")
        return folder

    return write


@pytest.fixture
def dying(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(crew.Crew.__init__, "__defaults__", ("tests.scale.dying",))
    monkeypatch.setenv("FANGZHI_TEST_ONCE", str(tmp_path / "once"))


def manifest(graph: Path) -> str:
    return (graph / "manifest.json").read_text(encoding="utf-8")


def test_two_processes_give_the_bytes_of_one(pages: Write, tmp_path: Path) -> None:
    folder = pages()
    (folder / "empty.txt").write_bytes(b"")
    (folder / "again.txt").write_text(LINE.format(3, ""), encoding="utf-8")
    (folder / "page.html").write_text("<html><body><p>清河县县长周明到场。</p></body></html>", encoding="utf-8")
    lines = [
        json.dumps({"id": str(n), "text": LINE.format(n % 9 + 11, f"第{n}次。")}, ensure_ascii=False) for n in range(40)
    ]
    (folder / "news.jsonl").write_text("\n".join(lines), encoding="utf-8")
    seen: list[tuple[int, int, str]] = []
    own = tmp_path / "own.tsv"
    own.write_text("非实体\t5.txt#周明\n", encoding="utf-8")
    alone = pipeline.build([folder], tmp_path / "1.kg", jobs=1, judgements=own)
    many = pipeline.build(
        [folder], tmp_path / "2.kg", jobs=2, judgements=own, on_progress=lambda *now: seen.append(now)
    )
    assert manifest(tmp_path / "1.kg") == manifest(tmp_path / "2.kg")
    assert (many.intake, many.warnings, many.facts) == (alone.intake, alone.warnings, alone.facts)
    assert [now[:2] for now in seen] == [(n, 12) for n in range(1, 13)]
    assert "没有起作用" not in str(many.warnings)
    again = pipeline.build([folder], tmp_path / "2.kg", jobs=2)
    assert (again.read, again.unchanged) == ((), tuple(sorted(many.read)))
    assert manifest(tmp_path / "1.kg") == manifest(tmp_path / "2.kg")
    assert any("page.html" in name for name in many.read), "what was parsed in a worker is kept"
    assert list((tmp_path / "2.kg" / "parsed").glob("*/*"))


def test_a_page_that_kills_its_process_is_skipped_with_the_reason(pages: Write, tmp_path: Path, dying: None) -> None:
    report = pipeline.build([pages(bad="【杀】", worse="【尽】", ok="")], tmp_path / "a.kg", jobs=2)
    skipped = {one.source: one.reason for one in report.of_state("skipped")}
    assert skipped == dict.fromkeys(
        ("bad.txt", "worse.txt"), "读它的进程 2 次意外结束(被系统中止,多半是内存不足),没有读。"
    )
    assert set(report.read) == {*(f"{n}.txt" for n in range(1, 9)), "ok.txt"}
    with Graph.open(tmp_path / "a.kg") as graph:
        assert graph.intake() == report.intake


def test_one_death_by_accident_changes_nothing(pages: Write, tmp_path: Path, dying: None) -> None:
    folder = pages(bad="【一】")
    report = pipeline.build([folder], tmp_path / "a.kg", jobs=2)
    assert (tmp_path / "once").exists()
    assert not report.of_state("skipped")
    pipeline.build([folder], tmp_path / "b.kg", jobs=2)
    assert manifest(tmp_path / "a.kg") == manifest(tmp_path / "b.kg")


def test_a_death_while_facts_are_stated_changes_nothing(
    pages: Write, tmp_path: Path, dying: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = pages()
    pipeline.build([folder], tmp_path / "a.kg", jobs=2)
    monkeypatch.setenv("FANGZHI_TEST_STATE", "1")
    report = pipeline.build([folder], tmp_path / "b.kg", jobs=2)
    assert len(report.read) == 8
    assert manifest(tmp_path / "a.kg") == manifest(tmp_path / "b.kg")


def test_of_many_pages_in_a_file_only_the_deadly_one_is_lost(tmp_path: Path, dying: None) -> None:
    lines = [json.dumps({"text": LINE.format(n, "【杀】" * (n == 5))}, ensure_ascii=False) for n in range(1, 9)]
    (tmp_path / "news.jsonl").write_text("\n".join(lines), encoding="utf-8")
    report = pipeline.build([tmp_path / "news.jsonl"], tmp_path / "a.kg", jobs=2)
    assert [one.source for one in report.of_state("skipped")] == ["news.jsonl/5"]
    assert len(report.read) == 7


def test_a_file_that_kills_while_it_is_read_is_named(pages: Write, tmp_path: Path, dying: None) -> None:
    report = pipeline.build([pages(unreadable="")], tmp_path / "a.kg", jobs=2)
    [lost] = report.of_state("skipped")
    assert (lost.source, lost.reason) == ("unreadable.txt", "读它的进程 2 次意外结束(信号 SIGABRT),没有读。")


def test_a_bug_is_no_death_and_ends_the_build_with_its_traceback(pages: Write, tmp_path: Path, dying: None) -> None:
    with pytest.raises(RuntimeError, match=r"(?s)bad\.txt.*KeyError: 'a bug'"):
        pipeline.build([pages(bad="【错】")], tmp_path / "a.kg", jobs=2)
    assert not (tmp_path / "a.kg").exists()


def test_processes_die_with_their_parent_in_the_midst_of_a_page(pages: Write, tmp_path: Path, dying: None) -> None:
    folder = pages(slow="【等】")
    code = f"""
from pathlib import Path
from kg import pipeline
from kg.scale import crew
crew.Crew.__init__.__defaults__ = ("tests.scale.dying",)
pipeline.build([Path({str(folder)!r})], Path({str(tmp_path / "a.kg")!r}), jobs=2)
"""
    parent = subprocess.Popen([sys.executable, "-c", code], env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)})
    try:
        _until(lambda: len(_children(parent.pid)) == 2)
        children = _children(parent.pid)
        time.sleep(1)  # they are at work
        parent.send_signal(signal.SIGKILL)
        parent.wait()
        _until(lambda: not any(_lives(child) for child in children))
    finally:
        parent.kill()
        parent.wait()


def test_lines_are_divided_where_they_end(tmp_path: Path, pages: Write) -> None:
    lines = [json.dumps({"text": LINE.format(n, "字" * n)}, ensure_ascii=False) for n in range(1, 29)]
    path = tmp_path / "news.jsonl"
    path.write_text("\n".join([*lines[:5], "", "", *lines[5:]]) + "\n\n", encoding="utf-8")
    source = Source("news.jsonl", path)
    parts = stretches.divided(source, 700)
    assert len(parts) > 5
    with Reader(Options()) as reader:
        whole = list(reader.each(source))
        assert [one for part in parts for one in reader.each(part)] == whole
    path.write_text("changed\n" * 1000, encoding="utf-8")
    with Reader(Options()) as reader:
        assert "正在被改动" in list(reader.each(parts[0]))[-1].intake.reason


def _children(pid: int) -> list[int]:
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[1]) == pid:
            found.append(int(stat.parent.name))
    return found


def _lives(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[0] not in ("Z", "X")
    except OSError:
        return False


def _until(condition: Callable[[], bool], seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.05)
