"""jieba's dictionary in the form in which its words are looked up, and that form as bytes."""

from __future__ import annotations

import json
import sys
from array import array
from collections.abc import Iterable
from dataclasses import dataclass
from math import exp, log


@dataclass(frozen=True, slots=True)
class Dictionary:
    """``shares`` has the logarithm of each word's share of all words, and 0 for what only begins a word.

    ``tags`` has each word's tag; ``total`` counts all words of the corpus the dictionary was made from.
    """

    total: int
    shares: dict[str, float]
    tags: dict[str, str]

    @property
    def unknown(self) -> float:
        """The logarithm of the share of a word met once."""
        return -log(self.total)

    def count(self, word: str) -> int:
        """How often the corpus has the word; 0 when the dictionary has not."""
        share = self.shares.get(word)
        return round(exp(share) * self.total) if share else 0


def read(lines: Iterable[bytes]) -> Dictionary:
    """The dictionary in a file of jieba's: a word, its count and its tag on each line."""
    counts: dict[str, int] = {}
    tags: dict[str, str] = {}
    for line in lines:
        word, count, tag = line.decode("utf-8").split()
        counts[word], tags[word] = int(count), tag
    total = sum(counts.values())
    shares = {word: log(count) - log(total) if count else 0.0 for word, count in counts.items()}
    beginnings = {word[:end]: 0.0 for word in counts for end in range(1, len(word))}
    return Dictionary(total, shares | {part: 0.0 for part in beginnings if part not in shares}, tags)


def dumps(dictionary: Dictionary) -> bytes:
    """The dictionary as bytes: a line of JSON, the logarithms, the number of each word's tag, the words."""
    kinds = sorted(set(dictionary.tags.values()))
    numbers = {kind: number for number, kind in enumerate(kinds)}
    head = {"total": dictionary.total, "size": len(dictionary.shares), "tagged": len(dictionary.tags), "kinds": kinds}
    tagged = bytes(numbers[dictionary.tags[word]] for word in dictionary.tags)
    words = [*dictionary.tags, *(word for word in dictionary.shares if word not in dictionary.tags)]
    shares = array("d", (dictionary.shares[word] for word in words))
    if sys.byteorder == "big":
        shares.byteswap()
    return b"\n".join((json.dumps(head).encode(), shares.tobytes() + tagged + "\n".join(words).encode()))


def loads(content: bytes) -> Dictionary:
    """What ``dumps`` was given. Raises ValueError or KeyError for anything else."""
    line, _, body = content.partition(b"\n")
    head = json.loads(line)
    size, tagged = head["size"], head["tagged"]
    shares = array("d")
    shares.frombytes(body[: size * shares.itemsize])
    if sys.byteorder == "big":
        shares.byteswap()
    at = size * shares.itemsize
    words = body[at + tagged :].decode().split("\n")
    tags = map(head["kinds"].__getitem__, body[at : at + tagged])
    return Dictionary(head["total"], dict(zip(words, shares, strict=True)), dict(zip(words, tags, strict=False)))
