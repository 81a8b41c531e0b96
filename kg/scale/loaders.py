"""Threads of the parent that load what its processes write, so that both go on at the same time."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any


class Loaders:
    """Threads that load what others write; the engine lets Python run meanwhile. Use it as a context manager."""

    def __init__(self, number: int) -> None:
        self._pool = ThreadPoolExecutor(number)
        self._started: list[Future[None]] = []

    def start(self, work: Callable[..., None], *arguments: Any) -> None:
        """Have work done, soon. Raises what work started before has raised."""
        for done in [one for one in self._started if one.done()]:
            self._started.remove(done)
            done.result()
        self._started.append(self._pool.submit(work, *arguments))

    def __enter__(self) -> Loaders:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        """Wait for all of it; after an error for what is under way only."""
        self._pool.shutdown(cancel_futures=kind is not None)
        if kind is None:
            for one in self._started:
                one.result()
