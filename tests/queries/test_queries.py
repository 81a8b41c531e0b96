"""Every headed query: well formed, answered as its case files say, and deaf to hostile values.

A case file ``cases/<query>[~variant].txt`` begins with ``# name=value`` lines, the parameters, and goes on with the
answer over the small collection as a table. Run with ``FANGZHI_WRITE_CASES=1`` to write answers anew, and read them.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from kg.cli.console import plain_table
from kg.graph import terms
from kg.graph.answers import Triples
from kg.graph.store import Graph
from kg.use import queries
from kg.use.run import answer
from kg.use.tables import Table

CASES = Path(__file__).parent / "cases"
QUERIES = queries.catalogue()
#: Questions that the query set must answer, whatever else it holds.
ASKED = (
    "article_list", "author_articles", "company_products", "district_companies", "district_growth",
    "district_indicators", "district_officials", "district_projects", "entity_connections", "entity_evidence",
    "event_venues", "honour_years", "indicator_compare", "indicator_districts", "industry_companies",
    "observation_conflicts", "official_posts", "official_timeline", "post_succession", "project_largest",
    "project_milestones", "project_undertakers", "target_results",
)  # fmt: skip


@pytest.fixture(scope="module")
def graph(collection: Path) -> Iterator[Graph]:
    with Graph.open(collection) as opened:
        yield opened


def shown(found: Table | Triples | bool) -> str:
    """An answer as the case files have it: a table, or one triple a line."""
    if isinstance(found, Table):
        return plain_table(found.headings, found.texts(), [found.is_numeric(i) for i in range(len(found.headings))])
    assert isinstance(found, Triples)
    return "".join(" ".join(term.value for term in row) + "\n" for row in found)


def test_the_usual_questions_can_be_asked() -> None:
    assert set(ASKED) <= {query.name for query in QUERIES}


@pytest.mark.parametrize("query", QUERIES, ids=lambda q: q.name)
def test_header_is_complete(query: queries.Query) -> None:
    assert re.fullmatch(r"[a-z]+(_[a-z]+)+", query.name), "<subject>_<question>"
    assert query.title
    assert query.question.rstrip("）").endswith(("？", "个"))
    assert all(param.meaning for param in query.params)
    # without colour for the reader of the file: everything that the text restricts is a declared parameter
    assert set(re.findall(r"VALUES \?(\w+) \{ UNDEF \}", query.text)) == {param.name for param in query.params}


@pytest.mark.parametrize("query", QUERIES, ids=lambda q: q.name)
def test_columns_are_those_of_the_answer(query: queries.Query, graph: Graph) -> None:
    found = graph.query(query.text)  # as the file stands: no parameter bound
    if isinstance(found, Triples):
        assert query.columns == ()
    else:
        assert not isinstance(found, bool)
        assert tuple(name for name, _ in query.columns) == found.variables


@pytest.mark.parametrize("query", QUERIES, ids=lambda q: q.name)
def test_every_query_has_a_case(query: queries.Query) -> None:
    assert list(CASES.glob(f"{query.name}.txt")) or list(CASES.glob(f"{query.name}~*.txt"))


@pytest.mark.parametrize("case", sorted(CASES.glob("*.txt")), ids=lambda p: p.stem)
def test_answer(case: Path, graph: Graph) -> None:
    text = case.read_text(encoding="utf-8")
    head = [line[2:] for line in text.splitlines() if line.startswith("# ")]
    expected = "".join(line for line in text.splitlines(keepends=True) if not line.startswith("# "))
    params = dict(line.split("=", 1) for line in head)
    got = shown(answer(graph, queries.load(case.stem.partition("~")[0]), params))
    if os.environ.get("FANGZHI_WRITE_CASES"):
        case.write_text("".join(f"# {line}\n" for line in head) + got, encoding="utf-8")
    assert got == expected


HOSTILE = (
    '东江"@zh } ?s ?p ?o . { VALUES ?x { "',
    "东江\\",
    "东江' } #",
    "} UNION { ?s ?p ?o",
    "<https://w3id.org/fangzhi/ns#Started>",
    "东江\n}\nDROP ALL",
    "\u202e东江\x00\x1b[31m",
)


@pytest.mark.parametrize("value", HOSTILE)
def test_a_value_stays_a_value(value: str, graph: Graph) -> None:
    """A text parameter comes back as it was given, whatever it holds."""
    query = queries.parse("SELECT ?newspaper WHERE { VALUES ?newspaper { UNDEF } }", "echo")
    bound = queries.bind(query, {"newspaper": (terms.text(value),)})
    found = graph.query(bound)
    assert [[term.value for term in row] for row in found] == [[value]]
    listing = queries.load("article_list")
    assert len(answer(graph, listing, {"newspaper": value})) == 0
