"""Bad input: one Chinese sentence on standard error, exit code 2, nothing half-written; bugs keep their traceback."""

from __future__ import annotations

import fcntl
import os
import re
from pathlib import Path

import pytest

from kg.cli.entry import run

Capture = pytest.CaptureFixture[str]
SPARQL = "SELECT ?s WHERE { ?s ?p ?o }"


@pytest.fixture(autouse=True)
def _default_graph(collection: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KG_GRAPH", str(collection))


def complaint(capfd: Capture, *argv: str) -> str:
    """What a command that must fail says: one line of Chinese, code 2, nothing on standard output."""
    assert run(argv) == 2
    written = capfd.readouterr()
    assert written.out == ""
    (line,) = written.err.splitlines()
    assert re.search(r"[\u4e00-\u9fff]", line)
    assert "Traceback" not in line
    return line


@pytest.mark.parametrize(
    ("argv", "said"),
    [
        (["nonsense"], "没有命令 nonsense"),
        (["ask"], "请写出问题"),
        (["ask", "？"], "请写出要问的问题"),
        (["ask", "谁", "--format", "xml"], "--format 只能是 table、json"),
        (["query", "--wrong"], "没有选项 --wrong"),
        (["query", "a", "b"], "多出的参数 b"),
        (["query"], "请给出一个查询名称或文件"),
        (["query", "article_list", "-e", SPARQL], "请给出一个查询名称或文件"),
        (["query", "-e"], "选项 -e 后面缺少值"),
        (["query", "-e", SPARQL, "-f", "pdf"], "--format 只能是 table、csv"),
        (["query", "-e", SPARQL, "--timeout", "soon"], "--timeout 的值不对"),
        (["query", "-e", "SELECT ?s WHERE { ?s ?p }"], "不是合法的 SPARQL"),
        (["query", "-e", "SELECT * { SERVICE <http://a/> { ?s ?p ?o } }"], "SERVICE"),
        (["query", "-e", SPARQL, "-f", "turtle"], "不能写成 turtle"),
        (["query", "-e", "SELECT * {" + "{" * 150 + "}" * 151], "套了 101 层"),
        (["query", "-e", SPARQL, "--memory", "-1"], "--memory 的值不对"),
        (["query", "no_such_query"], "没有名为“no_such_query”的查询"),
        (["query", "./none.rq"], "没有查询文件"),
        (["query", "post_succession", "-p", "district=东江"], "还缺参数 post"),
        (["query", "post_succession", "-p", "town=东江"], "没有参数“town”"),
        (["query", "post_succession", "-p", "district"], "应写成 NAME=VALUE"),
        (["query", "post_succession", "-p", "post=a", "-p", "post=b"], "给了两次"),
        (["query", "district_projects", "-p", "minimum=很多"], "不是数字"),
        (["query", "district_projects", "-p", "stage=完工"], "竣工"),
        (["query", "district_projects", "-p", "district=东河区"], "没有叫“东河区”的"),
        (["show", "没有这个人"], "没有叫“没有这个人”的"),
        (["show"], "缺少参数 NAME"),
        (["explain", "https://a/b"], "没有实体"),
        (["export"], "缺少选项 --format"),
        (["export", "-f", "turtle", "-o", "/none/a.ttl"], "没有文件夹"),
        (["text", "none.txt"], "没有来源 none.txt"),
        (["text", "a.txt", "--span", "5"], "应写成 START:END"),
        (["text", "a.txt", "--span", "5:5"], "不在这个来源之内"),
        (["text", "a.txt", "--span", "0:999"], "它有 111 字"),
        (["build", "/none", "--fields", "content"], "应写成 角色=字段名"),
        (["build", "/none", "--fields", "body=x"], "没有“body”这种字段角色"),
        (["build", "/none", "--encoding", ""], "没有“”这种文字编码"),
        (["build", "/none", "--encoding", "hex"], "没有“hex”这种文字编码"),
        (["build", "/none", "--encoding", "undefined"], "没有“undefined”这种文字编码"),
        (["build", "/none", "--encoding", "\x1b"], r"没有“\x1b”这种文字编码"),
        (["eval", "/none"], "没有标注文件夹"),
        (["build", "/none"], "/none"),
        (["build"], "缺少参数 SOURCE"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else None,
)
def test_one_sentence(argv: list[str], said: str, capfd: Capture) -> None:
    assert said in complaint(capfd, *argv)


@pytest.mark.parametrize("command", [["stats"], ["ask", "谁"], ["show", "东江"], ["query", "article_list"],
                                     ["export", "-f", "turtle"], ["explain", "东江"], ["check"], ["view"]])  # fmt: skip
def test_what_is_no_graph(command: list[str], tmp_path: Path, capfd: Capture) -> None:
    assert "没有图" in complaint(capfd, *command, "-g", str(tmp_path / "none.kg"))
    (tmp_path / "other.txt").write_text("x", encoding="utf-8")
    assert "不是方志的图文件夹" in complaint(capfd, *command, "-g", str(tmp_path))


@pytest.mark.parametrize(
    "command",
    [["stats", "-g"], ["check", "-g"], ["serve", "-g"], ["build", "a.txt", "-o"], ["build"], ["eval"], ["query"],
     ["export", "-f", "turtle", "-o"], ["view", "-o"], ["build", "a.txt", "--judgements"], ["load"]],
    ids=" ".join,
)  # fmt: skip
def test_names_no_disk_can_hold(
    command: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: Capture
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.txt").write_text("县里的新闻。", encoding="utf-8")
    assert "File name too long" in complaint(capfd, *command, "n" * 300)
    assert [path.name for path in tmp_path.iterdir()] == ["a.txt"]


def test_pages_that_cannot_be_read(tmp_path: Path, capfd: Capture) -> None:
    graph = tmp_path / "a.kg"
    empty = tmp_path / "empty"
    empty.mkdir()
    complaint(capfd, "build", str(empty), "-o", str(graph))
    binary = tmp_path / "binary.txt"
    binary.write_bytes(bytes(range(256)) * 8)
    complaint(capfd, "build", str(binary), "-o", str(graph))
    assert not graph.exists()


def test_a_graph_that_is_being_written(tmp_path: Path, seeds: Path, capfd: Capture) -> None:
    graph = tmp_path / "a.kg"
    graph.mkdir()
    descriptor = os.open(graph, os.O_RDONLY)
    fcntl.flock(descriptor, fcntl.LOCK_EX)
    try:
        assert "另一个构建正在写" in complaint(capfd, "build", str(seeds), "-o", str(graph))
    finally:
        os.close(descriptor)
    assert list(graph.iterdir()) == []


def test_a_foreign_folder_is_not_built_into(tmp_path: Path, seeds: Path, capfd: Capture) -> None:
    (tmp_path / "letter.txt").write_text("x", encoding="utf-8")
    complaint(capfd, "build", str(seeds), "-o", str(tmp_path))
    assert [path.name for path in tmp_path.iterdir()] == ["letter.txt"]


def test_control_characters_do_not_reach_the_terminal(capfd: Capture) -> None:
    assert "\x1b" not in complaint(capfd, "show", "\x1b[31m红")


def test_a_bug_keeps_its_traceback(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise ZeroDivisionError("bug")

    monkeypatch.setattr("kg.use.stats.stats", broken)
    with pytest.raises(ZeroDivisionError):
        run(["stats"])
