"""The divisions a page names, and which lies in which as far as their codes and names tell."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from kg.mentions.gazetteer import Gazetteer
from kg.mentions.homes import within_code
from kg.mentions.things import Thing

#: Digits in the code of a province, prefecture or county; those of towns are longer.
_COUNTY_CODE = 6


@dataclass(frozen=True, slots=True)
class Atlas:
    """The divisions of a page: by code those the tables know, by name the zones, towns and villages they do not."""

    codes: Mapping[str, str]  # code -> entity key
    others: Mapping[str, str]  # name -> entity key
    levels: Mapping[str, str]  # entity key -> level
    parents: Mapping[str, str]  # key of a zone, town or village without a code -> key of the division it is named after

    @classmethod
    def of(cls, things: Iterable[Thing]) -> Atlas:
        """The atlas of a page's things."""
        divisions = [t for t in things if t.type == "District"]
        codes = {t.attrs["code"]: t.key for t in divisions if t.attrs.get("code")}
        others = {t.name: t.key for t in divisions if not t.attrs.get("code")}
        parents = {key: _namesake(name, codes, others, Gazetteer.load()) for name, key in others.items()}
        return cls(codes, others, {t.key: t.attrs.get("level", "") for t in divisions}, parents)

    def code(self, key: str) -> str:
        """The code of a division, or ``""``."""
        return next((code for code, k in self.codes.items() if k == key), "")

    def code_around(self, key: str) -> str:
        """The code of a division, or of the one a zone, town or village without a code lies in."""
        seen: set[str] = set()
        while key and key not in seen and not self.code(key):
            seen.add(key)
            key = self.parents.get(key, "")
        return self.code(key)

    def contains(self, larger: str, smaller: str) -> bool:
        """Whether the first division holds the second or is it, as far as codes tell."""
        outer, inner = self.code(larger), self.code_around(smaller)
        if larger == smaller or not outer or not inner:
            return larger == smaller
        return len(outer) == _COUNTY_CODE and within_code(inner, outer)

    def lies_in(self, smaller: str, larger: str) -> bool:
        """Whether the first division lies in the second or is it, step by step where it has no code."""
        seen: set[str] = set()
        while smaller and smaller not in seen:
            if smaller == larger or self.contains(larger, smaller):
                return True
            seen.add(smaller)
            smaller = self.parents.get(smaller, "")
        return False

    def near(self, area: str, place: str) -> bool:
        """Whether who builds in ``place`` may well sit in ``area``: the same, a county around it, any zone or town."""
        level = self.levels.get(area)
        return area == place or level in ("zone", "town") or (level == "county" and self.contains(area, place))


def _namesake(name: str, keys: Mapping[str, str], others: Mapping[str, str], gazetteer: Gazetteer) -> str:
    """The named division whose name a zone carries: 渌口经开区 lies in 渌口区."""
    best = ("", "")
    for code, key in sorted(keys.items()):
        division = gazetteer.by_code(code)
        for form in (division.name, division.short) if division and division.name != name else ():
            if form and name.startswith(form) and len(form) > len(best[0]):
                best = (form, key)
    if not best[1]:  # 白沙湾青河经开区
        inside = [(d.short, key) for code, key in sorted(keys.items()) if (d := gazetteer.by_code(code))]
        best = max(((s, key) for s, key in inside if len(s) > 1 and s in name[1:]), default=best)
    for other, key in sorted(others.items()):
        if name.startswith(other) and len(other) > len(best[0]) and name != other:
            best = (other, key)
    return best[1]
