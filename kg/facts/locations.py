"""Where things are: by plain geography, by their names, and by the article they stand in.

Stated places come from the claim rules. Here are the inferences a reader makes without noticing:
(1) a division lies in the next larger one the page names; (2) 石峰区清水塘公园 lies in 石峰区;
(3) what is based in a park lies where the park does; (4) in an article about one district, its works, firms and
sites lie there unless the text or their name says otherwise.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from kg.facts.atlas import Atlas
from kg.facts.found import Found
from kg.facts.scenes import Scenes
from kg.mentions import lexicon
from kg.mentions.gazetteer import Gazetteer
from kg.mentions.homes import within_code
from kg.records import Mention

#: What an article's home district may be inferred for.
_SETTLED = frozenset(("Project", "Park", "Place", "Company", "Organization"))
#: Of bodies only those with a door of their own: party, government and media bodies are where they govern.
_HOUSES = ("institution.",)
#: And those whose short place name tells all the same: 青河黄桃协会, 青河产业服务中心.
_NAMED_HOUSES = ("institution.", "organization.society")
_PARTNER = re.compile(r"(?:与|和|同|携手|联合)$")
#: Where a ceremony on several sites was held, and the works of it.
_MAIN_VENUE = re.compile("主会场(?:设在|设于|位于|选在|放在|在)了?")
_VENUE = re.compile(
    "(?:开工|签约|奠基|启动|投产|竣工)(?:动员)?(?:仪式|活动|大会)(?:主会场)?在(?=[^,。;]{2,20}(?:举行|举办|召开))"
)
_THAT_DAY = re.compile("(?:当天|现场|集中)(?:集中)?(?:新?开工|签约|投产|启动|动工)的(?:项目)?[“]?$")
_AT_MAIN_VENUE = re.compile("主会场(?:项目|(?:当天|集中)?(?:新?开工|签约|投产|启动|动工)的(?:项目)?)[“]?$")
#: Behind another's name a firm is a partner when the two do something together.
_TOGETHER = re.compile(r"[^,。;]{0,10}?(?:合作|签约|签订|签署|共建|联合|携手|联手|洽谈|达成|共同|开展|对接|座谈|战略)")
#: A firm with which a place signs is not there yet, unless its name says so.
_SIGNS = re.compile(r"(?:正式|成功|现场|顺利)?(?:签约|签署|签订|签下)")
_BY_A_PLACE = re.compile(r"(?:[省市县区州旗盟镇乡]|政府|管委会|开发区|园区)(?:与|和|同)$")
#: Who supplies a place: its name tells which; and the state's grid, whose name comes before the place's.
_UTILITY = re.compile("(?:供电|供水|自来水|水务|燃气|公交|热力|供热|排水)(?:集团|发展|服务)?(?:股份|有限|公司|分公司)")
_GRID = re.compile("^(?:国网|南网|国家电网|南方电网)")
#: Behind a name on a line of its own: the date of a notice.
_SIGNED = re.compile(r"\s+20\d\d年\d{1,2}月\d{1,2}日")
_CONTRACTED = re.compile(r"(?:负责)?(?:承建|代建|施工|总承包|设计施工)")
_SHARED = re.compile(r"(?:共建|合作|联合|签订|签约|携手)")
_KIND_OF_TOWN = re.compile(r"(?:街道|镇|乡|村|社区)$")
_WIDE = ("都市圈", "城市群", "经济圈", "经济带", "半岛", "盆地", "高原", "流域", "铁路", "高速公路")
_BRACKET = re.compile(r"\(([^()]{2,8})\)")
#: Firms a text brings in from outside: partners, investors, those who publish rankings.
_OUTSIDERS = frozenset(("company.partner", "company.field"))


def of_divisions(
    atlas: Atlas, first: Mapping[str, Mention], homes: Mapping[str, str], placed: Iterable[str], told: Collection[str]
) -> Iterator[Found]:
    """(1) Each division in the next larger one the page names, sooner one that its articles do than its masthead.

    ``first``: key -> a mention as evidence, ``homes``: key -> home of the article it is first named in, ``placed``:
    keys of those that lie in a smaller one, ``told``: keys of those that articles name.
    """
    done = set(placed)
    page = homes.get("", "")
    gazetteer = Gazetteer.load()
    for code, key in sorted(atlas.codes.items()):
        chain = gazetteer.chain(code[:6] if len(code) > 6 else code)
        around = [atlas.codes[d.code] for d in chain if d.code != code and d.code in atlas.codes]
        if around:
            larger = next((area for area in around if area in told), around[0])
            yield link(key, larger, first[key], "located.geography", 0.97)
    for _name, key in sorted(atlas.others.items()):
        parent = atlas.parents[key] or homes.get(key, "")
        parent = page if parent == key else parent
        if parent and parent != key and key not in done:
            yield link(key, parent, first[key], "located.zone", 0.85)


def of_names(mentions: Sequence[Mention], atlas: Atlas) -> Iterator[Found]:
    """(2) What bears the name of a county, zone or town in front lies there; the last one of the prefix counts."""
    for i, m in enumerate(mentions):
        if m.type not in _SETTLED or not m.attr("key") or m.rule == "organization.media":
            continue
        inner = _leading_area(mentions, i)
        if inner is None:
            continue
        small = atlas.levels.get(inner.attr("key")) in ("county", "town", "zone", "village")
        governs = m.type == "Organization" and inner.rule in ("place.full", "place.town", "zone.named")
        governs = governs and inner.attr("level") != "province"
        house = m.type != "Organization" or inner.rule != "place.short" or m.rule.startswith(_NAMED_HOUSES)
        if governs or (small and house):
            yield link(m.attr("key"), inner.attr("key"), m, "located.name", 0.9)


def of_addresses(text: str, mentions: Sequence[Mention], placed: Mapping[str, str], atlas: Atlas) -> Iterator[Found]:
    """(2e) What is said to lie in a street or site named with its town (位于白石街道青云路) lies in that town, where
    nothing placed it in a smaller division.
    """
    sites = {m.start: _leading_area(mentions, i) for i, m in enumerate(mentions) if m.type == "Place"}
    for m in mentions:
        if m.type not in ("Company", "Project", "Park") or not m.attr("key"):
            continue
        said = _ADDRESS.match(text, m.end)
        area = sites.get(said.end()) if said else None
        at = placed.get(m.attr("key"), "")
        if area and area.attr("key") and (not at or atlas.contains(at, area.attr("key"))):
            yield link(m.attr("key"), area.attr("key"), m, "located.address", 0.85)


#: Between a work and the site where it is said to be.
_ADDRESS = re.compile(r"[^。;\n]{0,60}?(?:位于|坐落于|坐落在|坐落|地处|选址于?|建在|落户)(?=[一-鿿])")


def of_stems(mentions: Sequence[Mention], placed: Iterable[str], atlas: Atlas) -> Iterator[Found]:
    """(2c) A work named after a town or village of its article without the kind (石桥冷链物流中心) lies there."""
    done = set(placed)
    stems = {_KIND_OF_TOWN.sub("", name): key for name, key in sorted(_towns(mentions, atlas).items())}
    for m in mentions:
        key = m.attr("key")
        if m.type != "Project" or not key or key in done:
            continue
        fitting = [stem for stem in stems if len(stem) > 1 and m.name.startswith(stem) and len(m.name) > len(stem) + 2]
        if fitting:
            done.add(key)
            yield link(key, stems[max(fitting, key=len)], m, "located.stem", 0.8)


def _towns(mentions: Sequence[Mention], atlas: Atlas) -> dict[str, str]:
    """Towns and villages an article names in full, by name."""
    return {
        m.name: m.attr("key")
        for m in mentions
        if m.type == "District" and atlas.levels.get(m.attr("key")) in ("town", "village")
    }


def _leading_area(mentions: Sequence[Mention], i: int) -> Mention | None:
    m, inner = mentions[i], None
    for other in mentions[i + 1 :]:
        if other.start >= m.end:
            break
        end = m.name[other.end - m.start :][:1] in ("至", "到")  # 石桥镇至东坪镇公路
        begins = other.start == (inner.end if inner else m.start) and other.end < m.end and not end
        if other.type == "District" and begins:
            inner = other
    return inner


def of_parks(based: Mapping[str, str], located: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """(3) (thing, area) for things based in a park that lies somewhere."""
    for thing, park in sorted(based.items()):
        if park in located and thing not in located:
            yield thing, located[park]


def of_scenes(
    mentions: Sequence[Mention], scenes: Scenes, settled: Iterable[str], foreign: Iterable[str], atlas: Atlas
) -> Iterator[Found]:
    """(4) What stands behind a place as its attribute, and what a sentence or brief led by a place speaks of."""
    done, outside = set(settled), set(foreign)
    for m in mentions:
        key = m.attr("key")
        if m.type in _SETTLED and key and key not in done and not _is_wide(m):
            area = scenes.attribute(m)
            if m.type == "Company" and area and comes_from_elsewhere(m.name, atlas.code_around(area)):
                continue
            if area and not (m.type == "Organization" and not m.rule.startswith(_HOUSES)):
                done.add(key)
                yield link(key, area, m, "located.attribute", 0.88)
    for m in mentions:
        key = m.attr("key")
        if m.type not in _SETTLED or not key or key in done or key in outside or _is_wide(m):
            continue
        if m.type == "Organization" and not m.rule.startswith(_HOUSES):
            continue
        scene = scenes.of(m)
        if m.type == "Company" and scene and comes_from_elsewhere(m.name, atlas.code_around(scene.key)):
            continue
        if scene and scene.key != key and (scene.firm or m.type not in ("Company", "Organization")):
            done.add(key)
            yield link(key, scene.key, m, "located.scene", 0.8)


def of_main_venue(text: str, mentions: Sequence[Mention]) -> Iterator[Found]:
    """(4b) The works begun at the main venue (主会场开工的…, or 当天开工的… right behind it) are where that was."""
    venues = [*_MAIN_VENUE.finditer(text)][:1] or [*_VENUE.finditer(text)][:1]
    at = venues[0].end() if venues else -1
    areas: list[Mention] = []
    for m in mentions:
        if m.type == "District" and m.attr("key") and m.start == (areas[-1].end if areas else at):
            areas.append(m)
    paragraph = (at, text.find("\n", at)) if venues and venues[0].re is _MAIN_VENUE else (0, 0)
    for m in mentions if areas else ():
        if m.type not in ("Project", "Park") or not m.attr("key"):
            continue
        before = max(0, m.start - 12), m.start
        here = paragraph[0] < m.start and (m.start < paragraph[1] or paragraph[1] < 0)
        if _AT_MAIN_VENUE.search(text, *before) or (here and _THAT_DAY.search(text, *before)):
            yield link(m.attr("key"), areas[-1].attr("key"), m, "located.main_venue", 0.88)


def of_villages(mentions: Sequence[Mention], scenes: Scenes, atlas: Atlas) -> Iterator[Found]:
    """(1b) A village in the town before it (月华镇九银村) or of its brief, a town without a code in the county before
    it (云口区石桥镇); ``mentions`` are in order of place.
    """
    ending = {m.end: m.attr("key") for m in mentions if m.type == "District" and m.attr("key")}
    for m in mentions:
        level = atlas.levels.get(m.attr("key"))
        if m.type != "District" or level not in ("village", "town") or m.attr("code"):
            continue
        area = scenes.attribute(m) or ending.get(m.start, "")
        if level == "town":
            if area and area != m.attr("key") and atlas.levels.get(area) == "county":
                yield link(m.attr("key"), area, m, "located.town", 0.92)
            continue
        scene = scenes.of(m)
        if not area and scene and scene.level in ("town", "zone"):
            area = scene.key
        if area and area != m.attr("key") and atlas.levels.get(area) in ("town", "zone"):
            yield link(m.attr("key"), area, m, "located.village", 0.92)


def of_article(
    mentions: Sequence[Mention],
    home: str,
    within: Mapping[str, str],
    foreign: Iterable[str],
    atlas: Atlas,
    firms: bool = True,
) -> Iterator[Found]:
    """(5) Everything of the article that nothing placed lies in its home district.

    ``within``: where things were placed already; ``foreign``: keys that belong elsewhere; ``firms``: an article
    that tours many places tells nothing of the firms it does not place.
    """
    done, narrowed = {*within, *foreign}, set[str]()
    small_home = atlas.levels.get(home) in ("zone", "town")
    for m in mentions:
        key = m.attr("key")
        larger = within.get(key, home) if m.type in ("Project", "Park") and small_home else home
        if larger != home and key not in narrowed and atlas.contains(larger, home):
            narrowed.add(key)
            yield link(key, home, m, "located.article", 0.7)  # 海城产业园 in an article about a zone of 海城
        if m.type not in _SETTLED or not key or key in done or not home or _is_wide(m):
            continue
        if m.type == "Organization" and not m.rule.startswith(_HOUSES):
            continue
        done.add(key)
        if m.type == "Company" and (not firms or comes_from_elsewhere(m.name, atlas.code_around(home))):
            continue  # 江苏天成公司 in an article about 烟台 is from elsewhere
        yield link(key, home, m, "located.article", 0.7)


def of_firms(mentions: Sequence[Mention], home: str, atlas: Atlas) -> Iterator[Found]:
    """(2b) A firm whose name begins with a county the page speaks of, in the home's own city, lies there."""
    for m in mentions:
        if m.type != "Company" or not m.attr("key"):
            continue
        named = _named_area(m.name)
        if any(code.endswith("00") for code in named):
            continue  # 湘河 is the city's name sooner than that of its 湘河县
        for code in sorted(named & atlas.codes.keys()):
            area = atlas.codes[code]
            around = atlas.code(home) if atlas.levels.get(home) == "zone" else atlas.code_around(home)
            if atlas.levels.get(area) == "county" and around[:4] == code[:4]:
                yield link(m.attr("key"), area, m, "located.firm_name", 0.8)


