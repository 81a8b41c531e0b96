"""``python -m kg.documents FILE…``: print how pages are cut into articles. For developers."""

from __future__ import annotations

import sys
from pathlib import Path

from kg.documents.listing import list_sources
from kg.documents.read import Reader
from kg.documents.segment import segment
from kg.records import Article, Layout


def show(layout: Layout) -> str:
    """A page's articles as readable text: heads, bylines, blocks and repairs."""
    lines = [f"== {layout.page.source} · {layout.newspaper or '?'} · {layout.date or '?'}", *layout.warnings]
    for article in layout.articles:
        lines += _show_article(article)
    return "\n".join(lines)


def _show_article(article: Article) -> list[str]:
    people = ", ".join(f"{b.name}({b.role} {b.newspaper})" for b in article.bylines)
    lines = [f"-- [{article.position}] {article.headline}", f"   {article.newspaper} {article.date} {people}"]
    for block in article.blocks:
        text = article.text[block.start : block.end].replace("\n", "/")
        lines.append(f"   {block.kind:8} {text if len(text) <= 72 else text[:40] + ' … ' + text[-28:]}")
    return lines + [f"   * {r.kind} {r.start}-{r.end} {r.note}" for r in article.repairs]


if __name__ == "__main__":
    reader = Reader()
    for source in list_sources([Path(argument) for argument in sys.argv[1:]]).files:
        for reading in reader.read(source):
            text = show(segment(reading.page)) if reading.page else f"== {source.name} {reading.intake.reason}"
            sys.stdout.write(f"{text}\n")
