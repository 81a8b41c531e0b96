"""Facts to quads: what one source file says, in that file's named graph.

1. the page and its articles          3. the entities it mentions: class, labels, where
2. the evidence its facts rest on     4. its claims (``claims.py``)

Labels, classes and concepts are stated again in the graph of every source that mentions them, so that removing a
page removes its words and nothing else; the preferred label comes from the resolution and is the same everywhere.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from kg.graph.claims import DERIVED, A, Site, Triple, triples
from kg.graph.iris import Minter
from kg.graph.terms import Quad, Stated, decimal, integer, iri, moment, text
from kg.graph.vocab import ALIGNED, FZ, PROV, RDFS, SCHEMA, SKOS
from kg.records import ArticleHead, Claim, Entity, Evidence, Extraction, LocalEntity, Resolution


@dataclass(frozen=True, slots=True)
class Index:
    """A resolution with its entities found by IRI."""

    iris: Mapping[tuple[str, str], str]
    entities: Mapping[str, Entity]

    @classmethod
    def of(cls, resolution: Resolution) -> Index:
        """The index of a resolution; make it once for all sources."""
        return cls(resolution.iris, {entity.iri: entity for entity in resolution.entities})

    def entity(self, source: str, key: str) -> Entity:
        """The entity a local one belongs to. Raises ValueError when the resolution does not know it."""
        try:
            return self.entities[self.iris[source, key]]
        except KeyError as error:
            raise ValueError(f"{source}: the resolution has no entity for {key!r}") from error


def state(extraction: Extraction, index: Index, mint: Minter) -> Iterator[Quad]:
    """The quads of one source, each once, in no particular order. Raises ValueError as ``stated`` does."""
    graph, triples = stated(extraction, index, mint)
    return (Quad(*triple, graph) for triple in triples)


def stated(extraction: Extraction, index: Index, mint: Minter) -> Stated:
    """What one source says.

    Raises ValueError, with the source's name, for a claim the contract does not allow.
    """
    return Stated(iri(mint.graph(extraction.source)), dict.fromkeys(_all(extraction, index, mint)))


def _all(extraction: Extraction, index: Index, mint: Minter) -> Iterator[Triple]:
    source = extraction.source
    yield from _page(extraction, mint)
    for head in extraction.articles:
        if head.position:
            yield from _article(source, head, mint)
    words = _Words(extraction, mint)
    for local in extraction.entities:
        yield from _entity(local, index.entity(source, local.key), words)
    for claim in extraction.claims:
        yield from words.described(claim.evidence)
        yield from _claim(source, claim, index, words)


def _page(extraction: Extraction, mint: Minter) -> Iterator[Triple]:
    node = iri(mint.page(extraction.source))
    yield node, A, iri(FZ.Page)
    yield node, A, iri(PROV.Entity)
    yield node, iri(FZ.source), text(extraction.source)
    yield node, iri(FZ.digest), text(extraction.digest)
    if extraction.newspaper:
        yield node, iri(FZ.newspaper), text(extraction.newspaper)
    if extraction.date:
        yield node, iri(FZ.date), moment(extraction.date)


def _article(source: str, head: ArticleHead, mint: Minter) -> Iterator[Triple]:
    node = iri(mint.article(source, head.position))
    yield node, A, iri(FZ.Article)
    yield node, A, iri(SCHEMA.NewsArticle)
    yield node, iri(FZ.onPage), iri(mint.page(source))
    yield node, iri(FZ.source), text(source)
    yield node, iri(FZ.position), integer(head.position)
    yield node, iri(FZ.start), integer(head.start)
    yield node, iri(FZ.end), integer(head.end)
    yield node, iri(FZ.body), text(head.body)
    if head.runs:
        yield node, iri(FZ.bodyOffsets), text(" ".join(f"{start}+{length}" for start, length in head.runs))
    if head.headline:
        yield node, iri(FZ.headline), text(head.headline)
        yield node, iri(RDFS.label), text(head.headline, "zh")
    if head.newspaper:
        yield node, iri(FZ.newspaper), text(head.newspaper)
    if head.date:
        yield node, iri(FZ.date), moment(head.date)


Confidences = Mapping[tuple[int, int, int, str], float]


def _confidences(extraction: Extraction) -> Confidences:
    """The best confidence per span and rule: facts that rest on the same words share one evidence node."""
    best: dict[tuple[int, int, int, str], float] = {}
    for entity in extraction.entities:
        for mention in _first_mentions(entity):
            best[_span(mention)] = max(best.get(_span(mention), 0.0), mention.confidence)
    for claim in extraction.claims:
        best[_span(claim.evidence)] = max(best.get(_span(claim.evidence), 0.0), claim.evidence.confidence)
    return best


def _span(evidence: Evidence) -> tuple[int, int, int, str]:
    return evidence.article, evidence.start, evidence.end, evidence.rule


class _Words:
    """The evidence of one source: a node for each span and rule, described once however many facts rest on it."""

    def __init__(self, extraction: Extraction, mint: Minter) -> None:
        self.source, self.mint = extraction.source, mint
        self._confidences = _confidences(extraction)
        self._described: set[tuple[int, int, int, str]] = set()

    def iri(self, evidence: Evidence) -> str:
        """The IRI of a piece of evidence."""
        return self.mint.evidence(self.source, evidence.article, evidence.start, evidence.end, evidence.rule)

    def article(self, evidence: Evidence) -> str:
        """The IRI of its article."""
        return self.mint.article(self.source, evidence.article)

    def described(self, evidence: Evidence) -> Sequence[Triple]:
        """What is said of it, none when that has been said. Raises ValueError when its words do not fill its place."""
        if len(evidence.quote) != evidence.end - evidence.start or not evidence.quote:
            where = f"{evidence.start}:{evidence.end}"
            raise ValueError(f"{self.source}: the quote {evidence.quote!r} does not fill {where}")
        if (span := _span(evidence)) in self._described:
            return ()
        self._described.add(span)
        node = iri(self.iri(evidence))
        return (
            (node, A, _EVIDENCE),
            (node, A, _PROV_ENTITY),
            (node, _ARTICLE, iri(self.article(evidence))),
            (node, _QUOTE, text(evidence.quote)),
            (node, _START, integer(evidence.start)),
            (node, _END, integer(evidence.end)),
            (node, _RULE, text(evidence.rule)),
            (node, _CONFIDENCE, decimal(self._confidences[span])),
        )


# Written out, for there are eight triples to each piece of evidence, and more evidence than anything else.
_EVIDENCE, _PROV_ENTITY, _ARTICLE = iri(FZ.Evidence), iri(PROV.Entity), iri(FZ.article)
_QUOTE, _START, _END, _RULE, _CONFIDENCE = map(iri, (FZ.quote, FZ.start, FZ.end, FZ.rule, FZ.confidence))


def _first_mentions(local: LocalEntity) -> list[Evidence]:
    """The first mention in each article: enough to show where a name stands without listing every repetition."""
    first: dict[int, Evidence] = {}
    for mention in sorted(local.mentions, key=lambda m: (m.article, m.start, m.end, m.rule)):
        first.setdefault(mention.article, mention)
    return list(first.values())


def _entity(local: LocalEntity, entity: Entity, words: _Words) -> Iterator[Triple]:
    node, label = iri(entity.iri), text(entity.label, "zh")
    yield node, A, iri(FZ[entity.type])
    yield node, A, iri(ALIGNED[entity.type])
    yield node, iri(SKOS.prefLabel), label
    yield node, iri(RDFS.label), label
    for form in (local.name, *local.forms):
        if form != entity.label:
            yield node, iri(SKOS.altLabel), text(form, "zh")
    for name, property_ in (("code", FZ.divisionCode), ("sex", FZ.sex)):
        value = dict(entity.attrs).get(name)
        if value:
            yield node, iri(property_), text(value)
    for mention in _first_mentions(local):  # of each article one
        yield node, iri(FZ.mentionedIn), iri(words.article(mention))
        yield from words.described(mention)
        yield node, DERIVED, iri(words.iri(mention))


def _claim(source: str, claim: Claim, index: Index, words: _Words) -> Iterator[Triple]:
    roles = tuple((role, index.entity(source, key).iri) for role, key in claim.roles)
    site = Site(words.article(claim.evidence), words.iri(claim.evidence), words.mint)
    try:
        yield from triples(replace(claim, roles=roles), site)
    except ValueError as error:
        raise ValueError(f"{source} [{claim.evidence.rule}] «{claim.evidence.quote}»: {error}") from error
