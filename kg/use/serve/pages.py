"""The jobs that give pages for people: overview, search, and what is known of a thing, as HTML.

Each can be read and used without scripts; those only add to it. All take what ``language.reader`` gives.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import groupby, pairwise
from typing import Any

from kg.graph.store import Graph
from kg.use.articles import Listed, Naming, ShownArticle, Span, articles_of, marks, mentioned_in, quote_spans
from kg.use.concepts import uses
from kg.use.describe import subjects, thing
from kg.use.drawings import stars, timeline
from kg.use.facts import End, Fact, facts_about
from kg.use.front import Staff, newest_articles, staff
from kg.use.link_queries import entity_class
from kg.use.neighbours import Only, surroundings, ties_at
from kg.use.search import index
from kg.use.serve import jobs
from kg.use.serve.html import local, render
from kg.use.workers.jobs import Arguments, Outcome

FEW, MANY = 40, 2000  # facts shown of a group among others, and of one asked for alone
MATCHES = 100
ARTICLES = 60
NEWEST = 12
DISTRICTS = 60  # with their officials, on the overview
USES = 100  # facts of a post or an indicator on a page
STARS = 14  # neighbours in a small drawing
#: Words of a source to be marked: position of the article, start, end.
_MARK = re.compile(r"([0-9]{1,9})\.([0-9]{1,12})-([0-9]{1,12})")
#: A stretch of a paragraph, what is named there, and whether it is among the words to be marked.
Piece = tuple[str, Naming | None, bool]


def overview_page(graph: Graph, arguments: Arguments) -> Outcome:
    """What the graph holds, and the ways to it: ``endpoint``."""
    found = jobs.counted(graph)
    entities = [(jobs.CLASSES[label], label, count) for label, count in found.entities if count]
    newest, officials = _front(graph)
    return page(
        graph, "overview", arguments, stats=found, entities=entities, endpoint=arguments["endpoint"], newest=newest,
        staff=officials[:DISTRICTS], more=len(officials[DISTRICTS:]),
    )  # fmt: skip


@lru_cache(maxsize=1)
def _front(graph: Graph) -> tuple[tuple[Listed, ...], tuple[Staff, ...]]:
    return newest_articles(graph, NEWEST), staff(graph)


def search_page(graph: Graph, arguments: Arguments) -> Outcome:
    """Entities by name: ``q``, ``type`` (a class or ``""``)."""
    type_ = entity_class(arguments["type"]) if arguments["type"] else ""
    total, matches = index(graph).find(arguments["q"], (type_,) if type_ else (), MATCHES)
    return page(graph, "search", arguments, total=total, matches=matches, type=type_, query=arguments["q"])


def document_page(graph: Graph, arguments: Arguments) -> Outcome | None:
    """What is known of the things a document (``iri``) describes; of an entity's facts, one ``group`` or all.

    Of the facts that use a post or an indicator those from the ``first`` on.
    In articles the words of ``mark`` (``position.start-end``, counted in the source) are marked, if it is not ``""``.
    """
    things = subjects(graph, arguments["iri"])
    if not things:
        return None
    profile = jobs.profile_of(graph, things[0]) if len(things) == 1 else None
    if profile is not None:
        most = MANY if arguments["group"] else FEW
        facts = facts_about(graph, profile.iri)
        found = jobs.grouped(facts)
        groups = [
            (group, len(those), [_fact(fact, profile.iri) for fact in those[:most]])
            for group, those in found
            if arguments["group"] in ("", group)
        ]
        where = mentioned_in(graph, profile.iri, ARTICLES)
        type_ = jobs.CLASSES[profile.type]
        around = surroundings(ties_at(graph, profile.iri), profile.iri, Only(), STARS)
        return page(
            graph, "entity", arguments, one=profile, type=type_, groups=groups, group=arguments["group"], where=where,
            timeline=timeline(facts, profile.iri), around=around, stars=stars(around, profile.iri),
        )  # fmt: skip
    articles = articles_of(graph, arguments["iri"])
    if articles:
        marked = _MARK.fullmatch(arguments["mark"])
        wanted = tuple(map(int, marked.groups())) if marked else (0, 0, 0)
        return page(graph, "articles", arguments, articles=[_article(graph, one, wanted) for one in articles])
    told = [thing(graph, one) for one in things]
    used = uses(graph, things[0], arguments["first"], USES) if len(things) == 1 else None
    groups = [
        (*whole, [_fact(use.fact, whole[0]) for use in those])
        for whole, those in groupby(used.shown if used else (), key=lambda use: (use.of, use.label))
    ]
    return page(graph, "things", arguments, document=arguments["iri"], things=told, used=used, groups=groups, most=USES)


def sparql_page(graph: Graph, arguments: Arguments) -> Outcome:
    """A form for a query: ``endpoint``, ``rows``, ``seconds``."""
    told = {name: arguments[name] for name in ("endpoint", "rows", "seconds")}
    return page(graph, "sparql", arguments, prefixes=sorted(graph.prefixes.items()), **told)


def network_page(graph: Graph, arguments: Arguments) -> Outcome:
    """The network to be explored; what is shown in it is the address's and the script's business."""
    return page(graph, "network", arguments)


def pieces(text: str, ends: Sequence[End], but: str) -> list[tuple[str, str]]:
    """A fact's text in pieces, each with the IRI of what it names or ``""``: all its ends but one, each once."""
    spans: list[tuple[int, int, str]] = []
    for end in sorted(ends, key=lambda one: (-len(one.label), one.iri)):
        place = text.find(end.label) if end.label else -1
        while place >= 0 and any(a < place + len(end.label) and place < b for a, b, _ in spans):
            place = text.find(end.label, place + 1)
        if place >= 0:
            spans.append((place, place + len(end.label), "" if end.iri == but else end.iri))
    found, last = [], 0
    for start, stop, one in sorted(spans):
        found += [(text[last:start], ""), (text[start:stop], one)]
        last = stop
    return [piece for piece in [*found, (text[last:], "")] if piece[0]]


