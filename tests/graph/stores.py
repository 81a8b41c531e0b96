"""Stores elsewhere for tests, as processes, where they are installed: Oxigraph's own server, and Virtuoso."""

from __future__ import annotations

import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest


@dataclass(frozen=True)
class Server:
    """A running store: the address of its Graph Store, with user and password, and of its SPARQL endpoint."""

    store: str
    query: str


@contextmanager
def oxigraph(folder: Path, *options: str) -> Iterator[Server]:
    """A server with its triples in ``folder``; skips where there is no such program."""
    program = Path(sys.executable).with_name("oxigraph")
    found = str(program) if program.exists() else shutil.which("oxigraph")
    if found is None:
        pytest.skip("没有 Oxigraph 的服务器(pip install oxigraph) · Oxigraph's server is not installed")
    (port,) = _free_ports(1)
    command = [found, "serve", "--location", str(folder), "--bind", f"127.0.0.1:{port}", *options]
    with _running(command, folder, port):
        yield Server(f"http://127.0.0.1:{port}/store", f"http://127.0.0.1:{port}/query")


#: Virtuoso as Debian sets it up, as far as it shows outside, but for MaxQueryCostEstimationTime: its guesses how long a
#: query will take are so wild that a limit of 400 s refuses queries that take a tenth of a second.
VIRTUOSO = """
[Database]
DatabaseFile = v.db
TransactionFile = v.trx
ErrorLogFile = v.log
LockFile = v.lck
xa_persistent_file = v.pxa
[TempDatabase]
DatabaseFile = v-temp.db
TransactionFile = v-temp.trx
[Parameters]
ServerPort = 127.0.0.1:{sql}
DisableUnixSocket = 1
CaseMode = 2
NumberOfBuffers = 10000
MaxDirtyBuffers = 6000
[HTTPServer]
ServerPort = 127.0.0.1:{http}
ServerRoot = .
ServerThreads = 10
Charset = UTF-8
EnabledGzipContent = 1
[SPARQL]
ResultSetMaxRows = 10000
MaxQueryCostEstimationTime = 0
MaxQueryExecutionTime = 60
"""


@contextmanager
def virtuoso(folder: Path) -> Iterator[Server]:
    """Virtuoso with its files in ``folder``; skips where it is not installed."""
    found = shutil.which("virtuoso-t")
    if found is None:
        pytest.skip("没有 Virtuoso(apt-get install virtuoso-opensource-7-bin) · Virtuoso is not installed")
    port, other = _free_ports(2)
    (folder / "v.ini").write_text(VIRTUOSO.format(http=port, sql=other), encoding="utf-8")
    with _running([found, "+foreground", "+configfile", "v.ini"], folder, port):
        store = f"http://dba:dba@127.0.0.1:{port}/sparql-graph-crud-auth"
        yield Server(store, f"http://127.0.0.1:{port}/sparql")


def _free_ports(number: int) -> list[int]:
    with ExitStack() as held:
        found = [held.enter_context(socket.socket()) for _ in range(number)]
        for one in found:
            one.bind(("127.0.0.1", 0))
        return [one.getsockname()[1] for one in found]


@contextmanager
def _running(command: Sequence[str], folder: Path, port: int) -> Iterator[None]:
    """Within it, a server that a command starts in a folder answers at a port; it is ended afterwards."""
    process = subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        for _ in range(600):
            try:
                httpx.get(f"http://127.0.0.1:{port}", timeout=5, trust_env=False)
                break
            except httpx.TransportError:
                assert process.poll() is None, "the server ended"
                time.sleep(0.05)
        yield
    finally:
        process.kill()
        process.wait()
