"""One page to its Extraction: a pure function of the page, the rules and the lexicons.

(1) segment     the page into articles
(2) setting     where and when the page is at home
(3) find        the cascade over every article
(4) corefer     what is the same thing; short forms; anaphors
(5) relate      facts, sentence by sentence, then those that only the whole shows
(6) state       evidence in source offsets, serialisable records
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from kg.documents.segment import segment
from kg.facts import aligned, firm_tables, relate, work_tables
from kg.facts.award_lists import roll_of_honour
from kg.facts.awards import awards
from kg.facts.ceremonies import ceremonies_of_one, venues
from kg.facts.evidence import Clerk
from kg.facts.found import Context, Found
from kg.facts.milestones import milestones, under_headings
from kg.facts.observe import observe
from kg.facts.observe_speakers import offices
from kg.facts.placing import place
from kg.facts.plans import Plans
from kg.facts.tenures import tenures
from kg.facts.together import works_together
from kg.facts.topics import Topics
from kg.facts.works import named_by_firm, phases_of_works
from kg.language.spans import Enclosing
from kg.mentions import (
    anaphora,
    bare_works,
    cascade,
    ceremony_works,
    matching,
    named_builders,
    organizations,
    persons,
    prizes,
)
from kg.mentions.corefer import Coreference, corefer, key_of_district
from kg.mentions.districts import DistrictFinder, Setting, setting
from kg.mentions.homes import article_home
from kg.mentions.people import people
from kg.mentions.stops import stops
from kg.records import Article, Extraction, Layout, Mention, Page

#: Rules that find divisions by their full names.
_WHOLE_NAMES = ("place.full", "place.town")
#: Words that no name runs over, more than half of all mentions: once the names are found only posts ask for them.
_BORDERS = frozenset(("Stop", "Build", "Award", "Joint"))
#: Rule files of claims one sentence states.
CLAIM_RULES = ("claims", "claims_events", "claims_industries", "claims_products", "claims_visits")


def extract(page: Page, engine: str = "") -> Extraction:
    """All that one page says. ``engine`` is the digest of code and data, kept for caching."""
    layout = segment(page)  # 1
    where = setting(layout)  # 2
    finders: dict[str, cascade.Finder] = {
        "districts": DistrictFinder(where),
        "stops": stops,
        "persons": persons.find,
        "prizes": prizes.find,
    }
    found = {a.position: cascade.run(a.position, a.text, finders) for a in layout.articles}  # 3
    for a in layout.articles:
        for inside in (ceremony_works.find, named_builders.find):
            more = inside(a.position, a.text, found[a.position])
            found[a.position] = tuple(_in_order((*found[a.position], *more)))
    if paper := organizations.newspaper(layout, found):
        found[paper.article] = (*found[paper.article], paper)
    persons_found = people(layout.articles, {p: _without_inner(ms) for p, ms in found.items()})  # 4
    outer = {p: _without_inner(ms) for p, ms in persons_found.mentions.items()}
    borders = {p: [m for m in ms if m.type in _BORDERS] for p, ms in outer.items()}
    named = {p: tuple(m for m in ms if m.type not in _BORDERS) for p, ms in outer.items()}
    persons_found = replace(persons_found, mentions=named)
    homes = _homes(layout, persons_found.mentions, where)
    city = f"District:{where.city}" if where.city else ""
    same = corefer(layout.articles, persons_found, homes, city)
    homes = _in_own_zones(layout, _as_joined(homes, same), same)
    clerk = Clerk(layout, same.things, where.name, persons_found.bylines)
    mentions = {a.position: _with_anaphors(a, same, homes, where) for a in layout.articles}
    contexts = {a.position: Context(homes[a.position], homes[0], a.date, a.newspaper) for a in layout.articles}
    held = {
        a.position: tenures(a, _in_order((*mentions[a.position], *borders[a.position])), contexts[a.position])
        for a in layout.articles
    }  # 5
    serving = {a.position: offices(held[a.position], a.text, contexts[a.position]) for a in layout.articles}
    on_the_page = {person: area for areas in serving.values() for person, area in areas.items()}
    for article in layout.articles:
        p = article.position
        speaking = {**on_the_page, **serving[p]}  # a column may have been moved away from where its speaker is named
        clerk.take_all(article, _facts(article, mentions[p], contexts[p], held[p], speaking))
        clerk.take_bylines(article)
    for article in layout.articles:
        clerk.take_all(article, phases_of_works(mentions[article.position]))
    for short, full, firm in named_by_firm(clerk.things(), clerk.links("undertakes")):
        clerk.join(short, full, firm)
    place(layout, same, mentions, homes, where, clerk)
    return clerk.extraction(engine, mentions)  # 6


def _in_order(mentions: Iterable[Mention]) -> list[Mention]:
    return sorted(mentions, key=lambda m: (m.start, -m.end, m.type))


def _without_inner(mentions: Sequence[Mention]) -> list[Mention]:
    """Without places inside the names of firms and people: 江苏 in 江苏青山公司 is not spoken of.

    The full name of a division before a product is: 青川县陶瓷出口 is about 青川县.
    """
    names = Enclosing((m.start, m.end) for m in mentions if m.type in ("Company", "Official", "Person"))
    products = Enclosing((m.start, m.end) for m in mentions if m.type == "Product")

    def is_inner(m: Mention) -> bool:
        return names.hold(m.start, m.end) or (m.rule not in _WHOLE_NAMES and products.hold(m.start, m.end))

    return [m for m in mentions if m.type != "District" or not is_inner(m)]


def _homes(layout: Layout, mentions: Mapping[int, Sequence[Mention]], where: Setting) -> dict[int, str]:
    """Key of each article's home district; at 0 that of the whole page (the newspaper's, or the commonest)."""
    homes: dict[int, str] = {}
    for article in layout.articles:
        home = article_home(article, mentions[article.position], where.city)
        homes[article.position] = key_of_district(home) if home else ""
    city = f"District:{where.city}" if where.city else ""
    spoken_of = any(m.attr("code") == where.city for ms in mentions.values() for m in ms)
    named = [h for h in homes.values() if h]
    homes[0] = city if city and spoken_of else max(sorted(set(named)), key=named.count, default="")
    return {position: home or homes[0] for position, home in homes.items()}


def _as_joined(homes: Mapping[int, str], same: Coreference) -> dict[int, str]:
    """The homes by the keys their divisions have now: a zone may have been joined to its fuller name."""
    forms = {form: t.key for t in same.things.values() if t.type == "District" for form in sorted(t.forms)}
    return {p: key if key in same.things else forms.get(key.partition(":")[2], key) for p, key in homes.items()}


def _in_own_zones(layout: Layout, homes: Mapping[int, str], same: Coreference) -> dict[int, str]:
    """The homes, that of an article whose headline begins with a mere 经开区 being the zone it means."""
    titled = {
        a.position: m.attr("key")
        for a in layout.articles
        for m in same.mentions[a.position]
        if m.rule == "zone.bare" and m.start == 0 and a.headline
    }
    return {**homes, **titled}


def _with_anaphors(article: Article, same: Coreference, homes: dict[int, str], where: Setting) -> list[Mention]:
    home = same.things.get(homes[article.position])
    code = home.attrs.get("code", "") if home else ""
    area = anaphora.area_of(
        (code, home.name if home else "", homes[article.position]),
        where.city,
        lambda c: f"District:{c}" if f"District:{c}" in same.things else "",
    )
    mentions = list(same.mentions[article.position])
    pointing = anaphora.find(article.position, article.text, mentions, area)
    return _in_order((*mentions, *pointing))


def _facts(
    article: Article,
    mentions: Sequence[Mention],
    context: Context,
    held: Sequence[Found],
    serving: Mapping[str, str],
) -> Iterator[Found]:
    rules = matching.rules(*CLAIM_RULES)
    plans: Plans | None = None
    topics: Topics | None = None
    bare = list(bare_works.find(article.position, article.text, mentions))
    told = _without_titles_own(article, bare_works.without_pointed_at(mentions, bare))
    for sentence in relate.read(article, told, context):
        plans = plans or Plans(article, sentence.topics.coming_times)
        yield from relate.claims(sentence, rules)
        yield from milestones(sentence, plans)
        yield from awards(sentence, plans)
        yield from aligned.amounts(sentence, mentions)
        yield from aligned.stages(sentence, plans)
        yield from aligned.places(sentence, mentions)
        yield from aligned.builders(sentence, mentions)
        topics = sentence.topics
    if topics and plans:
        yield from ceremonies_of_one(article, mentions, topics, plans)
        yield from venues(article, mentions)
        yield from works_together(article, mentions, topics, plans)
        yield from work_tables.rows(article, mentions, topics)
        yield from work_tables.records(article, mentions, topics)
    yield from map(_as_individuals, firm_tables.rows(article, mentions, context))
    yield from under_headings(article, mentions)
    yield from roll_of_honour(article, mentions)
    yield from held
    yield from map(_as_individuals, observe(article, told, context, serving))


def _without_titles_own(article: Article, mentions: list[Mention]) -> list[Mention]:
    """Without works that only a headline names when the text below names works: those are told of there, in full."""
    works = [m for m in mentions if m.type in ("Project", "Park") and m.attr("key")]
    titles = [b for b in article.blocks if b.kind == "headline"]
    below = {m.attr("key") for m in works if not any(b.start <= m.start < b.end for b in titles)}
    return [m for m in mentions if m.type not in ("Project", "Park") or m.attr("key") in below] if below else mentions


def _as_individuals(found: Found) -> Found:
    """An observation with statistic and modality as the ontology names them (growth -> Growth)."""
    named = ("statistic", "modality")
    return replace(found, values=tuple((k, v.capitalize() if k in named else v) for k, v in found.values))
