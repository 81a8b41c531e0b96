"""The vocabulary in the code, the ontology and the shapes are one."""

from __future__ import annotations

import re

import pytest
import rdflib
from rdflib import OWL, RDFS, SKOS

from kg import resources
from kg.graph import rdf, vocab
from kg.graph.vocab import FZ
from kg.records import ENTITY_TYPES

SCHEMA = rdflib.Namespace(vocab.SCHEMA.iri)


@pytest.fixture(scope="module")
def ontology() -> rdflib.Graph:
    return rdf.parse_turtle(resources.text("ontology.ttl"))


def terms(ontology: rdflib.Graph) -> set[rdflib.term.Node]:
    return {s for s in ontology.subjects(unique=True) if str(s).startswith(FZ.iri)}


def test_a_term_that_does_not_exist_is_an_error():
    assert FZ.Tenure == "https://w3id.org/fangzhi/ns#Tenure" == FZ["Tenure"]
    with pytest.raises(AttributeError, match="Tenur"):
        _ = FZ.Tenur
    with pytest.raises(KeyError, match="locatedin"):
        _ = FZ["locatedin"]


def test_code_and_ontology_list_the_same_terms(ontology):
    assert {str(term).removeprefix(FZ.iri) for term in terms(ontology)} == set(FZ)


def test_every_term_is_explained_in_both_languages(ontology):
    for term in terms(ontology):
        for property_ in (RDFS.label, RDFS.comment):
            assert sorted(o.language for o in ontology.objects(term, property_)) == ["en", "zh"], (term, property_)


def test_every_property_has_domain_and_range(ontology):
    for kind in (OWL.ObjectProperty, OWL.DatatypeProperty):
        for term in ontology.subjects(rdflib.RDF.type, kind):
            assert any(ontology.objects(term, RDFS.domain)) ^ any(ontology.objects(term, SCHEMA.domainIncludes)), term
            ranges = {*ontology.objects(term, RDFS.range), *ontology.objects(term, SCHEMA.rangeIncludes)}
            literal = {str(r).startswith(vocab.XSD.iri) for r in ranges}
            assert literal == {kind == OWL.DatatypeProperty}, term


def test_own_terms_used_as_classes_and_values_exist(ontology):
    used = {o for o in ontology.objects() if str(o).startswith(FZ.iri)}
    assert used <= terms(ontology)


@pytest.mark.parametrize("name", ENTITY_TYPES)
def test_the_aligned_class_is_what_the_ontology_says(ontology, name):
    above = {str(o) for o in ontology.objects(rdflib.URIRef(FZ[name]), RDFS.subClassOf)}
    assert vocab.ALIGNED[name] in above
    assert FZ.Entity in above


@pytest.mark.parametrize(
    ("class_", "names"),
    [
        ("Status", vocab.STATUSES),
        ("Stage", vocab.STAGES),
        ("Statistic", vocab.STATISTICS),
        ("Modality", vocab.MODALITIES),
    ],
)
def test_individuals_are_of_their_class(ontology, class_, names):
    found = {str(s).removeprefix(FZ.iri) for s in ontology.subjects(rdflib.RDF.type, rdflib.URIRef(FZ[class_]))}
    assert found == set(names)


def test_the_ontology_has_no_blank_nodes(ontology):
    """So that its graph is the same bytes in every export."""
    assert not [node for node in ontology.all_nodes() if isinstance(node, rdflib.BNode)]


def test_shapes_use_terms_that_exist_and_speak_chinese():
    shapes = rdf.parse_turtle(resources.text("shapes.ttl"))
    used = {str(n).removeprefix(FZ.iri) for n in shapes.all_nodes() if str(n).startswith(FZ.iri)}
    assert used <= set(FZ)
    for shape in shapes.subjects(rdflib.SH.message, unique=True):
        assert {m.language for m in shapes.objects(shape, rdflib.SH.message)} == {"zh", "en"}


def test_values_in_the_shapes_are_those_of_the_ontology():
    text = resources.text("shapes.ttl")
    lists = [frozenset(re.findall(r"fz:(\w+)", found)) for found in re.findall(r"sh:in \(([^)]*)\)", text)]
    for names in (vocab.STATUSES, vocab.STAGES, vocab.STATISTICS, vocab.MODALITIES):
        assert frozenset(names) in lists
    assert frozenset((*vocab.LINKS, "investment", "byline", "editor")) in lists
    assert SKOS.prefLabel in rdf.parse_turtle(text).all_nodes()
