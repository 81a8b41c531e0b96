"""The jobs behind the JSON API: what the workers compute for it. The API is described in docs/guide.md.

Each takes plain arguments and gives JSON, or None for what is not in the graph; names of fields are part of the API.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from functools import lru_cache
from typing import Any

from kg.graph import results
from kg.graph.store import Graph
from kg.records import ENTITY_TYPES
from kg.use import queries, run
from kg.use.articles import articles_of, mentioned_in
from kg.use.facts import GROUPS, Fact, facts_about
from kg.use.link_queries import entity_class
from kg.use.links import LINK_LABELS, TENURE, TYPE_LABELS
from kg.use.parameters import Terms, is_iri
from kg.use.profiles import Profile, profiles
from kg.use.search import Named, index
from kg.use.stats import Stats, stats
from kg.use.workers.jobs import Arguments, Outcome

CLASSES = {label: name for name, label in TYPE_LABELS.items()}
KIND_LABELS = {**LINK_LABELS, TENURE: "任职"}
JSON = dict[str, Any]


def search(graph: Graph, arguments: Arguments) -> Outcome:
    """Entities by name: ``q``, ``types`` (classes by English or Chinese name), ``limit``."""
    types = [entity_class(name) for name in arguments["types"]]
    total, matches = index(graph).find(arguments["q"], types, arguments["limit"])
    found = [{**named(one.entity), "name": one.name, "match": one.way} for one in matches]
    return as_json({"query": arguments["q"], "total": total, "matches": found})


def entity(graph: Graph, arguments: Arguments) -> Outcome | None:
    """An entity with its facts: ``iri``, ``group`` (one of the groups or ``""``), ``limit`` facts a group."""
    profile = profile_of(graph, arguments["iri"])
    if profile is None:
        return None
    by_group = grouped(facts_about(graph, profile.iri))
    shown = [
        fact_json(fact)
        for group, facts in by_group
        if arguments["group"] in ("", group)
        for fact in facts[: arguments["limit"]]
    ]
    where = [asdict(article) for article in mentioned_in(graph, profile.iri, arguments["limit"])]
    counts = {group: len(facts) for group, facts in by_group}
    return as_json({**profile_json(profile), "counts": counts, "facts": shown, "mentionedIn": where})


def article(graph: Graph, arguments: Arguments) -> Outcome | None:
    """An article with its body, what is named in it and what it states: ``iri``."""
    found = articles_of(graph, arguments["iri"]) if "#" in arguments["iri"] else ()
    if not found:
        return None
    one = found[0]
    mentions = [{"iri": n.iri, "label": n.label, **class_json(n.type), "spans": n.spans} for n in one.named]
    return as_json({
        "iri": one.iri, "headline": one.headline, "date": one.date, "newspaper": one.newspaper, "source": one.source,
        "position": one.position, "body": one.body,
        "authors": [{"iri": iri, "label": name} for iri, name in one.authors],
        "mentions": mentions,
        "facts": [{**fact_json(stated.fact), "spans": stated.spans} for stated in one.stated],
    })  # fmt: skip


def overview(graph: Graph, _arguments: Arguments) -> Outcome:
    """What the graph holds."""
    found = counted(graph)
    index(graph)  # made now, while nobody waits: the overview is the first thing asked for
    return as_json({
        "graph": {"base": graph.mint.base, "digest": graph.manifest.digest, "quads": found.quads},
        "sources": found.sources, "articles": found.articles, "since": found.since, "until": found.until,
        "evidence": found.evidence,
        "newspapers": [{"name": name, "articles": count} for name, count in found.newspapers],
        "entities": [{**class_json(CLASSES[label]), "count": count} for label, count in found.entities],
        "facts": [{"label": label, "count": count} for label, count in found.facts],
    })  # fmt: skip


def catalogue(_graph: Graph, _arguments: Arguments) -> Outcome:
    """The ready questions with their parameters and columns."""
    found = [
        {
            "name": query.name, "title": query.title, "question": query.question,
            "params": [asdict(param) for param in query.params],
            "columns": [{"variable": variable, "heading": heading} for variable, heading in query.columns],
        }
        for query in queries.catalogue()
    ]  # fmt: skip
    return as_json({"queries": found})


def ready(graph: Graph, arguments: Arguments) -> Outcome | None:
    """The answer to a ready question: ``name``, ``params``, and what is wanted as for the job ``query``."""
    if arguments["name"] not in queries.names():  # never a path
        return None
    text = run.bound(graph, queries.load(arguments["name"]), arguments["params"], _terms(graph))
    wanted = results.Wanted(arguments["rows_as"], arguments["triples_as"], arguments["rows"], arguments["link"])
    written = results.answer(graph, text, wanted)
    return Outcome(written.data, written.format, written.cut)


def profile_of(graph: Graph, iri: str) -> Profile | None:
    """The profile of an entity, if it is one."""
    found = profiles(graph, [iri]) if is_iri(iri) else ()
    return found[0] if found else None


def grouped(facts: Sequence[Fact]) -> list[tuple[str, list[Fact]]]:
    """The facts by group, groups in order, empty ones left out."""
    by_group = [(group, [fact for fact in facts if fact.group == group]) for group in GROUPS]
    return [(group, found) for group, found in by_group if found]


def named(one: Named) -> JSON:
    """An entity as it stands in lists."""
    return {"iri": one.iri, "label": one.label, **class_json(one.type), "articles": one.articles}


def profile_json(profile: Profile) -> JSON:
    """An entity by itself."""
    return {
        "iri": profile.iri, "label": profile.label, **class_json(CLASSES[profile.type]), "alts": profile.alts,
        "within": profile.within, "articles": profile.articles,
    }  # fmt: skip


def fact_json(fact: Fact) -> JSON:
    """A fact with its ends and quotes."""
    quotes = [{**asdict(quote), "confidence": float(quote.confidence or 0)} for quote in fact.quotes]
    ends = [asdict(end) for end in fact.ends]
    return {"iri": fact.iri, "group": fact.group, "text": fact.text, "when": fact.when, "ends": ends, "quotes": quotes}


@lru_cache(maxsize=1)
def counted(graph: Graph) -> Stats:
    """What the graph holds, counted once."""
    return stats(graph)


@lru_cache(maxsize=1)
def _terms(graph: Graph) -> Terms:
    return Terms(graph)


def class_json(name: str) -> JSON:
    """A class, by local name and as people read it."""
    assert name in ENTITY_TYPES
    return {"type": name, "typeLabel": TYPE_LABELS[name]}


def as_json(value: JSON) -> Outcome:
    """A job's answer as JSON."""
    return Outcome(json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode(), "json")
