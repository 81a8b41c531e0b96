"""A graph whose every text is a payload, seen through every page of the server and every export, in a real browser.

Nothing of it may run, lead away or fetch anything. `make torture` opens the pages of all payloads, CI those of some.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote, urlencode

import pytest
from selenium.common.exceptions import NoAlertPresentException
from selenium.webdriver import Chrome
from selenium.webdriver.common.by import By

from kg.graph.store import Graph
from kg.pipeline import build
from kg.use import view
from kg.use.export import FORMATS, export
from kg.use.network import load_network
from kg.use.report import report
from kg.use.report_page import render
from kg.use.serve.html import local
from tests.serving import Server, serving
from tests.use.serve import hostile

pytestmark = pytest.mark.browser

TORTURE = bool(os.environ.get("FANGZHI_TORTURE"))
NAMES = hostile.TEXTS if TORTURE else hostile.TEXTS[::5]
#: What ran would have set this, wherever it ran.
HIT = "return [window, top, ...Array.from(frames)].some((one) => one.HIT !== undefined)"
ROWS = "SELECT ?s ?p ?o { ?s ?p ?o FILTER(isLiteral(?o)) } LIMIT 300"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("hostile") / "a.kg"


@pytest.fixture(scope="module")
def things(folder: Path) -> list[str]:
    """The IRIs of the hostile things: of each text a company, an article, an evidence and a fact."""
    return hostile.write(folder)


@pytest.fixture(scope="module")
def server(folder: Path, things: list[str]) -> Iterator[Server]:
    assert things
    with serving(folder, "--timeout", "20") as started:
        yield started


class Watched:
    """The browser, and what came of the pages it opened."""

    def __init__(self, chrome: Chrome) -> None:
        self.chrome = chrome
        self.opened = 0

    def open(self, address: str) -> None:
        self.chrome.get(address)
        self.opened += 1
        self.check(address)

    def check(self, address: str) -> None:
        with pytest.raises(NoAlertPresentException):
            self.chrome.switch_to.alert.accept()
        assert not self.chrome.execute_script(HIT), address
        said = [entry["message"] for entry in self.chrome.get_log("browser")]
        broken = [line for line in said if "Refused to" in line or "Content Security" in line]
        if self.chrome.execute_script("return document.contentType") == "text/html":
            assert broken == [], address  # the browser's own view of JSON and XML breaks our policy, a page does not
        foreign = [
            url for url in self.requests() if not url.startswith(("http://127.0.0.1:", "file:", "data:", "blob:"))
        ]
        assert foreign == [], address

    def requests(self) -> list[str]:
        """Addresses asked for since the last time."""
        messages = [json.loads(entry["message"])["message"] for entry in self.chrome.get_log("performance")]
        return [m["params"]["request"]["url"] for m in messages if m["method"] == "Network.requestWillBeSent"]

    def use(self) -> None:
        """Put the pointer into every field, over everything that might wait for it, and open what is folded."""
        self.chrome.execute_script("""
            document.querySelectorAll('details').forEach((one) => { one.open = true; });
            for (const one of document.querySelectorAll('input, textarea, select, a, button, [title]')) {
              if (one.focus) one.focus();
              one.dispatchEvent(new MouseEvent('mouseover', {bubbles: true}));
            }
        """)


@pytest.fixture
def watched(local_browser: Chrome) -> Watched:
    local_browser.execute_cdp_cmd("Network.enable", {})
    for kind in ("browser", "performance"):
        local_browser.get_log(kind)
    return Watched(local_browser)


def paths(things: list[str], base: str) -> Iterator[str]:
    """Every page that shows a text of the graph or of the address, for each of the texts."""
    for number, said in enumerate(hostile.TEXTS):
        if said not in NAMES:
            continue
        company, article = things[4 * number : 4 * number + 2]
        for one in (company, article):
            yield local(one, base)
        for path, params in (
            ("/search", {"q": said}), ("/search", {"type": said}), ("/ask", {"q": said}), ("/network", {"q": said}),
            ("/network", {"around": company}), ("/indicators", {"area": said, "indicator": said}),
            ("/queries", {"name": said, "district": said}), ("/sparql", {"query": f"SELECT * {{ {said}"}),
            ("/sparql", {"query": ROWS, "format": said}),
        ):  # fmt: skip
            yield f"{path}?{urlencode(params)}"
        yield f"/id/{quote(said, safe='')}"
        yield f"/{quote(said, safe='')}"
    for path in ("/", "/search?type=Company", "/network", "/indicators", "/queries", "/ask", "/api/overview"):
        yield path
    for format_ in ("json", "xml", "csv", "tsv"):
        yield f"/sparql?{urlencode({'query': ROWS, 'format': format_})}"


def test_no_page_of_the_server_runs_them(server: Server, things: list[str], watched: Watched) -> None:
    with_slash = server.address.rstrip("/")
    for path in paths(things, "https://w3id.org/fangzhi/id/"):
        watched.open(f"{with_slash}{path}")
        watched.use()
        watched.check(path)
    assert watched.opened > 60


def test_suggestions_while_one_types(server: Server, watched: Watched) -> None:
    for said in NAMES:
        watched.open(server.address)
        watched.chrome.find_element(By.NAME, "q").send_keys("".join(c for c in said if c.isprintable())[:12])
        watched.chrome.execute_async_script("setTimeout(arguments[0], 400)")
        watched.check(said)


@pytest.mark.parametrize("format_", sorted(FORMATS))
def test_no_export_runs_them(folder: Path, things: list[str], format_: str, tmp_path: Path, watched: Watched) -> None:
    """Opened as the text or the XML that they are."""
    assert things
    with Graph.open(folder) as graph:
        content = export(graph, format_)
    for ending in (".xml",) if content.startswith(b"<?xml") else (".txt", ".json"):
        path = tmp_path / f"export{ending}"
        path.write_bytes(content)
        watched.open(path.as_uri())


def test_pages_made_of_them_do_not_run_them(tmp_path: Path, watched: Watched) -> None:
    """Newspaper pages with such names, headlines and sentences, built, and seen in the report and the network page."""
    pages = tmp_path / "pages"
    pages.mkdir()
    for said in hostile.TEXTS:
        written = said.replace("\0", "")
        name = f"{written.replace('/', '∕')}.txt"
        body = f"本报讯 清河县县长周明到{written}公司调研,共8{written}家。"
        text = f"清河日报\n2024年6月3日\n\n清河县{written}开工\n\n{body}\n"
        (pages / name).write_text(text, encoding="utf-8")
    build([pages], tmp_path / "a.kg")
    with Graph.open(tmp_path / "a.kg") as graph:
        assert len(graph.manifest.pages) == len(hostile.TEXTS)
        shown = {"report": render(graph, report(graph)), "view": view.render(load_network(graph))}
    for name, page in shown.items():
        path = tmp_path / f"{name}.html"
        path.write_text(page, encoding="utf-8")
        watched.open(path.as_uri())
        watched.use()
        watched.check(name)


def test_what_would_run_is_noticed(watched: Watched, tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    path.write_text(f"<body>{hostile.TEXTS[0]}", encoding="utf-8")
    with pytest.raises(AssertionError):
        watched.open(path.as_uri())
