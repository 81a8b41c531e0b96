"""Common nouns with which news goes on about a work named before: 电站由云能公司投建, 这座总投资32亿元的风电场….

At the head of a clause a noun stands for the last work whose name ends with it, where what follows tells of a work
(由…, 总投资…, 占地…); behind 这座, 这个 and the like for that work too, and else for the last one named.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from kg.language.alternation import one_of
from kg.mentions import lexicon
from kg.mentions.names import strip_marks
from kg.records import ENTITY_TYPES, Mention

_WORKS = ("Project", "Park")
#: The shortest and the longest noun tried, and the longest words that are read as a common noun behind 这个…的.
_SHORTEST, _LONGEST, _COMMON = 2, 6, 8
_ANY_KIND = ("项目", "工程")
#: What a name ends with behind the noun it is called by: 青河大桥项目, 云谷产业园二期.
_TAIL = re.compile(r"(?:[一二三四五]期)?(?:项目|工程)?(?:[一二三四五]期)?$")
#: What names end with that news goes on about by a wider noun.
_ALSO_CALLED = {
    "学校": ("中学", "小学", "学院", "幼儿园", "校区"),
    "公路": ("高速", "快速路", "大道"),
    "高速": ("高速公路",),
    "铁路": ("高铁", "城际"),
    "工厂": ("厂",),
    "厂区": ("厂",),
    "市场": ("商贸城", "物流城"),
}
_OPENING = re.compile(r"(?:^|(?<=[。;,!?:“\n]))(?:(?:目前|眼下|如今|据介绍|据了解|据悉|其中),?)?(?=[一-鿿])")


def find(article: int, text: str, mentions: Sequence[Mention]) -> Iterator[Mention]:
    """Anaphors with their resolved ``key``, in order of place. ``mentions`` carry keys and are in order of place."""
    works = [m for m in mentions if m.type in _WORKS and m.attr("key")]
    if not works:
        return
    taken = [(m.start, m.end) for m in mentions if m.type in (*ENTITY_TYPES, "Anaphor")]
    pointed = {m.end(): m for m in _pointing().finditer(text)}
    for at in sorted({m.end() for m in _OPENING.finditer(text)} | pointed.keys()):
        near = _near(text, works, at)
        if not near:
            continue
        if at in pointed:
            end, key = _behind_pointer(text, at, near, works)
        else:
            end, key = _at_opening(text, at, near)
        if key and (at in pointed or not any(s < end and at < e for s, e in taken)):
            yield Mention(article, at, end, "Anaphor", text[at:end], "anaphora.bare_work", 0.8, (("key", key),))


def without_pointed_at(mentions: Sequence[Mention], bare: Sequence[Mention]) -> list[Mention]:
    """Both in order of place, without works that are but common nouns pointed with (这个总投资12亿元的超级工程)."""
    starts = {m.start for m in bare}
    return sorted(
        [*(m for m in mentions if m.type not in _WORKS or m.start not in starts), *bare],
        key=lambda m: (m.start, -m.end, m.type),
    )


def _near(text: str, works: Sequence[Mention], before: int) -> list[Mention]:
    """The works named in this paragraph or the one before, the last one first."""
    floor = text.rfind("\n", 0, max(text.rfind("\n", 0, before), 0)) + 1
    return [m for m in reversed(works) if floor <= m.start and m.end <= before]


def _at_opening(text: str, at: int, near: Sequence[Mention]) -> tuple[int, str]:
    for length in range(_LONGEST, _SHORTEST - 1, -1):
        key = _so_called(near, text[at : at + length]) if _tells().match(text, at + length) else ""
        if key:
            return at + length, key
    return at, ""


def _behind_pointer(text: str, at: int, near: Sequence[Mention], works: Sequence[Mention]) -> tuple[int, str]:
    for length in range(_LONGEST, _SHORTEST - 1, -1):
        if key := _so_called(near, text[at : at + length]):
            return at + length, key
    if text.startswith(_ANY_KIND, at):
        return at + len(_ANY_KIND[0]), near[0].attr("key")
    named = next((m for m in works if m.start == at), None)
    if named is not None:
        return (named.end, near[0].attr("key")) if named.end - at <= _COMMON else (at, "")
    noun = _site_noun().match(text, at)
    return (noun.end(), near[0].attr("key")) if noun else (at, "")


def _so_called(near: Sequence[Mention], noun: str) -> str:
    """Key of the last of the works whose name ends with the noun, or ``""``; any work can be called 项目 or 工程."""
    for work in near[:1] if noun in _ANY_KIND else near:
        name = strip_marks(work.name)
        stem = _TAIL.sub("", name)
        ends = (noun, *_ALSO_CALLED.get(noun, ()))
        if any(len(form) > len(noun) and form.endswith(ends) for form in (name, stem)):
            return work.attr("key")
    return ""


@cache
def _tells() -> re.Pattern[str]:
    return re.compile(lexicon.pattern_of("told_of_work") + r"|\d")


@cache
def _pointing() -> re.Pattern[str]:
    told = rf"(?:{lexicon.pattern_of('told_of_pointed')}[^。;!?\n]{{0,40}}?的)?"
    return re.compile(
        rf"(?:这(?:座|条|个|项(?!目)|处|栋|段|片|一(?:座|条|个|项(?!目))?)|此项(?!目)|该(?=总?投资|由)){told}(?=[一-鿿\d“])"
    )


@cache
def _site_noun() -> re.Pattern[str]:
    heads = {
        w
        for name in ("site_work_head", "plant_head", "park_head", "base_head", "line_head", "pointed_site")
        for w in lexicon.words(name)
    }
    return re.compile(rf"[一-鿿]{{0,4}}?(?:项目|工程|{one_of(heads)})")
