"""Texts made to keep one regular expression busy, from the expression's own parse tree.

What makes a pattern slow is a piece that repeats (``\\s*``, a list of names): it runs to the end of the text from every
place it can begin at, in vain. So the texts repeat such pieces, what stands before them, whole matches, and matches
that lack their last character; and they put the rest of a match behind a run of a piece, so that what is needed is
there and still does not fit. Everything depends on the pattern alone.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from re import _constants as op  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any

#: What stands for "any character": one of each kind that text has.
ANY = "中1、A 的“(.。\n"
REPEATS = (op.MAX_REPEAT, op.MIN_REPEAT, op.POSSESSIVE_REPEAT)
#: A piece that may come this often is one to repeat.
OFTEN = 8


@dataclass
class Sample:
    """One text the pattern (nearly) matches, and the pieces of it that could have been repeated."""

    whole: str = ""
    pieces: list[tuple[str, str]] = field(default_factory=list)  # what stands before, the piece


def texts(pattern: str, flags: int, samples: int, length: int) -> Iterator[str]:
    """The texts, each of that length, none of them twice."""
    tree = parser.parse(pattern, flags)
    chance = random.Random(ascii(pattern))
    seen: set[str] = set()
    for _ in range(samples):
        sample = Sample()
        sample.whole = _sequence(tree, chance, {}, sample, "", True)
        for text in _variants(sample, chance, length):
            if text not in seen:
                seen.add(text)
                yield text


def _variants(sample: Sample, chance: random.Random, length: int) -> Iterator[str]:
    repeated = [sample.whole, sample.whole[:-1]]
    for before, piece in chance.sample(sample.pieces, min(3, len(sample.pieces))):
        repeated += [piece, before, before + piece]
        rest = sample.whole[len(before) :]
        for blocks in (1, 5):
            block = length // blocks
            run = piece * max(1, (block - len(before) - len(rest)) // len(piece))
            yield _long((before + run + rest[:-1])[:block] or piece, length)
    for text in repeated:
        if text:
            yield _long(text, length)


def _long(text: str, length: int) -> str:
    return (text * (length // len(text) + 1))[:length]


def _sequence(
    items: Any, chance: random.Random, groups: dict[int, str], sample: Sample, before: str, note: bool
) -> str:
    """A text that the items match, look-arounds left aside."""
    out = ""
    for kind, value in items:
        here = before + out
        if kind is op.LITERAL:
            out += chr(value)
        elif kind is op.NOT_LITERAL:
            out += _member([(op.NEGATE, None), (op.LITERAL, value)], chance)
        elif kind is op.ANY:
            out += chance.choice(ANY[:-1])
        elif kind is op.IN:
            out += _member(value, chance)
        elif kind is op.BRANCH:
            out += _sequence(chance.choice(value[1]), chance, groups, sample, here, note)
        elif kind is op.SUBPATTERN:
            groups[value[0]] = _sequence(value[3], chance, groups, sample, here, note)
            out += groups[value[0]]
        elif kind is op.ATOMIC_GROUP:
            out += _sequence(value, chance, groups, sample, here, note)
        elif kind is op.GROUPREF:
            out += groups.get(value, "")
        elif kind in REPEATS:
            out += _repeated(value, chance, groups, sample, here, note)
    return out


def _repeated(
    value: Any, chance: random.Random, groups: dict[int, str], sample: Sample, before: str, note: bool
) -> str:
    least, most, body = value
    if note and most > OFTEN:
        piece = _sequence(body, chance, groups, sample, before, False)
        if piece:
            sample.pieces.append((before, piece))
    times = min(most, least + chance.choice((0, 0, 1, 2)))
    out = ""
    for _ in range(times):
        out += _sequence(body, chance, groups, sample, before + out, note and most <= OFTEN)
    return out


def _member(members: Sequence[Any], chance: random.Random) -> str:
    """A character of a class: a plain one when it has any, else one of its own."""
    plain = [char for char in ANY if _has(members, char)]
    own = [(kind, value) for kind, value in members if kind in (op.LITERAL, op.RANGE)]
    if plain and (not own or members[0][0] is op.NEGATE or chance.random() < 0.7):
        return chance.choice(plain)
    if members[0][0] is op.NEGATE or not own:
        return "乙"
    kind, value = chance.choice(own)
    return chr(value) if kind is op.LITERAL else chr(chance.choice((*value, chance.randint(*value))))


_CATEGORIES = {
    op.CATEGORY_DIGIT: r"\d", op.CATEGORY_NOT_DIGIT: r"\D", op.CATEGORY_SPACE: r"\s", op.CATEGORY_NOT_SPACE: r"\S",
    op.CATEGORY_WORD: r"\w", op.CATEGORY_NOT_WORD: r"\W",
}  # fmt: skip


def _has(members: Sequence[Any], char: str) -> bool:
    """Whether a character is of a class."""
    code, found, negated = ord(char), False, False
    for kind, value in members:
        if kind is op.NEGATE:
            negated = True
        elif kind is op.LITERAL:
            found |= value == code
        elif kind is op.RANGE:
            found |= value[0] <= code <= value[1]
        elif kind is op.CATEGORY:
            found |= bool(re.match(_CATEGORIES[value], char))
    return found != negated
