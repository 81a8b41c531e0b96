"""The running service: one state of a graph, the workers over it, and how a request becomes a job and an answer."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import replace

from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from kg.graph.store import Graph
from kg.use.serve.errors import as_http, respond
from kg.use.serve.settings import Settings
from kg.use.workers.jobs import Arguments
from kg.use.workers.pool import Pool
from kg.use.workers.worker import Reply, Spec

#: The header that says an answer is only the first part: ``rows=100000``.
CUT = "Fangzhi-Truncated"
_PIECE = 1 << 18
#: Seconds a client may take over an answer, which is kept for it meanwhile.
_SENDING = 600.0
#: The overview counts everything once; that may take longer than a query.
_PATIENCE = 20
PAGES = 2  # workers that make pages, so that queries, however many, leave them alone
_PAGE_MEMORY = 4  # times that of a query: they hold the names of the graph


class Service:
    """What the routes share. Use ``start`` and ``close`` around the time it serves."""

    def __init__(self, graph: Graph, settings: Settings) -> None:
        """``graph`` must be of a folder; it is held open, so that no build removes what the workers read."""
        assert graph.path is not None
        self.settings = settings
        self.base = graph.mint.base
        spec = Spec(graph.path, graph.state, settings.memory)
        self._queries = Pool(spec, settings.workers, settings.waiting)
        self._pages = Pool(replace(spec, memory=spec.memory * _PAGE_MEMORY), PAGES, settings.waiting)
        self._overview: asyncio.Task[bytes] | None = None

    async def start(self) -> None:
        """Start the workers. Raises GraphError when they cannot open the graph."""
        await asyncio.gather(self._queries.start(), self._pages.start())
        self._overview = asyncio.create_task(self._count())

    async def close(self) -> None:
        """End the workers, also those at work."""
        if self._overview is not None:
            self._overview.cancel()
            with suppress(asyncio.CancelledError, Exception):
                await self._overview
        await asyncio.gather(self._queries.close(), self._pages.close())

    async def query(self, request: Request, job: str, arguments: Arguments) -> Reply:
        """The answer of a job whose work a guest determines."""
        return await _unless_gone(request, self._queries.ask(job, arguments, self.settings.timeout))

    async def page(self, request: Request, job: str, arguments: Arguments) -> Reply:
        """The answer of a job of our own."""
        return await _unless_gone(request, self._pages.ask(job, arguments, self.settings.timeout))

    async def overview(self) -> bytes:
        """What the graph holds, as JSON, counted once."""
        if self._overview is None or (self._overview.done() and self._overview.exception()):
            self._overview = asyncio.create_task(self._count())
        return await asyncio.shield(self._overview)

    async def _count(self) -> bytes:
        return (await self._pages.ask("overview", {}, self.settings.timeout * _PATIENCE)).read()


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
