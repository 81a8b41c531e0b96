"""Which things of all pages are one: pairs, judgements, clusters, IRIs. Independent of the order of pages.

(1) pair     things that could be one (``pairs``)
(2) judge    every pair that the user has not judged (``compare``)
(3) cluster  SAME joins; a DIFFERENT or UNSURE pair never undoes what both are joined to by other evidence, but
             what the user says is DIFFERENT, and a man and a woman, stay apart, whatever lies between (``clusters``)
(4) name     the fullest name, and an IRI that no other cluster has
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from kg.facts.clusters import SAME, Own, clustered
from kg.facts.compare import Candidate, judge
from kg.facts.outline import POST, places
from kg.facts.pairs import pairs
from kg.mentions.gazetteer import Gazetteer
from kg.records import Entity, Extraction, Judgement, Outline, Pairs, Resolution

#: (class, name, attributes) -> IRI; the graph floor's minter.
Mint = Callable[[str, str, Pairs], str]
#: Classes whose names recur in other cities: their IRIs carry the home (株洲市) whether or not another is known,
#: so that reading more pages changes none.
HOMED = frozenset(("Official", "Person", "Project", "Park", "Place", "Event"))
#: The reason of a judgement that is the user's.
USER = "用户的判断"


@dataclass(frozen=True, slots=True)
class Draft:
    """A thing before it has a name of its own: ``difference`` is what would tell it from a namesake."""

    type: str
    label: str
    alts: tuple[str, ...]
    members: tuple[tuple[str, str], ...]
    attrs: Pairs
    difference: str


def resolve(
    extractions: Iterable[Extraction] | Iterable[Outline],
    mint: Mint,
    judgements: Own | None = None,
    *,
    reasons: bool = True,
) -> Resolution:
    """Entities of the whole collection. ``judgements``: pairs of ledger ids -> SAME or DIFFERENT, the user's own.

    Without ``reasons`` the ledger stays empty, which would be larger than all the rest.
    """
    by_id = {c.id: c for e in extractions for c in candidates(e)}
    own = judgements or {}
    ledger: dict[tuple[str, str], Judgement] = {}
    judged: set[tuple[str, str]] = set()
    for left, right in pairs(by_id.values()):  # 1
        if (left.id, right.id) not in judged:
            judged.add((left.id, right.id))
            found = judge(left, right)  # 2
            if reasons:
                ledger[left.id, right.id] = found
            elif found.verdict == SAME:
                ledger[left.id, right.id] = replace(found, reasons=())
    del judged
    for pair, verdict in own.items():
        one, other = sorted(pair)
        ledger[one, other] = Judgement(one, other, verdict, 0.0, (USER,))
    sexes = {one: candidate.entity.attr("sex") for one, candidate in by_id.items()}
    clusters, settled = clustered(sexes, ledger.values(), own)  # 3
    entities = named([draft([by_id[one] for one in ids]) for ids in clusters], mint)  # 4
    iris = {member: entity.iri for entity in entities for member in entity.members}
    return Resolution(tuple(entities), iris, tuple(settled) if reasons else ())


def candidates(extraction: Extraction | Outline) -> Iterable[Candidate]:
    """The things of one page as they are compared."""
    placed = {c.role("subject"): c.role("object") for c in extraction.claims if places(c)}
    names = {e.key: e.name for e in extraction.entities}
    posts: dict[str, set[tuple[str, str, str]]] = defaultdict(set)
    for claim in extraction.claims:
        if claim.kind == POST:
            body = names.get(claim.role("of"), "")
            posts[claim.role("official")].add((claim.value("post"), body, claim.value("asOf")))
    for entity in extraction.entities:
        yield Candidate(
            extraction.source, entity, entity.attr("home"), placed.get(entity.key, ""), frozenset(posts[entity.key])
        )


def draft(cluster: Sequence[Candidate]) -> Draft:
    """What is one thing, given in the order of ids: its class, its fullest name, and what its pages say of it."""
    types = Counter(c.entity.type for c in cluster)
    type_ = min(types, key=lambda t: (-types[t], t)) if "Official" not in types else "Official"
    attrs = {k: v for c in reversed(cluster) for k, v in c.entity.attrs if k in ("code", "level", "sex", "home")}
    if type_ not in HOMED:
        attrs.pop("home", None)
    division = Gazetteer.load().by_code(attrs["code"]) if attrs.get("code") else None
    names = sorted({c.entity.name for c in cluster}, key=lambda n: (-len(n), n))
    label = division.name if division else names[0]
    forms = {f for c in cluster for f in (c.entity.name, *c.entity.forms)} - {label}
    members = tuple(sorted((c.source, c.entity.key) for c in cluster))
    return Draft(type_, label, tuple(sorted(forms)), members, tuple(sorted(attrs.items())), _difference(cluster))


def named(drafts: Sequence[Draft], mint: Mint) -> list[Entity]:
    """The drafts under IRIs that no two share, in the order of IRIs; whether one is shared those of one name decide."""
    taken = Counter(mint(one.type, one.label, one.attrs) for one in drafts)
    out: list[Entity] = []
    for one in drafts:
        iri = mint(one.type, one.label, one.attrs)
        if taken[iri] > 1:
            one = replace(one, attrs=tuple(sorted({**dict(one.attrs), "disambiguator": one.difference}.items())))
            iri = mint(one.type, one.label, one.attrs)
        out.append(Entity(iri, one.type, one.label, one.alts, one.members, one.attrs))
    return sorted(_unique(out), key=lambda e: e.iri)


def _unique(entities: list[Entity]) -> list[Entity]:
    """The last resort for namesakes that nothing tells apart: a number, by the first page they stand on."""
    seen: Counter[str] = Counter()
    out: list[Entity] = []
    for entity in sorted(entities, key=lambda e: (e.iri, e.members)):
        seen[entity.iri] += 1
        number = seen[entity.iri]
        iri = entity.iri if number == 1 else f"{entity.iri}~{number}"
        out.append(Entity(iri, entity.type, entity.label, entity.alts, entity.members, entity.attrs))
    return out


def _difference(cluster: Sequence[Candidate]) -> str:
    """What tells a namesake apart: the sex printed, else the earliest post, else the smallest place."""
    sexes = sorted({c.entity.attr("sex") for c in cluster} - {""})
    if sexes:
        return sexes[0]
    posts = sorted((day, body + post) for c in cluster for post, body, day in c.posts)
    if posts:
        return posts[0][1]
    return min((c.county for c in cluster if c.county), default=cluster[0].home or cluster[0].source)
