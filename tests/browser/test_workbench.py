"""The workbench in a real browser that reaches this machine's server and nothing else: what users come for, by hand."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from selenium.webdriver import ActionChains, Chrome, Keys
from selenium.webdriver.common.by import By
from selenium.webdriver.support.ui import WebDriverWait

from kg.use.serve.html import bundle_is_built
from tests.browser.conftest import DESKTOP
from tests.collection import write_collection
from tests.serving import Server, serving

pytestmark = pytest.mark.browser

NARROW = (375, 740)
#: What the software renderer of a headless browser says of itself.
NOISE = ("GL Driver Message", "Automatic fallback to software WebGL")


@pytest.fixture(scope="module", autouse=True)
def built() -> None:
    if not bundle_is_built():
        message = "网页工作台没有生成（make web），跳过 · the workbench is not built, skipped"
        if os.environ.get("CI") == "true":
            pytest.fail(message)
        pytest.skip(message)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with serving(write_collection(tmp_path_factory.mktemp("graph") / "a.kg"), "--timeout", "20") as started:
        yield started


class Bench:
    """The browser at the server, with what its console said and what was asked for."""

    def __init__(self, chrome: Chrome, server: Server, downloads: Path) -> None:
        self.chrome, self.server, self.downloads = chrome, server, downloads
        self.requests: list[str] = []
        chrome.get("about:blank")
        chrome.get_log("browser")
        chrome.get_log("performance")
        chrome.execute_cdp_cmd("Network.enable", {})
        chrome.execute_cdp_cmd(
            "Network.emulateNetworkConditions",
            {"offline": False, "latency": 0, "downloadThroughput": -1, "uploadThroughput": -1},
        )
        chrome.execute_cdp_cmd("Browser.setDownloadBehavior", {"behavior": "allow", "downloadPath": str(downloads)})

    def open(self, path: str, size: tuple[int, int] = DESKTOP) -> None:
        self.chrome.execute_cdp_cmd(
            "Emulation.setDeviceMetricsOverride",
            {"width": size[0], "height": size[1], "deviceScaleFactor": 1, "mobile": size[0] < 600},
        )
        self.chrome.get("about:blank")
        self.chrome.get(self.server.address.rstrip("/") + path)

    def run(self, script: str, *arguments: Any) -> Any:
        return self.chrome.execute_script(script, *arguments)

    def wait(self, script: str, *arguments: Any) -> Any:
        """The first true answer of a script."""
        return WebDriverWait(self.chrome, 30).until(lambda chrome: chrome.execute_script(script, *arguments))

    def one(self, selector: str) -> Any:
        return WebDriverWait(self.chrome, 30).until(lambda c: c.find_element(By.CSS_SELECTOR, selector))

    def text(self, selector: str) -> str:
        return str(self.one(selector).text)

    def downloaded(self, name: str) -> bytes:
        path = self.downloads / name
        WebDriverWait(self.chrome, 30).until(lambda _: path.is_file() and path.stat().st_size)
        return path.read_bytes()

    def finish(self) -> None:
        """No error in the console, nothing asked of anybody but the server."""
        said = [entry["message"] for entry in self.chrome.get_log("browser")]
        assert [one for one in said if not any(noise in one for noise in NOISE)] == []
        for entry in self.chrome.get_log("performance"):
            message = json.loads(entry["message"])["message"]
            if message["method"] == "Network.requestWillBeSent":
                url = message["params"]["request"]["url"]
                assert url.startswith((self.server.address, "data:", "blob:", "about:")), url


@pytest.fixture(scope="module")
def seeds_server(seeds_graph: Path) -> Iterator[Server]:
    with serving(seeds_graph) as started:
        yield started


@pytest.fixture
def read(local_browser: Chrome, seeds_server: Server, tmp_path: Path) -> Iterator[Bench]:
    """At a server over pages that were read, whose quotes have their places."""
    page = Bench(local_browser, seeds_server, tmp_path)
    yield page
    page.finish()


@pytest.fixture
def bench(local_browser: Chrome, server: Server, tmp_path: Path) -> Iterator[Bench]:
    page = Bench(local_browser, server, tmp_path)
    yield page
    page.finish()


def test_find_an_official_and_read_the_sentence_that_proves_the_post(read: Bench) -> None:
    posts = (
        "SELECT ?name ?id WHERE { ?t a fz:Tenure ; fz:official ?id . ?id skos:prefLabel ?name } ORDER BY ?id LIMIT 1"
    )
    (official,) = read.server.query(posts).json()["results"]["bindings"]
    name = official["name"]["value"]
    read.open("/")
    box = read.one(".hero [data-suggest]")
    box.send_keys(name)
    read.wait("return document.querySelector('.suggestions li')")
    box.send_keys(Keys.ARROW_DOWN, Keys.ENTER)
    read.wait("return document.title.startsWith(arguments[0]) && document.querySelector('.timeline .dot')", name)
    words = read.text("#g1 a.words")
    read.one("#g1 a.words").click()
    read.one("#quote")
    marked = read.run("return [...document.querySelectorAll('mark')].map((one) => one.innerText).join('')")
    assert marked[:2] in words
    top = read.run("return document.getElementById('quote').getBoundingClientRect().top")
    assert 0 <= top < DESKTOP[1], "the words are on the screen"


def test_a_question_in_chinese_leads_to_its_query(bench: Bench) -> None:
    bench.open("/")
    box = bench.one("form[action='/ask'] input")
    box.send_keys("东江区有哪些项目", Keys.ENTER)
    assert "星河芯片项目" in bench.text(".answer")
    bench.one("a.button").click()
    bench.wait("return document.querySelectorAll('#results tbody tr').length > 0")
    assert "SELECT" in bench.run("return document.querySelector('.CodeMirror').CodeMirror.getValue()")


def test_list_a_districts_projects_with_stage_and_investment(bench: Bench) -> None:
    bench.open("/queries")
    bench.one("a[href='/queries?name=district_projects']").click()
    bench.one("[name=district]").send_keys("东江区")
    bench.one("#params button").click()
    bench.wait("return location.search.includes('district=') && document.querySelector('#results .view td')")
    text = bench.text("#results")
    for part in ("项目", "投资额（元）", "进展", "星河芯片项目", "300,000,000"):
        assert part in text


def test_compare_the_growth_of_two_districts(bench: Bench) -> None:
    bench.open("/indicators")
    bench.run("""
        const choose = (select, text) => {
            select.value = [...select.options].find((one) => one.text.startsWith(text)).value;
        };
        const [first, second] = document.querySelectorAll('[name=district]');
        choose(first, '东江区'); choose(second, '西河区');
        document.querySelector('.params button').click();""")
    bench.wait("return location.search.includes('990103') && document.querySelector('#chart canvas')")
    assert "地区生产总值 增长" in bench.run("return document.getElementById('set').selectedOptions[0].text")
    assert "东江区 实际" in bench.text(".figures thead")
    assert "6.5%" in bench.text(".figures")
    assert "mark=1." in bench.one(".figures a").get_attribute("href")


def _ask(bench: Bench, sparql: str) -> None:
    bench.run("""const editor = document.querySelector('.CodeMirror').CodeMirror;
        editor.setValue(arguments[0]); editor.focus();""", sparql)  # fmt: skip
    ActionChains(bench.chrome).key_down(Keys.CONTROL).send_keys(Keys.ENTER).key_up(Keys.CONTROL).perform()


def test_edit_an_example_and_download_csv(bench: Bench) -> None:
    bench.open("/queries?name=article_list")
    bench.wait("return document.querySelectorAll('#results .view tbody tr').length > 1")
    _ask(bench, "SELECT ?name WHERE { ?c a fz:Company ; skos:prefLabel ?name } LIMIT 2")
    bench.wait("return document.querySelector('#results th')?.innerText === 'name'")
    bench.one("[data-as=csv]").click()
    lines = bench.downloaded("result.csv").decode().splitlines()
    assert lines[0] == "name"
    assert "云溪星河科技有限公司" in lines
    address = bench.chrome.current_url
    bench.open("/")
    bench.chrome.get(address)
    bench.wait("return document.querySelector('#results th')?.innerText === 'name'")


def test_a_downloaded_csv_cannot_run_in_a_spreadsheet(bench: Bench) -> None:
    bench.open("/queries?name=article_list")
    bench.wait("return document.querySelectorAll('#results .view tbody tr').length > 1")
    cells = ["'=1+1'", "'-x'", r"'\uFF1Da,\"b\"'", "-6.5", "'=7'^^xsd:decimal", "<urn:a>", "UNDEF"]
    _ask(bench, f"SELECT ?risky {{ VALUES ?risky {{ {' '.join(cells)} }} }}")
    bench.wait("return document.querySelector('#results th')?.innerText === 'risky'")
    bench.one("[data-as=csv]").click()
    rows = bench.downloaded("result.csv").decode().split("\r\n")
    assert rows == ["risky", "'=1+1", "'-x", '"\'\uff1da,""b"""', "-6.5", "'=7", "urn:a", "", ""]


