"""Words that point at something named before: 该区, 全市, 我县, 该公司, 该项目.

The words and what they may point at are data (``lexicons/anaphora.yaml``). Areas point at the article's own
district of that kind; firms, projects and parks at the last one named.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Sequence
from functools import cache
from itertools import pairwise

from kg import resources
from kg.mentions.automaton import Automaton
from kg.mentions.gazetteer import Gazetteer
from kg.records import ENTITY_TYPES, Mention

_TOLD_TOGETHER = frozenset(("Project", "Park", "Company", "District"))
#: Between two things told together: A和B, 甲镇的A和乙镇的B.
_JOINED = re.compile(r"[、和与及](?:[^,。;、\n]{1,10}的)?")
_WORKS = frozenset(("Project", "Park"))
_OF_TWO = {"former": 0, "latter": 1}
#: Targets that only what is called by the kind itself can be: 该局 is the 局 spoken of, never another body. A house or
#: a place of business may be a body or a work (该馆, 该校区, 该酒店).
_OF_KIND = {"Organization": frozenset(("Organization",)), "Named": frozenset(("Organization", *_WORKS))}
#: Gives the key of the division of a level (or of the article's home for "home"; "home:县" when a county), or "".
AreaKey = Callable[[str], str]


@cache
def _machine() -> Automaton[str]:
    content = resources.yaml_file("lexicons/anaphora.yaml")
    words: dict[str, str] = {}
    for target, forms in sorted(content["targets"].items()):
        words.update(dict.fromkeys(forms.split(), target))
    return Automaton(words)


def find(article: int, text: str, mentions: Sequence[Mention], area: AreaKey) -> Iterator[Mention]:
    """Anaphors with their resolved ``key``, in order of place; what points at nothing known is left out.

    ``mentions`` carry keys and are in order of place.
    """
    taken = [(m.start, m.end) for m in mentions if m.type in ENTITY_TYPES]
    for start, end, word, target in _machine().longest(text):
        if any(s < end and start < e for s, e in taken):
            continue
        if target in _OF_TWO:
            key = _of_two(text, mentions, start, _OF_TWO[target])
        else:
            kind = word.strip("该全我本里") if target == "home" else ""
            if target[0].isupper():
                key = _so_named(text, mentions, start, word[1:], _OF_KIND.get(target, _WORKS))
                key = key or ("" if target in _OF_KIND else _last(mentions, start, target))
            else:
                key = area(f"home:{kind}" if kind else target)
            if target == "home" and word[0] in "该全":
                key = _nearest_area(text, mentions, start, kind) or key
        if key:
            yield Mention(article, start, end, "Anaphor", word, f"anaphora.{target.lower()}", 0.85, (("key", key),))


def _nearest_area(text: str, mentions: Sequence[Mention], before: int, kind: str) -> str:
    """The last division of that kind (区, 县, 镇) its paragraph names before (石峰 8月30日,…该区), or its section's
    heading, when that is a place's name and nothing else.
    """
    paragraph = text.rfind("\n", 0, before) + 1
    areas = [m for m in mentions if m.type == "District" and m.end <= before]
    near = next((m for m in reversed(areas) if m.start >= paragraph and m.name.endswith(kind)), None)
    heading = next((m for m in reversed(areas) if _is_heading(text, m)), None)
    chosen = near or (heading if heading and heading.name.endswith(kind) else None)
    return chosen.attr("key") if chosen else ""


def _is_heading(text: str, area: Mention) -> bool:
    """Whether a paragraph is nothing but the place's name."""
    return text[area.start - 1 : area.start] == "\n" and text[area.end : area.end + 1] in ("\n", "")


def _of_two(text: str, mentions: Sequence[Mention], before: int, which: int) -> str:
    """The first or second of the last two works joined by 和 (前者…,后者…)."""
    named = [m for m in mentions if m.type in _TOLD_TOGETHER and m.attr("key") and m.end <= before]
    for things in ([m for m in named if m.type != "District"], named):
        for left, right in reversed(list(pairwise(things))):
            alike = left.type == right.type or {left.type, right.type} == {"Project", "Park"}
            if alike and _JOINED.fullmatch(text[left.end : right.start]):
                return (left, right)[which].attr("key")
    return ""


def _so_named(text: str, mentions: Sequence[Mention], before: int, kind: str, types: Collection[str]) -> str:
    """The last thing of those classes whose name ends with the kind (该基地), in this paragraph or the one before."""
    floor = text.rfind("\n", 0, max(text.rfind("\n", 0, before), 0)) + 1
    for m in reversed(mentions):
        if m.type in types and floor <= m.start and m.end <= before and m.name.endswith(kind) and m.attr("key"):
            return m.attr("key")
    return ""


def _last(mentions: Sequence[Mention], before: int, target: str) -> str:
    kinds = target.split("|")
    last = ""
    for m in mentions:
        if m.start >= before:
            break
        if m.type in kinds and m.attr("key"):
            last = m.attr("key")
    return last


#: Kinds of which an area has so many that none is meant unless named.
_SMALL = ("镇", "乡", "街道", "村")


def area_of(home: tuple[str, str, str], city_code: str, key_of_code: Callable[[str], str]) -> AreaKey:
    """What 全市, 该区, 全省 mean in an article at home in one division (code, name, key) of a newspaper's city."""
    home_code, home_name, home_key = home
    gazetteer = Gazetteer.load()
    base = home_code or city_code

    def key(level: str) -> str:
        if level.startswith("home"):
            kind = level.partition(":")[2]
            if home_name.endswith(kind):
                return home_key
            over = next((d for d in gazetteer.chain(base) if d.name.endswith(kind)), None)
            if over is None and kind in _SMALL:
                return ""  # 全镇 in an article that names no town
            return (key_of_code(over.code) if over else "") or home_key  # 全县 in an article about one of its zones
        for division in gazetteer.chain(base):
            if division.level == level or (level == "prefecture" and division.name.endswith("市")):
                return key_of_code(division.code) if division.code != home_code else home_key
        return home_key if level == "county" else ""

    return key
