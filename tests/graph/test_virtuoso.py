"""Virtuoso, as Debian has it, says what the folder says; skipped where it is not installed.

It is a second real server beside Oxigraph's, of another make: it wants Digest, gives 10,000 rows at most, has graphs of
its own, counts a triple once for each named graph, and writes the JSON of the time of SPARQL 1.0.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from kg.cli.entry import run
from kg.errors import QueryError
from kg.graph.push import push
from kg.graph.remote import RemoteGraph
from kg.graph.store import Graph
from kg.graph.terms import Quad, decimal, integer, text, typed
from kg.graph.vocab import XSD
from kg.use import queries
from kg.use.run import answer
from tests.collection import write_collection
from tests.graph.stores import Server, virtuoso
from tests.graph.test_remote import COMMANDS, both
from tests.queries.test_queries import CASES, shown

pytestmark = pytest.mark.slow
#: Queries that Virtuoso 7.2.5 answers wrongly: it loses a filter inside OPTIONAL.
WRONG = ("district_growth",)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """One for all tests of this file; each puts its own graph there in place of what was."""
    with virtuoso(tmp_path_factory.mktemp("virtuoso")) as running:
        yield running


def test_every_command_says_what_the_folder_says(
    server: Server, seeds_graph: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    assert run(["push", server.store, "-q", "-g", str(seeds_graph)]) == 0
    assert run(["push", server.store, "-g", str(seeds_graph)]) == 0
    assert capfd.readouterr().out == "送出 0 个命名图，7 个没有变化，删去 0 个\n"
    for argv in COMMANDS:
        both(capfd, seeds_graph, server.query, *argv)


def test_what_is_cut_is_an_error(server: Server, seeds_graph: Path) -> None:
    with Graph.open(seeds_graph) as here:
        push(here, server.store)
    with RemoteGraph(server.query) as there:
        assert there.query("CONSTRUCT WHERE { ?s ?p ?o } LIMIT 9000")
        for cut in ("SELECT * WHERE { ?s ?p ?o }", "CONSTRUCT WHERE { ?s ?p ?o }"):
            with pytest.raises(QueryError, match="只给了前一部分结果"):
                there.query(cut)


def test_the_headed_queries_have_the_same_answers(server: Server, tmp_path: Path) -> None:
    with Graph.open(write_collection(tmp_path / "small.kg")) as here:
        push(here, server.store)
        with RemoteGraph(server.query) as there:
            for case in sorted(CASES.glob("*.txt")):
                query = queries.load(case.stem.partition("~")[0])
                head = [line[2:] for line in case.read_text(encoding="utf-8").splitlines() if line.startswith("# ")]
                params = dict(line.split("=", 1) for line in head)
                if query.name not in WRONG:
                    assert shown(answer(there, query, params)) == shown(answer(here, query, params)), case.stem


TERMS = (
    text(""), text('a\nb\t"c"\\ \r'), text(" 前后有空格 ", "zh"), text("𠮷😀\u200b\ufeff", "zh-Hans"), text("<b>&amp;"),
    text("长" * 200_000, "zh"), text("y" * 3_000_000), text("5"), text("2024-01-01"), text("true"),
    integer(0), integer(-3), integer(2**31 - 1), decimal("1000000000000"), decimal("-0.05"), decimal("6.1"),
    decimal("123456789012345678901234567890.123"), typed("true", XSD.boolean),
    typed("2024-12-25", XSD.date), typed("2024-12", XSD.gYearMonth), typed("2024", XSD.gYear),
)  # fmt: skip


def test_terms_come_back_as_they_were(server: Server) -> None:
    """Integers from 2³¹ on do not: Virtuoso makes decimals of them. Amounts are decimals in our graphs."""
    quads = [Quad(f"<urn:s:{n}>", "<urn:p>", term, "<urn:terms>") for n, term in enumerate(TERMS)]
    with Graph.memory(quads) as here:
        push(here, server.store)
        with RemoteGraph(server.query) as there:
            assert list(there.quads("urn:terms")) == list(here.quads("urn:terms"))


def test_a_wrong_password_is_said(server: Server, seeds_graph: Path, capfd: pytest.CaptureFixture[str]) -> None:
    for store in (server.store.replace(":dba@", ":abd@"), server.store.replace("dba:dba@", "")):
        assert run(["push", store, "-g", str(seeds_graph)]) == 2
        said = capfd.readouterr().err
        assert "没有权限(401)" in said
        assert "abd" not in said