def test_the_editor_completes_our_words(bench: Bench) -> None:
    bench.open("/queries")
    bench.wait("return document.querySelector('.CodeMirror')")
    bench.run("""const editor = document.querySelector('.CodeMirror').CodeMirror;
        editor.setValue('SELECT * WHERE { ?x a '); editor.focus(); editor.setCursor(0, 99);""")
    ActionChains(bench.chrome).send_keys("fz:Com").perform()
    assert "企业" in bench.wait("return document.querySelector('.CodeMirror-hints')?.innerText")


def test_a_wrong_query_is_told_in_a_sentence(bench: Bench) -> None:
    bench.open(f"/queries#query={quote('SELECT nonsense')}")
    assert bench.text("#results [role=alert]")
    bench.chrome.get_log("browser")  # the browser itself reports the refused request


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_yasgui_asks_by_itself(bench: Bench, method: str) -> None:
    """The editor is YASGUI's; here its own client asks the endpoint, as a YASGUI elsewhere does."""
    bench.open("/queries")
    bench.wait("return document.querySelector('.CodeMirror')")
    script = """const [query, method, done] = arguments, editor = document.querySelector('.CodeMirror').CodeMirror;
        editor.setValue(query);
        editor.query({ endpoint: `${location.origin}/sparql`, method }).then(
            (reply) => done([reply.status, reply.headers.get("content-type"), reply.content]),
            (error) => done(String(error)));"""
    rows = "SELECT ?name WHERE { ?c a fz:Company ; skos:prefLabel ?name }"
    status, media, text = bench.chrome.execute_async_script(script, rows, method)
    assert (status, media) == (200, "application/sparql-results+json")
    assert json.loads(text)["results"]["bindings"][0]["name"]["value"] == "云溪星河科技有限公司"
    triples = "CONSTRUCT { ?c skos:prefLabel ?name } WHERE { ?c a fz:Company ; skos:prefLabel ?name }"
    status, media, text = bench.chrome.execute_async_script(script, triples, method)
    assert status == 200
    assert "云溪星河科技有限公司" in text


