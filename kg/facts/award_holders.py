"""Who receives what a verb of bestowing gives: the subject of its clause, said, pointed at or left unsaid.

Read from the verb leftwards: 被省政府 and 凭…骨质瓷 are put aside, then the last thing that can hold the title and
stands near the verb is its holder. Where the clause names nobody, a bare word (公司, 镇里, 它) says of what class
the holder is, and else the title itself: a 绿色工厂 is a firm's, a 中国传统村落 a village's.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from itertools import pairwise

from kg.facts.award_kinds import KINDS, fits, kind_of
from kg.facts.relate import Sentence
from kg.mentions import lexicon
from kg.mentions import rules as rulebook
from kg.mentions.symbols import label_of
from kg.records import Mention

#: What can hold a title, as the text names it.
HOLDERS = frozenset(
    ("Company", "District", "Project", "Park", "Place", "Product", "Person", "Official", "Organization", "Industry",
     "Event", "Initiative", "Anaphor")
)  # fmt: skip
#: Characters of unknown words that may part a holder from its verb (姚家坝卫生院中医骨伤科获评).
_MAX_GAP = 6
_CLAUSE = re.compile(r"[,;:。!?\n】]|^[^()\n]{0,14}[讯电]\([^()\n]*\)")
#: After a name: what follows is its own thing (集团旗下的文化园,…).
_BELONGS = re.compile("(?:旗下|下属|所属)的?|的")
#: Words after which the subject comes with the main clause: 继…后,青川县又….
_AHEAD = re.compile("(?:这|此)?(?:也|又)?是?继|自从|除了?|不仅|随着")
#: An unknown name between the holder and its verb.
_UNKNOWN = re.compile(
    "[一-鿿]{1,6}(?:镇|乡|村|街道|社区|公司|集团|园|景区|学校|中学|小学|医院|厂|场|店|庄|社|馆|基地|站|队)|的[一-鿿]{2,6}"
)
#: Words nobody recognised that own what follows: A、科技城新区的|B.
_OWNER = re.compile("(?<=[、和与及])[一-鿿]{2,8}的$")
NUMERAL = "一二三四五六七八九十两\\d"
#: Some of a place's, unnamed; and how a list of firms is counted behind its last one (3家卫浴企业).
_SOME = re.compile(
    "[一两三多数几某][家个项位名款]?[一-鿿]{0,4}(?:企业|公司|项目|产品|景区|村|镇|学校|医院|个人|集体|单位|园区|案例|人|学子|教师|作品|品牌)"
)
_COUNTED_FIRMS = re.compile(rf"^[{NUMERAL}]{{1,4}}家[一-鿿]{{0,6}}(?:企业|公司|单位|合作社)")
_JOINTS = ("、", "和", "与", "及")
#: Bare words -> what they can mean, nearest first.
_POINTING = {
    "award_it": ("Company", "Project", "Park", "Place", "Product", "Organization", "District", "Person", "Official"),
    "award_firm_word": ("Company",),
    "award_site_word": ("Place", "Park", "Project"),
    "award_body_word": ("Organization",),
    "award_event_word": ("Event",),
}


def subject(sentence: Sentence, verb: int, title: str, given: list[str]) -> list[str]:
    """Keys of who receives ``title`` by the verb at ``verb`` (a place in the projected sentence); none when only a
    number or an unknown name does. ``given``: who received the title before.
    """
    begin = clause_start(sentence, verb)
    end = _without_means(sentence, begin, verb)
    index = _last_holder(sentence, begin, end)
    if index is not None:
        gap = _without_glue(_spelled(sentence, index + 1, end, _end_of(sentence, index)))
        if label_of(sentence.view.shown[index]) == "Initiative" and gap not in ("", "改革"):
            return _home(sentence) if gap.endswith(lexicon.words("award_work")) else []
        if _UNKNOWN.fullmatch(gap):  # 云口市某某镇: the town, whose name nobody knows; A、B、云口某某厂: A and B
            listed = index > begin and sentence.view.shown[index - 1] in _JOINTS
            return [m.attr("key") for m in members(sentence, index - 2) if fits(m, title)] if listed else []
        if _is_of_a_brand(sentence, index, gap):
            return []
        listed_ones = members(sentence, index)
        gap = _COUNTED_FIRMS.sub("", gap) if len(listed_ones) > 1 else gap  # A、B、C3家卫浴企业
        return [m.attr("key") for m in listed_ones if fits(m, title)] if _is_near(gap) else []
    bare = _without_glue(_spelled(sentence, begin, end))
    if not bare or _AHEAD.match(sentence.view.shown, begin):
        return _unsaid(sentence, begin, title, given)
    if bare.endswith(lexicon.words("award_work")) and not counted().search(bare):
        return _home(sentence)
    return _pointed_at(sentence, begin, bare, title)


def clause_start(sentence: Sentence, at: int) -> int:
    """Where the clause begins in which ``at`` stands; a line of credit (本报讯(记者 …)) is no part of it."""
    return max((m.end() for m in _CLAUSE.finditer(sentence.view.shown, 0, at)), default=0)


def members(sentence: Sentence, index: int) -> list[Mention]:
    """The things at ``index`` and those listed before it, each with what it belongs to: A镇B村、C镇D村; X的P、Y的Q."""
    shown, found = sentence.view.shown, list(_named(sentence, index))
    at = index
    while True:
        start = at
        while start and (label_of(shown[start - 1]) == "District" or shown[start - 1] == "的"):
            if shown[start - 1] != "的":  # A镇|B村、C镇|D村: C镇 is only where D村 lies
                found = [*list(_named(sentence, start - 1))[:-1], *found]
                start -= 1
            elif start > 1 and label_of(shown[start - 2]) in HOLDERS:
                start -= 2
            else:
                start -= len(owner.group()) if (owner := _OWNER.search(shown, 0, start)) else 1
        while start and shown[start - 1] in "“”‘’《》":
            start -= 1
        if not start or shown[start - 1] not in _JOINTS:
            return found
        at = start - 2
        while at > 0 and shown[at] in "“”‘’《》)":  # 王家庄村(蔬菜)、力角镇(葡萄)
            at = shown.rfind("(", 0, at) - 1 if shown[at] == ")" else at - 1
        if at < 0 or label_of(shown[at]) != label_of(shown[index]):
            return found
        found = [*_named(sentence, at), *found]


def is_subject(sentence: Sentence, index: int, verb: int) -> bool:
    """Whether the holder at ``index`` itself is what the verb speaks of, and not some counted ones of it."""
    end = _without_means(sentence, index + 1, verb)
    gap = _without_glue(_spelled(sentence, index + 1, end, _end_of(sentence, index)))
    listed = counted().match(gap) if len(members(sentence, index)) > 1 else None
    return _is_near(gap[listed.end() :] if listed else gap)  # A、B、C三家企业: those named


def speaker(sentence: Sentence, at: int, title: str) -> list[str]:
    """Key of the body or area whose words a quotation is: “…,我们捧回来了。”河口镇镇长说."""
    after = next((m for m in sentence.topics.named_from(sentence.end) if fits(m, title)), None)
    if after and after.start == sentence.end and after.type in HOLDERS:
        return [after.attr("key")]
    begin = sentence.view.start(clause_start(sentence, at))
    before = next((m for m in sentence.topics.named_before(begin) if m.type in ("District", "Company")), None)
    return [before.attr("key")] if before and fits(before, title) else []


# --- the clause


def _without_means(sentence: Sentence, begin: int, verb: int) -> int:
    """Where the clause ends before who gives (被省政府) and by what (凭骨质瓷, 以第一名的成绩, 在大赛中)."""
    found = _means().search(sentence.view.shown, begin, verb)
    return found.start() if found else verb


def _last_holder(sentence: Sentence, begin: int, end: int) -> int | None:
    shown = sentence.view.shown
    for i in range(end - 1, begin - 1, -1):
        is_first = shown.startswith(("唯一", "首个", "首批", "首家", "第"), i + 1)
        if label_of(shown[i]) in HOLDERS and sentence.view.token(i) and not is_first:
            return i
    return None


def _is_near(gap: str) -> bool:
    """Whether the words between holder and verb leave the holder the subject."""
    if _SOME.match(gap):
        return False  # 青山区一企业, 青山区多个项目
    if gap.startswith("\0") or (counted().search(gap) and not gap.startswith(("等", "、"))):
        return False
    gap = re.sub(r"^(?:、[一-鿿A-Za-z]{2,10})+等", "等", gap)  # 青山、云谷精密、安之云等6家
    return len(gap) <= _MAX_GAP or gap.endswith(lexicon.words("award_work"))


def _is_of_a_brand(sentence: Sentence, index: int, gap: str) -> bool:
    """Whether a place's short name only begins the name of unknown goods or of a firm (青川红芪, 青川建工)."""
    named = list(_named(sentence, index))
    short = bool(named) and named[-1].rule == "place.short"
    unknown = bool(re.match(r"[一-鿿]", gap)) and not _SOME.match(gap) and not counted().match(gap)
    return short and unknown and not gap.endswith(lexicon.words("award_work"))


