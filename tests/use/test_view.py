"""The page as text: what is in it, what cannot be, and that it is the same every time."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from kg.errors import DataError, InputError
from kg.use.standalone import inline
from kg.use.view import SCRIPTS, json_block, render, write_view
from tests.processes import printed_by_seeds
from tests.use.networks import PAYLOADS, hostile_network, random_network, reading_network

ROOT = Path(__file__).parents[2]


class Page(HTMLParser):
    """Elements and the texts of scripts and styles, as a browser would find them."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.raw: list[tuple[str, str]] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        if self.cdata_elem:
            kind = self.elements[-1][1].get("type") or self.cdata_elem
            if self.raw and self.raw[-1][0] == kind and self._open == len(self.elements):
                data = self.raw.pop()[1] + data
            self._open = len(self.elements)
            self.raw.append((kind, data))

    @property
    def data(self) -> Any:
        (block,) = (text for kind, text in self.raw if kind == "application/json")
        return json.loads(block)


def test_every_relation_is_listed_under_one_visible_edge() -> None:
    data = Page(render(reading_network())).data
    names = {node["id"]: node["label"] for node in data["nodes"]}
    found = {frozenset((names[e["from"]], names[e["to"]])): [r["label"] for r in e["relations"]] for e in data["edges"]}
    assert found == {
        frozenset(("云溪市", "东江区")): ["位于"],
        frozenset(("云溪星河科技有限公司", "东江区")): ["位于"],
        frozenset(("周明", "东江区")): ["调研", "区委副书记", "区长"],
    }


def test_names_facts_and_articles_are_in_the_data() -> None:
    data = Page(render(reading_network())).data
    east = next(node for node in data["nodes"] if node["label"] == "东江区")
    assert east["alts"] == ["东江"]
    ((text, article),) = east["facts"][0]["quotes"]
    assert text.startswith("东江区区长周明")
    assert data["page"]["articles"][article] == ["东江区晒出成绩单", "云溪日报", "2024-12-26", "a.txt"]
    assert len(data["page"]["articles"]) == 1


def test_types_keep_their_order() -> None:
    assert list(Page(render(reading_network())).data["page"]["types"])[:3] == ["Official", "Person", "District"]


def test_larger_nodes_have_more_neighbours() -> None:
    nodes = Page(render(random_network(200))).data["nodes"]
    assert all(a["size"] < b["size"] for a in nodes for b in nodes if a["degree"] < b["degree"] < 90)


def test_too_many_nodes_are_cut_to_the_best_connected() -> None:
    data = Page(render(random_network(300), most=50)).data
    assert (len(data["nodes"]), data["page"]["total"]) == (50, 300)
    assert min(node["degree"] for node in data["nodes"]) > 0


def test_the_policy_admits_exactly_the_scripts_and_the_style() -> None:
    page = Page(render(hostile_network()))
    policy = next(a["content"] for tag, a in page.elements if a.get("http-equiv") == "Content-Security-Policy")
    assert policy is not None
    rules = dict(rule.strip().split(" ", 1) for rule in policy.split(";"))
    digest = lambda text: f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"  # noqa: E731
    assert rules["default-src"] == "'none'"
    assert rules["script-src"].split() == [digest(text) for kind, text in page.raw if kind == "script"]
    assert rules["style-src"].split() == [digest(text) for kind, text in page.raw if kind == "style"]
    assert len(rules["script-src"].split()) == len(SCRIPTS) + 1


def test_no_text_becomes_markup() -> None:
    """The hostile page has the very elements of the harmless one."""
    hostile = Page(render(hostile_network()))
    harmless = Page(render(reading_network()))
    assert [tag for tag, _ in hostile.elements] == [tag for tag, _ in harmless.elements]
    assert {node["label"] for node in hostile.data["nodes"]} == set(PAYLOADS)


def test_no_element_points_outside() -> None:
    for _, attributes in Page(render(reading_network())).elements:
        for name in ("src", "href", "action", "srcset", "data"):
            assert (attributes.get(name) or "data:,").startswith("data:")


@pytest.mark.parametrize("text", PAYLOADS)
def test_json_block_is_inert_and_exact(text: str) -> None:
    block = json_block([text])
    assert not re.search("[<>&\u2028\u2029\ud800-\udfff\x00-\x1f]", block)
    assert json.loads(block) == [text]


@pytest.mark.parametrize("text", ["a</script>b", "a</STYLE >b", "<!-- b"])
def test_inlined_text_cannot_end_its_element(text: str) -> None:
    with pytest.raises(DataError, match=r"x\.js"):
        inline(text, "x.js")


def test_title_is_text() -> None:
    assert "<title>&lt;b&gt;</title>" in render(reading_network(), title="<b>")


def test_empty_network_is_a_page() -> None:
    from kg.use.network import make_network

    assert Page(render(make_network([], []))).data["nodes"] == []


def test_same_network_same_bytes() -> None:
    code = (
        "import hashlib\n"
        "from kg.use.view import render\n"
        "from tests.use.networks import random_network\n"
        "print(hashlib.sha256(render(random_network(120)).encode()).hexdigest())\n"
    )
    assert len(printed_by_seeds(code)) == 1


def test_written_whole_or_not_at_all(tmp_path: Path) -> None:
    write_view(reading_network(), tmp_path / "a.html")
    assert (tmp_path / "a.html").read_text("utf-8") == render(reading_network())
    with pytest.raises(InputError):
        write_view(reading_network(), tmp_path / "nowhere" / "a.html")
    assert [path.name for path in tmp_path.iterdir()] == ["a.html"]
