"""What one claim says, as triples: the direct link and the node that carries the evidence.

Each kind of ``CLAIM_KINDS`` has one function here. It gets the claim with its roles already resolved to entity
IRIs and yields ``(subject, predicate, object)`` in N-Triples text. Nodes are named by their content, so the same
fact read twice is one node with two pieces of evidence.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from kg.graph.iris import Minter
from kg.graph.terms import bounds, decimal, first_day, integer, iri, last_day, moment, text
from kg.graph.vocab import FZ, LINKS, MODALITIES, ORG, PROV, QB, RDF, RDFS, SKOS, STAGES, STATISTICS, STATUSES
from kg.records import CLAIM_KINDS, Claim

Triple = tuple[str, str, str]
A = iri(RDF.type)
DERIVED = iri(PROV.wasDerivedFrom)
#: The roles and values without which a claim says nothing; the first is what it is about.
NEEDED = {
    "link": ("subject", "object", "predicate"),
    "amount": ("subject", "predicate", "amount"),
    "tenure": ("official", "post"),
    "award": ("recipient", "honour"),
    "milestone": ("project", "stage"),
    "observation": ("about", "indicator", "value"),
    "byline": ("person",),
}
#: Properties of amounts: what may be said in money about an entity.
AMOUNTS = ("investment",)


@dataclass(frozen=True, slots=True)
class Site:
    """Where a claim was read: the IRIs of its article (or page) and of its evidence."""

    article: str
    evidence: str
    mint: Minter


def triples(claim: Claim, site: Site) -> Iterator[Triple]:
    """All triples of one claim.

    Raises ValueError for a kind, role or value outside ``CLAIM_KINDS`` and for a value that is not of its type:
    such a claim is a mistake of the rules and must not reach the graph.
    """
    check(claim)
    if claim.kind == "link" and claim.role("subject") == claim.role("object"):
        return  # two names that proved to be one thing: the link says nothing any more
    yield from KINDS[claim.kind](claim, site)


def check(claim: Claim) -> None:
    """Raise ValueError unless the claim's kind, roles and values are the contract's and none is missing."""
    if claim.kind not in CLAIM_KINDS:
        raise ValueError(f"no claim kind {claim.kind!r}")
    roles, values = CLAIM_KINDS[claim.kind]
    odd = [name for name, _ in claim.roles if name not in roles] + [n for n, _ in claim.values if n not in values]
    if odd:
        raise ValueError(f"a {claim.kind} has no {', '.join(odd)}")
    for name in NEEDED[claim.kind]:
        if not (claim.role(name) or claim.value(name)):
            raise ValueError(f"a {claim.kind} without {name}")


def _statement(subject: str, predicate: str, object_: str, site: Site) -> Iterator[Triple]:
    """The link itself and its reified statement; ``object_`` is a term, the others are IRIs."""
    s, p = iri(subject), iri(predicate)
    node = iri(
        site.mint.fact("statement", subject, (("predicate", predicate), ("subject", subject), ("object", object_)))
    )
    yield s, p, object_
    yield node, A, iri(RDF.Statement)
    yield node, iri(RDF.subject), s
    yield node, iri(RDF.predicate), p
    yield node, iri(RDF.object), object_
    yield node, DERIVED, iri(site.evidence)


def _node(claim: Claim, types: tuple[str, ...], site: Site) -> tuple[str, list[Triple]]:
    """A node named by what the claim says, with its types and its evidence."""
    subject = claim.role(NEEDED[claim.kind][0])
    node = iri(site.mint.fact(claim.kind, subject, claim.roles + claim.values))
    return node, [*((node, A, iri(type_)) for type_ in types), (node, DERIVED, iri(site.evidence))]


def _concept(kind: str, label: str, scheme: str, mint: Minter, *types: str) -> tuple[str, list[Triple]]:
    """A SKOS concept (a post, an indicator) and the triples that describe it."""
    node = iri(mint.concept(kind, label))
    name = text(label, "zh")
    described = [(node, A, iri(type_)) for type_ in (SKOS.Concept, *types)]
    described += [
        (node, iri(SKOS.prefLabel), name),
        (node, iri(RDFS.label), name),
        (node, iri(SKOS.inScheme), iri(scheme)),
    ]
    return node, described


def _when(node: str, value: str) -> Iterator[Triple]:
    """``fz:date`` for a day, month or year; an interval gives ``fz:periodStart`` and ``fz:periodEnd`` instead."""
    if "/" in value:
        first, last = bounds(value)
        yield node, iri(FZ.periodStart), first
        yield node, iri(FZ.periodEnd), last
    elif value:
        yield node, iri(FZ.date), moment(value)


def _individual(value: str, kind: str, known: tuple[str, ...]) -> str:
    if value not in known:
        raise ValueError(f"no {kind} {value!r}")
    return iri(FZ[value])


def _link(claim: Claim, site: Site) -> Iterator[Triple]:
    predicate = claim.value("predicate")
    if predicate not in LINKS:
        raise ValueError(f"no link {predicate!r}")
    yield from _statement(claim.role("subject"), FZ[predicate], iri(claim.role("object")), site)


def _amount(claim: Claim, site: Site) -> Iterator[Triple]:
    predicate = claim.value("predicate")
    if predicate not in AMOUNTS:
        raise ValueError(f"no amount {predicate!r}")
    *stated, derived = _statement(claim.role("subject"), FZ[predicate], decimal(claim.value("amount")), site)
    yield from stated
    yield derived
    node = derived[0]
    if claim.value("original"):
        yield node, iri(FZ.originalAmount), text(claim.value("original"))
    if claim.value("currency"):
        yield node, iri(FZ.originalCurrency), text(claim.value("currency"))


def _tenure(claim: Claim, site: Site) -> Iterator[Triple]:
    node, made = _node(claim, (FZ.Tenure, ORG.Membership), site)
    yield from made
    yield node, iri(FZ.official), iri(claim.role("official"))
    if claim.role("of"):
        yield node, iri(FZ.of), iri(claim.role("of"))
    post, described = _concept("post", claim.value("post"), FZ.PostScheme, site.mint, ORG.Role)
    yield from described
    yield node, iri(FZ.post), post
    yield node, iri(FZ.status), _individual(claim.value("status") or "InOffice", "status", STATUSES)
    for name, property_ in (("asOf", FZ.asOf), ("start", FZ.validFrom), ("end", FZ.validUntil)):
        if claim.value(name):
            yield node, iri(property_), moment(claim.value(name))


def _award(claim: Claim, site: Site) -> Iterator[Triple]:
    recipient, honour = claim.role("recipient"), iri(claim.role("honour"))
    yield from _statement(recipient, FZ.hasHonour, honour, site)
    node, made = _node(claim, (FZ.Award,), site)
    yield from made
    yield node, iri(FZ.recipient), iri(recipient)
    yield node, iri(FZ.honour), honour
    if claim.role("by"):
        yield node, iri(FZ.awardedBy), iri(claim.role("by"))
    if claim.value("rank"):
        yield node, iri(FZ.rank), integer(claim.value("rank"))
    yield from _when(node, claim.value("date"))


def _milestone(claim: Claim, site: Site) -> Iterator[Triple]:
    node, made = _node(claim, (FZ.Milestone,), site)
    yield from made
    yield node, iri(FZ.project), iri(claim.role("project"))
    yield node, iri(FZ.stage), _individual(claim.value("stage"), "stage", STAGES)
    if claim.value("targetStage"):
        yield node, iri(FZ.targetStage), _individual(claim.value("targetStage"), "stage", STAGES)
    yield from _when(node, claim.value("date"))


def _observation(claim: Claim, site: Site) -> Iterator[Triple]:
    node, made = _node(claim, (FZ.Observation, QB.Observation), site)
    yield from made
    yield node, iri(FZ.about), iri(claim.role("about"))
    indicator, described = _concept("indicator", claim.value("indicator"), FZ.IndicatorScheme, site.mint)
    yield from described
    yield node, iri(FZ.indicator), indicator
    yield node, iri(FZ.statistic), _individual(claim.value("statistic") or "Level", "statistic", STATISTICS)
    yield node, iri(FZ.modality), _individual(claim.value("modality") or "Actual", "modality", MODALITIES)
    for name in ("value", "valueMin", "valueMax"):
        if claim.value(name):
            yield node, iri(FZ[name]), decimal(claim.value(name))
    for name in ("unit", "qualifier"):
        if claim.value(name):
            yield node, iri(FZ[name]), text(claim.value(name))
    if claim.value("periodStart"):
        yield node, iri(FZ.periodStart), first_day(claim.value("periodStart"))
    if claim.value("periodEnd"):
        yield node, iri(FZ.periodEnd), last_day(claim.value("periodEnd"))


#: Roles of those who made the page; all others wrote or photographed.
EDITORIAL = frozenset(("编辑", "校对", "版式", "审核", "值班", "监制", "策划", "主编"))


def _byline(claim: Claim, site: Site) -> Iterator[Triple]:
    person = claim.role("person")
    predicate = FZ.editor if claim.value("role") in EDITORIAL else FZ.byline
    *stated, derived = _statement(site.article, predicate, iri(person), site)
    yield from stated
    yield derived
    node = derived[0]  # the statement is the contribution: one node says who, in which role, by which words
    yield node, A, iri(FZ.Contribution)
    yield node, iri(FZ.contributor), iri(person)
    yield node, iri(FZ.article), iri(site.article)
    if claim.value("role"):
        yield node, iri(FZ.contributionRole), text(claim.value("role"))
    if claim.value("newspaper"):
        yield node, iri(FZ.newspaper), text(claim.value("newspaper"))


KINDS: dict[str, Callable[[Claim, Site], Iterator[Triple]]] = {
    "link": _link,
    "amount": _amount,
    "tenure": _tenure,
    "award": _award,
    "milestone": _milestone,
    "observation": _observation,
    "byline": _byline,
}
