"""Workers in stock: waiting, being turned away, giving up, replacing the dead."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from kg.errors import GraphError
from kg.graph.store import Graph
from kg.use.workers.pool import BusyError, Pool
from kg.use.workers.worker import DeadlineError, Spec
from tests.use.workers.test_worker import ENDLESS, SOON


@pytest.fixture(scope="module")
def spec(collection: Path) -> Spec:
    with Graph.open(collection) as graph:
        return Spec(collection, graph.state, 256)


def with_pool(spec: Spec, size: int, waiting: int, use: Callable[[Pool], Awaitable[None]]) -> None:
    async def run() -> None:
        pool = Pool(spec, size, waiting)
        await pool.start()
        try:
            await use(pool)
        finally:
            await pool.close()

    asyncio.run(run())


async def ask(pool: Pool, sparql: str, seconds: float = 20) -> bytes:
    reply = await pool.ask("query", {"sparql": sparql, "rows_as": "json", "triples_as": ""}, seconds)
    return reply.read()


def test_many_at_once(spec: Spec) -> None:
    async def use(pool: Pool) -> None:
        answers = await asyncio.gather(*(ask(pool, f"SELECT ({i} AS ?x) {{}}") for i in range(40)))
        assert [f'"value":"{i}"'.encode() in answer for i, answer in enumerate(answers)] == [True] * 40

    with_pool(spec, 2, 40, use)


def test_the_next_query_after_a_killed_one(spec: Spec) -> None:
    async def use(pool: Pool) -> None:
        for _ in range(2):
            began = time.monotonic()
            with pytest.raises(DeadlineError):
                await ask(pool, ENDLESS, 0.3)
            assert time.monotonic() - began < SOON
            assert await ask(pool, "ASK {}")

    with_pool(spec, 1, 4, use)


def test_too_many_are_turned_away_at_once(spec: Spec) -> None:
    async def use(pool: Pool) -> None:
        first = asyncio.create_task(ask(pool, ENDLESS, 1.5))
        await asyncio.sleep(0.1)
        second = asyncio.create_task(ask(pool, "ASK {}", 20))
        await asyncio.sleep(0.1)
        began = time.monotonic()
        with pytest.raises(BusyError, match="太多"):
            await ask(pool, "ASK {}", 20)
        assert time.monotonic() - began < 1
        with pytest.raises(DeadlineError):
            await first
        assert await second

    with_pool(spec, 1, 1, use)


def test_waiting_counts_towards_the_deadline(spec: Spec) -> None:
    async def use(pool: Pool) -> None:
        first = asyncio.create_task(ask(pool, ENDLESS, 3))
        await asyncio.sleep(0.1)
        with pytest.raises(BusyError, match="轮到"):
            await ask(pool, "ASK {}", 0.3)
        with pytest.raises(DeadlineError):
            await first

    with_pool(spec, 1, 4, use)


def test_who_gives_up_frees_the_worker(spec: Spec) -> None:
    async def use(pool: Pool) -> None:
        task = asyncio.create_task(ask(pool, ENDLESS, 60))
        await asyncio.sleep(0.3)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        began = time.monotonic()
        assert await ask(pool, "ASK {}", 60)
        assert time.monotonic() - began < SOON

    with_pool(spec, 1, 4, use)


def test_who_gives_up_waiting_takes_nobodys_place(spec: Spec) -> None:
    async def use(pool: Pool) -> None:
        first = asyncio.create_task(ask(pool, ENDLESS, 1))
        await asyncio.sleep(0.1)
        second = asyncio.create_task(ask(pool, "ASK {}", 60))
        await asyncio.sleep(0.1)
        second.cancel()
        with pytest.raises(DeadlineError):
            await first
        assert await asyncio.gather(*(ask(pool, "ASK {}") for _ in range(3)))

    with_pool(spec, 1, 4, use)


def test_closing_ends_what_is_at_work(spec: Spec) -> None:
    began = time.monotonic()

    async def use(pool: Pool) -> None:
        task = asyncio.create_task(ask(pool, ENDLESS, 60))
        await asyncio.sleep(0.3)
        await pool.close()
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)

    with_pool(spec, 2, 4, use)
    assert time.monotonic() - began < 20


def test_a_graph_that_is_gone(spec: Spec, tmp_path: Path) -> None:
    async def use(_pool: Pool) -> None:
        raise AssertionError("must not start")

    with pytest.raises(GraphError):
        with_pool(Spec(tmp_path, spec.state), 2, 4, use)
