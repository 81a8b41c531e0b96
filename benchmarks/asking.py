"""The headed queries: by our Python API, `kg query` and HTTP, against the raw store and against rdflib's engine.

Graphs are made of corpus pages until they have so many triples, without the divisions that no page mentions. All ways
run the same bound text; values of parameters are the names that most articles of the graph mention.
"""

from __future__ import annotations

import math
import signal
import statistics
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

from benchmarks.corpus import pages
from benchmarks.serve import by_http
from benchmarks.side import Row, Setting, interleaved, kg, process, seconds
from kg import resources
from kg.facts.extract import extract
from kg.facts.resolve import resolve
from kg.graph.builder import GraphBuilder
from kg.graph.iris import Minter
from kg.graph.rdf import RdfGraph, to_graph
from kg.graph.state import Index, state
from kg.graph.store import Graph
from kg.records import Page
from kg.use import queries, run
from kg.use.ask.names import names_of
from tests.serving import serving

#: What each named parameter is bound to: the kind of name.
KINDS = {
    "district": "District", "left": "District", "right": "District", "post": "Post", "indicator": "Indicator",
    "name": "Official",
}  # fmt: skip
#: Seconds after which rdflib's engine is given up; it counts as having taken so long.
PATIENCE = 20
#: Seconds that the server gives a query; one that it cannot answer in them is not asked in the other ways, which
#: nothing could stop.
DEADLINE = 60
BYTES_A_TRIPLE = 5


def rows(setting: Setting) -> Iterator[Row]:
    """By size: medians over all headed queries, and the dearest of each way."""
    for size in setting.triples:
        path = graph_of(setting, size)
        with Graph.open(path) as graph, serving(path, "--rows", "0", "--timeout", str(DEADLINE)) as server:
            yield from _measured(setting, graph, path, server.address, size)


def graph_of(setting: Setting, size: int) -> Path:
    """A graph of about so many triples, built when it is not there."""
    path = setting.folder / f"triples-{size}.kg"
    if path.exists():
        return path
    mint = Minter()
    said = []
    number = 0
    for name, text in pages(setting.shared, size * BYTES_A_TRIPLE * 4):
        said.append(extract(Page(name, text, "", "utf-8")))
        if len(said) % 8 == 1:
            number = sum(len(one.claims) * 14 + len(one.entities) * 16 for one in said)  # about what is stated of them
        if number >= size:
            break
    resolution = resolve(said, mint.entity)
    index = Index.of(resolution)
    with GraphBuilder(path, "benchmark") as builder:
        builder.load(quad for one in said for quad in state(one, index, builder.mint))
        builder.load_turtle(resources.text("ontology.ttl"), builder.mint.reference("ontology"))
        builder.publish({})
    return path


def values(graph: Graph, query: queries.Query) -> dict[str, str]:
    """A value for each required parameter: of two of one kind the two most mentioned."""
    names = names_of(graph)
    taken: dict[str, int] = {}
    found = {}
    for param in query.params:
        if param.required:
            kind = KINDS[param.name]
            known = names.of_kind(kind)
            found[param.name] = known[min(taken.get(kind, 0), len(known) - 1)].label
            taken[kind] = taken.get(kind, 0) + 1
    return found


def _measured(setting: Setting, graph: Graph, path: Path, address: str, size: int) -> Iterator[Row]:
    shown = f"{len(graph):,} quads"
    times, missed = _times(graph, address, setting.rounds, setting.rounds if size < 100_000 else 1)
    case = f"answered in {DEADLINE} s, {shown}" + (f" (not {', '.join(missed)})" if missed else "")
    asked = len(times) + len(missed)
    yield Row("headed queries", case, len(times), asked, "all headed queries", "queries", "1")
    for way, goal in (("api", "<= 1.1"), ("http", "")):
        yield _median(times, way, "store", f"{way}, median of {len(times)} queries, {shown}", "raw store", goal)
        name = max(times, key=lambda one: times[one][way])
        dearest = times[name]
        yield Row("headed queries", f"{way}, dearest: {name}, {shown}", dearest[way], dearest["store"], "raw store")
    yield _median(times, "rdflib", "api", f"rdflib's engine, median of {len(times)} queries, {shown}", "api", ">= 20")
    query = queries.load("district_officials")
    given = values(graph, query)
    argv = [piece for name, value in given.items() for piece in ("-p", f"{name}={value}")]
    command = kg("query", query.name, *argv, "-g", str(path))
    both = {"cli": lambda: process(command), "api": lambda: run.answer(graph, query, given)}
    taken = interleaved(both, setting.rounds)
    yield Row("headed queries", f"kg query {query.name}, {shown}", taken["cli"], taken["api"], "api")


def _times(
    graph: Graph, address: str, rounds: int, rounds_rdflib: int
) -> tuple[dict[str, dict[str, float]], list[str]]:
    """The seconds of each way by query, and the queries that the server could not answer in time."""
    times: dict[str, dict[str, float]] = {}
    texts: dict[str, str] = {}
    missed = []
    for query in queries.catalogue():
        given = values(graph, query)
        text = run.bound(graph, query, given)
        media = "text/turtle" if "CONSTRUCT" in text else "application/sparql-results+json"
        ways: dict[str, Callable[[], object]] = {
            "http": lambda text=text, media=media: by_http(address, text, media),
            "store": lambda text=text: _all(graph, text),
            "api": lambda query=query, given=given: run.answer(graph, query, given),
        }
        try:
            for way in ways.values():
                way()  # all warm, the one that a deadline ends first
        except TimeoutError:
            missed.append(query.name)
            continue
        times[query.name] = interleaved(ways, rounds)
        texts[query.name] = text
    in_rdflib = to_graph(graph)  # last, for so many objects slow down whatever this process does
    for name, text in texts.items():
        taken = [_limited(in_rdflib, text, graph.prefixes) for _ in range(rounds_rdflib)]
        times[name]["rdflib"] = statistics.median(taken)
    return times, missed


def _median(times: dict[str, dict[str, float]], way: str, peer: str, case: str, peer_is: str, goal: str) -> Row:
    """The row of the query whose ratio is in the middle of those that both can answer."""
    known = [one for one in times.values() if not math.isnan(one[way])]
    ranked = sorted(known, key=lambda one: one[way] / one[peer])
    middle = ranked[len(ranked) // 2]
    case = f"{case} ({len(known)} answered)" if len(known) < len(times) else case
    return Row("headed queries", case, middle[way], middle[peer], peer_is, goal=goal)


def _all(graph: Graph, text: str) -> object:
    """All of an answer by the store's own API."""
    found = graph.engine.query(text, base_iri=graph.manifest.base, prefixes=graph.prefixes)
    return list(found) if hasattr(found, "__iter__") else bool(found)


def _limited(graph: RdfGraph, text: str, prefixes: dict[str, str]) -> float:
    """Seconds that rdflib takes, at most ``PATIENCE``; not a number for a query that its engine cannot answer."""
    taken = float(PATIENCE)
    with _alarm(PATIENCE):
        try:
            taken = seconds(lambda: list(graph.query(text, initNs=prefixes)))
        except Exception as error:
            if type(error).__module__.startswith("rdflib"):
                return math.nan
            raise
    return taken


@contextmanager
def _alarm(limit: int) -> Iterator[None]:
    """Within it, work ends after so many seconds."""

    class LateError(Exception):
        pass

    def ring(_number: int, _frame: FrameType | None) -> None:
        raise LateError

    before = signal.signal(signal.SIGALRM, ring)
    signal.alarm(limit)
    try:
        yield
    except LateError:
        return
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)
