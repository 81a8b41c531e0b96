"""Lists of who holds a title: made known before (公布X名单,A上榜), led in to line by line, counted, then named, or
under a headline that is the title.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from kg.facts.award_kinds import fits
from kg.facts.found import Found
from kg.facts.relate import Sentence
from kg.mentions import lexicon
from kg.mentions import rules as rulebook
from kg.mentions.projection import outermost
from kg.mentions.symbols import label_of
from kg.records import Article, Mention

#: Characters before the colon in which the lead-in says what the list is.
_LEAD = 12
#: Characters before the colon in which the title itself stands.
_REACH = 80
#: Characters of a report from its list to the words that tell of single ones in it.
_NEWS = 300
#: Lines of a list: with a bullet, or short and closed by a semicolon (the last one by a full stop).
_BULLET = re.compile(r"\s*+(?:—+|[·•●■◆]|\d{1,2}[.、])")
_ITEM = re.compile(r"\s*+[^。;\n]{4,60}[;。]\s*+")

#: From one of a list to the next, and an item that nobody knows up to the one after it.
_NEXT = re.compile(
    r"(?:工程|项目)?[“”‘’》]*(?:\([^()\n]{1,20}\))?(?:(?:、|以及|和|与|及)[“‘《]*|(?<=[”’》])(?=[“‘《])[“‘《]|[“‘《](?=[\ue000-\uf8ff]))"
)
_JOINTS = ("、", "和", "与", "及", "“", "《")
_UNKNOWN = re.compile(r"[^,。;、:\n]{2,30}?(?:、|以及|和|与|及)[“‘《]*(?=[\ue000-\uf8ff])")

#: The headline of a roll of honour, and of its body what must be names and numbers.
_ROLL = "honour.headline"
_NAMES, _HOLDERS = 0.55, ("Company", "District", "Organization", "Person", "Official", "Project", "Park")
#: The line that signs the roll: who publishes it, and when.
_SIGNED = re.compile(r"\n?[^\n]{0,24}20\d\d年\d{1,2}月\d{1,2}日\s{0,3}$")


def roll_of_honour(article: Article, mentions: Sequence[Mention]) -> Iterator[Found]:
    """Those named below a headline that is nothing but a title; ``mentions`` carry keys and are in order of place."""
    title = next((m for m in mentions if m.rule == _ROLL and m.start == 0 and m.attr("key")), None)
    if title is None:
        return
    body = [b for b in article.blocks if b.kind in ("body", "list", "subhead") and b.start >= title.end]
    if not body:
        return
    start, end = body[0].start, body[-1].end
    signed = _SIGNED.search(article.text, start, end)
    end = signed.start() if signed else end
    shown = outermost([m for m in mentions if start <= m.start and m.end <= end])
    named = sum(m.end - m.start for m in shown if m.type in (*_HOLDERS, "Money", "Quantity"))
    if named < _NAMES * len(article.text[start:end].replace(" ", "")):
        return
    for m in shown:
        if m.type in _HOLDERS and m.attr("key") and fits(m, title.name):
            roles = (("recipient", m.attr("key")), ("honour", title.attr("key")))
            yield Found("award", roles, (("rank", ""), ("date", "")), m.start, m.end, "award.roll", 0.85)


def title_made_known(sentence: Sentence, at: int, start: int) -> list[str]:
    """Key of the title whose list was made known right before: in this sentence, or in the one before."""
    shown = sentence.view.shown
    near = [i for i in range(at) if label_of(shown[i]) == "Honour"]
    if near:
        taken = any(m.end() > near[-1] for m in _bestowing().finditer(shown, 0, near[-1] + 1))
        return [] if taken else keys(sentence, (near[-1], near[-1] + 1))
    before = sentence.topics.last("Honour@near", sentence.start)
    text = sentence.article.text
    floor = text.rfind("。", 0, max(sentence.start - 1, 0)) + 1
    return [before] if before and _made_known().search(text, floor, start) else []


def title_counted(sentence: Sentence, one_by_one: bool = True) -> list[str]:
    """Key of the title of a list made known shortly before, of which only a number was said: …8家企业入选。其中,A….

    ``one_by_one``: the sentence must begin with 其中, as one that goes through the list does.
    """
    text = sentence.article.text
    if any(label_of(c) == "Honour" for c in sentence.view.shown):
        return []  # it says itself who got what
    honour = next((m for m in sentence.topics.named_before(sentence.start) if m.type == "Honour"), None)
    opening = max(text.rfind(mark, 0, sentence.start) for mark in "。\n") + 1  # 其中,A…;B…: one sentence to a reader
    if not honour or honour.end < sentence.start - _NEWS or (one_by_one and not text.startswith("其中", opening)):
        return []
    around = text[max(text.rfind("\n", 0, honour.start), honour.start - _REACH, 0) : honour.start]
    return [honour.attr("key")] if _made_known().search(around) and _counted_in().search(text, honour.end) else []


def title_of_list(sentence: Sentence, at: int) -> list[str]:
    """Key of the title whose list this line belongs to, when the words before the list lead in to it."""
    text = sentence.article.text
    lead = text.rfind(":\n", 0, at)
    if lead < 0 or not re.search(lexicon.pattern_of("award_list_lead"), text[max(0, lead - _LEAD) : lead]):
        return []
    lines = [line for line in text[lead + 2 : at].split("\n") if line.strip()]
    if not (all(map(_BULLET.match, lines)) or all(map(_ITEM.fullmatch, lines))):
        return []
    if not _BULLET.match(text, at) and not _ITEM.match(text[at:].lstrip().split("\n", 1)[0]):
        return []
    key = next((m.attr("key") for m in sentence.topics.named_before(lead) if m.type == "Honour"), "")
    near = next((m.start >= lead - _REACH for m in sentence.topics.named_before(lead) if m.type == "Honour"), False)
    return [key] if near else []


def listed_after(sentence: Sentence, end: int) -> list[str]:
    """Keys of a list that names who was counted: …3家企业入选绿色工厂,包括A、B、C."""
    match = _list_after().match(sentence.view.shown, end)
    if match is None:
        return []
    if match.group("ranked"):
        return keys(sentence, match.span("ranked"))
    return [m.attr("key") for m in named_from(sentence, match.start("who"))]


def named_from(sentence: Sentence, at: int) -> list[Mention]:
    """What a list names that begins at a place of the projected sentence, each without where it lies.

    A市B镇、C县D镇 names B镇 and D镇; what nobody knows between two joints (A桥、某某馆工程、B路) is passed over.
    """
    shown, found = sentence.view.shown, list[Mention]()
    first = label_of(shown[at])
    while at < len(shown):
        token = sentence.view.token(at)
        if token and label_of(shown[at]) == first:
            found += token.members
            at += 1
            continue
        on = _NEXT.match(shown, at) or (_UNKNOWN.match(shown, at) if shown[at - 1] in _JOINTS else None)
        if not on:
            break
        at = on.end()
    lies = {m.end for m in found if m.type == "District"}
    inner = {m.start for m in found if m.start in lies}
    return [m for m in found if m.attr("key") and not (m.type == "District" and m.end in inner)]


def keys(sentence: Sentence, span: tuple[int, int]) -> list[str]:
    """Keys of all that is named in a stretch of the projected sentence."""
    return [k for t in sentence.view.tokens_in(*span) for m in t.members if (k := m.attr("key"))]


@cache
def _list_after() -> re.Pattern[str]:
    return rulebook.compile_pattern(
        r"[“”‘’》]*(?:称号|名单|榜单)?,?(?:其中)?(?:,(?:包括|分别是|分别为|即|为|是|它们是|它们分别是|有|依次是|依次为)|:(?:包括|分别是|分别为|为|是)?|分别是|分别为|包括)[“‘《]*(?P<who><Company|District|Project|Place|Park|Person|Product>)"
        r"|[“”‘’》]*(?:称号)?,(?P<ranked><Company|District|Park>)(?:分别)?(?:位?列|位居|排名|排|居)(?=第|<Quantity|Ordinal>)",
        {}, "kg/facts/award_lists.py",
    )  # fmt: skip


@cache
def _counted_in() -> re.Pattern[str]:
    return re.compile(rf"\d+[家个][^,。]{{0,10}}{lexicon.pattern_of('award_listed')}")


@cache
def _made_known() -> re.Pattern[str]:
    return re.compile(lexicon.pattern_of("honour_publish") + "|名单|榜单")


@cache
def _bestowing() -> re.Pattern[str]:
    return rulebook.compile_pattern(
        r"(?<![公发])(?:获评|荣获|获得|获批|跻身|被评为|被认定为|被授予)[^,。]{0,12}<Honour>",
        {},
        "kg/facts/award_lists.py",
    )
