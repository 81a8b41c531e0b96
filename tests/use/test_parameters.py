"""Values of parameters as terms of a graph."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from kg.errors import QueryError
from kg.graph.store import Graph
from kg.use import queries
from kg.use.parameters import Param, Terms, is_iri, plain
from kg.use.run import answer


@pytest.fixture(scope="module")
def graph(collection: Path) -> Iterator[Graph]:
    with Graph.open(collection) as opened:
        yield opened


def param(type_: str, of: str = "") -> Param:
    return Param("p", type_, of, required=False, default="", meaning="")


@pytest.mark.parametrize("name", ["东江区", "东江", " 东江　区 ", "“东江”"])
def test_any_form_of_a_name_will_do(graph: Graph, name: str) -> None:
    (term,) = Terms(graph).of(param("name"), name)
    assert term in ('"东江区"@zh', '"东江"@zh')


def test_places_have_short_names_that_no_page_uses(seeds_graph: Path) -> None:
    with Graph.open(seeds_graph) as graph:
        assert '"湘潭市"@zh' in Terms(graph).of(param("name"), "湘潭")


def test_an_unknown_name_is_an_error_and_not_an_empty_answer(graph: Graph) -> None:
    with pytest.raises(QueryError, match="没有叫“西河”的；相近的名称有：西河区"):
        Terms(graph).of(param("name"), "西河")
    with pytest.raises(QueryError, match="kg stats"):
        Terms(graph).of(param("name"), "zzzzzz")


@pytest.mark.parametrize("value", ["竣工", "Completed", "fz:Completed", "completed"])
def test_terms_by_label_or_name(graph: Graph, value: str) -> None:
    (term,) = Terms(graph).of(param("term", "Stage"), value)
    assert term == "<https://w3id.org/fangzhi/ns#Completed>"


def test_a_wrong_term_lists_the_right_ones(graph: Graph) -> None:
    with pytest.raises(QueryError, match=r"“完工”不在可选的值里：.*竣工"):
        Terms(graph).of(param("term", "Stage"), "完工")


@pytest.mark.parametrize(
    ("type_", "value", "term"),
    [
        ("integer", "2025", '"2025"^^<http://www.w3.org/2001/XMLSchema#integer>'),
        ("decimal", "1e8", '"100000000"^^<http://www.w3.org/2001/XMLSchema#decimal>'),
        ("date", "2024-12", '"2024-12"^^<http://www.w3.org/2001/XMLSchema#gYearMonth>'),
        ("text", 'a"b', '"a\\"b"'),
    ],
)
def test_literals(graph: Graph, type_: str, value: str, term: str) -> None:
    assert Terms(graph).of(param(type_), value) == (term,)


@pytest.mark.parametrize(
    ("type_", "value"),
    [("integer", "二"), ("decimal", "1亿"), ("date", "2024-02-30"), ("date", "昨天")],
)
def test_bad_literals(graph: Graph, type_: str, value: str) -> None:
    with pytest.raises(QueryError, match=f"“{value}”不是"):
        Terms(graph).of(param(type_), value)


def test_missing_and_unknown_parameters(graph: Graph) -> None:
    query = queries.load("post_succession")
    with pytest.raises(QueryError, match=r"还缺参数 post（.*--param post=…"):
        answer(graph, query, {"district": "东江"})
    with pytest.raises(QueryError, match="没有参数“town”；可用的参数：district、post"):
        answer(graph, query, {"town": "东江"})
    with pytest.raises(QueryError, match="没有参数"):
        answer(graph, queries.load("project_largest"), {"n": "5"})


def test_parameters_of_an_ad_hoc_query(graph: Graph) -> None:
    """An undeclared parameter is the name it is in the graph, and plain text as well."""
    names = "SELECT ?e WHERE { VALUES ?n { UNDEF } ?e skos:altLabel ?n }"
    assert len(answer(graph, queries.parse(names, "-e"), {"n": "星河科技"})) == 1
    papers = "SELECT ?a WHERE { VALUES ?n { UNDEF } ?a fz:newspaper ?n }"
    assert len(answer(graph, queries.parse(papers, "-e"), {"n": "东江时报"})) == 1


def test_plain_and_iri() -> None:
    assert plain("“ＡＢＣ”　产业园") == "abc产业园"
    assert is_iri("https://w3id.org/fangzhi/id/official/周明")
    assert not is_iri("东江区")
    assert not is_iri('https://a/"> ?s ?p ?o')


def test_an_iri_is_one_thing_and_nothing_else(graph: Graph) -> None:
    place = "https://w3id.org/fangzhi/id/district/990102"
    assert Terms(graph).of(param("iri"), place) == (f"<{place}>",)
    for value in ("东江区", "<https://a/>", "https://a/> ?s ?p ?o . <https://b/"):
        with pytest.raises(QueryError, match="不是 IRI"):
            Terms(graph).of(param("iri"), value)
