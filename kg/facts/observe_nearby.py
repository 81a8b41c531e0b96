"""Whose a measure is that no area has: the work, place or product last spoken of (…学校竣工,新增学位1350个)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from kg.facts.indicators import lexicon
from kg.facts.observe_affinity import of_facilities, of_objects, of_products, of_works
from kg.facts.observe_code import Code
from kg.facts.observe_modality import after_completion
from kg.facts.observe_pointers import NEAR
from kg.facts.observe_reading import Reading
from kg.language.alternation import one_of
from kg.mentions import tokens
from kg.records import Mention

#: Classes of things that have a size, an output or places for people.
BUILT = frozenset({"Project", "Park", "Place", "Event"})
_PHASE = re.compile(r"(?P<whole>Project:.+)(?:第?[一二三四]期|[ⅠⅡⅢ]期)(?:项目|工程)?")
#: All phases of a work: 项目分两期建设,一期明年投产,全部达产后….
_ALL_DONE = re.compile(r"(?:全部|全面|整体|完全)(?:建成)?(?:达产|投产|建成|投用|运营)")
#: What a firm has and no work of it, unless it is said of the time when the work is done.
_OF_FIRM = re.compile(r"^(?:销售收入|营业收入|营收|销售额|出口额|利润|纳税|净利润|研发投入)$")
#: Ends of the names of villages.
VILLAGES = ("村", "社区", "嘎查")
BODIES = frozenset({"Organization"})


def of_thing(reading: Reading) -> bool:
    """Whether the measure is one of a work, a place or a product, so that an area has it only where it is named."""
    return bool(
        of_objects().search(reading.base) or of_works().match(reading.base) or of_facilities().search(reading.base)
    )


def only_of_things(reading: Reading) -> bool:
    """Whether it can never be that of an area, although it names none."""
    of_persons = reading.base.startswith(tuple(lexicon()["of_persons"]))
    return of_persons or bool(of_objects().search(reading.base) or _from_outside().fullmatch(reading.base))


def owner(code: Code, reading: Reading, things: Sequence[Mention], begin: int, end: int) -> Mention | None:
    """The last thing in that stretch of the text that can have the measure."""
    product = bool(of_products().search(reading.base))
    for thing in reversed(things):
        if not begin <= thing.start < end or _oblique().search(code.text, 0, thing.start):
            continue
        if thing.type in BUILT or (product and thing.type == "Product"):
            return thing
        if thing.type in BODIES and thing.name.endswith(tuple(lexicon()["housed"])):
            return thing
    return None


def of_work(text: str, about: str, things: Sequence[Mention], span: tuple[int, int], grouped: bool) -> str:
    """Whose the measure is that begins with completion: the work that a firm builds, the whole when all of it is done.

    ``about`` is whose it would be, ``span`` the sentence up to the number; several works counted together (``grouped``)
    are none of those named.
    """
    works = [m for m in things if m.type == "Project" and m.end <= span[1]]
    here = [m for m in works if m.start >= span[0]]
    builds = about.startswith(("Company:", "District:")) and not grouped
    if here and builds and after_completion(text[here[-1].end : span[1]]):
        about = here[-1].attr("key")
    phase = _PHASE.fullmatch(about)
    if phase and _ALL_DONE.search(text, *span):
        return next((phase["whole"] for m in works if m.attr("key") == phase["whole"]), about)
    return about


def named_after(reading: Reading, areas: Sequence[Mention]) -> str:
    """The area with whose name a measure begins (桃溪米粉全产业链产值 is 桃溪市's), "" when it is with none's."""
    if not reading.about.startswith("District:"):
        return ""
    for area in areas:
        short = area.name[:-1]
        if len(short) > 1 and reading.base.startswith(short):
            classed = reading.base.startswith((area.name[-1], "、"), len(short))  # 无锡市总部企业
            if not classed and area.attr("level") != "province":
                return area.attr("key")
    return ""


def of_builder(code: Code, reading: Reading, sentence: int, firms: Sequence[Mention]) -> str:
    """The firm that builds a work, for what only firms have (…项目投产,明年销售收入要冲刺5亿元), else ""."""
    said = code.literal(sentence, reading.index)
    if not reading.about.startswith("Project:") or not _OF_FIRM.search(reading.base) or after_completion(said):
        return ""
    end = code.starts[reading.index]
    near = (m for m in reversed(firms) if end - NEAR <= m.start < end)
    return next((m.attr("key") for m in near), "")


def village_near(areas: Sequence[Mention], begin: int, end: int) -> str:
    """The village that a stretch of the text named last, "" when it named none: 村集体收入 is that of no town."""
    villages = (m for m in reversed(areas) if begin <= m.start < end and m.name.endswith(VILLAGES))
    return next((m.attr("key") for m in villages), "")


def against(code: Code, reading: Reading) -> str:
    """The indicator with the area it is a part of, where that is another than its own: 占全县规模以上工业产值比重."""
    for index in range(*reading.measured_against):
        thing = code.tokens[index].thing if index in code.tokens else None
        said = code.literal(index, index + 1)
        another = isinstance(thing, Mention) and thing.attr("key") not in ("", reading.about)
        if another and said.startswith("全") and said not in reading.indicator:
            return reading.indicator.replace("占", f"占{said}", 1)
    return reading.indicator


def is_group(reading: Reading) -> bool:
    """Whether several works were counted, whose output together is that of none of them."""
    return reading.statistic == "count" and reading.base.endswith("项目") and reading.quantity.value > 1


def counted_works(before: Sequence[Reading], sentence: int) -> Reading | None:
    """The works that a sentence counted last, when there are several."""
    last = next((r for r in reversed(before) if r.sentence == sentence and r.statistic == "count"), None)
    return last if last and is_group(last) else None


def bearer(base: str) -> str:
    """The thing whose name a measure begins with (下河村 of 下河村游客), "" when it begins with none."""
    match = _bearer().match(base)
    if not match or match.end() not in {end for _, end in tokens.cut(base)}:
        return ""
    return match[0]


@cache
def _bearer() -> re.Pattern[str]:
    words = lexicon()["bearing"]
    other_words = "".join(words["not_after"])
    return re.compile(rf"[一-龥“”]{{1,10}}?(?<![{other_words}]){one_of(words['ends'])}(?!区)(?=[一-龥]{{2}})")


@cache
def _from_outside() -> re.Pattern[str]:
    return re.compile(one_of(lexicon()["from_outside"]))


@cache
def _oblique() -> re.Pattern[str]:
    return re.compile(rf"{one_of(lexicon()['oblique'])}$")
