"""``/sparql`` and ``/store`` as their standards say, over a real connection."""

from __future__ import annotations

import json
import xml.etree.ElementTree as ElementTree

import httpx
import pytest
import rdflib

from tests.serving import Server

FIRMS = "SELECT ?n WHERE { ?c a fz:Company ; skos:prefLabel ?n }"
ID = "https://w3id.org/fangzhi/id/"
NAMES = {"text/turtle": "turtle", "application/n-triples": "nt", "application/ld+json": "json-ld",
         "application/rdf+xml": "xml"}  # fmt: skip


@pytest.mark.parametrize("way", ["get", "form", "direct", "mixed"])
def test_the_ways_to_ask(server: Server, way: str) -> None:
    accept = {"Accept": "application/sparql-results+json"}
    graph = f"{ID}graph/a.txt"
    reply = {
        "get": lambda: server.client.get("/sparql", params={"query": FIRMS}, headers=accept),
        "form": lambda: server.client.post("/sparql", data={"query": FIRMS}, headers=accept),
        "direct": lambda: server.client.post(
            "/sparql", content=FIRMS.encode(), headers={**accept, "Content-Type": "application/sparql-query"}
        ),
        "mixed": lambda: server.client.post(
            f"/sparql?default-graph-uri={graph}", data={"query": FIRMS, "default-graph-uri": f"{ID}graph/b.txt"},
            headers=accept,
        ),
    }[way]()  # fmt: skip
    assert reply.status_code == 200
    assert [row["n"]["value"] for row in reply.json()["results"]["bindings"]] == ["云溪星河科技有限公司"]


@pytest.mark.parametrize(
    ("accept", "media"),
    [
        ("application/sparql-results+json", "application/sparql-results+json"),
        ("application/json", "application/json"),
        ("application/sparql-results+xml", "application/sparql-results+xml"),
        ("text/csv", "text/csv; charset=utf-8"),
        ("text/tab-separated-values", "text/tab-separated-values; charset=utf-8"),
        ("text/turtle;q=0.9, text/csv;q=0.2", "text/csv; charset=utf-8"),
    ],
)
def test_formats_of_rows(server: Server, accept: str, media: str) -> None:
    for query, holds in ((FIRMS, "云溪星河科技有限公司"), ("ASK { ?c a fz:Company }", "true")):
        reply = server.query(query, accept)
        assert reply.headers["content-type"] == media
        assert holds in reply.text
        assert "Accept" in reply.headers["vary"]
        assert reply.headers["content-length"] == str(len(reply.content))


@pytest.mark.parametrize("media", NAMES)
@pytest.mark.parametrize("query", [f"DESCRIBE <{ID}o1>", f"CONSTRUCT {{ <{ID}o1> ?p ?o }} WHERE {{ <{ID}o1> ?p ?o }}"])
def test_formats_of_triples(server: Server, media: str, query: str) -> None:
    reply = server.query(query, f"{media}, text/csv;q=0.1")
    assert reply.headers["content-type"].partition(";")[0] == media
    assert len(rdflib.Graph().parse(data=reply.content, format=NAMES[media])) == 11


@pytest.mark.parametrize(
    ("query", "accept"),
    [(FIRMS, "text/html"), (FIRMS, "text/turtle"), (f"DESCRIBE <{ID}o1>", "text/csv"), ("ASK {}", "image/png")],
)
def test_what_nobody_takes(server: Server, query: str, accept: str) -> None:
    assert server.query(query, accept).status_code == 406


