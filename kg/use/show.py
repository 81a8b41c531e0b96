"""One entity with its names, its facts in groups, and the words behind each fact."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby

from kg.graph.store import Graph
from kg.use.facts import Fact, facts_about
from kg.use.profiles import Profile, find


@dataclass(frozen=True, slots=True)
class Shown:
    """What ``kg show`` prints of one entity."""

    profile: Profile
    facts: tuple[Fact, ...]

    def groups(self) -> list[tuple[str, list[Fact]]]:
        """The facts by group, in order."""
        return [(name, list(facts)) for name, facts in groupby(self.facts, key=lambda fact: fact.group)]


def shown(graph: Graph, name: str) -> tuple[Shown, ...]:
    """Every entity of that name (or IRI), most mentioned first. Raises QueryError when there is none."""
    return tuple(Shown(profile, facts_about(graph, profile.iri)) for profile in find(graph, name))
