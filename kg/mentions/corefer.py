"""Which mentions of one page are the same thing: every entity mention gets a key, every thing its forms.

Cautious by design: equal names, declared short forms (以下简称“…”) and derived short forms of firms join;
nothing else does. What the whole collection shows is the resolver's business.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from kg.mentions import organizations, personal_names, same_works
from kg.mentions import zones as zone_names
from kg.mentions.names import strip_marks
from kg.mentions.people import LocalPerson, PeopleResult
from kg.mentions.personal_names import squeeze
from kg.mentions.phases import named_in_full, phases, unit_of, whole_name, whole_of_phase
from kg.mentions.second_pass import mention_of, second_pass, short_names
from kg.mentions.things import Thing
from kg.mentions.topic_names import forms_of_one, without_edition
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
#: A scenic area and what it is named after.
_SCENIC = re.compile(
    r"(.{2,}[湖山河江谷岛洞寺海峰岭林泉瀑庙塔祠园])(?:风景名胜区|风景旅游区|旅游景区|风景区|旅游区|度假区|旅游度假区|景区)"
)
#: Rules that find an area by its full name.
_FULL_AREAS = ("place.full", "place.town", "zone.named")
#: Types whose names may carry the area in front, and how short what is left may be.
_SITES = ("Project", "Park", "Place")
_SHORTEST_SITE = 3


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
    out = {a.position: _first_pass(a, persons, homes[a.position], city, things, by_identity) for a in articles}
    _bare_sites(out, things)
    for article in articles:
        _misread_zones(article, out[article.position], things)
    joins = (
        ("corefer.form_of_one", forms_of_one((t.key, t.type, t.name) for t in things.values())),
        ("corefer.same_work", same_works.forms_of_one(_sites(out, things))),
        ("corefer.same_name", _same_name(out, things)),
        ("corefer.bare_site", _named_without_area(things)),
        ("corefer.same_zone", zone_names.forms_of_one(_zones(things))),
        ("corefer.declared", _declared_forms(articles, out, things, by_identity)),
        ("corefer.short_name", short_names(things)),
    )
    aliases = {short: full for _rule, found in joins for short, full in found.items()}
    rules = {short: rule for rule, found in joins for short in found}
    for article in articles:
        second_pass(article, out[article.position], things, aliases)
    _forget_unnamed(things, out)
    aliases = {short: _end(aliases, full) for short, full in aliases.items()}
    zones = {key: name for key, name in _zones(things).items() if key not in aliases}
    for article in articles:
        if name := zone_names.own_zone(article.headline, city.partition(":")[2], zones):
            thing = things.setdefault(f"District:{name}", Thing(f"District:{name}", "District", name))
            thing.attrs["level"] = "zone"
            zones[thing.key] = name
    declared = {form: key for key in zones for form in things[key].forms}
    for article in articles:
        known = out[article.position]
        known += zone_names.bare_zones(article.position, article.text, known, zones, declared)
    for article in articles:
        out[article.position] += _bare_phases(article, out[article.position], things, by_identity)
    merged = {
        position: tuple(_redirect(m, aliases) for m in sorted(ms, key=lambda m: (m.start, -m.end, m.type)))
        for position, ms in out.items()
    }
    for short, full in sorted(aliases.items()):
        things[full].absorb(things.pop(short), rules[short])
    _titles_of_editions(things)
    return Coreference(merged, things)


def _titles_of_editions(things: Mapping[str, Thing]) -> None:
    """Let 第三批省级绿色工厂 be known as 省级绿色工厂 too, where no other edition or title of the page is."""
    titles = [t for t in things.values() if t.type == "Honour"]
    plain = {t.key: without_edition(strip_marks(t.name)) for t in titles}
    known = Counter([*plain.values(), *(strip_marks(form) for t in titles for form in (t.name, *t.forms))])
    for title in titles:
        if plain[title.key] and known[plain[title.key]] == 1:
            title.take([plain[title.key]], "corefer.title_of_edition")


def _forget_unnamed(things: dict[str, Thing], mentions: Mapping[int, Sequence[Mention]]) -> None:
    """Without the divisions whose every mention turned out to be part of another name (凌云 in 赵凌云)."""
    named = {m.attr("key") for found in mentions.values() for m in found}
    for key in [key for key, thing in things.items() if thing.type == "District" and key not in named]:
        del things[key]


def _first_pass(
    article: Article,
    persons: PeopleResult,
    home: str,
    city: str,
    things: dict[str, Thing],
    by_identity: dict[str, str],
) -> list[Mention]:
    """The mentions of one article with their keys; new things are added to ``things``."""
    keyed: list[Mention] = []
    for read in _one_reading(persons.mentions[article.position]):
        m = named_in_full(read, keyed)
        whole = unit_of(m, article.text, keyed)
        if whole is not None:
            unit = replace(m, name=f"{whole_name(whole)}{m.name}", attrs=(("unit", m.name),))
            key = _key_for(unit, by_identity, things)
            things[key].forms.add(m.name)
            keyed.append(_within(_keyed(unit, key), whole.attr("key")))
        elif m.type == "Organization":
            keyed.append(_keyed(m, _body_key(m, home, city, things)))
        elif m.type in ENTITY_TYPES and not m.attr("key"):
            keyed.append(_keyed(m, _key_for(m, by_identity, things)))
            keyed += _whole_of(keyed, by_identity, things)
        else:
            keyed.append(m)
    return keyed


def _bare_phases(
    article: Article, mentions: Sequence[Mention], things: dict[str, Thing], by_identity: dict[str, str]
) -> list[Mention]:
    """Phases called by their number; not in titles, which only play with what the article tells."""
    titles = [b for b in article.blocks if b.kind in ("headline", "subhead", "caption")]
    found = []
    known = sorted(mentions, key=lambda m: (m.start, -m.end))
    for m in phases(article.position, article.text, known):
        if not any(b.start <= m.start < b.end for b in titles):
            key = _key_for(m, by_identity, things)
            things[key].forms |= {m.attr("also")} - {""}
            found.append(_keyed(m, key))
    return found


def _of_person(person: LocalPerson) -> Thing:
    """A person as a thing; a form with other characters than the name is a misreading of it."""
    thing = Thing(person.key, person.type, person.name, set(person.forms), dict(person.attrs))
    thing.take((f for f in person.forms if not person.name.startswith(squeeze(f))), "people.misread")
    return thing


def _keyed(mention: Mention, key: str) -> Mention:
    return replace(mention, attrs=tuple(sorted({**dict(mention.attrs), "key": key}.items())))


def _one_reading(mentions: Sequence[Mention]) -> list[Mention]:
    """The mentions in order of place; where a site or body is read as a work being made, only the work."""
    works = {(m.start, m.end) for m in mentions if m.type == "Project"}
    return [m for m in mentions if m.type not in ("Place", "Organization") or (m.start, m.end) not in works]


def _within(mention: Mention, whole: str) -> Mention:
    return replace(mention, attrs=tuple(sorted({**dict(mention.attrs), "within": whole}.items())))


def _whole_of(keyed: list[Mention], by_identity: dict[str, str], things: dict[str, Thing]) -> list[Mention]:
    """What the phase last keyed is a phase of, as a mention inside it; the phase is marked as part of it."""
    phase = keyed[-1]
    stem, kind = whole_of_phase(phase)
    if not stem:
        return []
    rule = "park.of_phase" if kind == "Park" else "project.of_phase"
    whole = replace(phase, end=phase.start + len(stem), type=kind, name=stem, rule=rule, attrs=())
    key = _key_for(whole, by_identity, things)
    keyed[-1] = _within(phase, key)
    return [_keyed(whole, key)]


def _zones(things: Mapping[str, Thing]) -> dict[str, str]:
    """Key -> name of the development zones."""
    return {t.key: t.name for t in things.values() if t.attrs.get("level") == "zone"}


def _sites(out: Mapping[int, Sequence[Mention]], things: Mapping[str, Thing]) -> list[same_works.Site]:
    count = Counter(m.attr("key") for ms in out.values() for m in ms)
    return [(t.key, t.type, t.name, count[t.key]) for t in things.values()]


def _end(aliases: Mapping[str, str], key: str) -> str:
    """The end of a chain of aliases; a circle ends where it closes."""
    seen = {key}
    while key in aliases and aliases[key] not in seen:
        key = aliases[key]
        seen.add(key)
    return key


def _redirect(mention: Mention, aliases: Mapping[str, str]) -> Mention:
    key, whole = mention.attr("key"), mention.attr("within")
    if whole in aliases:
        mention = _within(mention, aliases[whole])
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
        areas = sorted((m for m in ms if m.type == "District"), key=lambda m: m.start)
        firms = {m.start: m.end for m in ms if m.type == "Company"}
        for m in ms:
            end = firms.get(m.start, m.end)
            if m.type == "Project" and m.end - end >= _SHORTEST_SITE:  # 青禾公司年产2万吨米粉项目
                things[m.attr("key")].take({m.name[end - m.start :]}, "corefer.bare_site")
            if m.type in _SITES:
                first, last = (bisect_left(areas, at, key=lambda area: area.start) for at in (m.start, m.end))
                inner = [area for area in areas[first:last] if area.end < m.end]
                things[m.attr("key")].take(_without_areas(m, inner) | ({_without_head(m)} - {""}), "corefer.bare_site")


def _named_without_area(things: Mapping[str, Thing]) -> dict[str, str]:
    """Key of a site called by its bare name -> key of the one site named with its area too (石峰区江夏路, 江夏路)."""
    bare: dict[tuple[str, str], list[str]] = defaultdict(list)
    for thing in things.values():
        for form, rule in thing.joined.items():
            if rule == "corefer.bare_site" and form != thing.name:
                bare[thing.type, form].append(thing.key)
    named = {(t.type, t.name): t.key for t in things.values()}
    return {named[same]: full[0] for same, full in bare.items() if same in named and len(full) == 1}


def _without_areas(mention: Mention, inner: Sequence[Mention]) -> set[str]:
    """A site's name without the full names of areas before it: 青河县石桥镇清水塘公园 is also 石桥镇清水塘公园 and
    清水塘公园.
    """
    at, found = mention.start, set[str]()
    for area in inner:
        end = mention.name[area.end - mention.start :][:1] in ("至", "到")  # 石桥镇至东坪镇公路
        if area.start == at and area.end < mention.end and not end and area.rule in _FULL_AREAS:
            at = area.end
            found.add(mention.name[at - mention.start :])
    return {rest for rest in found if len(rest) >= _SHORTEST_SITE}


def _without_head(mention: Mention) -> str:
    """The landform or building a scenic area is named after (翠屏湖 of 翠屏湖景区), or ``""``."""
    named = _SCENIC.fullmatch(mention.name) if mention.type == "Place" else None
    return named[1] if named else ""


def _misread_zones(article: Article, mentions: list[Mention], things: dict[str, Thing]) -> None:
    """A zone's name with one character of its place misread (丹阴经济开发区 for 丹阳…) is that zone's."""
    for thing in [t for t in things.values() if t.attrs.get("level") == "zone" and len(t.name) >= _SHORTEST_MISREAD]:
        tail = thing.name[2:]
        at = article.text.find(tail)
        while at >= 2:
            start, end = at - 2, at + len(tail)
            odd = article.text[start:end]
            inside = [m for m in mentions if m.type in ENTITY_TYPES and m.start < end and start < m.end]
            if _is_misread(odd, thing.name) and all(m.name == odd for m in inside):
                for m in inside:
                    mentions.remove(m)
                    things.pop(m.attr("key"), None)
                thing.take([odd], "corefer.misread_zone")
                mentions.append(mention_of(article, start, end, thing, odd, "corefer.misread_zone"))
            at = article.text.find(tail, at + 1)


def _is_misread(odd: str, name: str) -> bool:
    """Whether two zones' names differ in one character, in a short name only by its shape (湘谭经开区)."""
    differing = [(a, b) for a, b in zip(odd, name, strict=True) if a != b]
    look_alikes = personal_names.look_alikes()
    return len(differing) == 1 and (
        len(name) > _SHORTEST_MISREAD or differing[0][1] in look_alikes.get(differing[0][0], frozenset())
    )


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
