"""The server's pages in a real browser: they fit, load nothing from elsewhere, and break no policy of their own."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from selenium.webdriver import Chrome
from selenium.webdriver.common.by import By

from tests.serving import Server, serving

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def server(seeds_graph: Path) -> Iterator[Server]:
    with serving(seeds_graph) as started:
        yield started


@pytest.fixture
def chrome(browser: Chrome) -> Chrome:
    """The browser with its network on, its records emptied, as wide as a desktop."""
    browser.execute_cdp_cmd("Network.enable", {})
    everything = {"offline": False, "latency": 0, "downloadThroughput": -1, "uploadThroughput": -1}
    browser.execute_cdp_cmd("Network.emulateNetworkConditions", everything)
    size(browser, 1280)
    for kind in ("browser", "performance"):
        browser.get_log(kind)
    return browser


def size(chrome: Chrome, width: int) -> None:
    metrics = {"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": width < 600}
    chrome.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)


def requested(chrome: Chrome) -> list[str]:
    messages = [json.loads(entry["message"])["message"] for entry in chrome.get_log("performance")]
    return [m["params"]["request"]["url"] for m in messages if m["method"] == "Network.requestWillBeSent"]


def test_from_the_search_to_the_words(server: Server, chrome: Chrome) -> None:
    """Search a district, open it, follow a fact to the article, and from the article back to a thing named there."""
    chrome.get(server.address)
    box = chrome.find_element(By.NAME, "q")
    box.send_keys("芦淞")
    box.submit()
    chrome.find_element(By.LINK_TEXT, "芦淞区").click()
    assert chrome.find_element(By.TAG_NAME, "h1").text.startswith("芦淞区")
    quote = chrome.find_element(By.CSS_SELECTOR, ".facts blockquote")
    words = quote.find_element(By.TAG_NAME, "p").text
    quote.find_element(By.TAG_NAME, "a").click()
    article = chrome.find_element(By.CSS_SELECTOR, "article:target, main")
    assert "".join(words.split()) in "".join(article.text.split())
    named = chrome.find_element(By.CSS_SELECTOR, "a.named.t-District")
    label = named.get_attribute("title")
    named.click()
    assert label is not None
    assert chrome.find_element(By.TAG_NAME, "h1").text.split()[0] == label.split()[1]
    assert {url.startswith(server.address) for url in requested(chrome)} == {True}
    assert chrome.get_log("browser") == []


@pytest.mark.parametrize(
    "path", ["", "search?type=Project", "sparql", "id/district/430203", "id/post/%E5%8C%BA%E9%95%BF"]
)
@pytest.mark.parametrize("width", [1280, 390])
def test_pages_fit_the_window_and_break_no_policy(server: Server, chrome: Chrome, path: str, width: int) -> None:
    size(chrome, width)
    chrome.get(f"{server.address}{path}")
    assert chrome.execute_script("return document.documentElement.scrollWidth") <= width
    font = "return getComputedStyle(document.body).backgroundColor"
    assert chrome.execute_script(font) == "rgb(245, 247, 248)", "the style sheet is there"
    assert chrome.get_log("browser") == []


def test_colours_are_those_of_the_network(server: Server, chrome: Chrome) -> None:
    looks = json.loads((Path(__file__).parents[2] / "kg" / "assets" / "types.json").read_text(encoding="utf-8"))
    chrome.get(f"{server.address}search?type=Project")
    for name, look in looks.items():
        colour = chrome.execute_script(
            "const one = document.createElement('i'); one.className = arguments[0]; document.body.append(one);"
            "return getComputedStyle(one).getPropertyValue('--c').trim()", f"t-{name}"
        )  # fmt: skip
        assert colour == look["color"]
