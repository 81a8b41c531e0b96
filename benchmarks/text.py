"""Text to graph on one core, stage by stage, against jieba over the same text; start-up apart."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import jieba
import jieba.posseg

from benchmarks.corpus import MEGABYTE, pages
from benchmarks.side import WORKED, Row, Setting, interleaved
from kg import codec
from kg.documents.segment import segment
from kg.facts.extract import extract
from kg.facts.resolve import resolve
from kg.garbage import seldom_sought
from kg.graph.builder import GraphBuilder
from kg.graph.iris import Minter
from kg.graph.state import Index, stated
from kg.records import Page

#: Bytes of text that are enough: the stages go page by page.
SIZE = 200_000


def rows(setting: Setting) -> Iterator[Row]:
    """One row a stage against ``jieba.cut``, and the whole way against ``jieba.posseg`` too."""
    texts = [text for _, text in pages(setting.shared, int(min(SIZE, setting.megabytes[0] * MEGABYTE)))]
    read = [Page(f"{number}.txt", text, "", "utf-8") for number, text in enumerate(texts)]
    list(jieba.cut("预热")), list(jieba.posseg.cut("预热"))
    said = [extract(page) for page in read]  # rules and lexicons are read
    mint = Minter()
    index = Index.of(resolve(said, mint.entity))

    def load() -> None:
        with (
            tempfile.TemporaryDirectory(dir=setting.folder) as folder,
            GraphBuilder(Path(folder) / "text.kg", "benchmark") as builder,
        ):
            builder.load_graphs(stated(one, index, builder.mint) for one in said)
            builder.publish({})

    with seldom_sought():  # as in a build
        times = interleaved(
            {
                "jieba.cut": lambda: [sum(1 for _ in jieba.cut(text)) for text in texts],
                "jieba.posseg": lambda: [sum(1 for _ in jieba.posseg.cut(text)) for text in texts],
                "segment": lambda: [segment(page) for page in read],
                "extract (segment included)": lambda: [extract(page) for page in read],
                "keep and read again": lambda: [codec.loads(codec.dumps(one)) for one in said],
                "resolve": lambda: resolve(said, mint.entity),
                "state": lambda: [stated(one, index, mint) for one in said],
                "state, load, publish": load,
            },
            setting.rounds,
            time.process_time,
        )
    size = f"{sum(len(text.encode()) for text in texts) / MEGABYTE:.2f} MB"
    for name, taken in islice(times.items(), 2, None):
        yield Row("text to graph", f"{name}, {size}", taken, times["jieba.cut"], "jieba.cut", WORKED)
    whole = sum(times[name] for name in ("extract (segment included)", "resolve", "state, load, publish"))
    for peer in ("jieba.cut", "jieba.posseg"):
        yield Row("text to graph", f"extract, resolve, load: {size}", whole, times[peer], peer, WORKED)