@pytest.mark.parametrize(
    ("params", "status", "said"),
    [
        ({"query": "SELECT ?s WHERE"}, 400, "查询第 1 行"),
        ({"query": "SELECT * {" + "{" * 300 + "}" * 301}, 400, "套了 101 层"),
        ({"query": FIRMS, "default-graph-uri": "urn:none"}, 400, "没有命名图 urn:none"),
        ({"query": FIRMS, "named-graph-uri": "not an iri"}, 400, "不是合法的 IRI"),
        ({"query": "SELECT * FROM <http://nowhere.example/> {}"}, 400, "没有命名图"),
        ({"query": "SELECT * { SERVICE <http://a/> {} }"}, 403, "SERVICE"),
        ({"query": "DROP ALL"}, 403, "不接受更新"),
        ({"update": "DROP ALL"}, 403, "不接受更新"),
        ({"query": [FIRMS, FIRMS]}, 400, "恰有一个 query"),
    ],
)
def test_what_is_wrong_is_said_in_one_sentence(server: Server, params: dict[str, str], status: int, said: str) -> None:
    for accept in ("*/*", "application/json", "text/html, */*;q=0.1"):
        reply = server.client.get("/sparql", params=params, headers={"Accept": accept})
        assert reply.status_code == status
        assert said in reply.text
        assert "Traceback" not in reply.text

        if accept == "application/json":
            assert reply.headers["content-type"] == "application/problem+json"
            assert reply.json()["status"] == status
        if accept == "*/*":
            assert reply.text.count("\n") == 1


@pytest.mark.parametrize(
    ("body", "media", "status"),
    [
        (b"ASK {}", "text/plain", 415),
        (b"ASK {}", "", 415),
        (b"query=ASK%20%7B%7D", "application/json", 415),
        (b"DROP ALL", "application/sparql-update", 403),
        (b"update=DROP%20ALL", "application/x-www-form-urlencoded", 403),
        (b"query=DROP%20ALL", "application/x-www-form-urlencoded", 403),
        (b"", "application/x-www-form-urlencoded", 400),
        (b"", "application/sparql-query", 400),
        ("ASK { ?s ?p 'é' }".encode("latin-1"), "application/sparql-query", 400),
        (b"query=ASK%20%7B%20%3Fs%20%3Fp%20%27%E9%27%20%7D", "application/x-www-form-urlencoded", 400),
        (b"#" * 300_000, "application/sparql-query", 400),
        (b"#" * (5 << 20), "application/sparql-query", 413),
        (b"&".join(b"a=%d" % i for i in range(2000)), "application/x-www-form-urlencoded", 400),
    ],
)
def test_what_is_posted(server: Server, body: bytes, media: str, status: int) -> None:
    reply = server.client.post("/sparql", content=body, headers={"Content-Type": media} if media else {})
    assert reply.status_code == status
    assert reply.text.count("\n") == 1


def test_a_body_of_unknown_length_is_counted(server: Server) -> None:
    reply = server.client.post(
        "/sparql", content=(b"#" * (1 << 20) for _ in range(6)), headers={"Content-Type": "application/sparql-query"}
    )
    assert reply.status_code == 413


@pytest.mark.parametrize("path", ["/sparql", "/store", "/id/o1", "/api/search", "/"])
@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH"])
def test_nothing_is_written(server: Server, path: str, method: str) -> None:
    reply = server.client.request(method, path, content=b"x")
    assert reply.status_code == 405
    assert "GET" in reply.headers["allow"]


@pytest.mark.parametrize(
    "path", ["/sparql?query=ASK%20%7B%7D", "/sparql", "/store?default", "/id/o1", "/api/overview", "/"]
)
def test_head_and_options(server: Server, path: str) -> None:
    get, head = server.get(path), server.client.head(path)
    assert head.status_code == get.status_code == 200
    assert head.content == b""
    assert head.headers["content-length"] == str(len(get.content))
    assert head.headers["content-type"] == get.headers["content-type"]
    options = server.client.options(path)
    assert options.status_code == 204
    assert {"GET", "HEAD"} <= {name.strip() for name in options.headers["allow"].split(",")}


def test_queries_see_the_union(server: Server) -> None:
    union = server.query("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }").json()
    named = server.query("SELECT (COUNT(*) AS ?n) { SELECT DISTINCT ?s ?p ?o { GRAPH ?g { ?s ?p ?o } } }").json()
    assert union["results"] == named["results"]


def test_a_request_names_its_dataset(server: Server) -> None:
    graphs = "SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } } ORDER BY ?g"
    chosen = [f"{ID}graph/a.txt", f"{ID}graph/b.txt"]
    for way in (
        server.client.get("/sparql", params={"query": graphs, "named-graph-uri": chosen}),
        server.client.post("/sparql", data={"query": graphs, "named-graph-uri": chosen}),
    ):
        assert [row["g"]["value"] for row in way.json()["results"]["bindings"]] == chosen
    outside = {"query": "ASK { ?s ?p ?o }", "named-graph-uri": chosen}
    assert server.client.get("/sparql", params=outside).json()["boolean"] is False, "the default graph is empty then"
    both = {"query": FIRMS, "default-graph-uri": chosen[0], "named-graph-uri": chosen[1]}
    assert server.client.get("/sparql", params=both).json()["results"]["bindings"]


