"""Word borders: the only door to jieba.

jieba is a hint for where unknown names begin and end, never an authority. Its dictionary is read by a private
tokenizer without the shared cache file in the temp folder, which any user of the machine could have written.
"""

from __future__ import annotations

import logging
from functools import cache, lru_cache
from math import exp, inf, log
from typing import Any

import jieba

#: Dictionary tags of words that name nothing by themselves: verbs, adverbs, pronouns, numerals, particles, adjectives.
_EMPTY_TAGS = frozenset(
    (
        *("v", "vd", "vi", "vg", "d", "r", "m", "q", "mq", "p", "c", "u", "ud", "ug", "uj", "ul", "uv", "uz"),
        *("a", "ad", "f", "t", "z", "y", "e", "o", "b"),
    )
)


@cache
def _tags() -> dict[str, str]:
    with jieba.get_dict_file() as lines:
        return {word: tag for word, _count, tag in (line.decode("utf-8").split() for line in lines)}


def is_empty_word(word: str) -> bool:
    """Whether the dictionary knows the word and knows it as no noun."""
    return _tags().get(word, "n") in _EMPTY_TAGS


def is_proper(word: str) -> bool:
    """Whether the dictionary knows the word as a name (of a place, a person, a body)."""
    return _tags().get(word, "").startswith(("nr", "ns", "nt", "nz"))


def is_person(word: str) -> bool:
    """Whether the dictionary knows the word as a person's name."""
    return _tags().get(word, "") == "nr"


def is_verb(word: str) -> bool:
    """Whether the dictionary knows the word as a verb first of all."""
    return _tags().get(word, "").startswith("v") and _tags()[word] != "vn"


def is_known(word: str) -> bool:
    """Whether the dictionary has the word."""
    return word in _tags()


class _Tokenizer(jieba.Tokenizer):  # type: ignore[misc]
    """jieba's tokenizer, with the likeliest words found in one walk and the logarithms taken once.

    ``words`` has the logarithm of each word's share of all words, and 0 for what only begins a word.
    """

    def __init__(self) -> None:
        super().__init__()
        # gen_pfdict directly: Tokenizer.initialize() would read or write a pickle-like cache in the temp folder.
        counts, self.total = self.gen_pfdict(self.get_dict_file())
        self.unknown = -log(self.total)
        self.words = {word: log(count) + self.unknown if count else 0.0 for word, count in counts.items()}
        self.initialized = True

    def get_DAG(self, sentence: str) -> None:  # noqa: N802
        """Nothing: ``calc`` looks the words up itself."""

    def calc(self, sentence: str, _words: None, route: dict[int, tuple[float, int]]) -> None:
        """Fill ``route``: from each character on, the greatest sum of logarithms and the last character of the word."""
        look, size = self.words.get, len(sentence)
        best = [0.0] * (size + 1)
        for start in range(size - 1, -1, -1):
            most, last = -inf, start
            for end in range(start + 1, size + 1):
                share = look(sentence[start:end])
                if share is None:
                    break
                if share and share + best[end] >= most:
                    most, last = share + best[end], end - 1
            best[start] = most if most > -inf else self.unknown + best[start + 1]
            route[start] = (best[start], last)


@cache
def _tokenizer() -> Any:
    jieba.setLogLevel(logging.WARNING)
    return _Tokenizer()


@lru_cache(maxsize=2048)
def cut(text: str) -> tuple[tuple[int, int], ...]:
    """Words as (start, end) offsets, without guessing new ones (no HMM); they cover the whole text."""
    spans: list[tuple[int, int]] = []
    at = 0
    for word in _tokenizer().cut(text, HMM=False):
        spans.append((at, at + len(word)))
        at += len(word)
    return tuple(spans)


def frequency(word: str) -> int:
    """How often the dictionary's corpus has the word; 0 when it is unknown."""
    share = _tokenizer().words.get(word)
    return round(exp(share) * _tokenizer().total) if share else 0
