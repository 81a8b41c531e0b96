"""A graph put into a store elsewhere, by the SPARQL 1.1 Graph Store HTTP Protocol: what changed, graph by graph.

The store itself holds the account of what was put there, in a named graph of its own: of each named graph the digest
of its triples, once when its transfer begins and once when it is done. A graph is current when both say what it is
now; so a transfer that broke off goes on where it stopped, whoever goes on with it, and one graph half-way is put anew.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from kg.graph.engine import triples_of
from kg.graph.http import SECONDS, Web
from kg.graph.remote import PUSHES
from kg.graph.store import Graph
from kg.graph.terms import iri, text

NTRIPLES = "application/n-triples"
BEGUN, DONE = "urn:fangzhi:push:begun", "urn:fangzhi:push:done"
#: The account of the default graph, which has no name of its own.
UNION = "urn:fangzhi:push:union"
#: Graphs whose transfers are accounted for together.
BATCH = 50
#: (graphs done, graphs to put, the graph) after each.
Progress = Callable[[int, int, str], None]


@dataclass(frozen=True, slots=True)
class Pushed:
    """What a push did: the named graphs put, those that were current already, and those removed."""

    put: tuple[str, ...]
    current: tuple[str, ...]
    removed: tuple[str, ...]


def push(
    graph: Graph, url: str, *, union: bool = False, seconds: float = SECONDS, on_progress: Progress | None = None
) -> Pushed:
    """Make the store hold the named graphs as they are here; those pushed before that are gone here go there too.

    ``url`` is the Graph Store's. ``union``: put the union into the default graph as well, for stores whose default
    graph is not the union of the others; it goes as a whole whenever anything changed. Other graphs stay as they are.
    Raises GraphError when the store is not there or refuses.
    """
    web = Web(url, seconds)
    try:
        account = _Account(web, graph.mint.reference(PUSHES))
        digests = {name: _digest(_triples(graph, name)) for name in graph.graphs()}
        if union:
            digests[UNION] = _digest(graph.union())
        changed = sorted(name for name, digest in digests.items() if not account.holds(name, digest))
        for batch in _batches(changed):
            account.add(BEGUN, {name: digests[name] for name in batch})
            for name in batch:
                lines = graph.union() if name == UNION else _triples(graph, name)
                web.request("PUT", _where(name), body=b"".join(lines), headers={"Content-Type": NTRIPLES})
                if on_progress:
                    on_progress(changed.index(name) + 1, len(changed), name)
            account.add(DONE, {name: digests[name] for name in batch})
        removed = sorted(account.names() - digests.keys())
        for name in removed:
            web.request("DELETE", _where(name), missing=True)
        if changed or removed:
            account.write(digests)
    finally:
        web.close()
    return Pushed(tuple(changed), tuple(sorted(digests.keys() - set(changed))), tuple(removed))


class _Account:
    """What the store says was put there."""

    def __init__(self, web: Web, name: str) -> None:
        self._web = web
        self._where = {"graph": name}
        self._said: dict[str, set[tuple[str, str]]] = defaultdict(set)
        answer = web.request("GET", self._where, headers={"Accept": NTRIPLES}, missing=True)
        if answer.status != 404:
            for graph, kind, digest in triples_of(answer.body):
                self._said[graph.value].add((kind.value, digest.value))

    def names(self) -> set[str]:
        """The graphs it speaks of."""
        return set(self._said)

    def holds(self, name: str, digest: str) -> bool:
        """Whether that graph was put there with that digest, whole and last."""
        return self._said.get(name) == {(BEGUN, digest), (DONE, digest)}

    def add(self, kind: str, digests: Mapping[str, str]) -> None:
        """Note some graphs at once, whatever was noted before."""
        self._web.request(
            "POST", self._where, body=_account_lines((kind,), digests), headers={"Content-Type": NTRIPLES}
        )

    def write(self, digests: Mapping[str, str]) -> None:
        """The whole account, in place of what was noted before."""
        self._web.request(
            "PUT", self._where, body=_account_lines((BEGUN, DONE), digests), headers={"Content-Type": NTRIPLES}
        )


def _batches(names: Sequence[str]) -> Iterator[tuple[str, ...]]:
    rest = iter(names)
    while batch := tuple(islice(rest, BATCH)):
        yield batch


def _account_lines(kinds: Sequence[str], digests: Mapping[str, str]) -> bytes:
    lines = (
        f"{iri(name)} {iri(kind)} {text(digest)} .\n" for name, digest in sorted(digests.items()) for kind in kinds
    )
    return "".join(lines).encode()


def _where(name: str) -> dict[str, str]:
    return {"default": ""} if name == UNION else {"graph": name}


def _triples(graph: Graph, name: str) -> list[bytes]:
    return [quad.triple_line().encode() for quad in graph.quads(name)]


def _digest(lines: Iterable[bytes]) -> str:
    sha = hashlib.sha256()
    for line in lines:
        sha.update(line)
    return sha.hexdigest()
