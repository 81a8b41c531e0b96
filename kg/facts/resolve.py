"""Which things of all pages are one: blocks, judgements, clusters, IRIs. Independent of the order of pages.

(1) block    things that could be one share a key (name, code, brand of a firm)
(2) judge    within a block, every pair that a user's judgement does not settle
(3) cluster  SAME joins; a DIFFERENT or UNSURE pair never undoes what both are joined to by other evidence
(4) name     the fullest name, and an IRI that no other cluster has
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import combinations, pairwise, product

from kg.facts.compare import Candidate, judge
from kg.mentions import shortforms
from kg.mentions.gazetteer import Gazetteer
from kg.mentions.names import strip_marks
from kg.records import Entity, Extraction, Judgement, LocalEntity, Pairs, Resolution

#: (class, name, attributes) -> IRI; the graph floor's minter.
Mint = Callable[[str, str, Pairs], str]
#: Classes whose names recur in other cities: their IRIs carry the home (株洲市) whether or not another is known,
#: so that reading more pages changes none.
HOMED = frozenset(("Official", "Person", "Project", "Park", "Place", "Event"))


#: Classes of which every two namesakes are compared: equal names of people prove little.
HUMANS = frozenset(("Official", "Person"))
#: Of things of one class, name and home a few stand for all: they are compared with one another anyway.
_ENOUGH_NAMESAKES = 3


def resolve(
    extractions: Iterable[Extraction], mint: Mint, judgements: Mapping[frozenset[str], str] | None = None
) -> Resolution:
    """Entities of the whole collection. ``judgements``: pairs of ledger ids -> SAME or DIFFERENT, the user's own."""
    candidates = sorted((c for e in extractions for c in _candidates(e)), key=lambda c: c.id)
    by_id = {c.id: c for c in candidates}
    parent = {c.id: c.id for c in candidates}
    ledger: list[Judgement] = []
    for block in _blocks(candidates):  # 1
        for left, right in _pairs(block):
            verdict = _verdict(left, right, judgements or {})  # 2
            ledger.append(verdict)
            if verdict.verdict == "SAME":
                _join(parent, left.id, right.id)  # 3
    clusters: dict[str, list[Candidate]] = defaultdict(list)
    for name in sorted(parent):
        clusters[_root(parent, name)].append(by_id[name])
    entities = _entities(list(clusters.values()), mint)  # 4
    iris = {member: entity.iri for entity in entities for member in entity.members}
    return Resolution(tuple(entities), iris, tuple(sorted(ledger, key=lambda j: (j.left, j.right))))


def _candidates(extraction: Extraction) -> Iterable[Candidate]:
    placed = {c.role("subject"): c.role("object") for c in extraction.claims if c.value("predicate") == "locatedIn"}
    names = {e.key: e.name for e in extraction.entities}
    posts: dict[str, set[tuple[str, str, str]]] = defaultdict(set)
    for claim in extraction.claims:
        if claim.kind == "tenure":
            body = names.get(claim.role("of"), "")
            posts[claim.role("official")].add((claim.value("post"), body, claim.value("asOf")))
    for entity in extraction.entities:
        yield Candidate(
            extraction.source, entity, entity.attr("home"), placed.get(entity.key, ""), frozenset(posts[entity.key])
        )


def _blocks(candidates: Sequence[Candidate]) -> Iterable[list[Candidate]]:
    blocks: dict[str, list[Candidate]] = defaultdict(list)
    for candidate in candidates:
        for key in _block_keys(candidate.entity):
            blocks[key].append(candidate)
    for key in sorted(blocks):
        yield blocks[key]


def _block_keys(entity: LocalEntity) -> set[str]:
    if entity.attr("code"):
        return {f"code:{entity.attr('code')}"}
    if entity.type == "Company":
        return {f"firm:{shortforms.core(strip_marks(entity.name))[:2]}"}
    family = {"Official": "human", "Person": "human", "Park": "work", "Project": "work"}.get(entity.type, entity.type)
    forms = {entity.name} if family == "human" else {entity.name, *entity.forms}
    return {f"{family}:{strip_marks(form)}" for form in forms if len(form) > 1}


def _pairs(block: Sequence[Candidate]) -> Iterable[tuple[Candidate, Candidate]]:
    """Pairs of different pages; things of equal name, class and home are compared with their neighbour only."""
    groups: dict[tuple[str, str, str], list[Candidate]] = defaultdict(list)
    for c in block:
        groups[c.entity.type, c.entity.name, c.home].append(c)
    for same in groups.values():
        pairs = combinations(same, 2) if same[0].entity.type in HUMANS else pairwise(same)
        yield from (p for p in pairs if p[0].source != p[1].source)
    few = {g: same if g[0] in HUMANS else same[:_ENOUGH_NAMESAKES] for g, same in groups.items()}
    for one, other in combinations(sorted(few), 2):
        yield from (p for p in product(few[one], few[other]) if p[0].source != p[1].source)


def _verdict(left: Candidate, right: Candidate, own: Mapping[frozenset[str], str]) -> Judgement:
    said = own.get(frozenset((left.id, right.id)))
    if said:
        return Judgement(left.id, right.id, said, 0.0, ("用户的判断",))
    return judge(left, right)


def _root(parent: dict[str, str], name: str) -> str:
    while parent[name] != name:
        parent[name] = parent[parent[name]]
        name = parent[name]
    return name


def _join(parent: dict[str, str], left: str, right: str) -> None:
    a, b = sorted((_root(parent, left), _root(parent, right)))
    parent[b] = a


def _entities(clusters: Sequence[list[Candidate]], mint: Mint) -> list[Entity]:
    drafts = [_draft(cluster) for cluster in clusters]
    taken = Counter(mint(type_, label, attrs) for type_, label, attrs, _members in drafts)
    out: list[Entity] = []
    for (type_, label, attrs, members), cluster in zip(drafts, clusters, strict=True):
        iri = mint(type_, label, attrs)
        if taken[iri] > 1:
            attrs = tuple(sorted({**dict(attrs), "disambiguator": _difference(cluster)}.items()))
            iri = mint(type_, label, attrs)
        forms = {f for c in members for f in (c.entity.name, *c.entity.forms)} - {label}
        ids = tuple(sorted((c.source, c.entity.key) for c in members))
        out.append(Entity(iri, type_, label, tuple(sorted(forms)), ids, attrs))
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


def _draft(cluster: list[Candidate]) -> tuple[str, str, Pairs, list[Candidate]]:
    types = Counter(c.entity.type for c in cluster)
    type_ = min(types, key=lambda t: (-types[t], t)) if "Official" not in types else "Official"
    attrs = {k: v for c in reversed(cluster) for k, v in c.entity.attrs if k in ("code", "level", "sex", "home")}
    if type_ not in HOMED:
        attrs.pop("home", None)
    division = Gazetteer.load().by_code(attrs["code"]) if attrs.get("code") else None
    names = sorted({c.entity.name for c in cluster}, key=lambda n: (-len(n), n))
    label = division.name if division else names[0]
    return type_, label, tuple(sorted(attrs.items())), cluster


def _difference(cluster: Sequence[Candidate]) -> str:
    """What tells a namesake apart: the sex printed, else the earliest post, else the smallest place."""
    sexes = sorted({c.entity.attr("sex") for c in cluster} - {""})
    if sexes:
        return sexes[0]
    posts = sorted((day, body + post) for c in cluster for post, body, day in c.posts)
    if posts:
        return posts[0][1]
    return min((c.county for c in cluster if c.county), default=cluster[0].home or cluster[0].source)
