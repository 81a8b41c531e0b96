"""Run many rules over one text: each only where it can match.

One pass of an automaton finds the words that the rules need (``triggers``); a rule none of whose words stand in the
text is not run at all, the others only around their words. The matches are those of a search through the whole text.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from typing import Generic, Protocol, TypeVar

from kg.mentions import rules as rulebook
from kg.mentions.automaton import Automaton
from kg.mentions.triggers import FEW_STARTS, Need


class HasPattern(Protocol):
    """What can be searched with."""

    @property
    def pattern(self) -> re.Pattern[str]:
        """The compiled pattern."""


R = TypeVar("R", bound=HasPattern)


@cache
def rules(*files: str) -> Searcher[rulebook.Rule]:
    """The rules of the files (``rules.load``), ready to be run together."""
    return Searcher((rule, rule.need) for file in files for rule in rulebook.load(file))


class Searcher(Generic[R]):
    """Rules ready to be run together."""

    def __init__(self, rules: Iterable[tuple[R, Need | None]]) -> None:
        """The rules, each with what its pattern needs."""
        self._rules = list(rules)
        self._always = [index for index, (_rule, need) in enumerate(self._rules) if need is None]
        self._patterns: dict[int, re.Pattern[str]] = {}  # of the rules run so far, at hand
        # Rules that need the same words share the places where these stand.
        sharing: dict[frozenset[str], list[int]] = defaultdict(list)
        for index, (_rule, need) in enumerate(self._rules):
            if need is not None:
                sharing[need.words].append(index)
        self._sharing = list(sharing.values())
        needing: dict[str, list[int]] = defaultdict(list)
        for group, words in enumerate(sharing):
            for word in sorted(words):
                needing[word].append(group)
        self._words = Automaton({word: tuple(groups) for word, groups in needing.items()})

    def matches(self, shown: str) -> Iterator[tuple[R, re.Match[str]]]:
        """All matches of each rule, as its pattern's ``finditer`` gives them, rule by rule in the order given."""
        hits: dict[int, list[int]] = defaultdict(list)
        for last, (before, _word, groups) in self._words.ends(shown):
            for group in groups:
                hits[group].append(last - before)
        places = {index: starts for group, starts in hits.items() for index in self._sharing[group]}
        for starts in hits.values():
            starts.sort()
        mirrored = shown[::-1] if hits else ""
        for index in sorted([*places, *self._always]):
            rule, need = self._rules[index]
            if index not in self._patterns:
                self._patterns[index] = rule.pattern
            pattern = self._patterns[index]
            if need is None:
                found = pattern.finditer(shown)
            else:
                found = around(pattern, need, shown, mirrored, places[index])
            for match in found:
                yield rule, match


def around(
    pattern: re.Pattern[str], need: Need, shown: str, mirrored: str, hits: Sequence[int]
) -> Iterator[re.Match[str]]:
    """The matches around the places where words stand that the pattern needs; ``mirrored`` is the text backwards."""
    if need.before <= FEW_STARTS:
        yield from _from_starts(pattern, int(need.before), shown, hits)
        return
    size, border = len(shown), need.border
    reach = 0
    for hit in hits:
        if hit < reach:
            continue  # seen with the hit before it
        left = border.search(mirrored, size - max(hit - need.ahead, 0))
        right = border.search(shown, hit)
        begin = max(size - left.start() if left else 0, hit - need.before, reach)
        reach = right.start() if right else size
        # Two more than it can look at, so that no pattern takes the end of the search for the end of the text.
        for match in pattern.finditer(shown, int(begin), min(reach + need.beyond + 2, size)):
            if match.start() >= reach:
                break
            yield match


def _from_starts(pattern: re.Pattern[str], before: int, shown: str, hits: Sequence[int]) -> Iterator[re.Match[str]]:
    """The same where words stand near the beginning of a match: every place where it can begin is tried."""
    at = 0
    for hit in hits:
        at = max(at, hit - before)
        while at <= hit:
            match = pattern.match(shown, at)
            at = match.end() if match else at + 1
            if match:
                yield match
