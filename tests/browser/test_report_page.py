"""The coverage report as a reader sees it: marks with their colours, and the two switches, without a script."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from kg.graph.store import Graph
from kg.use.report import report
from kg.use.report_page import render
from tests.browser.conftest import PHONE
from tests.use.reports import write_graph

VISIBLE = "return [...document.querySelectorAll('.row')].filter(r => r.offsetParent).map(r => r.innerText.trim())"
COLOUR = "return getComputedStyle(document.querySelector(arguments[0])).backgroundColor"


@pytest.fixture(scope="module")
def text(tmp_path_factory: pytest.TempPathFactory) -> str:
    with Graph.open(write_graph(tmp_path_factory.mktemp("report"))) as graph:
        return render(graph, report(graph))


def test_switches_work_and_nothing_is_asked_for(open_page: Callable[..., Any], text: str) -> None:
    page = open_page(text)
    shown = page.run(VISIBLE)
    assert len(shown) > 4
    page.run("document.querySelector('#gaps').click()")
    assert page.run(VISIBLE) == ["项目用了80天办完手续。"]
    page.run("document.querySelector('#gaps').click()")
    assert page.run(VISIBLE) == shown
    coloured = page.run(COLOUR, ".text .gap")
    assert coloured != page.run(COLOUR, ".text .fact")
    page.run("document.querySelector('#plain').click()")
    assert page.run(COLOUR, ".text .gap") == "rgba(0, 0, 0, 0)"
    assert page.log() == []
    assert len(page.requests()) == 1, "the page itself"


def test_on_a_phone_nothing_is_wider_than_the_screen(open_page: Callable[..., Any], text: str) -> None:
    page = open_page(text, PHONE)
    assert page.run("return document.documentElement.scrollWidth <= window.innerWidth")
