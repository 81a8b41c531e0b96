"""Graphs in stores elsewhere: a real server of Oxigraph, our own, and servers that misbehave."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from pathlib import Path
from urllib.parse import parse_qs

import pytest

import kg
from kg.cli.entry import run
from kg.errors import GraphError, QueryError
from kg.graph import push as pushing
from kg.graph.answers import Solutions, Term, Triples
from kg.graph.http import Web
from kg.graph.push import push
from kg.graph.remote import RemoteGraph
from kg.graph.store import Graph
from tests.graph.stores import Server, oxigraph, virtuoso
from tests.graph.talking import Said, alike, talking
from tests.serving import serving

Capture = pytest.CaptureFixture[str]


def both(capfd: Capture, local: Path, address: str, *argv: str) -> None:
    """A command says the same of the graph here and there."""
    code = run([*argv, "-g", str(local)])
    here = capfd.readouterr()
    assert run([*argv, "-g", address]) == code
    there = capfd.readouterr()
    assert (there.out, there.err) == (here.out, here.err)
    assert here.out


COMMANDS = (
    ("query", "post_succession", "-p", "district=芦淞区", "-p", "post=区委书记"),
    ("query", "district_officials", "-p", "district=芦淞区", "-f", "csv"),
    ("query", "-e", "SELECT ?n WHERE { ?p a fz:Project ; skos:prefLabel ?n } ORDER BY ?p", "-f", "json"),
    ("query", "-e", "SELECT DISTINCT ?n ?e WHERE { ?e a fz:Evidence ; fz:start ?n } ORDER BY ?n ?e", "-f", "tsv"),
    ("query", "-e", "CONSTRUCT { ?p skos:prefLabel ?n } WHERE { ?p a fz:Park ; skos:prefLabel ?n }", "-f", "ntriples"),
    ("query", "-e", "ASK { ?p a fz:Project }"),
    ("ask", "谁是芦淞区区委书记?"),
    ("ask", "芦淞区2024年前三季度GDP增长多少?", "--sparql"),
    ("show", "芦淞区"),
    ("view", "--around", "芦淞区", "-o", "-"),
    ("stats",),
    ("export", "-f", "nquads"),
    ("export", "-f", "turtle"),
    ("export", "-f", "graphml"),
)  # fmt: skip


@pytest.mark.slow
def test_our_own_server_answers_as_the_folder_does(seeds_graph: Path, capfd: Capture) -> None:
    with serving(seeds_graph, "--rows", "0") as server:
        for argv in COMMANDS:
            both(capfd, seeds_graph, f"{server.address}sparql", *argv)
        with kg.open(f"{server.address}sparql") as there, kg.open(seeds_graph) as here:
            assert there.ask("谁是芦淞区区委书记?").text == here.ask("谁是芦淞区区委书记?").text
            with pytest.raises(GraphError, match="没有收录记录"):
                there.intake()
    capfd.readouterr()


def test_a_cut_answer_is_never_taken_for_the_whole(seeds_graph: Path) -> None:
    with serving(seeds_graph, "--rows", "10") as server, RemoteGraph(f"{server.address}sparql") as graph:
        assert graph.query("ASK { ?s ?p ?o }") is True
        with pytest.raises(QueryError, match="只给了前一部分结果"):
            graph.query("SELECT ?s WHERE { ?s ?p ?o }")
        with pytest.raises(QueryError, match="只给了"):
            graph.lines()
        with pytest.raises(QueryError, match="不接受这句查询"):
            graph.query("SELECT nonsense")


@pytest.mark.slow
def test_what_is_pushed_is_what_is_there(seeds_graph: Path, tmp_path: Path, capfd: Capture) -> None:
    with oxigraph(tmp_path, "--union-default-graph") as server:
        assert run(["push", server.store, "-g", str(seeds_graph)]) == 0
        assert capfd.readouterr().out == "送出 7 个命名图，0 个没有变化，删去 0 个\n"
        assert run(["push", server.store, "-g", str(seeds_graph)]) == 0
        assert capfd.readouterr().out == "送出 0 个命名图，7 个没有变化，删去 0 个\n"
        for argv in (*COMMANDS[:2], COMMANDS[6], COMMANDS[8], COMMANDS[11]):
            both(capfd, seeds_graph, server.query, *argv)


@pytest.mark.slow
def test_a_store_without_a_union_gets_one(seeds_graph: Path, tmp_path: Path, capfd: Capture) -> None:
    with oxigraph(tmp_path) as server:
        assert run(["push", server.store, "-q", "-g", str(seeds_graph)]) == 0
        assert run(["stats", "-g", server.query]) == 2
        assert "--union-default-graph" in capfd.readouterr().err
        assert run(["push", server.store, "--union", "-g", str(seeds_graph)]) == 0
        assert "送出 1 个命名图" in capfd.readouterr().out
        for argv in (COMMANDS[7], *COMMANDS[9:11], COMMANDS[13]):
            both(capfd, seeds_graph, server.query, *argv)


@pytest.mark.slow
@pytest.mark.parametrize("store", [lambda folder: oxigraph(folder, "--union-default-graph"), virtuoso],
                         ids=["oxigraph", "virtuoso"])  # fmt: skip
def test_a_push_sends_what_changed_and_goes_on_where_it_broke_off(
    store: Callable[[Path], AbstractContextManager[Server]], seeds: Path, tmp_path: Path,
    build_graph: Callable[..., Path], monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    pages = sorted(seeds.glob("*.txt"))
    old, new = build_graph(*pages[:3], name="old.kg"), build_graph(*pages[1:4], name="new.kg")
    monkeypatch.setattr(pushing, "BATCH", 2)
    other = {"graph": "urn:other"}
    with store(tmp_path) as server:
        web = Web(server.store)
        web.request("PUT", other, body=b"<urn:a> <urn:b> <urn:c> .", headers={"Content-Type": "application/n-triples"})
        with Graph.open(old) as graph:
            assert (len(push(graph, server.store).put), len(graph.graphs())) == (5, 5)

        def breaks(done: int, _all: int, _name: str) -> None:
            if done == 1:
                raise KeyboardInterrupt

        with Graph.open(new) as graph:
            with pytest.raises(KeyboardInterrupt):
                push(graph, server.store, on_progress=breaks)
            done = push(graph, server.store)
            assert len(done.put) <= 3, "the two graphs of reference data were there"
            assert len(done.removed) == 1
            assert set(done.put) | set(done.current) == set(graph.graphs())
            with RemoteGraph(server.query) as there:
                assert there.graphs() == graph.graphs()
                assert there.query("ASK { GRAPH <urn:other> { ?s ?p ?o } }") is True
                for name in graph.graphs():
                    assert list(there.quads(name)) == list(graph.quads(name))
            assert not push(graph, server.store).put
        web.close()


@pytest.mark.parametrize(
    ("status", "media", "body", "told"),
    [
        (200, "text/html", b"<h1>hello</h1>", "不是 SPARQL 端点"),
        (200, "application/sparql-results+json", b"{]", "不合 SPARQL 结果的格式"),
        (200, "application/sparql-results+json", b'{"head": {}, "boolean": true}', "没有答出各行"),
        (401, "text/plain", b"who are you", "没有权限(401)"),
        (404, "text/plain", b"", "没有这种服务(404)"),
        (301, "text/plain", b"", "已移到"),
        (503, "text/plain", "太忙\n".encode(), "出错(503):太忙"),
        (400, "text/plain", b"line 1", "不接受这句查询:line 1"),
        (500, "text/html", b"<head><title>500</title></head><h1>Error</h1>\n<p>a &lt; b", "出错(500):Error a < b"),
        (500, "image/png", b"\x89PNG", "出错(500):没有说明原因"),
    ],
)
def test_every_failure_is_one_sentence(status: int, media: str, body: bytes, told: str, capfd: Capture) -> None:
    with alike(status, media, body) as url:
        assert run(["query", "-e", "ASK {}", "-g", url]) == 2
    said = capfd.readouterr()
    assert told in said.err
    assert said.out == ""
    assert len(said.err.splitlines()) == 1


def test_a_slow_server_is_not_waited_for(capfd: Capture) -> None:
    with alike(200, "application/sparql-results+json", b"{}", 30) as url:
        assert run(["query", "-e", "ASK {}", "--timeout", "0.3", "-g", url]) == 2
    assert "超过 0.3 秒" in capfd.readouterr().err


def test_nobody_there_and_no_folder(capfd: Capture) -> None:
    assert run(["stats", "-g", "http://user:secret@127.0.0.1:9/sparql"]) == 2
    said = capfd.readouterr().err
    assert "连不上 http://127.0.0.1:9/sparql" in said
    assert "secret" not in said
    assert run(["report", "-g", "http://127.0.0.1:9/sparql"]) == 2
    assert "不能用于远程的图谱" in capfd.readouterr().err
    assert run(["stats", "-g", "http://"]) == 2
    assert run(["push", "ftp://x", "-g", "nothing.kg"]) == 2


def test_texts_are_those_of_the_folder(seeds_graph: Path) -> None:
    query = "SELECT ?e ?name ?none { ?e skos:prefLabel ?name } ORDER BY ?e ?name LIMIT 50"
    with (
        serving(seeds_graph) as server,
        RemoteGraph(f"{server.address}sparql") as there,
        Graph.open(seeds_graph) as here,
    ):
        assert list(there.texts(query)) == list(here.texts(query))


def test_the_base_is_read_from_the_pages() -> None:
    page = {"type": "uri", "value": "http://example.org/page/x/page/a/1.txt"}
    rows = {"head": {"vars": ["page", "source"]}, "results": {"bindings": [
        {"page": page, "source": {"type": "literal", "value": "a/1.txt"}}
    ]}}  # fmt: skip
    with alike(200, "application/sparql-results+json", json.dumps(rows).encode()) as url, RemoteGraph(url) as graph:
        assert graph.manifest.base == "http://example.org/page/x/"


ROWS = "application/sparql-results+json"


def rows(*found: Mapping[str, object]) -> bytes:
    """Rows in the SPARQL JSON format."""
    names = sorted({name for row in found for name in row})
    return json.dumps({"head": {"vars": names}, "results": {"bindings": found}}).encode()


def test_typed_literals_may_be_called_as_they_once_were() -> None:
    old = {"type": "typed-literal", "datatype": "http://www.w3.org/2001/XMLSchema#integer", "value": "5"}
    named = {"type": "literal", "value": '"type": "typed-literal"'}
    with (
        talking(lambda *_: Said(body=rows({"n": old, "said": named}))) as url,
        RemoteGraph(url) as graph,
    ):
        found = graph.query("SELECT ?n ?said {}")
        assert isinstance(found, Solutions)
        assert found.rows == ((Term.typed("5", old["datatype"]), Term.text('"type": "typed-literal"')),)
        assert b'"typed-literal"' not in graph.answer("SELECT ?n {}")[1].replace(b'\\"', b"")


@pytest.mark.parametrize("said", [
    Said(206, body=rows()), Said(body=rows(), headers={"X-SQL-State": "S1TAT"}),
    Said(body=rows(), headers={"X-SPARQL-MaxRows": "10000"}),
])  # fmt: skip
def test_what_says_that_it_is_a_part_is_none_whole(said: Said) -> None:
    whole = Said(body=rows())
    with talking(lambda *asked: said if b"nothing" in asked[3] else whole) as url, RemoteGraph(url) as graph:
        graph.query("SELECT ?s {}")
        with pytest.raises(QueryError, match="只给了前一部分结果"):
            graph.query("SELECT ?nothing {}")


def test_triples_cut_in_silence_are_found_out() -> None:
    """A server that gives 1,500 rows at most, says so of rows only, and is asked for triples."""
    most = 1_500

    def talk(_method: str, _path: str, _headers: Mapping[str, str], body: bytes) -> Said:
        query = parse_qs(body.decode())["query"][0]
        wanted = int(found[1]) if (found := re.search(r"LIMIT (\d+)", query)) else 0
        if "CONSTRUCT" in query:
            lines = "".join(f"<urn:s> <urn:p> <urn:o{n}> .\n" for n in range(min(wanted, most)))
            return Said(media="application/n-triples", body=lines.encode())
        return Said(body=rows(), headers={"X-SPARQL-MaxRows": str(most)} if wanted > most else {})

    with talking(talk) as url, RemoteGraph(url) as graph:
        for few in (0, 1_000, 1_400):
            found = graph.query(f"CONSTRUCT WHERE {{ ?s ?p ?o }} LIMIT {few}")
            assert isinstance(found, Triples)
            assert len(found) == few
        with pytest.raises(QueryError, match="只给了前一部分结果"):
            graph.query("CONSTRUCT WHERE { ?s ?p ?o } LIMIT 2000")


def test_a_password_is_given_as_the_server_asks_for_it() -> None:
    """Digest, of a server that says so only to one who brings no password; asked once, then known."""
    asked: list[str] = []

    def md5(*parts: str) -> str:
        return hashlib.md5(":".join(parts).encode()).hexdigest()

    def talk(method: str, path: str, headers: Mapping[str, str], _body: bytes) -> Said:
        given = headers.get("Authorization", "")
        asked.append(given.partition(" ")[0])
        if not given:
            return Said(401, headers={"WWW-Authenticate": 'Digest realm="r", nonce="n", qop="auth", algorithm=MD5'})
        parts = {name: one or two for name, one, two in re.findall(r'(\w+)=(?:"([^"]*)"|([^",]+))', given)}
        secret = md5(
            md5("dba", "r", "p@ss"), "n", parts.get("nc", ""), parts.get("cnonce", ""), "auth", md5(method, path)
        )
        return Said(body=rows()) if parts.get("response") == secret else Said(401)

    with talking(talk) as url, RemoteGraph(url.replace("//", "//dba:p%40ss@")) as graph:
        graph.query("SELECT ?s {}")
    assert asked[:3] == ["Basic", "", "Digest"]
    assert set(asked[3:]) == {"Digest"}
    with talking(talk) as url, pytest.raises(GraphError, match=r"没有权限\(401\)") as told:
        RemoteGraph(url.replace("//", "//dba:wrong@"))
    assert "wrong" not in str(told.value)


def test_a_password_goes_along_where_nobody_asks_for_it() -> None:
    """Servers that let everybody read may show more to some."""
    given: list[str | None] = []

    def talk(_method: str, _path: str, headers: Mapping[str, str], _body: bytes) -> Said:
        given.append(headers.get("Authorization"))
        return Said(body=rows())

    with talking(talk) as url, RemoteGraph(url.replace("//", "//u:p@")):
        assert set(given) == {"Basic dTpw"}


def test_a_digest_of_an_unknown_kind_is_said() -> None:
    asked = Said(401, headers={"WWW-Authenticate": 'Digest realm="r", nonce="n", algorithm=SHA-9'})
    with talking(lambda *_: asked) as url, pytest.raises(GraphError, match="unknown kind of Digest"):
        RemoteGraph(url.replace("//", "//u:p@"))
