"""Whose a measure is that no area has: the work, place or product last spoken of (…学校竣工,新增学位1350个)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from kg.facts.indicators import lexicon, one_of
from kg.facts.observe_affinity import of_facilities, of_objects, of_products, of_works
from kg.facts.observe_code import Code
from kg.facts.observe_reading import Reading
from kg.mentions import tokens
from kg.records import Mention

#: Classes of things that have a size, an output or places for people.
BUILT = frozenset({"Project", "Park", "Place", "Event"})
BODIES = frozenset({"Organization"})


def of_thing(reading: Reading) -> bool:
    """Whether the measure is one of a work, a place or a product, so that an area has it only where it is named."""
    return bool(
        of_objects().search(reading.base) or of_works().match(reading.base) or of_facilities().search(reading.base)
    )


def only_of_things(reading: Reading) -> bool:
    """Whether it can never be that of an area, although it names none."""
    return bool(of_objects().search(reading.base) or _from_outside().fullmatch(reading.base))


def owner(code: Code, reading: Reading, things: Sequence[Mention], begin: int, end: int) -> Mention | None:
    """The last thing in that stretch of the text that can have the measure."""
    product = bool(of_products().search(reading.base))
    for thing in reversed(things):
        if not begin <= thing.start < end or _oblique().search(code.text, 0, thing.start):
            continue
        if thing.type in BUILT or (product and thing.type == "Product"):
            return thing
        if thing.type in BODIES and thing.name.endswith(tuple(lexicon()["housed"])):
            return thing
    return None


def bearer(base: str) -> str:
    """The thing whose name a measure begins with (下河村 of 下河村游客), "" when it begins with none."""
    match = _bearer().match(base)
    if not match or match.end() not in {end for _, end in tokens.cut(base)}:
        return ""
    return match[0]


@cache
def _bearer() -> re.Pattern[str]:
    words = lexicon()["bearing"]
    other_words = "".join(words["not_after"])
    return re.compile(rf"[一-龥“”]{{1,10}}?(?<![{other_words}]){one_of(words['ends'])}(?!区)(?=[一-龥]{{2}})")


@cache
def _from_outside() -> re.Pattern[str]:
    return re.compile(one_of(lexicon()["from_outside"]))


@cache
def _oblique() -> re.Pattern[str]:
    return re.compile(rf"{one_of(lexicon()['oblique'])}$")
