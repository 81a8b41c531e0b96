"""Where facts and entities come from."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from kg.graph.store import Graph
from kg.use.explain import EntityExplanation, FactExplanation, explain

ID = "https://w3id.org/fangzhi/id/"


@pytest.fixture(scope="module")
def graph(collection: Path) -> Iterator[Graph]:
    with Graph.open(collection) as opened:
        yield opened


def test_fact_rule_span_repairs_and_what_else_the_words_say(graph: Graph) -> None:
    (found,) = explain(graph, f"{ID}o1")
    assert isinstance(found, FactExplanation)
    (reason,) = found.reasons
    assert (reason.quote.rule, reason.quote.start, reason.quote.end) == ("indicator-growth", 35, 50)
    assert reason.before.endswith("前三季度")
    assert reason.after == "。"
    # the other repair of the page lies elsewhere
    assert [(repair.kind, repair.note) for repair in reason.repairs] == [("line-join", "行末“生产”接下行")]
    assert reason.rivals == ()


def test_rivals_share_words(graph: Graph) -> None:
    (found,) = explain(graph, f"{ID}s2")
    assert isinstance(found, FactExplanation)
    rivals = {fact.text for reason in found.reasons for fact in reason.rivals}
    assert "云溪星河科技有限公司 承担 星河芯片项目" in rivals
    assert found.fact.text not in rivals


def test_entity_origins(graph: Graph) -> None:
    (found,) = explain(graph, "东江")
    assert isinstance(found, EntityExplanation)
    assert [(o.source, o.name, o.forms, o.mentions, o.rules) for o in found.origins] == [
        ("a.txt", "东江区", ("东江",), 2, ("gazetteer",))
    ]
    assert found.comparisons == ()
    assert {f"{ID}o1", f"{ID}t1"} <= {fact.iri for fact in found.facts}


def test_entity_of_several_pages(seeds_graph: Path) -> None:
    with Graph.open(seeds_graph) as graph:
        (found,) = explain(graph, "株洲市")
    assert isinstance(found, EntityExplanation)
    assert len(found.origins) > 1
    assert {comparison.verdict for comparison in found.comparisons} >= {"SAME"}
    assert all(comparison.reasons for comparison in found.comparisons if comparison.verdict == "SAME")
