"""``/api/``: JSON for a workbench. Every path, parameter and field is described in docs/guide.md."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from kg.use.serve.documents import CUT
from kg.use.serve.negotiation import TABLES, TRIPLES, choose
from kg.use.serve.safety import body_of, whole_number
from kg.use.serve.service import Service, answering, send
from kg.use.serve.sparql import endpoint

#: Raised when a path, parameter or field changes its meaning or goes; additions do not count.
VERSION = 1
MEDIA = "application/json"
_MOST = 1000  # of anything that is listed


class Api:
    """The endpoints, each a job or two of the workers."""

    def __init__(self, service: Service) -> None:
        self._service = service

    def routes(self) -> list[Route]:
        """The paths below ``/api``."""
        paths: dict[str, Callable[[Request], Awaitable[Response]]] = {
            "": self.index,
            "/": self.index,
            "/search": self.search,
            "/entity": self.entity,
            "/article": self.article,
            "/overview": self.overview,
            "/neighbours": self.neighbours,
            "/ask": self.ask,
            "/vocabulary": self.vocabulary,
            "/network": self.network,
            "/path": self.way,
            "/indicators": self.indicators,
            "/queries": self.queries,
            "/queries/{name}": self.query,
        }
        routes = [Route(f"/api{path}", answering(endpoint), methods=["GET"]) for path, endpoint in paths.items()]
        return [Route("/api/network", answering(self.among), methods=["POST"]), *routes]

    async def index(self, _request: Request) -> Response:
        """What there is."""
        return JSONResponse({
            "version": VERSION,
            "endpoints": [
                "/api/search?q=&type=&limit=", "/api/entity?iri=&group=&limit=", "/api/article?iri=", "/api/overview",
                "/api/neighbours?iri=&kind=&direction=&type=&limit=", "/api/queries", "/api/queries/NAME?PARAM=",
                "/api/ask?q=", "/api/vocabulary", "/api/network?iri=&limit=", "/api/path?from=&to=",
                "/api/indicators?iri=",
            ],
        })  # fmt: skip

    async def search(self, request: Request) -> Response:
        """Entities by name."""
        params = request.query_params
        arguments = {"q": params.get("q", ""), "types": params.getlist("type"), "limit": _limit(request, 20)}
        return await self._json(request, "search", arguments)

    async def entity(self, request: Request) -> Response:
        """One entity with its facts."""
        arguments = {
            "iri": _needed(request, "iri"), "group": request.query_params.get("group", ""),
            "limit": _limit(request, 200),
        }  # fmt: skip
        return await self._json(request, "entity", arguments)

    async def article(self, request: Request) -> Response:
        """One article with what is named and stated in it."""
        return await self._json(request, "article", {"iri": _needed(request, "iri")})

    async def overview(self, _request: Request) -> Response:
        """What the graph holds."""
        return Response(await self._service.overview(), media_type=MEDIA)

    async def neighbours(self, request: Request) -> Response:
        """What an entity is joined to."""
        wanted = {name: request.query_params.get(name, "") for name in ("kind", "direction", "type")}
        arguments = {"iri": _needed(request, "iri"), **wanted, "limit": _limit(request, 50)}
        return await self._json(request, "neighbours", arguments)

    async def ask(self, request: Request) -> Response:
        """The reply to a question in Chinese."""
        reply = await self._service.query(request, "ask", {"q": _needed(request, "q")})
        return send(reply, MEDIA)

    async def vocabulary(self, request: Request) -> Response:
        """Prefixes, classes, properties and individuals."""
        return await self._json(request, "words", {})

    async def network(self, request: Request) -> Response:
        """The most central entities, or what lies around some."""
        arguments = {"iris": request.query_params.getlist("iri"), "limit": _limit(request, 120)}
        return await self._json(request, "network", arguments)

    async def among(self, request: Request) -> Response:
        """These entities and the ties among them: a JSON list of IRIs as the body."""
        try:
            iris = json.loads(await body_of(request))
        except ValueError:
            iris = None
        if not isinstance(iris, list) or not all(isinstance(iri, str) for iri in iris):
            raise HTTPException(400, "请求正文应为 JSON 写的 IRI 列表。")
        return await self._json(request, "among", {"iris": iris})

    async def way(self, request: Request) -> Response:
        """A shortest way between two entities."""
        return await self._json(request, "way", {"start": _needed(request, "from"), "end": _needed(request, "to")})

    async def indicators(self, request: Request) -> Response:
        """All figures about a district."""
        return await self._json(request, "indicators", {"iri": _needed(request, "iri")})

    async def queries(self, request: Request) -> Response:
        """The ready questions."""
        return await self._json(request, "catalogue", {})

    async def query(self, request: Request) -> Response:
        """The answer to a ready question, in the formats of ``/sparql``."""
        accept = request.headers.get("accept", "")
        rows, triples = choose(accept, TABLES), choose(accept, TRIPLES)
        if rows is None and triples is None:
            raise HTTPException(406, "结果没有所要的格式。")
        most = self._service.settings.rows
        arguments = {
            "name": request.path_params["name"],
            "params": dict(request.query_params),
            "rows_as": rows.format if rows else "",
            "triples_as": triples.format if triples else "",
            "rows": most,
            "link": f"{endpoint(request)}#{CUT}",
        }
        reply = await self._service.query(request, "ready", arguments)
        choice = rows if rows and reply.format == rows.format else triples
        assert choice is not None
        return send(reply, choice.content_type, {"Vary": "Accept"}, most)

    async def _json(self, request: Request, job: str, arguments: dict[str, Any]) -> Response:
        return send(await self._service.page(request, job, arguments), MEDIA)


def _needed(request: Request, name: str) -> str:
    value = request.query_params.get(name, "")
    if not value:
        raise HTTPException(400, f"请求里缺少参数 {name}。")
    return value


def _limit(request: Request, default: int) -> int:
    return min(whole_number(request, "limit", default), _MOST)
