"""Stores elsewhere for tests: Oxigraph's own server as a process, where it is installed."""

from __future__ import annotations

import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest


@contextmanager
def oxigraph(folder: Path, *options: str) -> Iterator[str]:
    """The address of a running server, with its triples in ``folder``; skips where there is no such program."""
    program = Path(sys.executable).with_name("oxigraph")
    found = str(program) if program.exists() else shutil.which("oxigraph")
    if found is None:
        pytest.skip("没有 Oxigraph 的服务器(pip install oxigraph) · Oxigraph's server is not installed")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    address = f"http://127.0.0.1:{port}"
    process = subprocess.Popen(
        [found, "serve", "--location", str(folder), "--bind", f"127.0.0.1:{port}", *options],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        for _ in range(600):
            try:
                httpx.get(address, timeout=5, trust_env=False)
                break
            except httpx.TransportError:
                assert process.poll() is None, "the server ended"
                time.sleep(0.05)
        yield address
    finally:
        process.kill()
        process.wait()
