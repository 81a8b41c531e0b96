"""Processes as the machine sees them, for tests of what must end, and of what must not depend on the process."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Collection
from pathlib import Path

ROOT = Path(__file__).parents[1]


def running(process: int) -> bool:
    """Whether a process (its id) is at work or could be."""
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    stat = Path(f"/proc/{process}/stat")
    try:
        return stat.read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return not Path("/proc/self").exists()  # it ended just now, or this system has no such folder


def children(process: int) -> list[int]:
    """The ids of the processes that a process started."""
    table = subprocess.run(["ps", "-A", "-o", "pid=,ppid="], capture_output=True, text=True, check=True).stdout
    pairs = [line.split() for line in table.splitlines()]
    return [int(one) for one, parent in pairs if int(parent) == process]


def ended(processes: Collection[int], seconds: float = 10) -> bool:
    """Whether all of them end within so many seconds."""
    end = time.monotonic() + seconds
    while any(map(running, processes)) and time.monotonic() < end:
        time.sleep(0.05)
    return not any(map(running, processes))


def printed_by_seeds(code: str) -> set[str]:
    """What a program prints under two hash seeds, which change the order of sets of strings."""
    return {
        subprocess.run(
            [sys.executable, "-c", code], cwd=ROOT, env={**os.environ, "PYTHONHASHSEED": seed}, check=True,
            capture_output=True, text=True,
        ).stdout
        for seed in ("1", "2")
    }  # fmt: skip
