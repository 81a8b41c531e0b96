"""The page of a large network in a real browser, cut off from everything: it opens on what matters and expands."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from selenium.webdriver import Chrome
from selenium.webdriver.support.ui import WebDriverWait

from kg.use.links import Network, neighbourhood, neighbours
from kg.use.view_large import render_large
from tests.browser.conftest import DESKTOP, PHONE, Opened
from tests.browser.test_workbench import NOISE, built
from tests.use.networks import hostile_network, random_network

pytestmark = pytest.mark.browser
__all__ = ["built"]  # skips where there is no bundle

SIZE = 3000
STATE = (
    "return [fangzhi.web.graph.mapNodes((iri, node) => [iri, node.x, node.y]), document.querySelector('h2').innerText]"
)


class Page(Opened):
    """The page, opened in the browser from a file."""

    def __init__(self, chrome: Chrome, folder: Path, network: Network, size: tuple[int, int] = DESKTOP) -> None:
        path = folder / "page.html"
        path.write_text(render_large(network), encoding="utf-8")
        super().__init__(chrome, path, size)
        self.wait("return document.querySelector('#panel h2') && globalThis.fangzhi?.web.iris.length")

    def wait(self, script: str, *arguments: Any) -> Any:
        return WebDriverWait(self.chrome, 30).until(lambda chrome: chrome.execute_script(script, *arguments))

    def said(self) -> list[str]:
        return [one for one in self.log() if not any(noise in one for noise in NOISE)]


def test_it_opens_on_the_best_tied_and_expands(local_browser: Chrome, tmp_path: Path) -> None:
    network = random_network(SIZE)
    page = Page(local_browser, tmp_path, network)
    around = neighbours(network)
    ranked = sorted(around, key=lambda iri: (-len(around[iri]), iri))
    assert page.run("return fangzhi.web.iris") == ranked[:120]
    page.run("document.querySelector('#panel li button').click()")
    page.wait("return document.querySelector('#panel .groups button')")
    assert str(len(around[ranked[0]])) in page.text("#panel .soft")
    counts = page.run("return [...document.querySelectorAll('.groups small')].map((one) => parseInt(one.innerText))")
    assert sum(counts) >= len(around[ranked[0]])
    page.run("document.querySelector('#panel .groups button').click()")
    page.wait("return fangzhi.web.iris.length > 120")
    before, address = page.run(STATE), page.chrome.current_url
    page.chrome.get("about:blank")
    page.chrome.get(address)
    page.wait("return globalThis.fangzhi?.web.iris.length > 120 && document.querySelector('.groups')")
    assert page.run(STATE) == before, "the address holds the picture"
    assert page.said() == []
    assert all(url.startswith(("file:", "data:", "about:")) for url in page.requests())


def find(page: Page, label: str) -> None:
    page.run(
        """const box = document.querySelector('#find input'); box.value = arguments[0];
        box.dispatchEvent(new Event('input'))""", label,
    )  # fmt: skip
    page.wait(
        "return document.querySelector('#find .suggestions li')?.innerText.split('\\n')[0] === arguments[0]", label
    )
    page.run("document.querySelector('#find li').dispatchEvent(new MouseEvent('mousedown', {bubbles: true}))")


def test_search_and_path(local_browser: Chrome, tmp_path: Path) -> None:
    network = random_network(SIZE)
    around = neighbours(network)
    start = max(around, key=lambda iri: len(around[iri]))
    near = around[start] | {start}
    end = min(far for one in around[start] for far in around[one] if far not in near)
    labels = {node.iri: node.label for node in network.nodes}
    page = Page(local_browser, tmp_path, network)
    find(page, labels[start])
    page.wait("return document.querySelector('#panel h2').innerText === arguments[0]", labels[start])
    page.run("[...document.querySelectorAll('#panel .acts button')][1].click()")
    page.wait("return document.querySelector('#panel .notice')")
    find(page, labels[end])
    page.wait("return document.querySelectorAll('#panel ol li').length === 3")
    assert page.text("#panel ol li:first-child") == labels[start]
    assert page.text("#panel ol li:last-child") == labels[end]


def test_hostile_texts_stay_texts(local_browser: Chrome, tmp_path: Path) -> None:
    page = Page(local_browser, tmp_path, hostile_network())
    for number in range(len(hostile_network().nodes)):
        page.run("fangzhi.sigma.emit('clickNode', {node: fangzhi.web.iris[arguments[0]]})", number)
        page.run("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
    assert page.run("return globalThis.HIT") is None
    assert (
        page.run("return document.querySelectorAll('#panel img, #panel svg, #panel iframe, #panel script').length") == 0
    )
    assert page.said() == []


def test_it_begins_around_what_was_asked_for_on_a_phone_too(local_browser: Chrome, tmp_path: Path) -> None:
    network = neighbourhood(random_network(SIZE), ["urn:x:000005"], 3)
    page = Page(local_browser, tmp_path, network, PHONE)
    assert page.run("return fangzhi.web.iris[0]") == "urn:x:000005"
    assert page.run("return document.documentElement.scrollWidth") <= PHONE[0]
