"""Reading headed queries, binding their parameters, and what is said when they are wrong."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import DataError, QueryError
from kg.graph import terms
from kg.graph.store import Graph
from kg.use import queries

HEADED = """#+ title: 甲
#+ question: 乙？
#+ params: place (name, required, 地方)
#+ params: since (date, default 2024, 起始日)
#+ columns: a 第一列, b 第二列
SELECT ?a ?b WHERE { VALUES ?place { UNDEF } VALUES ?since { UNDEF } BIND(?place AS ?a) BIND(?since AS ?b) }
"""


def test_header() -> None:
    query = queries.parse(HEADED, "x")
    assert (query.title, query.question) == ("甲", "乙？")
    assert [(p.name, p.type, p.required, p.default) for p in query.params] == [
        ("place", "name", True, ""),
        ("since", "date", False, "2024"),
    ]
    assert query.heading("a") == "第一列"
    assert query.heading("c") == "c"


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("#+ titel: 甲", "表头不认识"),
        ("#+ params: place name", "应写成"),
        ("#+ params: place (town, required, 地方)", "类型“town”不认识"),
        ("#+ params: other (name, required, 地方)", "没有 VALUES ?other"),
        ("#+ columns: a", "应写成：变量 标题"),
    ],
)
def test_a_wrong_header_says_what_is_wrong(line: str, said: str) -> None:
    with pytest.raises(DataError, match=said.replace("?", r"\?")):
        queries.parse(f"{line}\nSELECT * WHERE {{ VALUES ?place {{ UNDEF }} }}", "x")


def test_only_data_blocks_are_bound() -> None:
    """A block in a string, a comment or an IRI is text like any other."""
    text = """# VALUES ?x { UNDEF }
    SELECT ?x ?y WHERE { VALUES ?x { UNDEF } BIND("VALUES ?x { UNDEF }" AS ?y)
      FILTER(?y != '''VALUES ?x { UNDEF }''') }"""
    bound = queries.bind(queries.parse(text, "x"), {"x": (terms.text("甲"),)})
    assert bound.count("UNDEF") == 3
    assert 'VALUES ?x { "甲" }' in bound


def test_every_block_of_a_parameter_is_bound() -> None:
    text = "SELECT ?x WHERE { { VALUES ?x { UNDEF } } UNION { values $x {undef} } }"
    assert queries.bind(queries.parse(text, "x"), {"x": ("1",)}).upper().count("UNDEF") == 0


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_any_text_comes_back_as_it_was_given(value: str) -> None:
    query = queries.parse("SELECT ?x WHERE { VALUES ?x { UNDEF } }", "x")
    found = Graph.memory([]).query(queries.bind(query, {"x": (terms.text(value),)}))
    assert [[term.value for term in row] for row in found] == [[value]]


def test_no_block_no_parameter() -> None:
    with pytest.raises(QueryError, match="无处可填"):
        queries.bind(queries.parse("SELECT ?x WHERE { ?x ?p ?o }", "-e"), {"x": ("1",)})


def test_load_by_path(tmp_path: Path) -> None:
    file = tmp_path / "mine.rq"
    file.write_text(HEADED, encoding="utf-8")
    assert queries.load(str(file)).name == "mine"
    file.write_bytes(b"\xff\xfe SELECT")
    with pytest.raises(QueryError, match="读不了"):
        queries.load(str(file))
    with pytest.raises(QueryError, match="没有查询文件"):
        queries.load(str(tmp_path / "none.rq"))


def test_an_unknown_name_names_its_neighbours() -> None:
    with pytest.raises(QueryError, match="official_posts"):
        queries.load("offical_post")


def test_a_hint_is_a_comment_until_its_parameter_has_a_value() -> None:
    text = "SELECT ?s WHERE {\n  VALUES ?x { UNDEF }\n  #? x: ?s ?p ?x .\n  ?s a ?c\n}"
    query = queries.parse(text, "x")
    assert "#? x:" in queries.bind(query, {})
    assert "\n ?s ?p ?x .\n" in queries.bind(query, {"x": (terms.text("甲"),)})
