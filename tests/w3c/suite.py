"""The W3C's suites for SPARQL 1.1 and RDF 1.1 as they lie in the shared folder: manifests read, answers compared."""

from __future__ import annotations

import io
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from urllib.parse import unquote

import rdflib
from rdflib import RDF, BNode, Literal, URIRef
from rdflib.collection import Collection
from rdflib.compare import isomorphic
from rdflib.query import Result
from rdflib.term import Identifier

MF = rdflib.Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#")
QT = rdflib.Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-query#")
RS = rdflib.Namespace("http://www.w3.org/2001/sw/DataAccess/tests/result-set#")
HT = rdflib.Namespace("http://www.w3.org/2011/http#")
CNT = rdflib.Namespace("http://www.w3.org/2011/content#")
UT = rdflib.Namespace("http://www.w3.org/2009/sparql/tests/test-update#")

#: The folders of queries and of their results. Not among them: entailment, which asks for inference.
QUERIES = (
    "aggregates", "bind", "bindings", "cast", "construct", "csv-tsv-res", "exists", "functions", "grouping", "json-res",
    "negation", "project-expression", "property-path", "subquery", "syntax-fed", "syntax-query", "service",
)  # fmt: skip
UPDATES = (
    "add", "basic-update", "clear", "copy", "delete", "delete-data", "delete-insert", "delete-where", "drop", "move",
    "syntax-update-1", "syntax-update-2", "update-silent",
)  # fmt: skip


@dataclass(frozen=True)
class Request:
    """One request of a protocol test, and what is expected of its answer."""

    method: str
    path: str
    headers: tuple[tuple[str, str], ...]
    body: bytes
    statuses: tuple[str, ...]  # StatusCode2xx, OK, …
    boolean: bool | None
    format: str  # boolean, tabular, RDF or ""


@dataclass(frozen=True)
class Case:
    """One test: its kind (``QueryEvaluationTest`` …), files by role, requests."""

    folder: str
    name: str
    kind: str
    query: Path | None = None
    data: tuple[Path, ...] = ()
    graphs: tuple[tuple[str, Path], ...] = ()
    result: Path | None = None
    requests: tuple[Request, ...] = field(default=())

    @property
    def id(self) -> str:
        """Folder and name, as the list of known failures has it."""
        return f"{self.folder}/{self.name}"


def cases(root: Path, folder: str, manifest: str = "manifest.ttl") -> Iterator[Case]:
    """The tests of one folder, in the manifest's order."""
    base = root / folder
    graph = rdflib.Graph().parse(base / manifest, format="turtle", publicID=(base / manifest).as_uri())
    for test in Collection(graph, next(graph.objects(None, MF.entries))):
        yield _case(graph, folder, test)


def _case(graph: rdflib.Graph, folder: str, test: Identifier) -> Case:
    kind = str(graph.value(test, RDF.type)).rpartition("#")[2]
    action = graph.value(test, MF.action)
    result = graph.value(test, MF.result)
    name = str(test).rpartition("#")[2].rpartition("/")[2]
    if isinstance(action, URIRef):
        return Case(folder, name, kind, _path(action), result=_path(result) if isinstance(result, URIRef) else None)
    if action is None:
        return Case(folder, name, kind)
    query = graph.value(action, QT.query) or graph.value(action, UT.request)
    named = [(str(node), _path(node)) for node in graph.objects(action, QT.graphData) if isinstance(node, URIRef)]
    requests = graph.value(action, HT.requests)
    return Case(
        folder, name, kind,
        _path(query) if query else None,
        tuple(sorted(_path(node) for node in graph.objects(action, QT.data))),
        tuple(sorted(named)),
        _path(result) if isinstance(result, URIRef) else None,
        tuple(_request(graph, node) for node in Collection(graph, requests)) if requests else (),
    )  # fmt: skip


