"""The only door to Dask: tasks on the machines of a cluster, one a number, again elsewhere when a machine is lost.

Dask sends functions and arguments from process to process in its own way (pickle): ours are a function of this package
by name, a plan as text and numbers, and small counts come back. Whoever can talk to a scheduler can run code on its
machines; a cluster of Dask is trusted as a whole, or protected by TLS (its own option).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from kg.errors import FangzhiError

#: Tasks of one stage: the function, its arguments one task each; their results in the order of the arguments.
Run = Callable[[Callable[..., Any], Sequence[tuple[Any, ...]]], list[Any]]
#: Seconds to wait for a scheduler.
PATIENCE = 20
#: How often a task may be lost along with its machine.
LOSSES = 3


class Cluster:
    """The machines behind a scheduler, or so many processes of this one. Use it as a context manager."""

    def __init__(self, scheduler: str, processes: int) -> None:
        """``scheduler``: its address (``tcp://…``); without one a cluster of processes is started here.

        Raises FangzhiError when Dask is not installed or the scheduler does not answer.
        """
        try:
            import distributed
        except ModuleNotFoundError as error:
            raise FangzhiError("用 Dask 构建需要先安装:pip install 'fangzhi[dask]'。") from error
        start: Any = distributed.LocalCluster
        connect: Any = distributed.Client
        self._local: Any = None
        try:
            if not scheduler:
                self._local = start(n_workers=processes, threads_per_worker=1, processes=True, dashboard_address=None)
            self._client: Any = connect(scheduler or self._local, timeout=PATIENCE, set_as_default=False)
        except (OSError, ValueError) as error:
            raise FangzhiError(f"连不上 Dask 调度器 {scheduler}({error}),请检查地址和它是否在运行。") from error

    def __enter__(self) -> Cluster:
        return self

    def __exit__(self, *_: object) -> None:
        self._client.close()
        if self._local is not None:
            self._local.close()

    def run(self, function: Callable[..., Any], tasks: Sequence[tuple[Any, ...]]) -> list[Any]:
        """The results of all tasks, in order. Raises what a task raises, and FangzhiError for one lost too often."""
        from distributed.scheduler import KilledWorker

        futures = [self._client.submit(function, *task, pure=False, retries=LOSSES) for task in tasks]
        try:
            found: list[Any] = self._client.gather(futures)
        except KilledWorker as error:
            raise FangzhiError(
                f"执行 {function.__name__} 的机器一再丢失({error}),多半是内存不足;请给每台机器更多内存,或把文件拆小。"
            ) from error
        finally:
            self._client.cancel(futures)
        return found
