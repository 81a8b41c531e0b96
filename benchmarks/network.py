"""How long the network takes to open over a graph of so many entities: in a worker, and through the server.

    python -m benchmarks.network [--size ENTITIES] [--keep FOLDER]

1. a graph of invented entities is built (``tests/invented.py``)
2. the ties are read in this process, as a worker does when it is first asked, and the parts of it are timed
3. a server is started, and the first and further requests to /api/network are timed
"""

from __future__ import annotations

import argparse
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from kg.graph.store import Graph
from kg.use.search import index
from kg.use.webs import ties_of
from tests.invented import write_invented
from tests.serving import serving

TRIES = 3


def _timed(name: str, work: Callable[[], Any]) -> Any:
    began, at_work = time.perf_counter(), time.process_time()
    found = work()
    print(f"{name}\t{time.perf_counter() - began:.3f} s, {time.process_time() - at_work:.3f} s of this processor")
    return found


def main() -> None:
    """Build, measure, print one line for each part."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--size", type=int, default=10_000)
    parser.add_argument("--keep", type=Path, help="folder of the graph, built when it is not there")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = chosen.keep or Path(folder) / "network.kg"
        if not path.exists():
            write_invented(path, chosen.size)
        with Graph.open(path) as graph:
            print(f"{len(graph)} quads")
            _timed("names", lambda: index(graph))
            ties = _timed("ties", lambda: ties_of(graph))
            _timed("most central", lambda: ties.central(120))
        with serving(path, "--timeout", "120") as server:
            server.client.timeout = 120
            for number in range(TRIES):
                _timed(f"request {number + 1}", lambda: server.get("/api/network?limit=120").raise_for_status())


if __name__ == "__main__":
    main()
