"""The only door to httpx: requests to a store elsewhere, bounded in time, and what went wrong as one sentence."""

from __future__ import annotations

import re
import time
from collections.abc import Generator, Mapping
from dataclasses import dataclass
from html import unescape
from typing import Any

from kg.errors import GraphError, QueryError

#: Seconds a request may take, its answer included.
SECONDS = 60.0
_CONNECT = 10.0
#: In what a server's complaint can be read, how much of it is looked at (bytes), how much is told (characters).
_TOLD_IN = ("text/plain", "application/json", "application/problem+json", "text/html")
_LONGEST_READ, _LONGEST_TOLD = 10_000, 300
_MARKUP = re.compile(r"<(head|style|script)\b.*?</\1>|<[^>]*>", re.DOTALL | re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Response:
    """What a server answered: the media type without parameters, headers in lower case, the bytes."""

    status: int
    media: str
    headers: Mapping[str, str]
    body: bytes


class Web:
    """One store elsewhere, over connections that are used again. Close it.

    ``url`` may hold user and password; no message shows them.
    """

    def __init__(self, url: str, seconds: float = SECONDS) -> None:
        """``seconds`` for each request, 0 for however long it takes. Raises GraphError for what is no address."""
        try:
            import httpx
        except ModuleNotFoundError as error:
            raise GraphError("用远程的图谱需要先安装:pip install 'fangzhi[remote]'。") from error
        self._httpx = httpx
        try:
            address = httpx.URL(url)
        except (httpx.InvalidURL, ValueError) as error:
            raise GraphError(f"“{url}”不是合法的网址。") from error
        if address.scheme not in ("http", "https") or not address.host:
            raise GraphError(f"“{url}”不是 http 或 https 的网址。")
        self.shown = str(address.copy_with(userinfo=b"")) if address.userinfo else str(address)
        auth = _credentials(address.username, address.password) if address.userinfo else None
        self._address = httpx.URL(self.shown)
        self._seconds = seconds
        self._client = httpx.Client(auth=auth, headers={"User-Agent": "fangzhi"}, timeout=self._timeout())

    def close(self) -> None:
        """Let go of the connections."""
        self._client.close()

    def request(
        self, method: str, query: Mapping[str, str] | None = None, *,
        form: Mapping[str, str] | None = None, body: bytes | None = None, headers: Mapping[str, str] | None = None,
        missing: bool = False,
    ) -> Response:  # fmt: skip
        """The answer to one request; with ``missing`` also that there is nothing (404).

        Raises QueryError for what the asker can mend (400, time), GraphError for the rest.
        """
        end = time.monotonic() + self._seconds if self._seconds else None
        url = self._address.copy_merge_params(dict(query)) if query else self._address
        data: Any = dict(form) if form is not None else None
        try:
            with self._client.stream(method, url, data=data, content=body, headers=dict(headers or {})) as answer:
                pieces = []
                for piece in answer.iter_bytes():
                    pieces.append(piece)
                    if end is not None and time.monotonic() > end:
                        raise self._late()
        except self._httpx.TimeoutException as error:
            raise self._late() from error
        except self._httpx.HTTPError as error:
            raise GraphError(f"连不上 {self.shown}({error}),请检查地址、网络和服务器。") from error
        media = answer.headers.get("content-type", "").partition(";")[0].strip().lower()
        found = Response(answer.status_code, media, dict(answer.headers), b"".join(pieces))
        if answer.is_success or (missing and answer.status_code == 404):
            return found
        raise self._refused(found)

    def _timeout(self) -> Any:
        if not self._seconds:
            return self._httpx.Timeout(None, connect=_CONNECT)
        return self._httpx.Timeout(self._seconds, connect=min(_CONNECT, self._seconds))

    def _late(self) -> QueryError:
        return QueryError(f"{self.shown} 超过 {self._seconds:g} 秒没有答完,请用 --timeout 放宽时限,或缩小范围。")

    def _refused(self, answer: Response) -> Exception:
        told = answer.body[:_LONGEST_READ].decode(errors="replace") if answer.media in _TOLD_IN else ""
        if answer.media == "text/html":
            told = unescape(_MARKUP.sub(" ", told))
        told = " ".join(told.split())[:_LONGEST_TOLD]
        match answer.status:
            case 400:
                return QueryError(f"{self.shown} 不接受这句查询:{told or '没有说明原因'}")
            case 401 | 403:
                return GraphError(f"{self.shown} 没有权限({answer.status}),地址可写成 https://用户:口令@主机/…。{told}")
            case 404 | 405:
                return GraphError(f"{self.shown} 没有这种服务({answer.status}),请检查地址的路径。")
            case status if 300 <= status < 400:
                return GraphError(f"{self.shown} 已移到 {answer.headers.get('location', '别处')},请用新地址。")
        return GraphError(f"{self.shown} 出错({answer.status}):{told or '没有说明原因'}")


def _credentials(user: str, password: str) -> Any:
    """Basic authentication (RFC 7617), and Digest (RFC 7616) once the server has asked for it."""
    import httpx

    basic, digest = httpx.BasicAuth(user, password), httpx.DigestAuth(user, password)

    class Credentials(httpx.Auth):
        def __init__(self) -> None:
            self._digest_asked = False

        def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
            if not self._digest_asked:
                answer = yield next(basic.auth_flow(request))
                if answer.status_code != 401:
                    return
                del request.headers["Authorization"]  # what they ask for, some say only to one who brings nothing
            try:
                yield from digest.auth_flow(request)
            except (KeyError, NotImplementedError) as error:  # of a kind that httpx does not know
                raise httpx.RemoteProtocolError("unknown kind of Digest", request=request) from error
            self._digest_asked = "Authorization" in request.headers

    return Credentials()
