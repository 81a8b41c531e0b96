"""The resolution behind a graph, made again: it follows from the pages' results and the user's judgements."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from kg.facts.judged import Judged, resolve_judged
from kg.facts.judgements import Line, parse
from kg.graph.store import Graph
from kg.records import Extraction
from kg.use.links import TYPE_LABELS

#: What the judgements are called that a graph keeps.
KEPT = "图谱中保存的判断"


def lines(text: str, where: str = KEPT) -> tuple[Line, ...]:
    """The user's judgements in a text, with classes in Chinese or English. Raises InputError as ``parse`` does."""
    return parse(text, where, {label: name for name, label in TYPE_LABELS.items()})


def judged(graph: Graph) -> Judged[Extraction]:
    """The pages of a graph as the user wants them read, and which of their things are one.

    Raises GraphError for a graph that was not built from pages.
    """
    extractions = tuple(graph.extraction(source) for source in sorted(graph.manifest.pages))
    return resolve_judged(extractions, graph.mint.entity, lines(graph.manifest.judgements), KEPT)


def pages(graph: Graph, sources: Iterable[str]) -> Iterator[Extraction]:
    """What the sources were read as, as the user wants them read; one at a time unless there are judgements."""
    if not lines(graph.manifest.judgements):
        yield from (graph.extraction(source) for source in sources)
        return
    found = {page.source: page for page in judged(graph).extractions}
    yield from (found[source] for source in sources)
