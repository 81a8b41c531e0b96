"""One name, two people: told apart only where the page itself does.

Newspapers print 刘伟(女) beside 刘伟. Mentions of a name with a sex mark and mentions without one are two people
when the posts around the unmarked ones belong to areas and bodies that the marked person is never linked with;
two different marks are always two people. Anything else is one person.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kg.mentions import posts
from kg.mentions.persons import only_people
from kg.records import Mention


@dataclass(frozen=True, slots=True)
class Group:
    """Mentions of one person. ``mark`` is the sex that tells them from another of the same name, or ``""``."""

    name: str
    mentions: tuple[Mention, ...]
    mark: str = ""


@dataclass(slots=True)
class _Passage:
    """The mentions of one name in one line, with what the line says about them."""

    mentions: list[Mention]
    sex: str
    areas: frozenset[str]
    titled: bool


def split(texts: Mapping[int, str], found: Mapping[int, Sequence[Mention]]) -> list[Group]:
    """Every person mention of a page in exactly one group; by name, then mark."""
    by_name: defaultdict[str, list[Mention]] = defaultdict(list)
    for position in sorted(found):
        for m in only_people(found[position]):
            by_name[m.name].append(m)
    groups: list[Group] = []
    for name in sorted(by_name):
        groups += _split_name(name, by_name[name], texts, found)
    return groups


def _split_name(
    name: str, mentions: list[Mention], texts: Mapping[int, str], found: Mapping[int, Sequence[Mention]]
) -> list[Group]:
    marked = {m.attr("sex") for m in mentions} - {""}
    if not marked or (len(name) > 2 and len(marked) == 1):
        return [Group(name, tuple(mentions))]  # a rarer name needs more than a mark to be two people's
    passages = _passages(mentions, texts, found)
    sides: dict[str, list[Mention]] = defaultdict(list)
    linked = {sex: frozenset().union(*(p.areas for p in passages if p.sex == sex)) for sex in marked}
    last: dict[int, str] = {}
    for passage in passages:
        side = passage.sex or _side_of(passage, linked, last)
        sides[side] += passage.mentions
        last[passage.mentions[0].article] = side
    if len(sides) == 1:
        return [Group(name, tuple(mentions))]
    return [Group(name, tuple(ms), side) for side, ms in sorted(sides.items())]


def _side_of(passage: _Passage, linked: Mapping[str, frozenset[str]], last: Mapping[int, str]) -> str:
    """The mark of the person an unmarked passage speaks of; ``""`` for one more person without a mark."""
    before = last.get(passage.mentions[0].article)
    if not passage.titled:
        return before if before is not None else ""
    agreeing = sorted(sex for sex, areas in linked.items() if areas & passage.areas or not passage.areas)
    return agreeing[0] if len(agreeing) == 1 else ""


def _passages(
    mentions: list[Mention], texts: Mapping[int, str], found: Mapping[int, Sequence[Mention]]
) -> list[_Passage]:
    lines: defaultdict[tuple[int, int], list[Mention]] = defaultdict(list)
    for m in mentions:
        lines[m.article, texts[m.article].rfind("\n", 0, m.start) + 1].append(m)
    return [_passage(ms, start, texts[a], found[a]) for (a, start), ms in sorted(lines.items())]


def _passage(mentions: list[Mention], start: int, text: str, found: Sequence[Mention]) -> _Passage:
    end = text.find("\n", start)
    end = len(text) if end < 0 else end
    line = [m for m in found if start <= m.start and m.end <= end]
    around = posts.Surroundings(line)
    held = [p for m in mentions for p in posts.chain_before(text, around, m.start)]
    titled = bool(held)
    areas = {p.name for post in (held or around.posts(start, end)) for p in around.inside(post)}
    if not areas:
        areas = {m.name for m in line if m.type == "District"}
    sexes = sorted({m.attr("sex") for m in mentions} - {""})
    return _Passage(mentions, sexes[0] if sexes else "", frozenset(areas), titled)