def test_the_cut_shows(short_server: Server) -> None:
    server = short_server
    link = f"{server.address}sparql#truncated"
    everything = "SELECT ?s ?p ?o { ?s ?p ?o }"
    reply = server.query(everything)
    assert reply.headers["fangzhi-truncated"] == "rows=50"
    assert len(reply.json()["results"]["bindings"]) == 50
    assert reply.json()["head"]["link"] == [link]
    xml = ElementTree.fromstring(server.query(everything, "application/sparql-results+xml").content)
    assert xml.find(".//{*}link").attrib == {"href": link}  # type: ignore[union-attr]
    assert server.query(everything, "text/csv").text.count("\r\n") == 51
    turtle = server.query("CONSTRUCT WHERE { ?s ?p ?o }", "text/turtle")
    assert turtle.headers["fangzhi-truncated"] == "rows=50"
    assert len(rdflib.Graph().parse(data=turtle.text, format="turtle")) == 50
    whole = server.query(f"{everything} LIMIT 50")
    assert "fangzhi-truncated" not in whole.headers
    assert "link" not in whole.json()["head"]
    about = rdflib.Graph().parse(data=server.get("/sparql", "text/turtle").text, format="turtle")
    assert list(about.objects(rdflib.URIRef(link), rdflib.RDFS.label)), "the link leads to an explanation"


def test_service_description(server: Server) -> None:
    sd = rdflib.Namespace("http://www.w3.org/ns/sparql-service-description#")
    for media, name in NAMES.items():
        about = rdflib.Graph().parse(data=server.get("/sparql", media).content, format=name)
        (service,) = about.subjects(rdflib.RDF.type, sd.Service)
        assert about.value(service, sd.endpoint) == rdflib.URIRef(f"{server.address}sparql")
        assert (service, sd.feature, sd.UnionDefaultGraph) in about
        (dataset,) = about.objects(service, sd.defaultDataset)
        graphs = {str(about.value(node, sd.name)) for node in about.objects(dataset, sd.namedGraph)}
        assert f"{ID}graph/a.txt" in graphs


def test_the_union_of_the_store(server: Server) -> None:
    for media, name in NAMES.items():
        union = rdflib.Graph().parse(data=server.get("/store?default", media).content, format=name)
        counted = server.query("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }").json()
        assert len(union) == int(counted["results"]["bindings"][0]["n"]["value"])


def test_one_graph_of_the_store(server: Server) -> None:
    name = f"{ID}graph/a.txt"
    graph = rdflib.Graph().parse(
        data=server.client.get("/store", params={"graph": name}, headers={"Accept": "text/turtle"}).text,
        format="turtle",
    )
    counted = server.query(f"SELECT (COUNT(*) AS ?n) {{ GRAPH <{name}> {{ ?s ?p ?o }} }}").json()
    assert len(graph) == int(counted["results"]["bindings"][0]["n"]["value"])


@pytest.mark.parametrize(
    ("query", "status"),
    [("", 400), ("?default&graph=urn:a", 400), ("?graph=", 400), ("?graph=relative", 400), ("?graph=urn:none", 404),
     ("?graph=urn:a b", 400)],
)  # fmt: skip
def test_what_the_store_does_not_have(server: Server, query: str, status: int) -> None:
    assert server.get(f"/store{query}").status_code == status
    assert server.get("/store?default", "image/png").status_code == 406


def test_pipelined_and_parallel_requests_get_their_own_answers(server: Server) -> None:
    with httpx.Client(base_url=server.address, trust_env=False) as client:
        for number in range(30):
            reply = client.get("/sparql", params={"query": f"SELECT ({number} AS ?x) {{}}"})
            assert json.loads(reply.content)["results"]["bindings"][0]["x"]["value"] == str(number)
