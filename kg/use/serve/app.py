"""The application: which path leads where."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial
from hashlib import sha256
from importlib.resources import files
from pathlib import Path

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from kg.graph.store import Graph
from kg.use.serve.api import Api
from kg.use.serve.errors import on_error
from kg.use.serve.language import choose_language, reader
from kg.use.serve.linked import GraphStore, Linked
from kg.use.serve.safety import Guard
from kg.use.serve.service import CUT, Service, answering, send
from kg.use.serve.settings import Settings
from kg.use.serve.sparql import Sparql, endpoint
from kg.use.workers.jobs import Arguments

#: What files that pages need are, by their ending; the folders they lie in by their path: ours, and the bundle's.
MEDIA = {
    ".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8", ".svg": "image/svg+xml",
    ".txt": "text/plain; charset=utf-8",
}  # fmt: skip
_HTML = "text/html; charset=utf-8"


def application(graph: Graph, settings: Settings) -> Starlette:
    """The application over one state of a graph."""
    service = Service(graph, settings)

    @asynccontextmanager
    async def running(_app: Starlette) -> AsyncIterator[None]:
        await service.start()
        try:
            yield
        finally:
            await service.close()

    middleware = [Middleware(Guard, settings=settings)]
    if settings.origins:
        middleware.append(Middleware(
            CORSMiddleware, allow_origins=settings.origins, allow_methods=["GET", "HEAD", "POST", "OPTIONS"],
            allow_headers=["Accept", "Content-Type"], expose_headers=[CUT],
        ))  # fmt: skip
    app = Starlette(
        routes=_routes(service), middleware=middleware, lifespan=running,
        exception_handlers={HTTPException: on_error},
    )  # fmt: skip
    app.router.redirect_slashes = False
    return app


def _routes(service: Service) -> list[Route]:
    return [
        *Pages(service).routes(),
        Route("/language", choose_language),
        Route("/assets/{name}", answering(partial(_asset, "serve"))),
        Route("/web/{name}", answering(partial(_asset, "web"))),
        Route("/sparql", answering(Sparql(service)), methods=["GET", "POST"]),
        Route("/store", answering(GraphStore(service))),
        Route("/id/{path:path}", answering(Linked(service))),
        *Api(service).routes(),
    ]


class Pages:
    """The pages with addresses of their own; each is a job of the workers."""

    def __init__(self, service: Service) -> None:
        self._service = service

    def routes(self) -> list[Route]:
        """Their paths."""
        paths = {
            "/": self.home, "/search": self.search, "/ask": self.ask, "/queries": self.queries,
            "/indicators": self.indicators, "/network": self.network,
        }  # fmt: skip
        return [Route(path, answering(endpoint)) for path, endpoint in paths.items()]

    async def home(self, request: Request) -> Response:
        """The overview."""
        return await self._page(request, "overview_page", {"endpoint": endpoint(request)})

    async def search(self, request: Request) -> Response:
        """Entities by name."""
        params = request.query_params
        return await self._page(request, "search_page", {"q": params.get("q", ""), "type": params.get("type", "")})

    async def ask(self, request: Request) -> Response:
        """A question and its answer."""
        return await self._guest(request, "ask_page", {"q": request.query_params.get("q", "")})

    async def queries(self, request: Request) -> Response:
        """The editor, with a ready question."""
        params = dict(request.query_params)
        return await self._guest(request, "queries_page", {"name": params.pop("name", ""), "params": params})

    async def indicators(self, request: Request) -> Response:
        """Figures of districts."""
        params = request.query_params
        arguments = {"districts": params.getlist("district"), "indicator": params.get("indicator", "")}
        return await self._page(request, "indicators_page", arguments)

    async def network(self, request: Request) -> Response:
        """The network."""
        return await self._page(request, "network_page", {})

    async def _page(self, request: Request, job: str, arguments: Arguments) -> Response:
        reply = await self._service.page(request, job, {**arguments, **reader(request)})
        return send(reply, _HTML, {"Vary": "Cookie"})

    async def _guest(self, request: Request, job: str, arguments: Arguments) -> Response:
        """A page whose making takes as long as a guest's question does."""
        reply = await self._service.query(request, job, {**arguments, **reader(request)})
        return send(reply, _HTML, {"Vary": "Cookie"})


async def _asset(folder: str, request: Request) -> Response:
    name = request.path_params["name"]
    media = MEDIA.get(Path(name).suffix)
    place = files("kg") / "assets" / folder
    known = {file.name: file for file in place.iterdir()} if place.is_dir() else {}  # no bundle, no folder
    if media is None or name not in known:
        raise HTTPException(404)
    data = known[name].read_bytes()
    tag = f'"{sha256(data).hexdigest()[:32]}"'
    headers = {"Content-Type": media, "Cache-Control": "no-cache", "ETag": tag}  # a new version counts at once
    same = tag in request.headers.get("if-none-match", "")
    return Response(None if same else data, 304 if same else 200, headers)
