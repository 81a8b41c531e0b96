"""Who holds which title: has_honour with its rank, its date and who gives it.

A frame (``rules/awards.yaml``) finds the title and the verb that bestows it; who receives it stands in the frame, or
is read from the verb's clause (``award_holders``), or is listed after the title. A title only aimed at (争创, 力争),
or given to a number of unnamed ones (4家企业), is no fact.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from kg.facts import award_holders as holders
from kg.facts import award_kinds as kinds
from kg.facts import award_lists as lists
from kg.facts.found import Found
from kg.facts.plans import Plans
from kg.facts.relate import Sentence
from kg.mentions import lexicon, matching
from kg.mentions import rules as rulebook
from kg.mentions.symbols import label_of

_PLACES = (("冠军", "1"), ("亚军", "2"), ("季军", "3"))
#: Frames whose holder is the subject of the verb's clause.
_OF_SUBJECT = ("award.bestowed", "award.fronted", "award.behind_dash", "award.ranked_in", "award.copula_also")
#: Frames in which the words that open them (将, 认定) are no wish.
_OF_GIVER = ("award.granted", "award.disposed", "award.disposed_it", "award.given_to")
#: Frames that name a holder of a title published before.
_OF_LIST = (
    "award.named_in_list", "award.among_listed", "award.ranked_also", "award.listed_line", "award.apposition",
    "award.counted_in_list", "award.one_of_listed", "award.had_in_list",
)  # fmt: skip
#: Frames whose holders are a list that begins where the frame ends.
_LISTING = ("award.headed_list", "award.counted_in_list", "award.had_in_list")
#: Frames that only point at their holder.
_POINTING = ("award.copula_pointed", "award.disposed_it")
#: What is given one by one: A、B分别获评X、Y.
_ALIGNED = re.compile("分别|分获|依次")
_FIRST_PERSON = re.compile("我们|咱们|我[镇村县市区乡州旗]")


def awards(sentence: Sentence, plans: Plans) -> Iterator[Found]:
    """The titles one sentence says somebody holds."""
    given: list[str] = []  # who received the title before: a clause without a subject speaks of the same
    last = -1  # where that title stands
    for match, rule in _frames(sentence):
        if rule.name == "award.also" and match.start() - 1 != last:
            continue  # the title before it is only spoken of
        if rule.name != "award.listed_line" and (_is_aim(sentence, match, rule, plans) or _is_counted(sentence, match)):
            continue
        titles = _titles(sentence, match, rule)
        keys = _recipients(sentence, match, rule, titles, given)
        if "honour" in rule.pattern.groupindex:
            given, last = keys or given, match.start("honour")
        yield from _facts(sentence, match, rule, titles, keys)


def _facts(
    sentence: Sentence, match: re.Match[str], rule: rulebook.Rule, titles: list[str], keys: list[str]
) -> Iterator[Found]:
    start, end = sentence.view.span(*match.span())
    by = _giver(sentence, match)
    date = sentence.topics.when(start, end)
    pairs = [(key, title) for title in titles for key in keys]
    if len(titles) == len(keys) > 1 and _ALIGNED.search(sentence.view.shown, 0, match.start() + 3):
        pairs = list(zip(keys, titles, strict=True))
    for key, title in pairs:
        if key != title:
            values = (("rank", _stated_rank(sentence, match) or _rank_of(title)), ("date", date))
            roles = (("recipient", key), ("honour", title), *((("by", by),) if by and by != key else ()))
            yield Found("award", roles, values, start, end, rule.name, rule.confidence)


def _frames(sentence: Sentence) -> list[tuple[re.Match[str], rulebook.Rule]]:
    """Every frame of the sentence in order of place; of two about the same title the rule of higher priority.

    A line of a list may name two things, a firm and its product (青山公司的“云雾”绿茶;): no rival of other frames.
    """
    found: dict[tuple[int, bool], tuple[re.Match[str], rulebook.Rule]] = {}
    for rule, match in matching.rules("awards").matches(sentence.view.shown):
        at = match.start("honour") if "honour" in rule.pattern.groupindex else match.start()
        found.setdefault((at, rule.name == "award.listed_line"), (match, rule))
    return [found[at] for at in sorted(found)]


# --- what


def _titles(sentence: Sentence, match: re.Match[str], rule: rulebook.Rule) -> list[str]:
    """Keys of the titles a frame speaks of; who was counted in one list is in the list published before too."""
    start = sentence.view.span(*match.span())[0]
    if rule.name == "award.listed_line":
        return lists.title_of_list(sentence, start)
    if rule.name == "award.among_listed":
        return lists.title_counted(sentence)
    if rule.name == "award.one_of_listed":
        return lists.title_counted(sentence, one_by_one=False)
    if rule.name in ("award.named_in_list", "award.ranked_also", "award.counted_in_list"):
        return lists.title_made_known(sentence, match.start(), start)
    keys = lists.keys(sentence, match.span("honour"))
    if rule.name == "award.bestowed" and lists.listed_after(sentence, match.end()):
        published = [m.span("honour") for m in _published().finditer(sentence.view.shown, 0, match.start())]
        keys = [*(k for span in published for k in lists.keys(sentence, span)), *keys]
    return keys


# --- who


def _recipients(
    sentence: Sentence, match: re.Match[str], rule: rulebook.Rule, titles: list[str], given: list[str]
) -> list[str]:
    if not titles:
        return []
    title = titles[0].partition(":")[2].strip("'")
    if rule.name == "award.also":
        return given
    if rule.name in _POINTING:
        pointed = [
            m.attr("key") for i in _places(sentence, _span(match, "recipient")) for m in holders.members(sentence, i)
        ]
        return pointed or holders.pointed_at(sentence, match.start(), title)
    if rule.name in _OF_SUBJECT:
        return _of_subject(sentence, match, rule, title, given)
    if rule.name in _LISTING:
        found = lists.named_from(sentence, match.start("recipient"))
    else:
        found = [m for i in _places(sentence, match.span("recipient")) for m in holders.members(sentence, i)]
    if rule.name == "award.named_in_list" and not holders.is_subject(
        sentence, match.end("recipient") - 1, match.start("verb")
    ):
        return []
    if rule.name in _OF_LIST or rule.name == "award.attributive":
        found = [m for m in found if kinds.fits(m, title)]
    if rule.name in _LISTING:  # without the places in brackets behind people: 李明(河口镇农民)
        people = ("Person", "Official")
        found = [m for m in found if m.type == found[0].type or (m.type in people and found[0].type in people)]
    return list(dict.fromkeys(m.attr("key") for m in found))


def _of_subject(
    sentence: Sentence, match: re.Match[str], rule: rulebook.Rule, title: str, given: list[str]
) -> list[str]:
    if listed := lists.listed_after(sentence, match.end()):
        return listed
    verb = match.start() if rule.name == "award.ranked_in" else match.start("verb")
    if _is_given_to_unknown(sentence, match, verb):
        return []
    if rule.name == "award.fronted":
        if _FIRST_PERSON.search(sentence.view.shown, match.end("honour"), verb):
            return holders.speaker(sentence, verb, title)
        taken = re.compile("[将把]").search(sentence.view.shown, holders.clause_start(sentence, match.start()), verb)
        verb = taken.start() if taken else verb
    elif _FIRST_PERSON.search(sentence.view.shown, holders.clause_start(sentence, verb), verb):
        return holders.speaker(sentence, verb, title)
    if _counts(sentence, match) and not kinds.is_of_area(title):
        return []  # 获批3家全国重点实验室: those of the area, unnamed
    return holders.subject(sentence, verb, title, given)


def _counts(sentence: Sentence, match: re.Match[str]) -> bool:
    """Whether a number of bodies stands between verb and title."""
    view = sentence.view
    if match.end("verb") > match.start("honour"):
        return False
    between = sentence.article.text[view.end(match.end("verb") - 1) : view.start(match.start("honour"))]
    return bool(re.search(r"(?<![第\d])\d+余?[家户所位名]|(?<!第)[两二三四五六七八九十][家户所位名]", between))


def _is_given_to_unknown(sentence: Sentence, match: re.Match[str], verb: int) -> bool:
    """Whether who bestows is the subject (生态环境部命名X), or a name that is not known follows (获评X的清溪)."""
    shown = sentence.view.shown
    begin = holders.clause_start(sentence, verb)
    if match.group("verb") in lexicon.word_set("award_grant") and not re.search("[被获由经]", shown[begin:verb]):
        return True
    return bool(_owned().match(shown, match.end("honour"))) and not re.search(r"[\ue000-\uf8ff]", shown[begin:verb])


def _places(sentence: Sentence, span: tuple[int, int]) -> list[int]:
    return [i for i in range(*span) if sentence.view.token(i)]


def _giver(sentence: Sentence, match: re.Match[str]) -> str:
    """Key of the body that gives or publishes the title: named before it, or between verb and title."""
    shown = sentence.view.shown
    to = match.start("honour") if "honour" in match.re.groupindex else match.start() + 1
    if "verb" in match.re.groupindex and match.start("verb") < to:
        for i in range(to - 1, match.end("verb") - 1, -1):
            if label_of(shown[i]) == "Organization" and i not in range(*_span(match, "recipient")):
                return next(iter(lists.keys(sentence, (i, i + 1))), "")
    spans = [m.span("by") for m in _giving().finditer(shown[: match.start() + 2])]
    keys = lists.keys(sentence, spans[-1]) if spans else []
    return keys[0] if keys else ""


def _span(match: re.Match[str], group: str) -> tuple[int, int]:
    return match.span(group) if group in match.re.groupindex else (-1, -1)


# --- how


def _is_aim(sentence: Sentence, match: re.Match[str], rule: rulebook.Rule, plans: Plans) -> bool:
    """Whether the title is only aimed at: 力争…获评, 争创, or among plans a verb of achieving (创成, 纳入)."""
    shown = sentence.view.shown
    given = rule.name in _OF_GIVER
    at = match.start("verb") if "verb" in match.re.groupindex and not given else match.start()
    begin = holders.clause_start(sentence, at)
    if _wish().search(shown, begin, at):
        return True
    if given or "verb" not in match.re.groupindex or match.group("verb") not in lexicon.word_set("award_achieving"):
        return False
    return plans.is_plan(sentence.view.span(at, at + 1)[0])


def _is_counted(sentence: Sentence, match: re.Match[str]) -> bool:
    """Whether the title is a class of which some are counted: 新增专精特新企业77家."""
    if "honour" not in match.re.groupindex:
        return False
    view, end = sentence.view, match.end("honour")
    after = sentence.article.text[view.start(end) : view.start(end) + 8] if end < len(view.shown) else ""
    return bool(holders.counted().match(after)) and not after.startswith("第")


def _stated_rank(sentence: Sentence, match: re.Match[str]) -> str:
    """The number of 第46位 behind the title, or ``""``."""
    if not match.groupdict().get("rank"):
        return ""
    start, end = sentence.view.span(*match.span("rank"))
    number = re.search(r"第(\d+)", sentence.article.text[start:end])
    return number.group(1) if number else ""


def _rank_of(title: str) -> str:
    """The rank a title names itself: the 亚军 of a contest is second; 制造业单项冠军 is no place in a contest."""
    name = title.partition(":")[2]
    for word, rank in _PLACES:
        if name.endswith(word) and (word != "冠军" or re.search(lexicon.pattern_of("award_contest"), name)):
            return rank
    return ""


@cache
def _owned() -> re.Pattern[str]:
    return re.compile(rf"[“”‘’》]*{lexicon.pattern_of('award_tail')}?[”’]?的[一-鿿]")


@cache
def _wish() -> re.Pattern[str]:
    return re.compile(lexicon.pattern_of("honour_wish") + r"(?![即便就]|成功)[^,。]{0,20}$")  # 首次申报即获认定: got


@cache
def _published() -> re.Pattern[str]:
    return rulebook.compile_pattern(r"{honour_publish_main}[“‘《]*(?P<honour><Honour>)", {}, "kg/facts/awards.py")


@cache
def _giving() -> re.Pattern[str]:
    return rulebook.compile_pattern(
        r"(?P<by><Organization|Company>)[^,。;\n被获<Company|District|Project>]{0,10}?(?<!被){award_giver_verb}",
        {},
        "kg/facts/awards.py",
    )
