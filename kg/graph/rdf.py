"""The only door to rdflib: a graph as an ``rdflib.Dataset`` for the Python API, and parsing for shapes.

Exports are written by the engine (``Graph.dump``): sorted, with prefixes, and a hundred times faster than rdflib's
serialisers, whose Turtle of a city's year takes minutes. A test reads every format back with rdflib.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import rdflib

from kg.graph.store import Graph

RdfGraph = rdflib.Graph  # for annotations elsewhere

#: rdflib's names of the export formats that keep the named graphs, and of those that do not.
WITH_GRAPHS = {"nquads": "nquads", "trig": "trig", "jsonld": "json-ld"}
WITHOUT_GRAPHS = {"turtle": "turtle", "ntriples": "nt", "rdfxml": "xml"}


def to_dataset(graph: Graph) -> rdflib.Dataset:
    """The whole graph, its named graphs kept and its prefixes bound; the default graph is the union."""
    dataset = rdflib.Dataset(default_union=True)
    dataset.parse(data=graph.dump("nquads"), format="nquads")
    _bind(dataset, graph)
    return dataset


def to_graph(graph: Graph) -> rdflib.Graph:
    """The union of all named graphs as one ``rdflib.Graph``, with its prefixes bound."""
    union = rdflib.Graph()
    union.parse(data=graph.dump("ntriples"), format="nt")
    _bind(union, graph)
    return union


def batches(graph: Graph, names: Iterable[str], size: int) -> Iterator[rdflib.Graph]:
    """The named graphs given (IRIs), put together until they have about ``size`` triples."""
    batch = rdflib.Graph()
    for name in names:
        batch.parse(data="".join(quad.triple_line() for quad in graph.quads(name)), format="nt")
        if len(batch) >= size:
            yield batch
            batch = rdflib.Graph()
    if len(batch):
        yield batch


def parse_turtle(text: str) -> rdflib.Graph:
    """A Turtle document of our own (ontology, shapes)."""
    return rdflib.Graph().parse(data=text, format="turtle")


def parse_export(data: bytes, format_: str) -> rdflib.Graph | rdflib.Dataset:
    """An export read back: a Dataset for formats that keep the named graphs, else a Graph. Raises KeyError."""
    if format_ in WITH_GRAPHS:
        dataset = rdflib.Dataset()
        dataset.parse(data=data, format=WITH_GRAPHS[format_])
        return dataset
    return rdflib.Graph().parse(data=data, format=WITHOUT_GRAPHS[format_])


def _bind(target: rdflib.Graph, graph: Graph) -> None:
    for prefix, base in graph.prefixes.items():
        target.bind(prefix, base, override=True, replace=True)


def shacl_results(results: rdflib.Graph) -> list[tuple[str, str, str, str]]:
    """Chinese message, focus node, path and value of each result in a SHACL report."""
    found = []
    for node in results.subjects(rdflib.RDF.type, rdflib.SH.ValidationResult):
        messages = [m for m in results.objects(node, rdflib.SH.resultMessage) if isinstance(m, rdflib.Literal)]
        message = min(messages, key=lambda m: (m.language != "zh", str(m)))
        focus, path, value = (
            results.value(node, p) for p in (rdflib.SH.focusNode, rdflib.SH.resultPath, rdflib.SH.value)
        )
        found.append((str(message), str(focus or ""), str(path or ""), str(value or "")))
    return found
