"""Every place that no sentence states, in the order in which readers infer them; the rules are in ``locations``.

(1) divisions in divisions   (2) names that tell   (3) the park   (4) scenes, and parks they placed
(5) wholes and parts, what a firm adds, a city's firms   (6) the home
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from kg.facts import locations
from kg.facts.atlas import Atlas
from kg.facts.evidence import Clerk
from kg.facts.scenes import Scenes, only_place, settled_home
from kg.facts.works import builder_in_name, builders_by_brand
from kg.mentions import shortforms
from kg.mentions.corefer import Coreference
from kg.mentions.districts import Setting
from kg.records import Article, Layout, Mention


@dataclass(frozen=True, slots=True)
class Placing:
    """What placing needs of one page: mentions with keys, by article, and its first mention of each thing."""

    layout: Layout
    mentions: Mapping[int, Sequence[Mention]]
    first: Mapping[str, tuple[Article, Mention]]
    clerk: Clerk

    def link(self, thing: str, area: str, rule: str, confidence: float, predicate: str = "locatedIn") -> None:
        """Take a place for a thing, with its first mention as the words."""
        if thing in self.first:
            article, mention = self.first[thing]
            self.clerk.take(article, locations.link(thing, area, mention, rule, confidence, predicate))

    def articles(self) -> Iterator[tuple[Article, Sequence[Mention]]]:
        """Each article with its mentions."""
        return ((article, self.mentions[article.position]) for article in self.layout.articles)


def place(
    layout: Layout,
    same: Coreference,
    mentions: Mapping[int, Sequence[Mention]],
    homes: Mapping[int, str],
    where: Setting,
    clerk: Clerk,
) -> None:
    """Give the clerk the places of a page's things; of several the smallest stays. ``homes``: by article."""
    first: dict[str, tuple[Article, Mention]] = {}
    for article in layout.articles:
        for m in mentions[article.position]:
            if m.attr("key") and m.type != "Anaphor":
                first.setdefault(m.attr("key"), (article, m))
    page = Placing(layout, mentions, first, clerk)
    atlas = Atlas.of(same.things.values())
    settled = _homes(page, homes, where, set(same.things))
    played = {a.position: Scenes(a, ms, atlas.levels, _around(settled[a.position], atlas)) for a, ms in page.articles()}
    atlas = _divisions(page, atlas, settled, homes[0], played)  # 1
    city = f"District:{where.city}"
    for article, ms in page.articles():  # 2
        clerk.take_all(article, locations.of_names(ms, atlas))
        clerk.take_all(article, locations.of_firms(ms, homes[article.position], atlas))
        clerk.take_all(article, locations.of_utilities(article.text, ms, atlas, city))
        clerk.take_all(article, locations.of_main_venue(article.text, ms))
        clerk.take_all(article, locations.of_addresses(article.text, ms, clerk.links("locatedIn"), atlas))
        clerk.take_all(article, builder_in_name(ms))
        clerk.take_all(article, locations.of_stems(ms, clerk.subjects("locatedIn"), atlas))
    _by_brand(page)
    _inside_parks(page)
    _in_parks(page)  # 3
    foreign = {m.attr("key") for a, ms in page.articles() for m in ms if locations.is_foreign(m, a.text)}
    foreign |= {whole for whole in clerk.links("partOf").values() if whole.startswith("Company")}
    for article, ms in page.articles():  # 4
        placed = clerk.subjects("locatedIn")
        clerk.take_all(article, locations.of_scenes(ms, played[article.position], placed, foreign, atlas))
    _in_parks(page)
    _wholes_and_parts(page, atlas)  # 5
    _own_works(page, atlas)
    for article, ms in page.articles():
        clerk.take_all(article, locations.of_city_firms(ms, clerk.subjects("locatedIn")))
    for article, ms in page.articles():  # 6
        if article.position:
            only = only_place(article, ms, settled[article.position], atlas)
            home = only or settled[article.position]
            firms = bool(only) or (home == homes[article.position] and _is_about(article, ms, home, atlas))
            firms = firms or (home == city and atlas.levels.get(city) == "county")  # what a county's own paper tells of
            clerk.take_all(article, locations.of_article(ms, home, clerk.links("locatedIn"), foreign, atlas, firms))
    clerk.drop_larger_places(atlas.contains)
    clerk.drop_firms_by_their_works(("located.scene", "located.article"), atlas.near)


def _homes(page: Placing, homes: Mapping[int, str], where: Setting, known: set[str]) -> dict[int, str]:
    """The home of each article for what it does not place."""
    city = where.city or (where.near[0] if where.near else "")
    base = homes[0] if where.city else next((k for k in (f"District:{city}", homes[0]) if k in known), "")
    return {a.position: settled_home(homes[a.position], base, ms, a, city) for a, ms in page.articles()}


