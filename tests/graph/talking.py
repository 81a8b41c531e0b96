"""Servers of a few lines, for what no real one can be made to say."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass(frozen=True)
class Said:
    """What a server says: the status, the body and its type, further headers."""

    status: int = 200
    media: str = "application/sparql-results+json"
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)


#: What is said to a request: its method, its path with the query, its headers, its body.
Talk = Callable[[str, str, Mapping[str, str], bytes], Said]


@contextmanager
def talking(talk: Talk) -> Iterator[str]:
    """The address of a server that says to every request what a function says."""

    class Talking(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            asked = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            said = talk(self.command, self.path, self.headers, asked)
            self.send_response(said.status)
            for name, value in {**said.headers, "Content-Type": said.media, "Content-Length": len(said.body)}.items():
                self.send_header(name, str(value))
            self.end_headers()
            self.wfile.write(said.body)

        do_GET = do_PUT = do_DELETE = do_POST  # noqa: N815 - names of the standard library

        def log_message(self, *_: object) -> None:
            return

    made = ThreadingHTTPServer(("127.0.0.1", 0), Talking)
    thread = threading.Thread(target=made.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{made.server_port}/sparql"
    finally:
        made.shutdown()
        made.server_close()


@contextmanager
def alike(status: int, media: str, body: bytes, seconds: float = 0.0) -> Iterator[str]:
    """The address of a server that answers everything alike, after so many seconds."""
    late = threading.Event()

    def talk(*_: object) -> Said:
        late.wait(seconds)
        return Said(status, media, body)

    with talking(talk) as address:
        try:
            yield address
        finally:
            late.set()
