"""Which mentions of one page are the same thing: every entity mention gets a key, every thing its forms.

Cautious by design: equal names, declared short forms (以下简称“…”) and derived short forms of firms join;
nothing else does. What the whole collection shows is the resolver's business.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from kg.mentions import organizations, shortforms
from kg.mentions.automaton import Automaton
from kg.mentions.names import strip_marks
from kg.mentions.people import LocalPerson, PeopleResult
from kg.mentions.personal_names import squeeze
from kg.mentions.phases import phases
from kg.mentions.topic_names import forms_of_one
from kg.records import ENTITY_TYPES, Article, Mention

_TAIL = re.compile(r"(?:项目|工程)$")
_DECLARED = re.compile(r"\((?:以下)?(?:统称|简称|下称|以下称)[:为是]?[“‘「]?([^()“”‘’「」]{2,20})[”’」]?\)")
#: Types whose names may also be written with 项目 behind.
_WORKS = ("Project", "Park")
#: A zone's name this long cannot differ by chance in one character only.
_SHORTEST_MISREAD = 5
#: Classes of which one name on a page has only one, the more telling first.
_ONE_NAME = (
    *("Project", "Company", "Park", "Organization", "Event"),
    *("Honour", "Product", "Industry", "Initiative", "Place"),
)
#: Types whose names may carry the area in front, and how short what is left may be.
_SITES = ("Project", "Park", "Place")
_SHORTEST_SITE = 3


@dataclass(slots=True)
class Thing:
    """One thing of the page while it is being gathered."""

    key: str
    type: str
    name: str
    forms: set[str] = field(default_factory=set)
    attrs: dict[str, str] = field(default_factory=dict)
    joined: dict[str, str] = field(default_factory=dict)  # name -> the rule that made it one of this thing's

    def take(self, names: Iterable[str], rule: str) -> None:
        """Go by further names, which a rule of coreference gives."""
        for name in names:
            self.forms.add(name)
            self.joined.setdefault(name, rule)

    def absorb(self, other: Thing, rule: str) -> None:
        """Be the other thing too."""
        self.joined = {**other.joined, **self.joined}
        self.take({other.name, *other.forms}, rule)


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


def key_of_district(mention: Mention) -> str:
    """The key of the division a mention names."""
    return f"District:{mention.attr('code') or mention.name}"


def corefer(articles: Sequence[Article], persons: PeopleResult, homes: Mapping[int, str], city: str) -> Coreference:
    """Give every entity mention its key. People have theirs already; ``homes``: key of each article's home.

    Second-pass mentions (short forms of firms, known names that no rule saw) are added.
    """
    things = {p.key: _of_person(p) for p in persons.persons}
    by_identity: dict[str, str] = {}
    out: dict[int, list[Mention]] = {}
    for article in articles:
        keyed: list[Mention] = []
        for m in persons.mentions[article.position]:
            if m.type == "Organization":
                keyed.append(_keyed(m, _body_key(m, homes[article.position], city, things)))
            elif m.type in ENTITY_TYPES and not m.attr("key"):
                keyed.append(_keyed(m, _key_for(m, by_identity, things)))
            else:
                keyed.append(m)
        out[article.position] = keyed
    _bare_sites(out, things)
    for article in articles:
        _misread_zones(article, out[article.position], things)
    joins = (
        ("corefer.form_of_one", forms_of_one((t.key, t.type, t.name) for t in things.values())),
        ("corefer.same_name", _same_name(out, things)),
        ("corefer.declared", _declared_forms(articles, out, things, by_identity)),
        ("corefer.short_name", _short_names(things)),
    )
    aliases = {short: full for _rule, found in joins for short, full in found.items()}
    rules = {short: rule for rule, found in joins for short in found}
    for article in articles:
        _second_pass(article, out[article.position], things, aliases)
    aliases = {short: _end(aliases, full) for short, full in aliases.items()}
    for article in articles:
        for m in phases(article.position, article.text, sorted(out[article.position], key=lambda m: m.start)):
            out[article.position].append(_keyed(m, _key_for(m, by_identity, things)))
    merged = {
        position: tuple(_redirect(m, aliases) for m in sorted(ms, key=lambda m: (m.start, -m.end, m.type)))
        for position, ms in out.items()
    }
    for short, full in sorted(aliases.items()):
        things[full].absorb(things.pop(short), rules[short])
    return Coreference(merged, things)


def _of_person(person: LocalPerson) -> Thing:
    """A person as a thing; a form with other characters than the name is a misreading of it."""
    thing = Thing(person.key, person.type, person.name, set(person.forms), dict(person.attrs))
    thing.take((f for f in person.forms if not person.name.startswith(squeeze(f))), "people.misread")
    return thing


def _keyed(mention: Mention, key: str) -> Mention:
    return replace(mention, attrs=tuple(sorted({**dict(mention.attrs), "key": key}.items())))


def _end(aliases: Mapping[str, str], key: str) -> str:
    """The end of a chain of aliases; a circle ends where it closes."""
    seen = {key}
    while key in aliases and aliases[key] not in seen:
        key = aliases[key]
        seen.add(key)
    return key


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


def _body_key(mention: Mention, home: str, city: str, things: dict[str, Thing]) -> str:
    key, forms = organizations.key_and_forms(mention, home, city)
    name = max(sorted(forms), key=len)
    thing = things.setdefault(key, Thing(key, "Organization", name))
    thing.take(forms, "corefer.body_form")
    if len(name) > len(thing.name):
        thing.name = name
    return key


def _bare_sites(out: Mapping[int, Sequence[Mention]], things: Mapping[str, Thing]) -> None:
    for ms in out.values():
        for m in ms:
            if m.type in _SITES:
                inner = [i for i in ms if i.type == "District" and m.start <= i.start and i.end < m.end]
                things[m.attr("key")].take({_without_areas(m, inner)} - {""}, "corefer.bare_site")


def _without_areas(mention: Mention, inner: Sequence[Mention]) -> str:
    """A site's name without the full names of areas before it (石峰区清水塘公园 is also 清水塘公园), or ``""``."""
    at = mention.start
    for area in inner:
        if area.start == at and area.end < mention.end and area.rule in ("place.full", "place.town", "zone.named"):
            at = area.end
    rest = mention.name[at - mention.start :]
    return rest if at > mention.start and len(rest) >= _SHORTEST_SITE else ""


