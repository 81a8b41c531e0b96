"""Zones by their bare kind: where a page knows one development zone, 经开区 means that one."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from kg.mentions.automaton import Automaton
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


def _attrs(key: str) -> tuple[tuple[str, str], ...]:
    return (("key", key), ("level", "zone"))


def _only_one(kind: str, zones: Mapping[str, str]) -> str:
    fitting = sorted(key for key, name in zones.items() if _KINDS[kind].search(name))
    return fitting[0] if len(fitting) == 1 else ""
