"""Word borders: the only door to jieba.

jieba is a hint for where unknown names begin and end, never an authority. Its dictionary is read by a private
tokenizer without the shared cache file in the temp folder, which any user of the machine could have written.
"""

from __future__ import annotations

import functools
import hashlib
import logging
from functools import lru_cache
from math import inf
from typing import Any

from kg import cache, resources
from kg.mentions import dictionary
from kg.mentions.dictionary import Dictionary

#: Dictionary tags of words that name nothing by themselves: verbs, adverbs, pronouns, numerals, particles, adjectives.
_EMPTY_TAGS = frozenset(
    (
        *("v", "vd", "vi", "vg", "d", "r", "m", "q", "mq", "p", "c", "u", "ud", "ug", "uj", "ul", "uv", "uz"),
        *("a", "ad", "f", "t", "z", "y", "e", "o", "b"),
    )
)


@functools.cache
def _dictionary() -> Dictionary:
    import jieba

    with jieba.get_dict_file() as file:
        lines = file.read()
    key = f"{resources.digest('mentions/dictionary.py')} {hashlib.sha256(lines).hexdigest()}"
    made = cache.remembered("words", key, lambda: dictionary.dumps(dictionary.read(lines.splitlines())))
    return dictionary.loads(made)


def is_empty_word(word: str) -> bool:
    """Whether the dictionary knows the word and knows it as no noun."""
    return _dictionary().tags.get(word, "n") in _EMPTY_TAGS


def is_proper(word: str) -> bool:
    """Whether the dictionary knows the word as a name (of a place, a person, a body)."""
    return _dictionary().tags.get(word, "").startswith(("nr", "ns", "nt", "nz"))


def is_noun(word: str) -> bool:
    """Whether the dictionary knows the word as a noun or an abbreviation."""
    return _dictionary().tags.get(word, "").startswith(("n", "j"))


def is_person(word: str) -> bool:
    """Whether the dictionary knows the word as a person's name."""
    return _dictionary().tags.get(word, "") == "nr"


def is_verb(word: str) -> bool:
    """Whether the dictionary knows the word as a verb first of all."""
    return _dictionary().tags.get(word, "").startswith("v") and _dictionary().tags[word] != "vn"


def is_known(word: str) -> bool:
    """Whether the dictionary has the word."""
    return word in _dictionary().tags


@functools.cache
def _tokenizer() -> Any:
    """Jieba's tokenizer, with the likeliest words found in one walk and the logarithms taken once."""
    import jieba

    look, unknown = _dictionary().shares.get, _dictionary().unknown

    class Alone(dict[str, float | None]):
        """The characters met so far: few, and so at hand, where the dictionary fills the processor's cache."""

        def __missing__(self, char: str) -> float | None:
            found = self[char] = look(char)
            return found

    alone = Alone()

    class Tokenizer(jieba.Tokenizer):  # type: ignore[misc]
        def get_DAG(self, sentence: str) -> None:  # noqa: N802
            """Nothing: ``calc`` looks the words up itself."""

        def calc(self, sentence: str, _words: None, route: dict[int, tuple[float, int]]) -> None:
            """Fill ``route``: from each character on, the greatest sum of logarithms and the word's last character."""
            size = len(sentence)
            best = [0.0] * (size + 1)
            closed = f"{sentence}\n"  # no word goes beyond its end
            for start in range(size - 1, -1, -1):
                share = alone[closed[start]]
                most, last = share + best[start + 1] if share else -inf, start
                end = start + 2
                while (share := look(closed[start:end])) is not None:
                    if share and (total := share + best[end]) >= most:
                        most, last = total, end - 1
                    end += 1
                best[start] = most if most > -inf else unknown + best[start + 1]
                route[start] = (best[start], last)

    jieba.setLogLevel(logging.WARNING)
    tokenizer = Tokenizer()
    tokenizer.initialized = True  # else it would read or write a pickle-like cache in the temp folder
    return tokenizer


@lru_cache(maxsize=2048)
def cut(text: str) -> tuple[tuple[int, int], ...]:
    """Words as (start, end) offsets, without guessing new ones (no HMM); they cover the whole text."""
    spans: list[tuple[int, int]] = []
    at = 0
    for word in _tokenizer().cut(text, HMM=False):
        spans.append((at, at + len(word)))
        at += len(word)
    return tuple(spans)


@lru_cache(maxsize=64)
def borders(text: str) -> bytes:
    """1 for every place in a text, from 0 to its length, where a word begins or ends; else 0."""
    border = bytearray(len(text) + 1)
    border[0] = 1
    for _start, end in cut(text):
        border[end] = 1
    return bytes(border)


def frequency(word: str) -> int:
    """How often the dictionary's corpus has the word; 0 when it is unknown."""
    return _dictionary().count(word)
