"""Which pairs of things are worth a judgement: those that could be one, without comparing all with all.

Things that could be one share a block: a name, a code, the brand of a firm. Within a block

* people are compared every one with every other, as long as the block is small (``_ALL_WITH_ALL``);
* of a larger block (李伟 on ten thousand pages) those that share a ground (a post, a body, the bare name) are grouped
  by class, sex and home. On one ground the verdict depends on these alone, so one comparison of two groups stands for
  all, and chains of pairs join exactly what all pairs would join. What is lost are refusals on record (everyone is
  compared with the next one, not with all they are kept apart from), and a choice of links to cut (``clusters``);
* things of equal class, name and home are compared with their neighbour, and a few stand for all elsewhere.

Nothing depends on the order of the candidates.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations, pairwise, product

from kg.facts.compare import HUMANS, Candidate, Ground, are_one_on, grounds
from kg.mentions import shortforms
from kg.mentions.names import strip_marks
from kg.records import LocalEntity

Pair = tuple[Candidate, Candidate]

#: People of one name up to this many are compared every one with every other.
_ALL_WITH_ALL = 40
#: Of things of one class, name and home a few stand for all: they are compared with one another anyway.
_ENOUGH_NAMESAKES = 3
_FAMILIES = {"Official": "human", "Person": "human", "Park": "work", "Project": "work"}


def pairs(candidates: Iterable[Candidate]) -> Iterator[Pair]:
    """The pairs to judge, each in the order of ids; a pair that shares several blocks comes several times."""
    for block in _blocks(sorted(candidates, key=lambda c: c.id)):
        for one, other in _of_people(block) if block[0].entity.type in HUMANS else _of_things(block):
            if one.source != other.source:
                yield (one, other) if one.id < other.id else (other, one)


def family(type_: str) -> str:
    """What classes must share for their things to be compared: a person here may be an official there."""
    return _FAMILIES.get(type_, type_)


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
    forms = {entity.name} if entity.type in HUMANS else {entity.name, *entity.forms}
    return {f"{family(entity.type)}:{strip_marks(form)}" for form in forms if len(form) > 1}


def _of_people(block: Sequence[Candidate]) -> Iterator[Pair]:
    if len(block) <= _ALL_WITH_ALL:
        yield from combinations(block, 2)
        return
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
    groups: dict[tuple[str, str, str], list[Candidate]] = defaultdict(list)
    for c in block:
        groups[c.entity.type, c.entity.name, c.home].append(c)
    for group in groups.values():
        yield from pairwise(group)
    few = {kind: group[:_ENOUGH_NAMESAKES] for kind, group in groups.items()}
    for one, other in combinations(sorted(few), 2):
        yield from product(few[one], few[other])
