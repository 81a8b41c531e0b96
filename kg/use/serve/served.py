"""One state of a graph, held open, with the workers over it: what a server answers from until a build replaces it."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from dataclasses import replace

from kg.errors import QueryError
from kg.graph.store import Graph
from kg.use.serve.settings import Settings
from kg.use.workers.jobs import Arguments
from kg.use.workers.pool import Pool
from kg.use.workers.worker import Reply, Spec

#: Seconds that our own pages may take, if a query may not take longer: the first ones read the names of all entities,
#: and a worker that was stopped half-way would begin anew with the next.
PAGE_TIME = 120.0
#: The overview counts everything once; that may take longer than a page.
_PATIENCE = 20
PAGES = 2  # workers that make pages, so that queries, however many, leave them alone
_PAGE_MEMORY = 4  # times that of a query: they hold the names of the graph


class Served:
    """Use ``start`` first; then ``close``, or ``retire`` where others may still wait for answers."""

    def __init__(self, graph: Graph, settings: Settings) -> None:
        """``graph`` must be of a folder; it is held open, so that no build removes what the workers read."""
        assert graph.path is not None
        self.base = graph.mint.base
        self.store = graph.manifest.store
        self._graph = graph
        self._seconds = settings.timeout
        spec = Spec(graph.path, graph.state, settings.memory)
        self._queries = Pool(spec, settings.workers, settings.waiting)
        self._pages = Pool(replace(spec, memory=spec.memory * _PAGE_MEMORY), PAGES, settings.waiting)
        self._overview: asyncio.Task[bytes] | None = None
        self._warming: asyncio.Task[None] | None = None
        self._asked = 0
        self._idle = asyncio.Event()

    async def start(self) -> None:
        """Start the workers. Raises GraphError, and lets go of the graph, when they cannot open it."""
        started = await asyncio.gather(self._queries.start(), self._pages.start(), return_exceptions=True)
        failed = [one for one in started if one is not None]
        if failed:
            await self.close()
            raise failed[0]
        self._overview = asyncio.create_task(self._count())

    async def close(self) -> None:
        """End the workers, also those at work, and let go of the graph."""
        for task in filter(None, (self._overview, self._warming)):
            task.cancel()
            with suppress(asyncio.CancelledError, Exception):
                await task
        await asyncio.gather(self._queries.close(), self._pages.close())
        self._graph.close()

    async def retire(self) -> None:
        """Close as soon as everybody who asked has an answer."""
        while self._asked:
            self._idle.clear()
            await self._idle.wait()
        await self.close()

    async def query(self, job: str, arguments: Arguments) -> Reply:
        """The answer of a job whose work a guest determines."""
        return await self._ask(self._queries, job, arguments, self._seconds)

    async def page(self, job: str, arguments: Arguments) -> Reply:
        """The answer of a job of our own."""
        return await self._ask(self._pages, job, arguments, max(self._seconds, PAGE_TIME))

    async def overview(self) -> bytes:
        """What the graph holds, as JSON, counted once."""
        if self._overview is None or (self._overview.done() and self._overview.exception()):
            self._overview = asyncio.create_task(self._count())
        self._asked += 1
        try:
            return await asyncio.shield(self._overview)
        finally:
            self._answered()

    async def _ask(self, pool: Pool, job: str, arguments: Arguments, seconds: float) -> Reply:
        self._asked += 1
        try:
            return await pool.ask(job, arguments, seconds)
        finally:
            self._answered()

    def _answered(self) -> None:
        self._asked -= 1
        if not self._asked:
            self._idle.set()

    async def _count(self) -> bytes:
        counted = (await self._pages.ask("overview", {}, self._seconds * _PATIENCE)).read()
        self._warming = asyncio.create_task(self._warm())
        return counted

    async def _warm(self) -> None:
        """Let the worker that knows the names by now read the ties too, while nobody waits for them."""
        with suppress(QueryError):  # whoever asks for the network later is told
            (await self._pages.ask("network", {"iris": [], "limit": 1}, self._seconds * _PATIENCE)).body.close()
