"""The parent's side of ``worker``: a process that takes files apart, started when needed, and again when it died."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from kg.documents.encodings import UnreadableError
from kg.documents.formats import MOST_PACKED

#: Seconds that a process which said something unheard of may take to end by itself.
PATIENCE = 5
_ROOT = Path(__file__).parents[3]


class Child:
    """One worker, which the thread that asks it first must outlive (``kg.lifetime``).

    Answers come as frames (what it is, its bytes); only JSON and bytes pass between the processes.
    """

    def __init__(self, seconds: int, megabytes: int) -> None:
        """``seconds`` is what one frame may take, ``megabytes`` the address space of the process."""
        self.seconds = seconds
        self.megabytes = megabytes
        self._process: subprocess.Popen[bytes] | None = None

    def ask(self, format_: str, content: bytes, **options: Any) -> Iterator[tuple[dict[str, Any], bytes]]:
        """The frames a file is taken apart into. Raises UnreadableError where that fails or takes too much.

        Raises ModuleNotFoundError when the library is not installed.
        """
        process = self._process = self._process or self._start()
        whole = False
        try:
            assert process.stdin is not None
            request = {"format": format_, "size": len(content), **options}
            process.stdin.write(json.dumps(request).encode() + b"\n")
            process.stdin.write(content)
            process.stdin.flush()
            while (frame := self._receive(process))[0]["kind"] != "end":
                whole = frame[0]["kind"] in ("refused", "missing")
                if whole:
                    raise _failure(frame[0])
                yield frame
            whole = True
        except (BrokenPipeError, EOFError, ValueError, KeyError) as error:
            raise UnreadableError(self._cause(process)) from error
        finally:
            if not whole:  # the frames that are still to come must not answer the next request
                self.close()

    def close(self) -> None:
        """End the process."""
        if self._process is not None:
            self._process.kill()
            self._process.communicate()
            self._process = None

    def _start(self) -> subprocess.Popen[bytes]:
        path = os.pathsep.join(filter(None, (str(_ROOT), os.environ.get("PYTHONPATH", ""))))
        return subprocess.Popen(
            [sys.executable, "-P", "-m", "kg.documents.formats.worker", str(self.megabytes), str(self.seconds),
             str(os.getpid())],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
            env={**os.environ, "PYTHONPATH": path, "OMP_NUM_THREADS": "2", "OPENBLAS_NUM_THREADS": "1"},
        )  # fmt: skip

    def _receive(self, process: subprocess.Popen[bytes]) -> tuple[dict[str, Any], bytes]:
        """The next frame. Raises EOFError when the process ended in the middle of it, ValueError for what is none."""
        assert process.stdout is not None
        line = process.stdout.readline()
        if not line.endswith(b"\n"):
            raise EOFError
        head = json.loads(line)
        if not 0 <= head["size"] <= MOST_PACKED:
            raise ValueError(f"a frame of {head['size']} bytes")
        body = process.stdout.read(head["size"])
        if len(body) < head["size"]:
            raise EOFError
        return head, body

    def _cause(self, process: subprocess.Popen[bytes]) -> str:
        try:
            code = process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            process.kill()
            code = process.wait()
        if code == -signal.SIGALRM:
            return f"解析超过 {self.seconds} 秒,没有读。"
        return f"解析进程意外结束(代码 {code}),文件可能有害,或超过内存上限 {self.megabytes} MB;没有读。"


def _failure(head: dict[str, Any]) -> Exception:
    if head["kind"] == "missing":
        return ModuleNotFoundError(f"no module {head['module']}", name=head["module"])
    return UnreadableError(head["reason"])
