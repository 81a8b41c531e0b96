"""The door: foreign names and pages stay outside, undue sizes too; every answer carries its seals; nothing leaks."""

from __future__ import annotations

import asyncio
import socket
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import pytest
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route

from kg.use.serve import safety
from kg.use.serve.run import HEAD_TIME
from kg.use.serve.safety import Guard
from kg.use.serve.settings import Settings
from tests.serving import Server, serving

PATHS = [
    "/",
    "/search?q=%E4%B8%9C%E6%B1%9F",
    "/sparql",
    "/sparql?query=ASK%20%7B%7D",
    "/sparql?query=x",
    "/store?default",
    "/id/o1",
    "/id/none",
    "/api/",
    "/api/overview",
    "/api/entity",
    "/assets/serve.css",
    "/assets/none",
    "/nothing",
]


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("accept", ["*/*", "text/html,*/*;q=0.5", "application/json"])
def test_every_answer_is_sealed(server: Server, path: str, accept: str) -> None:
    reply = server.get(path, accept)
    assert reply.headers["x-content-type-options"] == "nosniff"
    assert reply.headers["referrer-policy"] == "no-referrer"
    assert reply.headers["x-frame-options"] == "DENY"
    assert reply.headers["cross-origin-resource-policy"] == "same-origin"
    policy = reply.headers["content-security-policy"]
    assert policy.startswith("default-src 'none'")
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy
    assert "access-control-allow-origin" not in reply.headers
    assert "server" not in reply.headers
    html = reply.headers["content-type"].startswith("text/html")
    assert ("sandbox" in policy) != html
    assert html == reply.text.startswith("<!DOCTYPE html>")


def guarded(settings: Settings, headers: dict[str, str], scheme: str = "http") -> int:
    """The status of a plain request with these headers, with the door alone in front of a route."""

    async def hello(_request: Request) -> PlainTextResponse:
        return PlainTextResponse("hello")

    async def run() -> int:
        app = Guard(Starlette(routes=[Route("/", hello)]), settings)
        transport = httpx.ASGITransport(app=app)
        async with httpx.AsyncClient(transport=transport, base_url=f"{scheme}://x") as client:
            return (await client.get("/", headers=headers)).status_code

    return asyncio.run(run())


@pytest.mark.parametrize(
    ("host", "allowed"),
    [
        ("localhost", True), ("localhost:8000", True), ("127.0.0.1:8000", True), ("[::1]:8000", True),
        ("LOCALHOST", True), ("localhost.", True), ("kg.example.org", True), ("kg.example.org:80", True),
        ("evil.example", False), ("localhost.evil.example", False), ("127.0.0.1.evil.example", False), ("", False),
        ("evil@localhost", False), ("[::1", False), ("192.168.1.5:8000", False), ("localhost, evil.example", False),
    ],
)  # fmt: skip
def test_names(host: str, allowed: bool) -> None:
    assert guarded(Settings(hosts=("kg.example.org",)), {"Host": host}) == (200 if allowed else 400)


@pytest.mark.parametrize(
    ("host", "allowed"),
    [("192.168.1.5:8000", True), ("[fe80::1]:8000", True), ("localhost", True), ("evil.example", False)],
)
def test_a_server_for_the_network_goes_by_its_addresses(host: str, allowed: bool) -> None:
    """A name can be made to point here by anybody, an address cannot."""
    assert guarded(Settings(host="0.0.0.0"), {"Host": host}) == (200 if allowed else 400)