def _named(sentence: Sentence, index: int) -> Iterator[Mention]:
    token = sentence.view.token(index)
    for m in token.members if token else ():
        if m.attr("key"):
            yield m


def _end_of(sentence: Sentence, index: int) -> int:
    token = sentence.view.token(index)
    return token.end if token else 0


# --- what is left unsaid


def _unsaid(sentence: Sentence, begin: int, title: str, given: list[str]) -> list[str]:
    """For a clause without a subject: who ends the clause before (设计师杨柳,获得…), who opens the sentence, who was
    given the title before, or else what the paragraph speaks of.
    """
    shown = sentence.view.shown
    near = [begin - 2] if begin >= 2 and not _is_means(sentence, begin - 2) else []
    said = max((m.end() for m in _said().finditer(shown, 0, begin)), default=0)  # whose words follow is not told of
    for i in (*near, *_subjects_before(sentence, said, begin)):
        owner = _BELONGS.match(shown, i + 1) if label_of(shown[i]) in HOLDERS else None
        if owner and label_of(shown[owner.end()]) in HOLDERS:
            continue
        if owner:
            return []
        keys = [m.attr("key") for m in _named(sentence, i) if label_of(shown[i]) in HOLDERS and fits(m, title)]
        if keys:
            return [m.attr("key") for m in members(sentence, i)] if i == begin - 2 else keys
    if _AHEAD.match(shown, begin):
        after = (i for i in range(begin, len(shown)) if label_of(shown[i]) in HOLDERS)
        return next(([m.attr("key") for m in members(sentence, i) if fits(m, title)] for i in after), [])
    kind = kind_of(title)
    if given or (kind != "held_by_area" and any(label_of(shown[i]) in HOLDERS for i in range(begin))):
        return given
    names = "|".join(("Anaphor", *KINDS[kind])) if kind else "Company|District|Anaphor"
    start = sentence.view.start(begin) if begin < len(sentence.view.shown) else sentence.end
    if kind == "held_by_firm" and (firm := sentence.topics.last("Company@paragraph", start)):
        return [firm]
    key = sentence.topics.last(f"{names}@paragraph", start)
    return [key] if key else _home(sentence) if kind in ("", "held_by_area") else []


