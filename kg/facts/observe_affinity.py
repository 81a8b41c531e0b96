"""Which kind of thing can have which measure: an area a gross product, a fair visitors, a road a length."""

from __future__ import annotations

import re
from functools import cache

from kg.facts.indicators import lexicon
from kg.facts.observe_code import class_of
from kg.facts.observe_pointers import UNKNOWN
from kg.facts.observe_reading import Reading
from kg.language.alternation import one_of
from kg.records import Mention

#: What visitors spend, areas and the places they come to can have.
_TOURISM = re.compile(r"^旅游(?:总|综合)?(?:收入|总?花费)$")
#: What zones and areas have, and no single work.
_OF_ZONES = ("技工贸", "规模以上", "“四上”")
_VISITED = ("Place", "Park")
#: Ends of names of works that firms settle in, as in parks.
_SITES = ("产业基地", "产业园", "产业城", "工业园", "创业园", "科技园", "物流园")


def fits(mention: Mention, reading: Reading) -> bool:
    """Whether a thing of that class can have such a measure (no company has a gross domestic product)."""
    kind = class_of(mention)
    if kind == "District":
        return not reading.base.endswith(tuple(lexicon()["of_bodies"]))
    if kind == UNKNOWN:
        return True
    if kind == "Event":
        return bool(of_events().search(reading.base)) or reading.base.startswith("签约")
    if kind in ("Place", "Park") and mention.name.endswith(tuple(lexicon()["zoned"])):
        return True  # the section of a free-trade area has whatever an area has
    if kind == "Project" and reading.base.startswith(_OF_ZONES):
        return False
    if kind == "Company" and reading.base in ("产业产值", "产业链产值", "产业规模"):
        return False
    if kind in _VISITED and _TOURISM.search(reading.base):
        return True
    if of_districts().search(reading.base):
        return False
    site = kind == "Park" or (kind == "Project" and mention.name.endswith(_SITES) and reading.base.endswith("企业"))
    return site or not in_districts(reading)


def fits_key(key: str, reading: Reading) -> bool:
    """As ``fits``, for a thing of which only the key is known."""
    if key.partition(":")[0] in _VISITED and _TOURISM.search(reading.base):
        return True
    return key.startswith("District:") or not of_districts().search(reading.base)


def in_districts(reading: Reading) -> bool:
    """Whether it counts what areas have and no firm or project (企业, 学校), unless they moved into a park."""
    settled = reading.base.startswith(("入驻", "进驻", "入园"))  # those of a park, whatever class its phase has
    return reading.statistic == "count" and not settled and bool(_counted_in_districts().search(reading.base))


def own_measure(reading: Reading) -> bool:
    """Whether the measure is one of firms, works, places or products rather than of areas."""
    patterns = (of_firms(), of_works(), of_objects(), of_facilities(), of_products())
    return any(p.search(reading.base) for p in patterns)


@cache
def of_facilities() -> re.Pattern[str]:
    """Measures of the work or place just spoken of."""
    return re.compile(rf"{one_of(lexicon()['of_facilities'])}$")


@cache
def of_products() -> re.Pattern[str]:
    """Measures that a product has."""
    return re.compile(rf"{one_of(lexicon()['of_products'])}$")


@cache
def _counted_in_districts() -> re.Pattern[str]:
    return re.compile(rf"{one_of(lexicon()['counted_in_districts'])}$")


@cache
def of_districts() -> re.Pattern[str]:
    """Measures that only an area has."""
    return re.compile(one_of(lexicon()["of_districts"]))


@cache
def of_events() -> re.Pattern[str]:
    """Measures of a fair, a contest or a ceremony."""
    return re.compile(rf"{one_of(lexicon()['of_events'])}|^(?:总)?(?:成交|交易)(?:总)?额$")


@cache
def of_firms() -> re.Pattern[str]:
    """Measures of firms, parks and works."""
    return re.compile(one_of(lexicon()["of_firms"]))


@cache
def of_works() -> re.Pattern[str]:
    """Beginnings of measures of one plant or product."""
    return re.compile(one_of(lexicon()["of_works"]))


@cache
def of_objects() -> re.Pattern[str]:
    """Measures of a building, a road or a product, never of an area."""
    return re.compile(rf"{one_of(lexicon()['of_objects'])}$")
