"""Hits, misses and false alarms of one kind of thing, and the figures that follow from them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

G = TypeVar("G")
P = TypeVar("P")


@dataclass(slots=True)
class Tally:
    """Counts of one kind; ``missed`` and ``false`` name each error as (document, what)."""

    hits: int = 0
    missed: list[tuple[str, str]] = field(default_factory=list)
    false: list[tuple[str, str]] = field(default_factory=list)

    @property
    def gold(self) -> int:
        """How many there are."""
        return self.hits + len(self.missed)

    @property
    def found(self) -> int:
        """How many the graph has."""
        return self.hits + len(self.false)

    @property
    def precision(self) -> float | None:
        """The share of what was found that is right; None when nothing was found."""
        return self.hits / self.found if self.found else None

    @property
    def recall(self) -> float | None:
        """The share of what there is that was found; None when there is nothing."""
        return self.hits / self.gold if self.gold else None

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall, 0 without a hit."""
        return 2 * self.hits / (self.gold + self.found) if self.hits else 0.0


#: Tallies by kind, made when first named.
Tallies = dict[str, Tally]


def total(tallies: Iterable[Tally]) -> Tally:
    """All of them taken together."""
    together = Tally()
    for tally in tallies:
        together.hits += tally.hits
        together.missed += tally.missed
        together.false += tally.false
    return together


def pair(
    tally: Tally, document: str, golds: Sequence[G], found: Sequence[P], *, same: Callable[[G, P], bool],
    optional: Callable[[G], bool], name_gold: Callable[[G], str], name_found: Callable[[P], str],
) -> None:  # fmt: skip
    """Match gold rows and found rows one to one and count.

    Optional gold takes what the rest leaves and counts neither way; what is found twice is a false alarm.
    """
    left = list(found)
    for gold in sorted(golds, key=optional):
        hit = next((index for index, row in enumerate(left) if same(gold, row)), None)
        if hit is not None:
            del left[hit]
        if optional(gold):
            continue
        if hit is None:
            tally.missed.append((document, name_gold(gold)))
        else:
            tally.hits += 1
    tally.false += [(document, name_found(row)) for row in left]
