"""A made-up country for tests of people and bodies: its districts, and the cascade over a text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from kg.mentions import cascade, persons, prizes
from kg.mentions.stops import stops
from kg.records import Article, Mention

#: Places the rule examples speak of.
PLACES = ("青川县", "青川省", "青川市", "青川区", "青川旗", "青川", "河口镇", "天山高新区", "天山区", "天山")


def district_finder(names: Iterable[str]) -> cascade.Finder:
    """A finder of exactly these districts, longest name first, keyed by name."""
    words = sorted(set(names), key=lambda n: (-len(n), n))
    pattern = re.compile("|".join(map(re.escape, words)) if words else r"(?!)")

    def find(article: int, text: str, found: Sequence[Mention]) -> list[Mention]:
        return [
            Mention(
                article,
                m.start(),
                m.end(),
                "District",
                m.group(),
                "test.place",
                0.9,
                (("key", f"District:{m.group()}"),),
            )
            for m in pattern.finditer(text)
        ]

    return find


class _Finders(dict[str, cascade.Finder]):
    """Finders by name; those that a test of people does not need find nothing."""

    def __missing__(self, name: str) -> cascade.Finder:
        return lambda article, text, found: ()


def mentions_of(text: str, names: Iterable[str] = PLACES, article: int = 1) -> tuple[Mention, ...]:
    """All mentions of a text in which these districts exist."""
    finders = _Finders(districts=district_finder(names), persons=persons.find, stops=stops, prizes=prizes.find)
    return cascade.run(article, text, finders)


def article_of(text: str, position: int = 1, date: str = "", newspaper: str = "") -> Article:
    """An article of just this text."""
    return Article(
        position=position,
        headline="",
        headline_span=(0, 0),
        bylines=(),
        newspaper=newspaper,
        date=date,
        text=text,
        offsets=tuple(range(len(text))),
        blocks=(),
    )
