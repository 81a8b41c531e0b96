"""What a reader of the graph wants to see first: the newest articles, and who holds which post where."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from kg.graph.store import Graph
from kg.graph.vocab import FZ
from kg.use.articles import Listed
from kg.use.reading import rows


@dataclass(frozen=True, slots=True)
class Holder:
    """An official in a post, as of the day (ISO, to the precision known) of the newest report that says so."""

    post: str
    iri: str
    name: str
    as_of: str
    fact: str  # IRI of the tenure


@dataclass(frozen=True, slots=True)
class Staff:
    """A district and its officials, newest reports first; ``newest`` is the day of the first."""

    iri: str
    label: str
    holders: tuple[Holder, ...]

    @property
    def newest(self) -> str:
        """The day of the newest report."""
        return self.holders[0].as_of


def newest_articles(graph: Graph, limit: int) -> tuple[Listed, ...]:
    """The articles with the latest dates, each with a headline; newest first, then by IRI."""
    found = rows(graph, f"""SELECT ?iri ?headline ?date ?source (SAMPLE(?paper) AS ?newspaper) WHERE {{
        ?iri a fz:Article ; fz:headline ?headline ; fz:date ?date ; fz:source ?source
        OPTIONAL {{ ?iri fz:newspaper ?paper }} }} GROUP BY ?iri ?headline ?date ?source
        ORDER BY DESC(STR(?date)) STR(?iri) LIMIT {limit:d}""")  # fmt: skip
    return tuple(
        Listed(*(row[name].value if name in row else "" for name in ("iri", "headline", "date", "newspaper", "source")))
        for row in found
    )


def staff(graph: Graph) -> tuple[Staff, ...]:
    """The officials of each district that has any: of each post those of its newest reports, none that has left it.

    Districts with most officials come first.
    """
    posts: dict[tuple[str, str], dict[str, list[tuple[Holder, bool]]]] = defaultdict(lambda: defaultdict(list))
    for row in rows(graph, """SELECT DISTINCT ?fact ?area ?label ?post ?person ?name ?asOf ?status WHERE {
        ?fact a fz:Tenure ; fz:of ?area ; fz:post/skos:prefLabel ?post ; fz:official ?person ; fz:asOf ?asOf .
        ?area a fz:District ; skos:prefLabel ?label . ?person skos:prefLabel ?name
        OPTIONAL { ?fact fz:status ?status } }"""):  # fmt: skip
        said = {name: term.value for name, term in row.items()}
        holder = Holder(said["post"], said["person"], said["name"], said["asOf"], said["fact"])
        posts[said["area"], said["label"]][said["post"]].append((holder, said.get("status") == FZ.Left))
    found = []
    for (iri, label), by_post in posts.items():
        holders = [holder for told in by_post.values() for holder in _present(told)]
        if holders:
            holders.sort(key=lambda one: (one.post, one.iri))
            holders.sort(key=lambda one: one.as_of, reverse=True)
            found.append(Staff(iri, label, tuple(holders)))
    return tuple(sorted(found, key=lambda one: (-len(one.holders), one.label, one.iri)))


def _present(told: list[tuple[Holder, bool]]) -> list[Holder]:
    """Of all that is told of one post, each person's newest report, unless it says that the person left."""
    newest: dict[str, tuple[Holder, bool]] = {}
    for holder, left in sorted(told, key=lambda one: (one[0].as_of, one[1], one[0].fact)):
        newest[holder.iri] = (holder, left)
    return [holder for holder, left in newest.values() if not left]
