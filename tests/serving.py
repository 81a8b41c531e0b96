"""A server of our own for tests: `kg serve` as a process, on a free port, over a graph folder."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx


@dataclass(frozen=True)
class Server:
    """A running server: its address (with a slash at the end), its process, a client that keeps connections."""

    address: str
    process: subprocess.Popen[str]
    client: httpx.Client

    def get(self, path: str, accept: str = "*/*", **headers: str) -> httpx.Response:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return self.client.get(path, headers={"Accept": accept, **named})

    def query(self, sparql: str, accept: str = "application/sparql-results+json", **params: str) -> httpx.Response:
        return self.client.get("/sparql", params={"query": sparql, **params}, headers={"Accept": accept})


@contextmanager
def serving(graph: Path, *options: str) -> Iterator[Server]:
    """A server over the graph with these options, ended afterwards."""
    root = Path(__file__).parents[1]
    process = subprocess.Popen(
        [sys.executable, "-m", "kg", "serve", "-g", str(graph), "--port", "0", *options],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env={**os.environ, "PYTHONPATH": str(root)},
    )  # fmt: skip
    assert process.stdout is not None
    assert process.stderr is not None
    try:
        address = process.stdout.readline().split(" ")[0]
        assert address.startswith("http://"), process.stderr.read()
        with httpx.Client(base_url=address, timeout=60, trust_env=False) as client:
            yield Server(address, process, client)
    finally:
        process.send_signal(signal.SIGINT)
        try:
            process.wait(20)
        finally:
            process.kill()
            process.communicate()
