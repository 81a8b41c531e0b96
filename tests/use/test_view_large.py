"""The page of a network too large to be drawn whole, as text: its data, and that it needs and lets in nothing else."""

from __future__ import annotations

import json
import re

import pytest

from kg.use.links import neighbourhood
from kg.use.network import load_network
from kg.use.view_large import QUOTES, is_available, render_large
from tests.use.networks import BASE, case_graph, hostile_network, random_network

pytestmark = pytest.mark.skipif(not is_available(), reason="the workbench is not built (make web)")


def data_of(page: str) -> dict[str, list[list[object]]]:
    found = re.search(r'<script type="application/json" id="network-data">(.*?)</script>', page, re.DOTALL)
    assert found is not None
    parsed: dict[str, list[list[object]]] = json.loads(found[1])
    return parsed


def test_every_entity_tie_and_quote_is_there() -> None:
    with case_graph() as graph:
        network = load_network(graph)
    data = data_of(render_large(network))
    assert [row[0] for row in data["entities"]] == [node.iri for node in network.nodes]
    assert len(data["ties"]) == len(network.edges)
    firm, east = (
        next(n for n, row in enumerate(data["entities"]) if row[0] == BASE + name) for name in ("firm", "east")
    )
    (tie,) = (row for row in data["ties"] if row[:3] == [firm, east, "locatedIn"])
    _, _, _, label, first, last, quotes = tie
    assert (label, first, last) == ("位于", "2024-12-26", "2025-01-03")
    assert isinstance(quotes, list)
    assert [(words, data["articles"][article][3]) for words, article in quotes] == [
        ("东江区的星河科技", "a.txt"), ("星河落户东江", "b.txt"),
    ]  # fmt: skip


def test_the_address_leaves_out_what_all_begin_with() -> None:
    with case_graph() as graph:
        assert f'data-base="{BASE}"' in render_large(load_network(graph))
    assert 'data-base=""' in render_large(random_network(5))
    assert 'data-base=""' in render_large(random_network(0))


def test_at_most_some_quotes_of_a_tie() -> None:
    page = data_of(render_large(hostile_network()))
    assert all(len(row[6]) <= QUOTES for row in page["ties"])  # type: ignore[arg-type]


def test_the_same_network_gives_the_same_bytes_and_reaches_nothing() -> None:
    page = render_large(random_network(300))
    assert page == render_large(random_network(300))
    head = page.partition("<style>")[0]
    assert "default-src &#39;none&#39;" in head
    assert not re.search(r"<(?:link|img|iframe|script[^>]*\bsrc)", page.partition("<script")[0])


def test_texts_cannot_become_markup() -> None:
    page = render_large(hostile_network())
    data = page.partition('id="network-data">')[2].partition("</script>")[0]
    assert "<" not in data
    assert len(data_of(page)["entities"]) == len(hostile_network().nodes)


def test_the_focus_is_kept() -> None:
    around = neighbourhood(random_network(300), ["urn:x:000005"], 1)
    data = data_of(render_large(around))
    assert [data["entities"][number][0] for number in data["focus"]] == ["urn:x:000005"]  # type: ignore[index]
