"""Which names of events, titles, industries and products on one page are forms of one thing.

Where the same page says both 国家级绿色工厂 and 绿色工厂, 陶瓷产业 and 陶瓷产业链, 株洲市两会 and 市两会, the shorter
one means the longer one, provided only one longer one fits; two that fit stay apart from it.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable

from kg.mentions.names import strip_marks

#: What two names of a type may differ in and still be one: (pattern, replacement) in order.
_NORMAL: dict[str, tuple[tuple[re.Pattern[str], str], ...]] = {
    "Honour": ((re.compile(r"^(国家|省|市)级"), r"\1"), (re.compile(r"(?:名单|榜单|称号)$"), "")),
    "Industry": (
        (re.compile(r"(?<=产业)(?:集群|链条|链|带|体系)$"), ""),
        (re.compile(r"(?:全产业链|产业链|产业|行业|制造业)$"), ""),
    ),
    "Event": (
        (re.compile(r"人民代表大会"), "人大"),
        (re.compile(r"常务委员会"), "常委会"),
        (re.compile(r"第(?=[一二三四五六七八九十]+[届次])"), ""),
        (re.compile(r"^(?:19|20)\d\d年?"), ""),
        (re.compile(r"^(?:中国共产党|中共).{2,12}?([省市区县州旗盟])([一二三四五六七八九十]+届)委员会"), r"\1委\2"),
        (re.compile(r"次全体会议"), "次全会"),
        (re.compile(r"^.{2,8}?([省市区县州旗盟镇乡])(?=两会|委?[一二三四五六七八九十]+届)"), r"\1"),
        (re.compile(r"(?:系列)?活动$"), ""),
    ),
    "Product": ((re.compile(r"^([一-鿿]{2,3})[县市区旗](?=[一-鿿]{2,6}$)"), r"\1"),),  # 青川县黄桃, 青川黄桃
    "Initiative": ((re.compile(r"(?:活动|工作)$"), ""), (re.compile(r"^(十[一二三四五六]五)规划(?:纲要)?$"), r"\1")),
}
#: Types of which a name may be left of a longer one: 绿色工厂 of 国家级绿色工厂.
_SUFFIXED = frozenset(("Honour", "Event", "Product"))
_SHORTEST = 3
#: Characters of a title that must be kept at its beginning and its end where its middle is left out.
_HEAD, _TAIL = 4, 3
_LEVEL = re.compile("^(?:全国|全省|全市|全区|国家级?|省级?|市级?)")
_QUOTED = re.compile("“([^“”]+)”")
_MODEL = re.compile(r"[A-Z]{1,20}-?\d{1,20}[A-Z]{0,20}")


#: Of which batch or year somebody got a title, before the title itself; lists and rankings differ by year.
_EDITION = re.compile(
    r"(?:第[一二三四五六七八九十百\d]{1,4}(?:批次?)|首批|(?:19|20)\d\d(?:[—~-](?:19|20)?\d\d)?年?度)(?=.{5})(?!.*(?:名单|榜单?|目录|百强|百佳|500强|评价|考核|评估)$)"
)


def without_edition(title: str) -> str:
    """The title that one edition gives (第三批省级绿色工厂, 第六批中国传统村落名录), ``""`` for one without."""
    edition = _EDITION.match(title)
    return title[edition.end() :].removesuffix("名录") if edition else ""


def forms_of_one(names: Iterable[tuple[str, str, str]]) -> dict[str, str]:
    """Key of a shorter name -> key of the longer one it stands for; ``names`` are (key, type, name) of one page."""
    names = list(names)
    by_type: dict[str, dict[str, str]] = defaultdict(dict)
    for key, kind, name in sorted(names):
        if kind in _NORMAL:
            by_type[kind].setdefault(strip_marks(name), key)
    found: dict[str, str] = {}
    for kind, keys in sorted(by_type.items()):
        found |= _equal(kind, keys)
        if kind in _SUFFIXED:
            found |= _ends(kind, {name: key for name, key in keys.items() if key not in found})
        if kind == "Product":
            found |= _models(keys)
        if kind == "Honour":
            left = {name: key for name, key in keys.items() if key not in found}
            found |= _abridged(left, {name for _k, other, name in names if other == kind})
    return found


def _normal(kind: str, name: str) -> str:
    for pattern, replacement in _NORMAL[kind]:
        name = pattern.sub(replacement, name)
    return name


def _equal(kind: str, keys: dict[str, str]) -> dict[str, str]:
    """Names that are equal in normal form: to the longest."""
    groups: dict[str, list[str]] = defaultdict(list)
    for name in keys:
        groups[_normal(kind, name)].append(name)
    found: dict[str, str] = {}
    for normal, group in sorted(groups.items()):
        best = max(sorted(group), key=len)
        if len(normal) >= 2 and len({name[:4] for name in group if name[:4].isdigit()}) < 2:
            found |= {keys[name]: keys[best] for name in group if name != best}
    return found


def _ends(kind: str, keys: dict[str, str]) -> dict[str, str]:
    """Names that end exactly one longer name."""
    normal = {name: _normal(kind, name) for name in keys}
    found: dict[str, str] = {}
    for name, key in sorted(keys.items()):
        longer = [other for other in keys if other != name and normal[other] != normal[name]
                  and len(normal[name]) >= _SHORTEST and normal[other].endswith(normal[name])]  # fmt: skip
        if len(longer) == 1:
            found[key] = keys[longer[0]]
    return found


def _abridged(keys: dict[str, str], printed: set[str]) -> dict[str, str]:
    """Titles that are the quoted word of exactly one longer one (“青峰”企业), or the longer one without its middle
    (全省县域经济先进县 for 县域经济高质量发展先进县).
    """
    quoted = {strip_marks(name): set(_QUOTED.findall(name)) for name in printed}
    found: dict[str, str] = {}
    for name, key in sorted(keys.items()):
        short = _LEVEL.sub("", name)
        longer = [
            other for other in keys
            if len(other) > len(name) and (name in quoted.get(other, ()) or _skips(short, _LEVEL.sub("", other)))
        ]  # fmt: skip
        if len(longer) == 1:
            found[key] = keys[longer[0]]
    return found


def _skips(short: str, full: str) -> bool:
    """Whether ``short`` is the beginning and the end of ``full``, with enough of both."""
    return len(short) < len(full) and any(
        full.startswith(short[:at]) and full.endswith(short[at:]) for at in range(_HEAD, len(short) - _TAIL + 1)
    )


def _models(keys: dict[str, str]) -> dict[str, str]:
    """Names with one and the same model code (AES90, AES90涡轮发动机): to the longest."""
    groups: dict[str, list[str]] = defaultdict(list)
    for name in keys:
        code = _MODEL.search(name)
        if code:
            groups[code.group()].append(name)
    found: dict[str, str] = {}
    for _code, group in sorted(groups.items()):
        best = max(sorted(group), key=len)
        found |= {keys[name]: keys[best] for name in group if name != best}
    return found
