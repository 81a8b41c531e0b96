"""``/sparql`` after the SPARQL 1.1 Protocol, for queries; without one, the Service Description.

    GET  /sparql?query=…                                        POST application/x-www-form-urlencoded  query=…
    POST application/sparql-query  (the query as the body)      GET /sparql  (description, or a page with a form)

``default-graph-uri`` and ``named-graph-uri``, as often as wanted, make up the dataset and take the place of FROM.
Updates are refused.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from urllib.parse import parse_qsl

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from kg.graph.sparql import refuse_excess
from kg.use.serve.documents import CUT
from kg.use.serve.language import reader
from kg.use.serve.negotiation import HTML, TABLES, TRIPLES, choose
from kg.use.serve.safety import body_of
from kg.use.serve.service import Service, send

FORM, DIRECT, UPDATE = "application/x-www-form-urlencoded", "application/sparql-query", "application/sparql-update"
Fields = list[tuple[str, str]]
_VARY = {"Vary": "Accept"}


class Sparql:
    """The endpoint."""

    def __init__(self, service: Service) -> None:
        self._service = service

    async def __call__(self, request: Request) -> Response:
        """Answer a query, or tell what can be asked."""
        fields = _fields(request.url.query.encode())
        if request.method == "POST":
            fields += await _posted(request)
        names = [name for name, _ in fields]
        if "update" in names or "using-graph-uri" in names or "using-named-graph-uri" in names:
            raise HTTPException(403, "这里只能查询，不接受更新。")
        queries = [value for name, value in fields if name == "query"]
        if not queries and request.method != "POST":
            return await self._describe(request)
        if len(queries) != 1:
            raise HTTPException(400, "请求里应当恰有一个 query。")
        return await self._query(request, queries[0], fields)

    async def _query(self, request: Request, query: str, fields: Fields) -> Response:
        accept = request.headers.get("accept", "")
        rows, triples = choose(accept, TABLES), choose(accept, TRIPLES)
        if rows is None and triples is None:
            raise HTTPException(406, f"结果没有所要的格式；可用 {_names(TABLES)}、{_names(TRIPLES)}。")
        refuse_excess(query)
        most = self._service.settings.rows
        arguments = {
            "sparql": query,
            "default": [value for name, value in fields if name == "default-graph-uri"],
            "named": [value for name, value in fields if name == "named-graph-uri"],
            "rows_as": rows.format if rows else "",
            "triples_as": triples.format if triples else "",
            "rows": most,
            "link": f"{endpoint(request)}#{CUT}",
        }
        reply = await self._service.query(request, "query", arguments)
        choice = rows if rows and reply.format == rows.format else triples
        assert choice is not None
        return send(reply, choice.content_type, _VARY, most)

    async def _describe(self, request: Request) -> Response:
        accept = request.headers.get("accept", "")
        choice = choose(accept, {**TRIPLES, **HTML})
        if choice is None:
            raise HTTPException(406, f"服务描述没有所要的格式；可用 {_names(TRIPLES)}。")
        settings = self._service.settings
        here = {"endpoint": endpoint(request), "rows": settings.rows}
        if choice.format == "html":
            told = {**here, "seconds": f"{settings.timeout:g}", **reader(request)}
            reply = await self._service.page(request, "sparql_page", told)
        else:
            reply = await self._service.page(request, "service", {**here, "format": choice.format})
        return send(reply, choice.content_type, _VARY)


def endpoint(request: Request) -> str:
    """The endpoint's IRI as this client reaches it."""
    return str(request.url.replace(path="/sparql", query="", fragment=""))


def _names(offers: Mapping[str, Sequence[str]]) -> str:
    return "、".join(names[0] for names in offers.values())


async def _posted(request: Request) -> Fields:
    """The fields of a form, or the body as the query. Raises HTTPException for anything else."""
    media = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if media == FORM:
        return _fields(await body_of(request))
    if media == DIRECT:
        return [("query", _utf8(await body_of(request)))]
    if media == UPDATE:
        raise HTTPException(403, "这里只能查询，不接受更新。")
    raise HTTPException(415, f"POST 的内容类型应为 {FORM} 或 {DIRECT}。")


def _fields(encoded: bytes) -> Fields:
    try:
        return parse_qsl(encoded.decode("ascii"), keep_blank_values=True, errors="strict", max_num_fields=1000)
    except UnicodeError:
        raise HTTPException(400, "请求不是 UTF-8 编码。") from None
    except ValueError:
        raise HTTPException(400, "请求的参数太多。") from None


def _utf8(body: bytes) -> str:
    try:
        return body.decode()
    except UnicodeDecodeError:
        raise HTTPException(400, "查询不是 UTF-8 编码。") from None
