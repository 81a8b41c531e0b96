"""The worker's own process: opens the graph, then does one job after another until nobody asks any more.

    python -m kg.use.workers.child DESCRIPTOR PARENT

1. open the graph, as the parent has it           3. for each job: set the alarm, work, answer
2. give up what no job needs (``jail``)           4. make room for another when a guest's job left much memory taken

It ends with its parent. The alarm ends it after the deadline even when the parent does not.
"""

from __future__ import annotations

import os
import signal
import socket
import sys
import traceback
from typing import Any

from kg import cache, lifetime
from kg.errors import FangzhiError, GraphError
from kg.graph.results import FormatError
from kg.graph.sparql import RefusedError
from kg.graph.store import Graph
from kg.use.workers import frames, jail, jobs

#: Seconds after the deadline at which a worker that nobody killed ends by itself.
GRACE = 2.0
#: The part of the memory a query may take that it may leave taken when it is done.
LEFT_BEHIND = 8
#: Errors that a guest can mend, by the word the parent knows them by; the first that fits.
_WORDS: dict[type[FangzhiError], str] = {RefusedError: "refused", FormatError: "format", FangzhiError: "query"}


def main(descriptor: int, parent: int) -> None:
    """Serve the connection with that descriptor until the other side closes it or the parent (a process id) ends."""
    lifetime.end_with(parent)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's to answer
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    connection = socket.socket(fileno=descriptor)
    setup = frames.receive(connection, lambda _: None)
    try:
        graph = Graph.reopen(setup["path"], setup["state"])  # 1
    except GraphError as error:
        frames.send(connection, {"error": "graph", "message": str(error)})
        return
    jail.no_reach()  # 2
    jail.no_more_memory(setup["memory"])
    most = jail.resident() + setup["memory"] * jail.MEGABYTE // LEFT_BEHIND
    jail.no_files_but(filter(None, [setup["path"], cache.kept_in()]))
    frames.send(connection, {})
    while True:
        try:
            request = frames.receive(connection, lambda _: None)
        except EOFError:
            return
        head, body = perform(graph, request)  # 3
        last = request["job"] in jobs.GUESTS and setup["memory"] > 0 and jail.resident() > most  # 4
        frames.send(connection, {**head, "last": last}, body)
        if last:
            return


def perform(graph: Graph, request: dict[str, Any]) -> tuple[dict[str, Any], bytes]:
    """Do one job: what it gave, as head and body of a frame."""
    seconds = request["seconds"]
    signal.setitimer(signal.ITIMER_REAL, seconds + GRACE if seconds else 0)
    try:
        outcome = jobs.load(request["job"])(graph, request["arguments"])
    except FangzhiError as error:
        word = next(word for kind, word in _WORDS.items() if isinstance(error, kind))
        return {"error": word, "message": str(error)}, b""
    except MemoryError:
        os._exit(1)  # as when the engine runs out: the parent sees the end and says why
    except Exception as error:  # noqa: BLE001 - a bug; the parent writes it down
        return {"error": "bug", "message": "".join(traceback.format_exception(error))}, b""
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
    if outcome is None:
        return {"error": "missing", "message": ""}, b""
    if len(outcome.data) > frames.LONGEST_BODY:
        os._exit(1)
    return {"format": outcome.format, "cut": outcome.cut}, outcome.data


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
