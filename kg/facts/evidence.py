"""From text offsets to evidence: the clerk who writes down what one page says, with the words that say it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import replace

from kg.facts import leads
from kg.facts.found import Found
from kg.facts.milestones import mended
from kg.mentions.gazetteer import Gazetteer
from kg.mentions.things import Thing
from kg.records import (
    ENTITY_TYPES,
    Article,
    ArticleHead,
    Claim,
    Evidence,
    Extraction,
    Layout,
    LocalEntity,
    Mention,
)

#: A quote is cut to about this many characters around the fact; the rest of a long sentence proves nothing.
LONGEST_QUOTE = 160


class Clerk:
    """Gathers the claims and entities of one page; the same fact in the same words is written once."""

    def __init__(
        self, layout: Layout, things: Mapping[str, Thing], home: str, bylines: Mapping[tuple[int, int], str]
    ) -> None:
        """``home``: name of the prefecture the page is at home in, to tell namesakes of other cities
        apart; ``bylines``: (article, source offset) of a credited name -> its person.
        """
        self._layout = layout
        self._home = home
        self._authors = bylines
        self._things = dict(things)
        self._claims: dict[tuple[object, ...], Claim] = {}
        self._extra: dict[str, list[Evidence]] = {}
        self._joined: dict[str, str] = {}

    def take(self, article: Article, found: Found) -> None:
        """Write one fact down; of equal facts with overlapping words the more certain stays."""
        if found.kind == "tenure":
            self._imply_area(article, found)
        if any(key not in self._things for _role, key in found.roles):
            return  # a name that turned out to be no thing of its own
        claim = found.claim(self._evidence(article, found.start, found.end, found.rule, found.confidence))
        same = (claim.kind, claim.roles, claim.values, article.position)
        old = self._claims.get(same)
        if old is None or claim.evidence.confidence > old.evidence.confidence:
            self._claims[same] = claim

    def _imply_area(self, article: Article, found: Found) -> None:
        """省委常委, 市长: the area of a post may be named nowhere; the post's own words are its evidence."""
        key = dict(found.roles).get("of", "")
        kind, _, code = key.partition(":")
        if key in self._things or kind != "District" or not (division := Gazetteer.load().by_code(code)):
            return
        attrs = {"code": code, "level": division.level}
        self._things[key] = Thing(key, "District", division.name, set(), attrs)
        self._extra[key] = [self._evidence(article, found.start, found.end, "tenure.implied_area", found.confidence)]

    def take_all(self, article: Article, found: Iterable[Found]) -> None:
        """Write many facts of one article down."""
        for fact in found:
            self.take(article, fact)

    def take_bylines(self, article: Article) -> None:
        """Authors, photographers and editors as persons with their roles."""
        for byline in article.bylines:
            key = self._authors[article.position, byline.start]
            evidence = self._at(article, byline.start, byline.end, "byline.credit", 0.95)
            self._extra.setdefault(key, []).append(evidence)
            values = tuple(sorted((k, v) for k, v in (("role", byline.role), ("newspaper", byline.newspaper)) if v))
            claim = Claim("byline", (("person", key),), values, evidence)
            self._claims.setdefault((claim.kind, claim.roles, claim.values, article.position), claim)

    def links(self, predicate: str) -> dict[str, str]:
        """Subject -> object of the links of that kind taken so far; of several the most certain."""
        found = [c for c in self._claims.values() if c.value("predicate") == predicate]
        ordered = sorted(found, key=lambda c: (c.evidence.confidence, c.role("object")))
        return {c.role("subject"): c.role("object") for c in ordered}

    def pairs(self, predicate: str) -> list[tuple[str, str]]:
        """(subject, object) of every link of that kind taken so far, sorted."""
        found = (c for c in self._claims.values() if c.value("predicate") == predicate)
        return sorted({(c.role("subject"), c.role("object")) for c in found})

    def subjects(self, predicate: str) -> set[str]:
        """Keys of the things that already have a link of that kind."""
        return {c.role("subject") for c in self._claims.values() if c.value("predicate") == predicate}

    def join(self, short: str, full: str, firm: str) -> None:
        """Make one work of two: what was said of ``short`` is said of ``full``, and its names are ``full``'s.

        ``short`` is named after ``firm`` (青山微显项目), which therefore goes by that name too.
        """
        gone = self._things.pop(short)
        self._things[firm].take([gone.name.removesuffix("项目")], "works.named_by_firm")
        self._joined[short] = full
        self._things[full].absorb(gone, "works.named_by_firm")
        claims, self._claims = self._claims, {}
        for claim in claims.values():
            roles = tuple(sorted((role, full if key == short else key) for role, key in claim.roles))
            if len({key for _role, key in roles}) == len(roles):
                moved = replace(claim, roles=roles)
                self._claims.setdefault((moved.kind, moved.roles, moved.values, moved.evidence.article), moved)

    def drop_larger_places(self, contains: Callable[[str, str], bool]) -> None:
        """Of several places of one thing keep the smallest: what lies in 莱州市 need not be said to lie in 烟台市."""
        places: dict[str, set[str]] = {}
        for claim in self._claims.values():
            if claim.value("predicate") == "locatedIn":
                places.setdefault(claim.role("subject"), set()).add(claim.role("object"))
        for same, claim in list(self._claims.items()):
            if claim.value("predicate") == "locatedIn":
                area = claim.role("object")
                if any(other != area and contains(area, other) for other in places[claim.role("subject")]):
                    del self._claims[same]

    def drop_firms_by_their_works(self, rules: Collection[str], fits: Callable[[str, str], bool]) -> None:
        """Firms that build elsewhere lose the place these rules inferred: that a city's paper tells what a firm builds
        in one of its counties does not say where the firm sits. ``fits``: an area and the place of a work.
        """
        links = [c for c in self._claims.values() if c.kind == "link"]
        places: dict[str, set[str]] = {}
        for claim in links:
            if claim.value("predicate") == "locatedIn":
                places.setdefault(claim.role("subject"), set()).add(claim.role("object"))
        works: dict[str, list[str]] = {}
        for claim in links:
            if claim.value("predicate") == "undertakes":
                works.setdefault(claim.role("subject"), []).append(claim.role("object"))
        for same, claim in list(self._claims.items()):
            firm, area = claim.role("subject"), claim.role("object")
            if claim.value("predicate") == "locatedIn" and claim.evidence.rule in rules and firm in works:
                at = [places.get(work, set()) for work in works[firm]]
                if all(at) and not any(fits(area, place) for own in at for place in own):
                    del self._claims[same]

    def things(self) -> list[Thing]:
        """The things of the page, by key."""
        return [self._things[key] for key in sorted(self._things)]

    def extraction(self, engine: str, mentions: Mapping[int, Sequence[Mention]]) -> Extraction:
        """Everything, in a fixed order."""
        entities = self._entities(mentions)
        page = self._layout.page
        known = {entity.key for entity in entities}  # a place may have given way to a longer name everywhere
        claims = sorted(
            (c for c in mended(self._claims.values()) if all(key in known for _role, key in c.roles)),
            key=lambda c: (c.evidence.start, c.evidence.end, c.kind, c.roles, c.values),
        )
        articles = [a for a in self._layout.articles if a.position or a.text]
        return Extraction(
            source=page.source,
            digest=page.digest,
            engine=engine,
            newspaper=self._layout.newspaper,
            date=self._layout.date,
            articles=tuple(_head(a) for a in articles),
            entities=tuple(entities),
            claims=tuple(claims),
            repairs=tuple(r for a in self._layout.articles for r in a.repairs),
            warnings=self._layout.warnings,
            sentences=tuple(s for a in articles for s in leads.read(a)),
            leads=tuple(lead for a in articles if a.position for lead in leads.leads(a, mentions[a.position])),
        )

    def _entities(self, mentions: Mapping[int, Sequence[Mention]]) -> list[LocalEntity]:
        seen: dict[str, list[Evidence]] = {key: list(found) for key, found in self._extra.items()}
        for article in self._layout.articles:
            for m in mentions[article.position]:
                key = self._joined.get(m.attr("key"), m.attr("key"))
                if m.type in ENTITY_TYPES and key in self._things:
                    evidence = self._evidence(article, m.start, m.end, m.rule, m.confidence)
                    seen.setdefault(key, []).append(evidence)
        out: list[LocalEntity] = []
        for key, found in sorted(seen.items()):
            thing = self._things[key]
            unique = sorted(set(found), key=lambda e: (e.start, e.end, e.rule))
            attrs = tuple(sorted((k, v) for k, v in {"home": self._home, **thing.attrs}.items() if v))
            forms = tuple(sorted(thing.forms - {thing.name}))
            joined = tuple(sorted((form, rule) for form, rule in thing.joined.items() if form in forms))
            out.append(LocalEntity(key, thing.type, thing.name, forms, tuple(unique), attrs, joined))
        return out

    def _evidence(self, article: Article, start: int, end: int, rule: str, confidence: float) -> Evidence:
        end = min(end, start + LONGEST_QUOTE)
        return self._at(article, *article.source_span(start, end), rule, confidence)

    def _at(self, article: Article, start: int, end: int, rule: str, confidence: float) -> Evidence:
        return Evidence(article.position, start, end, self._layout.page.text[start:end], rule, confidence)


def _head(article: Article) -> ArticleHead:
    start = min(article.offsets, default=0)
    end = max(article.offsets, default=-1) + 1
    body = article.text
    headline = next((b for b in article.blocks if b.kind == "headline"), None)
    if headline:
        body = body[headline.end :].lstrip("\n")
    runs = _runs(article.offsets[len(article.text) - len(body) :])
    return ArticleHead(article.position, article.headline, article.date, article.newspaper, body, start, end, runs=runs)


def _runs(offsets: Sequence[int]) -> tuple[tuple[int, int], ...]:
    """The stretches of neighbouring source characters, in order: where each starts in the source and how long it is."""
    if not offsets:
        return ()
    starts = [i for i, offset in enumerate(offsets) if not i or offset != offsets[i - 1] + 1]
    return tuple((offsets[i], j - i) for i, j in zip(starts, [*starts[1:], len(offsets)], strict=True))
