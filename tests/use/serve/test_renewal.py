"""A graph that is built anew under a running server: the server goes on with the new one."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from kg.graph.builder import GraphBuilder
from kg.graph.manifest import MANIFEST
from kg.graph.terms import Quad, iri
from kg.graph.vocab import FZ, RDF
from tests.serving import Server, serving
from tests.use.networks import case_quads

COUNT = "SELECT (COUNT(*) AS ?n) { SELECT DISTINCT ?s ?p ?o { GRAPH ?g { ?s ?p ?o } } }"
#: Some seconds of work, whose result tells which graph it was done on.
_HUNDRED, _THOUSAND = (" ".join(map(str, range(number))) for number in (100, 1000))
SLOW = f"""SELECT (COUNT(*) AS ?n) {{ VALUES ?x {{ {_HUNDRED} }} VALUES ?y {{ {_HUNDRED} }} VALUES ?z {{ {_THOUSAND} }}
    ?firm a fz:Company FILTER(STRLEN(CONCAT(STR(?x), STR(?y), STR(?z))) > 0) }}"""
QUADS = tuple(case_quads())


def build(folder: Path, quads: tuple[Quad, ...]) -> None:
    with GraphBuilder(folder, "test") as builder:
        builder.load(quads)
        builder.publish({})


def triples(quads: tuple[Quad, ...]) -> int:
    return len({(q.subject, q.predicate, q.object) for q in quads})


def number(server: Server, query: str = COUNT) -> int:
    return int(server.query(query).json()["results"]["bindings"][0]["n"]["value"])


def soon(test: Callable[[], bool], seconds: float = 20) -> bool:
    end = time.monotonic() + seconds
    while not (met := test()) and time.monotonic() < end:
        time.sleep(0.1)
    return met


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    build(tmp_path / "a.kg", QUADS)
    return tmp_path / "a.kg"


@pytest.fixture
def server(folder: Path) -> Iterator[Server]:
    with serving(folder, "--workers", "2") as started:
        yield started


def test_queries_pages_and_counts_are_of_the_new_graph(server: Server, folder: Path) -> None:
    assert number(server) == triples(QUADS)
    name = "东江区"
    assert name in server.get("/search?q=", "text/html").text
    before = server.get("/api/overview").json()["graph"]
    fewer = tuple(quad for quad in QUADS if name not in quad.object)
    build(folder, fewer)
    assert soon(lambda: number(server) == triples(fewer))
    assert name not in server.get("/search?q=", "text/html").text
    assert server.get("/api/overview").json()["graph"]["digest"] != before["digest"]


def test_who_asked_before_is_answered_from_the_old_one(server: Server, folder: Path) -> None:
    answers: list[int] = []
    asking = threading.Thread(target=lambda: answers.append(number(server, SLOW)))
    asking.start()
    time.sleep(0.2)
    build(folder, QUADS[:40])
    assert soon(lambda: number(server) == triples(QUADS[:40]))
    asking.join()
    firms = sum(quad.predicate == iri(RDF.type) and quad.object == iri(FZ.Company) for quad in QUADS)
    assert answers == [firms * 100 * 100 * 1000]


def test_the_old_graph_is_let_go(server: Server, folder: Path) -> None:
    build(folder, QUADS[:50])
    assert soon(lambda: number(server) == triples(QUADS[:50]))
    build(folder, QUADS[:30])  # removes what nobody holds
    assert soon(lambda: number(server) == triples(QUADS[:30]))
    build(folder, QUADS[:30])
    assert soon(lambda: build(folder, QUADS[:30]) or len(list(folder.glob("store-*"))) == 1)


def test_a_graph_that_cannot_be_opened_changes_nothing(server: Server, folder: Path) -> None:
    sound = (folder / MANIFEST).read_bytes()
    (folder / MANIFEST).write_bytes(b"{}")
    time.sleep(2.5)
    assert number(server) == triples(QUADS)
    (folder / MANIFEST).write_bytes(sound)
    build(folder, QUADS[:30])
    assert soon(lambda: number(server) == triples(QUADS[:30]))


def test_no_graph_for_a_while(server: Server, folder: Path) -> None:
    away = folder.rename(folder.with_name("away.kg"))
    time.sleep(1.5)
    assert number(server) == triples(QUADS)
    build(away, QUADS[:20])
    away.rename(folder)
    assert soon(lambda: number(server) == triples(QUADS[:20]))
