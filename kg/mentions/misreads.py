"""Join a name that a page reader got wrong by one look-alike character to the right one (睦文平 to 眭文平).

Look-alikes alone prove nothing. Needed besides: the same post on the page, or the same article with the odd form
standing there without any post.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from kg.mentions import personal_names, posts
from kg.mentions.homonyms import Group

#: Posts with the names of what they belong to (``""``: left unsaid).
Titles = frozenset[tuple[str, str]]


def join(texts: Mapping[int, str], around: Mapping[int, posts.Surroundings], groups: Sequence[Group]) -> list[Group]:
    """The groups, with misread ones merged into the person meant; the others unchanged and in order."""
    titles = {g: _titles(g, texts, around) for g in groups}
    target: dict[Group, Group] = {}
    for odd in groups:
        options = [g for g in groups if g is not odd and g not in target and _is_misread(odd, g, titles)]
        if len(options) == 1:
            target[odd] = options[0]
    merged: list[Group] = []
    for group in groups:
        if group in target:
            continue
        extra = [m for odd, right in target.items() if right is group for m in odd.mentions]
        merged.append(replace(group, mentions=group.mentions + tuple(extra)) if extra else group)
    return merged


def _is_misread(odd: Group, right: Group, titles: Mapping[Group, Titles]) -> bool:
    if not _look_alike(odd.name, right.name) or _rank(odd) >= _rank(right):
        return False
    if _share(titles[odd], titles[right]):
        return True
    articles = {m.article for m in right.mentions}
    return not titles[odd] and all(m.article in articles for m in odd.mentions)


def _rank(group: Group) -> tuple[bool, int, str]:
    """Of two look-alikes the one with a real family name is right, then the more frequent one."""
    return bool(personal_names.family_name(group.name)), len(group.mentions), group.name


def _look_alike(left: str, right: str) -> bool:
    """Whether two names differ in exactly one character, and that by shape only."""
    if len(left) != len(right) or len(left) < 2:
        return False
    differing = [(a, b) for a, b in zip(left, right, strict=True) if a != b]
    return len(differing) == 1 and differing[0][1] in personal_names.look_alikes().get(differing[0][0], frozenset())


def _share(left: Titles, right: Titles) -> bool:
    """Whether two hold one post: the same words, and the same holder where both name one."""
    return any(a == b and (not x or not y or x == y) for a, x in left for b, y in right)


def _titles(group: Group, texts: Mapping[int, str], around: Mapping[int, posts.Surroundings]) -> Titles:
    """The posts printed before the group's mentions, in normal form, each with the name of its holder."""
    held: set[tuple[str, str]] = set()
    for m in group.mentions:
        chain = posts.chain_before(texts[m.article], around[m.article], m.start)
        for reading in (posts.read(texts[m.article], p, around[m.article]) for p in chain):
            held.add((reading.title, reading.holder.name if reading.holder else ""))
    return frozenset(held)
