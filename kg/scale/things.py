"""The stages of a build on many machines that find which things of all pages are one.

(5) judge   the pairs of each block; links go to the buckets of their ends
(6) star    which things hang together: rounds that draw all of a kind to its first by id, until nothing moves
(7) label   things and links to the bucket of the first of their kind
(8) settle  links in the order of their strength (``clusters``): what hangs together, and what of it is one
(9) name    IRIs that no two share; the entities go back to the parts whose pages mention them

The judgement on a pair depends on the pair, what is one thing on the links of what hangs together, and a name on
those of equal name. So each stage sees the whole of what it decides about, and gives what ``resolve`` gives. The
rounds are the alternating large-star and small-star operations of Kiveris, Lattanzi, Mirrokni, Rastogi and
Vassilvitskii, "Connected Components in MapReduce and Beyond", 2014.
"""

from __future__ import annotations

import zlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import astuple

from kg.facts.clusters import SAME, clustered
from kg.facts.compare import judge
from kg.facts.pairs import pairs_of
from kg.facts.resolve import Draft, draft, named
from kg.records import Entity, Judgement
from kg.scale.pages import thing_of
from kg.scale.plan import Plan
from kg.scale.rows import Row, Sorter, bucket, rows

#: Links are added up under this number, to see whether a round moved any.
_MODULUS = 1 << 64


def judge_blocks(text: str, number: int) -> None:
    """Stage 5. A pair that shares several blocks gives its link several times."""
    plan = Plan.loads(text)
    blocks: dict[str, list[Row]] = defaultdict(list)
    for key, row in rows(plan.work / "blocks", number):
        blocks[key].append(row)
    out, links = Sorter(plan.work / "links"), Sorter(plan.work / "stars-0")
    judged: dict[tuple[str, str], Judgement] = {}
    for key in sorted(blocks):
        block = sorted(map(thing_of, blocks.pop(key)), key=lambda one: one.id)
        for left, right in pairs_of(block):
            if (left.id, right.id) in judged:
                continue
            found = judged[left.id, right.id] = judge(left, right)
            if found.verdict == SAME:
                out.add(bucket(left.id, plan.buckets), [left.id, right.id, found.score])
                _both(links, left.id, right.id, plan)
    out.write(f"{number:05}")
    links.write(f"{number:05}")


def _both(out: Sorter, one: str, other: str, plan: Plan) -> None:
    out.add(bucket(one, plan.buckets), [one, other])
    out.add(bucket(other, plan.buckets), [other, one])


def star(text: str, number: int, step: int) -> int:
    """Half a round of stage 6, a large-star in even steps, a small-star in odd ones: from ``stars-<step>`` to the next.

    Returns the sum of digests of the links written: equal sums after two rounds say that nothing moved.
    """
    plan = Plan.loads(text)
    around: dict[str, set[str]] = defaultdict(set)
    for one, other in rows(plan.work / f"stars-{step}", number):
        around[one].add(other)
    found: set[tuple[str, str]] = set()
    for one in sorted(around):
        found.update(_large(one, around[one]) if step % 2 == 0 else _small(one, around[one]))
    out = Sorter(plan.work / f"stars-{step + 1}")
    for more, less in sorted(found):
        if step % 2 == 0:
            out.add(bucket(more, plan.buckets), [more, less])  # the small-star needs it at its larger end only
        else:
            _both(out, more, less, plan)
    out.write(f"{number:05}")
    return sum(zlib.crc32(f"{more}\0{less}".encode()) for more, less in found) % _MODULUS


def _large(one: str, around: set[str]) -> Iterator[tuple[str, str]]:
    least = min(one, *around)
    yield from ((other, least) for other in around if other > one)


def _small(one: str, around: set[str]) -> Iterator[tuple[str, str]]:
    lower = {other for other in around if other < one}
    if lower:
        least = min(lower)
        yield one, least
        yield from ((other, least) for other in lower if other != least)


def label(text: str, number: int, step: int) -> None:
    """Stage 7, from the stars of the last step."""
    plan = Plan.loads(text)
    first: dict[str, str] = {one: other for one, other in rows(plan.work / f"stars-{step}", number) if other < one}
    out = Sorter(plan.work / "kinds")
    for row in rows(plan.work / "things", number):
        one: str = thing_of(row).id
        root = first.get(one, one)
        out.add(bucket(root, plan.buckets), [root, row])
    for left, right, score in rows(plan.work / "links", number):
        root = first.get(left, str(left))
        out.add(bucket(root, plan.buckets), [root, left, right, score])
    out.write(f"{number:05}")


def settle(text: str, number: int) -> None:
    """Stage 8."""
    plan = Plan.loads(text)
    things: dict[str, list[Row]] = defaultdict(list)
    links: dict[str, set[tuple[str, str, float]]] = defaultdict(set)
    for root, *rest in rows(plan.work / "kinds", number):
        if len(rest) == 1:
            things[root].append(rest[0])
        else:
            links[root].add((rest[0], rest[1], rest[2]))
    out = Sorter(plan.work / "drafts")
    for root in sorted(things):
        for one, parts in _settled(things.pop(root), links.get(root, ())):
            iri = plan.mint.entity(one.type, one.label, one.attrs)
            out.add(bucket(iri, plan.buckets), [*astuple(one), parts])
    out.write(f"{number:05}")


def _settled(group: list[Row], links: Iterable[tuple[str, str, float]]) -> Iterator[tuple[Draft, list[int]]]:
    """The things that hang together, as what is one of them; and for each member the part its page is in."""
    by_id = {one.id: one for one in map(thing_of, group)}
    parts = {(row[1], row[2]): row[0] for row in group}
    sexes = {one: candidate.entity.attr("sex") for one, candidate in by_id.items()}
    ledger = (Judgement(left, right, SAME, score, ()) for left, right, score in sorted(links))
    for ids in clustered(sexes, ledger, {})[0]:
        found = draft([by_id[one] for one in ids])
        yield found, [parts[member] for member in found.members]


def name(text: str, number: int) -> dict[str, int]:
    """Stage 9. Returns how many entities of each class there are."""
    plan = Plan.loads(text)
    drafts: list[Draft] = []
    places: dict[tuple[str, str], int] = {}
    for type_, label_, alts, members, attrs, difference, parts in rows(plan.work / "drafts", number):
        own = tuple((source, key) for source, key in members)
        drafts.append(Draft(type_, label_, tuple(alts), own, tuple((k, v) for k, v in attrs), difference))
        places.update(zip(own, parts, strict=True))
    out = Sorter(plan.work / "given")
    entities = named(drafts, plan.mint.entity)
    for entity in entities:
        found: dict[int, list[tuple[str, str]]] = defaultdict(list)
        for member in entity.members:
            found[places[member]].append(member)
        for part, own_ in sorted(found.items()):
            out.add(part, [entity.iri, entity.type, entity.label, entity.attrs, own_])
    out.write(f"{number:05}")
    return dict(sorted(Counter(entity.type for entity in entities).items()))


def given(plan: Plan, part: int) -> Iterator[Entity]:
    """The entities that pages of a part mention, each with its members there."""
    for iri, type_, label_, attrs, members in rows(plan.work / "given", part):
        own = tuple((source, key) for source, key in members)
        yield Entity(iri, type_, label_, (), own, tuple((k, v) for k, v in attrs))
