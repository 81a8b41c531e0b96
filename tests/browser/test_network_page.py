"""The network in a real browser over a graph too large to be drawn whole: counts, caps, addresses, keys, a phone."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from selenium.webdriver import Chrome, Keys

from tests.browser.conftest import DESKTOP, PHONE
from tests.browser.test_workbench import Bench, built
from tests.invented import write_invented
from tests.serving import Server, serving

pytestmark = pytest.mark.browser
__all__ = ["built"]  # skips where there is no bundle

#: All that a reader sees: places, colours, numbers, sliders, zoom.
SEEN = """return JSON.stringify([
    fangzhi.web.graph.mapNodes((iri, node) => [iri, node.x, node.y, node.color, fangzhi.web.nodeVisible(iri)]),
    fangzhi.web.counts(), fangzhi.sigma.getCamera().getState(), document.querySelector('#panel h2').innerText,
    ...['since', 'until', 'colour'].map((id) => document.getElementById(id).value),
    [...document.querySelectorAll('#legend button')].map((one) => one.ariaPressed + one.innerText)])"""
GROUP = "document.querySelectorAll('#panel .groups li')"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with serving(write_invented(tmp_path_factory.mktemp("large") / "a.kg", 2500)) as started:
        yield started


@pytest.fixture
def bench(local_browser: Chrome, server: Server, tmp_path: Path) -> Iterator[Bench]:
    page = Bench(local_browser, server, tmp_path)
    yield page
    page.finish()


def opened(bench: Bench, path: str = "/network", size: tuple[int, int] = DESKTOP) -> int:
    bench.open(path, size)
    return int(bench.wait("return document.querySelector('#panel h2') && globalThis.fangzhi?.web.iris.length"))


def choose_first(bench: Bench) -> None:
    bench.run("document.querySelector('#panel li button').click()")
    bench.wait(f"return {GROUP}.length")


def numbers(bench: Bench, group: int) -> tuple[int, int]:
    """How many neighbours a group of the panel has, and how many of them it says are in the picture."""
    text = str(bench.run(f"return {GROUP}[arguments[0]].querySelector('small').innerText", group))
    known = {part.strip("0123456789 "): int("".join(filter(str.isdecimal, part))) for part in text.split("，")}
    return known["个"], known.get("图中", 0)


def expand(bench: Bench, group: int) -> int:
    """Click a group; how many entities came."""
    before = bench.run("return fangzhi.web.iris.length")
    bench.run(f"{GROUP}[arguments[0]].querySelector('button').click()", group)
    after = bench.wait("return fangzhi.web.iris.length > arguments[0] && fangzhi.web.iris.length", before)
    bench.wait(f"return {GROUP}.length")
    return int(after) - int(before)


def largest_group(bench: Bench) -> int:
    counts = bench.run(f"return [...{GROUP}].map((one) => parseInt(one.querySelector('small').innerText))")
    return counts.index(max(counts))


def test_an_expansion_adds_what_was_counted_fifty_at_most(bench: Bench) -> None:
    opened(bench)
    choose_first(bench)
    group = largest_group(bench)
    whole, here = numbers(bench, group)
    assert whole > 100, "a hub"
    for _ in range(2):
        assert expand(bench, group) == min(50, whole - here)
        here += 50
        assert numbers(bench, group) == (whole, here)
    small = next(number for number in range(9) if 0 < numbers(bench, number)[0] - numbers(bench, number)[1] < 50)
    left = numbers(bench, small)[0] - numbers(bench, small)[1]
    assert expand(bench, small) == left
    bench.run(f"{GROUP}[arguments[0]].querySelector('button').click()", small)
    assert "都在图上" in bench.text("#panel [role=alert]")


def test_the_same_address_gives_the_same_picture(bench: Bench) -> None:
    """Centre, expansions, hidden entities, path, filter, days, colours and view; undone, it is as it was before."""
    opened(bench)
    bench.run("[...document.querySelectorAll('#panel li button')][3].click()")
    bench.wait(f"return {GROUP}.length")
    bench.run("[...document.querySelectorAll('#panel .acts button')][0].click()")  # around it alone
    bench.wait("return location.hash.includes('around=') && document.querySelector('#back').disabled === false")
    bench.wait(f"return {GROUP}.length")
    expand(bench, largest_group(bench))
    before = bench.run(SEEN)
    hidden = bench.run("return fangzhi.web.iris.at(-1)")
    bench.run("fangzhi.sigma.emit('clickNode', {node: arguments[0]})", hidden)
    bench.wait("return document.querySelectorAll('#panel .acts button').length")
    bench.run("[...document.querySelectorAll('#panel .acts button')].at(-1).click()")
    bench.wait("return !fangzhi.web.graph.hasNode(arguments[0])", hidden)
    bench.run("document.querySelectorAll('#legend button')[1].click()")
    bench.run("const s = document.getElementById('since'); s.value = 2; s.dispatchEvent(new Event('input'))")
    bench.run(
        "const c = document.getElementById('colour'); c.value = 'community'; c.dispatchEvent(new Event('change'))"
    )
    bench.run("fangzhi.sigma.getCamera().setState({x: 0.4, y: 0.6, ratio: 0.5, angle: 0})")
    bench.wait("return location.hash.includes('view=')")
    address, seen = bench.chrome.current_url, bench.run(SEEN)
    assert len(address) < 1000, "it can be sent"
    opened(bench, address.removeprefix(bench.server.address.rstrip("/")))
    bench.wait("return location.hash.includes('view=')")
    assert bench.run(SEEN) == seen
    assert bench.chrome.current_url == address
    opened(bench, address.removeprefix(bench.server.address.rstrip("/")).partition("&h=")[0])
    assert json.loads(bench.run(SEEN))[0] == json.loads(before)[0]


def test_a_step_that_this_graph_does_not_have_stops_no_other(bench: Bench) -> None:
    count = opened(bench)
    first = bench.run("return fangzhi.web.iris[0].slice(document.documentElement.dataset.base.length)")
    bench.open(f"/network#x=locatedIn.in.Company.district/nobody&h={quote(first)}")
    bench.wait("return document.querySelector('#panel [role=alert]')")
    assert bench.run("return fangzhi.web.iris.length") == count - 1
    assert "nobody" not in bench.chrome.current_url
    bench.chrome.get_log("browser")  # the browser itself reports what was not there


def test_undo_goes_back_to_where_everything_was(bench: Bench) -> None:
    opened(bench)
    choose_first(bench)
    before = bench.run(SEEN)
    expand(bench, largest_group(bench))
    assert bench.run(SEEN) != before
    bench.one("#back").click()
    choose_first(bench)
    assert json.loads(bench.run(SEEN))[:2] == json.loads(before)[:2]
    assert "x=" not in bench.chrome.current_url


def test_by_keyboard(bench: Bench) -> None:
    opened(bench)
    picture = bench.one("#sigma")
    picture.send_keys(Keys.ARROW_RIGHT, "+", "+")
    moved = bench.run("return fangzhi.sigma.getCamera().getState()")
    assert moved["x"] > 0.5
    assert moved["ratio"] < 1
    bench.run("document.querySelector('#panel li button').focus()")
    bench.chrome.switch_to.active_element.send_keys(Keys.ENTER)
    bench.wait(f"return {GROUP}.length")
    before = bench.run("return fangzhi.web.iris.length")
    bench.run(f"{GROUP}[arguments[0]].querySelector('button').focus()", largest_group(bench))
    bench.chrome.switch_to.active_element.send_keys(Keys.ENTER)
    bench.wait("return fangzhi.web.iris.length > arguments[0]", before)
    bench.run("document.querySelector('#back').focus()")
    bench.chrome.switch_to.active_element.send_keys(Keys.SPACE)
    bench.wait("return fangzhi.web.iris.length === arguments[0]", before)


def test_on_a_phone(bench: Bench) -> None:
    opened(bench, size=PHONE)
    assert bench.run("return document.documentElement.scrollWidth") <= PHONE[0]
    boxes: dict[str, Any] = {
        name: bench.run("return document.querySelector(arguments[0]).getBoundingClientRect().toJSON()", name)
        for name in ("#sigma", "#time", "#legend", "#panel")
    }
    assert boxes["#sigma"]["bottom"] <= boxes["#time"]["top"], "the days cover nothing"
    assert boxes["#sigma"]["height"] > 300
    assert boxes["#legend"]["right"] <= PHONE[0]
    assert boxes["#panel"]["top"] < PHONE[1], "what is beside the picture elsewhere begins on the screen"
