"""The W3C's query, syntax and result format tests, by the code that answers guests, with a bound on rows."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib
from rdflib.query import Result

from kg.errors import QueryError
from kg.graph import results, sparql
from kg.graph.results import Wanted
from kg.graph.store import Graph
from tests.w3c import suite
from tests.w3c.conftest import KNOWN, judge, suites

ROOT = suites()
CASES = [case for folder in suite.QUERIES for case in suite.cases(ROOT, folder)] if ROOT else []
UPDATES = [case for folder in suite.UPDATES for case in suite.cases(ROOT, folder)] if ROOT else []
#: How many tests are known to fail. The number only falls.
MOST_KNOWN = 18
ROWS = 1000  # more than any of these answers has
MEDIA = {".ttl": ox.RdfFormat.TURTLE, ".rdf": ox.RdfFormat.RDF_XML, ".nt": ox.RdfFormat.N_TRIPLES}
FORMATS = {"json": "json", "xml": "xml", "tsv": "tsv"}


def of_kind(*kinds: str) -> pytest.MarkDecorator:
    chosen = [case for case in CASES if case.kind in kinds]
    return pytest.mark.parametrize("case", chosen, ids=[case.id for case in chosen])


def loaded(case: suite.Case) -> Graph:
    """The case's data: unlike a graph of ours, its default graph is not the union of the named ones."""
    graph = Graph.memory(())
    for path in case.data:
        graph.engine.load(path=str(path), format=MEDIA[path.suffix], base_iri=path.as_uri(), to_graph=ox.DefaultGraph())
    for name, path in case.graphs:
        graph.engine.load(
            path=str(path), format=MEDIA[path.suffix], base_iri=path.as_uri(), to_graph=ox.NamedNode(name)
        )
    return graph


def asked(case: suite.Case, text: str | None = None) -> str:
    assert case.query is not None
    return f"BASE <{case.query.as_uri()}>\n{case.query.read_text(encoding='utf-8') if text is None else text}"


def test_the_suites_are_read(root: Path) -> None:
    assert len(CASES) > 300
    assert len(UPDATES) > 150
    assert root == ROOT


def test_the_list_of_known_failures_only_shrinks() -> None:
    assert len(KNOWN) <= MOST_KNOWN
    assert all(KNOWN.values()), "each with its reason"


@of_kind("QueryEvaluationTest")
def test_evaluation(case: suite.Case) -> None:
    if case.folder == "service":
        with pytest.raises(QueryError, match="SERVICE"):
            results.answer(Graph.memory(()), asked(case), Wanted("json", "turtle", ROWS))
        return
    assert case.result is not None
    graph = loaded(case)
    try:
        whole = results.answer(graph, asked(case), Wanted("json", "turtle"))
        bounded = results.answer(graph, asked(case), Wanted("json", "turtle", ROWS))
        wanted = suite.expected(case.result)
        found = read(whole)
        passed, detail = suite.same(found, wanted), whole.data.decode()
    except QueryError as error:
        passed, detail = False, str(error)
    else:
        assert suite.same(read(bounded), found) or unstable(case), "the bound changes nothing"
    judge(case.id, passed, detail)


def unstable(case: suite.Case) -> bool:
    """Whether a query gives other terms every time."""
    return any(word in asked(case) for word in ("UUID(", "RAND(", "NOW(", "SAMPLE("))


def read(written: results.Written) -> Result | rdflib.Graph:
    if written.format == "turtle":
        return rdflib.Graph().parse(data=written.data, format="turtle")
    return Result.parse(io.BytesIO(written.data), format=FORMATS[written.format])


@of_kind("QueryEvaluationTest")
def test_every_format_says_the_same(case: suite.Case) -> None:
    if case.folder == "service" or unstable(case) or "BNODE" in asked(case):
        pytest.skip("no answer to compare")
    graph = loaded(case)
    try:
        written = [results.answer(graph, asked(case), Wanted(name, "ntriples")) for name in ("json", "xml", "tsv")]
    except QueryError:
        pytest.skip("no answer to compare")
    if written[0].format == "ntriples" or b'"boolean"' in written[0].data:
        return
    first, *others = map(read, written[:2])
    assert all(suite.same(first, other) for other in others)
    tsv = list(ox.parse_query_results(written[2].data, ox.QueryResultsFormat.TSV))
    assert len(tsv) == len(first.bindings)  # type: ignore[union-attr]


@of_kind("CSVResultFormatTest")
def test_csv(case: suite.Case) -> None:
    assert case.result is not None
    data = results.answer(loaded(case), asked(case), Wanted("csv", "", ROWS)).data.decode()
    judge(case.id, table(data) == table(case.result.read_text(encoding="utf-8")), data)


def table(text: str) -> list[list[tuple[str, str]]]:
    """The rows as pairs of column and cell, sorted: * leaves the order of columns open, and blank nodes their names."""
    rows = csv.DictReader(io.StringIO(text, newline=""))
    return sorted(sorted((column, _cell(cell)) for column, cell in row.items()) for row in rows)


def _cell(text: str) -> str:
    """A number in one form, a blank node without its name."""
    try:
        return repr(float(text))
    except ValueError:
        return "_:" if text.startswith("_:") else text


@of_kind("PositiveSyntaxTest", "PositiveSyntaxTest11")
def test_good_syntax(case: suite.Case) -> None:
    try:
        results.answer(Graph.memory(()), asked(case), Wanted("json", "turtle", ROWS))
        passed, detail = True, ""
    except QueryError as error:
        passed, detail = allowed(case, error), str(error)
    judge(case.id, passed, detail)


def allowed(case: suite.Case, error: QueryError) -> bool:
    """Well formed, and not answered all the same: other servers, graphs that are not here, functions nobody knows."""
    return isinstance(error, sparql.RefusedError) or "没有命名图" in str(error) or "不能执行" in str(error)


@of_kind("NegativeSyntaxTest", "NegativeSyntaxTest11")
def test_bad_syntax(case: suite.Case) -> None:
    try:
        results.answer(Graph.memory(()), asked(case), Wanted("json", "turtle", ROWS))
        passed = False
    except QueryError as error:
        passed = "不是合法的 SPARQL" in str(error)
    judge(case.id, passed)


@pytest.mark.parametrize("case", UPDATES, ids=[case.id for case in UPDATES])
def test_no_update_is_carried_out(case: suite.Case) -> None:
    """Every update of the suites, good or bad, is refused: for what it is, or at the latest when parsed."""
    assert case.query is not None
    graph = Graph.memory(())
    with pytest.raises(QueryError) as caught:
        results.answer(graph, case.query.read_text(encoding="utf-8"), Wanted("json", "turtle", ROWS))
    if case.kind == "UpdateEvaluationTest":
        assert isinstance(caught.value, sparql.RefusedError)
    assert len(graph.engine) == 0
