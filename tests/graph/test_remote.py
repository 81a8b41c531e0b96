"""Graphs in stores elsewhere: a real server of Oxigraph, our own, and servers that misbehave."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import httpx
import pytest

import kg
from kg.cli.entry import run
from kg.errors import GraphError, QueryError
from kg.graph import push as pushing
from kg.graph.push import push
from kg.graph.remote import RemoteGraph
from kg.graph.store import Graph
from tests.graph.stores import oxigraph
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
    ("query", "-e", "SELECT ?n WHERE { ?p a fz:Project ; skos:prefLabel ?n } ORDER BY ?n", "-f", "json"),
    ("query", "-e", "SELECT ?n WHERE { ?p a fz:Project ; skos:prefLabel ?n } ORDER BY ?n", "-f", "tsv"),
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
    with serving(seeds_graph, "--rows", "50") as server, RemoteGraph(f"{server.address}sparql") as graph:
        assert graph.query("ASK { ?s ?p ?o }") is True
        with pytest.raises(QueryError, match="只给了前一部分结果"):
            graph.query("SELECT ?s WHERE { ?s ?p ?o }")
        with pytest.raises(QueryError, match="只给了"):
            graph.lines()
        with pytest.raises(QueryError, match="不接受这句查询"):
            graph.query("SELECT nonsense")


@pytest.mark.slow
def test_what_is_pushed_is_what_is_there(seeds_graph: Path, tmp_path: Path, capfd: Capture) -> None:
    with oxigraph(tmp_path, "--union-default-graph") as address:
        assert run(["push", f"{address}/store", "-g", str(seeds_graph)]) == 0
        assert capfd.readouterr().out == "送出 7 个命名图，0 个没有变化，删去 0 个\n"
        assert run(["push", f"{address}/store", "-g", str(seeds_graph)]) == 0
        assert capfd.readouterr().out == "送出 0 个命名图，7 个没有变化，删去 0 个\n"
        for argv in (*COMMANDS[:2], COMMANDS[6], COMMANDS[8], COMMANDS[11]):
            both(capfd, seeds_graph, f"{address}/query", *argv)


@pytest.mark.slow
def test_a_store_without_a_union_gets_one(seeds_graph: Path, tmp_path: Path, capfd: Capture) -> None:
    with oxigraph(tmp_path) as address:
        assert run(["push", f"{address}/store", "-q", "-g", str(seeds_graph)]) == 0
        assert run(["stats", "-g", f"{address}/query"]) == 2
        assert "--union-default-graph" in capfd.readouterr().err
        assert run(["push", f"{address}/store", "--union", "-g", str(seeds_graph)]) == 0
        assert "送出 1 个命名图" in capfd.readouterr().out
        for argv in (COMMANDS[7], *COMMANDS[9:11], COMMANDS[13]):
            both(capfd, seeds_graph, f"{address}/query", *argv)


@pytest.mark.slow
def test_a_push_sends_what_changed_and_goes_on_where_it_broke_off(
    seeds: Path, tmp_path: Path, build_graph: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    pages = sorted(seeds.glob("*.txt"))
    old, new = build_graph(*pages[:3], name="old.kg"), build_graph(*pages[1:4], name="new.kg")
    monkeypatch.setattr(pushing, "BATCH", 2)
    with oxigraph(tmp_path, "--union-default-graph") as address:
        httpx.put(f"{address}/store?graph=urn:other", content="<urn:a> <urn:b> <urn:c> .",
                  headers={"Content-Type": "application/n-triples"}, trust_env=False)  # fmt: skip
        with Graph.open(old) as graph:
            assert (len(push(graph, f"{address}/store").put), len(graph.graphs())) == (5, 5)

        def breaks(done: int, _all: int, _name: str) -> None:
            if done == 1:
                raise KeyboardInterrupt

        with Graph.open(new) as graph:
            with pytest.raises(KeyboardInterrupt):
                push(graph, f"{address}/store", on_progress=breaks)
            done = push(graph, f"{address}/store")
            assert len(done.put) <= 3, "the two graphs of reference data were there"
            assert len(done.removed) == 1
            assert set(done.put) | set(done.current) == set(graph.graphs())
            with RemoteGraph(f"{address}/query") as there:
                assert set(there.graphs()) == {*graph.graphs(), "urn:other"}
                for name in graph.graphs():
                    assert list(there.quads(name)) == list(graph.quads(name))
            assert not push(graph, f"{address}/store").put


@contextmanager
def server(status: int, media: str, body: bytes, seconds: float = 0.0) -> Iterator[str]:
    """A server that answers everything alike, after so many seconds."""
    late = threading.Event()

    class Alike(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.rfile.read(int(self.headers.get("Content-Length", 0)))
            late.wait(seconds)
            self.send_response(status)
            self.send_header("Content-Type", media)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        do_GET = do_PUT = do_POST  # noqa: N815 - names of the standard library

        def log_message(self, *_: object) -> None:
            return

    made = ThreadingHTTPServer(("127.0.0.1", 0), Alike)
    thread = threading.Thread(target=made.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{made.server_port}/sparql"
    finally:
        late.set()
        made.shutdown()
        made.server_close()


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
    ],
)
def test_every_failure_is_one_sentence(status: int, media: str, body: bytes, told: str, capfd: Capture) -> None:
    with server(status, media, body) as url:
        assert run(["query", "-e", "ASK {}", "-g", url]) == 2
    said = capfd.readouterr()
    assert told in said.err
    assert said.out == ""
    assert len(said.err.splitlines()) == 1


def test_a_slow_server_is_not_waited_for(capfd: Capture) -> None:
    with server(200, "application/sparql-results+json", b"{}", 30) as url:
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
    with server(200, "application/sparql-results+json", json.dumps(rows).encode()) as url, RemoteGraph(url) as graph:
        assert graph.manifest.base == "http://example.org/page/x/"
