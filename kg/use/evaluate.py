"""A graph against gold annotations: precision, recall and F1 for each kind of thing, and every error by name.

    page         date · article · byline
    entity       each class
    fact         posts and their status, each link, investment, stage
    observation  core (value, unit, indicator, area), its modality, period and statistic, and other

Kinds are named ``<group> <kind>`` (``fact stage``); sums over the ones that matter most are ``CORE entities`` etc.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from kg.graph.store import Graph
from kg.records import ENTITY_TYPES
from kg.use.gold import Gold, Line, contested, listed, read
from kg.use.observed import judge_observations
from kg.use.parameters import plain
from kg.use.predicted import Predicted, Row
from kg.use.tally import Tallies, Tally, pair, total

LINKS = {
    "located_in": "locatedIn", "based_in": "basedIn", "undertakes": "undertakes", "has_honour": "hasHonour",
    "produces": "produces", "in_industry": "inIndustry", "part_of": "partOf", "held_in": "heldIn",
    "organised_by": "organisedBy",
}  # fmt: skip
STAGES = {
    "planned": "Planned", "signed": "Signed", "started": "Started", "under_construction": "UnderConstruction",
    "completed": "Completed", "in_operation": "InOperation", "stopped": "Stopped",
}  # fmt: skip
STATUSES = {
    "": "InOffice", "appointed": "Appointed", "elected": "Elected", "acting": "Acting", "nominated": "Nominated",
    "removed": "Left", "resigned": "Left", "former": "Left", "left": "Left",
}  # fmt: skip
CORE_TYPES = ("Official", "District", "Company", "Project")
CORE_FACTS = ("holds_post", "located_in", "undertakes", "investment", "stage", "has_honour", "produces")
SAME_HEADLINE = 5  # a headline longer than this may be a part of the other one

_STATED = "?fact rdf:subject ?s ; rdf:predicate fz:{} ; rdf:object ?o ; prov:wasDerivedFrom/fz:article ?article"
_TENURES = """?t a fz:Tenure ; fz:official ?person ; fz:post ?post ; prov:wasDerivedFrom/fz:article ?article
    OPTIONAL { ?t fz:of ?of } OPTIONAL { ?t fz:status ?status }"""
_MILESTONES = "?m a fz:Milestone ; fz:project ?s ; fz:stage ?stage ; prov:wasDerivedFrom/fz:article ?article"


@dataclass(frozen=True, slots=True)
class Evaluation:
    """The tallies by kind (``fact stage``)."""

    tallies: dict[str, Tally]

    def sums(self) -> dict[str, Tally]:
        """The tallies taken together that say how good a graph is at a glance."""

        def of(names: Iterable[str]) -> Tally:
            return total(self.tallies.get(name, Tally()) for name in names)

        facts = [name for name in self.tallies if name.startswith("fact ") and name.count(" ") == 1]
        return {
            "CORE entities": of(f"entity {name}" for name in CORE_TYPES),
            "ALL entities": of(f"entity {name}" for name in ENTITY_TYPES),
            "CORE facts": of(f"fact {name}" for name in CORE_FACTS),
            "ALL facts": of(facts),
            "CORE observations": of(["observation core"]),
        }

    def all(self) -> dict[str, Tally]:
        """The sums, then every kind by name."""
        return {**self.sums(), **{name: self.tallies[name] for name in sorted(self.tallies)}}


def evaluate(graph: Graph, folder: Path) -> Evaluation:
    """The evaluation of a graph against the annotations in a folder. Raises InputError as ``gold.read`` does."""
    golds = read(folder)
    predicted = Predicted(graph, [gold.name for gold in golds])
    tallies: dict[str, Tally] = defaultdict(Tally)
    for judge in (_pages, _entities, _posts, _links, _stages, judge_observations):
        judge(golds, predicted, tallies)
    return Evaluation(dict(tallies))


def _pages(golds: tuple[Gold, ...], predicted: Predicted, tallies: Tallies) -> None:
    """Dates (to the precision of the gold), articles by headline, people named as authors."""
    dates = predicted.by_document("?article fz:date ?date", "date")
    headlines = predicted.by_document("?article fz:headline ?headline", "headline")
    authors = predicted.by_document("?article fz:byline ?person", "person")
    for gold in golds:
        date, tally = gold.document["date"], tallies["page date"]
        if any(found.startswith(date) for (found,) in dates[gold.name]):
            tally.hits += 1
        else:
            tally.missed.append((gold.name, date))
            tally.false += [(gold.name, "、".join(found for (found,) in dates[gold.name]))] if dates[gold.name] else []
        pair(tallies["page article"], gold.name, gold.document["articles"], headlines[gold.name], same=_same_headline,
             optional=contested, name_gold=lambda line: line["headline"], name_found=lambda row: row[0])  # fmt: skip
        people = {fact["s"]: fact for fact in gold.facts_of("byline")}
        pair(tallies["page byline"], gold.name, list(people.values()), authors[gold.name],
             same=_ends(gold, predicted, "s"), optional=contested,
             name_gold=lambda line: line["s"], name_found=lambda row: predicted.show(row[0]))  # fmt: skip


def _same_headline(line: Line, row: Row) -> bool:
    gold, found = plain(line["headline"]), plain(row[0])
    return gold == found or (len(found) > SAME_HEADLINE and (found in gold or gold in found))


def _both(first: Callable[[Line, Row], bool], second: Callable[[Line, Row], bool]) -> Callable[[Line, Row], bool]:
    return lambda line, row: first(line, row) and second(line, row)


def _ends(gold: Gold, predicted: Predicted, *fields: str) -> Callable[[Line, Row], bool]:
    """Whether the named fields of a gold line and the first columns of a row are the same things."""

    def same(line: Line, row: Row) -> bool:
        return all(gold.names(line[name]) & predicted.names(term) for name, term in zip(fields, row, strict=False))

    return same


def _entities(golds: tuple[Gold, ...], predicted: Predicted, tallies: Tallies) -> None:
    """Entities by class: any acceptable class and any form will do."""
    mentioned = predicted.by_document("?e fz:mentionedIn ?article", "e")
    for gold in golds:
        there = [term for (term,) in mentioned[gold.name]]
        for type_ in ENTITY_TYPES:
            left = [term for term in there if type_ in predicted.types.get(term, ())]
            there.sort(key=partial(_lacks, predicted, type_))  # the class in question first
            tally = tallies[f"entity {type_}"]
            for line in (line for line in gold.entities if line["types"][0] == type_):
                hits = [term for term in there if _is(line, term, gold, predicted)]
                if hits:
                    tally.hits += not contested(line)
                    left = [term for term in left if term != hits[0]]  # a second one of that name is an alarm
                elif not contested(line):
                    tally.missed.append((gold.name, line["name"]))
            tally.false += [
                (gold.name, predicted.show(term)) for term in left if not _excused(term, type_, gold, predicted)
            ]


def _lacks(predicted: Predicted, type_: str, term: str) -> bool:
    return type_ not in predicted.types.get(term, ())


def _is(line: Line, term: str, gold: Gold, predicted: Predicted) -> bool:
    allowed = predicted.types.get(term, frozenset()) & set(line["types"])
    return bool(allowed) and bool(predicted.names(term) & gold.names(line["name"]))


def _excused(term: str, type_: str, gold: Gold, predicted: Predicted) -> bool:
    """Whether some line allows the class as its second choice, or is contested: no hit, but no error either."""
    return any(
        type_ in line["types"]
        and (line["types"][0] != type_ or contested(line))
        and predicted.names(term) & gold.names(line["name"])
        for line in gold.entities
    )


def _posts(golds: tuple[Gold, ...], predicted: Predicted, tallies: Tallies) -> None:
    """Posts held: person, post and body; on those that match, the status."""
    tenures = predicted.by_document(_TENURES, "person", "post", "of", "status")
    for gold in golds:
        same = _same_post(gold, predicted)
        lines = gold.facts_of("holds_post", "left_post")
        pair(tallies["fact holds_post"], gold.name, lines, tenures[gold.name], same=same, optional=contested,
             name_gold=lambda line: f"{line['s']} {line.get('org', '')}{line['o']}",
             name_found=lambda row: " ".join(predicted.show(term) for term in row[:3]))  # fmt: skip
        for line in lines:
            held = [row for row in tenures[gold.name] if same(line, row)]
            if not held or contested(line):
                continue
            wanted = STATUSES["left" if line["p"] == "left_post" else line.get("status") or ""]
            if any(row[3].endswith(f"#{wanted}") for row in held):
                tallies["fact holds_post status"].hits += 1
            else:
                tallies["fact holds_post status"].missed.append((gold.name, f"{line['s']} {line['o']}: {wanted}"))


def _same_post(gold: Gold, predicted: Predicted) -> Callable[[Line, Row], bool]:
    def same(line: Line, row: Row) -> bool:
        posts = {plain(post) for post in (line["o"], line.get("alt_o"), *listed(line.get("o_alt"))) if post}
        bodies = {form for body in (line.get("org"), line.get("alt_org")) if body for form in gold.names(body)}
        person, post, of = (predicted.names(term) for term in row[:3])
        return bool(gold.names(line["s"]) & person and posts & post and (not bodies or bodies & of))

    return same


def _links(golds: tuple[Gold, ...], predicted: Predicted, tallies: Tallies) -> None:
    """Direct links, and amounts invested; what is merely inferred is optional except where things lie."""
    for kind, name in LINKS.items():
        stated = predicted.by_document(_STATED.format(name), "s", "o")
        for gold in golds:
            pair(tallies[f"fact {kind}"], gold.name, gold.facts_of(kind), stated[gold.name],
                 same=_ends(gold, predicted, "s", "o"),
                 optional=_optional_link,
                 name_gold=lambda line: f"{line['s']} -> {line['o']}",
                 name_found=lambda row: f"{predicted.show(row[0])} -> {predicted.show(row[1])}")  # fmt: skip
    invested = predicted.by_document(_STATED.format("investment"), "s", "o")
    for gold in golds:
        pair(tallies["fact investment"], gold.name, gold.facts_of("investment"), invested[gold.name],
             same=_both(_ends(gold, predicted, "s"), lambda line, row: float(line["o"]) == float(row[1])),
             optional=contested, name_gold=lambda line: f"{line['s']} {line['o']}",
             name_found=lambda row: f"{predicted.show(row[0])} {row[1]}")  # fmt: skip


def _optional_link(line: Line) -> bool:
    return contested(line) or (bool(line.get("inferred")) and line["p"] != "located_in")


def _stages(golds: tuple[Gold, ...], predicted: Predicted, tallies: Tallies) -> None:
    """Stages of projects and parks, each once a document."""
    reached = predicted.by_document(_MILESTONES, "s", "stage")
    for gold in golds:
        lines = {(line["s"], line["o"], contested(line)): line for line in gold.facts_of("stage")}
        pair(tallies["fact stage"], gold.name, list(lines.values()), reached[gold.name],
             same=_both(_ends(gold, predicted, "s"), lambda line, row: row[1].endswith(f"#{STAGES[line['o']]}")),
             optional=contested, name_gold=lambda line: f"{line['s']} {line['o']}",
             name_found=lambda row: f"{predicted.show(row[0])} {predicted.show(row[1])}")  # fmt: skip
