"""A page's quads: labels, articles, evidence, named graphs."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest

from kg.graph.iris import Minter
from kg.graph.state import Index, state, state_all
from kg.graph.store import Graph
from kg.records import Claim
from tests.graph import sample

MINT = Minter(sample.BASE)


def ask(graph, pattern):
    return graph.query(f"PREFIX : <{sample.BASE}> ASK {{ {pattern} }}")


@pytest.mark.parametrize(
    "pattern",
    [
        '<{b}company/云溪松风玻璃有限公司> a fz:Company, schema:Corporation ; skos:prefLabel "云溪松风玻璃有限公司"@zh ; '
        'rdfs:label "云溪松风玻璃有限公司"@zh ; skos:altLabel "松风玻璃"@zh ; fz:mentionedIn <{b}article/2025/03%2002.txt#1>',
        '<{b}district/999901> fz:divisionCode "999901" ; skos:altLabel "云溪"@zh ; '
        "fz:mentionedIn <{b}article/2025/03%2002.txt#1>, <{b}article/2025/04%2005.txt#1>",
        '<{b}article/2025/03%2002.txt#1> a fz:Article, schema:NewsArticle ; fz:headline "松风玻璃项目开工" ; '
        'fz:date "2025-03-02"^^xsd:date ; fz:newspaper "云溪日报" ; fz:source "2025/03 02.txt" ; fz:position 1 ; '
        "fz:onPage <{b}page/2025/03%2002.txt> ; fz:byline <{b}person/宁远> ; fz:body ?body",
        '<{b}page/2025/03%2002.txt> a fz:Page ; fz:source "2025/03 02.txt" ; fz:date "2025-03-02"^^xsd:date ; fz:digest ?d',
        # furniture at position 0 is the page
        "<{b}organization/云溪日报> fz:mentionedIn <{b}page/2025/03%2002.txt>",
        # the first mention in an article is evidence for the entity
        '<{b}person/宁远> prov:wasDerivedFrom [ fz:quote "宁远" ; fz:rule "person-name" ; fz:confidence 0.9 ]',
        "GRAPH <{b}graph/2025/04%2005.txt> {{ <{b}event/云溪玻璃节> fz:heldIn <{b}district/999901> }}",
        # divisions: the latest name preferred, dated, in a graph of their own
        "GRAPH <{b}graph/reference/divisions> {{ <{b}district/999901> skos:prefLabel '云溪区'@zh ; skos:altLabel '云溪县'@zh ; "
        "fz:divisionLevel 'county' ; fz:locatedIn <{b}district/990000> ; fz:validFrom '1990'^^xsd:gYear }}",
        "<{b}district/999902> fz:validUntil '2001'^^xsd:gYear ; fz:succeededBy <{b}district/999901>",
    ],
)
def test_the_graph_holds(graph, pattern):
    assert ask(graph, pattern.format(b=sample.BASE)) is True


@pytest.mark.parametrize(
    "pattern",
    [
        # one preferred label in the union, and it is not an alternative one
        "?x skos:prefLabel ?a, ?b FILTER (?a != ?b)",
        "?x skos:prefLabel ?a ; skos:altLabel ?a",
        # what one page says stays in its graph
        "GRAPH <{b}graph/2025/04%2005.txt> {{ <{b}district/999901> skos:altLabel '云溪'@zh }}",
        "<{b}district/999901> fz:validUntil ?until",
        "?f prov:wasDerivedFrom ?e FILTER NOT EXISTS {{ ?e fz:quote ?q ; fz:article/fz:source ?s }}",
    ],
)
def test_the_graph_does_not_hold(graph, pattern):
    assert ask(graph, pattern.format(b=sample.BASE)) is False


def test_quotes_are_the_words_of_the_source(graph):
    found = graph.query("SELECT ?s ?q ?start ?end WHERE { ?e fz:quote ?q ; fz:start ?start ; fz:end ?end ; fz:article/fz:source ?s }")
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
        shuffled = Graph.memory(state_all(pages, sample.resolution(MINT), MINT), sample.BASE)
        plain = Graph.memory(state_all(sample.extractions(), sample.resolution(MINT), MINT), sample.BASE)
        assert shuffled.dump("nquads") == plain.dump("nquads")


def test_the_same_fact_of_two_pages_is_one_node_with_two_witnesses():
    one = sample.first()
    two = replace(one, source="copy.txt")
    resolution = sample.resolution(MINT)
    iris = resolution.iris | {(two.source, key): iri for (source, key), iri in resolution.iris.items() if source == one.source}
    graph = Graph.memory(state_all([one, two], replace(resolution, iris=iris), MINT), sample.BASE)
    found = graph.query("SELECT ?t (COUNT(DISTINCT ?e) AS ?n) WHERE { ?t a fz:Tenure ; prov:wasDerivedFrom ?e } GROUP BY ?t")
    assert [row["n"] for row in found.dicts()] == ["2"]


def test_facts_on_the_same_words_share_their_evidence_at_its_best_confidence():
    page = sample.first()
    claim = next(c for c in page.claims if c.kind == "milestone")
    surer = Claim(claim.kind, claim.roles, (("stage", "Signed"),), replace(claim.evidence, confidence=1.0))
    index = Index.of(sample.resolution(MINT))
    graph = Graph.memory(state(replace(page, claims=(*page.claims, surer)), index, MINT), sample.BASE)
    found = graph.query("SELECT DISTINCT ?e ?c WHERE { ?m a fz:Milestone ; prov:wasDerivedFrom ?e . ?e fz:confidence ?c }")
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
