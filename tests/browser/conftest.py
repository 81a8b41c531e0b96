"""The machine's own Chromium, cut off from every network; skipped with a plain line where there is none."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from selenium.common.exceptions import WebDriverException
from selenium.webdriver import Chrome, ChromeOptions
from selenium.webdriver.chrome.service import Service

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
DESKTOP = (1280, 800)
PHONE = (390, 844)


def _missing(what: str) -> None:
    message = f"没有找到 {what}，跳过浏览器测试 · no {what}, browser tests skipped"
    if os.environ.get("CI") == "true":
        pytest.fail(message)
    pytest.skip(message)


@pytest.fixture(scope="session")
def browser() -> Iterator[Chrome]:
    """A headless Chromium that resolves no host name and reaches this machine only; console, requests recorded."""
    chrome = start("MAP * ~NOTFOUND, EXCLUDE 127.0.0.1")
    yield chrome
    chrome.quit()


@pytest.fixture(scope="module")
def local_browser() -> Iterator[Chrome]:
    """One that reaches servers of this machine, by their address, and nothing else."""
    chrome = start("MAP * ~NOTFOUND, EXCLUDE 127.0.0.1", "--enable-unsafe-swiftshader")
    yield chrome
    chrome.quit()


def start(resolver: str, *more: str) -> Chrome:
    """A browser with these rules for resolving names."""
    binary = next(filter(None, map(shutil.which, BROWSERS)), None)
    driver = shutil.which("chromedriver")
    if binary is None or driver is None:
        _missing("Chromium" if binary is None else "chromedriver")
    options = ChromeOptions()
    options.binary_location = str(binary)
    for argument in (
        "--headless=new", "--no-sandbox", "--disable-dev-shm-usage", "--hide-scrollbars",
        "--force-device-scale-factor=1", "--force-prefers-reduced-motion", "--disable-background-networking",
        "--disable-component-update", f"--host-resolver-rules={resolver}", *more,
    ):  # fmt: skip
        options.add_argument(argument)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    try:
        return Chrome(options=options, service=Service(str(driver)))
    except WebDriverException as error:
        _missing(f"能启动的 Chromium（{str(error.msg).splitlines()[0]}）")
        raise


class Opened:
    """One page in the browser: its scripts' answers, console and requests."""

    def __init__(self, chrome: Chrome, path: Path, size: tuple[int, int], anchor: str = "") -> None:
        self.chrome = chrome
        chrome.get("about:blank")
        self.log()
        self.requests()
        chrome.execute_cdp_cmd("Network.enable", {})
        chrome.execute_cdp_cmd(
            "Network.emulateNetworkConditions",
            {"offline": True, "latency": 0, "downloadThroughput": 0, "uploadThroughput": 0},
        )
        chrome.execute_cdp_cmd(
            "Emulation.setDeviceMetricsOverride",
            {"width": size[0], "height": size[1], "deviceScaleFactor": 1, "mobile": size[0] < 600},
        )
        chrome.get(path.as_uri() + anchor)

    def run(self, script: str, *arguments: Any) -> Any:
        """What a script returns; canvas and panel are up to date afterwards."""
        found = self.chrome.execute_script(script, *arguments)
        self.chrome.execute_async_script("requestAnimationFrame(() => requestAnimationFrame(arguments[0]))")
        return found

    def text(self, selector: str) -> str:
        """The text a reader sees in one element."""
        return str(self.run("return document.querySelector(arguments[0]).innerText", selector))

    def log(self) -> list[str]:
        """What the console has said since the last time."""
        return [entry["message"] for entry in self.chrome.get_log("browser")]

    def requests(self) -> list[str]:
        """Addresses asked for since the last time, the page's own included."""
        found = []
        for entry in self.chrome.get_log("performance"):
            message = json.loads(entry["message"])["message"]
            if message["method"] == "Network.requestWillBeSent":
                found.append(message["params"]["request"]["url"])
        return found


@pytest.fixture
def open_page(browser: Chrome, tmp_path: Path) -> Callable[..., Opened]:
    """A function: write this page's text to a file and open it."""

    def open_(text: str, size: tuple[int, int] = DESKTOP, anchor: str = "") -> Opened:
        path = tmp_path / "page.html"
        path.write_text(text, encoding="utf-8")
        return Opened(browser, path, size, anchor)

    return open_
