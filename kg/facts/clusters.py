"""From judgements on pairs to clusters: SAME joins, and some things never come together, whatever lies between.

Links are made in the order of their strength: the user's own, then by score, equal ones by id. One is not made when
it would bring together

* two that the user says are DIFFERENT,
* a man and a woman, by way of a page that prints no sex.

So of a chain between two such things the weakest link is cut (the last by id of equally weak ones); which one that is
depends on neither the order of the pages nor on earlier builds.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace

from kg.records import Judgement

SAME, DIFFERENT = "SAME", "DIFFERENT"

#: Two ledger ids -> SAME or DIFFERENT, as the user says.
Own = Mapping[frozenset[str], str]


def clustered(
    sexes: Mapping[str, str], ledger: Iterable[Judgement], own: Own
) -> tuple[list[tuple[str, ...]], list[Judgement]]:
    """The clusters, each sorted and all in order, and the ledger with the links that were not made as DIFFERENT.

    ``sexes``: every ledger id -> the sex printed, or ``""``.
    """
    sets = _Sets(sexes, (pair for pair, verdict in own.items() if verdict == DIFFERENT))
    settled: list[Judgement] = []
    ranked = [((j.left, j.right), frozenset((j.left, j.right)) in own, j) for j in ledger]
    for pair, is_own, judgement in sorted(ranked, key=lambda r: (not r[1], -r[2].score, r[0])):
        if judgement.verdict == SAME and (reason := sets.join(*pair, is_own)):
            judgement = replace(judgement, verdict=DIFFERENT, reasons=(*judgement.reasons, reason))
        settled.append(judgement)
    return sets.all(), sorted(settled, key=lambda j: (j.left, j.right))


class _Sets:
    """Disjoint sets that keep some of their members apart."""

    def __init__(self, sexes: Mapping[str, str], apart: Iterable[frozenset[str]]) -> None:
        self._parent = {one: one for one in sexes}
        self._sex = {one: sex for one, sex in sexes.items() if sex}  # by root
        self._rivals: dict[str, set[tuple[str, str]]] = defaultdict(set)  # root -> (its own, the one kept from it)
        for pair in apart:
            one, other = sorted(pair)
            self._rivals[one].add((one, other))
            self._rivals[other].add((other, one))

    def root(self, one: str) -> str:
        parent = self._parent
        while parent[one] != one:
            parent[one] = parent[parent[one]]
            one = parent[one]
        return one

    def join(self, left: str, right: str, is_own: bool) -> str:
        """Make one set of two and return ``""``; or leave them, and return the reason (in Chinese).

        ``is_own``: the user says so, who may know of a misprinted sex.
        """
        keep, gone = sorted((self.root(left), self.root(right)))
        if keep == gone:
            return ""
        met = [sorted(pair) for pair in self._rivals.get(keep, ()) if self.root(pair[1]) == gone]
        if met:
            return f"用户判断 {' 与 '.join(min(met))} 不同,其间最弱的联系断开"
        sexes = {self._sex[root] for root in (keep, gone) if root in self._sex}
        if len(sexes) > 1 and not is_own:
            return "并起来就有了男女两人,其间最弱的联系断开"
        self._parent[gone] = keep
        if sexes:
            self._sex[keep] = min(sexes)
        self._rivals[keep] |= self._rivals.pop(gone, set())
        return ""

    def all(self) -> list[tuple[str, ...]]:
        found: dict[str, list[str]] = defaultdict(list)
        for one in sorted(self._parent):
            found[self.root(one)].append(one)
        return [tuple(found[root]) for root in sorted(found)]