def _fact(fact: Fact, about: str) -> dict[str, Any]:
    return {"fact": fact, "pieces": pieces(fact.text, fact.ends, about)}


def _article(graph: Graph, one: ShownArticle, wanted: tuple[int, ...]) -> dict[str, Any]:
    position, start, end = wanted
    here = position == one.position and start < end
    marked = quote_spans(graph, one.iri, start, end) if here else ()
    facts = [{**_fact(stated.fact, ""), "spans": stated.spans} for stated in one.stated]
    counted: dict[str, int] = {}
    for naming in one.named:
        counted[naming.type] = counted.get(naming.type, 0) + len(naming.spans)
    return {
        "article": one, "paragraphs": list(paragraphs(one, marked)), "facts": facts, "counted": counted,
        "headline_marked": here and not marked,
    }  # fmt: skip


def paragraphs(one: ShownArticle, marked: Sequence[Span] = ()) -> Iterator[tuple[int, list[Piece]]]:
    """The body by lines, each with its first character's offset and in pieces."""
    line: list[Piece] = []
    begin = 0
    for start, end, named in marks(one.named, len(one.body)):
        for low, high, is_marked in _cut(start, end, marked):
            first, *more = one.body[low:high].split("\n")
            line.append((first, named, is_marked))
            place = low + len(first) + 1
            for further in more:
                yield begin, line
                begin, line = place, [(further, named, is_marked)]
                place += len(further) + 1
    yield begin, line


def _cut(start: int, end: int, marked: Sequence[Span]) -> Iterator[tuple[int, int, bool]]:
    """A stretch in pieces, each either marked as a whole or not at all."""
    edges = sorted({start, end, *(edge for span in marked for edge in span if start < edge < end)})
    for low, high in pairwise(edges):
        yield low, high, any(first <= low < last for first, last in marked)


def page(graph: Graph, name: str, arguments: Arguments, **values: Any) -> Outcome:
    """The page of a template with these values."""
    base = graph.mint.base
    told = {"link": lambda iri: local(iri, base), "base": base, **values}
    text = render(name, arguments["language"], arguments["here"], **told)
    return Outcome(text.encode("utf-8", "replace"), "html")