def test_a_cut_answer_says_so(local_browser: Chrome, tmp_path: Path) -> None:
    with serving(write_collection(tmp_path / "a.kg"), "--rows", "3") as short:
        page = Bench(local_browser, short, tmp_path)
        page.open(f"/queries#query={quote('SELECT * WHERE { ?s ?p ?o }')}")
        page.wait("return document.querySelectorAll('#results .view tbody tr').length === 3")
        assert "没有全部列出" in page.text("#results [role=status]")
        page.finish()


@pytest.mark.parametrize("view", ["chart", "network"])
def test_results_as_chart_and_network(bench: Bench, view: str) -> None:
    query = "SELECT ?project ?place ?sum WHERE { ?project a fz:Project ; fz:locatedIn ?place ; fz:investment ?sum }"
    bench.open(f"/queries#query={quote(query)}&view={view}")
    bench.wait("return document.querySelector('#results canvas')")


def test_expand_the_network_and_take_a_picture(bench: Bench) -> None:
    bench.open("/network")
    before = bench.wait("return globalThis.fangzhi?.web.iris.length")
    box = bench.one("#find input")
    box.send_keys("周明")
    bench.wait("return document.querySelector('#find .suggestions li')")
    box.send_keys(Keys.ENTER)
    bench.wait("return document.querySelector('#panel h2')?.innerText === '周明'")
    bench.run("[...document.querySelectorAll('#panel .acts button')].find((b) => b.innerText === '只看它周围').click()")
    bench.wait("return document.querySelector('#back').disabled === false")
    bench.run("document.querySelector('#png').click(); document.querySelector('#svg').click()")
    assert bench.downloaded("network.png").startswith(b"\x89PNG")
    picture = bench.downloaded("network.svg").decode()
    assert picture.count("<circle") == bench.run("return fangzhi.web.counts().entities")
    assert "周明" in picture
    assert before > 1


def test_hide_expand_undo_and_permalink(bench: Bench) -> None:
    bench.open("/network")
    count = bench.wait("return globalThis.fangzhi?.web.iris.length")
    bench.run("fangzhi.sigma.emit('clickNode', {node: fangzhi.web.iris[0]})")
    bench.wait("return document.querySelector('.groups button')")
    bench.run("[...document.querySelectorAll('#panel .acts button')].find((b) => b.innerText === '隐藏').click()")
    bench.wait("return fangzhi.web.iris.length === arguments[0]", count - 1)
    address = bench.chrome.current_url
    bench.one("#back").click()
    bench.wait("return fangzhi.web.iris.length === arguments[0]", count)
    bench.open("/")
    bench.chrome.get(address)
    bench.wait("return globalThis.fangzhi?.web.iris.length === arguments[0]", count - 1)


