"""Bare nouns that a number is about: 园区, 公司, 展会, 全村 mean the last thing of their kind.

Reading them is right for numbers, which go on about one thing for sentences; other facts name their things.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any

from kg.language.alternation import one_of
from kg.language.beginnings import matches
from kg.language.calendar import find_times
from kg.language.spans import Taken
from kg.records import Mention
from kg.resources import yaml_file

#: The key of a thing that is spoken of but not named: a number about it is about nothing we know.
UNKNOWN = "?"
#: A bare noun means a thing named at most so many characters before (some three paragraphs).
REACH = 600

#: 企业 alone means a firm named at most so many characters before.
NEAR = 200

_TITLE = re.compile(r"[“《「][^“”《》「」,。\n]{1,16}[”》」]")
#: Groups whose nouns speak of a thing that somebody knows, though nobody named it here.
_UNNAMED = frozenset(("whole", "Event", "such", "opened"))
#: Groups whose nouns do so where the paragraph names nothing else that they could stand for.
_ONE = frozenset(("Company", "Project", "facility"))
_THINGS = frozenset(("Company", "Project", "Park", "Organization", "Place", "Event"))
_HARD = r"[\s,,。;;::!?!?“”\"、))]"


@cache
def _lexicon() -> dict[str, Any]:
    words: dict[str, Any] = yaml_file("lexicons/pointers.yaml")
    return words


@cache
def _pattern() -> re.Pattern[str]:
    words = _lexicon()
    groups = [f"(?P<{kind}>{one_of(forms)})" for kind, forms in words["things"].items()]
    groups += [
        rf"(?P<firm>这家[^,,。;;、\n]{{0,14}}?(?:企业|公司|工厂)|企业(?={one_of(words['firm_does'])}))",
        "(?P<we>我们)(?=[一-龥])",
        f"(?P<whole>全{one_of(words['wholes'])})",
        f"(?P<facility>{one_of(words['facilities'])})",
        f"(?P<home>{one_of(words['home'])})",
        f"(?P<pronoun>{one_of(words['pronouns'])}(?=[一-龥]))",
        f"(?P<such>(?:该|这{one_of(words['classifiers'])}|此){one_of([*words['kinds'], *words['such']])})",
        f"(?P<kind>{one_of(words['kinds'])})",
    ]
    return re.compile("|".join(groups))


@cache
def _lead() -> re.Pattern[str]:
    return re.compile(rf"(?:^|{_HARD}|{one_of(_lexicon()['before'])})$")


#: What follows a bare noun that is the subject; 公司化, 项目部, 园区化, 市场化 are other words.
_NOT_AFTER = re.compile(
    r"[化部制名法章债型式上、]|[一-龥]{1,3}率|攻坚|推进|服务|招商|中(?!标)|建设(?!规模)|签约|管委会|审批|谋划|储备|招引|开工|清单|库|等"
)


def pointers(text: str, mentions: Sequence[Mention], home: str, reference: str) -> Iterator[Mention]:
    """The bare nouns with the key of the thing they mean, in order of place; ``UNKNOWN`` for an unnamed 全村.

    ``mentions`` carry keys and are in order of place.
    """
    keyed = [m for m in mentions if m.attr("key")]
    spans = [*((m.start, m.end) for m in keyed), *(m.span() for m in _TITLE.finditer(text))]
    taken = Taken(len(text), spans)
    times = {t.end: t.start for t in find_times(text, reference)}
    heads = (*matches(_pattern(), text), *_short().finditer(text), *_opened().finditer(text))
    for match in sorted(heads, key=lambda m: (m.start(), -m.end())):
        start = times.get(match.start(), match.start())
        inner = match.lastgroup in ("short", "opened")  # 桃溪 in 桃溪片区 is no name of its own
        free = not taken.overlaps(*match.span()) or (
            inner
            and all(s == match.start() and e < match.end() for s, e in spans if s < match.end() and match.start() < e)
        )
        begins = (
            match.lastgroup in ("pronoun", "such", "we")
            or match.group().startswith("这家")
            or _lead().search(text[max(0, start - 4) : start])
        )
        spoken = match.lastgroup != "we" or _said_by_firm(text, match.start())
        if not free or not begins or not spoken or _NOT_AFTER.match(text, match.end()):
            continue
        key = home if match.lastgroup == "home" else _meant(match, keyed, text.rfind("\n", 0, match.start()))
        if key:
            spans.append(match.span())
            taken.add(*match.span())
            begin = match.end() - len("企业") if match.lastgroup == "firm" else match.start()  # 这家2009年落户的企业
            word = text[begin : match.end()]
            yield Mention(0, begin, match.end(), "Anaphor", word, "observe.pointer", 0.8, (("key", key),))


#: Whom a quotation is by, when no firm is speaking.
_OFFICE = re.compile(r"书记|县长|市长|区长|州长|旗长|镇长|乡长|主任|局长|村支书|站长|院长|校长|记者")


def _said_by_firm(text: str, at: int) -> bool:
    """Whether 我们 stands in a quotation that no official is said to have spoken."""
    begin = text.rfind("“", max(0, at - 60), at)
    if begin < 0 or "”" in text[begin:at]:
        return False
    end = text.find("”", at, at + REACH)
    before = re.split("[。”]", text[max(0, begin - 30) : begin])[-1]
    after = re.split("[。“]", text[end + 1 : end + 40])[0] if end >= 0 else ""
    return not _OFFICE.search(before + after)


@cache
def _short() -> re.Pattern[str]:
    """The end of a longer name at the head of a clause: 桃溪片区 of 某省自贸试验区桃溪片区."""
    return re.compile(rf"(?:(?<={_HARD})|^)(?P<short>[一-龥]{{1,6}}?{one_of(_lexicon()['kinds'])})")


@cache
def _opened() -> re.Pattern[str]:
    """A thing that nobody named before, at the head of a clause in which it opens: 南街文创中心5月1日开业,首月…."""
    words = _lexicon()
    heads = one_of([*words["kinds"], *words["facilities"], *words["things"]["Park"], "园", "港", "工厂"])
    return re.compile(
        rf"(?:(?<={_HARD})|^)(?P<opened>[一-龥“”A-Za-z0-9·]{{3,24}}?{heads})"
        rf"(?=[0-9年月日今去昨上底初末]{{0,10}}(?:正式|已|顺利|全面|全线|建成)?{one_of(words['opens'])}[,,。;;])"
    )


def _meant(match: re.Match[str], mentions: Sequence[Mention], paragraph: int) -> str:
    kind, word = match.lastgroup or "", match.group()
    first, last = (bisect_left(mentions, at, key=lambda m: m.start) for at in (match.start() - REACH, match.start()))
    for m in reversed(mentions[first:last]):
        if m.end > match.start():
            continue
        if kind in ("whole", "facility", "kind", "such", "short", "opened"):
            if m.name.endswith(_noun().sub("", word)):
                return m.attr("key")
        elif (
            m.type == kind
            or (kind in ("firm", "we") and m.type == "Company" and match.start() - m.end < NEAR)
            or (kind == "pronoun" and m.type in ("Company", "Project", "Park"))
            or (kind == "Park" and _is_zone(m))
        ):
            return m.attr("key")
    if kind in _ONE and (word in _lexicon()["not_only_things"] or _others(mentions[first:last], paragraph)):
        return ""  # the text goes on about another thing, or the word speaks of no thing
    return UNKNOWN if kind in _UNNAMED or kind in _ONE else ""


def _others(mentions: Sequence[Mention], paragraph: int) -> bool:
    """Whether the paragraph has named a thing that its numbers may go on about, other than an area."""
    return any(m.start > paragraph and m.attr("key").partition(":")[0] in _THINGS for m in mentions)


@cache
def _noun() -> re.Pattern[str]:
    return re.compile(rf"^(?:全|该|此|这{one_of(_lexicon()['classifiers'])})")


def _is_zone(mention: Mention) -> bool:
    return mention.type == "District" and mention.name.endswith(tuple(_lexicon()["zones"]))