@pytest.mark.parametrize(
    ("headers", "allowed"),
    [
        ({}, True),
        ({"Origin": "http://localhost:8000"}, True),
        ({"Origin": "https://localhost:8000"}, True),
        ({"Origin": "http://localhost:9000"}, False),
        ({"Origin": "http://evil.example"}, False),
        ({"Origin": "null"}, False),
        ({"Origin": ""}, False),
        ({"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate"}, True),
        ({"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "no-cors"}, False),
        ({"Sec-Fetch-Site": "same-origin", "Sec-Fetch-Mode": "cors"}, True),
        ({"Sec-Fetch-Site": "none"}, True),
    ],
)
def test_pages_that_ask(headers: dict[str, str], allowed: bool) -> None:
    assert guarded(Settings(), {"Host": "localhost:8000", **headers}) == (200 if allowed else 403)


@pytest.mark.parametrize(
    ("origins", "origin", "allowed"),
    [
        (("https://friend.example",), "https://friend.example", True),
        (("https://friend.example",), "https://friend.example.evil.example", False),
        (("https://friend.example",), "http://friend.example", False),
        (("*",), "https://anybody.example", True),
    ],
)
def test_origins_let_in(origins: tuple[str, ...], origin: str, allowed: bool) -> None:
    settings = Settings(origins=origins)
    assert guarded(settings, {"Host": "localhost", "Origin": origin}) == (200 if allowed else 403)


@pytest.fixture(scope="module")
def open_server(collection: Path) -> Iterator[Server]:
    with serving(collection, "--cors", "https://friend.example", "--allow-host", "kg.example.org") as started:
        yield started


def test_a_friend_may_read(open_server: Server) -> None:
    reply = open_server.get("/sparql?query=ASK%20%7B%7D", Origin="https://friend.example")
    assert reply.headers["access-control-allow-origin"] == "https://friend.example"
    assert reply.headers["cross-origin-resource-policy"] == "cross-origin"
    assert "fangzhi-truncated" in reply.headers["access-control-expose-headers"].lower()
    asked = open_server.client.options("/sparql", headers={
        "Origin": "https://friend.example", "Access-Control-Request-Method": "POST",
        "Access-Control-Request-Headers": "content-type"})  # fmt: skip
    assert asked.status_code == 200
    assert "POST" in asked.headers["access-control-allow-methods"]
    assert open_server.get("/sparql?query=ASK%20%7B%7D", Origin="https://foe.example").status_code == 403
    assert open_server.get("/", Host="kg.example.org").status_code == 200


def raw(server: Server, data: bytes, wait: float = 5) -> bytes:
    """What the server says to these very bytes."""
    host, _, port = server.address.removeprefix("http://").rstrip("/").partition(":")
    with socket.create_connection((host, int(port)), wait) as connection:
        connection.sendall(data)
        said = b""
        try:
            while piece := connection.recv(65536):
                said += piece
        except (TimeoutError, ConnectionResetError):
            pass
        return said


@pytest.mark.parametrize(
    "data",
    [
        b"GET / HTTP/1.1\r\nHost: localhost\r\nX: " + b"a" * 200_000 + b"\r\n\r\n",
        b"GET /" + b"a" * 200_000 + b" HTTP/1.1\r\nHost: localhost\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: localhost\r\nHost: evil.example\r\n\r\n",
        b"GET / HTTP/1.1\r\n\r\n",
        b"GET http://evil.example/ HTTP/1.1\r\nHost: evil.example\r\n\r\n",
        b"nonsense\r\n\r\n",
        b"POST /sparql HTTP/1.1\r\nHost: localhost\r\nContent-Length: -1\r\n\r\n",
        b"POST /sparql HTTP/1.1\r\nHost: localhost\r\nContent-Type: a/b\r\nContent-Length: 99999999\r\n\r\n",
    ],
    ids=["header", "path", "two hosts", "no host", "foreign address", "nonsense", "length", "large"],
)
def test_malformed_requests(server: Server, data: bytes) -> None:
    said = raw(server, data, 2)
    assert said == b"" or said.startswith(b"HTTP/1.1 4")
    assert b"Traceback" not in said
    assert server.get("/sparql?query=ASK%20%7B%7D").status_code == 200


def test_a_long_address(server: Server) -> None:
    said = raw(server, b"GET /sparql?query=" + b"a" * 40_000 + b" HTTP/1.1\r\nHost: localhost\r\n\r\n", 2)
    assert said.startswith(b"HTTP/1.1 414")
    assert b"POST" in said


def test_an_error_of_ours_tells_nothing(monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture) -> None:
    """It is logged for the operator; the client learns that it happened."""
    from kg.use.serve.service import answering
    from kg.use.workers.worker import JobError

    for error in (JobError("Traceback: /secret/path"), ZeroDivisionError("/secret/path"), HTTPException(418, "茶壶。")):

        async def broken(_request: Request, error: Exception = error) -> PlainTextResponse:
            raise error

        async def run(endpoint=broken) -> httpx.Response:
            transport = httpx.ASGITransport(app=Starlette(routes=[Route("/", answering(endpoint))]))
            async with httpx.AsyncClient(transport=transport, base_url="http://x") as client:
                return await client.get("/")

        reply = asyncio.run(run())
        if isinstance(error, HTTPException):
            assert (reply.status_code, reply.text) == (418, "茶壶。\n")
        else:
            assert (reply.status_code, reply.text) == (500, "服务器内部出错，已记录。\n")
    assert caplog.text.count("/secret/path") >= 2


def test_a_head_that_trickles_in_is_not_waited_for(server: Server) -> None:
    """Neither from a new client, nor from one that was answered before, nor from one that says nothing at all."""
    address = urlsplit(server.address)
    heads = {
        "new": b"GET / HTTP/1.1\r\nHost: x\r\nX: ",
        "kept": b"GET /search?q=a HTTP/1.1\r\nHost: x\r\nX: ",
        "silent": b"",
    }
    clients = {name: socket.create_connection((address.hostname, address.port)) for name in heads}
    try:
        clients["kept"].sendall(b"HEAD /assets/icon.svg HTTP/1.1\r\nHost: localhost\r\n\r\n")
        assert clients["kept"].recv(1 << 16).startswith(b"HTTP/1.1 200")
        for name, head in heads.items():
            clients[name].sendall(head)
            clients[name].setblocking(False)
        said = dict.fromkeys(heads, b"")
        waiting, end = set(heads), time.monotonic() + HEAD_TIME + 10
        while waiting and time.monotonic() < end:
            time.sleep(0.5)
            for name in sorted(waiting):
                try:
                    if heads[name]:
                        clients[name].send(b"a")
                    piece = clients[name].recv(1 << 16)
                except BlockingIOError:
                    continue
                except ConnectionError:
                    piece = b""
                said[name] += piece
                waiting -= set() if piece else {name}
        assert not waiting
        assert said["new"].startswith(b"HTTP/1.1 408")
        assert said["kept"] == said["silent"] == b""
    finally:
        for client in clients.values():
            client.close()


def test_a_body_that_trickles_in_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(safety, "BODY_TIME", 0.2)

    async def trickle() -> dict[str, object]:
        await asyncio.sleep(0.02)
        return {"type": "http.request", "body": b"a", "more_body": True}

    request = Request({"type": "http", "method": "POST", "headers": []}, trickle)
    with pytest.raises(HTTPException) as error:
        asyncio.run(asyncio.wait_for(safety.body_of(request), 20))
    assert error.value.status_code == 408


def test_a_request_in_pieces_is_answered(server: Server) -> None:
    address = urlsplit(server.address)
    with socket.create_connection((address.hostname, address.port), timeout=20) as client:
        for _ in range(2):  # the second over the connection of the first
            for piece in (b"HEAD /assets/icon.svg HT", b"TP/1.1\r\nHost: localhost\r\n", b"\r\n"):
                client.sendall(piece)
                time.sleep(0.3)
            assert client.recv(1 << 16).startswith(b"HTTP/1.1 200")


def test_paths_outside_lead_nowhere(server: Server) -> None:
    paths = """
    /assets/../../../pyproject.toml /assets/%2e%2e/view.css /assets/base.html /api/queries/..%2f..%2fa
    /api/queries/%2fetc%2fpasswd /id/../../etc/passwd /id/%00 /id/%ff%fe /id//
    """
    for path in paths.split():
        said = raw(server, f"GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n".encode())
        assert said.startswith(b"HTTP/1.1 404"), path


def test_a_client_that_goes_away_frees_its_worker(collection: Path) -> None:
    """With one worker and a query without end, the next client is served as soon as the first hangs up."""
    from tests.use.workers.test_worker import ENDLESS

    with serving(collection, "--workers", "1", "--timeout", "60") as server:
        with pytest.raises(httpx.ReadTimeout):
            server.client.get("/sparql", params={"query": ENDLESS}, timeout=1)
        began = time.monotonic()
        assert server.query("ASK {}").json()["boolean"] is True
        assert time.monotonic() - began < 5


def test_too_many_and_too_slow(collection: Path) -> None:
    """One at work, one waiting, the third told to come back; the first is stopped at its deadline. Pages go on."""
    from tests.use.workers.test_worker import ENDLESS

    async def run(server: Server) -> None:
        async with httpx.AsyncClient(base_url=server.address, timeout=30, trust_env=False) as client:
            began = time.monotonic()
            first = asyncio.create_task(client.get("/sparql", params={"query": ENDLESS}))
            await asyncio.sleep(0.3)
            second = asyncio.create_task(client.get("/sparql", params={"query": "ASK {}"}))
            await asyncio.sleep(0.1)
            third = await client.get("/sparql", params={"query": "ASK {}"})
            assert (third.status_code, third.headers["retry-after"]) == (503, "2")
            assert (await client.get("/search?q=a")).status_code == 200
            assert (await first).status_code == 504
            assert time.monotonic() - began < 2 + 3
            assert (await second).status_code in (200, 503)
            assert (await client.get("/sparql", params={"query": "ASK {}"})).status_code == 200

    with serving(collection, "--workers", "1", "--queue", "1", "--timeout", "2") as server:
        asyncio.run(run(server))


def test_memory(collection: Path) -> None:
    from tests.use.workers.test_worker import GREEDY

    with serving(collection, "--workers", "1", "--memory", "128", "--timeout", "60", "--rows", "0") as server:
        reply = server.query(GREEDY)
        assert (reply.status_code, "内存" in reply.text) == (507, True)
        assert server.query("ASK {}").status_code == 200
