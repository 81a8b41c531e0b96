"""``kg serve`` as a user starts and ends it."""

from __future__ import annotations

import signal
import socket
import time
from pathlib import Path

import pytest

from kg.cli.entry import run
from tests.serving import serving


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM])
def test_it_ends_when_told_and_leaves_nothing(collection: Path, how: signal.Signals) -> None:
    with serving(collection) as server:
        assert server.get("/").status_code == 200
        tasks = Path(f"/proc/{server.process.pid}/task")
        children = (
            [int(c) for t in tasks.iterdir() for c in (t / "children").read_text().split()] if tasks.exists() else []
        )
        server.process.send_signal(how)
        server.process.wait(20)
        assert server.process.returncode in (0, -signal.SIGTERM)
        assert server.process.stderr is not None
        assert server.process.stderr.read() == ""
        end = time.monotonic() + 5
        while any(Path(f"/proc/{child}").exists() for child in children) and time.monotonic() < end:
            time.sleep(0.05)
        assert not [child for child in children if Path(f"/proc/{child}").exists()]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--port", "70000"], "--port"),
        (["--timeout", "0"], "--timeout"),
        (["--memory", "1"], "--memory"),
        (["--workers", "none"], "--workers"),
        (["--host", "no.such.host.invalid", "--port", "0"], "不能在 no.such.host.invalid"),
        (["-g", "nowhere.kg"], "没有图"),
    ],
)
def test_refusals(collection: Path, capfd: pytest.CaptureFixture[str], arguments: list[str], said: str) -> None:
    assert run(["serve", "-g", str(collection), *arguments]) == 2
    error = capfd.readouterr().err
    assert said in error
    assert error.count("\n") == 1


def test_a_port_that_is_taken(collection: Path, capfd: pytest.CaptureFixture[str]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        assert run(["serve", "-g", str(collection), "--port", str(port)]) == 2
    assert f"端口 {port} 上监听" in capfd.readouterr().err
