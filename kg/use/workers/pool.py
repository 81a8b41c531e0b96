"""Workers in stock: an event loop asks, a free worker answers, a dead one is replaced.

A spare one stands ready beside them, so that the guest after one whose worker was killed does not wait for a start.
A request waits for its turn and is answered within one deadline, counted from its arrival. When too many wait
already, or none becomes free in time, it is turned away at once. Whoever gives up waiting (its task is cancelled)
has its worker killed: nobody computes for nobody.
"""

from __future__ import annotations

import asyncio
import logging
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress

from kg.errors import GraphError, QueryError
from kg.use.workers.jobs import Arguments
from kg.use.workers.worker import Reply, Spec, Worker

LOG = logging.getLogger(__name__)
SPARE = 1
#: Seconds between two attempts to start a worker when one fails.
PAUSE = 1.0


class BusyError(QueryError):
    """No worker is free; it is worth trying again."""


class Pool:
    """So many workers at work over one graph, and at most so many requests waiting for them."""

    def __init__(self, spec: Spec, size: int, waiting: int) -> None:
        self._spec = spec
        self._size = size
        self._most_waiting = waiting
        self._waiting = 0
        self._turns = asyncio.Semaphore(size)
        self._free: asyncio.LifoQueue[Worker] = asyncio.LifoQueue()  # the one last used has its caches warm
        self._threads = ThreadPoolExecutor(size, thread_name_prefix="worker")
        self._workers: set[Worker] = set()
        self._starting: set[asyncio.Task[None]] = set()
        self._closing = False

    async def start(self) -> None:
        """Start all workers and return when they are ready. Raises GraphError when one cannot open the graph."""
        try:
            await asyncio.gather(*(self._add() for _ in range(self._size + SPARE)))
        except GraphError:
            await self.close()
            raise

    async def close(self) -> None:
        """End all workers, also those at work."""
        self._closing = True
        for task in self._starting:
            task.cancel()
        for worker in self._workers:
            worker.interrupt()
        await asyncio.get_running_loop().run_in_executor(None, self._threads.shutdown)
        for worker in self._workers:
            worker.kill()
        self._workers.clear()

    async def ask(self, job: str, arguments: Arguments, seconds: float) -> Reply:
        """The answer of a job within so many seconds from now. Raises BusyError, else as ``Worker.ask`` does."""
        loop = asyncio.get_running_loop()
        end = loop.time() + seconds
        worker = await self._take(seconds)
        answering = loop.run_in_executor(self._threads, worker.ask, job, arguments, max(end - loop.time(), 0.001))
        try:
            return await asyncio.shield(answering)
        except asyncio.CancelledError:
            worker.interrupt()
            with suppress(Exception):  # the answer of a worker that was told to die interests nobody
                (await answering).body.close()
            raise
        finally:
            self._give_back(worker)

    async def _take(self, seconds: float) -> Worker:
        if self._turns.locked() and self._waiting >= self._most_waiting:
            raise BusyError("正在处理的查询太多，请稍后再试。")
        self._waiting += 1
        try:
            async with asyncio.timeout(seconds):
                await self._turns.acquire()
                try:
                    return await self._free.get()
                except asyncio.CancelledError:
                    self._turns.release()
                    raise
        except TimeoutError:
            raise BusyError("等了太久也没有轮到，请稍后再试。") from None
        finally:
            self._waiting -= 1

    def _give_back(self, worker: Worker) -> None:
        self._turns.release()
        if worker.alive:
            self._free.put_nowait(worker)
            return
        self._workers.discard(worker)
        if not self._closing:
            task = asyncio.get_running_loop().create_task(self._replace(worker))
            self._starting.add(task)
            task.add_done_callback(self._starting.discard)

    async def _replace(self, dead: Worker) -> None:
        await asyncio.get_running_loop().run_in_executor(None, dead.kill)
        while not self._closing:
            try:
                await self._add()
            except GraphError as error:
                LOG.error("%s", error)
                await asyncio.sleep(PAUSE)
            else:
                return

    async def _add(self) -> None:
        worker = await asyncio.get_running_loop().run_in_executor(None, self._started)
        if self._closing:
            worker.kill()
            return
        self._workers.add(worker)
        self._free.put_nowait(worker)

    def _started(self) -> Worker:
        worker = Worker(self._spec)
        worker.wait()
        return worker
