"""Many words at once: the only door to pyahocorasick.

Offsets are code points, half-open, as everywhere else.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Generic, TypeVar

import ahocorasick  # type: ignore[import-not-found, import-untyped, unused-ignore]

T = TypeVar("T")
#: An occurrence: start, end, word, payload.
Hit = tuple[int, int, str, T]


class Automaton(Generic[T]):
    """Finds every given word in a text in one pass; each word carries a payload.

    The empty word is refused with ValueError, for it would stand between any two characters.
    An automaton without words is allowed and finds nothing.
    """

    def __init__(self, words: Mapping[str, T]) -> None:
        if "" in words:
            raise ValueError("an automaton cannot look for the empty word")
        self._size = len(words)
        self._machine = ahocorasick.Automaton()
        for word, payload in words.items():
            self._machine.add_word(word, (len(word) - 1, word, payload))
        if words:  # pyahocorasick refuses to search a machine that was never given a word
            self._machine.make_automaton()

    def __len__(self) -> int:
        return self._size

    def __contains__(self, word: object) -> bool:
        return isinstance(word, str) and word in self._machine

    def find(self, text: str) -> list[Hit[T]]:
        """All occurrences, overlapping ones too, as (start, end, word, payload) by end, then by start."""
        if not self._size:
            return []
        hits = self._machine.iter(text)
        return [(last - before, last + 1, word, payload) for last, (before, word, payload) in hits]

    def ends(self, text: str) -> Iterator[tuple[int, tuple[int, str, T]]]:
        """The same as the machine gives them, for who counts in many hits: the last character, and (how many characters
        the word begins before it, the word, the payload).
        """
        return self._machine.iter(text) if self._size else iter(())

    def longest(self, text: str) -> Iterator[Hit[T]]:
        """The leftmost-longest occurrences that do not overlap, in text order."""
        return longest_of(self.find(text))


def longest_of(hits: Iterable[Hit[T]]) -> Iterator[Hit[T]]:
    """The leftmost-longest of some occurrences; of equal ones the first given."""
    reach = 0
    for hit in sorted(hits, key=lambda hit: (hit[0], -hit[1])):
        if hit[0] >= reach:
            reach = hit[1]
            yield hit
