"""Two invented pages as the readers below would hand them over, with every kind of claim."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator

from kg.graph.iris import Minter
from kg.graph.reference import divisions
from kg.graph.state import Index, state
from kg.graph.terms import Quad
from kg.mentions.placedata import Division
from kg.records import (
    ArticleHead,
    Claim,
    Entity,
    Evidence,
    Extraction,
    LocalEntity,
    Pairs,
    Resolution,
)
from kg.records import Page as PageRead

BASE = "https://example.org/id/"
FIRST = (
    "云溪日报 2025年3月2日\n"
    "松风玻璃项目开工\n"
    "本报讯(记者 宁远)3月1日,副市长葛长青在云溪区调研松风玻璃项目。该项目由云溪松风玻璃有限公司投资2.5亿元建设,"
    "入驻云溪产业园,主要生产“松风”牌药瓶,属于玻璃产业。该公司获评省级绿色工厂,列第2位。"
    "今年云溪区力争地区生产总值增长7%左右。\n"
)
SECOND = "云溪日报 2025年4月5日\n短讯\n葛长青4月4日当选市长。云溪玻璃节在云溪区举行,由云溪区商务局主办。\n"
MASTHEAD = "云溪日报"


class Page:
    """Collects one page's records; evidence is found by searching the text."""

    def __init__(self, source: str, text: str, date: str, headline: str) -> None:
        self.source, self.text, self.date, self.headline = source, text, date, headline
        self.entities: list[LocalEntity] = []
        self.claims: list[Claim] = []

    def evidence(self, quote: str, rule: str, article: int = 1) -> Evidence:
        start = self.text.index(quote)
        return Evidence(article, start, start + len(quote), quote, rule, 0.9)

    def entity(self, type_: str, name: str, *forms: str, attrs: Pairs = (), article: int = 1) -> str:
        written = [form for form in (name, *forms) if form in self.text]
        mentions = tuple(self.evidence(form, f"{type_.lower()}-name", article) for form in written)
        key = f"{type_}:{name}"
        self.entities.append(LocalEntity(key, type_, name, tuple(sorted(forms)), mentions, attrs))
        return key

    def claim(self, kind: str, quote: str, roles: dict[str, str], values: dict[str, str]) -> None:
        self.claims.append(
            Claim(kind, tuple(roles.items()), tuple(values.items()), self.evidence(quote, f"{kind}-rule"))
        )

    def extraction(self) -> Extraction:
        start = self.text.index(self.headline)
        body = self.text[start + len(self.headline) + 1 :].strip()
        heads = (
            ArticleHead(0, "", self.date, MASTHEAD, "", 0, len(self.text)),
            ArticleHead(
                1,
                self.headline,
                self.date,
                MASTHEAD,
                body,
                start,
                len(self.text),
                runs=((self.text.index(body), len(body)),),
            ),
        )
        digest = hashlib.sha256(self.text.encode()).hexdigest()
        entities = tuple(sorted(self.entities, key=lambda entity: entity.key))
        return Extraction(self.source, digest, "engine-1", MASTHEAD, self.date, heads, entities, tuple(self.claims))