def _divisions(
    page: Placing, atlas: Atlas, settled: Mapping[int, str], home: str, played: Mapping[int, Scenes]
) -> Atlas:
    """Divisions in divisions; the atlas that knows where those without a code were found to lie."""
    for article, ms in page.articles():
        page.clerk.take_all(article, locations.of_villages(ms, played[article.position], atlas))
    homes = {"": home} | {key: settled[article.position] for key, (article, _m) in page.first.items()}
    evidence = {key: m for key, (_article, m) in page.first.items()}
    told = {m.attr("key") for article, ms in page.articles() if article.position for m in ms}
    for found in locations.of_divisions(atlas, evidence, homes, page.clerk.subjects("locatedIn"), told):
        page.clerk.take(page.first[dict(found.roles)["subject"]][0], found)
    placed = page.clerk.links("locatedIn")
    parents = {key: atlas.parents[key] or placed.get(key, "") for key in atlas.parents}
    return replace(atlas, parents=parents)


def _around(home: str, atlas: Atlas) -> frozenset[str]:
    """Keys of an article's home and of the divisions around it."""
    return frozenset(key for key in atlas.levels if home and atlas.contains(key, home))


def _in_parks(page: Placing) -> None:
    """What is based in a park that lies somewhere lies there too."""
    for thing, area in locations.of_parks(page.clerk.links("basedIn"), page.clerk.links("locatedIn")):
        page.link(thing, area, "located.park", 0.9)


def _own_works(page: Placing, atlas: Atlas) -> None:
    """What a firm adds to what it has (扩产项目, 二期厂房), or names after itself, is where the firm is said to be."""
    placed = page.clerk.links("locatedIn")
    names = {key: m.name for key, (_article, m) in page.first.items()}
    added = [(f, w) for f, w in page.clerk.pairs("undertakes") if w in names and _ADDED.search(names[w])]
    for firm, work in [*added, *_branded(names)]:
        if firm in placed and (work not in placed or atlas.contains(placed[work], placed[firm])):
            page.link(work, placed[firm], "located.own_work", 0.8)


def _by_brand(page: Placing) -> None:
    """A work that nobody was said to undertake and whose name begins with a firm's brand is that firm's."""
    names = {key: m.name for key, (_article, m) in page.first.items()}
    taken = {work for _firm, work in page.clerk.pairs("undertakes")}
    for firm, work in builders_by_brand(names):
        if work not in taken:
            article, mention = page.first[work]
            rule, sure = "undertakes.brand", 0.8
            page.clerk.take(article, locations.link(firm, work, mention, rule, sure, "undertakes"))


def _branded(names: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Keys of firms with those of the works whose names begin with their brand; ``names``: key -> name."""
    works = [key for key in sorted(names) if key.startswith("Project")]
    for firm in sorted(names):
        brand = shortforms.brand(names[firm]) if firm.startswith("Company") else ""
        if len(brand) > 1:
            yield from ((firm, work) for work in works if names[work].startswith(brand))


def _is_about(article: Article, mentions: Sequence[Mention], home: str, atlas: Atlas) -> bool:
    """Whether an article's firms may be taken to be at its home: a town must stand in its headline."""
    titled = any(m.attr("key") == home and m.end <= len(article.headline) for m in mentions)
    return titled or atlas.levels.get(home) != "town"


def _wholes_and_parts(page: Placing, atlas: Atlas) -> None:
    """A phase lies where its park does, and the park where its phase is said to be; so do works named after a site."""
    parts = sorted(page.clerk.links("partOf").items())
    pairs = (*parts, *((whole, part) for part, whole in parts), *parts, *sorted(_named_after(page).items()))
    for part, whole in pairs:
        placed = page.clerk.links("locatedIn")
        works = not any(key.startswith("Company") for key in (part, whole))
        if works and whole in placed and (part not in placed or atlas.contains(placed[part], placed[whole])):
            page.link(part, placed[whole], "located.whole", 0.85)


def _inside_parks(page: Placing) -> None:
    """A work with the name of a park before its own is in it (青湖产业园四号机房), unless it is a phase of it or the
    park's own growth (青湖产业园扩园).
    """
    names = {key: m.name for key, (_article, m) in page.first.items()}
    phases, based = page.clerk.links("partOf"), page.clerk.subjects("basedIn")
    for part, whole in sorted(_named_after(page).items()):
        rest = names[part].removeprefix(names[whole])
        if whole.startswith("Park") and phases.get(part) != whole and part not in based and not rest.startswith("扩"):
            page.link(part, whole, "based.name", 0.85, "basedIn")


def _named_after(page: Placing) -> dict[str, str]:
    """Works whose name begins with a site's or body's: 青河机场三期扩建工程 is at 青河机场."""
    names = {key: m.name for key, (_article, m) in page.first.items()}
    sites = {names[key]: key for key in sorted(names) if key.split(":")[0] in ("Place", "Park", "Organization")}
    found: dict[str, str] = {}
    for key, name in names.items():
        if key.startswith("Project"):
            longest = max((s for s in sites if name.startswith(s) and len(s) > _SHORTEST_SITE), key=len, default="")
            if longest:
                found[key] = sites[longest]
    return found


#: Works that enlarge or renew what is there.
_ADDED = re.compile("扩产|扩能|扩建|技改|技术改造|智能化改造|[二三四]期|新?厂房|车间|生产线|产线|选果线")
#: A site's name must be longer than this to tell where a work named after it is.
_SHORTEST_SITE = 3
