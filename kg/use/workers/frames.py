"""What passes between a process and its worker: a JSON object, then bytes that nobody on the way looks into.

A frame is the length of the JSON, the length of the body (each four bytes, big-endian), the JSON and the body.
Nothing is pickled: what a query says or a graph holds stays text.
"""

from __future__ import annotations

import json
import socket
import struct
from collections.abc import Callable
from typing import Any

_LENGTHS = struct.Struct(">II")
_PIECE = 1 << 18  # bytes read at a time
LONGEST_BODY = (1 << 32) - 1


def send(connection: socket.socket, head: dict[str, Any], body: bytes = b"") -> None:
    """Write one frame. Raises OSError when the other side is gone."""
    text = json.dumps(head, ensure_ascii=False).encode("utf-8", "surrogatepass")  # names of files may hold any bytes
    connection.sendall(_LENGTHS.pack(len(text), len(body)) + text)
    if body:
        connection.sendall(body)


def receive(
    connection: socket.socket, take: Callable[[bytes], object], wait: Callable[[], None] = lambda: None
) -> dict[str, Any]:
    """Read one frame: its JSON is returned, its body given to ``take`` in pieces.

    ``wait`` is called before each read and may set the connection's timeout. Raises EOFError when the other side
    is gone, TimeoutError when a read takes too long.
    """
    start = _exactly(connection, _LENGTHS.size, wait)
    head_size, left = _LENGTHS.unpack(start)
    head: dict[str, Any] = json.loads(_exactly(connection, head_size, wait))
    while left:
        piece = _some(connection, min(left, _PIECE), wait)
        take(piece)
        left -= len(piece)
    return head


def _exactly(connection: socket.socket, size: int, wait: Callable[[], None]) -> bytes:
    pieces = []
    while size:
        piece = _some(connection, min(size, _PIECE), wait)
        pieces.append(piece)
        size -= len(piece)
    return b"".join(pieces)


def _some(connection: socket.socket, size: int, wait: Callable[[], None]) -> bytes:
    wait()
    try:
        piece = connection.recv(size)
    except ConnectionError as error:
        raise EOFError from error
    if not piece:
        raise EOFError
    return piece
