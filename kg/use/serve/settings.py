"""What the server is told at its start."""

from __future__ import annotations

import os
from dataclasses import dataclass

#: Hosts that can only be this machine.
LOOPBACK = ("localhost", "127.0.0.1", "::1")


@dataclass(frozen=True, slots=True)
class Settings:
    """``timeout`` in seconds and ``memory`` in megabytes bound each query, ``rows`` its rows or triples (0: any).

    ``workers`` carry out queries, one more makes pages; at most ``waiting`` requests wait for either. ``hosts`` are
    names the server goes by besides this machine's own, ``origins`` the sites whose scripts may read it.
    """

    host: str = "127.0.0.1"
    port: int = 8000
    timeout: float = 30.0
    memory: int = 1024
    rows: int = 100_000
    workers: int = max(2, min(4, os.cpu_count() or 1))
    waiting: int = 32
    hosts: tuple[str, ...] = ()
    origins: tuple[str, ...] = ()
