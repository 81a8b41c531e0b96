"""Networks too large to be drawn whole, as one HTML file: it opens on what matters, and expands to the rest.

The page is the workbench's own (``web/src/network.js``, sigma in WebGL), which finds its data in a block of the page
instead of asking a server: all entities, ties and quotes, each article once.
"""

from __future__ import annotations

from importlib.resources import files
from typing import Any

from kg.use import view
from kg.use.links import LINK_LABELS, TENURE, TYPE_LABELS, Fact, Network
from kg.use.serve.html import render
from kg.use.standalone import asset, inline, policy
from kg.use.view import TITLE, Articles, json_block

#: Quotes of one tie or fact that are in the page.
QUOTES = 3
_KINDS = {**LINK_LABELS, TENURE: "任职"}


def is_available() -> bool:
    """Whether the part of the page that is made of libraries has been built (``make web``)."""
    return (files("kg") / "assets" / "web" / "standalone.js").is_file()


def page(network: Network, title: str = TITLE) -> str:
    """The page that fits a network: one with too many entities to be read expands, where its scripts were built."""
    is_large = len(network.nodes) > view.MOST_NODES and is_available()
    return render_large(network, title) if is_large else view.render(network, title)


def render_large(network: Network, title: str = TITLE) -> str:
    """The page as text: the same network gives the same bytes. Raises OSError when the scripts were not built."""
    scripts = [inline(asset(name), name) for name in ("web/standalone.js", "serve/suggest.js")]
    style = inline(asset("serve/serve.css"), "serve.css")
    return render(
        "standalone", "zh", "", title=title, base=_base(network), data=json_block(_data(network)), scripts=scripts,
        style=style, policy=policy(style, scripts),
    )  # fmt: skip


def _base(network: Network) -> str:
    """What all IRIs begin with, up to a slash: the page's address leaves it out."""
    first, last = (network.nodes[place].iri if network.nodes else "" for place in (0, -1))  # they are sorted
    same = next((place for place, (a, b) in enumerate(zip(first, last, strict=False)) if a != b), 0)
    return "".join(first[:same].rpartition("/")[:2])


def _quotes(facts: tuple[Fact, ...], articles: Articles) -> list[tuple[str, int]]:
    said = [quote for fact in facts for quote in fact.quotes]
    return [(quote.text, articles.number(quote)) for quote in said[:QUOTES]]


def _data(network: Network) -> dict[str, Any]:
    articles = Articles()
    place = {node.iri: number for number, node in enumerate(network.nodes)}
    entities = [
        (node.iri, node.type, node.label or node.iri, node.alts,
         [(fact.label, _quotes((fact,), articles)) for fact in node.facts])
        for node in network.nodes
    ]  # fmt: skip
    ties = []
    for edge in network.edges:
        days = sorted(quote.date for fact in edge.facts for quote in fact.quotes if quote.date)
        first, last = (days[0], days[-1]) if days else ("", "")
        quotes = _quotes(edge.facts, articles)
        ties.append((place[edge.source], place[edge.target], edge.kind, edge.label, first, last, quotes))
    return {
        "articles": articles.rows, "types": TYPE_LABELS, "kinds": _KINDS,
        "focus": [place[iri] for iri in network.focus if iri in place], "entities": entities, "ties": ties,
    }  # fmt: skip
