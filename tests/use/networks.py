"""Networks to test with: one from the case file, one hand-made and hostile, and random ones of any size."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pyoxigraph as ox

from kg.graph.store import Graph
from kg.graph.terms import Quad
from kg.records import ENTITY_TYPES
from kg.use.links import Edge, Fact, Network, Node, Quote, make_network

CASES = Path(__file__).with_name("network.trig")
BASE = "https://w3id.org/fangzhi/id/"

#: Each tries, where a name, a quote or a headline is shown, to become markup or to run as a script.
PAYLOADS = (
    "<script>window.HIT=1</script>",
    "</script><script>window.HIT=1</script>",
    "</SCRIPT\t><script>window.HIT=1</script>",
    "<!--<script>window.HIT=1</script>",
    "<img src=x onerror=window.HIT=1>",
    "<svg onload=window.HIT=1>",
    "<svg><animate onbegin=window.HIT=1 attributeName=x dur=1s>",
    "<iframe srcdoc='<script>parent.HIT=1</script>'></iframe>",
    "<a href='javascript:window.HIT=1'>方志</a>",
    "javascript:window.HIT=1",
    "\"><script>window.HIT=1</script>",
    "' onmouseover='window.HIT=1",
    "\" autofocus onfocus=\"window.HIT=1",
    "{{ 7 * 7 }}{% for x in y %}",
    "${window.HIT=1}`;window.HIT=1;`",
    "\\u003cscript>window.HIT=1\\u003c/script>",
    "\"}];window.HIT=1;//",
    "\u2028window.HIT=1\u2029",
    "]]><script>window.HIT=1</script>",
    "<style>@import 'http://hit.invalid/x.css'</style>",
    "<link rel=stylesheet href=http://hit.invalid/x.css>",
    "__proto__",
    "constructor",
    "\u202e甲\u0000乙\ud800丙\ufffe",
)  # fmt: skip


def case_quads() -> list[Quad]:
    """The quads of the case file."""
    quads = ox.parse(CASES.read_bytes(), format=ox.RdfFormat.TRIG)
    return [Quad(str(q.subject), str(q.predicate), str(q.object), str(q.graph_name)) for q in quads]


def case_graph() -> Graph:
    """The graph of the case file, in memory."""
    return Graph.memory(case_quads())


def hostile_network() -> Network:
    """A ring of nodes whose every text is a payload, each also the name of a node."""
    nodes = []
    edges = []
    for number, text in enumerate(PAYLOADS):
        quote = Quote(text, text, text, text, text)
        fact = Fact(text, (quote,))
        nodes.append(Node(f"urn:x:{number:02}", ENTITY_TYPES[number % len(ENTITY_TYPES)], text, (text * 2,), (fact,)))
        edges.append(Edge(f"urn:x:{number:02}", f"urn:x:{(number + 1) % len(PAYLOADS):02}", "tenure", text, (fact,)))
    return make_network(nodes, edges)


def random_network(size: int, seed: int = 1) -> Network:
    """A network with hubs, as real ones have: each node is tied to at most three, by preference to the well tied."""
    random = Random(seed)
    nodes = []
    edges = []
    ends = [0]
    for number in range(size):
        kind = ENTITY_TYPES[random.randrange(len(ENTITY_TYPES))]
        nodes.append(Node(f"urn:x:{number:06}", kind, f"实体{number}", (f"简称{number}",)))
        for _ in range(random.choice((0, 1, 1, 1, 2, 3)) if number else 0):
            other = random.choice(ends)
            if other != number:
                quote = Quote(
                    "2024-12-26", f"{number // 20}.txt", f"报道{number // 20}", "云溪日报", f"第{number}句原文。"
                )
                edges.append(
                    Edge(f"urn:x:{number:06}", f"urn:x:{other:06}", "locatedIn", "位于", (Fact("位于", (quote,)),))
                )
                ends += [number, other, other]
    return make_network(nodes, edges)


def reading_network() -> Network:
    """A small network to read in the browser: two posts between one pair, a short form, an unconnected person."""
    quote = Quote("2024-12-26", "a.txt", "东江区晒出成绩单", "云溪日报", "东江区区长周明介绍，星河科技位于东江区。")
    fact = lambda label: Fact(label, (quote,))  # noqa: E731
    nodes = [
        Node("urn:x:city", "District", "云溪市"),
        Node("urn:x:east", "District", "东江区", ("东江",), (fact("地区生产总值：增长6.5%"),)),
        Node("urn:x:firm", "Company", "云溪星河科技有限公司", ("星河科技",)),
        Node("urn:x:zhou", "Official", "周明"),
        Node("urn:x:lin", "Person", "林晓"),
    ]
    edges = [
        Edge("urn:x:east", "urn:x:city", "locatedIn", "位于", (Fact("位于"),)),
        Edge("urn:x:firm", "urn:x:east", "locatedIn", "位于", (fact("位于"),)),
        Edge("urn:x:zhou", "urn:x:east", "tenure", "区长", (fact("区长（在任，截至 2024-12-26）"),)),
        Edge("urn:x:zhou", "urn:x:east", "tenure", "区委副书记", (fact("区委副书记"),)),
        Edge("urn:x:east", "urn:x:zhou", "visited", "调研", (fact("调研"),)),
    ]
    return make_network(nodes, edges)
