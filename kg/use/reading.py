"""How the graph is read by what shows it: rows as dicts, and all properties of some nodes at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from kg.graph.answers import Solutions, Term
from kg.graph.store import Graph
from kg.graph.terms import iri

#: Property IRI -> its values, sorted.
Properties = Mapping[str, tuple[Term, ...]]


def rows(graph: Graph, query: str) -> Iterator[dict[str, Term]]:
    """The solutions of a SELECT of ours; unbound variables are left out."""
    answer = graph.query(query)
    assert isinstance(answer, Solutions)
    for row in answer:
        yield {name: term for name, term in zip(answer.variables, row, strict=True) if term is not None}


def block(variable: str, iris: Iterable[str]) -> str:
    """A data block that holds the IRIs: ``VALUES ?x { <a> <b> }``."""
    return f"VALUES ?{variable} {{ {' '.join(iri(one) for one in sorted(set(iris)))} }}"


def properties(graph: Graph, nodes: Iterable[str]) -> dict[str, Properties]:
    """Every property of each node that has any, by IRI; not its evidence, of which there may be thousands."""
    found: dict[str, dict[str, list[Term]]] = defaultdict(lambda: defaultdict(list))
    pattern = f"{block('n', nodes)} ?n ?p ?o FILTER(?p != prov:wasDerivedFrom)"
    for row in rows(graph, f"SELECT DISTINCT ?n ?p ?o WHERE {{ {pattern} }}"):
        found[row["n"].value][row["p"].value].append(row["o"])
    return {
        node: {name: tuple(sorted(terms, key=lambda t: (t.kind, t.value, t.language))) for name, terms in about.items()}
        for node, about in sorted(found.items())
    }
