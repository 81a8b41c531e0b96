"""``kg`` as a process of its own: quick to start, stoppable, and quiet when its reader goes away."""

from __future__ import annotations

import os
import pty
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from kg.graph.store import Graph
from tests.processes import children

KG = [sys.executable, "-m", "kg"]
#: The number of combinations outgrows any machine: the query would run for ever.
ENDLESS = "SELECT (COUNT(*) AS ?n) WHERE { " + " ".join(f"?s{i} ?p{i} ?o{i} ." for i in range(8)) + " }"
#: A literal that turns the direction of what follows, and changes its colour by one character.
STEERING = '"红\\u202E\\u009B31m色\\u200B"'


def environment(collection: Path) -> dict[str, str]:
    return {**os.environ, "KG_GRAPH": str(collection), "PYTHONPATH": str(Path(__file__).parents[2])}


def test_help_loads_no_library() -> None:
    code = """import sys; from kg.cli.entry import run; run(["--help"])
heavy = {"rich", "rdflib", "pyoxigraph", "networkx", "jieba", "pyshacl", "yaml", "pyvis"} & set(sys.modules)
sys.exit(" ".join(sorted(heavy)) if heavy else 0)"""
    subprocess.run([sys.executable, "-c", code], check=True, capture_output=True)


def test_importing_kg_loads_no_library() -> None:
    code = """import sys; import kg; sys.exit(len([m for m in sys.modules if m.startswith("kg.")]) > 2)"""
    subprocess.run([sys.executable, "-c", code], check=True, capture_output=True)


def test_no_arguments_show_the_help() -> None:
    done = subprocess.run(KG, capture_output=True, text=True)
    assert done.returncode == 2
    assert done.stderr.startswith("用法：kg")


def test_ctrl_c_ends_a_query_at_once(collection: Path) -> None:
    process = subprocess.Popen([*KG, "query", "-e", ENDLESS, "--timeout", "0"], stdout=subprocess.PIPE,
                               stderr=subprocess.PIPE, text=True, env=environment(collection),
                               start_new_session=True)  # fmt: skip
    end = time.monotonic() + 30
    while not children(process.pid) and time.monotonic() < end:
        time.sleep(0.05)  # a busy machine takes its time to start; the worker is there before the query is
    time.sleep(1.0)
    os.killpg(process.pid, signal.SIGINT)  # a terminal sends it to the whole group
    _, err = process.communicate(timeout=10)
    assert (process.returncode, err.strip()) == (130, "已中断。")


def test_a_query_that_takes_too_long(collection: Path) -> None:
    began = time.monotonic()
    done = subprocess.run([*KG, "query", "-e", ENDLESS, "--timeout", "0.5"], capture_output=True, text=True,
                          env=environment(collection))  # fmt: skip
    assert done.returncode == 2
    assert done.stderr.startswith("查询超过 0.5 秒，已停止")
    assert time.monotonic() - began < 10


@pytest.mark.skipif(sys.platform != "linux", reason="the kernel's limit is Linux's")
def test_a_query_that_wants_too_much_memory(collection: Path) -> None:
    steps = " ".join(f"BIND(CONCAT({', '.join([f'?x{i}'] * 9)}) AS ?x{i + 1})" for i in range(12))
    greedy = f'SELECT (STRLEN(?x12) AS ?n) {{ BIND("0123456789" AS ?x0) {steps} }}'
    done = subprocess.run([*KG, "query", "-e", greedy, "--memory", "128"], capture_output=True, text=True,
                          env=environment(collection))  # fmt: skip
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("查询所需的内存超过 128 MB，已停止")


def test_a_reader_that_goes_away(collection: Path) -> None:
    process = subprocess.Popen([*KG, "export", "-f", "nquads"], stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                               env=environment(collection))  # fmt: skip
    assert process.stdout is not None
    process.stdout.read(10)
    process.stdout.close()
    assert process.stderr is not None
    assert process.stderr.read() == b""
    assert process.wait(10) in (0, 141)  # 0 when all of it fitted into the pipe


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a disk that is always full")
@pytest.mark.parametrize("command", [["export", "-f", "nquads"], ["stats"], ["query", "article_list"]])
def test_an_answer_that_finds_no_room(collection: Path, command: list[str]) -> None:
    with Path("/dev/full").open("w") as full:
        done = subprocess.run([*KG, *command], stdout=full, stderr=subprocess.PIPE, text=True,
                              env=environment(collection))  # fmt: skip
    assert (done.returncode, done.stderr) == (2, "没有写完：No space left on device，请腾出空间再试。\n")


def test_closed_streams_do_no_harm(collection: Path, tmp_path: Path) -> None:
    call = [*KG, "export", "-f", "nquads", "-o", str(tmp_path / "a.nq")]
    done = subprocess.run(["sh", "-c", '"$@" <&- >&- 2>&-', "sh", *call], env=environment(collection))
    assert done.returncode == 0
    assert (tmp_path / "a.nq").stat().st_size
    done = subprocess.run(["sh", "-c", '"$@" >&-', "sh", *KG, "query", "article_list"], env=environment(collection))
    assert done.returncode == 0


def terminal(collection: Path, *argv: str) -> str:
    """What a command writes where a person reads it."""
    master, slave = pty.openpty()
    env = {**environment(collection), "TERM": "xterm", "COLUMNS": "100", "NO_COLOR": "1"}
    process = subprocess.Popen([*KG, *argv], stdout=slave, stderr=subprocess.PIPE, env=env)
    os.close(slave)
    text = b""
    while True:
        try:
            piece = os.read(master, 65536)
        except OSError:  # Linux: the other side is closed
            break
        if not piece:
            break
        text += piece
    os.close(master)
    assert process.wait(10) == 0, process.communicate()[1]
    return text.decode().replace("\r", "")


def test_a_terminal_gets_a_table_with_its_title(collection: Path) -> None:
    """In a terminal the answer has a title, a row count and columns aligned for characters two cells wide."""
    lines = terminal(collection, "query", "project_largest").splitlines()
    assert "投资最大的项目" in lines[0]
    assert any("共 2 行" in line for line in lines)
    starts = [line.index(name) for line in lines for name in ("300,000,000", " 50,000,000") if name in line]
    assert len(starts) == 2
    assert len(set(starts)) == 1  # both names before the amounts have six characters


@pytest.mark.parametrize(
    ("sparql", "format_"),
    [(f"SELECT ({STEERING} AS ?x) {{}}", "csv"), (f"CONSTRUCT {{ <a:b> <a:c> {STEERING} }} {{}}", "turtle")],
)
def test_nothing_steers_a_terminal_whatever_the_format(collection: Path, sparql: str, format_: str) -> None:
    shown = terminal(collection, "query", "-e", sparql, "-f", format_)
    assert "红\ufffd\ufffd31m色\ufffd" in shown
    assert "\x1b" not in shown
    piped = subprocess.run([*KG, "query", "-e", sparql, "-f", format_], capture_output=True, text=True,
                           env=environment(collection))  # fmt: skip
    assert "红\u202e\x9b31m色\u200b" in piped.stdout, "a program gets what there is"


def test_a_text_in_a_terminal_is_the_text_but_for_what_steers_it(collection: Path) -> None:
    with Graph.open(collection) as graph:
        text = graph.text("a.txt")
    assert "\x1b" in text
    assert terminal(collection, "text", "a.txt").rstrip("\n") == text.replace("\x1b", "\ufffd").rstrip("\n")
