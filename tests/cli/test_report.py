"""``kg report`` as a user calls it."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from kg.cli.entry import run
from tests.use.reports import write_graph

Capture = pytest.CaptureFixture[str]


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_graph(tmp_path_factory.mktemp("report"))


@pytest.fixture(autouse=True)
def _default_graph(graph: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KG_GRAPH", str(graph))


def out(capfd: Capture, *argv: str) -> str:
    assert run(["report", *argv]) == 0
    written = capfd.readouterr()
    assert written.err == ""
    return written.out


def complaint(capfd: Capture, *argv: str) -> str:
    assert run(["report", *argv]) == 2
    written = capfd.readouterr()
    assert written.out == ""
    (line,) = written.err.splitlines()
    return line


def test_summary(capfd: Capture) -> None:
    text = out(capfd)
    assert text.startswith("3 个文件（已读 2、跳过 1），2 篇报道\n")
    assert "数字 66%（2/3） 已用" in text
    assert "跳过 empty.txt：" in text
    assert "项目用了【80天】办完手续。 时长，2024/a<i>.txt 第 101–104 字" in text
    assert "互相矛盾的数字（1）\n  攸县 地区生产总值（2023-01-01 至 2023-12-31）\n" in text


def test_a_file_and_an_article_in_detail(capfd: Capture) -> None:
    text = out(capfd, "--source", "2024/a<i>.txt")
    assert "第 1 篇 攸县去年经济运行" in text
    assert "没有事实的句子（1）\n  项目用了80天办完手续。 第 97–109 字\n" in text
    assert "修补（1）\n  断行相接：断行接续，" in text
    assert "修补" not in out(capfd, "--source", "2024/a<i>.txt", "--article", "1", "--only", "number")


def test_long_lists_are_cut_and_say_so(capfd: Capture) -> None:
    text = out(capfd, "--limit", "1")
    assert "……另有 2 个文件，用 --limit 0 看全部" in text
    assert "另有" not in out(capfd, "--limit", "0").replace("，另有：", "")


def test_files(capfd: Capture, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert len(list(csv.DictReader(io.StringIO(out(capfd, "-f", "csv", "--only", "number"))))) == 2
    assert json.loads(out(capfd, "-f", "json"))["numbers"] == {"covered": 2, "total": 3}
    assert out(capfd, "-f", "md").startswith("# 覆盖报告\n")
    target = tmp_path / "r.md"
    assert out(capfd, "-o", str(target)) == "", "the ending of the name says the format"
    assert target.read_text(encoding="utf-8") == out(capfd, "-f", "md")
    monkeypatch.chdir(tmp_path)
    assert out(capfd, "-f", "html") == "report.html：3 个文件，2 篇报道。\n"
    assert (tmp_path / "report.html").read_text(encoding="utf-8") == out(capfd, "-f", "html", "-o", "-")


@pytest.mark.parametrize(
    ("argv", "said"),
    [
        (["--source", "none.txt"], "没有文件 none.txt"),
        (["--article", "9"], "没有第 9 篇"),
        (["--article", "0"], "--article 的值不对"),
        (["--only", "verbs"], "--only 只能是 sentence、number"),
        (["-f", "pdf"], "--format 只能是 json"),
        (["-o", "report.doc"], "看不出格式"),
        (["-f", "csv", "-o", "/none/a.csv"], "没有文件夹"),
        (["-g", "/none.kg"], "没有图"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else None,
)
def test_one_sentence(argv: list[str], said: str, capfd: Capture) -> None:
    assert said in complaint(capfd, *argv)
