"""A process that reads sources and finds what they say: ``python -m kg.scale.worker DESCRIPTOR``, started by ``crew``.

It owns nothing: what is to be kept goes to the parent. It ends when the parent does, also in the midst of a page: a
thread waits for requests on the connection, and the connection's end is the end of the process.
"""

from __future__ import annotations

import os
import signal
import socket
import sys
import traceback
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from queue import SimpleQueue
from threading import Thread
from typing import Any

from kg import resources
from kg.documents.encodings import Decoded
from kg.documents.listing import Source
from kg.documents.read import Reader, Reading
from kg.errors import FangzhiError
from kg.facts.extract import extract
from kg.garbage import seldom_sought
from kg.graph import kept
from kg.records import Page
from kg.scale.made import (
    OUT_OF_MEMORY,
    Made,
    made_frame,
    options_of,
    parsed_frame,
    reading_frame,
    source_of,
)
from kg.scale.stating import state_group
from kg.use.workers import frames


class Looked:
    """What earlier builds kept, looked up without a lock: files are only ever replaced whole."""

    def __init__(self, folder: Path, engine: str, connection: socket.socket) -> None:
        self._folder = folder
        self._engine = engine
        self._kept = kept.Kept(folder)
        self._connection = connection

    def has(self, page: Page) -> bool:
        """Whether there is a result for this text of this source; the parent looks whether it is sound."""
        return kept.page_file(self._folder, page.source, page.digest, self._engine).exists()

    def parsed(self, key: str) -> Decoded | None:
        """The text kept under that key, if any; the parent learns that it is in use."""
        found = self._kept.parsed(key)
        if found is not None:
            frames.send(self._connection, *parsed_frame(key, found, is_new=False))
        return found

    def keep_parsed(self, key: str, found: Decoded) -> None:
        """Have a text kept by the parent."""
        frames.send(self._connection, *parsed_frame(key, found, is_new=True))


@seldom_sought()
def main(descriptor: int) -> None:
    """Serve the connection with that descriptor until the other side closes it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's to answer
    connection = socket.socket(fileno=descriptor)
    setup = frames.receive(connection, lambda _: None)
    requests: SimpleQueue[dict[str, Any]] = SimpleQueue()
    Thread(target=_listen, args=(connection, requests), daemon=True).start()
    engine = resources.digest()
    frames.send(connection, {"engine": engine})
    looked = Looked(Path(setup["folder"]), engine, connection)
    with Reader(options_of(setup["options"]), looked) as reader:
        while True:
            request = requests.get()
            if "state" in request:
                head = _state(request, Path(setup["folder"]), engine)
            else:
                head = _serve(request, reader, engine, looked, connection)
            frames.send(connection, head)


def _listen(connection: socket.socket, requests: SimpleQueue[dict[str, Any]]) -> None:
    try:
        while True:
            requests.put(frames.receive(connection, lambda _: None))
    except EOFError:
        os._exit(0)


def _state(request: dict[str, Any], folder: Path, engine: str) -> dict[str, Any]:
    """Write the quads of a group of pages; returns the last frame."""
    try:
        measured, facts = state_group(request["state"], folder, engine, request["base"], Path(request["path"]))
    except FangzhiError as error:
        return {"error": str(error)}
    except MemoryError:
        os._exit(OUT_OF_MEMORY)
    except Exception as error:  # noqa: BLE001 - a full disk or a bug; the parent does it again and meets it itself
        return {"failed": "".join(traceback.format_exception(error))}
    return {"stated": measured, "facts": facts}


def make(reader: Reader, source: Source, engine: str, known: Looked, had: int = 0) -> Iterator[Reading | Made]:
    """The pages of one source but the first ``had``: each as it is read, and then with what was found in it."""
    for reading in islice(reader.each(source), had, None):
        yield reading
        page = reading.page
        yield Made(reading, kept.dumps(extract(page, engine)) if page and not known.has(page) else None)


def _serve(request: dict[str, Any], reader: Reader, engine: str, looked: Looked, to: socket.socket) -> dict[str, Any]:
    """Send what becomes of one source, but for the pages the parent has; returns the last frame."""
    try:
        for step in make(reader, source_of(request), engine, looked, request["had"]):
            frames.send(to, *(made_frame(step) if isinstance(step, Made) else reading_frame(step)))
    except FangzhiError as error:
        return {"error": str(error)}
    except MemoryError:
        os._exit(OUT_OF_MEMORY)
    except ConnectionError:
        os._exit(0)  # nobody listens any more
    except Exception as error:  # noqa: BLE001 - a bug; the parent shows it as its own
        return {"bug": "".join(traceback.format_exception(error))}
    return {"end": True}


if __name__ == "__main__":
    main(int(sys.argv[1]))
