"""A graph in a store elsewhere, asked through the SPARQL 1.1 Protocol: what queries need of a ``Graph``, and no more.

Queries see the store's default graph, which has to be the union of its named graphs as it is here. What lies beside a
graph in its folder (texts, results of pages, accounts of files) is not in a store.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from kg.errors import GraphError, QueryError
from kg.graph.answers import Answer, Solutions, Term, Triples, from_json
from kg.graph.engine import lines_of, triples_of
from kg.graph.http import SECONDS, Web
from kg.graph.iris import DEFAULT_BASE, Minter
from kg.graph.manifest import FORMAT, Manifest
from kg.graph.store import Graph
from kg.graph.terms import Quad, iri
from kg.graph.vocab import FZ
from kg.records import Extraction, Intake

ROWS, TRIPLES = "application/sparql-results+json", "application/n-triples"
_ACCEPT = f"{ROWS}, {TRIPLES};q=0.9"
#: Signs that a server gave only the first rows: our own server's, and Virtuoso's.
_CUT = ("fangzhi-truncated", "x-sparql-maxrows")
#: The name of the graph in which ``push`` keeps its accounts.
PUSHES = "pushes"
_PAGE = f"SELECT ?page ?source WHERE {{ ?page a {iri(FZ.Page)} ; {iri(FZ.source)} ?source }} LIMIT 1"
_COUNTS = "SELECT ?g (COUNT(*) AS ?n) WHERE { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g"


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
        return self._asked(self._declared(sparql))

    def texts(self, sparql: str) -> Iterator[list[str]]:
        """The rows of a SELECT as plain texts, as ``Graph.texts`` gives them."""
        for row in self._rows(self._declared(sparql)):
            yield ["" if term is None else term.value for term in row]

    def graphs(self) -> tuple[str, ...]:
        """IRIs of the named graphs, sorted."""
        return tuple(sorted(self._counts()))

    def lines(self) -> list[bytes]:
        """The whole graph as sorted lines of N-Quads. Raises QueryError when the store holds some back."""
        return sorted(line for name, count in self._counts().items() for line in self._lines(name, count))

    def quads(self, graph: str | None = None) -> Iterator[Quad]:
        """All quads, or those of one named graph (an IRI), sorted."""
        counts = self._counts()
        lines = self.lines() if graph is None else self._lines(graph, counts.get(graph, 0))
        yield from (Quad.of_line(line.decode()) for line in lines)

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
        answer = self._web.request("POST", form={"query": sparql}, headers={"Accept": _ACCEPT})
        if answer.media not in (ROWS, TRIPLES, "text/plain", "application/json"):
            raise GraphError(f"{self._web.shown} 答的是 {answer.media or '不明的格式'},不是 SPARQL 端点,请检查地址。")
        if any(sign in answer.headers for sign in _CUT):
            raise QueryError(f"{self._web.shown} 只给了前一部分结果,请在查询里加 LIMIT,或放宽服务器的上限。")
        return TRIPLES if answer.media in (TRIPLES, "text/plain") else ROWS, answer.body

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
        if self._counts():
            raise GraphError(
                f"{self._web.shown} 的默认图里没有方志的版面,命名图里却有内容;请把默认图设为各命名图之并"
                "(Oxigraph 加 --union-default-graph),或用 kg push --union。"
            )
        return DEFAULT_BASE

    def _counts(self) -> dict[str, int]:
        """The named graphs with the number of their triples, without the accounts of pushes."""
        counts = {g.value: int(n.value) for g, n in self._rows(_COUNTS) if g is not None and n is not None}
        return {name: count for name, count in counts.items() if not name.endswith(f"graph/reference/{PUSHES}")}

    def _lines(self, graph: str, count: int) -> list[bytes]:
        media, body = self._asked(f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ GRAPH {iri(graph)} {{ ?s ?p ?o }} }}")
        if media != TRIPLES:
            raise GraphError(f"{self._web.shown} 不会用 N-Triples 回答 CONSTRUCT。")
        found = lines_of(body, graph)
        if len(found) != count:
            raise QueryError(
                f"{self._web.shown} 只给了命名图 {graph} 的 {count} 条中的 {len(found)} 条,请放宽服务器的上限。"
            )
        return found

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
