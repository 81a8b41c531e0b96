"""The door: requests under foreign names, from foreign pages or of undue size stay outside; answers carry their seals.

1. ``Host`` must be a name of ours, else a foreign name could be pointed at this machine (DNS rebinding)
2. a request that a foreign page makes is refused, unless its origin was allowed or it is a plain visit
3. bodies are read up to a size and for a time
4. every answer says what it is and what may be done with it
"""

from __future__ import annotations

import asyncio
import ipaddress
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from kg.use.serve.errors import respond
from kg.use.serve.settings import LOOPBACK, Settings

#: Bytes of a request's body: the longest query, percent-encoded as a form.
LARGEST_BODY = 4 << 20
#: Seconds in which a body has to arrive.
BODY_TIME = 20.0
LONGEST_URL = 32 << 10  # bytes; longer queries can be posted
_PAGE_POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "font-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
_DATA_POLICY = "default-src 'none'; frame-ancestors 'none'; sandbox"


class Guard:
    """The outermost layer of the application."""

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self._app = app
        self._names = {*LOOPBACK, *map(_bare, (settings.host, *settings.hosts))}
        self._any_address = settings.host in ("0.0.0.0", "::", "")
        self._origins = settings.origins

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request in or answer it here."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        sealed = _sealing(send, cross="cross-origin" if self._origins else "same-origin")
        refusal = self._refusal(scope)
        if refusal is not None:
            await respond(Request(scope, receive), refusal)(scope, receive, sealed)
            return
        await self._app(scope, receive, sealed)

    def _refusal(self, scope: Scope) -> HTTPException | None:
        headers = Headers(scope=scope)
        host = headers.get("host", "")
        if not self._is_ours(host):
            return HTTPException(400, "Host 不是本站的名称；用别的名称访问，请在启动时加 --allow-host。")
        origin = headers.get("origin")
        if origin is not None and not self._may_read(origin, host):
            return HTTPException(403, "不接受来自其他网站的请求；确有需要，请在启动时加 --cors。")
        foreign = headers.get("sec-fetch-site") == "cross-site" and headers.get("sec-fetch-mode") != "navigate"
        if origin is None and foreign and not self._origins:
            return HTTPException(403, "不接受来自其他网站的请求。")
        if len(scope["raw_path"]) + len(scope["query_string"]) > LONGEST_URL:
            return HTTPException(414, "网址太长；长的查询请用 POST。")
        return None

    def _is_ours(self, host: str) -> bool:
        name = _bare(host)
        return name in self._names or (self._any_address and _is_address(name))

    def _may_read(self, origin: str, host: str) -> bool:
        if "*" in self._origins or origin in self._origins:
            return True
        return urlsplit(origin).netloc.lower() == host.lower()


def whole_number(request: Request, name: str, default: int) -> int:
    """A parameter that is a number. Raises HTTPException when it is none, or of more than nine digits."""
    value = request.query_params.get(name, str(default))
    if not (value.isascii() and value.isdecimal() and len(value) < 10):
        raise HTTPException(400, f"{name} 应为一个不太大的非负整数。")
    return int(value)


async def body_of(request: Request) -> bytes:
    """The request's body. Raises HTTPException when it is too large or does not arrive."""
    length = request.headers.get("content-length", "0")
    if not length.isdecimal() or int(length) > LARGEST_BODY:
        raise HTTPException(413, f"请求正文超过 {LARGEST_BODY >> 20} MB。")
    pieces, size = [], 0
    try:
        async with asyncio.timeout(BODY_TIME):
            async for piece in request.stream():
                size += len(piece)
                if size > LARGEST_BODY:
                    raise HTTPException(413, f"请求正文超过 {LARGEST_BODY >> 20} MB。")
                pieces.append(piece)
    except TimeoutError:
        raise HTTPException(408, "请求正文迟迟没有到齐。") from None
    return b"".join(pieces)


def _sealing(send: Send, cross: str) -> Send:
    """Add to every answer's headers what browsers need to know."""

    async def sealed(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(raw=message.setdefault("headers", []))
            page = headers.get("content-type", "").startswith("text/html")
            headers["X-Content-Type-Options"] = "nosniff"
            headers["Content-Security-Policy"] = _PAGE_POLICY if page else _DATA_POLICY
            headers["Referrer-Policy"] = "no-referrer"
            headers["X-Frame-Options"] = "DENY"
            headers["Cross-Origin-Resource-Policy"] = cross
            headers["Cross-Origin-Opener-Policy"] = "same-origin"
            headers.setdefault("Cache-Control", "no-cache")
        await send(message)

    return sealed


def _bare(host: str) -> str:
    """A host without its port and brackets, in lower case; ``""`` for what is no host."""
    try:
        return (urlsplit(f"//{host}").hostname or "").rstrip(".") if "@" not in host else ""
    except ValueError:
        return ""


def _is_address(name: str) -> bool:
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True
