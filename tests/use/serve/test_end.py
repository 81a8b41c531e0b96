"""What is left of a server, and of a query, that was killed: nothing."""

from __future__ import annotations

import resource
import sys
import threading
import time
from contextlib import suppress
from pathlib import Path

import httpx
import pytest

from tests.processes import children, ended
from tests.serving import serving
from tests.use.workers.test_worker import ENDLESS, GREEDY


def test_workers_end_with_the_server_that_was_killed(collection: Path) -> None:
    with serving(collection, "--timeout", "3600") as server:
        workers = children(server.process.pid)
        assert len(workers) > 2

        def ask() -> None:
            with suppress(httpx.HTTPError):  # the connection breaks
                server.query(ENDLESS)

        asking = threading.Thread(target=ask)
        asking.start()
        time.sleep(0.5)
        server.process.kill()
        server.process.wait()
        asking.join()
        assert ended(workers)


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells how much memory a process has")
def test_a_killed_query_frees_its_memory_and_others_are_answered_meanwhile(collection: Path) -> None:
    with serving(collection, "--workers", "2", "--timeout", "4", "--memory", "700", "--rows", "0") as server:

        def memory() -> int:
            fields = [Path(f"/proc/{one}/statm") for one in children(server.process.pid)]
            return sum(int(one.read_text().split()[1]) * resource.getpagesize() for one in fields if one.exists())

        statuses: list[int] = []

        def ask() -> None:
            with httpx.Client(base_url=server.address, timeout=60, trust_env=False) as client:
                statuses.append(client.get("/sparql", params={"query": GREEDY}).status_code)

        assert server.get("/api/overview").status_code == 200  # what is read at the start has been read
        calm = most = memory()
        asking = threading.Thread(target=ask)
        asking.start()
        answered = 0
        while asking.is_alive():
            assert server.query("ASK {}").json()["boolean"] is True
            answered += 1
            most = max(most, memory())
        assert statuses[0] in (504, 507)
        assert answered > 3
        assert most > calm + (200 << 20)
        end = time.monotonic() + 10
        while (left := memory()) > calm + (most - calm) / 4 and time.monotonic() < end:
            time.sleep(0.2)
        assert left <= calm + (most - calm) / 4
