"""The place data as records: what a division is, and the readers of ``kg/data/places``.

Every reader raises DataError with file and line when a table is malformed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from kg import resources
from kg.errors import DataError
from kg.mentions.placenames import short_form

#: From large to small; ``zone`` (development zones with a statistical code) stands beside the counties.
LEVELS = ("province", "prefecture", "county", "zone", "town")

_DIVISIONS = "places/divisions.tsv"
_TOWNS = "places/towns.tsv"
_ZONES = "places/zones.tsv"
_ABBREVIATIONS = "places/abbreviations.tsv"
SHORTFORMS = "lexicons/place_shortforms.yaml"


@dataclass(frozen=True, slots=True)
class Division:
    """One division under one name. ``valid_from``/``valid_until``: years, None where open.

    ``parent`` is the code of the next larger division (``""`` for provinces), ``short`` the name without the word
    for its kind (``""`` where that would leave one character).
    """

    code: str
    name: str
    level: str
    parent: str
    valid_from: int | None = None
    valid_until: int | None = None
    short: str = ""
    successors: tuple[str, ...] = ()

    def in_force(self, year: int | None) -> bool:
        """Whether it existed in that year; always true for None."""
        return year is None or (self.valid_from or 0) <= year <= (self.valid_until or 9999)

    @property
    def order(self) -> tuple[int, str, int]:
        """Larger before smaller, then by code, then the present name before earlier ones."""
        return LEVELS.index(self.level), self.code, -(self.valid_until or 9999)


@dataclass(frozen=True, slots=True)
class Lexicon:
    """``reasons``: why a form needs context, by form. ``aliases``: division code by form that cannot be derived."""

    reasons: Mapping[str, str]
    aliases: Mapping[str, str]


def _rows(name: str, cells: int) -> Iterator[tuple[str, ...]]:
    """The lines of a table without its header. Raises DataError on a line with another number of cells."""
    for number, line in enumerate(resources.text(name).splitlines()[1:], 2):
        row = line.split("\t")
        if len(row) != cells:
            raise DataError(f"kg/data/{name} 第 {number} 行应有 {cells} 列,实有 {len(row)} 列。")
        yield tuple(row)


def divisions() -> Iterator[Division]:
    """Province to county, all years. A county whose first four digits are no prefecture lies in its province."""
    rows = list(_rows(_DIVISIONS, 5))
    codes = {row[0] for row in rows}
    for code, name, start, end, heirs in rows:
        level = "province" if code.endswith("0000") else "prefecture" if code.endswith("00") else "county"
        over = f"{code[:4]}00"
        parent = "" if level == "province" else over if level == "county" and over in codes else f"{code[:2]}0000"
        years = (int(start) if start else None, int(end) if end else None)
        yield Division(code, name, level, parent, *years, short_form(name), tuple(heirs.split()))


@cache
def zones() -> tuple[Division, ...]:
    """Development and management zones that the statistics list beside the counties of a prefecture."""
    return tuple(Division(code, name, "zone", f"{code[:4]}00") for code, name in _rows(_ZONES, 2))


@cache
def town_lines() -> dict[str, str]:
    """The unread townships of today by the first six digits of their codes; read with ``towns_of``."""
    return {row[0]: row[1] for row in _rows(_TOWNS, 2)}


@cache
def towns_of(digits: str, parent: str) -> tuple[Division, ...]:
    """The townships whose codes begin with six ``digits``, as children of the division ``parent``."""
    cells = town_lines().get(digits, "").split()
    return tuple(Division(digits + c[:3], c[3:], "town", parent, short=short_form(c[3:])) for c in cells)


@cache
def abbreviations() -> dict[str, str]:
    """Code of a province by its one-character abbreviations."""
    return {character: code for code, characters in _rows(_ABBREVIATIONS, 2) for character in characters}


def lexicon() -> Lexicon:
    """The short-form lexicon; what an editor says goes before what the generator found."""
    tables = resources.yaml_file(SHORTFORMS)
    if not isinstance(tables, dict):
        raise DataError(f"kg/data/{SHORTFORMS} 应为键值表。")
    reasons: dict[str, str] = {}
    for block in ("needs_context", "by_hand"):
        for reason, forms in _block(tables, block, dict).items():
            reasons.update((form, reason) for form in forms)
    for form in _block(tables, "safe", list):
        reasons.pop(form, None)
    return Lexicon(reasons, _block(tables, "aliases", dict))


def _block(tables: dict[str, Any], name: str, kind: type) -> Any:
    found = tables.get(name) or kind()
    if not isinstance(found, kind):
        raise DataError(f"kg/data/{SHORTFORMS} 的 {name} 应为{'列表' if kind is list else '键值表'}。")
    return found
