"""The application: which path leads where."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib.resources import files

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
from kg.use.serve.linked import GraphStore, Linked
from kg.use.serve.safety import Guard
from kg.use.serve.service import CUT, Service, answering, send
from kg.use.serve.settings import Settings
from kg.use.serve.sparql import Sparql, endpoint

#: The files pages need, and what they are.
ASSETS = {"serve.css": "text/css; charset=utf-8", "icon.svg": "image/svg+xml"}
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
    async def home(request: Request) -> Response:
        reply = await service.page(request, "overview_page", {"endpoint": endpoint(request)})
        return send(reply, _HTML)

    async def search(request: Request) -> Response:
        params = request.query_params
        arguments = {"q": params.get("q", ""), "type": params.get("type", "")}
        return send(await service.page(request, "search_page", arguments), _HTML)

    async def asset(request: Request) -> Response:
        name = request.path_params["name"]
        if name not in ASSETS:
            raise HTTPException(404)
        data = (files("kg") / "assets" / "serve" / name).read_bytes()
        return Response(data, headers={"Content-Type": ASSETS[name], "Cache-Control": "max-age=3600"})

    return [
        Route("/", answering(home)),
        Route("/search", answering(search)),
        Route("/assets/{name}", answering(asset)),
        Route("/sparql", answering(Sparql(service)), methods=["GET", "POST"]),
        Route("/store", answering(GraphStore(service))),
        Route("/id/{path:path}", answering(Linked(service))),
        *Api(service).routes(),
    ]
