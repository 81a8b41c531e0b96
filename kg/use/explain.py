"""Why the graph says what it says: rule, span and repairs of a fact; origins and namesakes of an entity."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from kg.facts.pairs import family
from kg.graph.store import Graph
from kg.graph.terms import iri, text
from kg.records import Extraction, Judgement, LocalEntity, Pairs, Repair
from kg.use.facts import Fact, Quote, facts, facts_about
from kg.use.links import TYPE_LABELS
from kg.use.parameters import is_iri
from kg.use.profiles import Profile, find, profiles
from kg.use.reading import rows
from kg.use.resolving import judged

VERDICTS = ("SAME", "DIFFERENT", "UNSURE")
AROUND = 24  # characters of the running text shown on either side of a quote


@dataclass(frozen=True, slots=True)
class Reason:
    """One place that states a fact: the quote in its running text, what was mended there, what else it states."""

    quote: Quote
    before: str
    after: str
    repairs: tuple[Repair, ...]
    rivals: tuple[Fact, ...]  # other facts that rest on some of the same words


@dataclass(frozen=True, slots=True)
class Origin:
    """One page's part in an entity: what the page calls it and which rules found the names.

    ``joined`` are the forms that a rule of coreference gave it on this page; ``judged`` is the class (in Chinese) that
    the page was read to give it where the user gives another.
    """

    id: str  # as in the ledger and in a file of judgements
    source: str
    name: str
    forms: tuple[str, ...]
    mentions: int
    rules: tuple[str, ...]
    joined: Pairs = ()
    judged: str = ""


@dataclass(frozen=True, slots=True)
class FactExplanation:
    """A fact and every place that states it."""

    fact: Fact
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """One judgement that concerns an entity: ledger id and name on either side, verdict and reasons."""

    left: str
    right: str
    names: tuple[str, str]
    verdict: str  # SAME · DIFFERENT · UNSURE
    score: float
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class EntityExplanation:
    """An entity: the pages it was joined from, why, what it was kept apart from, its facts."""

    profile: Profile
    origins: tuple[Origin, ...]
    comparisons: tuple[Comparison, ...]
    namesakes: tuple[Profile, ...]
    facts: tuple[Fact, ...]


def explain(graph: Graph, name: str) -> tuple[FactExplanation | EntityExplanation, ...]:
    """The explanation of a fact (by IRI) or of every entity of that name. Raises QueryError when there is neither."""
    if is_iri(name):
        found = facts(graph, [name])
        if found:
            return tuple(_fact(graph, fact) for fact in found)
    return tuple(_entity(graph, profile) for profile in find(graph, name))


def _fact(graph: Graph, fact: Fact) -> FactExplanation:
    return FactExplanation(fact, tuple(_reason(graph, fact, quote) for quote in fact.quotes))


def _reason(graph: Graph, fact: Fact, quote: Quote) -> Reason:
    extraction = _extraction(graph, quote.source)
    repairs: tuple[Repair, ...] = ()
    if extraction:
        repairs = tuple(r for r in extraction.repairs if r.start < quote.end and quote.start < r.end)
    before, after = _around(graph, quote)
    overlapping = rows(graph, f"""SELECT DISTINCT ?fact WHERE {{
        ?article fz:source {text(quote.source)} . ?e fz:article ?article ; fz:start ?start ; fz:end ?end .
        FILTER(?start < {quote.end} && ?end > {quote.start}) ?fact prov:wasDerivedFrom ?e }}""")  # fmt: skip
    others = facts(graph, {row["fact"].value for row in overlapping} - {fact.iri})
    return Reason(quote, before, after, repairs, others)


def _around(graph: Graph, quote: Quote) -> tuple[str, str]:
    """What stands before and after the quote in the article's running text; nothing when it was mended in between."""
    bodies = rows(graph, f"""SELECT DISTINCT ?body WHERE {{
        ?article fz:source {text(quote.source)} ; fz:body ?body
        FILTER(CONTAINS(?body, {text(quote.text)})) }}""")  # fmt: skip
    for row in bodies:
        before, _, after = row["body"].value.partition(quote.text)
        return before[-AROUND:], after[:AROUND]
    return "", ""


def _entity(graph: Graph, profile: Profile) -> EntityExplanation:
    named = " ".join(text(form, "zh") for form in (profile.label, *profile.alts))
    same = rows(graph, f"""SELECT DISTINCT ?e WHERE {{ VALUES ?n {{ {named} }} ?e skos:prefLabel|skos:altLabel ?n ;
        fz:mentionedIn ?article FILTER(?e != {iri(profile.iri)}) }}""")  # fmt: skip
    namesakes = profiles(graph, [row["e"].value for row in same])
    origins, comparisons = _resolution(graph, profile.iri)
    return EntityExplanation(profile, origins, comparisons, namesakes, facts_about(graph, profile.iri))


def _resolution(graph: Graph, entity: str) -> tuple[tuple[Origin, ...], tuple[Comparison, ...]]:
    """What the pages call an entity, and the judgements that joined them or kept others apart.

    The ledger is not kept in the graph folder: it follows from the pages' results and the user's judgements, so it is
    made again.
    """
    found = judged(graph)
    locals_ = {f"{page.source}#{local.key}": local for page in found.extractions for local in page.entities}
    members = {member for one in found.resolution.entities if one.iri == entity for member in one.members}
    own = {"#".join(member): member[0] for member in sorted(members)}
    told = [j for j in found.resolution.ledger if j.left in own or j.right in own]
    pages = {page.source: page for page in found.extractions}
    apart = (j for one, source in own.items() for j in _apart(pages[source], locals_[one]))
    told += [j for j in apart if j.left not in own or j.right not in own]
    comparisons = {
        Comparison(j.left, j.right, (locals_[j.left].name, locals_[j.right].name), j.verdict, j.score, j.reasons)
        for j in told
    }
    origins = tuple(_origin(one, source, locals_[one]) for one, source in own.items())
    return origins, tuple(sorted(comparisons, key=lambda c: (VERDICTS.index(c.verdict), c.left, c.right, c.reasons)))


def _apart(page: Extraction, local: LocalEntity) -> Iterator[Judgement]:
    """What the same page calls by one of the same names and yet keeps apart."""
    for other in page.entities:
        shared = {local.name, *local.forms} & {other.name, *other.forms}
        if other.key != local.key and family(other.type) == family(local.type) and shared:
            left, right = sorted((f"{page.source}#{local.key}", f"{page.source}#{other.key}"))
            yield Judgement(left, right, "DIFFERENT", 0.0, (f"同一版面上的“{min(shared)}”,版面自身分作两个",))


def _origin(id_: str, source: str, local: LocalEntity) -> Origin:
    rules = tuple(sorted({mention.rule for mention in local.mentions}))
    was = TYPE_LABELS.get(local.attr("judged"), "")
    return Origin(id_, source, local.name, local.forms, len(local.mentions), rules, local.joined, was)


def _extraction(graph: Graph, source: str) -> Extraction | None:
    """What one source was read as; None for a graph that was not built from pages (an import)."""
    return graph.extraction(source) if source in graph.manifest.pages else None
