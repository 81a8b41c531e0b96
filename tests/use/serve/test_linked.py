"""Things by their address, as RDF and as pages; pages whose every text is hostile."""

from __future__ import annotations

from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import quote, urlsplit

import httpx
import pytest
import rdflib
from rdflib import RDF, SKOS
from rdflib.namespace import PROV

from kg.graph.store import Graph
from kg.graph.vocab import FZ
from kg.use.serve import pages
from kg.use.serve.linked import iri_path
from kg.use.serve.pages import local, pieces
from tests.serving import Server, serving
from tests.use.serve import hostile

ID = "https://w3id.org/fangzhi/id/"
BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"


def test_an_entity_with_its_facts_and_evidence(server: Server) -> None:
    for media, name in (("text/turtle", "turtle"), ("application/ld+json", "json-ld"),
                        ("application/n-triples", "nt"), ("application/rdf+xml", "xml")):  # fmt: skip
        reply = server.get("/id/district/990102", media)
        assert reply.headers["content-type"].partition(";")[0] == media
        assert "Accept" in reply.headers["vary"].split(", ")
        graph = rdflib.Graph().parse(data=reply.content, format=name)
        here = rdflib.URIRef(f"{ID}district/990102")
        assert (here, SKOS.prefLabel, rdflib.Literal("东江区", "zh")) in graph
        observations = set(graph.subjects(rdflib.URIRef(FZ.about), here))
        assert rdflib.URIRef(f"{ID}o1") in observations
        for fact in observations:
            for evidence in graph.objects(fact, PROV.wasDerivedFrom):
                assert graph.value(evidence, rdflib.URIRef(FZ.quote)), "evidence comes with its words"
        assert graph.value(rdflib.URIRef(f"{ID}indicator/地区生产总值"), SKOS.prefLabel), (
            "and names of what is pointed to"
        )


def test_format_goes_before_accept(server: Server) -> None:
    assert server.get("/id/o1?format=ntriples", BROWSER).text.endswith(" .\n")
    assert server.get("/id/o1?format=html").text.startswith("<!DOCTYPE html>")
    assert server.get("/id/o1?format=pdf").status_code == 400
    assert server.get("/id/o1", "image/png").status_code == 406


def test_a_document_speaks_of_what_has_its_address_and_a_fragment(seeds_server: Server) -> None:
    named = seeds_server.query("SELECT DISTINCT ?a { ?a a fz:Article } ORDER BY ?a").json()["results"]["bindings"]
    articles = {row["a"]["value"] for row in named}
    document = min(articles).partition("#")[0]
    inside = {one for one in articles if one.startswith(f"{document}#")}
    path = document.replace(ID, "/id/")
    graph = rdflib.Graph().parse(data=seeds_server.get(path, "text/turtle").text, format="turtle")
    assert {str(one) for one in graph.subjects(RDF.type, rdflib.URIRef(FZ.Article))} == inside
    page = Tags(seeds_server.get(path, BROWSER).text)
    assert {one.partition("#")[2] for one in inside} <= set(page.ids)
    evidence = rdflib.Graph().parse(data=seeds_server.get(path.replace("article", "evidence"), "text/turtle").text)
    assert len(set(evidence.objects(None, rdflib.URIRef(FZ.quote)))) > 100


@pytest.mark.parametrize(
    "path", ["/id/", "/id/none", "/id/article/none.txt", "/id/district", "/id/a%20b", "/id/%E4%B8%9C"]
)
def test_what_is_not_there(server: Server, path: str) -> None:
    for accept in ("text/turtle", BROWSER):
        reply = server.get(path, accept)
        assert reply.status_code == 404
        assert "没有" in reply.text


@pytest.mark.parametrize(
    "entity",
    [
        "company/湖南华联瓷业股份有限公司", "official/株洲市/王强~女", "page/2025/03%2002.txt", "place/大汉·悦中心",
        "project/“一带一路”（二期）", "product/%7E5", "event/a=b&c;d@e!f$g*h,i+j(k):l", "honour/100%25", "park/%23甲",
    ],
)  # fmt: skip
def test_addresses_lead_back_to_the_iri(entity: str) -> None:
    """From a link of ours, as a browser sends it; from the IRI, as libraries map it to a URI; from one over-escaped."""
    whole = ID + entity
    link = local(whole, ID).removeprefix("/id/").partition("#")[0]
    assert link.isascii()
    assert iri_path(link.encode()) == entity
    mapped = httpx.URL(f"http://localhost/id/{entity}").raw_path.decode().removeprefix("/id/")
    assert iri_path(mapped.encode()) == entity
    over = "".join(c if c in "%~/" or (c.isalnum() and c.isascii()) else quote(c, safe="") for c in entity)
    assert iri_path(over.encode()) == entity


def test_links_of_pages() -> None:
    assert local('http://example.org/a b<">', ID) == "http://example.org/a%20b%3C%22%3E"
    for other in ("javascript:alert(1)", "data:text/html,x", "urn:x", "mailto:a@b", "JaVaScRiPt:1", "//evil", ""):
        assert local(other, ID) == ""


