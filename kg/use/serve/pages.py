"""The jobs that give pages for people: overview, search, and what is known of a thing, as HTML without scripts.

Every text of the graph reaches a page through the templates' escaping; an IRI becomes a link only when it is one of
the graph's own, which leads to a page here, or begins with http:// or https://.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from functools import cache
from importlib.resources import files
from typing import Any
from urllib.parse import quote

from jinja2 import Environment, PackageLoader, StrictUndefined

from kg.graph.store import Graph
from kg.use.articles import Naming, ShownArticle, articles_of, marks, mentioned_in
from kg.use.describe import subjects, thing
from kg.use.facts import End, Fact, facts_about
from kg.use.link_queries import entity_class
from kg.use.links import TYPE_LABELS
from kg.use.search import index
from kg.use.serve import jobs
from kg.use.workers.jobs import Arguments, Outcome

FEW, MANY = 40, 2000  # facts shown of a group among others, and of one asked for alone
MATCHES = 100
ARTICLES = 60
#: What an IRI may hold beyond letters and digits when it becomes a path; the percent sign is its own escape already.
_SAFE = "/#()!$&'*+,;=:@~%-._"
Piece = tuple[str, Naming | None]


def overview_page(graph: Graph, arguments: Arguments) -> Outcome:
    """What the graph holds, and the ways to it: ``endpoint``."""
    found = jobs.counted(graph)
    entities = [(jobs.CLASSES[label], label, count) for label, count in found.entities if count]
    return _page(graph, "overview", stats=found, entities=entities, endpoint=arguments["endpoint"])


def search_page(graph: Graph, arguments: Arguments) -> Outcome:
    """Entities by name: ``q``, ``type`` (a class or ``""``)."""
    type_ = entity_class(arguments["type"]) if arguments["type"] else ""
    total, matches = index(graph).find(arguments["q"], (type_,) if type_ else (), MATCHES)
    return _page(graph, "search", total=total, matches=matches, type=type_, query=arguments["q"])


def document_page(graph: Graph, arguments: Arguments) -> Outcome | None:
    """What is known of the things a document (``iri``) describes; of an entity's facts, one ``group`` or all."""
    things = subjects(graph, arguments["iri"])
    if not things:
        return None
    profile = jobs.profile_of(graph, things[0]) if len(things) == 1 else None
    if profile is not None:
        most = MANY if arguments["group"] else FEW
        found = jobs.grouped(facts_about(graph, profile.iri))
        groups = [
            (group, len(facts), [_fact(fact, profile.iri) for fact in facts[:most]])
            for group, facts in found
            if arguments["group"] in ("", group)
        ]
        where = mentioned_in(graph, profile.iri, ARTICLES)
        type_ = jobs.CLASSES[profile.type]
        return _page(graph, "entity", one=profile, type=type_, groups=groups, group=arguments["group"], where=where)
    articles = articles_of(graph, arguments["iri"])
    if articles:
        return _page(graph, "articles", articles=[_article(one) for one in articles])
    return _page(graph, "things", document=arguments["iri"], things=[thing(graph, one) for one in things])


def sparql_page(graph: Graph, arguments: Arguments) -> Outcome:
    """A form for a query: ``endpoint``, ``rows``, ``seconds``."""
    return _page(graph, "sparql", prefixes=sorted(graph.prefixes.items()), **arguments)


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


def _article(one: ShownArticle) -> dict[str, Any]:
    facts = [_fact(stated.fact, "") for stated in one.stated]
    return {"article": one, "paragraphs": list(paragraphs(one)), "facts": facts}


def paragraphs(one: ShownArticle) -> Iterator[list[Piece]]:
    """The body by lines, each in pieces with the entity named there, or None."""
    line: list[Piece] = []
    for start, end, named in marks(one.named, len(one.body)):
        first, *more = one.body[start:end].split("\n")
        line.append((first, named))
        for further in more:
            yield line
            line = [(further, named)]
    yield line


def local(iri: str, base: str) -> str:
    """Where an IRI leads: one of the graph's own to its page here, another one there when it is a web address."""
    if iri.startswith(base):
        return f"/id/{quote(iri.removeprefix(base), safe=_SAFE)}"
    return quote(iri, safe=f"{_SAFE}?[]") if iri.startswith(("http://", "https://")) else ""


def _page(graph: Graph, name: str, **values: Any) -> Outcome:
    base = graph.mint.base
    template = _environment().get_template(f"{name}.html")
    text = template.render(link=lambda iri: local(iri, base), base=base, **values)
    return Outcome(text.encode("utf-8", "replace"), "html")


@cache
def _environment() -> Environment:
    """The templates; what is rendered without a variable being given is a mistake."""
    environment = Environment(
        loader=PackageLoader("kg", "assets/serve"), autoescape=True, undefined=StrictUndefined, trim_blocks=True,
        lstrip_blocks=True,
    )  # fmt: skip
    looks = json.loads((files("kg") / "assets" / "types.json").read_text(encoding="utf-8"))
    environment.globals.update(type_labels=TYPE_LABELS, types=tuple(looks))
    return environment
