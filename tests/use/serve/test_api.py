"""The JSON API as docs/guide.md describes it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from kg.graph.store import Graph
from kg.records import ENTITY_TYPES
from kg.use.stats import stats
from tests.serving import Server

ID = "https://w3id.org/fangzhi/id/"
EAST = f"{ID}district/990102"


def got(server: Server, path: str, **params: Any) -> Any:
    reply = server.client.get(f"/api/{path}", params=params)
    assert reply.status_code == 200, reply.text
    assert reply.headers["content-type"] == "application/json"
    return reply.json()


def test_index(server: Server) -> None:
    assert got(server, "")["version"] == 1


@pytest.mark.parametrize(
    ("q", "label", "match", "name"),
    [
        ("东江区", "东江区", "exact", "东江区"),
        ("东江", "东江区", "exact", "东江"),
        ("星河科", "云溪星河科技有限公司", "prefix", "星河科技"),
        ("有限", "云溪星河科技有限公司", "part", "云溪星河科技有限公司"),
        (" “东 江” ", "东江区", "exact", "东江"),
    ],
)
def test_search(server: Server, q: str, label: str, match: str, name: str) -> None:
    first = got(server, "search", q=q)["matches"][0]
    assert (first["label"], first["match"], first["name"]) == (label, match, name)
    assert first["type"] in ENTITY_TYPES


def test_search_is_ordered_filtered_and_bounded(server: Server) -> None:
    found = got(server, "search", q="东江")
    assert found["total"] == len(found["matches"])
    ways = [one["match"] for one in found["matches"]]
    assert ways == sorted(ways, key=("exact", "prefix", "part").index)
    only = got(server, "search", q="东江", type="项目")
    assert {one["type"] for one in only["matches"]} == {"Project"}
    assert only == got(server, "search", q="东江", type="Project")
    both = got(server, "search", q="东江", type=["Project", "District"])
    assert {one["type"] for one in both["matches"]} == {"Project", "District"}
    one = got(server, "search", q="东江", limit=1)
    assert (len(one["matches"]), one["total"]) == (1, found["total"])
    assert got(server, "search", q="没有这回事")["matches"] == []
    assert got(server, "search", type="Official")["total"] == 2, "without a name, all of a class"


def test_entity(server: Server) -> None:
    found = got(server, "entity", iri=EAST)
    assert (found["label"], found["type"], found["typeLabel"], found["alts"]) == (
        "东江区",
        "District",
        "行政区",
        ["东江"],
    )
    assert found["within"] == ["云溪市"]
    assert sum(found["counts"].values()) == len(found["facts"])
    fact = next(one for one in found["facts"] if one["iri"] == f"{ID}o1")
    assert (fact["group"], fact["text"]) == ("指标", "东江区 地区生产总值增长 6.5%（2024-01-01 至 2024-09-30）")
    assert {"role": "about", "iri": EAST, "label": "东江区"} in fact["ends"]
    quote = fact["quotes"][0]
    assert (quote["source"], quote["start"], quote["end"]) == ("a.txt", 35, 50)
    assert quote["article"] == f"{ID}article/a.txt#1"
    assert quote["confidence"] == 0.9
    assert [one["date"] for one in found["mentionedIn"]] == sorted(
        (o["date"] for o in found["mentionedIn"]), reverse=True
    )


def test_entity_by_group_and_limit(server: Server) -> None:
    whole = got(server, "entity", iri=EAST)
    only = got(server, "entity", iri=EAST, group="指标")
    assert {fact["group"] for fact in only["facts"]} == {"指标"}
    assert only["counts"] == whole["counts"]
    few = got(server, "entity", iri=EAST, limit=1)
    assert len(few["facts"]) == len(whole["counts"])


def test_articles_of_a_built_graph_have_their_names_in_place(seeds_server: Server, seeds: Path) -> None:
    """Every span of a body reads as the entity is called there, and evidence reads as in the source."""
    from kg.language.fold import fold

    listed = seeds_server.query("SELECT ?a { ?a a fz:Article } ORDER BY ?a").json()["results"]["bindings"]
    spans = quotes = 0
    for row in listed:
        article = got(seeds_server, "article", iri=row["a"]["value"])
        text = (seeds / article["source"]).read_text(encoding="utf-8")
        body = article["body"]
        for mention in article["mentions"]:
            for start, end in mention["spans"]:
                assert 0 <= start < end <= len(body)
                assert "\n" not in body[start:end].strip("\n")
                spans += 1
        for fact in article["facts"]:
            here = [quote for quote in fact["quotes"] if quote["article"] == article["iri"]]
            assert here
            for quote in here:
                assert text[quote["start"] : quote["end"]] == quote["text"]
            shown = {"".join(body[start:end].split()) for start, end in fact["spans"]}
            quoted = {"".join(fold(quote["text"]).split()) for quote in here}
            assert all(any(piece in whole for whole in quoted) for piece in shown)
            quotes += len(fact["spans"]) > 0
    assert spans > 700
    assert quotes > 400


def test_names_repeated_in_an_article_are_all_marked(seeds_server: Server) -> None:
    found = seeds_server.query("SELECT ?a { ?a a fz:Article ; fz:headline ?h FILTER(CONTAINS(?h, '芦淞实践')) }").json()
    article = got(seeds_server, "article", iri=found["results"]["bindings"][0]["a"]["value"])
    district = next(one for one in article["mentions"] if one["label"] == "芦淞区")
    assert len(district["spans"]) > 10
    assert {article["body"][start:end] for start, end in district["spans"]} == {"芦淞", "芦淞区"}


def test_overview(server: Server, collection: Path) -> None:
    found = got(server, "overview")
    with Graph.open(collection) as graph:
        expected = stats(graph)
        assert found["graph"] == {"base": ID, "digest": graph.manifest.digest, "quads": len(graph)}
    assert [(one["typeLabel"], one["count"]) for one in found["entities"]] == list(expected.entities)
    assert [(one["label"], one["count"]) for one in found["facts"]] == list(expected.facts)
    assert (found["sources"], found["articles"], found["since"]) == (3, 4, expected.since)


def test_queries(server: Server) -> None:
    found = {one["name"]: one for one in got(server, "queries")["queries"]}
    one = found["district_officials"]
    assert one["question"].endswith("？")
    assert one["params"][0] | {"meaning": ""} == {
        "name": "district", "type": "name", "of": "", "required": True, "default": "", "meaning": ""}  # fmt: skip
    assert one["columns"][0] == {"variable": "official", "heading": "姓名"}


def test_a_ready_question(server: Server) -> None:
    reply = server.client.get("/api/queries/post_succession", params={"district": "东江", "post": "区长"})
    assert reply.headers["content-type"] == "application/sparql-results+json"
    assert [row["official"]["value"] for row in reply.json()["results"]["bindings"]] == ["周明", "吴芳", "吴芳"]
    csv = server.get("/api/queries/post_succession?district=%E4%B8%9C%E6%B1%9F&post=%E5%8C%BA%E9%95%BF", "text/csv")
    assert csv.headers["content-type"] == "text/csv; charset=utf-8"
    turtle = server.get("/api/queries/entity_graph?name=%E4%B8%9C%E6%B1%9F", "text/turtle")
    assert turtle.headers["content-type"] == "text/turtle; charset=utf-8"
    assert "fangzhi-truncated" not in turtle.headers


def test_answers_to_ready_questions_are_cut_like_others(short_server: Server) -> None:
    reply = short_server.get("/api/queries/entity_graph?name=%E4%B8%9C%E6%B1%9F", "text/turtle")
    assert reply.headers["fangzhi-truncated"] == "rows=50"


@pytest.mark.parametrize(
    ("path", "status", "said"),
    [
        ("entity", 400, "缺少参数 iri"),
        ("entity?iri=urn:none", 404, "没有"),
        ("entity?iri=not%20an%20iri", 404, "没有"),
        (f"article?iri={EAST}", 404, "没有"),
        ("article?iri=a%3E%20%3Fx%20%3Fy.%23", 404, "没有"),
        ("neighbours?iri=urn:none", 404, "没有"),
        (f"neighbours?iri={EAST}&kind=loves", 400, "没有“loves”这种联系"),
        (f"neighbours?iri={EAST}&direction=up", 400, "没有“up”这种方向"),
        (f"neighbours?iri={EAST}&type=Planet", 400, "实体类型"),
        ("search?q=a&type=Planet", 400, "实体类型"),
        ("search?q=a&limit=many", 400, "limit"),
        ("search?q=a&limit=-1", 400, "limit"),
        ("queries/nothing", 404, "没有"),
        ("queries/post_succession?district=%E4%B8%9C%E6%B1%9F", 400, "还缺参数 post"),
        ("queries/post_succession?town=x", 400, "没有参数“town”"),
        ("queries/district_officials?district=%E8%A5%BF%E8%B4%A1", 400, "没有叫“西贡”的"),
        ("nothing", 404, "没有"),
    ],
)
def test_what_is_wrong(server: Server, path: str, status: int, said: str) -> None:
    reply = server.get(f"/api/{path}", "application/json")
    assert (reply.status_code, reply.headers["content-type"]) == (status, "application/problem+json")
    assert said in reply.json()["detail"]


def test_neighbours(server: Server) -> None:
    found = got(server, "neighbours", iri=EAST)
    assert found["label"] == "东江区"
    assert found["total"] == len({one["iri"] for one in found["neighbours"]})
    counted = {(g["kind"], g["direction"], g["type"]): g["count"] for g in found["groups"]}
    assert counted["locatedIn", "out", "District"] == 1
    assert counted["tenure", "in", "Official"] == 2
    assert sum(g["count"] for g in found["groups"] if g["kind"] == "tenure") == len(
        {tie["source"] for tie in found["ties"] if tie["kind"] == "tenure"}
    )
    articles = [one["articles"] for one in found["neighbours"]]
    assert articles == sorted(articles, reverse=True)
    for tie in found["ties"]:
        assert EAST in (tie["source"], tie["target"])
        assert {tie["source"], tie["target"]} - {EAST} <= {one["iri"] for one in found["neighbours"]}
    assert {"区长"} == {tie["label"] for tie in found["ties"] if tie["kind"] == "tenure"}


def test_neighbours_of_one_kind_and_no_more_than_asked_for(server: Server) -> None:
    whole = got(server, "neighbours", iri=EAST)
    posts = got(server, "neighbours", iri=EAST, kind="tenure")
    assert {one["type"] for one in posts["neighbours"]} == {"Official"}
    assert posts["groups"] == whole["groups"]
    assert got(server, "neighbours", iri=EAST, direction="out")["total"] < whole["total"]
    assert {one["type"] for one in got(server, "neighbours", iri=EAST, type="项目")["neighbours"]} == {"Project"}
    few = got(server, "neighbours", iri=EAST, limit=2)
    assert (len(few["neighbours"]), few["total"]) == (2, whole["total"])
    assert few["neighbours"] == whole["neighbours"][:2]
    for one in few["neighbours"]:
        assert one["neighbours"] == got(server, "neighbours", iri=one["iri"])["total"]