def test_pieces_of_a_fact() -> None:
    from kg.use.facts import End

    ends = (End("official", "urn:o", "王强"), End("of", "urn:d", "芦淞区"), End("post", "urn:p", "区委书记"),
            End("status", "urn:s", ""))  # fmt: skip
    assert pieces("王强：芦淞区区委书记（在任）", ends, "urn:d") == [
        ("王强", "urn:o"), ("：", ""), ("芦淞区", ""), ("区委书记", "urn:p"), ("（在任）", "")]  # fmt: skip
    twice = (End("a", "urn:long", "芦淞区商会"), End("b", "urn:short", "芦淞区"))
    assert pieces("芦淞区商会 位于 芦淞区", twice, "") == [
        ("芦淞区商会", "urn:long"),
        (" 位于 ", ""),
        ("芦淞区", "urn:short"),
    ]


def own(address: str | None) -> bool:
    """Whether an address is a path of this server's."""
    return address is not None and address.startswith("/") and not address.startswith("//")


class Tags(HTMLParser):
    """The tags of a page, with what would run or lead away."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.handlers: list[str] = []
        self.addresses: list[str] = []
        self.ids: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        given = dict(attrs)
        if tag == "script" and given.get("type") != "application/json" and not own(given.get("src")):
            self.handlers.append("foreign or inline script")
        for name, value in attrs:
            self.handlers += [name] if name.startswith("on") or name in ("style", "srcdoc") else []
            self.addresses += [value or ""] if name in ("href", "src", "action") else []
            self.ids += [value or ""] if name == "id" else []


def check(page: str) -> Tags:
    """No page has scripts but files of ours, handlers, inline styles or addresses but web addresses and paths here."""
    found = Tags(page)
    assert not {"iframe", "object", "embed", "img", "base", "style", "math", "animate"} & set(found.tags)
    assert found.handlers == []
    for address in found.addresses:
        assert address.startswith(("/", "#")) or urlsplit(address).scheme in ("http", "https"), address
    return found


@pytest.fixture(scope="module")
def hostile_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Server, list[str]]]:
    """A server over the hostile graph, and the IRIs of its things."""
    folder = tmp_path_factory.mktemp("hostile") / "a.kg"
    things = hostile.write(folder)
    with serving(folder) as started:
        yield started, things


def test_hostile_texts_stay_texts(hostile_server: tuple[Server, list[str]]) -> None:
    server, things = hostile_server
    for one in things:
        reply = server.get(local(one, ID).partition("#")[0], BROWSER)
        assert reply.status_code == 200, one
        check(reply.text)
    for said in hostile.TEXTS:
        reply = server.client.get("/search", params={"q": said, "type": ""}, headers={"Accept": BROWSER})
        assert reply.status_code == 200
        check(reply.text)
        name = quote(said, safe="")
        for path in (f"/id/{name}", f"/api/queries/{name}", f"/{name}", f"/assets/{name}", f"/search?type={name}"):
            reply = server.get(path, BROWSER)
            assert reply.status_code in (400, 404), path
            check(reply.text)


def test_pages_of_a_built_graph(seeds_server: Server) -> None:
    """Every link of the pages around an entity leads somewhere, to the very place where it names one."""
    seen: dict[str, Tags] = {}
    todo = ["/", "/id/district/430203"]
    while todo and len(seen) < 40:
        path = todo.pop(0)
        reply = seeds_server.get(path, BROWSER)
        assert reply.status_code in (200, 303), path
        html = reply.headers.get("content-type", "").startswith("text/html")
        seen[path] = check(reply.text) if html else Tags("")
        links = {address.partition("#")[0] for address in seen[path].addresses if address.startswith("/")}
        todo += sorted(links - set(seen) - set(todo))
    for path, page in seen.items():
        for address in page.addresses:
            target, _, fragment = address.partition("#")
            if fragment and target.startswith("/id/") and target in seen and seen[target].tags:
                ids = [quote(one, safe="/#()!$&'*+,;=:@~%-._") for one in seen[target].ids]
                assert fragment in ids, (path, address)


@pytest.mark.parametrize(
    ("path", "words"), [("post/区长", ["周明", "东江区"]), ("indicator/地区生产总值", ["东江区", "西河区", "6.5%"])]
)
def test_pages_of_posts_and_indicators_list_the_facts_that_use_them(
    server: Server, path: str, words: list[str]
) -> None:
    page = server.get(f"/id/{path}", "text/html").text
    assert [word for word in (*words, "<blockquote>") if word not in page] == []
    assert server.get(f"/id/{path}?first=-1", "text/html").status_code == 400


def test_many_facts_come_on_several_pages(collection: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pages, "USES", 2)
    iri = "https://w3id.org/fangzhi/id/indicator/地区生产总值"
    with Graph.open(collection) as graph:
        told = {"iri": iri, "group": "", "mark": "", "language": "zh", "here": "/"}
        first, second = (pages.document_page(graph, {**told, "first": start}) for start in (0, 2))
    assert first is not None
    assert second is not None
    assert 'rel="next" href="/id/indicator/%E5%9C%B0' in first.data.decode()
    assert "?first=2#facts" in first.data.decode()
    assert 'rel="prev"' not in first.data.decode()
    assert "?first=0#facts" in second.data.decode()
    assert first.data.decode().count('<p class="fact">') == 2
