"""The network page in a real browser without a network: drawn, searchable, readable, and deaf to what names say."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from selenium.webdriver import ActionChains, Keys
from selenium.webdriver.common.by import By

from kg.use.links import Node, make_network, neighbourhood
from kg.use.view import SCRIPTS, render
from tests.use.networks import hostile_network, random_network, reading_network

pytestmark = pytest.mark.browser

Open = Callable[..., Any]

#: How many pixels of the picture differ from its empty ground, and how many different colours there are.
PIXELS = """
const canvas = document.querySelector('#network canvas');
const data = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data;
const colours = new Set();
let inked = 0;
for (let i = 0; i < data.length; i += 4) {
  if (data[i + 3] <= 200) continue;
  inked++;
  colours.add(data[i] << 16 | data[i + 1] << 8 | data[i + 2]);
}
return [inked, colours.size];
"""
#: Where a node, or the middle of an edge, lies in the window.
NODE_AT = """
const node = FZ.nodes.find((one) => one.label === arguments[0]);
const at = FZ.network.canvasToDOM({x: node.x, y: node.y});
const box = document.getElementById('network').getBoundingClientRect();
return [Math.round(box.left + at.x), Math.round(box.top + at.y)];
"""
EDGE_AT = """
const [a, b] = [...arguments].map((label) => FZ.nodes.find((one) => one.label === label));
const at = FZ.network.canvasToDOM({x: (a.x + b.x) / 2, y: (a.y + b.y) / 2});
const box = document.getElementById('network').getBoundingClientRect();
return [Math.round(box.left + at.x), Math.round(box.top + at.y)];
"""


@pytest.fixture
def page(open_page: Open) -> Any:
    return open_page(render(reading_network()))


def click_at(page: Any, place: list[int]) -> None:
    actions = ActionChains(page.chrome)
    actions.w3c_actions.pointer_action.move_to_location(*place)
    actions.w3c_actions.pointer_action.click()
    actions.perform()
    page.run("return 0")


def search(page: Any, text: str, *keys: str) -> None:
    box = page.chrome.find_element(By.ID, "search")
    box.clear()
    box.send_keys(text, *keys)


@pytest.mark.parametrize("network", [reading_network(), random_network(2000)], ids=["small", "large"])
def test_opens_offline_without_errors(open_page: Open, network: Any) -> None:
    page = open_page(render(network))
    inked, colours = page.run(PIXELS)
    assert inked > 1000
    assert colours > 20
    assert page.log() == []
    requests = [url for url in page.requests() if not url.startswith("data:")]
    assert [url.rpartition("/")[2] for url in requests] == ["page.html"]


def test_counts(page: Any) -> None:
    assert page.text("#counts") == "显示 4 个实体 · 3 条联系"
    assert "5 个实体，5 条关系，引自 1 篇报道" in page.text("#panel")


@pytest.mark.parametrize(
    ("typed", "keys", "found"),
    [
        ("云溪星河科技有限公司", [Keys.ENTER], "云溪星河科技有限公司"),
        ("星河科技", [Keys.ENTER], "云溪星河科技有限公司"),
        ("东江", [Keys.ARROW_DOWN, Keys.ENTER], "东江区"),
        ("云溪", [Keys.ARROW_DOWN, Keys.ARROW_DOWN, Keys.ENTER], "云溪星河科技有限公司"),
        ("云溪", [Keys.ARROW_UP, Keys.ARROW_UP, Keys.ENTER], "云溪市"),
    ],
)
def test_search_by_any_name(page: Any, typed: str, keys: list[str], found: str) -> None:
    search(page, typed, *keys)
    assert page.text("#panel h2") == found


def test_search_without_result(page: Any) -> None:
    search(page, "没有这回事")
    assert page.text("#matches") == "没有这个名称"
    search(page, "", Keys.ESCAPE)
    assert page.run("return document.getElementById('matches').hidden")


def test_search_result_can_be_clicked(page: Any) -> None:
    search(page, "星河")
    page.chrome.find_element(By.CSS_SELECTOR, "#matches li").click()
    assert page.text("#panel h2") == "云溪星河科技有限公司"


def test_an_unconnected_entity_is_found_and_shown(page: Any) -> None:
    search(page, "林晓", Keys.ENTER)
    assert "报道中没有与其他实体的联系" in page.text("#panel")
    assert page.run("return FZ.visible(FZ.nodes[FZ.state.node])")


def test_clicking_a_node_shows_names_facts_quotes_article_and_neighbours(page: Any) -> None:
    click_at(page, page.run(NODE_AT, "东江区"))
    text = page.text("#panel")
    for part in (
        "行政区", "东江区", "又作：东江", "地区生产总值：增长6.5%", "东江区区长周明介绍，星河科技位于东江区。",
        "《东江区晒出成绩单》", "云溪日报", "2024-12-26", "区长", "在任，截至 2024-12-26", "区委副书记",
        "据行政区划等参考资料",
    ):  # fmt: skip
        assert part in text
    links = page.run("return [...document.querySelectorAll('#panel button.link')].map((one) => one.innerText)")
    assert set(links) == {"云溪市", "云溪星河科技有限公司", "周明"}
    assert (
        page.run("return [...document.querySelectorAll('#panel mark')].map((one) => one.innerText)").count("东江区") > 0
    )


def test_neighbours_are_links_and_the_address_remembers(page: Any) -> None:
    click_at(page, page.run(NODE_AT, "东江区"))
    page.chrome.find_element(By.XPATH, "//aside//button[contains(., '周明')]").click()
    assert page.text("#panel h2") == "周明"
    assert page.run("return decodeURIComponent(location.hash)") == "#周明"
    assert page.run("return document.activeElement.id") == "panel"
    page.chrome.back()
    assert page.text("#panel h2") == "东江区"


def test_address_opens_an_entity(open_page: Open) -> None:
    page = open_page(render(reading_network()), anchor="#%E5%91%A8%E6%98%8E")
    assert page.text("#panel h2") == "周明"


@pytest.mark.parametrize("anchor", ["#nobody", "#%E5%91", "#<b>"])
def test_wrong_address_shows_the_overview(open_page: Open, anchor: str) -> None:
    page = open_page(render(reading_network()), anchor=anchor)
    assert page.text("#panel h2") == "概览"
    assert page.log() == []


def test_clicking_an_edge_shows_every_relation(page: Any) -> None:
    click_at(page, page.run(EDGE_AT, "周明", "东江区"))
    text = page.text("#panel")
    assert "关系（3）" in text
    for part in ("区长 →", "区委副书记 →", "调研 →", "东江区区长周明介绍"):
        assert part in text


def test_clicking_the_ground_returns_to_the_overview(page: Any) -> None:
    click_at(page, page.run(NODE_AT, "东江区"))
    click_at(page, [400, 80])
    assert page.text("#panel h2") == "概览"


def test_legend_filters_by_mouse_and_keyboard(page: Any) -> None:
    before, _ = page.run(PIXELS)
    button = page.chrome.find_element(By.CSS_SELECTOR, "#legend [data-type=District]")
    button.click()
    assert page.text("#counts") == "显示 2 个实体 · 0 条联系"
    assert button.get_attribute("aria-pressed") == "false"
    assert page.run(PIXELS)[0] < before
    button.send_keys(Keys.SPACE)
    assert page.text("#counts") == "显示 4 个实体 · 3 条联系"
    page.chrome.find_element(By.ID, "all-types").send_keys(Keys.ENTER)
    assert page.text("#counts") == "显示 0 个实体 · 0 条联系"
    assert page.run(PIXELS)[0] == 0


def test_unconnected_entities_are_shown_on_demand(page: Any) -> None:
    page.chrome.find_element(By.ID, "isolated").click()
    assert page.text("#counts") == "显示 5 个实体 · 3 条联系"


def test_zoom_buttons(page: Any) -> None:
    scale = "return FZ.network.getScale()"
    first = page.run(scale)
    page.chrome.find_element(By.ID, "zoom-in").click()
    assert page.run(scale) > first
    page.chrome.find_element(By.ID, "zoom-out").click()
    page.chrome.find_element(By.ID, "zoom-out").click()
    assert page.run(scale) < first
    page.chrome.find_element(By.ID, "zoom-fit").click()
    assert page.run(scale) == pytest.approx(first)


def test_a_picture_around_one_entity_begins_with_it(open_page: Open) -> None:
    page = open_page(render(neighbourhood(reading_network(), ["urn:x:zhou"], 1)))
    assert page.text("#panel h2") == "周明"
    assert page.text("#counts") == "显示 2 个实体 · 1 条联系"


def test_homonyms_have_addresses_of_their_own(open_page: Open) -> None:
    nodes = [Node("urn:x:a", "Official", "王伟"), Node("urn:x:b", "Person", "王伟")]
    page = open_page(render(make_network(nodes, [])), anchor="#%E7%8E%8B%E4%BC%9F~1")
    assert "人物" in page.text("#panel")


def test_the_cut_to_the_largest_is_said(open_page: Open) -> None:
    page = open_page(render(random_network(300), most=50))
    assert page.text("#restricted") == "图谱中共有 300 个实体，这里只显示联系最多的 50 个。"


def test_whole_network_fits_and_names_stay_inside_on_a_phone(open_page: Open) -> None:
    page = open_page(render(reading_network()), size=(390, 844))
    assert page.run("return document.documentElement.scrollWidth") <= 390
    panel, picture = (
        page.run(f"return document.getElementById('{id_}').getBoundingClientRect().toJSON()")
        for id_ in ("panel", "picture")
    )
    assert panel["top"] >= picture["bottom"]
    for label in ("云溪市", "东江区", "周明"):
        x, y = page.run(NODE_AT, label)
        assert 0 < x < 390
        assert picture["top"] < y < picture["bottom"]


def test_payloads_never_run(open_page: Open) -> None:
    page = open_page(render(hostile_network()))
    page.run("FZ.nodes.forEach((node) => FZ.showNode(node.id, true))")
    page.run("FZ.edges.forEach((edge) => FZ.showEdge(edge.id))")
    page.run("""
        const box = document.getElementById('search');
        for (const node of FZ.nodes) {
          box.value = node.label;
          box.dispatchEvent(new Event('input'));
        }
    """)
    page.run("FZ.showOverview(); document.getElementById('search').dispatchEvent(new Event('blur'))")
    assert page.run("return window.HIT === undefined && top.HIT === undefined")
    assert page.run("return document.querySelectorAll('iframe, img, link[rel=stylesheet], animate, a').length") == 0
    assert page.run("return document.querySelectorAll('script').length") == len(SCRIPTS) + 2
    assert [url for url in page.requests() if not url.startswith(("file:", "data:"))] == []
    assert [line for line in page.log() if "SEVERE" in line or "Refused" in line or "Content Security" in line] == []


def test_payload_in_the_address_never_runs(open_page: Open) -> None:
    page = open_page(render(hostile_network()), anchor="#%3Cscript%3Ewindow.HIT%3D1%3C%2Fscript%3E")
    assert page.text("#panel h2") == "<script>window.HIT=1</script>"
    assert page.run("return window.HIT === undefined")


def test_policy_stops_what_is_not_the_pages_own(page: Any) -> None:
    page.run("const s = document.createElement('script'); s.textContent = 'window.HIT=1'; document.body.append(s)")
    image = '<img src="http://hit.invalid/a.png" onerror="window.HIT=1">'
    page.run("document.body.insertAdjacentHTML('beforeend', arguments[0])", image)
    assert page.run("return window.HIT === undefined")
    assert any("Content Security Policy" in line for line in page.log())
