"""Zones by their other names: 青河经开区 is 青河经济技术开发区, and 云溪新区 is 青河云溪新区; where a page knows one
development zone, 经开区 means that one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from kg.mentions.automaton import Automaton
from kg.mentions.gazetteer import Gazetteer
from kg.records import ENTITY_TYPES, Mention

_KINDS = {
    "经开区": re.compile(r"(?:经济技术开发区|经济开发区|经开区)$"),
    "高新区": re.compile(r"(?:高新技术产业开发区|高新技术开发区|高新区)$"),
    "开发区": re.compile(r"开发区$"),
    **{kind: re.compile(f"{kind}$") for kind in ("新港区", "临港区", "空港区", "综保区", "保税区", "度假区")},
}
#: What stands before a kind that is meant as a kind (国家级经开区, 创建高新区) or belongs to another name.
_BARE = re.compile(
    r"(?<![级个家类各创建设批省市大新内外])(?<!国家)(?<!全国)(?<!全省)(经开区|高新区|开发区|新港区|临港区|空港区|综保区|保税区|度假区)"
    r"(?!域|块|建设|创建)"
)

#: The kinds of zones in full and in short.
_SHORT_KINDS = (
    (re.compile("(?:国家级?)?(?:经济技术开发区|经济开发区)$"), "经开区"),
    (re.compile("(?:国家级?)?(?:高新技术产业开发区|高新技术产业园区|高新技术开发区|国家高新区)$"), "高新区"),
    (re.compile("综合保税区$"), "综保区"),
    (re.compile("(?:自由贸易试验区|自贸试验区)$"), "自贸区"),
)
#: A name this long that ends a longer one is its short form.
_SHORTEST_FORM = 4


def forms_of_one(names: Mapping[str, str]) -> dict[str, str]:
    """Key of a zone's shorter name -> key of the fullest one of the same zone; ``names``: key -> name.

    A shorter name is that of the one zone whose name ends with it, behind a place (青河云溪新区) or a bay.
    """
    short = {key: _in_short(name) for key, name in names.items()}
    found: dict[str, str] = {}
    for key in sorted(names):
        same = [k for k in names if short[k] == short[key]]
        longer = [k for k in names if k != key and _ends(short[k], short[key])]
        best = max(sorted(longer if len({short[k] for k in longer}) == 1 else same), key=lambda k: len(names[k]))
        if best != key:
            found[key] = best
    return found


def _in_short(name: str) -> str:
    for kind, abbreviated in _SHORT_KINDS:
        name = kind.sub(abbreviated, name)
    return name


def _ends(longer: str, shorter: str) -> bool:
    """Whether the longer name is the shorter one behind a place or what the zone's place lies at."""
    front = longer.removesuffix(shorter)
    if front in ("", longer) or len(shorter) < _SHORTEST_FORM:
        return False
    gazetteer = Gazetteer.load()
    return gazetteer.form(front) is not None or any(gazetteer.form(shorter[:n]) is not None for n in (2, 3))


def bare_zones(
    article: int, text: str, found: Sequence[Mention], zones: Mapping[str, str], declared: Mapping[str, str]
) -> Iterator[Mention]:
    """New mentions of zones. ``zones``: key -> name of those the page knows; ``declared``: short form -> key."""
    taken = [m for m in found if m.type in ENTITY_TYPES]
    for start, end, _word, key in Automaton({name: key for key, name in zones.items()}).longest(text):
        if not any(m.start < end and start < m.end for m in taken):
            yield Mention(article, start, end, "District", zones[key], "zone.known", 0.9, _attrs(key))
    for match in _BARE.finditer(text):
        start, end = match.span(1)
        key = declared.get(match.group(1)) or _only_one(match.group(1), zones)
        if key and not any(m.start < end and start < m.end for m in taken):
            yield Mention(article, start, end, "District", zones[key], "zone.bare", 0.8, _attrs(key))


def own_zone(headline: str, city: str, zones: Mapping[str, str]) -> str:
    """Name of the paper's own zone where a headline begins with its kind (经开区工业经济稳坐全市第一) and the page
    names none of that kind, else ``""``. ``city``: code of the paper's division, no province.
    """
    match = _BARE.match(headline)
    division = Gazetteer.load().by_code(city)
    if not match or division is None or division.level == "province" or division.short == "":
        return ""
    known = any(_KINDS[match.group(1)].search(name) for name in zones.values())
    return "" if known else division.short + match.group(1)


def _attrs(key: str) -> tuple[tuple[str, str], ...]:
    return (("key", key), ("level", "zone"))


def _only_one(kind: str, zones: Mapping[str, str]) -> str:
    fitting = sorted(key for key, name in zones.items() if _KINDS[kind].search(name))
    return fitting[0] if len(fitting) == 1 else ""
