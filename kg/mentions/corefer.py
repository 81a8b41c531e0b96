"""Which mentions of one page are the same thing: every entity mention gets a key, every thing its forms.

Cautious by design: equal names, declared short forms (以下简称“…”) and derived short forms of firms join;
nothing else does. What the whole collection shows is the resolver's business.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from kg.mentions import shortforms
from kg.mentions.automaton import Automaton
from kg.mentions.names import strip_marks
from kg.records import ENTITY_TYPES, Article, Mention

_TAIL = re.compile(r"(?:项目|工程)$")
_DECLARED = re.compile(r"\((?:以下)?(?:统称|简称|下称|以下称)[:为是]?[“‘「]?([^()“”‘’「」]{2,20})[”’」]?\)")
#: Types whose names may also be written with 项目 behind.
_WORKS = ("Project", "Park")


@dataclass(slots=True)
class Thing:
    """One thing of the page while it is being gathered."""

    key: str
    type: str
    name: str
    forms: set[str] = field(default_factory=set)
    attrs: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Coreference:
    """Mentions with keys, by article, and the things they stand for."""

    mentions: dict[int, tuple[Mention, ...]]
    things: dict[str, Thing]


def identity(mention: Mention) -> str:
    """What must be equal for two mentions of a page to be one thing by name alone."""
    if mention.attr("code"):
        return f"District:{mention.attr('code')}"
    name = strip_marks(mention.name)
    if mention.type in _WORKS:
        return f"Work:{_TAIL.sub('', name) if len(_TAIL.sub('', name)) > 2 else name}"
    return f"{mention.type}:{name}"


def corefer(
    articles: Sequence[Article], found: Mapping[int, Sequence[Mention]], keyed: Mapping[Mention, str], people: Iterable[Thing]
) -> Coreference:
    """Give every entity mention its key. ``keyed`` are mentions (of people) that already have one.

    Second-pass mentions (short forms of firms, known names that no rule saw) are added.
    """
    things: dict[str, Thing] = {p.key: p for p in people}
    by_identity: dict[str, str] = {}
    out: dict[int, list[Mention]] = {}
    for article in articles:
        out[article.position] = [
            _keyed(m, keyed.get(m) or _key_for(m, by_identity, things)) if m.type in ENTITY_TYPES else m
            for m in found[article.position]
        ]
    _declared_forms(articles, out, things)
    aliases = _short_names(things)
    for article in articles:
        _second_pass(article, out[article.position], things, aliases)
    merged = {
        position: tuple(_redirect(m, aliases) for m in sorted(ms, key=lambda m: (m.start, -m.end, m.type)))
        for position, ms in out.items()
    }
    for short, full in sorted(aliases.items()):
        things[full].forms |= {things[short].name, *things[short].forms}
        del things[short]
    return Coreference(merged, things)


def _keyed(mention: Mention, key: str) -> Mention:
    return replace(mention, attrs=tuple(sorted({**dict(mention.attrs), "key": key}.items())))


def _redirect(mention: Mention, aliases: Mapping[str, str]) -> Mention:
    key = mention.attr("key")
    return _keyed(mention, aliases[key]) if key in aliases else mention


def _key_for(mention: Mention, by_identity: dict[str, str], things: dict[str, Thing]) -> str:
    same = identity(mention)
    name = strip_marks(mention.name) if mention.type != "District" else mention.name
    key = by_identity.get(same)
    if key is None:
        key = f"{mention.type}:{mention.attr('code') or name}"
        while key in things:
            key += "'"
        by_identity[same] = key
        attrs = {k: v for k, v in mention.attrs if k != "key"}
        things[key] = Thing(key, mention.type, mention.name, set(), attrs)
    thing = things[key]
    if mention.type == "Project" and thing.type == "Park" and _TAIL.search(mention.name):
        thing.type = "Project"
    if len(mention.name) > len(thing.name):
        thing.forms.add(thing.name)
        thing.name = mention.name
    thing.forms.add(mention.name)
    return key


def _declared_forms(articles: Sequence[Article], out: Mapping[int, list[Mention]], things: dict[str, Thing]) -> None:
    """A name followed by (以下简称“X”) also goes by X."""
    for article in articles:
        for m in out[article.position]:
            declared = _DECLARED.match(article.text, m.end)
            if declared and m.attr("key") in things:
                things[m.attr("key")].forms.add(declared.group(1))


def _short_names(things: Mapping[str, Thing]) -> dict[str, str]:
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
    return name.endswith(("公司", "会社")) and len(name) > 7


def _best(form: str, fitting: Sequence[Thing]) -> Thing:
    """Of the firms a form fits: the group for a bare brand, else the one whose name it covers most."""
    return min(fitting, key=lambda f: ("集团" not in f.name, len(shortforms.core(f.name)) - len(form), f.name))


def _second_pass(
    article: Article, mentions: list[Mention], things: Mapping[str, Thing], aliases: Mapping[str, str]
) -> None:
    """Add mentions of known things that no rule saw: exact forms, then short forms of firms."""
    forms: dict[str, str] = {}
    for thing in sorted(things.values(), key=lambda t: t.key):
        if thing.type == "District" or thing.attrs.get("homonym"):
            continue
        for form in sorted({thing.name, *thing.forms}):
            if len(form) >= (2 if thing.type in ("Official", "Person") else 3):
                forms.setdefault(form, thing.key)
    free = _Free(mentions, len(article.text))
    for start, end, word, key in Automaton(forms).longest(article.text):
        if free.take(start, end):
            mentions.append(_mention(article, start, end, things[key], word, "corefer.known_name"))
    firms = [t for t in things.values() if t.type == "Company" and t.key not in aliases and _is_legal(t.name)]
    _brand_forms(article, mentions, firms, free)


def _brand_forms(article: Article, mentions: list[Mention], firms: Sequence[Thing], free: _Free) -> None:
    by_brand: dict[str, list[Thing]] = defaultdict(list)
    for firm in firms:
        if len(shortforms.core(firm.name)) >= 2:
            by_brand[shortforms.core(firm.name)[:2]].append(firm)
    for at in range(len(article.text) - 1):
        fitting = by_brand.get(article.text[at : at + 2])
        if not fitting:
            continue
        end = max(shortforms.stretch(article.text, at, firm.name) for firm in fitting)
        if end <= at or not free.take(at, end):
            continue
        form = article.text[at:end]
        best = _best(form, [f for f in fitting if shortforms.fit(form, f.name)])
        best.forms.add(form)
        mentions.append(_mention(article, at, end, best, form, "corefer.short_form"))


def _mention(article: Article, start: int, end: int, thing: Thing, name: str, rule: str) -> Mention:
    return Mention(article.position, start, end, thing.type, name, rule, 0.85, (("key", thing.key),))


class _Free:
    """Which stretches of a text are still unnamed."""

    def __init__(self, mentions: Iterable[Mention], size: int) -> None:
        self._taken = [False] * (size + 1)
        for m in mentions:
            if m.type in ENTITY_TYPES:
                self._taken[m.start : m.end] = [True] * (m.end - m.start)

    def take(self, start: int, end: int) -> bool:
        """Claim a stretch; False when something stands in it."""
        if any(self._taken[start:end]):
            return False
        self._taken[start:end] = [True] * (end - start)
        return True
