"""The language of the interface for a reader: the one chosen with the switch, kept in a cookie; else Chinese."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from kg.use.serve.html import LANGUAGES

COOKIE = "language"
#: What pages depend on beside their address.
VARY = "Accept, Cookie"
_YEAR = 365 * 24 * 3600


def language(request: Request) -> str:
    """The language of ``html.LANGUAGES`` for this request."""
    chosen = request.cookies.get(COOKIE, "")
    return chosen if chosen in LANGUAGES else LANGUAGES[0]


def reader(request: Request) -> dict[str, str]:
    """What every page needs to know: the reader's ``language``, and ``here``, the page's own address on this site."""
    query = f"?{request.url.query}" if request.url.query else ""
    return {"language": language(request), "here": f"{request.url.path}{query}"}


async def choose_language(request: Request) -> Response:
    """``/language?to=en``: keep the choice and go back to the page of this site it was made on."""
    to = request.query_params.get("to", "")
    back = request.query_params.get("back", "/")
    here = back.startswith("/") and not back.startswith(("//", "/\\"))
    response = RedirectResponse(back if here else "/", 303)
    if to in LANGUAGES:
        response.set_cookie(COOKIE, to, max_age=_YEAR, httponly=True, samesite="lax")
    return response
