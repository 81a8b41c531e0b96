"""What is asked by place gives what looking at all of them gives."""

from __future__ import annotations

import random
from dataclasses import dataclass

import pytest

from kg.language.spans import Placed


@dataclass(frozen=True)
class Thing:
    number: int
    start: int
    end: int


def things(seed: int) -> list[Thing]:
    chance = random.Random(seed)
    starts = [chance.randrange(30) for _ in range(chance.randrange(25))]
    return [Thing(number, start, start + chance.randrange(1, 8)) for number, start in enumerate(starts)]


@pytest.mark.parametrize("seed", range(40))
def test_placed_things_are_those_a_scan_finds(seed: int) -> None:
    given = things(seed)
    ordered = sorted(given, key=lambda thing: thing.start)
    placed = Placed(given)
    for start in range(-1, 40, 3):
        for end in range(start, 40, 3):
            assert placed.within(start, end) == [t for t in ordered if start <= t.start and t.end <= end]
            assert placed.starting(start, end) == [t for t in ordered if start <= t.start < end]
        ended = [t for t in ordered if t.end <= start]
        assert list(placed.before(start)) == sorted(ended, key=lambda t: -t.end)
        assert list(placed.earlier(start)) == ended[::-1]
