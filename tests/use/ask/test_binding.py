"""Values bound to the questions' own queries: the lines that only make them fast change nothing of their answers."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from kg import resources
from kg.graph import terms
from kg.graph.answers import Solutions
from kg.graph.store import Graph
from kg.use import queries
from kg.use.ask import phrasings
from kg.use.ask.binding import without_open
from kg.use.queries import bind

LINE = re.compile(r"(?m)^ *#\? (\w+):.*\n")
NAMES = [Path(file).stem for file in resources.names("ask", ".rq")]
BASE = "https://w3id.org/fangzhi/id/"
#: Things of the collection that the values can be.
THINGS = [f"{BASE}{name}" for name in ("district/990100", "district/990102", "official/周明", "official/吴芳")]


def rows(graph: Graph, text: str) -> set[tuple[str, ...]]:
    """The rows of an answer, each once; nodes with evidence aside, for one may do as well as another."""
    found = graph.query(text)
    assert isinstance(found, Solutions)
    shown = [at for at, name in enumerate(found.variables) if not name.startswith("fact")]
    return {tuple(str(row[at]) for at in shown) for row in found}


@pytest.mark.parametrize("name", [name for name in NAMES if LINE.search(phrasings.query(name).text)])
def test_hints_change_no_answer(name: str, collection: Path) -> None:
    query = phrasings.query(name)
    (param,) = {match[1] for match in LINE.finditer(query.text)}
    plain = queries.parse(LINE.sub("", query.text), name)
    with Graph.open(collection) as graph:
        for thing in THINGS:
            value = {param: [terms.iri(thing)]}
            assert rows(graph, bind(query, value)) == rows(graph, bind(plain, value))


@pytest.mark.parametrize("name", NAMES)
def test_open_blocks_restrict_nothing(name: str, collection: Path) -> None:
    text = phrasings.query(name).text
    assert "UNDEF" not in without_open(text)
    with Graph.open(collection) as graph:
        assert rows(graph, text) == rows(graph, without_open(text))
