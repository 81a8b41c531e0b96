"""The words the graph is written in: closed namespaces, so that a misspelt term is an error and not a new term.

``FZ`` lists every term of ``kg/data/ontology.ttl``; a test keeps the two equal. ``FZ.Tenure`` is the IRI as a plain
string; ``FZ["Tenure"]`` is the same for names that come from data.
"""

from __future__ import annotations

from collections.abc import Iterator


class Namespace:
    """A base IRI and the names allowed under it."""

    def __init__(self, iri: str, names: str) -> None:
        self.iri = iri
        self._names = frozenset(names.split())
        vars(self).update((name, iri + name) for name in self._names)  # found at once

    def __getattr__(self, name: str) -> str:
        raise AttributeError(f"{self.iri} has no term {name!r}")

    def __getitem__(self, name: str) -> str:
        """The IRI of a term whose name comes from data. Raises KeyError when there is no such term."""
        if name in self._names:
            return self.iri + name
        raise KeyError(f"{self.iri} has no term {name!r}")

    def __contains__(self, name: object) -> bool:
        return name in self._names

    def __iter__(self) -> Iterator[str]:
        return iter(sorted(self._names))


#: What a fact's status, stage, statistic and modality can be: individuals of the ontology.
STATUSES = ("InOffice", "Appointed", "Elected", "Acting", "Nominated", "Left")
STAGES = ("Planned", "Signed", "Started", "UnderConstruction", "Completed", "InOperation", "Stopped")
STATISTICS = ("Level", "Growth", "Share", "Rank", "Count", "Multiple")
MODALITIES = ("Actual", "Estimate", "Target")

#: Direct links between two entities.
LINKS = (
    "locatedIn", "basedIn", "undertakes", "hasHonour", "produces", "inIndustry", "partOf", "heldIn",
    "organisedBy", "visited",
)  # fmt: skip

FZ = Namespace(
    "https://w3id.org/fangzhi/ns#",
    # classes
    """Official Person District Company Organization Project Park Place Event Honour Product Industry Initiative
    Entity Fact Tenure Award Milestone Observation Contribution Evidence Article Page
    Status Stage Statistic Modality PostScheme IndicatorScheme """
    # individuals
    + " ".join(STATUSES + STAGES + STATISTICS + MODALITIES)
    # properties: links
    + " "
    + " ".join(LINKS)
    + """ investment mentionedIn divisionCode divisionLevel succeededBy sex
    official post of asOf status validFrom validUntil
    recipient honour rank date awardedBy project stage targetStage
    about indicator statistic value valueMin valueMax unit periodStart periodEnd modality qualifier
    originalAmount originalCurrency
    byline editor contributor contributionRole
    article quote start end rule confidence
    headline newspaper source body bodyOffsets position onPage digest""",
)
RDF = Namespace("http://www.w3.org/1999/02/22-rdf-syntax-ns#", "type Statement subject predicate object")
RDFS = Namespace("http://www.w3.org/2000/01/rdf-schema#", "label")
XSD = Namespace("http://www.w3.org/2001/XMLSchema#", "date dateTime gYear gYearMonth decimal integer string boolean")
SKOS = Namespace("http://www.w3.org/2004/02/skos/core#", "Concept prefLabel altLabel inScheme")
PROV = Namespace("http://www.w3.org/ns/prov#", "Entity wasDerivedFrom")
ORG = Namespace("http://www.w3.org/ns/org#", "Membership Organization FormalOrganization Role")
QB = Namespace("http://purl.org/linked-data/cube#", "Observation")
SCHEMA = Namespace(
    "https://schema.org/",
    "Person AdministrativeArea Corporation Project Place Event Product NewsArticle",
)

#: The well-known class each class of ours is stated with, so that foreign tools need no inference.
ALIGNED = {
    "Official": SCHEMA.Person,
    "Person": SCHEMA.Person,
    "District": SCHEMA.AdministrativeArea,
    "Company": SCHEMA.Corporation,
    "Organization": ORG.Organization,
    "Project": SCHEMA.Project,
    "Park": SCHEMA.Place,
    "Place": SCHEMA.Place,
    "Event": SCHEMA.Event,
    "Honour": SKOS.Concept,
    "Product": SCHEMA.Product,
    "Industry": SKOS.Concept,
    "Initiative": SKOS.Concept,
}

#: Prefixes for queries and exports; the ones of a graph's own entities come from ``iris.Minter.prefixes``.
PREFIXES = {
    "fz": FZ.iri,
    "dcterms": "http://purl.org/dc/terms/",
    "org": ORG.iri,
    "owl": "http://www.w3.org/2002/07/owl#",
    "prov": PROV.iri,
    "qb": QB.iri,
    "rdf": RDF.iri,
    "rdfs": RDFS.iri,
    "schema": SCHEMA.iri,
    "skos": SKOS.iri,
    "xsd": XSD.iri,
}