def test_a_path_between_two(bench: Bench) -> None:
    bench.open(f"/network#at={quote('https://w3id.org/fangzhi/id/official/周明')}")
    bench.wait("return document.querySelector('#panel h2')?.innerText === '周明'")
    bench.run("[...document.querySelectorAll('#panel .acts button')].find((b) => b.innerText.includes('路径')).click()")
    bench.wait("return document.querySelector('#panel .notice')")
    box = bench.one("#find input")
    box.send_keys("星河科技")
    bench.wait("return document.querySelector('#find .suggestions li')")
    box.send_keys(Keys.ENTER)
    bench.wait("return document.querySelectorAll('#panel ol li').length === 3")
    assert bench.text("#panel ol").split() == ["周明", "东江区", "云溪星河科技有限公司"]


def test_time_and_types_narrow_the_network(bench: Bench) -> None:
    bench.open("/network")
    bench.wait("return globalThis.fangzhi?.web.iris.length")
    before = bench.run("return fangzhi.web.counts()")
    bench.run("""const since = document.getElementById('since');
        since.value = since.max; since.dispatchEvent(new Event('input'));""")
    assert bench.run("return fangzhi.web.counts().ties") < before["ties"]
    bench.run(
        "document.getElementById('since').value = 0; document.getElementById('since').dispatchEvent(new Event('input'))"
    )
    assert bench.run("return fangzhi.web.counts()") == before
    bench.one("#legend button").click()
    assert bench.run("return fangzhi.web.counts().entities") < before["entities"]
    bench.run(
        "const c = document.getElementById('colour'); c.value = 'community'; c.dispatchEvent(new Event('change'))"
    )
    assert "colour=community" in bench.chrome.current_url


def article_path(server: Server) -> str:
    rows = server.query("SELECT ?a WHERE { ?a a fz:Article ; fz:headline ?h } ORDER BY ?a LIMIT 1").json()
    return str(rows["results"]["bindings"][0]["a"]["value"]).removeprefix("https://w3id.org/fangzhi")


def test_pointing_at_a_fact_lights_its_words(read: Bench) -> None:
    read.open(article_path(read.server))
    lit = read.wait("""
        const fact = document.querySelector('.said li[data-spans]');
        if (!fact || !CSS.highlights.get('stated')) return null;
        fact.dispatchEvent(new PointerEvent('pointerenter'));
        return [[...CSS.highlights.get('stated')].map(String).join(''), fact.querySelector('a.words').innerText];""")
    assert len(lit[0]) > 2
    assert lit[0][:2] in lit[1]


def test_the_legend_takes_the_marks_of_a_type_away(read: Bench) -> None:
    read.open(article_path(read.server))
    item = "document.querySelector('.legend li')"
    read.wait(f"return {item}?.querySelector('button')")
    count = int(read.run(f"return {item}.querySelector('small').innerText"))
    marked = f"""return [...document.querySelectorAll(`.body .named.t-${{{item}.dataset.type}}`)]
        .filter((one) => getComputedStyle(one).backgroundColor !== 'rgba(0, 0, 0, 0)').length"""
    assert read.run(marked) >= count > 0
    others = read.run("return document.querySelectorAll('.body .named:not(.off)').length")
    read.one(".legend button").send_keys(Keys.ENTER)
    assert read.run(marked) == 0
    assert read.run("return document.querySelectorAll('.body .named:not(.off)').length") < others
    read.one(".legend button").send_keys(Keys.ENTER)
    assert read.run("return document.querySelectorAll('.body .named.off').length") == 0


def test_an_article_on_a_phone(read: Bench) -> None:
    read.open(article_path(read.server), NARROW)
    assert read.run("return document.documentElement.scrollWidth") <= NARROW[0]
    assert read.run("return document.querySelectorAll('.legend li').length") > 1


@pytest.mark.parametrize(
    "path", ["/", "/search?q=a", "/ask?q=x", "/indicators", "/network", "/queries?name=article_list",
             "/id/official/周明", "/id/district/990102"],
)  # fmt: skip
def test_on_a_phone_nothing_is_wider_than_the_screen(bench: Bench, path: str) -> None:
    bench.open(path, NARROW)
    bench.wait("return document.readyState === 'complete'")
    assert bench.run("return document.documentElement.scrollWidth") <= NARROW[0]
    unnamed = bench.run("""return [...document.querySelectorAll('input:not([type=hidden]), select, textarea')]
        .filter((one) => one.offsetParent && !one.labels?.length && !one.getAttribute('aria-label')).length""")
    assert unnamed == 0, "every field says what it is for"
