"""What a client is told when something is not as it should be: a status and one plain sentence, never more.

Programs that take JSON get a problem document (RFC 9457), browsers a page, everybody else plain text.
"""

from __future__ import annotations

import logging
from http import HTTPStatus

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response

from kg.errors import FangzhiError, GraphError
from kg.graph.results import FormatError
from kg.graph.sparql import RefusedError
from kg.use.serve.html import render
from kg.use.serve.language import reader
from kg.use.serve.negotiation import choose
from kg.use.workers.pool import BusyError
from kg.use.workers.worker import DeadlineError, ExhaustedError, JobError, MissingError

LOG = logging.getLogger(__name__)
#: Seconds after which a client that was turned away may try again.
RETRY = 2
#: Status by kind of error; the first that fits.
_STATUS: tuple[tuple[type[Exception], int], ...] = (
    (BusyError, 503),
    (DeadlineError, 504),
    (ExhaustedError, 507),
    (MissingError, 404),
    (RefusedError, 403),
    (FormatError, 406),
    (GraphError, 503),
    (FangzhiError, 400),
)
_SENTENCES = {
    404: "这里没有这样的内容。",
    405: "这里不接受这种请求方法。",
    500: "服务器内部出错，已记录。",
}
_FORMS = {
    "text": ("text/plain",),
    "json": ("application/problem+json", "application/json", "application/sparql-results+json", "application/ld+json"),
    "html": ("text/html", "application/xhtml+xml"),
}


def as_http(error: Exception) -> HTTPException:
    """The error as status and sentence. What is no user's doing is logged and not told."""
    if isinstance(error, HTTPException):
        return error
    status = next((status for kind, status in _STATUS if isinstance(error, kind)), 500)
    if status == 500:
        LOG.error("%s", error, exc_info=None if isinstance(error, JobError) else error)
    told = "" if status in (404, 500) else str(error)
    return HTTPException(status, told, {"Retry-After": str(RETRY)} if isinstance(error, BusyError) else None)


def respond(request: Request, error: HTTPException) -> Response:
    """The error in the form the client takes."""
    phrase = HTTPStatus(error.status_code).phrase
    sentence = _SENTENCES.get(error.status_code, phrase) if error.detail in ("", phrase) else error.detail
    choice = choose(request.headers.get("accept", ""), _FORMS)
    headers = {**(error.headers or {}), "Vary": "Accept"}
    if choice is not None and choice.format == "json":
        problem = {"title": phrase, "status": error.status_code, "detail": sentence}
        return JSONResponse(problem, error.status_code, headers, "application/problem+json")
    if choice is not None and choice.format == "html":
        heading = f"{error.status_code} {phrase}"
        page = render("error", **reader(request), status=error.status_code, heading=heading, message=sentence)
        return Response(page, error.status_code, headers, "text/html")
    return PlainTextResponse(f"{sentence}\n", error.status_code, headers)


async def on_error(request: Request, error: Exception) -> Response:
    """Starlette's hook for what its router finds wrong."""
    allowed = error.headers.get("Allow") if isinstance(error, HTTPException) and error.headers else None
    if request.method == "OPTIONS" and allowed:
        return Response(status_code=204, headers={"Allow": f"{allowed}, OPTIONS"})
    return respond(request, as_http(error))
