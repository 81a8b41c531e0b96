"""The jobs of the network to be explored: parts of it, what an entity is joined to, a way between two.

Each takes plain arguments and gives JSON; they are described in docs/guide.md.
"""

from __future__ import annotations

from dataclasses import asdict

from kg.graph.store import Graph
from kg.use.link_queries import entity_class
from kg.use.neighbours import Only, surroundings
from kg.use.search import index
from kg.use.serve.jobs import KIND_LABELS, as_json, class_json, named
from kg.use.webs import Web, ties_of
from kg.use.workers.jobs import Arguments, Outcome

#: Entities of a part of the network, at most.
MOST_NODES = 2000


def network(graph: Graph, arguments: Arguments) -> Outcome:
    """A part of the network: around ``iris`` or, without any, the most central, ``limit`` entities."""
    ties, limit = ties_of(graph), min(arguments["limit"], MOST_NODES)
    return _web(ties.around(arguments["iris"], limit) if arguments["iris"] else ties.central(limit))


def among(graph: Graph, arguments: Arguments) -> Outcome:
    """The part of the network that has just these entities: ``iris``, the first ``MOST_NODES``."""
    return _web(ties_of(graph).among(arguments["iris"][:MOST_NODES]))


def way(graph: Graph, arguments: Arguments) -> Outcome:
    """A shortest way in the network: ``start``, ``end``; without entities where there is none."""
    return _web(ties_of(graph).way(arguments["start"], arguments["end"]))


def neighbours(graph: Graph, arguments: Arguments) -> Outcome | None:
    """What an entity is joined to: ``iri``, ``kind``, ``direction``, ``type`` (``""`` for all), ``limit``."""
    here = index(graph).entity(arguments["iri"])
    if here is None:
        return None
    type_ = entity_class(arguments["type"]) if arguments["type"] else ""
    only = Only(arguments["kind"], arguments["direction"], type_)
    ties = ties_of(graph)
    around = surroundings(ties.of(here.iri), here.iri, only, arguments["limit"])
    groups = [
        {"kind": g.kind, "label": KIND_LABELS[g.kind], "direction": g.direction, **class_json(g.type), "count": g.count}
        for g in around.groups
    ]
    return as_json({
        **named(here), "total": around.total, "groups": groups,
        "neighbours": [{**named(one), "neighbours": ties.degree(one.iri)} for one in around.neighbours],
        "ties": [asdict(tie) for tie in around.ties],
    })  # fmt: skip


def _web(web: Web) -> Outcome:
    return as_json({
        "total": web.total,
        "entities": [{**named(one), "neighbours": count} for one, count in web.entities],
        "ties": [{**asdict(one.tie), "first": one.first, "last": one.last} for one in web.ties],
    })  # fmt: skip
