"""What is left of a server that was killed outright: nothing."""

from __future__ import annotations

import threading
import time
from contextlib import suppress
from pathlib import Path

import httpx

from tests.processes import children, ended
from tests.serving import serving
from tests.use.workers.test_worker import ENDLESS


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
