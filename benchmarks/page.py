"""The network page as `kg view` makes it: time to make, bytes, and time until it can be used, by number of nodes.

It can be used when it is drawn and answers the first letters of a name. Time counts from the call of the page, in a
browser without a graphics card, which draws the large page's WebGL on the processor.
"""

from __future__ import annotations

import json
import statistics
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from benchmarks.side import WORKED, Row, Setting, interleaved
from kg.use.view import MOST_NODES
from kg.use.view_large import is_available, page
from tests.browser.conftest import start
from tests.use.networks import random_network

#: Of the page that shows all and of the one that expands: what is true when it is drawn, where names are typed, and
#: where those found are listed.
_WHOLE = ("document.querySelector('canvas')", "#search", "#matches li")
_LARGE = (
    "globalThis.fangzhi?.web.iris.length && document.querySelector('#panel h2')", "#find input",
    "#find .suggestions li",
)  # fmt: skip
_USED = """
const done = arguments[0];
const when = (holds, then) => holds() ? then() : setTimeout(() => when(holds, then), 5);
when(() => DRAWN, () => requestAnimationFrame(() => requestAnimationFrame(() => {
  const drawn = performance.now();
  const box = document.querySelector(FIELD);
  box.value = "实体1";
  box.dispatchEvent(new Event("input", { bubbles: true }));
  when(() => document.querySelector(FOUND), () => done([drawn, performance.now()]));
})));
"""
_SECONDS = 120  # that the browser gives a page


def rows(setting: Setting) -> Iterator[Row]:
    """Per number of nodes, against the smallest: what a node costs."""
    networks = {size: random_network(size) for size in setting.nodes}
    ways = {str(size): (lambda network=network: page(network)) for size, network in networks.items()}
    made = interleaved(ways, setting.rounds, time.process_time)
    paths = {size: setting.folder / f"network-{size}.html" for size in networks}
    for size, path in paths.items():
        path.write_text(page(networks[size]), encoding="utf-8")
    shown = _shown(paths, setting.rounds)
    small = min(networks)
    for size, path in paths.items():
        name, peer = f"{size:,} nodes", f"{small:,} nodes"
        yield Row("network page", f"make, {name}", made[str(size)], made[str(small)], peer, WORKED)
        yield Row("network page", f"size, {name}", _kilobytes(path), _kilobytes(paths[small]), peer, "kB")
        for place, what in enumerate(("drawn", "a name found")):
            if shown:
                ours, theirs = (statistics.median(times[place] for times in shown[one]) for one in (size, small))
                yield Row("network page", f"{what} in the browser, {name}", ours, theirs, peer)


def _kilobytes(path: Path) -> float:
    return path.stat().st_size / 1024


def _browser() -> Any:
    """The machine's Chromium; None, with a line that says so, where there is none."""
    import pytest

    try:
        return start("MAP * ~NOTFOUND", "--enable-unsafe-swiftshader")
    except pytest.skip.Exception as why:
        print(why)
        return None


def _shown(paths: dict[int, Path], rounds: int) -> dict[int, list[tuple[float, float]]]:
    """By size, for each round: seconds until the page was drawn and until a name was found; empty without a browser."""
    chrome = _browser()
    if chrome is None:
        return {}
    found: dict[int, list[tuple[float, float]]] = {size: [] for size in paths}
    try:
        chrome.set_script_timeout(_SECONDS)
        for _ in range(rounds):
            for size, path in paths.items():
                drawn, field, listed = _LARGE if size > MOST_NODES and is_available() else _WHOLE
                script = _USED.replace("DRAWN", drawn)
                script = script.replace("FIELD", json.dumps(field)).replace("FOUND", json.dumps(listed))
                chrome.get("about:blank")
                chrome.get(path.as_uri())
                first, second = chrome.execute_async_script(script)
                found[size].append((first / 1000, second / 1000))
    finally:
        chrome.quit()
    return found