def of_utilities(text: str, mentions: Sequence[Mention], atlas: Atlas, city: str) -> Iterator[Found]:
    """(2d) Who supplies power or water, and who signs a notice, is of the place in its name, wherever the work is;
    市巴士公司 is of the city with that key.
    """
    for m in mentions:
        if m.type != "Company" or not m.attr("key"):
            continue
        if m.rule == "company.of_area" and m.name.startswith("市") and atlas.levels.get(city) == "prefecture":
            yield link(m.attr("key"), city, m, "located.utility", 0.85)
        if not (_UTILITY.search(m.name) or (text[m.start - 1 : m.start] == "\n" and _SIGNED.match(text, m.end))):
            continue
        name = _GRID.sub("", m.name)
        inner = re.sub("^.{2,6}?[省市州盟]", "", name)  # 青河市北湖区供水公司 is in 北湖区
        named = _named_area(inner) & atlas.codes.keys() or _named_area(name) & atlas.codes.keys()
        for code in sorted(named):
            if atlas.levels.get(atlas.codes[code]) in ("county", "prefecture"):
                yield link(m.attr("key"), atlas.codes[code], m, "located.utility", 0.85)


def of_city_firms(mentions: Sequence[Mention], placed: Iterable[str]) -> Iterator[Found]:
    """(6) A firm that nothing else placed and whose name begins with a city's full name (青河市路畅公司) is there."""
    done = set(placed)
    cities = {m.name: m.attr("key") for m in mentions if m.type == "District" and m.attr("level") == "prefecture"}
    names = sorted(cities.items())
    for m in mentions:
        if m.type != "Company" or not m.attr("key") or m.attr("key") in done:
            continue
        city = next((key for name, key in names if m.name.startswith(name)), "")
        if city:
            done.add(m.attr("key"))
            yield link(m.attr("key"), city, m, "located.firm_name", 0.75)


