"""One article as a reader sees it: its text, where in it what is named, and what it states.

Evidence counts in the source, an article's body is mended: lines joined, columns put in order, width folded.
``fz:bodyOffsets`` leads from one to the other, so a span of the source becomes one or more spans of the body, or none
where it lies in the headline. The graph has one mention of each entity in an article; all of them are in what was
kept of the page, as long as that is there.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from kg.errors import GraphError
from kg.graph.store import Graph
from kg.graph.terms import iri
from kg.graph.vocab import FZ
from kg.records import ENTITY_TYPES, Evidence, Extraction
from kg.use.describe import subjects
from kg.use.facts import Fact, facts
from kg.use.reading import Properties, block, properties, rows
from kg.use.tables import labels

#: Half-open, in code points.
Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Naming:
    """An entity named in an article, and where in the body: in order, empty when in the headline alone."""

    iri: str
    type: str
    label: str
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Stated:
    """A fact the article states, and where in the body it does."""

    fact: Fact
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class ShownArticle:
    """An article with its body, what is named and what is stated; texts are ``""`` where nothing is known."""

    iri: str
    headline: str
    date: str
    newspaper: str
    source: str
    position: int
    body: str
    authors: tuple[tuple[str, str], ...]  # IRI and name
    named: tuple[Naming, ...]
    stated: tuple[Stated, ...]


@dataclass(frozen=True, slots=True)
class Listed:
    """An article as it stands in a list."""

    iri: str
    headline: str
    date: str
    newspaper: str
    source: str


class BodyMap:
    """From spans of the source to spans of the body, by the text of ``fz:bodyOffsets``."""

    def __init__(self, offsets: str) -> None:
        """Raises ValueError for a text that is no such list."""
        self._runs: list[tuple[int, int, int]] = []  # start in the body, start in the source, length
        place = 0
        for run in offsets.split():
            start, length = map(int, run.split("+"))
            self._runs.append((place, start, length))
            place += length

    def spans(self, start: int, end: int) -> tuple[Span, ...]:
        """Where the body has the characters ``start:end`` of the source; neighbouring stretches are one."""
        found: list[Span] = []
        for place, first, length in self._runs:
            low, high = max(start, first), min(end, first + length)
            if low >= high:
                continue
            span = (place + low - first, place + high - first)
            if found and found[-1][1] == span[0]:
                span = (found.pop()[0], span[1])
            found.append(span)
        return tuple(found)


def quote_spans(graph: Graph, article: str, start: int, end: int) -> tuple[Span, ...]:
    """Where the body of an article (an IRI) has the characters ``start:end`` of its source; none for the headline."""
    about = properties(graph, [article]).get(article, {})
    return BodyMap(about[FZ.bodyOffsets][0].value).spans(start, end) if FZ.bodyOffsets in about else ()


def mentioned_in(graph: Graph, entity: str, limit: int) -> tuple[Listed, ...]:
    """The articles that mention an entity (an IRI), newest first."""
    found = rows(graph, f"""SELECT DISTINCT ?iri ?headline ?date ?newspaper ?source WHERE {{
        {iri(entity)} fz:mentionedIn ?iri . ?iri a fz:Article ; fz:source ?source
        OPTIONAL {{ ?iri fz:headline ?headline }} OPTIONAL {{ ?iri fz:date ?date }}
        OPTIONAL {{ ?iri fz:newspaper ?newspaper }} }}""")  # fmt: skip
    listed = [
        Listed(*(row[name].value if name in row else "" for name in ("iri", "headline", "date", "newspaper", "source")))
        for row in found
    ]
    listed.sort(key=lambda one: one.iri)
    listed.sort(key=lambda one: one.date, reverse=True)
    return tuple(listed[:limit])


def articles_of(graph: Graph, document: str) -> tuple[ShownArticle, ...]:
    """The article with that IRI; or, for an IRI without fragment, all articles of the source, in order."""
    found = subjects(graph, document)
    known = properties(graph, found)
    shown = [_shown(graph, one, known[one]) for one in found if FZ.body in known[one]]
    return tuple(sorted(shown, key=lambda one: one.position))


def _shown(graph: Graph, article: str, about: Properties) -> ShownArticle:
    def text(property_: str) -> str:
        return about[property_][0].value if property_ in about else ""

    places = BodyMap(text(FZ.bodyOffsets))
    authors = labels(graph, (term.value for term in about.get(FZ.byline, ())))
    return ShownArticle(
        article, text(FZ.headline), text(FZ.date), text(FZ.newspaper), text(FZ.source), int(text(FZ.position) or 0),
        text(FZ.body), tuple(sorted(authors.items())), _named(graph, article, text(FZ.source), places),
        _stated(graph, article, places),
    )  # fmt: skip


def _named(graph: Graph, article: str, source: str, places: BodyMap) -> tuple[Naming, ...]:
    first: dict[tuple[str, str, str], set[tuple[int, int, str]]] = {}  # entity -> its mentions in the graph
    for row in rows(graph, f"""SELECT ?e ?class ?label ?start ?end ?rule WHERE {{
        ?v fz:article {iri(article)} ; fz:start ?start ; fz:end ?end ; fz:rule ?rule .
        {block("class", (FZ[name] for name in ENTITY_TYPES))}
        ?e prov:wasDerivedFrom ?v ; a ?class ; skos:prefLabel ?label }}"""):  # fmt: skip
        said = {name: term.value for name, term in row.items()}
        entity = (said["e"], said["class"].removeprefix(FZ.iri), said["label"])
        first.setdefault(entity, set()).add((int(said["start"]), int(said["end"]), said["rule"]))
    kept = _kept_mentions(graph, article, source)
    found = []
    for (one, type_, label), mentions in sorted(first.items()):
        alike = [every for kind, every in kept if kind == type_ and mentions & every]
        everywhere = mentions.union(*alike)
        spans = {span for start, end, _ in everywhere for span in places.spans(start, end)}
        found.append(Naming(one, type_, label, tuple(sorted(spans))))
    return tuple(found)


@lru_cache(maxsize=4)
def _extraction(graph: Graph, source: str) -> Extraction:
    """The kept result of a source, which all articles of one page ask for."""
    return graph.extraction(source)


def _kept_mentions(graph: Graph, article: str, source: str) -> list[tuple[str, set[tuple[int, int, str]]]]:
    """Class and all mentions in the article of each entity that the kept result of the source knows."""
    try:
        extraction = _extraction(graph, source)
    except GraphError:
        return []  # no page of ours, or replaced meanwhile: the graph has the first mention of each entity
    position = int(article.rpartition("#")[2])
    return [(local.type, {_site(m) for m in local.mentions if m.article == position}) for local in extraction.entities]


def _site(mention: Evidence) -> tuple[int, int, str]:
    return mention.start, mention.end, mention.rule


def _stated(graph: Graph, article: str, places: BodyMap) -> tuple[Stated, ...]:
    nodes = rows(graph, f"SELECT DISTINCT ?n WHERE {{ ?n prov:wasDerivedFrom ?v . ?v fz:article {iri(article)} }}")
    found = []
    for fact in facts(graph, [row["n"].value for row in nodes]):
        here = [quote for quote in fact.quotes if quote.article == article]
        spans = {span for quote in here for span in places.spans(quote.start, quote.end)}
        found.append(Stated(fact, tuple(sorted(spans))))
    return tuple(found)


def marks(named: Sequence[Naming], end: int) -> Iterator[tuple[int, int, Naming | None]]:
    """The body from 0 to ``end`` in pieces, each with the entity named there, or None.

    Where names lie in one another or overlap, the one that begins first counts, then the longest.
    """
    place = 0
    spans = sorted(((start, -stop, one.iri, one) for one in named for start, stop in one.spans), key=lambda s: s[:3])
    for start, stop, _, one in spans:
        if start < place:
            continue
        if place < start:
            yield place, start, None
        yield start, -stop, one
        place = -stop
    if place < end:
        yield place, end, None
