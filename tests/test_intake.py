"""A folder with everything that can be wrong with files: the build goes on and accounts for each."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from kg import pipeline
from kg.cli.entry import run
from kg.graph.store import Graph
from kg.records import INTAKE_STATES
from kg.use.report import report as coverage

GOOD = "清河日报 2024年6月3日\n清河县启动夏粮收购\n本报讯 6月2日,清河县启动夏粮收购,县长周明到场。\n"
#: Name -> bytes, and what becomes of them.
FILES = {
    b"good.txt": (GOOD.encode(), "read"),
    b"gb.md": (GOOD.replace("6月2日", "6月1日").encode("gb18030"), "read"),
    b"cut.txt": (GOOD.replace("周明", "吴芳").encode()[:-3], "partial"),
    b"copy.txt": (GOOD.encode(), "read"),  # the first of equal ones by name …
    b"empty.txt": (b"", "skipped"),
    b"binary.txt": (bytes(range(256)), "skipped"),
    b"nul.txt": (GOOD.encode() + bytes(512), "skipped"),
    b"mixed.txt": (GOOD.encode() + GOOD.encode("gb18030"), "skipped"),
    b"table.xls": (b"x", "skipped"),
    b"huge.txt": (b"\n" * 9_000_000, "skipped"),
    b".hidden.txt": (GOOD.encode(), "ignored"),
    b"README.md": (GOOD.encode(), "ignored"),
    b"line\nfeed.txt": ("县长李红到场。".encode(), "read"),
    "新闻.txt".encode("gb18030"): ("县长李白到场。".encode(), "read"),
    b"zalgo.txt": (("县" + "\u0301" * 5000 + "长\u200b\u200d李\u202e青\u2066到场。").encode(), "read"),
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    pages = tmp_path / "pages"
    pages.mkdir()
    for name, (content, _) in FILES.items():
        (pages / os.fsdecode(name)).write_bytes(content)
    (pages / "loop").symlink_to(pages)
    return pages


def test_every_file_is_accounted_for_in_report_and_graph(folder: Path, tmp_path: Path) -> None:
    report = pipeline.build([folder], tmp_path / "a.kg")
    found = {one.source: one.state for one in report.intake}
    expected = {name.decode("latin-1"): state for name, (_, state) in FILES.items()}
    for odd, shown in (("line\nfeed.txt", "line\\x0afeed.txt"), ("ÐÂÎÅ.txt", "\\xd0\\xc2\\xce\\xc5.txt")):
        expected[shown] = expected.pop(odd)
    assert found == {**expected, "good.txt": "skipped", "loop": "skipped"}  # … good.txt is the second
    assert {one.state for one in report.intake} == set(INTAKE_STATES)
    assert all(one.reason for one in report.intake if one.state != "read")
    with Graph.open(tmp_path / "a.kg") as graph:
        assert graph.intake() == report.intake
        assert {file.source: file.state for file in coverage(graph).files} == found
        read = {one.source: one for one in report.intake if one.text}
        assert set(read) == set(graph.manifest.pages) == {*report.read}
        assert graph.text("gb.md") == GOOD.replace("6月2日", "6月1日")
        assert graph.text("zalgo.txt").encode() == FILES[b"zalgo.txt"][0], "the text is kept as it was read"


def test_what_is_told_and_how_it_ends(folder: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    graph = str(tmp_path / "a.kg")
    assert run(["build", str(folder), "-o", graph]) == 0
    written = capfd.readouterr()
    assert "部分读入 1 个，跳过 8 个，不收 2 个；" in written.out
    told = written.err.splitlines()
    assert "跳过 good.txt：内容与 copy.txt 相同,只读一次。" in told
    assert any(line.startswith("部分读入 cut.txt：末尾的字符不完整") for line in told)
    assert not any("README" in line for line in told)
    assert run(["build", str(folder), "-o", graph, "--strict", "--warnings"]) == 1
    assert "不收 README.md：说明文件,不是报纸" in capfd.readouterr().err
    for name, (_, state) in FILES.items():
        if state != "read" or name == b"good.txt":
            (folder / os.fsdecode(name)).unlink()
    (folder / "loop").unlink()
    assert run(["build", str(folder), "-o", graph, "--strict"]) == 0


def test_nothing_to_read_builds_nothing(tmp_path: Path) -> None:
    pages = tmp_path / "pages"
    pages.mkdir()
    (pages / "a.txt").write_bytes(b"")
    (pages / "b.txt").write_bytes(b"\0")
    with pytest.raises(pipeline.InputError, match=r"没有一个文件可以读取,没有建图。a\.txt 是空的.*另有 1 个") as error:
        pipeline.build([pages], tmp_path / "a.kg")
    assert "\n" not in str(error.value)
    assert not (tmp_path / "a.kg").exists()
