"""The small invented collection of tests/queries/collection.trig as a graph folder, for tests that read a graph."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pyoxigraph as ox

from kg import resources
from kg.graph.builder import GraphBuilder
from kg.graph.terms import Quad
from kg.records import Evidence, Extraction, LocalEntity, Page, Repair

TRIG = Path(__file__).parent / "queries" / "collection.trig"

#: What the page a.txt was read as, as far as ``explain`` looks at it.
_TEXT = "".join(
    line.ljust(length)
    for line, length in (
        ("云溪日报 2024年11月20日\n", 20), ("东江区区长周明介绍,前三季度", 15), ("东江区地区生产总值增长6.5%。\n", 35),
        ("星河科技投资3亿元的星河芯片项目在东江区开工。", 25), ("星河科技获评国家级绿色工厂。\x1b\n", 0),
    )
)  # fmt: skip
PAGE = Page("a.txt", _TEXT, hashlib.sha256(_TEXT.encode()).hexdigest(), "utf-8")
EXTRACTION = Extraction(
    source="a.txt",
    digest=PAGE.digest,
    engine="test",
    newspaper="云溪日报",
    date="2024-11-20",
    articles=(),
    entities=(
        LocalEntity(
            "District:东江区", "District", "东江区", ("东江",),
            (Evidence(1, 20, 23, "东江区", "gazetteer", 0.98), Evidence(1, 35, 38, "东江区", "gazetteer", 0.98)),
            (("code", "990102"),),
        ),
    ),
    claims=(),
    repairs=(Repair("line-join", 40, 41, "行末“生产”接下行"), Repair("width", 60, 61)),
)  # fmt: skip


def write_collection(folder: Path) -> Path:
    """Build the collection as a graph in ``folder`` and return it."""
    store = ox.Store()
    store.load(path=str(TRIG))
    with GraphBuilder(folder, "test") as builder:
        builder.load(Quad(str(q.subject), str(q.predicate), str(q.object), str(q.graph_name)) for q in store)
        builder.load_turtle(resources.text("ontology.ttl"), builder.mint.reference("ontology"))
        builder.keep_text(PAGE)
        builder.keep(EXTRACTION)
        builder.publish({})
    return folder
