"""A graph in a store elsewhere, asked through the SPARQL 1.1 Protocol: what queries need of a ``Graph``, and no more.

Queries see the store's default graph, which has to be the union of its named graphs as it is here. Where ``kg push``
put the graph there, its named graphs are those that were put; else all that there are. What lies beside a graph in its
folder (texts, results of pages, accounts of files) is not in a store.

Servers cut long answers. Nothing that was cut is ever taken for the whole: signs in the headers are looked for, the
triples of a named graph are counted, and of other triples it is asked whether the server would give so many.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from kg.errors import GraphError, QueryError
from kg.graph.answers import Answer, Solutions, Term, Triples, from_json
from kg.graph.engine import lines_of, triples_of
from kg.graph.http import SECONDS, Web
from kg.graph.iris import DEFAULT_BASE, Minter
from kg.graph.manifest import FORMAT, Manifest
from kg.graph.sparql import gives_triples
from kg.graph.store import Graph
from kg.graph.terms import Quad, iri
from kg.graph.vocab import FZ
from kg.records import Extraction, Intake

ROWS, TRIPLES = "application/sparql-results+json", "application/n-triples"
#: Signs that a server gave only a part: our own server's, and Virtuoso's for too many rows and for too little time.
_CUT = ("fangzhi-truncated", "x-sparql-maxrows", "x-sql-state")
#: So many triples every server gives; whether it gave all of more is asked.
_GIVEN = 1_000
#: What is too much for one answer is asked for in 16 or 256 parts.
_MOST_DIGITS = 2
#: The name for a typed literal in the JSON of the time of SPARQL 1.0, which some servers have kept. Inside a text
#: quotation marks are escaped, so this is none.
_OLD_TYPE = re.compile(rb'("type"\s*:\s*)"typed-literal"')
#: The status of a part of what was asked for, though no part was (RFC 9110).
PARTIAL = 206
#: The name of the graph in which ``push`` keeps its accounts.
PUSHES = "pushes"
_PAGE = f"SELECT ?page ?source WHERE {{ ?page a {iri(FZ.Page)} ; {iri(FZ.source)} ?source }} LIMIT 1"
_ANYWHERE = f"ASK {{ GRAPH ?g {{ ?page a {iri(FZ.Page)} }} }}"
_PUT = "SELECT DISTINCT ?g WHERE {{ GRAPH {} {{ ?g ?kind ?digest }} }}"
_ANYTHING = "SELECT ?p WHERE {{ {{ ?s ?p ?o }} UNION {{ GRAPH ?g {{ ?s ?p ?o }} }} }} LIMIT {}"
_COUNTS = "SELECT ?g (COUNT(*) AS ?n) WHERE { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g"


class CutError(QueryError):
    """A server gave only a part of an answer."""


def is_remote(where: str | Path) -> bool:
    """Whether a graph is named by an address rather than by a folder."""
    return str(where).startswith(("http://", "https://"))


def opened(where: str | Path, seconds: float = SECONDS) -> Graph:
    """The graph in a folder, or behind the address of a SPARQL endpoint. Raises GraphError."""
    return RemoteGraph(str(where), seconds) if is_remote(where) else Graph.open(where)


class RemoteGraph(Graph):
    """A graph behind a SPARQL endpoint. Close it, or use it as a context manager."""

    def __init__(self, url: str, seconds: float = SECONDS) -> None:
        """``seconds`` is what each request may take, 0 for however long.

        Raises GraphError when there is no endpoint, or its default graph is not the union of its named graphs.
        """
        self._web = Web(url, seconds)
        try:
            self.manifest = Manifest(FORMAT, self._base(), "", 0, "", "", {}, {})
        except Exception:
            self._web.close()
            raise
        self.path = None
        self._given = _GIVEN

    def close(self) -> None:
        """Let go of the connections."""
        self._web.close()

    @property
    def engine(self) -> Any:
        """There is none here. Raises GraphError."""
        raise self._elsewhere("存储引擎")

    def __len__(self) -> int:
        return sum(self._counts().values())

    def query(self, sparql: str, bindings: Mapping[str, Term] | None = None) -> Answer:
        """The answer of the store. Raises QueryError as ``Graph.query`` does, when time is up and for a cut answer."""
        if bindings:
            raise QueryError("远程的图谱不能代入变量,请把值写进查询。")
        media, body = self.answer(sparql)
        return Triples(triples_of(body)) if media == TRIPLES else self._read(body)

    def answer(self, sparql: str) -> tuple[str, bytes]:
        """Media type and bytes of an answer: ``ROWS`` for SELECT and ASK, ``TRIPLES`` for CONSTRUCT and DESCRIBE."""
        media, body = self._asked(self._declared(sparql))
        if media == TRIPLES:
            self._refuse_part(body.count(b"\n"))
        return media, body

    def texts(self, sparql: str) -> Iterator[list[str]]:
        """The rows of a SELECT as plain texts, as ``Graph.texts`` gives them."""
        for row in self._rows(self._declared(sparql)):
            yield ["" if term is None else term.value for term in row]

    def graphs(self) -> tuple[str, ...]:
        """IRIs of the named graphs, sorted."""
        return tuple(sorted(self._counts()))

    def quads(self, graph: str | None = None) -> Iterator[Quad]:
        """All quads, or those of one named graph (an IRI), sorted. Raises QueryError when the store holds some back."""
        lines = self._lines(graph, self._counts().get(graph, 0)) if graph else self.lines()
        yield from (Quad.of_line(line.decode()) for line in lines)

    def union(self) -> list[bytes]:
        """The union of the named graphs as sorted lines of N-Triples, whatever else the store's default graph holds."""
        return sorted({line.rsplit(b" ", 2)[0] + b" .\n" for line in self._lines_by_graph()})

    def extraction(self, source: str) -> Extraction:
        """Raises GraphError: results of pages are not in a store."""
        raise self._elsewhere(f"{source} 的抽取结果")

    def text(self, source: str) -> str:
        """Raises GraphError: texts are not in a store."""
        raise self._elsewhere(f"{source} 的全文")

    def intake(self) -> tuple[Intake, ...]:
        """Raises GraphError: accounts of files are not in a store."""
        raise self._elsewhere("收录记录")

    def _asked(self, sparql: str) -> tuple[str, bytes]:
        wanted = TRIPLES if gives_triples(sparql) else ROWS  # one of them: offered both, some give rows for triples
        answer = self._web.request("POST", form={"query": sparql}, headers={"Accept": wanted})
        if answer.media not in (ROWS, TRIPLES, "text/plain", "application/json"):
            raise GraphError(f"{self._web.shown} 答的是 {answer.media or '不明的格式'},不是 SPARQL 端点,请检查地址。")
        if answer.status == PARTIAL or any(sign in answer.headers for sign in _CUT):
            raise CutError(f"{self._web.shown} 只给了前一部分结果,请在查询里加 LIMIT,或放宽服务器的上限。")
        if answer.media in (TRIPLES, "text/plain"):
            return TRIPLES, answer.body
        return ROWS, _OLD_TYPE.sub(rb'\1"literal"', answer.body)

    def _refuse_part(self, triples: int) -> None:
        """Raise QueryError when the server gives fewer rows: some say so of rows, and cut triples in silence."""
        if triples > self._given:
            self._asked(_ANYTHING.format(triples + 1))
            self._given = triples

    def _rows(self, sparql: str) -> Iterable[tuple[Term | None, ...]]:
        found = self._read(self._asked(sparql)[1])
        if not isinstance(found, Solutions):
            raise GraphError(f"{self._web.shown} 对 SELECT 没有答出各行,不是 SPARQL 端点。")
        return found.rows

    def _read(self, body: bytes) -> Solutions | bool:
        try:
            return from_json(body)
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise GraphError(f"{self._web.shown} 的回答不合 SPARQL 结果的格式({error})。") from error

    def _base(self) -> str:
        """The base of the entities' IRIs, by a page of the graph; the usual one when there is no page."""
        for page, source in self._rows(_PAGE):
            assert page is not None
            assert source is not None
            start, found, _ = page.value.rpartition("page/")
            while found:
                if _is_base(start) and Minter(start).page(source.value) == page.value:
                    return start
                start, found, _ = start.rpartition("page/")
        if self._read(self._asked(_ANYWHERE)[1]) is True:
            raise GraphError(
                f"{self._web.shown} 的默认图里没有方志的版面,命名图里却有;请把默认图设为各命名图之并"
                "(Oxigraph 加 --union-default-graph),或用 kg push --union。"
            )
        return DEFAULT_BASE

    def _counts(self) -> dict[str, int]:
        """The named graphs with the number of their triples, without the accounts of pushes."""
        counts = {g.value: int(n.value) for g, n in self._rows(_COUNTS) if g is not None and n is not None}
        account = self.mint.reference(PUSHES)
        if account not in counts:
            return counts
        put = {g.value for (g,) in self._rows(_PUT.format(iri(account))) if g is not None}
        return {name: count for name, count in counts.items() if name in put}

    def _lines_by_graph(self) -> list[bytes]:
        counts = self._counts()
        return [line for name in sorted(counts, key=iri) for line in self._lines(name, counts[name])]

    def _lines(self, graph: str, count: int) -> list[bytes]:
        """The lines of a named graph; what is too much for one answer is asked for in parts."""
        found: list[bytes] = []
        for digits in range(_MOST_DIGITS + 1):
            starts = [f"{number:0{digits}x}" for number in range(16**digits)] if digits else [""]
            try:
                found = sorted(line for start in starts for line in self._part(graph, start))
            except CutError:
                continue
            if len(found) == count:
                return found
        raise QueryError(
            f"{self._web.shown} 只给了命名图 {graph} 的 {count} 条中的 {len(found)} 条,请放宽服务器的上限。"
        )

    def _part(self, graph: str, start: str) -> list[bytes]:
        """The lines of a named graph about subjects whose digests begin so, as many as the server gives."""
        only = f' FILTER(STRSTARTS(MD5(STR(?s)), "{start}"))' if start else ""
        media, body = self._asked(f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ GRAPH {iri(graph)} {{ ?s ?p ?o }}{only} }}")
        if media != TRIPLES:
            raise GraphError(f"{self._web.shown} 不会用 N-Triples 回答 CONSTRUCT。")
        return lines_of(body, graph)

    def _declared(self, sparql: str) -> str:
        """The query under the prefixes that are known here without being declared, its own after them."""
        known = " ".join(f"PREFIX {name}: {iri(base)}" for name, base in sorted(self.prefixes.items()))
        return f"BASE {iri(self.manifest.base)} {known} {sparql}"

    def _elsewhere(self, what: str) -> GraphError:
        return GraphError(f"{self._web.shown} 是远程的图谱,没有{what};请用本机的图谱文件夹。")


def _is_base(text: str) -> bool:
    try:
        Minter(text)
    except ValueError:
        return False
    return True
