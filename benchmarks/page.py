"""The network page: time to make, bytes, and time until a browser has drawn it, by number of nodes."""

from __future__ import annotations

import statistics
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from benchmarks.side import Row, Setting, seconds
from kg.use.view import render
from tests.browser.conftest import start
from tests.use.networks import random_network

_DRAWN = "requestAnimationFrame(() => requestAnimationFrame(() => arguments[0](performance.now())))"


def rows(setting: Setting) -> Iterator[Row]:
    """Per number of nodes, against the smallest: what a node costs."""
    first: tuple[float, float, float] | None = None
    chrome = _browser()
    try:
        for size in setting.nodes:
            network = random_network(size)
            path = setting.folder / f"network-{size}.html"
            made = statistics.median(seconds(lambda network=network: render(network)) for _ in range(setting.rounds))
            path.write_text(render(network), encoding="utf-8")
            found = (made, path.stat().st_size / 1024, _shown(chrome, path, setting.rounds) if chrome else 0.0)
            first = first or found
            name, peer = f"{size:,} nodes", f"{setting.nodes[0]:,} nodes"
            yield Row("network page", f"make, {name}", found[0], first[0], peer)
            yield Row("network page", f"size, {name}", found[1], first[1], peer, "kB")
            if chrome:
                yield Row("network page", f"drawn in the browser, {name}", found[2], first[2], peer)
    finally:
        if chrome:
            chrome.quit()


def _browser() -> Any:
    """The machine's Chromium; None, with a line that says so, where there is none."""
    import pytest

    try:
        return start("MAP * ~NOTFOUND")
    except pytest.skip.Exception as why:
        print(why)
        return None


def _shown(chrome: Any, path: Path, rounds: int) -> float:
    """Median seconds from the call of a page until two frames after it was loaded."""
    times = []
    for _ in range(rounds):
        chrome.get("about:blank")
        chrome.get(path.as_uri())
        times.append(float(chrome.execute_async_script(_DRAWN)) / 1000)
    return statistics.median(times)