def _subjects_before(sentence: Sentence, begin: int, end: int) -> Iterator[int]:
    """Places of what the clauses before ``end`` speak of, the nearest first; 在北京, 由某公司, 从某局 are not."""
    shown = sentence.view.shown
    borders = [begin, *(m.end() for m in _CLAUSE.finditer(shown, begin, end) if m.end() > begin)]
    for start, stop in reversed(list(pairwise([*borders, end]))):
        for i in range(start, stop):
            if label_of(shown[i]) in HOLDERS and shown[i - 1 : i] not in tuple("在从由被与向经于同和"):
                yield i


def pointed_at(sentence: Sentence, at: int, title: str) -> list[str]:
    """Key of the last thing named before a place in the sentence that can hold the title; firms first for firms'."""
    kind = kind_of(title)
    order = ("Company", "Project", "Park", "Place", "Organization", "District")
    kinds = KINDS[kind] if kind else order
    start = sentence.view.start(at)
    for wanted in (k for k in order if k in kinds):
        key = sentence.topics.last(f"{wanted}@paragraph", start)
        if key:
            return [key]
    return []


def _is_means(sentence: Sentence, index: int) -> bool:
    """Whether what stands there is only what somebody won by: A公司凭B,摘得…."""
    shown = sentence.view.shown
    return bool(re.search("凭(?:借|着)?[“《]?$", shown[max(0, index - 4) : index]))


