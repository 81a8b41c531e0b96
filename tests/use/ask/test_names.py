"""The names of a graph: their forms, what is near an unknown one, and what tells namesakes apart."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from kg.graph.store import Graph
from kg.graph.terms import Quad, iri, text
from kg.graph.vocab import FZ, RDF, RDFS, SKOS
from kg.use.ask.asking import Asker
from kg.use.ask.names import Names, indicator_forms, names_of
from kg.use.ask.records import Name

BASE = "https://w3id.org/fangzhi/id/"
GRAPH = iri(f"{BASE}graph/x.txt")


@pytest.fixture(scope="module")
def names(collection: Path) -> Iterator[Names]:
    with Graph.open(collection) as graph:
        yield names_of(graph)


def found(names: Names, form: str) -> set[tuple[str, str]]:
    """Kind and label of all that a form, standing alone, can mean."""
    whole = [meant for start, end, meant in names.find(form) if (start, end) == (0, len(form))]
    return {(name.kind, name.label) for meant in whole for name in meant}


@pytest.mark.parametrize(
    ("form", "meant"),
    [
        ("东江区", ("District", "东江区")),
        ("东江", ("District", "东江区")),
        ("西河区", ("District", "西河区")),
        ("星河科技", ("Company", "云溪星河科技有限公司")),
        ("星河芯片", ("Project", "星河芯片项目")),
        ("gdp", ("Indicator", "地区生产总值")),
        ("区委书记", ("Post", "区委书记")),
        ("星河科技落户东江", ("Title", "星河科技落户东江")),
    ],
)
def test_forms(names: Names, form: str, meant: tuple[str, str]) -> None:
    assert found(names, form) == {meant}


def test_the_newest_report_is_known(names: Names) -> None:
    assert names.newest == "2026-01-15"


def test_near_names_are_of_the_kind(names: Names) -> None:
    assert names.near("东河区", ["District"]) == ("东江区", "西河区")
    assert names.near("芯片", ["Project", "Event"]) == ("东江芯片博览会", "星河芯片项目")
    assert names.near("东河区", ["Company"]) == ()


def test_forms_of_indicators() -> None:
    assert {"规上工业增加值", "规工"} <= set(indicator_forms("规模以上工业增加值"))
    assert set(indicator_forms("粮食总产量")) == set()


def test_numbers_and_single_characters_are_no_names() -> None:
    known = Names([(form, Name("Initiative", form)) for form in ("128", "一", "“七个一”")])
    assert [(start, end) for start, end, _ in known.find("128一七个一")] == [(4, 7)]


def official(home: str, post: str, body: str) -> Iterator[tuple[str, str, str]]:
    """The triples of one 刘伟 in a post, as one article tells it."""
    person, tenure = iri(f"{BASE}official/{home}/刘伟"), iri(f"{BASE}tenure/{home}")
    place = iri(f"{BASE}district/{body}")
    for node, label in ((person, "刘伟"), (place, body), (iri(f"{BASE}post/{post}"), post)):
        yield node, iri(SKOS.prefLabel), text(label, "zh")
        yield node, iri(RDFS.label), text(label, "zh")
    yield person, iri(RDF.type), iri(FZ.Official)
    yield person, iri(FZ.mentionedIn), iri(f"{BASE}article/{home}")
    yield tenure, iri(RDF.type), iri(FZ.Tenure)
    yield tenure, iri(FZ.official), person
    yield tenure, iri(FZ.post), iri(f"{BASE}post/{post}")
    yield tenure, iri(FZ.of), place
    yield tenure, iri(FZ.asOf), text("2024")
    yield tenure, iri(FZ.status), iri(FZ.InOffice)


def test_namesakes_are_shown_apart() -> None:
    triples = [*official("云溪市", "县长", "青川县"), *official("青山市", "镇长", "河口镇")]
    with Graph.memory(Quad(*triple, GRAPH) for triple in sorted(set(triples))) as graph:
        reply = Asker(graph).ask("刘伟现任什么职务?")
    assert reply.notes == ("“刘伟”在图谱里不止一个，下面都列出，分别对待。",)
    assert sorted(row[:3] for row in reply.table.texts()) == [
        ["刘伟（河口镇镇长）", "河口镇", "镇长"],
        ["刘伟（青川县县长）", "青川县", "县长"],
    ]
