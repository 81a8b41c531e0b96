"""Linked data: ``/id/…`` for what the graph names, ``/store`` after the Graph Store HTTP Protocol, for reading.

An IRI of the graph's base is reached here with ``/id/`` in the place of the base. A fragment is never sent by a
client, so the page of a source's articles, say, speaks of all of them.
"""

from __future__ import annotations

import re
from urllib.parse import unquote_to_bytes

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from kg.graph.iris import segment
from kg.use.serve.language import VARY, reader
from kg.use.serve.negotiation import HTML, TRIPLES, Choice, choose
from kg.use.serve.safety import whole_number
from kg.use.serve.service import Service, send

PREFIX = b"/id/"
_ESCAPED = re.compile(rb"(?:%[0-9A-Fa-f]{2})+")
_OFFERS = {**HTML, **TRIPLES}
_OWN = ("~", "#")  # ASCII that the minter escapes inside names; its escapes must stay


class Linked:
    """Entities, and everything else the graph has an IRI for."""

    def __init__(self, service: Service) -> None:
        self._service = service

    async def __call__(self, request: Request) -> Response:
        """Describe what the IRI stands for, as RDF or as a page; ``?format=`` goes before Accept."""
        choice = _wanted(request)
        iri = self._service.base + iri_path(request.scope["raw_path"].removeprefix(PREFIX))
        rows = self._service.settings.rows
        if choice.format == "html":
            asked = {name: request.query_params.get(name, "") for name in ("group", "mark")}
            arguments = {"iri": iri, **asked, "first": whole_number(request, "first", 0), **reader(request)}
            reply = await self._service.page(request, "document_page", arguments)
        else:
            reply = await self._service.page(
                request, "description", {"iri": iri, "format": choice.format, "rows": rows}
            )
        vary = VARY if choice.format == "html" else "Accept"
        return send(reply, choice.content_type, {"Vary": vary}, rows)


class GraphStore:
    """The named graphs and their union, one at a time."""

    def __init__(self, service: Service) -> None:
        self._service = service

    async def __call__(self, request: Request) -> Response:
        """The triples of ``?graph=IRI`` or of ``?default``, the union."""
        params = request.query_params
        if ("default" in params) == ("graph" in params):
            raise HTTPException(400, "请用 ?default 或 ?graph=IRI 指明一个图。")
        name = params.get("graph", "")
        if "graph" in params and not re.match(r"[A-Za-z][\w+.\-]*:", name):
            raise HTTPException(400, "graph 的值应为一个完整的 IRI。")
        choice = choose(request.headers.get("accept", ""), TRIPLES)
        if choice is None:
            raise HTTPException(406, f"没有所要的格式；可用 {'、'.join(names[0] for names in TRIPLES.values())}。")
        reply = await self._service.query(request, "content", {"graph": name, "format": choice.format})
        return send(reply, choice.content_type, {"Vary": "Accept"})


def iri_path(raw: bytes) -> str:
    """The rest of an IRI from the path a client sent: what the minter writes as it is, decoded; the rest, escaped.

    Raises HTTPException for what is not UTF-8.
    """
    try:
        return _ESCAPED.sub(_decoded, raw).decode()
    except UnicodeDecodeError:
        raise HTTPException(404) from None


def _decoded(found: re.Match[bytes]) -> bytes:
    text = unquote_to_bytes(found[0]).decode()
    return "".join(f"%{ord(c):02X}" if c in _OWN else segment(c) for c in text).encode()


def _wanted(request: Request) -> Choice:
    name = request.query_params.get("format")
    if name is not None:
        if name not in _OFFERS:
            raise HTTPException(400, f"没有格式 {name}；可用 {'、'.join(_OFFERS)}。")
        return Choice(name, _OFFERS[name][0])
    choice = choose(request.headers.get("accept", ""), {**TRIPLES, **HTML})
    if choice is None:
        raise HTTPException(406, f"没有所要的格式；可用 {'、'.join(names[0] for names in _OFFERS.values())}。")
    return choice
