"""The facts that use a concept: who held a post, where and when; which values an indicator has, of what and when."""

from __future__ import annotations

from dataclasses import dataclass

from kg.graph.store import Graph
from kg.graph.terms import iri
from kg.use.facts import Fact, facts


@dataclass(frozen=True, slots=True)
class Use:
    """A fact and what it is said of: the place or body of a post, what a figure is about (IRI and label, or ``""``)."""

    of: str
    label: str
    fact: Fact


@dataclass(frozen=True, slots=True)
class Uses:
    """Some of the facts that use a concept, in order of what they are said of, then of time, newest first."""

    total: int
    first: int  # how many come before these
    shown: tuple[Use, ...]


def uses(graph: Graph, concept: str, first: int, most: int) -> Uses:
    """At most so many of the facts that use a post or an indicator (an IRI), from the ``first`` on; counted all."""
    found = graph.texts(f"""SELECT ?fact ?of ?label ?when WHERE {{
        ?fact fz:post|fz:indicator {iri(concept)} ; prov:wasDerivedFrom ?evidence
        OPTIONAL {{ ?fact fz:of|fz:about ?of . ?of skos:prefLabel ?label }}
        OPTIONAL {{ ?fact fz:asOf|fz:periodEnd ?when }} }}""")
    known = {fact: (of, label, when) for fact, of, label, when in found}
    ordered = sorted(known, key=lambda fact: (known[fact][2], fact), reverse=True)  # newest first …
    ordered.sort(key=lambda fact: (known[fact][1], known[fact][0]))  # … of each place
    chosen = ordered[first : first + most]
    stated = {fact.iri: fact for fact in facts(graph, chosen)}
    return Uses(len(ordered), first, tuple(Use(*known[one][:2], stated[one]) for one in chosen if one in stated))
