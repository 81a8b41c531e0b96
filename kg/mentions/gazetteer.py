"""Which administrative divisions of China exist, by which names, and since when.

The data are ``kg/data/places`` (dated, province to county, and the townships of today) and
``kg/data/lexicons/place_shortforms.yaml``. Years are inclusive on both sides: in the year in which 株洲县 became
渌口区 both are in force, for a paper of that year may write either.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from types import MappingProxyType

from kg.errors import DataError
from kg.mentions import placedata
from kg.mentions.automaton import Automaton, Hit, longest_of
from kg.mentions.placedata import Division, Lexicon
from kg.mentions.placenames import full_variants

#: The four cities whose districts stand directly under the province level.
MUNICIPALITIES = ("11", "12", "31", "50")


@dataclass(frozen=True, slots=True)
class PlaceForm:
    """What a written form can mean. ``needs_context`` is the reason it proves no place by itself, or ``""``."""

    form: str
    full: bool  # a full name rather than a short form
    needs_context: str  # ambiguous · common_word · former · one_character · person_name · seam · ""
    divisions: tuple[Division, ...]


class Gazetteer:
    """Look-ups over all divisions; immutable once built. Get it with ``Gazetteer.load()``."""

    def __init__(self, divisions: Iterable[Division], lexicon: Lexicon) -> None:
        self._by_code: dict[str, list[Division]] = defaultdict(list)
        self._full: dict[str, list[Division]] = defaultdict(list)
        self._short: dict[str, list[Division]] = defaultdict(list)
        self._reasons = lexicon.reasons
        ordered = sorted(divisions, key=lambda d: d.order)
        for division in ordered:
            self._by_code[division.code].append(division)
        for division in ordered:
            for form in (division.name, *full_variants(division.name), *self._compounds(division)):
                self._full[form].append(division)
            if division.short:
                self._short[division.short].append(division)
        for form, code in lexicon.aliases.items():
            self._short[form].append(self._known(code))
        self._children: dict[str, list[Division]] = defaultdict(list)
        for division in ordered:
            self._children[division.parent].append(division)

    @staticmethod
    @cache
    def load() -> Gazetteer:
        """The gazetteer of the package, read once. Raises DataError when its files are missing or malformed."""
        return Gazetteer(placedata.divisions(), placedata.lexicon())

    def __iter__(self) -> Iterator[Division]:
        """Province to county, all years, by code."""
        for code in sorted(self._by_code):
            yield from self._by_code[code]

    # -- by code ----------------------------------------------------------------------------------------------

    def by_code(self, code: str, year: int | None = None) -> Division | None:
        """The division with that code (six digits, nine for a town) in that year; None: under its latest name."""
        if len(code) == 9:
            parent = code[:6] if code[:6] in placedata.town_lines() else f"{code[:4]}00"
            return next((t for t in self._towns_of(parent) if t.code == code), None)
        return next((d for d in self._by_code.get(code, ()) if d.in_force(year)), None)

    def children(self, code: str, year: int | None = None) -> tuple[Division, ...]:
        """The divisions directly under one (``""``: the provinces) in that year; None: those of today."""
        found = self._children.get(code, ())
        return tuple(d for d in found if (d.valid_until is None if year is None else d.in_force(year)))

    def chain(self, code: str, year: int | None = None) -> tuple[Division, ...]:
        """The division and all it lies in, up to the province; ``()`` for an unknown code."""
        found: list[Division] = []
        division = self.by_code(code, year) or self.by_code(code)
        while division:
            found.append(division)
            division = self.by_code(division.parent, year) or self.by_code(division.parent)
        return tuple(found)

    def successor(self, code: str, year: int | None = None) -> tuple[Division, ...]:
        """What took the place of the division with that code in that year, followed to those in force today.

        ``()`` when it still is in force, is unknown, or the data do not tell. Several when it was divided.
        """
        division = self.by_code(code, year)
        if division is None or division.valid_until is None:
            return ()
        found: set[Division] = set()
        for heir in (d for c in division.successors for d in self._by_code.get(c, ())):
            if heir.valid_from == division.valid_until or heir.in_force(division.valid_until + 1):
                found |= {heir} if heir.valid_until is None else {*self.successor(heir.code, heir.valid_from)}
        return tuple(sorted(found, key=lambda d: d.order))

    # -- by name ----------------------------------------------------------------------------------------------

    def named(self, form: str, year: int | None = None) -> tuple[Division, ...]:
        """All divisions, province to county, whose full name or short form is ``form``; larger ones first.

        With a year only those in force in it. 长沙 is 长沙市 and 长沙县: which of them is meant, ``resolve`` says.
        """
        found = {*self._full.get(form, ()), *self._short.get(form, ())}
        return tuple(sorted((d for d in found if d.in_force(year)), key=lambda d: d.order))

    def resolve(self, form: str, year: int | None, near: Sequence[str] = ()) -> Division | None:
        """The one division meant by ``form`` beside the divisions ``near``; None when that is not certain.

        The nearest ring with a candidate decides: one of ``near`` or what it lies in, the same prefecture, the same
        province, China. Within a ring a division beats those inside it (长沙 is 长沙市, not 长沙县).
        """
        candidates = self.named(form, year)
        if year is None and any(d.valid_until is None for d in candidates):
            candidates = tuple(d for d in candidates if d.valid_until is None)
        for ring in (_on_chain, _same_prefecture, _same_province):
            inside = [d for d in candidates if any(ring(d, code) for code in near)]
            if inside:
                return self._outermost(inside)
        return self._outermost(candidates)

    def _outermost(self, candidates: Sequence[Division]) -> Division | None:
        if not candidates:
            return None
        top = next(d for d in candidates if not _recoded(d, candidates))  # ``named`` gives larger ones first
        rivals = [d for d in candidates if not within(d, top) and not _homonym(d, top) and not _recoded(d, candidates)]
        if top.level != "county" and self._reasons.get(top.short) != "ambiguous":
            # 西安 is the city, not the district of 牡丹江; where custom differs (朝阳) the lexicon says so
            rivals = [d for d in rivals if d.level == top.level]
        return None if rivals else top

    def province_abbreviation(self, character: str) -> Division | None:
        """The province a one-character abbreviation stands for: 湘 is 湖南省."""
        code = placedata.abbreviations().get(character)
        return self.by_code(code) if code else None

    # -- smaller ones -----------------------------------------------------------------------------------------

    def towns(self, within_code: str) -> Mapping[str, Division]:
        """Today's townships in a county, prefecture or province by full name.

        A name that several of them have (城关镇) is left out, for it says nothing there.
        """
        prefix = within_code.rstrip("0") if within_code.endswith("00") else within_code
        prefix = prefix + "0" * (len(prefix) % 2)
        named: dict[str, list[Division]] = defaultdict(list)
        for parent in placedata.town_lines():
            if parent.startswith(prefix):
                for town in self._towns_of(parent):
                    named[town.name].append(town)
        return MappingProxyType({name: towns[0] for name, towns in sorted(named.items()) if len(towns) == 1})

    def _towns_of(self, parent: str) -> tuple[Division, ...]:
        holder = parent if parent in self._by_code else f"{parent[:4]}00"
        return placedata.towns_of(parent, holder)

    def zones(self, within_code: str) -> tuple[Division, ...]:
        """Development and management zones with a statistical code in a prefecture or province."""
        prefix = within_code.rstrip("0")
        prefix = prefix + "0" * (len(prefix) % 2)
        return tuple(zone for zone in placedata.zones() if zone.code.startswith(prefix))

    # -- in text ----------------------------------------------------------------------------------------------

    def needs_context(self, form: str) -> str:
        """Why a form proves no place by itself (see ``PlaceForm``), ``""`` when it does."""
        return "one_character" if form in self._full and len(form) == 2 else self._reasons.get(form, "")

    def form(self, form: str) -> PlaceForm | None:
        """What a written form can mean, or None when it names no division down to county."""
        full, short = form in self._full, form in self._short
        if not (full or short):
            return None
        return PlaceForm(form, full, self.needs_context(form), self.named(form))

    def all_forms(self, text: str) -> tuple[Hit[PlaceForm], ...]:
        """Every occurrence of every form in a text, of all years, overlapping ones too."""
        return _forms_in(self, text)

    def sure_forms(self, text: str) -> Iterator[Hit[PlaceForm]]:
        """The leftmost-longest full names and safe short forms, of all years.

        Full names of two characters (攸县) are always in, with ``needs_context`` set: 提高县城 holds 高县.
        """
        return longest_of(hit for hit in self.all_forms(text) if hit[3].full or not hit[3].needs_context)

    def short_forms(self) -> Mapping[str, tuple[Division, ...]]:
        """Every short form with the divisions that have it, larger ones first."""
        return MappingProxyType({form: tuple(self._short[form]) for form in sorted(self._short)})

    def forms(self) -> Iterator[PlaceForm]:
        """Every written form, sorted: full names and short forms."""
        for form in sorted(self._full.keys() | self._short.keys()):
            if found := self.form(form):
                yield found

    def _compounds(self, division: Division) -> tuple[str, ...]:
        """市北区 and 城区 are also written in one with their city, where 青岛市 would hide them: 青岛市北区."""
        if division.level != "county" or not (division.name[0] == "市" or division.name[1:] == "区"):
            return ()
        parents = self._by_code.get(division.parent, ())
        return tuple(sorted({f"{stem}{division.name}" for p in parents for stem in (p.name, p.short) if stem}))

    def _known(self, code: str) -> Division:
        division = self.by_code(code)
        if division is None:
            raise DataError(f"kg/data/{placedata.SHORTFORMS} 的 aliases 提到未知的区划代码 {code}。")
        return division


def within(division: Division, other: Division) -> bool:
    """Whether the first lies in the second or is it, by their codes."""
    width = {"province": 2, "prefecture": 4}.get(other.level, 6)
    return division.code[:width] == other.code[:width]


def _homonym(division: Division, other: Division) -> bool:
    """Whether two of one prefecture are one area at different times (监利县, 监利市)."""
    same = division.code[:4] == other.code[:4] and (division.short == other.short or division.name == other.name)
    return same and (division.valid_until is not None or other.valid_until is not None)


def _recoded(division: Division, others: Sequence[Division]) -> bool:
    """Whether another entry continues this one under a new code, as when its prefecture was reorganised."""
    end = division.valid_until
    later = (d for d in others if d.name == division.name and d.code[:2] == division.code[:2] and d is not division)
    return end is not None and any((d.valid_from or 0) >= end for d in later)


def _on_chain(division: Division, code: str) -> bool:
    return within(Division(code, "", "county", ""), division)


def _same_prefecture(division: Division, code: str) -> bool:
    if code[:2] in MUNICIPALITIES:
        return _same_province(division, code)
    # codes xx90.. are counties directly under the province, no prefecture of their own
    return division.code[:4] == code[:4] and code[2:4] not in ("00", "90")


def _same_province(division: Division, code: str) -> bool:
    return division.code[:2] == code[:2]


@cache
def _automaton(gazetteer: Gazetteer) -> Automaton[PlaceForm]:
    return Automaton({form.form: form for form in gazetteer.forms()})


@lru_cache(maxsize=64)
def _forms_in(gazetteer: Gazetteer, text: str) -> tuple[Hit[PlaceForm], ...]:
    """An article is asked twice, for the setting of its page and for its own mentions."""
    return tuple(_automaton(gazetteer).find(text))
