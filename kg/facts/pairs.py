"""Which pairs of things are worth a judgement: those that could be one, without comparing all with all.

Things that could be one share a block: a name, a code, the brand of a firm. A small block (``_ALL_WITH_ALL``) is
compared throughout. In a larger one (李伟 on ten thousand pages, 人民公园 in three hundred cities)

* people that share a ground (a post, a body, the bare name) are grouped by class, sex and home. On one ground the
  verdict depends on these alone, so one comparison of two groups stands for all, and chains of pairs join exactly
  what all pairs would join;
* things of one class and name are compared with their neighbour in their city, and cities with the next one: an equal
  name either holds across cities or does not, whichever they are. Different names are compared within a city only
  (and with things of no known city), for nothing joins them across cities; of each name a few stand for all.

What is lost in a large block are refusals on record (everyone is compared with some they are kept apart from, not with
all of them) and a choice of links to cut (``clusters``). Nothing depends on the order of the candidates.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import combinations, pairwise, product

from kg.facts.compare import HUMANS, NATIONAL, Candidate, Ground, are_one_on, grounds
from kg.mentions import shortforms
from kg.mentions.names import strip_marks
from kg.records import LocalEntity

Pair = tuple[Candidate, Candidate]

#: Blocks up to this size are compared every one with every other.
_ALL_WITH_ALL = 24
#: Of things of one class, name and home a few stand for all: they are compared with one another anyway.
_ENOUGH_NAMESAKES = 3
_FAMILIES = {"Official": "human", "Person": "human", "Park": "work", "Project": "work"}


def pairs(candidates: Iterable[Candidate]) -> Iterator[Pair]:
    """The pairs to judge, each in the order of ids; a pair that shares several blocks comes several times."""
    for block in _blocks(sorted(candidates, key=lambda c: c.id)):
        yield from pairs_of(block)


def pairs_of(block: Sequence[Candidate]) -> Iterator[Pair]:
    """The pairs of one block, given in the order of ids."""
    for one, other in _compared(block):
        if one.source != other.source:
            yield (one, other) if one.id < other.id else (other, one)


def family(type_: str) -> str:
    """What classes must share for their things to be compared: a person here may be an official there."""
    return _FAMILIES.get(type_, type_)


def _blocks(candidates: Sequence[Candidate]) -> Iterable[list[Candidate]]:
    blocks: dict[str, list[Candidate]] = defaultdict(list)
    for candidate in candidates:
        for key in block_keys(candidate.entity):
            blocks[key].append(candidate)
    for key in sorted(blocks):
        yield blocks[key]


def block_keys(entity: LocalEntity) -> set[str]:
    """The blocks a thing belongs to."""
    if entity.attr("code"):
        return {f"code:{entity.attr('code')}"}
    if entity.type == "Company":
        return {f"firm:{shortforms.core(strip_marks(entity.name))[:2]}"}
    forms = {entity.name} if entity.type in HUMANS else {entity.name, *entity.forms}
    return {f"{family(entity.type)}:{strip_marks(form)}" for form in forms if len(form) > 1}


def _compared(block: Sequence[Candidate]) -> Iterable[Pair]:
    if len(block) <= _ALL_WITH_ALL:
        return combinations(block, 2)
    return _of_people(block) if block[0].entity.type in HUMANS else _of_things(block)


def _of_people(block: Sequence[Candidate]) -> Iterator[Pair]:
    yield from pairwise(block)
    holders: dict[Ground, dict[tuple[str, str, str], list[Candidate]]] = defaultdict(lambda: defaultdict(list))
    for c in block:
        for ground in grounds(c):
            holders[ground][c.entity.type, c.entity.attr("sex"), c.home].append(c)
    for ground, groups in sorted(holders.items()):
        for _kind, group in sorted(groups.items()):
            if len(group) > 1 and are_one_on(group[0], group[1], ground):
                yield from pairwise(group)
        firsts = [group[0] for _kind, group in sorted(groups.items())]
        yield from (p for p in combinations(firsts, 2) if are_one_on(*p, ground))


def _of_things(block: Sequence[Candidate]) -> Iterator[Pair]:
    groups: dict[tuple[str, str], dict[str, list[Candidate]]] = defaultdict(lambda: defaultdict(list))
    cities: dict[str, dict[tuple[str, str], list[Candidate]]] = defaultdict(lambda: defaultdict(list))
    for c in block:
        kind, home = (c.entity.type, c.entity.name), "" if c.entity.type in NATIONAL else c.home
        groups[kind][home].append(c)
        cities[home][kind].append(c)
    for _kind, homes in sorted(groups.items()):
        for _home, group in sorted(homes.items()):
            yield from pairwise(group)
        yield from pairwise([group[0] for _home, group in sorted(homes.items())])
    for home, kinds in sorted(cities.items()):
        yield from _crossed(combinations(sorted(kinds), 2), kinds, kinds)
        if home:
            nowhere = cities.get("", {})
            yield from _crossed(((a, b) for a, b in product(sorted(kinds), sorted(nowhere)) if a != b), kinds, nowhere)


_Kinds = Mapping[tuple[str, str], list[Candidate]]


def _crossed(pairs_: Iterable[tuple[tuple[str, str], tuple[str, str]]], left: _Kinds, right: _Kinds) -> Iterator[Pair]:
    """Every pair of the few that stand for two names."""
    for one, other in pairs_:
        yield from product(left[one][:_ENOUGH_NAMESAKES], right[other][:_ENOUGH_NAMESAKES])
