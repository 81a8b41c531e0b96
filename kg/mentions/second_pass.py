"""Mentions of known things that no rule saw: other places where a name stands, and short forms of firms."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence

from kg.mentions import shortforms
from kg.mentions.automaton import Automaton
from kg.mentions.names import strip_marks
from kg.mentions.things import Thing
from kg.records import ENTITY_TYPES, Article, Mention

#: How registered names end; others are legal names when they are longer than 华越无锡公司.
_LEGAL_FORMS = ("有限公司", "责任公司", "股份公司", "集团公司", "总公司", "会社")
_SHORT = 10
#: The code a model's name begins with, by which it is called later on (HS-M9 of HS-M9磁悬浮机组).
_CODE = re.compile(r"(?=[A-Z0-9-]*\d)[A-Z]{1,8}(?:-?[A-Z0-9]{1,6}){1,3}(?![A-Za-z0-9-])")
#: Things whose names may begin with the place they are in.
_NAMED_AFTER_PLACES = ("Project", "Park", "Place", "Organization", "Company", "Event", "Product")


#: Divisions that no list has: one sentence names them with their town, the next ones without.
_VILLAGES = ("村", "社区", "嘎查")
_SHORTEST_VILLAGE = 3


def _is_village(thing: Thing) -> bool:
    return not thing.attrs.get("code") and thing.name.endswith(_VILLAGES) and len(thing.name) >= _SHORTEST_VILLAGE


def short_names(things: Mapping[str, Thing]) -> dict[str, str]:
    """Firms named by a short form of another firm of the page: key of the short one -> key of the full one."""
    full = [t for t in things.values() if t.type == "Company" and _is_legal(t.name)]
    found: dict[str, str] = {}
    for thing in things.values():
        if thing.type == "Company" and not _is_legal(thing.name):
            fitting = [f for f in full if shortforms.fit(strip_marks(thing.name), f.name)]
            if fitting:
                found[thing.key] = _best(strip_marks(thing.name), fitting).key
    return found


def _is_legal(name: str) -> bool:
    whole = name.endswith(_LEGAL_FORMS) or len(name) > _SHORT
    return whole and name.endswith(("公司", "会社")) and len(name) > 7


def _best(form: str, fitting: Sequence[Thing]) -> Thing:
    """Of the firms a form fits: the group for a bare brand, else the one whose name it covers most."""
    return min(fitting, key=lambda f: ("集团" not in f.name, len(shortforms.core(f.name)) - len(form), f.name))


def second_pass(
    article: Article, mentions: list[Mention], things: Mapping[str, Thing], aliases: Mapping[str, str]
) -> None:
    """Add mentions of known things that no rule saw: exact forms, then short forms of firms."""
    forms: dict[str, str] = {}
    for thing in sorted(things.values(), key=lambda t: t.key):
        if (thing.type == "District" and not _is_village(thing)) or thing.attrs.get("homonym"):
            continue
        for form in sorted({thing.name, *thing.forms}):
            if len(form) >= (2 if thing.type in ("Official", "Person") else 3):
                forms.setdefault(form, thing.key)
        if thing.type == "Product" and (code := _CODE.match(thing.name)) and code.group() != thing.name:
            forms.setdefault(code.group(), thing.key)
    free = _Free(mentions, len(article.text))
    for start, end, word, key in Automaton(forms).longest(article.text):
        if free.take(start, end, leading=things[key].type in _NAMED_AFTER_PLACES):
            mentions.append(mention_of(article, start, end, things[key], word, "corefer.known_name"))
    firms = [t for t in things.values() if t.type == "Company" and t.key not in aliases and _is_legal(t.name)]
    _brand_forms(article, mentions, firms, free)


def _brand_forms(article: Article, mentions: list[Mention], firms: Sequence[Thing], free: _Free) -> None:
    by_brand: dict[str, list[Thing]] = defaultdict(list)
    for firm in firms:
        if len(shortforms.core(firm.name)) >= 2:
            by_brand[shortforms.core(firm.name)[:2]].append(firm)
    for at, _, _, fitting in Automaton(by_brand).find(article.text):
        end = max(shortforms.stretch(article.text, at, firm.name) for firm in fitting)
        if end <= at or not free.take(at, end):
            continue
        form = article.text[at:end]
        best = _best(form, [f for f in fitting if shortforms.fit(form, f.name)])
        best.take([form], "corefer.short_form")
        mentions.append(mention_of(article, at, end, best, form, "corefer.short_form"))


def mention_of(article: Article, start: int, end: int, thing: Thing, name: str, rule: str) -> Mention:
    """A mention of a known thing that a later look found."""
    return Mention(article.position, start, end, thing.type, name, rule, 0.85, (("key", thing.key),))


class _Free:
    """Which stretches of a text are still unnamed."""

    def __init__(self, mentions: list[Mention], size: int) -> None:
        self._mentions = mentions
        self._places = [m for m in mentions if m.rule in ("place.short", "place.doubtful")]
        self._taken = [False] * (size + 1)
        for m in mentions:
            if m.type in ENTITY_TYPES:
                self._taken[m.start : m.end] = [True] * (m.end - m.start)

    def take(self, start: int, end: int, *, leading: bool = False) -> bool:
        """Claim a stretch; False when something stands in it. A short place name inside gives way (凌云 in 赵凌云), but
        not where a name may begin with one (``leading``: 青河 in 青河水电站).
        """
        inner = [m for m in self._places if start <= m.start and m.end <= end and (m.start, m.end) != (start, end)]
        if any(self._taken[i] for i in range(start, end) if not any(m.start <= i < m.end for m in inner)):
            return False
        for m in inner:
            self._places.remove(m)
            if not (leading and m.start == start):
                self._mentions.remove(m)
        self._taken[start:end] = [True] * (end - start)
        return True
