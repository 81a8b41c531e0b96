"""Small drawings of a page as plain figures: where the dots of a timeline lie, where an entity's neighbours lie.

Everything is in units of a drawing's own box; how it is drawn is the business of the templates.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from kg.use.facts import Fact
from kg.use.neighbours import Surroundings

#: Rows of a timeline at most; more cannot be read at a glance and stand in the list below it.
MOST_ROWS = 24
#: Characters of a row's label at most, and their width.
LONGEST, _CHARACTER = 18, 13.0
_SCALE, _ROW, _TOP, _MARGIN = 380.0, 26.0, 26.0, 18.0
_TICKS = 8  # years named at most


@dataclass(frozen=True, slots=True)
class Dot:
    """One report: ``x`` in the drawing, the day as printed, the fact's text, and the IRI of an article that says so."""

    x: float
    when: str
    text: str
    article: str


@dataclass(frozen=True, slots=True)
class Row:
    """One post: its dots from left to right."""

    y: float
    label: str
    iri: str  # of who or what the row is about, or ""
    dots: tuple[Dot, ...]


@dataclass(frozen=True, slots=True)
class Timeline:
    """Rows of dots below a scale of years; ``left`` is where the scale begins. ``hidden`` rows did not fit."""

    width: float
    height: float
    left: float
    ticks: tuple[tuple[float, str], ...]
    rows: tuple[Row, ...]
    hidden: int


@dataclass(frozen=True, slots=True)
class Star:
    """One neighbour on the circle: ``anchor`` is how its label is set, ``ties`` what joins it to the middle."""

    x: float
    y: float
    label_x: float
    label_y: float
    anchor: str
    iri: str
    type: str
    label: str
    ties: str


def timeline(facts: Iterable[Fact], about: str) -> Timeline | None:
    """When which post was reported: a row for each post and other end, a dot for each day; None without any day.

    ``about`` is the entity (IRI) the page is of, which goes without saying.
    """
    found: dict[tuple[str, str], dict[str, Fact]] = defaultdict(dict)
    for fact in facts:
        if fact.group == "任职" and fact.when[:4].isdecimal():
            found[_row_of(fact, about)].setdefault(fact.when, fact)
    if not found:
        return None
    left = max(min(len(label), LONGEST) for label, _ in found) * _CHARACTER + 2 * _MARGIN
    days = [_day(when) for dots in found.values() for when in dots]
    first, last = math.floor(min(days)), math.floor(max(days)) + 1

    def at(when: float) -> float:
        return round(left + (when - first) / (last - first) * _SCALE, 1)

    ranked = sorted(found.items(), key=lambda item: (min(item[1]), item[0]))
    rows = tuple(
        Row(
            round(_TOP + (number + 0.5) * _ROW, 1), label, iri,
            tuple(Dot(at(_day(when)), when, fact.text, fact.quotes[0].article if fact.quotes else "")
                  for when, fact in sorted(dots.items())),
        )
        for number, ((label, iri), dots) in enumerate(ranked[:MOST_ROWS])
    )  # fmt: skip
    step = math.ceil((last - first) / _TICKS)
    ticks = tuple((at(year), str(year)) for year in range(first, last + 1, step))
    width = left + _SCALE + _MARGIN
    return Timeline(width, _TOP + len(rows) * _ROW + 6, left, ticks, rows, len(found) - len(rows))


def _row_of(fact: Fact, about: str) -> tuple[str, str]:
    """What a row says, and where it leads: the post, with whoever holds it or whatever it belongs to."""
    ends = {end.role: end for end in fact.ends}
    post = ends["post"].label if "post" in ends else ""
    body, person = ends.get("of"), ends.get("official")
    if body is not None and body.iri != about:
        return f"{body.label} {post}", body.iri
    if person is not None and person.iri != about:
        return f"{post} {person.label}", person.iri
    return post, ""


def _day(when: str) -> float:
    """A day as a part of its year: 2024-07-01 -> 2024.5; where month or day are unknown, their middle."""
    year, *more = when[:10].split("-")
    month, day = (int(more[0]) if more else 0), (int(more[1]) if len(more) > 1 else 15)
    return int(year) + ((month - 1) / 12 + (day - 1) / 372 if month else 0.5)


def stars(around: Surroundings, about: str, width: float = 460.0, height: float = 340.0) -> tuple[Star, ...]:
    """The neighbours of an entity on an ellipse around the middle, those of one class side by side."""
    ties: dict[str, list[str]] = defaultdict(list)
    for tie in around.ties:
        ties[tie.target if tie.source == about else tie.source].append(tie.label)
    others = sorted(around.neighbours, key=lambda one: (one.type, one.label, one.iri))
    found = []
    for number, one in enumerate(others):
        angle = 2 * math.pi * (number + 0.5) / len(others) - math.pi / 2
        x, y = width / 2 + math.cos(angle) * width * 0.24, height / 2 + math.sin(angle) * height * 0.4
        side = math.cos(angle)
        found.append(Star(
            round(x, 1), round(y, 1), round(x + math.copysign(11, side), 1), round(y + 4, 1),
            "start" if side > 0 else "end", one.iri, one.type, one.label,
            "、".join(dict.fromkeys(ties[one.iri])),
        ))  # fmt: skip
    return tuple(found)