def _pointed_at(sentence: Sentence, begin: int, bare: str, title: str) -> list[str]:
    """What a bare word means: 公司 the last firm, 镇里 the last town named."""
    start = sentence.view.start(begin)
    area = bare in lexicon.word_set("award_area_word")
    if bare in lexicon.word_set("award_zone_word"):
        zones = (m for m in sentence.topics.named_before(start) if m.type == "Park" or m.attr("level") == "zone")
        return next(([m.attr("key")] for m in zones if fits(m, title)), [])
    kinds = next((kinds for name, kinds in _POINTING.items() if bare in lexicon.word_set(name)), ())
    for kind in ("District",) if area else kinds:
        for m in sentence.topics.named_before(start):
            ends = not area or m.name.endswith(
                tuple(c for c in bare if c in "镇村县旗市区乡州团连盟道") or ("村", "社区")
            )
            if m.type == kind and ends and fits(m, title):
                return [m.attr("key")]
    return _home(sentence) if area and kind_of(title) in ("", "held_by_area") else []


def _home(sentence: Sentence) -> list[str]:
    return [sentence.context.home] if sentence.context.home else []


# --- words


def _spelled(sentence: Sentence, begin: int, end: int, after: int = 0) -> str:
    """A stretch with dates left out and numbers as the text has them; other mentions stay symbols.

    What lies before the text offset ``after`` belongs to a list already read; a closing quotation mark whose
    opening one stands before the stretch shows as NUL unless it comes first.
    """
    view = sentence.view
    out: list[str] = []
    for i in range(begin, end):
        label = label_of(view.shown[i])
        if view.start(i) < after or label == "Date":
            continue
        if label in ("Quantity", "Ordinal") or (label == "Anaphor" and view.shown.startswith("唯一", i + 1)):
            out.append(sentence.article.text[view.start(i) : view.end(i)])
        else:
            out.append(view.shown[i])
    words = "".join(out)
    cut = words.find("”")
    return words if cut <= 0 or "“" in words[:cut] else "\0" + words


@cache
def _glue() -> re.Pattern[str]:
    counters = "".join(lexicon.words("award_count"))
    return re.compile(
        rf"{lexicon.pattern_of('award_glue')}|[全本]?[省市国县区]?唯一|[“”‘’《》()]|第?[{NUMERAL}]{{1,9}}(?:年|次|度|届|连)"
        rf"|等(?:[{NUMERAL}]{{1,9}}[{counters}])?[一-鿿]{{0,6}}$"
    )


def _without_glue(words: str) -> str:
    """The words that are left when adverbs and quotation marks are taken away."""
    return _glue().sub("", words)


@cache
def _said() -> re.Pattern[str]:
    return rulebook.compile_pattern(
        r"<Official|Person>{speech_verb}[,:]|(?:获悉|了解到|得知|传来(?:消息|喜讯|捷报|佳讯))[,:]",
        {},
        "kg/facts/award_holders.py",
    )


@cache
def counted() -> re.Pattern[str]:
    """A number of unnamed ones: 4家, (市)12个."""
    counters = "".join(lexicon.words("award_count"))
    return re.compile(rf"(?:\([一-鿿]{{1,4}}\))?[{NUMERAL}]{{1,9}}余?[{counters}]")


@cache
def _means() -> re.Pattern[str]:
    return rulebook.compile_pattern(
        r"(?:则|也|还|又|均|都|已|同时|一举|先后){0,5}"
        r"(?:被(?!誉|称|评|认|命|授|确|列|纳)|[经由获](?:<Organization>|[一-鿿]{1,8}[部委局厅会府])|凭借?|依托|靠着|以[^,。]{1,16}(?:成绩|优势|总分|分|身份|票|佳绩)"
        r"|在[^,。]{1,30}?(?:中|上|里|期间)[^,。]{0,4}$|与[^,。]{1,16}(?:一道|一起|一同|同时))",
        {}, "kg/facts/award_holders.py",
    )  # fmt: skip