def _request(graph: rdflib.Graph, node: Identifier) -> Request:
    headers = graph.value(node, HT.headers)
    answer = graph.value(node, HT.resp)
    body = graph.value(node, HT.body)
    encoding = str(graph.value(body, CNT.characterEncoding) or "UTF-8") if body else "UTF-8"
    boolean = graph.value(answer, MF.expectedBoolean)
    return Request(
        str(graph.value(node, HT.methodName)),
        str(graph.value(node, HT.absolutePath)),
        tuple(
            (str(graph.value(one, HT.fieldName)), str(graph.value(one, HT.fieldValue)))
            for one in (Collection(graph, headers) if headers else ())
        ),
        str(graph.value(body, CNT.chars) or "").encode(encoding) if body else b"",
        tuple(sorted(str(one).rpartition("#")[2] for one in graph.objects(answer, MF.expectedStatus))),
        None if boolean is None else bool(boolean.toPython()),
        str(graph.value(answer, MF.expectedFormat) or ""),
    )


def _path(node: Identifier | None) -> Path:
    return Path(unquote(str(node).removeprefix("file://")))


def expected(path: Path) -> Result | rdflib.Graph:
    """What a result file says: rows, a truth value, or triples."""
    if path.suffix in (".srx", ".srj", ".tsv"):
        names = {".srx": "xml", ".srj": "json", ".tsv": "tsv"}
        return Result.parse(io.BytesIO(path.read_bytes()), format=names[path.suffix])
    graph = rdflib.Graph().parse(path)
    (table,) = [*graph.subjects(RDF.type, RS.ResultSet)] or [None]
    return graph if table is None else _result_set(graph, table)


def _result_set(graph: rdflib.Graph, table: Identifier) -> Result:
    boolean = graph.value(table, RS.boolean)
    if boolean is not None:
        truth = Result("ASK")
        truth.askAnswer = bool(boolean.toPython())
        return truth
    rows = Result("SELECT")
    rows.vars = [rdflib.Variable(str(name)) for name in graph.objects(table, RS.resultVariable)]
    rows.bindings = [
        {
            rdflib.Variable(str(graph.value(binding, RS.variable))): graph.value(binding, RS.value)
            for binding in graph.objects(solution, RS.binding)
        }
        for solution in graph.objects(table, RS.solution)
    ]
    return rows


def same(found: Result | rdflib.Graph, wanted: Result | rdflib.Graph) -> bool:
    """Whether two answers say the same, whatever they call their blank nodes and in whatever order."""
    if isinstance(found, rdflib.Graph) or isinstance(wanted, rdflib.Graph):
        return (
            isinstance(found, rdflib.Graph)
            and isinstance(wanted, rdflib.Graph)
            and isomorphic(_plain(found), _plain(wanted))
        )
    if found.type == "ASK" or wanted.type == "ASK":
        return found.type == wanted.type and found.askAnswer == wanted.askAnswer
    return (
        {*map(str, found.vars or ())} == {*map(str, wanted.vars or ())}
        and len(found.bindings) == len(wanted.bindings)
        and isomorphic(_as_graph(found), _as_graph(wanted))
    )


def _plain(graph: rdflib.Graph) -> rdflib.Graph:
    plain = rdflib.Graph()
    for s, p, o in graph:
        plain.add((s, p, _value(o)))
    return plain


def _as_graph(rows: Result) -> rdflib.Graph:
    """A table as triples: equal tables, and only those, are isomorphic. Equal rows are counted."""
    graph = rdflib.Graph()
    counted = Counter(frozenset((str(name), _value(term)) for name, term in row.items()) for row in rows.bindings)
    for row, times in counted.items():
        node = BNode()
        graph.add((node, RS.size, Literal(times)))
        for name, term in row:
            graph.add((node, RS[name], term))
    return graph


def _value(term: Identifier | None) -> Identifier:
    """A term with its number or language in one form: 1, 01 and 1.0 are the same integer or decimal."""
    assert term is not None
    if not isinstance(term, Literal):
        return term
    if term.language:
        return Literal(str(term), lang=term.language.lower())  # RFC 5646: case makes no difference
    if (term.datatype is None and term.language is None) or term.datatype == rdflib.XSD.string:
        return Literal(str(term))
    if term.datatype in (rdflib.XSD.integer, rdflib.XSD.decimal) and re.fullmatch(
        r"[+-]?\d+(\.\d*)?|[+-]?\.\d+", str(term)
    ):
        return Literal(f"{Decimal(str(term)).normalize():f}", datatype=term.datatype, normalize=False)
    if term.datatype in (rdflib.XSD.double, rdflib.XSD.float):
        return Literal(repr(float(str(term).replace("INF", "inf"))), datatype=term.datatype, normalize=False)
    return term
