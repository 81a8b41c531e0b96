"""Answers as tables and CSV: nothing runs, nothing steers, numbers stay numbers."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest

from kg.errors import QueryError
from kg.graph.answers import Solutions, Term
from kg.graph.store import Graph
from kg.graph.vocab import XSD
from kg.use import queries
from kg.use.run import answer, answer_at
from kg.use.tables import Table, compact, csv_text, grouped, printable


@pytest.fixture(scope="module")
def graph(collection: Path) -> Iterator[Graph]:
    with Graph.open(collection) as opened:
        yield opened


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("\x1b[31m红\x1b[0m", "\ufffd[31m红\ufffd[0m"),
        ("一\n二\t三", "一 二 三"),
        ("\u202e颠倒", "\ufffd颠倒"),
        ("a\x00b\x9bc", "a\ufffdb\ufffdc"),
        ("𠮷野家", "𠮷野家"),
        ("[red]不是标记[/red]", "[red]不是标记[/red]"),
    ],
)
def test_printable(text: str, shown: str) -> None:
    assert printable(text) == shown


@pytest.mark.parametrize(
    ("number", "shown"),
    [("300000000", "300,000,000"), ("2024", "2024"), ("-12345.60", "-12,345.60"), ("6.5", "6.5"), ("1E5", "1E5")],
)
def test_grouped(number: str, shown: str) -> None:
    assert grouped(number) == shown


def test_compact() -> None:
    prefixes = {"a": "https://a/", "ab": "https://a/b/"}
    assert compact("https://a/b/%E5%8D%97", prefixes) == "ab:南"
    assert compact("https://a/", prefixes) == "https://a/"


def test_csv_cannot_run_in_a_spreadsheet() -> None:
    cells = ["=1+1", "+86", "-x", "@sum", "\tx", "正常", "=cmd|'/c calc'!A1", "\uff1d1", "\uff20a", "\n=1"]
    typed = [Term.typed("-6.5", XSD.decimal), Term.typed("=6", XSD.decimal), Term.typed("-1.5E-7", XSD.decimal)]
    rows = (*((Term.text(cell),) for cell in cells), *((term,) for term in typed), (Term("iri", "=1"),), (None,))
    read = list(csv.reader(io.StringIO(csv_text(Solutions(("x",), rows)), newline="")))
    assert read == [
        ["x"],
        ["'=1+1"],
        ["'+86"],
        ["'-x"],
        ["'@sum"],
        ["'\tx"],
        ["正常"],
        ["'=cmd|'/c calc'!A1"],
        ["'\uff1d1"],
        ["'\uff20a"],
        ["'\n=1"],
        ["-6.5"],
        ["'=6"],
        ["-1.5E-7"],
        ["'=1"],
        [""],
    ]


def test_rows_are_python_values(graph: Graph) -> None:
    table = answer(graph, queries.load("project_largest"))
    assert isinstance(table, Table)
    assert next(iter(table)) == {
        "project": "星河芯片项目", "investment": Decimal(300000000), "place": "东江区",
        "undertaker": "云溪星河科技有限公司",
    }  # fmt: skip
    assert table.column("investment") == [Decimal(300000000), Decimal(50000000)]
    assert [table.is_numeric(i) for i in range(4)] == [False, True, False, False]


def test_iris_read_as_labels(graph: Graph) -> None:
    query = queries.parse("SELECT ?c ?e WHERE { ?e a ?c ; skos:altLabel '东江'@zh } ORDER BY ?c", "-e")
    table = answer(graph, query)
    assert isinstance(table, Table)
    assert ["区划", "东江区"] in list(table.texts())


@pytest.mark.parametrize("format_", ["tsv", "json", "xml"])
def test_standard_formats_are_the_stores(collection: Path, format_: str) -> None:
    import pyoxigraph as ox

    written = answer_at(collection, queries.load("project_largest"), {}, format_, 20)
    assert isinstance(written, bytes)
    formats = {"tsv": ox.QueryResultsFormat.TSV, "json": ox.QueryResultsFormat.JSON, "xml": ox.QueryResultsFormat.XML}
    read = list(ox.parse_query_results(written, format=formats[format_]))
    assert [solution["project"].value for solution in read] == ["星河芯片项目", "东江绿廊项目"]


def test_formats_that_do_not_fit(collection: Path) -> None:
    with pytest.raises(QueryError, match="不能写成 csv"):
        answer_at(collection, queries.load("entity_graph"), {"name": "芯片产业"}, "csv", 20)
    with pytest.raises(QueryError, match="不能写成 turtle"):
        answer_at(collection, queries.load("project_largest"), {}, "turtle", 20)


@pytest.mark.parametrize("sparql", [
    "SELECT * { VALUES (?a ?b ?c) { (<urn:x> 'plain' '中文'@zh) (1.50 UNDEF '2024-01'^^xsd:gYearMonth) } }",
    "SELECT (BNODE() AS ?b) { }", "ASK { }", "SELECT ?none { }",
])  # fmt: skip
def test_a_table_by_way_of_a_worker_is_the_same(collection: Path, graph: Graph, sparql: str) -> None:
    query = queries.parse(sparql, "-e")
    found, own = answer_at(collection, query, {}, "table", 20), answer(graph, query)
    if isinstance(own, Table) and isinstance(found, Table):
        rows = [[term and (term.kind, "" if term.kind == "blank" else term) for term in row] for row in own.rows]
        assert [
            [term and (term.kind, "" if term.kind == "blank" else term) for term in row] for row in found.rows
        ] == rows
        assert found.variables == own.variables
    else:
        assert found is own