def _misread_zones(article: Article, mentions: list[Mention], things: dict[str, Thing]) -> None:
    """A zone's name with one character of its place misread (丹阴经济开发区 for 丹阳…) is that zone's."""
    for thing in [t for t in things.values() if t.attrs.get("level") == "zone" and len(t.name) > _SHORTEST_MISREAD]:
        tail = thing.name[2:]
        at = article.text.find(tail)
        while at >= 2:
            start, end = at - 2, at + len(tail)
            odd = article.text[start:end]
            inside = [m for m in mentions if m.type in ENTITY_TYPES and m.start < end and start < m.end]
            if sum(a != b for a, b in zip(odd, thing.name, strict=True)) == 1 and all(m.name == odd for m in inside):
                for m in inside:
                    mentions.remove(m)
                    things.pop(m.attr("key"), None)
                thing.take([odd], "corefer.misread_zone")
                mentions.append(_mention(article, start, end, thing, odd, "corefer.misread_zone"))
            at = article.text.find(tail, at + 1)


def _declared_forms(
    articles: Sequence[Article],
    out: Mapping[int, list[Mention]],
    things: dict[str, Thing],
    by_identity: Mapping[str, str],
) -> dict[str, str]:
    """A name followed by (以下简称“X”) also goes by X; keys of things known by X only -> key of the full one."""
    aliases: dict[str, str] = {}
    for article in articles:
        for m in out[article.position]:
            declared = _DECLARED.match(article.text, m.end)
            key = m.attr("key")
            if not declared or key not in things:
                continue
            things[key].take([declared.group(1)], "corefer.declared")
            short = by_identity.get(identity(replace(m, name=declared.group(1), attrs=())))
            if short and short != key:
                aliases[short] = key
    return aliases


def _same_name(out: Mapping[int, list[Mention]], things: Mapping[str, Thing]) -> dict[str, str]:
    """Things of one name found under two classes are one: the class most mentions have, then the more telling one."""
    count = Counter(m.attr("key") for ms in out.values() for m in ms)
    by_name: dict[str, list[Thing]] = defaultdict(list)
    for thing in things.values():
        if thing.type in _ONE_NAME:
            by_name[strip_marks(thing.name)].append(thing)
    found: dict[str, str] = {}
    for same in by_name.values():
        best = min(same, key=lambda t: (-count[t.key], _ONE_NAME.index(t.type)))
        found.update({t.key: best.key for t in same if t is not best})
    return found


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
        best.take([form], "corefer.short_form")
        mentions.append(_mention(article, at, end, best, form, "corefer.short_form"))


def _mention(article: Article, start: int, end: int, thing: Thing, name: str, rule: str) -> Mention:
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

    def take(self, start: int, end: int) -> bool:
        """Claim a stretch; False when something stands in it. A short place name inside gives way (凌云 in 邹凌云)."""
        inner = [m for m in self._places if start <= m.start and m.end <= end and (m.start, m.end) != (start, end)]
        if any(self._taken[i] for i in range(start, end) if not any(m.start <= i < m.end for m in inner)):
            return False
        for m in inner:
            self._places.remove(m)
            self._mentions.remove(m)
        self._taken[start:end] = [True] * (end - start)
        return True
