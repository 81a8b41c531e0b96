"""One worker as its owner sees it: started, asked, and killed when it takes too long."""

from __future__ import annotations

import io
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from contextlib import closing
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import IO, Any

from kg.errors import GraphError, QueryError
from kg.graph.results import FormatError
from kg.graph.sparql import RefusedError
from kg.use.workers import frames
from kg.use.workers.jobs import Arguments

#: Answers up to this many bytes are held in memory, larger ones in a file without a name.
IN_MEMORY = 1 << 20
#: Seconds a worker may take to open the graph.
START = 60.0


class DeadlineError(QueryError):
    """The time is up; the worker is no more."""


class ExhaustedError(QueryError):
    """The worker died at its work: as a rule, of the memory it was denied."""


class MissingError(QueryError):
    """What was asked for is not in the graph."""


class JobError(RuntimeError):
    """A job ended by a mistake of ours; the message is the worker's traceback."""


@dataclass(frozen=True, slots=True)
class Spec:
    """What a worker is started with: the graph's folder, its state (``Graph.state``), megabytes of memory (0: any)."""

    path: Path
    state: str
    memory: int = 0


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer: the bytes, at their beginning, with their number and format; ``cut`` says there would be more."""

    body: IO[bytes]
    size: int
    format: str
    cut: bool

    def read(self) -> bytes:
        """All bytes; the answer is closed."""
        with closing(self.body):
            return self.body.read()


class Worker:
    """A worker process. It belongs to one thread at a time; only ``interrupt`` may be called by others.

    The thread that makes it must live as long as it (``kg.lifetime``).
    """

    def __init__(self, spec: Spec) -> None:
        """Start the process. ``wait`` for it before asking."""
        ours, theirs = socket.socketpair()
        self._connection = ours
        self._let_go = False
        with theirs:
            self._process = subprocess.Popen(
                [sys.executable, "-P", "-m", "kg.use.workers.child", str(theirs.fileno()), str(os.getpid())],
                stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                pass_fds=[theirs.fileno()], env=_environment(),
            )  # fmt: skip
        self._setup = {"path": str(spec.path.absolute()), "state": spec.state, "memory": spec.memory}

    @property
    def alive(self) -> bool:
        """Whether it can be asked."""
        return not self._let_go and self._process.poll() is None

    def wait(self, seconds: float = START) -> None:
        """Return when the worker is ready. Raises GraphError when it cannot open the graph."""
        try:
            frames.send(self._connection, self._setup)
            head = self._receive(io.BytesIO(), seconds)
        except (EOFError, OSError) as error:
            self.kill()
            raise GraphError(f"查询进程没有启动（代码 {self._process.returncode}）。") from error
        if head:
            self.kill()
            raise GraphError(str(head["message"]))

    def ask(self, job: str, arguments: Arguments, seconds: float) -> Reply:
        """The answer of a job within so many seconds (0: however long it takes).

        Raises QueryError and its kinds for what the asker can mend. After DeadlineError and ExhaustedError, and at
        times after an answer, the worker is not ``alive`` any more and only waits for ``kill``.
        """
        body = tempfile.SpooledTemporaryFile(IN_MEMORY)  # noqa: SIM115 - the reader closes it
        try:
            frames.send(self._connection, {"job": job, "arguments": arguments, "seconds": seconds})
            head = self._receive(body, seconds)
        except TimeoutError:
            self._let_go = True
            self.interrupt()  # its memory takes a moment to be freed; the asker need not wait for that
            raise DeadlineError(f"查询超过 {round(seconds, 2):g} 秒，已停止；请加条件缩小范围。") from None
        except (EOFError, OSError):
            self.kill()
            raise _death(self._process.returncode) from None
        if head.get("last"):
            self.kill()
        if "error" in head:
            raise _error(head)
        size = body.tell()
        body.seek(0)
        return Reply(body, size, head["format"], head["cut"])

    def interrupt(self) -> None:
        """End the process; whoever waits for its answer gets ExhaustedError."""
        self._process.kill()

    def kill(self) -> None:
        """End the process, whatever it does, wait for its end and let go of it; twice does no harm."""
        self._let_go = True
        self._process.kill()
        self._process.wait()
        self._connection.close()

    def _receive(self, body: IO[bytes], seconds: float) -> dict[str, Any]:
        """One frame, its body written to a file. Raises TimeoutError when it is not whole in time, EOFError."""
        end = time.monotonic() + seconds if seconds else None

        def wait() -> None:
            if end is not None and end <= time.monotonic():
                raise TimeoutError
            self._connection.settimeout(None if end is None else end - time.monotonic())

        return frames.receive(self._connection, body.write, wait)


def _environment() -> dict[str, str]:
    """Ours, with this very package found first and without the engine's long farewells."""
    path = [str(Path(str(files("kg"))).parent), *filter(None, [os.environ.get("PYTHONPATH")])]
    return {**os.environ, "PYTHONPATH": os.pathsep.join(path), "RUST_BACKTRACE": "0"}


def _death(code: int) -> QueryError:
    if code == -signal.SIGALRM:
        return DeadlineError("查询超过时限，已停止；请加条件缩小范围。")
    return ExhaustedError("查询所需的内存超过上限，已停止；请加条件缩小范围。")


def _error(head: dict[str, Any]) -> Exception:
    kinds = {"refused": RefusedError, "format": FormatError, "query": QueryError, "missing": MissingError}
    return kinds.get(head["error"], JobError)(head["message"])
