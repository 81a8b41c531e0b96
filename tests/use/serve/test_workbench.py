"""The workbench over HTTP: pages in both languages, marked quotes, and the parts of the API that it needs."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest

from tests.serving import Server, serving

EAST = "https://w3id.org/fangzhi/id/district/990102"
ZHOU = "https://w3id.org/fangzhi/id/official/周明"
HTML = "text/html"


@pytest.fixture(scope="module")
def bench(collection: Path) -> Iterator[Server]:
    with serving(collection, "--timeout", "20") as started:
        yield started


@pytest.mark.parametrize("path", ["/", "/search", "/ask", "/indicators", "/network", "/queries", "/sparql"])
def test_pages_need_no_script_and_hold_none(bench: Server, path: str) -> None:
    answer = bench.get(path, HTML)
    assert answer.status_code == 200
    assert "unsafe" not in answer.headers["Content-Security-Policy"]
    assert " style=" not in answer.text
    assert "onclick" not in answer.text


def test_the_language_is_kept_and_leads_back(bench: Server) -> None:
    chosen = bench.client.get("/language", params={"to": "en", "back": "/ask?q=x"})
    assert (chosen.status_code, chosen.headers["Location"]) == (303, "/ask?q=x")
    english = bench.client.get("/", headers={"Accept": HTML, "Cookie": "language=en"})
    assert 'lang="en"' in english.text
    assert "Officials by place" in english.text
    assert "Cookie" in english.headers["Vary"]
    bench.client.cookies.clear()
    assert "各地官员" in bench.get("/", HTML).text


@pytest.mark.parametrize("back", ["https://example.org/", "//example.org/", "/\\example.org/", "x"])
def test_the_switch_leads_nowhere_else(bench: Server, back: str) -> None:
    answer = bench.client.get("/language", params={"to": "en", "back": back})
    bench.client.cookies.clear()
    assert answer.headers["Location"] == "/"


def test_a_question_is_answered_with_its_quotes_and_query(bench: Server) -> None:
    page = bench.get(f"/ask?q={quote('东江区现任区长是谁')}", HTML).text
    assert "吴芳" in page
    assert "?mark=1." in page
    assert "/queries#query=" in page
    reply = bench.get(f"/api/ask?q={quote('东江区现任区长是谁')}").json()
    assert reply["status"] == "answered"
    assert reply["sparql"]
    assert "/ask?q=" in bench.get(f"/ask?q={quote('今天天气怎么样')}", HTML).text, "what could be asked instead"


def test_a_ready_query_runs_with_its_parameters(bench: Server) -> None:
    page = bench.get(f"/queries?name=district_officials&district={quote('东江区')}", HTML).text
    assert "<td>周明</td>" in page
    assert "#+" not in page
    wrong = bench.get(f"/queries?name=district_officials&district={quote('没有这个区')}", HTML)
    assert wrong.status_code == 200
    assert "图谱里没有叫“没有这个区”的" in wrong.text
    assert bench.get("/queries?name=../../etc/passwd", HTML).status_code == 404


def test_figures_of_two_districts_stand_side_by_side(bench: Server) -> None:
    west = EAST.replace("990102", "990103")
    page = bench.get(f"/indicators?district={quote(EAST)}&district={quote(west)}", HTML).text
    assert "东江区 实际" in page
    assert "6.5%" in page
    assert bench.get("/indicators?district=urn:none&indicator=%3Cb%3E", HTML).status_code == 200
    assert bench.get(f"/api/indicators?iri={quote(EAST)}").json()["figures"]
    assert bench.get("/api/indicators?iri=nonsense").status_code == 400


def test_the_network_and_ways_through_it(bench: Server) -> None:
    found = bench.get("/api/network?limit=3").json()
    assert len(found["entities"]) == 3
    assert found["total"] > 3
    posted = bench.client.post("/api/network", content=json.dumps([EAST, ZHOU]))
    assert {one["iri"] for one in posted.json()["entities"]} == {EAST, ZHOU}
    assert posted.json()["ties"][0]["first"]
    way = bench.client.get("/api/path", params={"from": ZHOU, "to": EAST}).json()
    assert [one["iri"] for one in way["entities"]] == [ZHOU, EAST]
    assert bench.get("/api/path?from=urn:x&to=urn:y").json()["entities"] == []


@pytest.mark.parametrize("body", ["", "{}", "[1]", "nonsense", '"x"'])
def test_a_list_of_iris_is_asked_for(bench: Server, body: str) -> None:
    assert bench.client.post("/api/network", content=body).status_code == 400


def test_the_vocabulary_has_prefixes_and_terms(bench: Server) -> None:
    found = bench.get("/api/vocabulary").json()
    assert found["prefixes"]["fz"] == "https://w3id.org/fangzhi/ns#"
    assert any(one["zh"] == "企业" and one["kind"] == "class" for one in found["terms"])


@pytest.mark.parametrize("name", ["serve.css", "suggest.js", "article.js", "icon.svg"])
def test_assets_are_kept_until_they_change(bench: Server, name: str) -> None:
    first = bench.get(f"/assets/{name}")
    assert first.status_code == 200
    again = bench.get(f"/assets/{name}", If_None_Match=first.headers["ETag"])
    assert (again.status_code, again.content) == (304, b"")


@pytest.mark.parametrize(
    "path", ["/assets/base.html", "/assets/english.json", "/web/..%2fserve%2fbase.html", "/web/x.js", "/assets/no.css"]
)
def test_nothing_else_is_given_out(bench: Server, path: str) -> None:
    assert bench.get(path).status_code == 404


@pytest.fixture(scope="module")
def read(seeds_graph: Path) -> Iterator[Server]:
    """A server over pages that were read by us, so that quotes have their places in articles."""
    with serving(seeds_graph) as started:
        yield started


def test_every_quote_of_an_article_is_marked_where_it_stands(read: Server) -> None:
    articles = read.query("SELECT ?a WHERE { ?a a fz:Article ; fz:headline ?h } ORDER BY ?a LIMIT 2")
    checked = 0
    for row in articles.json()["results"]["bindings"]:
        article = read.client.get("/api/article", params={"iri": row["a"]["value"]}).json()
        path, _, position = row["a"]["value"].removeprefix("https://w3id.org/fangzhi").partition("#")
        for fact in article["facts"][:4]:
            one = next(q for q in fact["quotes"] if q["article"] == row["a"]["value"])
            page = read.get(f"{path}?mark={position}.{one['start']}-{one['end']}", HTML).text
            assert '<mark id="quote">' in page
            assert page.count('id="quote"') == 1
            checked += 1
    assert checked > 3


@pytest.mark.parametrize("mark", ["", "1", "1.9-3", "1.5", "x.1-2", "1.1-2; drop", "999.1-2", "1.0-999999999999"])
def test_a_wrong_mark_marks_nothing_or_what_is_there(read: Server, mark: str) -> None:
    answer = read.query("SELECT ?s WHERE { ?a a fz:Article ; fz:source ?s } ORDER BY ?s LIMIT 1").json()
    source = answer["results"]["bindings"][0]["s"]["value"]
    assert read.get(f"/id/article/{quote(source)}?mark={quote(mark)}", HTML).status_code == 200
