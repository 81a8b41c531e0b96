"""Which names of works and sites on one page are forms of one thing.

智能灯具产业园二期 is 江北智能灯具产业园二期, 高日风电基地 is 高日百万千瓦风电基地项目, and a name that a page reader
got wrong by one look-alike character (海宇健康产业园) is the one it looks like.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache

from kg.mentions import personal_names, shortforms
from kg.mentions.names import strip_marks

#: (key, type, name, number of mentions) of one thing of the page.
Site = tuple[str, str, str, int]
_KINDS = frozenset(("Project", "Park", "Place"))
_TAIL = re.compile(r"(?:项目|工程)$")
_ROAD = re.compile(r"[一-鿿]{2,6}?[至到]([一-鿿]{2,6}?)((?:高速|城际|高铁|铁路|公路).*)")
_CAPACITY = re.compile(r"(?:年产)?[\d.百千万亿两×]{1,20}(?:千瓦时|千瓦|兆瓦|吉瓦|万吨|吨|千伏)(?:级)?")
#: A shorter name is a form of a longer one only from this length on; a misread one must be longer still.
_SHORTEST_BRAND, _LONGEST_BRAND = 2, 4
_SHORTEST, _SHORTEST_MISREAD = 5, 6


def forms_of_one(sites: Iterable[Site]) -> dict[str, str]:
    """Key of a short or misread name -> key of the full one; where two could be meant, none is."""
    known = {strip_marks(name): (key, kind, count) for key, kind, name, count in sorted(sites) if kind in _KINDS}
    found: dict[str, str] = {}
    for name, (key, kind, _count) in sorted(known.items()):
        longer = [other for other in known if _is_short_form(name, kind, other, known[other][1])]
        if len(longer) == 1:
            found[key] = known[longer[0]][0]
    found |= {key: full for key, full in _misread(known).items() if key not in found and found.get(full) != key}
    return found


def _is_short_form(name: str, kind: str, other: str, other_kind: str) -> bool:
    """Whether ``other`` is ``name`` with a place, a firm or a capacity more."""
    short, full = _stem(name), _stem(other)
    if _named_by_brand(name, other) or _named_by_ends(name, other):
        return True
    rest = full[: -len(short)]
    led_by_place = full.endswith(short) and rest.endswith(("省", "市", "区", "县", "旗", "镇", "乡", "街道", "村"))
    if len(short) < _SHORTEST - led_by_place or len(full) <= len(short):
        return False
    if kind != other_kind and "Place" in (kind, other_kind):
        return False
    return full.endswith(short) or (bool(_CAPACITY.search(full)) and _CAPACITY.sub("", full) == short)


@lru_cache(maxsize=8192)
def _stem(name: str) -> str:
    return _TAIL.sub("", name)


def _named_by_brand(name: str, other: str) -> bool:
    """明谷项目, in a list also 明谷, for 明谷高端热能装备项目: the first word of the long name."""
    stem = name.removesuffix("项目")
    shortest = _SHORTEST_BRAND if stem != name else _SHORTEST_BRAND + 1
    longer = other != name and other.startswith(stem) and other.endswith("项目")
    return longer and shortest <= len(stem) <= _LONGEST_BRAND


def _named_by_ends(name: str, other: str) -> bool:
    """青云高速 for 青河至云平高速公路: a road by the first characters of its ends."""
    road = _ROAD.match(other)
    return road is not None and len(name) > 2 and name == f"{other[0]}{road[1][0]}{road[2][: len(name) - 2]}"


def _misread(known: Mapping[str, tuple[str, str, int]]) -> dict[str, str]:
    found: dict[str, str] = {}
    for odd, (key, kind, count) in sorted(known.items()):
        right = [
            other_key
            for other, (other_key, other_kind, other_count) in known.items()
            if other_kind == kind and count <= other_count and other_key != key and _look_alike(odd, other)
        ]
        if len(right) == 1:
            found[key] = right[0]
    return found


def _look_alike(odd: str, right: str) -> bool:
    """Whether two names differ in one character: in its shape only, or in one that spoils the place in front."""
    if len(odd) != len(right) or len(odd) < _SHORTEST_MISREAD:
        return False
    differing = [(a, b) for a, b in zip(odd, right, strict=True) if a != b]
    if len(differing) != 1:
        return False
    if differing[0][1] in personal_names.look_alikes().get(differing[0][0], frozenset()):
        return True
    return len(odd) > _SHORTEST_MISREAD and bool(shortforms.place_of(right)) and not shortforms.place_of(odd)
