"""The running service: the graph as it is now, and how a request becomes a job and an answer."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Coroutine
from contextlib import suppress
from pathlib import Path

from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from kg.errors import GraphError
from kg.graph.manifest import MANIFEST
from kg.graph.store import Graph
from kg.use.serve.errors import as_http, respond
from kg.use.serve.served import Served
from kg.use.serve.settings import Settings
from kg.use.workers.jobs import Arguments
from kg.use.workers.worker import Reply

LOG = logging.getLogger(__name__)
#: The header that says an answer is only the first part: ``rows=100000``.
CUT = "Fangzhi-Truncated"
_PIECE = 1 << 18
#: Seconds a client may take over an answer, which is kept for it meanwhile.
_SENDING = 600.0
#: Seconds between two looks whether a build has put another graph into the folder.
LOOK = 1.0


class Service:
    """What the routes share. Use ``start`` and ``close`` around the time it serves.

    A build that replaces the graph in the folder is noticed: the new state gets workers of its own and takes the
    place of the old one, which ends when the last request it was asked by has its answer. A graph that cannot be
    opened changes nothing and is logged.
    """

    def __init__(self, graph: Graph, settings: Settings) -> None:
        """``graph`` must be of a folder; it is the service's to close."""
        assert graph.path is not None
        self.settings = settings
        self._path = graph.path
        self._now = Served(graph, settings)
        self._tasks: set[asyncio.Task[None]] = set()

    @property
    def base(self) -> str:
        """The base of the graph's IRIs."""
        return self._now.base

    async def start(self) -> None:
        """Start the workers. Raises GraphError when they cannot open the graph."""
        await self._now.start()
        self._begin(self._watch())

    async def close(self) -> None:
        """End the workers, also those at work."""
        tasks = tuple(self._tasks)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await self._now.close()

    async def query(self, request: Request, job: str, arguments: Arguments) -> Reply:
        """The answer of a job whose work a guest determines."""
        return await _unless_gone(request, self._now.query(job, arguments))

    async def page(self, request: Request, job: str, arguments: Arguments) -> Reply:
        """The answer of a job of our own."""
        return await _unless_gone(request, self._now.page(job, arguments))

    async def overview(self) -> bytes:
        """What the graph holds, as JSON, counted once."""
        return await self._now.overview()

    def _begin(self, work: Coroutine[None, None, None]) -> None:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _watch(self) -> None:
        seen: tuple[
            int, ...
        ] = ()  # a build may have published since the graph was opened: the first look opens it anew
        while True:
            await asyncio.sleep(LOOK)
            found = _mark(self._path)
            if found in ((), seen):
                continue
            seen = found
            try:
                await self._renew()
            except GraphError as error:
                LOG.error("新建的图没有换上，仍用旧的：%s", error)

    async def _renew(self) -> None:
        """Let the graph that lies in the folder now take the place of the one served. Raises GraphError."""
        graph = await asyncio.get_running_loop().run_in_executor(None, Graph.open, self._path)
        if graph.manifest.store == self._now.store:  # built anew and still the same
            graph.close()
            return
        new = Served(graph, self.settings)
        try:
            await new.start()
        except asyncio.CancelledError:
            await new.close()
            raise
        old, self._now = self._now, new
        self._begin(_retiring(old))


async def _retiring(old: Served) -> None:
    try:
        await old.retire()
    except asyncio.CancelledError:
        await old.close()
        raise


def _mark(path: Path) -> tuple[int, ...]:
    """What changes whenever a build publishes into a graph folder; empty while there is no graph in it."""
    try:
        found = (path / MANIFEST).stat()
    except OSError:
        return ()
    return found.st_dev, found.st_ino, found.st_mtime_ns, found.st_size


class GoneError(Exception):
    """The client went away; there is nobody to answer."""


async def _unless_gone(request: Request, answering: Awaitable[Reply]) -> Reply:
    """The reply; when the client goes away first, the work is stopped. Raises GoneError then."""
    asked = asyncio.ensure_future(answering)
    gone = asyncio.ensure_future(_disconnect(request))
    try:
        await asyncio.wait((asked, gone), return_when=asyncio.FIRST_COMPLETED)
        if not asked.done():
            raise GoneError
        return await asked
    finally:
        for task in (asked, gone):
            if not task.done():
                task.cancel()
                with suppress(asyncio.CancelledError):
                    await task


async def _disconnect(request: Request) -> None:
    while (await request.receive())["type"] != "http.disconnect":
        pass


def send(reply: Reply, content_type: str, headers: dict[str, str] | None = None, rows: int = 0) -> Response:
    """A reply as it is, with the mark of one that was cut at so many rows."""
    headers = {**(headers or {}), "Content-Length": str(reply.size), "Content-Type": content_type}
    if reply.cut:
        headers[CUT] = f"rows={rows}"
    return _Held(reply, headers)


class _Held(Response):
    """The bytes of a reply, sent as fast as the client takes them, but not for ever."""

    def __init__(self, reply: Reply, headers: dict[str, str]) -> None:
        super().__init__(headers=headers)
        self._reply = reply

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:  # noqa: ARG002 - ASGI calls it so
        """Send head and bytes. Raises TimeoutError when the client does not take them in time."""
        with self._reply.body as body:
            await send({"type": "http.response.start", "status": self.status_code, "headers": self.raw_headers})
            async with asyncio.timeout(_SENDING):
                # read from memory or the page cache, which takes no time worth a thread
                while scope["method"] != "HEAD" and (piece := body.read(_PIECE)):
                    await send({"type": "http.response.body", "body": piece, "more_body": True})
            await send({"type": "http.response.body", "body": b"", "more_body": False})


Endpoint = Callable[[Request], Awaitable[Response]]


def answering(endpoint: Endpoint) -> Endpoint:
    """The endpoint with every error told to the client in one sentence."""

    async def answer(request: Request) -> Response:
        try:
            return await endpoint(request)
        except GoneError:
            return Response(status_code=499)  # nobody reads it
        except Exception as error:  # noqa: BLE001 - logged and told by as_http
            return respond(request, as_http(error))

    return answer
