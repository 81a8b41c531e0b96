"""Names of bodies: with the area they leave unsaid, and in one form for all ways of writing them.

``expanded`` turns 市商务局 into 株洲市商务局 once the area is known; ``canonical`` writes short and full names of
one body alike (市人大常委会 and 市人民代表大会常务委员会), so that equal strings mean one body.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache

from kg.errors import DataError
from kg.mentions import lexicon
from kg.mentions.gazetteer import Gazetteer
from kg.mentions.placenames import full_variants
from kg.mentions.posts import LEVELS, level_at_end
from kg.records import Layout, Mention

_LEVEL = re.compile("|".join(LEVELS))


@cache
def _full_names() -> tuple[tuple[re.Pattern[str], str], ...]:
    """Short endings and the full ones they stand for, the longest first."""
    pairs = []
    for entry in lexicon.words("body_full"):
        short, sign, full = entry.partition("=")
        if not sign or not short or not full:
            raise DataError(f"kg/data/lexicons/organizations.yaml 的词类 body_full 中“{entry}”应写成 简称=全称。")
        pairs.append((short, full))
    pairs.sort(key=lambda pair: (-len(pair[0]), pair))
    return tuple((re.compile(f"(?:(?<=[省市区县州旗盟镇乡])|^){re.escape(short)}$"), full) for short, full in pairs)


def canonical(name: str) -> str:
    """The name with short words for its kind written out: 青川县工信局 -> 青川县工业和信息化局."""
    plain = re.sub(r"\s", "", name).removeprefix("中共")
    for pattern, full in _full_names():
        if pattern.search(plain):
            return pattern.sub(full, plain)
    return plain


def same_body(left: str, right: str) -> bool:
    """Whether two names, both with their area, are written forms of one body."""
    return canonical(left) == canonical(right)


def bare_level(name: str) -> str:
    """The word for the area at the head of a bare name (市 of 市商务局), ``""`` when there is none."""
    match = _LEVEL.match(name)
    return match.group() if match else ""


def expanded(name: str, area: str) -> str:
    """A bare name with its area: 市商务局 of 株洲市 is 株洲市商务局; unchanged where the levels do not fit."""
    level = bare_level(name)
    return area + name[len(level) :] if level and level_at_end(area).endswith(level) else name


def area_of(level: str, home: str, city: str) -> str:
    """Which area a bare body of that level belongs to: the home, the city, or what they lie in; ``""`` if unknown.

    ``home`` and ``city`` are keys of districts. A bare 市 body in a city's paper is the city's.
    """
    keys = (city, home) if level == "市" else (home, city)
    for key in keys:
        code = key.partition(":")[2]
        for division in Gazetteer.load().chain(code):
            if division.name.endswith(level):
                return division.name
        if code and not code.isdigit() and code.endswith(level):
            return code
    return ""


def key_and_forms(mention: Mention, home: str, city: str) -> tuple[str, set[str]]:
    """The page-level key of a body and the forms it goes by: as printed, and with its area in full and in short."""
    name = re.sub(r"\s", "", mention.name)
    full = name
    if mention.attr("bare") == "area" and (area := area_of(bare_level(name), home, city)):
        full = expanded(name, area)
        variants = {variant + full[len(area) :] for variant in full_variants(area) if full != name}
        return f"Organization:{canonical(full)}", {name, full} | variants
    return f"Organization:{canonical(_with_full_area(full))}", {name, full}


def newspaper(layout: Layout, found: Mapping[int, Sequence[Mention]]) -> Mention | None:
    """The paper itself, where its name stands first on the page; None where a rule has found it already."""
    name = layout.newspaper
    for article in layout.articles if name else ():
        at = article.text.find(name)
        if at >= 0:
            known = any(
                m.type == "Organization" and m.start < at + len(name) and at < m.end for m in found[article.position]
            )
            return (
                None
                if known
                else Mention(article.position, at, at + len(name), "Organization", name, "masthead.paper", 0.95)
            )
    return None


def _with_full_area(name: str) -> str:
    """海西州水利局 with its area as the division's full name has it, so that both are one body."""
    gazetteer = Gazetteer.load()
    for size in range(min(len(name) - 2, 10), 2, -1):
        form = gazetteer.form(name[:size])
        if form and form.full and len(form.divisions) == 1 and form.divisions[0].name != form.form:
            return form.divisions[0].name + name[size:]
    return name
