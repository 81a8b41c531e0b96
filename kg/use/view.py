"""The network as one HTML file that works offline: the only door to pyvis.

    1. the largest nodes are chosen when there are too many to read     3. nodes and edges go into pyvis's Network
    2. places are computed (``layout``)                                 4. it renders our template (``kg/assets``)

pyvis brings vis-network along in its package, from where it is inlined. Its own template is not used: that loads
Bootstrap from a distant server and lets titles be markup. In ours every text of the data is in one JSON block that
the scripts put on the page as text, and the page's policy admits the inlined scripts by their hashes and nothing else.
"""

from __future__ import annotations

import json
import math
import re
from collections import defaultdict
from importlib.resources import files
from pathlib import Path
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup
from pyvis.network import Network as Canvas

from kg.errors import DataError
from kg.use.files import replace_file
from kg.use.layout import positions
from kg.use.links import TYPE_LABELS, Edge, Fact, Network, Quote, largest, neighbours
from kg.use.standalone import asset, inline, policy

TITLE = "方志 · 关系网络"
#: More nodes than this can be neither read nor drawn fluently.
MOST_NODES = 2000
#: Our scripts in the order they run; each adds to the one global name ``FZ``.
SCRIPTS = ("model.js", "labels.js", "canvas.js", "panel.js", "search.js", "main.js")
#: Radius of a node without neighbours, its growth with their square root, and the largest (pixels at zoom 1).
RADIUS, GROWTH, LARGEST = 9.0, 4.5, 54.0

_OPTIONS: dict[str, Any] = {
    "autoResize": True,
    "physics": {"enabled": False},
    "layout": {"improvedLayout": False, "randomSeed": 0},
    "interaction": {"hover": True, "dragNodes": True, "multiselect": False, "selectConnectedEdges": False,
                    "hideEdgesOnDrag": False, "keyboard": {"enabled": True, "bindToWindow": False}},
    "nodes": {"borderWidth": 0, "chosen": False, "shadow": False},
    "edges": {"smooth": False, "chosen": False, "arrows": {"to": {"enabled": False}},
              "selfReference": {"size": 14, "angle": 0.785}},
}  # fmt: skip


def write_view(network: Network, path: Path, title: str = TITLE) -> None:
    """Write the page; an old file is replaced in one step. Raises InputError when the file cannot be written."""
    replace_file(path, render(network, title).encode("utf-8"))


def render(network: Network, title: str = TITLE, most: int = MOST_NODES) -> str:
    """The page as text: the same network gives the same bytes. At most ``most`` nodes are drawn, the best connected."""
    shown = largest(network, most)
    canvas = Canvas(directed=True)  # undirected, pyvis drops parallel edges and needs quadratic time
    canvas.options = _OPTIONS
    articles = Articles()
    place = {node.iri: index for index, node in enumerate(shown.nodes)}
    _add_nodes(canvas, shown, place, articles)
    _add_edges(canvas, shown, place, articles)
    # Without its own template, pyvis looks this environment's up by the name in ``path``.
    canvas.templateEnv = _environment(
        title=title,
        page={
            "articles": articles.rows,
            "types": _types(),
            "total": network.total,
            "focus": [place[iri] for iri in shown.focus if iri in place],
        },
    )
    canvas.path = "page.html"
    return str(canvas.generate_html())


class Articles:
    """Numbers the articles quoted, so that each is in the page once."""

    def __init__(self) -> None:
        self.rows: list[list[str]] = []
        self._numbers: dict[tuple[str, ...], int] = {}

    def number(self, quote: Quote) -> int:
        """The number of the quote's article, the next one when it is new."""
        row = (quote.headline, quote.newspaper, quote.date, quote.source)
        if row not in self._numbers:
            self._numbers[row] = len(self.rows)
            self.rows.append(list(row))
        return self._numbers[row]

    def facts(self, facts: tuple[Fact, ...]) -> list[dict[str, Any]]:
        """Facts with their quotes, for the page."""
        return [
            {"label": fact.label, "quotes": [[quote.text, self.number(quote)] for quote in fact.quotes]}
            for fact in facts
        ]


def _add_nodes(canvas: Canvas, network: Network, place: dict[str, int], articles: Articles) -> None:
    around = neighbours(network)
    near = [sorted(place[iri] for iri in around[node.iri]) for node in network.nodes]
    radii = [min(LARGEST, RADIUS + GROWTH * math.sqrt(len(far))) for far in near]
    types = _types()
    for index, (node, (x, y)) in enumerate(zip(network.nodes, positions(near, radii), strict=True)):
        look = types.get(node.type, {"color": "#888888", "shape": "dot"})
        canvas.add_node(
            index,
            label=node.label or node.iri,
            shape=look["shape"],
            color=look["color"],
            size=round(radii[index], 1),
            x=x,
            y=y,
            type=node.type,
            alts=list(node.alts),
            facts=articles.facts(node.facts),
            degree=len(near[index]),
        )


def _add_edges(canvas: Canvas, network: Network, place: dict[str, int], articles: Articles) -> None:
    """One visible edge for each pair of nodes, which lists every relation between them, either way."""
    pairs: dict[tuple[int, int], list[Edge]] = defaultdict(list)
    for edge in network.edges:
        a, b = place[edge.source], place[edge.target]
        pairs[min(a, b), max(a, b)].append(edge)
    for number, ((a, b), edges) in enumerate(sorted(pairs.items())):
        relations = [
            {"from": place[edge.source], "to": place[edge.target], "kind": edge.kind, "label": edge.label,
             "facts": articles.facts(edge.facts)}
            for edge in edges
        ]  # fmt: skip
        canvas.add_edge(a, b, id=number, width=round(1 + 0.6 * (len(edges) - 1), 1), relations=relations)


def _types() -> dict[str, dict[str, str]]:
    looks = json.loads(asset("types.json"))
    return {name: {"label": label, **looks[name]} for name, label in TYPE_LABELS.items()}


def _environment(**values: Any) -> Environment:
    scripts = [inline(_vis_network(), "vis-network.min.js"), *(inline(asset(name), name) for name in SCRIPTS)]
    style = inline(asset("page.css"), "page.css")
    environment = Environment(loader=PackageLoader("kg", "assets"), autoescape=True, undefined=StrictUndefined)
    environment.globals.update(
        values, scripts=scripts, style=style, policy=policy(style, scripts), json_block=json_block
    )
    return environment


def json_block(value: Any) -> Markup:
    """JSON that is safe inside ``<script type="application/json">`` whatever the strings hold.

    No ``<`` can end the element or open a comment, no line separator and no lone surrogate remains as such.
    """
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    escaped = re.sub("[<>&\u2028\u2029\ud800-\udfff]", lambda found: f"\\u{ord(found[0]):04x}", text)
    return Markup(escaped)


def _vis_network() -> str:
    """The script that pyvis's package carries, newest version, without the pointer to a source map."""
    library = files("pyvis") / "templates" / "lib"
    found = sorted(
        (tuple(int(part) for part in folder.name[4:].split(".")), folder)
        for folder in library.iterdir()
        if re.fullmatch(r"vis-\d+(\.\d+)*", folder.name)
    )
    if not found:
        raise DataError("pyvis 安装包中缺少 vis-network,请重新安装 pyvis。")
    text = (found[-1][1] / "vis-network.min.js").read_text(encoding="utf-8")
    return re.sub(r"//# sourceMappingURL=.*", "", text)
