"""A worker that dies in the ways a worker can die, of pages that say so, and finds nothing in the others, quickly."""

from __future__ import annotations

import os
import signal
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from kg.documents.read import Reader, Reading
from kg.records import Extraction, Page
from kg.scale import worker

real_each, real_state_group = Reader.each, worker.state_group


def extract(page: Page, engine: str) -> Extraction:
    if "【杀】" in page.text:
        os.kill(os.getpid(), signal.SIGKILL)
    if "【一】" in page.text and not (once := Path(os.environ["FANGZHI_TEST_ONCE"])).exists():
        once.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    if "【尽】" in page.text:
        raise MemoryError
    if "【错】" in page.text:
        raise KeyError("a bug")
    if "【等】" in page.text:
        time.sleep(600)
    return Extraction(page.source, page.digest, engine, "", "", (), (), ())


def state_group(*arguments: Any) -> Any:
    if os.environ.get("FANGZHI_TEST_STATE"):
        arguments[-1].write_text("<half> <a> ", encoding="utf-8")
        os.kill(os.getpid(), signal.SIGKILL)
    return real_state_group(*arguments)


def each(self: Reader, source: Any) -> Iterator[Reading]:
    if "unreadable" in source.name:
        os.abort()
    return real_each(self, source)


if __name__ == "__main__":
    worker.extract = extract
    worker.state_group = state_group
    Reader.each = each  # type: ignore[method-assign]
    worker.main(int(sys.argv[1]))
