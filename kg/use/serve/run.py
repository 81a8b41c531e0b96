"""The server's process: the only door to uvicorn."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import uvicorn
from uvicorn.protocols.http.h11_impl import H11Protocol

from kg.errors import InputError
from kg.graph.store import Graph
from kg.use.serve.app import application
from kg.use.serve.settings import Settings

#: Bytes of a request's line and headers that may be waited for.
LARGEST_HEAD = 64 << 10
HEAD_TIME = 10.0  # seconds in which they have to arrive, however many bytes at a time
CONNECTIONS = 500  # at a time; more are turned away
IDLE = 10  # seconds a quiet connection stays open
_SENTENCE = "请求头迟迟没有到齐。\n".encode()
_TOO_LATE = (
    b"HTTP/1.1 408 Request Timeout\r\nContent-Type: text/plain; charset=utf-8\r\nConnection: close\r\n"
    b"Content-Length: %d\r\n\r\n%s" % (len(_SENTENCE), _SENTENCE)
)
FAREWELL = 3  # seconds running answers get to finish when the server is told to end


def serve(path: Path, settings: Settings, on_start: Callable[[str], None]) -> None:
    """Serve the graph in a folder until interrupted; ``on_start`` gets the address once requests are answered.

    Port 0 takes any free one. Raises GraphError as ``Graph.open`` does and InputError for an address that cannot be
    listened on.
    """
    with Graph.open(path) as graph, _listening(settings) as listener:
        config = uvicorn.Config(
            application(graph, settings), http=_Prompt, ws="none", lifespan="on", log_level="warning", access_log=False,
            server_header=False, proxy_headers=False, h11_max_incomplete_event_size=LARGEST_HEAD,
            limit_concurrency=CONNECTIONS, timeout_keep_alive=IDLE, timeout_graceful_shutdown=FAREWELL,
        )  # fmt: skip
        with suppress(KeyboardInterrupt):  # raised once more when all is closed: that is how a server ends
            _Server(config, lambda: on_start(_address(settings, listener))).run(sockets=[listener])


class _Prompt(H11Protocol):
    """A connection that is closed when the head of a request does not arrive in time; uvicorn itself waits for ever."""

    _late: asyncio.TimerHandle | None = None
    _begun = False  # whether anything came
    _asked = False  # whether a whole head did, ever

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override] # as uvicorn has it
        super().connection_made(transport)
        self._late = self.loop.call_later(HEAD_TIME, self._give_up)

    def data_received(self, data: bytes) -> None:
        self._begun = True
        super().data_received(data)
        if self._is_answering():
            self._asked = True
            self._forget()
        elif self._late is None:
            self._late = self.loop.call_later(HEAD_TIME, self._give_up)

    def connection_lost(self, exc: Exception | None) -> None:
        self._forget()
        super().connection_lost(exc)

    def _is_answering(self) -> bool:
        return bool(self.cycle) and not self.cycle.response_complete

    def _forget(self) -> None:
        if self._late is not None:
            self._late.cancel()
            self._late = None

    def _give_up(self) -> None:
        self._late = None
        if self._is_answering():  # the rest of the head came along with the end of an earlier request
            return
        if self._begun and not self._asked:
            self.transport.write(_TOO_LATE)
        self.transport.close()


class _Server(uvicorn.Server):
    """A server that says when it is ready."""

    def __init__(self, config: uvicorn.Config, on_start: Callable[[], None]) -> None:
        super().__init__(config)
        self._on_start = on_start

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started:
            self._on_start()


def _listening(settings: Settings) -> socket.socket:
    try:
        family, kind, _, _, address = socket.getaddrinfo(
            settings.host, settings.port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        listener = socket.socket(family, kind)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(address)
    except OSError as error:
        raise InputError(
            f"不能在 {settings.host} 的端口 {settings.port} 上监听（{error.strerror}）；请用 --host、--port 另选。"
        ) from error
    return listener


def _address(settings: Settings, listener: socket.socket) -> str:
    host = "127.0.0.1" if settings.host in ("0.0.0.0", "::", "") else settings.host
    return f"http://{f'[{host}]' if ':' in host else host}:{listener.getsockname()[1]}/"
