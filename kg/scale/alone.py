"""The way of the pages in this process alone: what ``crew`` does with many, without any."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from kg.documents.formats.parse import Kept
from kg.documents.listing import Source
from kg.documents.read import Options, Reader
from kg.facts.judged import Judged
from kg.graph.builder import GraphBuilder
from kg.graph.state import Index
from kg.records import Outline
from kg.scale.made import Made
from kg.scale.stating import state_pages


class Alone:
    """Reads sources one after the other, as they are asked for. Use it as a context manager."""

    def __init__(self, options: Options, kept: Kept) -> None:
        self._reader = Reader(options, kept)

    def __enter__(self) -> Alone:
        return self

    def __exit__(self, *_: object) -> None:
        self._reader.__exit__()

    def work(self, sources: Sequence[Source]) -> Iterator[tuple[Source, Iterable[Made]]]:
        """Each source with its pages as they are read; what they say is left to whoever takes them."""
        for source in sources:
            yield source, map(Made, self._reader.each(source))

    def state(self, builder: GraphBuilder, judged: Judged[Outline]) -> Counter[str]:
        """Load the quads of all pages; returns how many facts of each kind they state."""
        facts: Counter[str] = Counter()
        index = Index.of(judged.resolution)
        sources = (page.source for page in judged.extractions)
        builder.load_graphs(state_pages(sources, builder.read, index, judged.rulings, builder.mint, facts))
        return facts