def _named_area(name: str) -> set[str]:
    """Codes of the divisions a firm's name begins with or names in brackets."""
    gazetteer = Gazetteer.load()
    bracket = _BRACKET.search(name)
    for words in (name, f"{bracket[1]}  " if bracket else ""):
        for size in range(min(8, len(words) - 2), 1, -1):
            form = gazetteer.form(words[:size])
            if form:
                return _narrower(words[size:], {d.code for d in form.divisions})
    return set()


def _narrower(rest: str, codes: set[str]) -> set[str]:
    """The codes of what a name goes on with when that lies in one of the places before (株洲市渌口区自来水公司)."""
    for size in range(min(8, len(rest) - 2), 2, -1):
        form = Gazetteer.load().form(rest[:size])
        inner = (
            {d.code for d in form.divisions if any(within_code(d.code, c) for c in codes)}
            if form and form.full
            else None
        )
        if inner:
            return inner
    return codes


def _is_wide(m: Mention) -> bool:
    """Whether a site is wider than any division of the page: 长三角, 长株潭都市圈."""
    return m.rule == "place.region" or (m.type == "Place" and m.name.endswith(_WIDE))


def comes_from_elsewhere(name: str, code: str) -> bool:
    """Whether a firm's name tells of another place than the division with that code: 深圳…, …(上海)…, 土耳其…."""
    named = _named_area(name)
    if named:
        return not any(within_code(code, area) or within_code(area, code) for area in named)
    return name.startswith(lexicon.words("nation"))


