"""Parts of works: 一期已经封顶 speaks of the first phase of the work named before, 1号机组 of a unit of it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from kg.mentions import lexicon, shortforms
from kg.mentions.names import strip_marks
from kg.records import Mention

_PHASE = r"[一二三四五]期(?:扩建)?(?:项目|工程|厂房|产线|生产线)?"
#: What a phase is said to be of without its name: 机场二期, 园区一期.
_OF = r"(?:机场|电厂|电站|园区|产业园|工业园|水库|港区|码头|医院|校区|市场|基地)"
_BARE = re.compile(
    rf"(?<![一-鿿A-Za-z0-9第])(?:其|该项目|项目)?((?P<of>{_OF})?{_PHASE})(?![一-鿿]?课|间|培训|学员|班|治疗|临床|[、和]?[一二三四五]?期间)"
    rf"|(?<=[的给为其中日月])({_PHASE})(?!间|培训|学员|临床)"
)
_TAIL = re.compile(r"[一二三四五六七]期(?:扩建)?(?:项目|工程)?$|(?:项目|工程)$")
_OWN_PHASE = re.compile(r"(?P<stem>.{2,})[一二三四五六七]期(?:扩建)?(?:项目|工程)?")
_SHORT = re.compile(rf"(?P<of>{_OF})(?P<rest>{_PHASE}.{{0,6}})")
#: A sentence that begins so speaks of the work named before.
_OF_PARK = re.compile(
    r"[“]?(?:该|这个|整个)?(?:产业园区|产业园|工业园|科技园|物流园|园区|园)(?=[^一-鿿]|[总由占位计规一已目坐])"
)
_OF_WORK = re.compile(r"[“]?(?:该|这个|整个)?(?:园区|园|项目|工程|电站|基地|小镇)(?=[^一-鿿]|[总由占位计规一已目])")
_UNIT = re.compile(r"(?:\d{1,2}|[一二三四五六])[号#][一-鿿]{1,3}")
_UNIT_TAIL = re.compile(rf"{_UNIT.pattern}$")
#: What a name says of one of its phases: 光伏基地一期50万千瓦项目.
_PHASE_ON = re.compile(r"(?<=.{4})[一二三四五六七]期(?:\d.*)?$")
#: The name of a whole must be longer than this.
_SHORTEST_WHOLE = 5
#: 一期, without 项目 behind.
_BARE_PHASE = 2
_WORKS = ("Project", "Park")
#: What stands before a firm that builds, and before a park that is but the place: neither is what has phases.
_BESIDE = {"Company": ("由",), "Park": tuple("于在户驻址处")}


def phases(article: int, text: str, found: Sequence[Mention]) -> Iterator[Mention]:
    """Mentions of type Project for bare phases, named after the work, or else firm, spoken of.

    ``found`` carry keys and are in order of place; ``within`` keeps the key of the work the phase is part of.
    """
    taken = [m for m in found if m.type in (*_WORKS, "Company")]
    for match in _BARE.finditer(text):
        start, end = match.span(1) if match.group(1) else match.span(3)
        if any(m.start < end and start < m.end for m in taken):
            continue
        base = _base(text, found, start, match.group("of") or "")
        if base is None:
            continue
        stem = _PHASE_ON.sub("", _TAIL.sub("", strip_marks(base.name)))
        if base.type == "Company":
            called = text[base.start : base.end]  # 云台瓷业的一期: as the text calls the firm, when that is short
            stem = called if shortforms.core(called) == called else shortforms.brand(stem)
        phase = text[start:end].removeprefix(match.group("of") or "")
        if stem.endswith(phase[_BARE_PHASE:]):
            phase = phase[:_BARE_PHASE]  # 板材产线二期, not 板材产线二期产线
        within = base.attr("within") if _OWN_PHASE.fullmatch(base.name) else base.attr("key")
        attrs = {"within": within if base.type != "Company" else ""}
        name = f"{stem}{phase}"
        if base.name.endswith(("项目", "工程")) and not _OWN_PHASE.fullmatch(base.name) and len(phase) == _BARE_PHASE:
            attrs["also"], name = name, f"{strip_marks(base.name)}{phase}"
        yield Mention(article, start, end, "Project", name, "project.bare_phase", 0.8, tuple(sorted(attrs.items())))


def _base(text: str, found: Sequence[Mention], before: int, head: str) -> Mention | None:
    """What a bare phase belongs to: the work of its sentence, else the firm of it, else the last work or firm."""
    if head:
        return _last(found, before, (*_WORKS, "Place", "Organization"), 0, head)
    sentence = max(text.rfind(mark, 0, before) for mark in "。!?\n") + 1
    if _OF_PARK.match(text, sentence) and (park := _last(found, before, ("Park",), 0)):
        return park
    if _OF_WORK.match(text, sentence):
        return _last(found, before, _WORKS, 0)
    found = [m for m in found if text[m.start - 1 : m.start] not in _BESIDE.get(m.type, ())]
    return (
        _last(found, before, _WORKS, sentence)
        or _last(found, before, ("Company",), sentence)
        or _last(found, before, _WORKS, 0)
        or _last(found, before, ("Company",), 0)
    )


def _last(found: Sequence[Mention], before: int, kinds: tuple[str, ...], floor: int, head: str = "") -> Mention | None:
    fitting = [m for m in found if m.type in kinds and floor <= m.start and m.end <= before and m.name.endswith(head)]
    return max(fitting, key=lambda m: (m.start, m.end), default=None)


def unit_of(mention: Mention, text: str, before: Sequence[Mention]) -> Mention | None:
    """The work a numbered part (1号机组) belongs to: the last one its paragraph names; None for other things."""
    if mention.type != "Project" or not _UNIT.fullmatch(mention.name):
        return None
    paragraph = text.rfind("\n", 0, mention.start) + 1
    works = [m for m in before if m.type in _WORKS and m.start >= paragraph and not m.attr("unit")]
    return max(works, key=lambda m: m.start, default=None)


def whole_name(work: Mention) -> str:
    """The name of the whole, where a work is itself told by one of its units (搬迁项目一号高炉)."""
    return _UNIT_TAIL.sub("", strip_marks(work.name))


def named_in_full(mention: Mention, before: Sequence[Mention]) -> Mention:
    """A work called by a common noun and its phase (机场三期扩建工程) under the name of the site meant."""
    short = _SHORT.fullmatch(mention.name) if mention.type == "Project" else None
    whole = _last(before, mention.start, (*_WORKS, "Place", "Organization"), 0, short["of"]) if short else None
    return replace(mention, name=f"{strip_marks(whole.name)}{short['rest']}") if whole and short else mention


def whole_of_phase(mention: Mention) -> tuple[str, str]:
    """Name and class of what a phase's own name tells it is a phase of (云谷产业园 of 云谷产业园二期, 番茄制品项目 of
    番茄制品项目一期); empty strings when it tells nothing.
    """
    phase = _OWN_PHASE.fullmatch(mention.name) if mention.type == "Project" else None
    stem = phase["stem"] if phase else ""
    if len(stem) > _SHORTEST_WHOLE and stem.endswith(lexicon.words("park_head")):
        return stem, "Park"
    if len(stem) > _SHORTEST_WHOLE and stem.endswith(("项目", "工程")):
        return stem, "Project"
    return "", ""
