"""Side by side: what the benchmarks share. Each measures ratios within one run, never seconds against a number.

Ways of doing the same thing take turns, each round in another order, so that whatever else the machine does falls on
all of them; what counts is the median of at least five rounds. Where one process does the work and waits for nobody,
its processor time is taken, which a busy machine stretches least.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

ROUNDS = 5
MEGABYTE = 1 << 20
ROOT = Path(__file__).parents[1]


@dataclass(frozen=True, slots=True)
class Row:
    """One measurement: ``ours`` against ``peer``, both in ``unit``; ``goal`` is what the ratio should be, in words.

    ``rounds`` is of how many the values are medians, 0 for as many as the run was asked for.
    """

    subject: str
    case: str
    ours: float
    peer: float
    peer_is: str
    unit: str = "s"
    goal: str = ""
    rounds: int = 0

    @property
    def ratio(self) -> float:
        """Ours by the peer's."""
        return self.ours / self.peer if self.peer else float("nan")


@dataclass(frozen=True, slots=True)
class Setting:
    """What a run is to measure: where the shared texts are, a folder for what is built, sizes and rounds."""

    shared: Path
    folder: Path
    megabytes: tuple[float, ...] = (1, 10)
    triples: tuple[int, ...] = (10_000, 100_000)
    nodes: tuple[int, ...] = (100, 1_000, 5_000, 20_000)
    rounds: int = ROUNDS


#: Units of time: of the clock on the wall, and of the processor.
ELAPSED, WORKED = "s", "s of work"


def seconds(work: Callable[[], object], clock: Callable[[], float] = time.perf_counter) -> float:
    """How long something takes, by a clock; a process that was run says itself what it took."""
    began = clock()
    done = work()
    if isinstance(done, Ran):
        return done.worked if clock is time.process_time else done.elapsed
    return clock() - began


def interleaved(
    ways: Mapping[str, Callable[[], object]], rounds: int, clock: Callable[[], float] = time.perf_counter
) -> dict[str, float]:
    """The median seconds of each way, all taking turns; ``time.process_time`` as clock for the processor's."""
    names = list(ways)
    times: dict[str, list[float]] = {name: [] for name in names}
    for number in range(rounds):
        turn = number % len(names)
        for name in (*names[turn:], *names[:turn]):
            times[name].append(seconds(ways[name], clock))
    return {name: statistics.median(found) for name, found in times.items()}


@dataclass(frozen=True, slots=True)
class Ran:
    """What a process and those it started took: seconds elapsed and worked, and the peak megabytes of the largest."""

    elapsed: float
    worked: float
    memory: float


def process(arguments: Iterable[str]) -> Ran:
    """Run a process to its end. Raises RuntimeError when it fails."""
    code = (
        "import resource, subprocess, sys, time\n"
        "began = time.perf_counter()\n"
        "code = subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL).returncode\n"
        "used = resource.getrusage(resource.RUSAGE_CHILDREN)\n"
        "print(code, time.perf_counter() - began, used.ru_utime + used.ru_stime, used.ru_maxrss)\n"
    )
    command = [sys.executable, "-c", code, *arguments]
    told = subprocess.run(command, capture_output=True, text=True, check=True, cwd=ROOT).stdout.split()
    if told[0] != "0":
        raise RuntimeError(f"{' '.join(arguments)} ended with {told[0]}")
    scale = 1 if sys.platform == "darwin" else 1024
    return Ran(float(told[1]), float(told[2]), int(told[3]) * scale / MEGABYTE)


def kg(*arguments: str) -> list[str]:
    """A command of ours as a process is started with it."""
    return [sys.executable, "-m", "kg", *arguments]