def is_foreign(mention: Mention, text: str) -> bool:
    """Whether what a mention names comes from outside: a partner, an investor, the publisher of a list."""
    if mention.rule in _OUTSIDERS or mention.attr("scope") == "central":
        return True
    partner = _PARTNER.search(text[max(0, mention.start - 3) : mention.start])
    if mention.type == "Company" and partner and (len(partner[0]) > 1 or _TOGETHER.match(text, mention.end)):
        named = _named_area(mention.name)
        if not named and _SIGNS.match(text, mention.end) and _BY_A_PLACE.search(text, 0, mention.start):
            return True  # 青河市与云航锂电有限公司签署投资合作协议
        if named and not any(code[4:6] != "00" for code in named):
            return True  # 县林发集团与临沂某某公司合作: named after a city, brought in by one of the place
    if mention.type == "Company" and mention.rule != "company.of_area" and _CONTRACTED.match(text, mention.end):
        return True  # builders come from anywhere
    if mention.rule == "institution.school" and _SHARED.match(text, mention.end):
        return True  # 与中南大学共建的实验室
    after = text[mention.end : mention.end + 4]
    before = text[max(0, mention.start - 5) : mention.start]
    return mention.type == "Company" and (
        any(after.startswith(verb) for verb in lexicon.words("publisher_verbs"))
        or before.rstrip(":为是").endswith(lexicon.words("firm_field"))
    )


def link(
    subject: str, area: str, evidence: Mention, rule: str, confidence: float, predicate: str = "locatedIn"
) -> Found:
    """A link to an area or park with the mention as its words."""
    return Found(
        "link",
        (("subject", subject), ("object", area)),
        (("predicate", predicate),),
        evidence.start,
        evidence.end,
        rule,
        confidence,
    )
