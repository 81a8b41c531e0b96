"""A page's quads: labels, articles, evidence, named graphs."""

from __future__ import annotations

import random
from dataclasses import replace
from pathlib import Path

import pytest
import yaml

from kg.graph.iris import Minter
from kg.graph.state import Index, state
from kg.graph.store import Graph
from kg.records import Claim
from tests.graph import sample

MINT = Minter(sample.BASE)
CASES = yaml.safe_load((Path(__file__).parent / "cases" / "state.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_the_graph_holds(graph, case):
    asked = "holds" if "holds" in case else "holds_not"
    pattern = case[asked].replace("<id/", f"<{sample.BASE}")
    assert graph.query(f"ASK {{ {pattern} }}") is (asked == "holds")


def test_quotes_are_the_words_of_the_source(graph):
    found = graph.query(
        "SELECT ?s ?q ?start ?end WHERE { ?e fz:quote ?q ; fz:start ?start ; fz:end ?end ; fz:article/fz:source ?s }"
    )
    texts = {e.source: text for e, text in zip(sample.extractions(), (sample.FIRST, sample.SECOND), strict=True)}
    assert len(found) > 20
    for row in found.dicts():
        assert texts[row["s"]][int(row["start"]) : int(row["end"])] == row["q"]


def test_order_does_not_matter(graph):
    rng = random.Random(7)
    for _ in range(5):
        pages = []
        for extraction in sample.extractions():
            entities, claims = list(extraction.entities), list(extraction.claims)
            rng.shuffle(entities)
            rng.shuffle(claims)
            pages.append(replace(extraction, entities=tuple(entities), claims=tuple(claims)))
        rng.shuffle(pages)
        shuffled = Graph.memory(sample.state_all(pages, sample.resolution(MINT), MINT), sample.BASE)
        plain = Graph.memory(sample.state_all(sample.extractions(), sample.resolution(MINT), MINT), sample.BASE)
        assert shuffled.dump("nquads") == plain.dump("nquads")


def test_the_same_fact_of_two_pages_is_one_node_with_two_witnesses():
    one = sample.first()
    two = replace(one, source="copy.txt")
    resolution = sample.resolution(MINT)
    iris = resolution.iris | {
        (two.source, key): iri for (source, key), iri in resolution.iris.items() if source == one.source
    }
    graph = Graph.memory(sample.state_all([one, two], replace(resolution, iris=iris), MINT), sample.BASE)
    found = graph.query(
        "SELECT ?t (COUNT(DISTINCT ?e) AS ?n) WHERE { ?t a fz:Tenure ; prov:wasDerivedFrom ?e } GROUP BY ?t"
    )
    assert [row["n"] for row in found.dicts()] == ["2"]


def test_facts_on_the_same_words_share_their_evidence_at_its_best_confidence():
    page = sample.first()
    claim = next(c for c in page.claims if c.kind == "milestone")
    surer = Claim(claim.kind, claim.roles, (("stage", "Signed"),), replace(claim.evidence, confidence=1.0))
    index = Index.of(sample.resolution(MINT))
    graph = Graph.memory(state(replace(page, claims=(*page.claims, surer)), index, MINT), sample.BASE)
    found = graph.query(
        "SELECT DISTINCT ?e ?c WHERE { ?m a fz:Milestone ; prov:wasDerivedFrom ?e . ?e fz:confidence ?c }"
    )
    assert [row["c"] for row in found.dicts()] == ["1"]


@pytest.mark.parametrize(
    ("spoil", "complaint"),
    [
        (lambda e: replace(e, quote=e.quote + "的"), "does not fill"),
        (lambda e: replace(e, quote="", end=e.start), "does not fill"),
    ],
)
def test_a_quote_that_is_not_its_span_is_refused(spoil, complaint):
    page = sample.first()
    claim = replace(page.claims[0], evidence=spoil(page.claims[0].evidence))
    with pytest.raises(ValueError, match=complaint):
        list(state(replace(page, claims=(claim,)), Index.of(sample.resolution(MINT)), MINT))


def test_errors_name_the_source_and_the_rule():
    page = sample.first()
    claim = replace(page.claims[0], kind="rumour")
    with pytest.raises(ValueError, match=r"2025/03 02\.txt \[byline-rule\]"):
        list(state(replace(page, claims=(claim,)), Index.of(sample.resolution(MINT)), MINT))
    with pytest.raises(ValueError, match=r"no entity for 'Company:"):
        list(state(replace(page, source="other.txt"), Index.of(sample.resolution(MINT)), MINT))
