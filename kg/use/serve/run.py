"""The server's process: the only door to uvicorn."""

from __future__ import annotations

import socket
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import uvicorn

from kg.errors import InputError
from kg.graph.store import Graph
from kg.use.serve.app import application
from kg.use.serve.settings import Settings

#: Bytes of a request's line and headers that may be waited for.
LARGEST_HEAD = 64 << 10
CONNECTIONS = 500  # at a time; more are turned away
IDLE = 10  # seconds a quiet connection stays open
FAREWELL = 3  # seconds running answers get to finish when the server is told to end


def serve(path: Path, settings: Settings, on_start: Callable[[str], None]) -> None:
    """Serve the graph in a folder until interrupted; ``on_start`` gets the address once requests are answered.

    Port 0 takes any free one. Raises GraphError as ``Graph.open`` does and InputError for an address that cannot be
    listened on.
    """
    with Graph.open(path) as graph, _listening(settings) as listener:
        config = uvicorn.Config(
            application(graph, settings), http="h11", ws="none", lifespan="on", log_level="warning", access_log=False,
            server_header=False, proxy_headers=False, h11_max_incomplete_event_size=LARGEST_HEAD,
            limit_concurrency=CONNECTIONS, timeout_keep_alive=IDLE, timeout_graceful_shutdown=FAREWELL,
        )  # fmt: skip
        with suppress(KeyboardInterrupt):  # raised once more when all is closed: that is how a server ends
            _Server(config, lambda: on_start(_address(settings, listener))).run(sockets=[listener])


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
