"""The way of the pages in this process alone: what ``crew`` does with many, without any."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from kg.documents.formats.parse import Kept
from kg.documents.listing import Source
from kg.documents.read import Options, Reader
from kg.graph.state import state_all
from kg.graph.store import GraphBuilder
from kg.records import Extraction, Resolution
from kg.scale.made import Made


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

    def state(
        self,
        builder: GraphBuilder,
        pages: Sequence[Extraction],
        resolution: Resolution,
        _kept: Mapping[str, Extraction],
    ) -> None:
        """Load the quads of all pages."""
        builder.load(state_all(pages, resolution, builder.mint))