def first() -> Extraction:
    page = Page("2025/03 02.txt", FIRST, "2025-03-02", "松风玻璃项目开工")
    page.entity("Organization", MASTHEAD, article=0)
    person = page.entity("Person", "宁远")
    official = page.entity("Official", "葛长青")
    area = page.entity("District", "云溪区", "云溪", attrs=(("code", "999901"),))
    firm = page.entity("Company", "云溪松风玻璃有限公司", "松风玻璃")
    project = page.entity("Project", "松风玻璃项目", "该项目")
    park = page.entity("Park", "云溪产业园")
    product = page.entity("Product", "“松风”牌药瓶")
    industry = page.entity("Industry", "玻璃产业")
    honour = page.entity("Honour", "省级绿色工厂")
    page.claim("byline", "记者 宁远", {"person": person}, {"role": "记者", "newspaper": MASTHEAD})
    page.claim("tenure", "副市长葛长青", {"official": official}, {"post": "副市长", "asOf": "2025-03-01"})
    page.claim(
        "link", "葛长青在云溪区调研松风玻璃项目", {"subject": official, "object": project}, {"predicate": "visited"}
    )
    for subject, object_, predicate, quote in (
        (firm, area, "locatedIn", "云溪松风玻璃有限公司"),
        (firm, park, "basedIn", "入驻云溪产业园"),
        (firm, project, "undertakes", "由云溪松风玻璃有限公司投资2.5亿元建设"),
        (firm, product, "produces", "主要生产“松风”牌药瓶"),
        (firm, industry, "inIndustry", "属于玻璃产业"),
    ):
        page.claim("link", quote, {"subject": subject, "object": object_}, {"predicate": predicate})
    page.claim("amount", "投资2.5亿元", {"subject": project}, {
        "predicate": "investment", "amount": "250000000", "currency": "CNY", "original": "2.5亿元"})  # fmt: skip
    page.claim(
        "award", "获评省级绿色工厂,列第2位", {"recipient": firm, "honour": honour}, {"rank": "2", "date": "2025"}
    )
    page.claim("milestone", "松风玻璃项目开工", {"project": project}, {"stage": "Started", "date": "2025-03"})
    page.claim("observation", "力争地区生产总值增长7%左右", {"about": area}, {
        "indicator": "地区生产总值", "statistic": "Growth", "value": "7.0", "unit": "%", "modality": "Target",
        "periodStart": "2025", "periodEnd": "2025", "qualifier": "左右"})  # fmt: skip
    return page.extraction()


def second() -> Extraction:
    page = Page("2025/04 05.txt", SECOND, "2025-04-05", "短讯")
    official = page.entity("Official", "葛长青")
    area = page.entity("District", "云溪区", attrs=(("code", "999901"),))
    event = page.entity("Event", "云溪玻璃节")
    office = page.entity("Organization", "云溪区商务局")
    page.claim("tenure", "葛长青4月4日当选市长", {"official": official}, {
        "post": "市长", "asOf": "2025-04-04", "status": "Elected", "start": "2025-04-04"})  # fmt: skip
    page.claim("link", "云溪玻璃节在云溪区举行", {"subject": event, "object": area}, {"predicate": "heldIn"})
    page.claim("link", "由云溪区商务局主办", {"subject": event, "object": office}, {"predicate": "organisedBy"})
    page.claim("link", "云溪区商务局", {"subject": office, "object": area}, {"predicate": "partOf"})
    return page.extraction()


def extractions() -> list[Extraction]:
    return [first(), second()]


def pages() -> list[PageRead]:
    """The texts the extractions were made from, as they are kept."""
    return [
        PageRead(one.source, text, one.digest, "utf-8")
        for one, text in zip(extractions(), (FIRST, SECOND), strict=True)
    ]


def resolution(mint: Minter) -> Resolution:
    """The same name and class are one entity: enough for two pages without homonyms."""
    groups: dict[tuple[str, str, Pairs], list[tuple[str, LocalEntity]]] = {}
    for extraction in extractions():
        for local in extraction.entities:
            groups.setdefault((local.type, local.name, local.attrs), []).append((extraction.source, local))
    entities = tuple(
        Entity(mint.entity(type_, name, attrs), type_, name, (), tuple((s, local.key) for s, local in members), attrs)
        for (type_, name, attrs), members in sorted(groups.items())
    )
    return Resolution(entities, {member: entity.iri for entity in entities for member in entity.members})


AREAS = (
    Division("990000", "云溪省", "province", ""),
    Division("999901", "云溪县", "county", "990000", 1990, 2010),
    Division("999901", "云溪区", "county", "990000", 2010, None),
    Division("999902", "旧溪县", "county", "990000", None, 2001, "", ("999901",)),
)


def state_all(said: Iterable[Extraction], resolved: Resolution, mint: Minter) -> Iterator[Quad]:
    """The quads of all sources, each in its own named graph."""
    index = Index.of(resolved)
    for extraction in said:
        yield from state(extraction, index, mint)


def quads() -> list[Quad]:
    """All quads of the two pages and of a small gazetteer."""
    mint = Minter(BASE)
    return [*state_all(extractions(), resolution(mint), mint), *divisions(AREAS, mint)]
