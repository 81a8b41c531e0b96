"""An article's text as a short code in which rules can see times, subjects and quantities at one glance.

Every time, subject mention and quantity becomes one private character; all other characters stay. ``今年1月至10月,全市
规模以上工业增加值增长10.2%`` reads ``T,S规模以上工业增加值增长P``. Rules are regular expressions over that code, and
each code character leads back to its stretch of the text.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from kg.facts.indicators import lexicon
from kg.facts.observe_pointers import UNKNOWN
from kg.facts.quantity import Quantity, find_quantities
from kg.language.beginnings import matches
from kg.language.calendar import TimeSpan, find_times
from kg.language.spans import Enclosing, Taken
from kg.mentions.symbols import without_symbols
from kg.records import Mention

#: Code characters by the letter that rules write in braces.
CODE = {
    "T": "\ue001",  # a time the fact can have
    "K": "\ue002",  # a time compared with (较上年), or a vague one
    "S": "\ue003",  # a mention that a number can be about
    "Y": "\ue004",  # 连续3年: for so long already
    "P": "\ue010", "B": "\ue011", "M": "\ue012", "C": "\ue013",
    "R": "\ue014", "X": "\ue015", "L": "\ue016", "D": "\ue017", "O": "\ue018",
}  # fmt: skip
KIND_CODE = {
    "percent": "P", "points": "B", "money": "M", "count": "C",
    "rank": "R", "multiple": "X", "measure": "L", "duration": "D", "nth": "O",
}  # fmt: skip
QUANTITIES = "".join(CODE[c] for c in "PBMCRXLDO")

#: Classes of things that numbers of a local newspaper are about.
SUBJECT_TYPES = frozenset({"District", "Company", "Project", "Park", "Place", "Event"})
#: Names whose digits are part of the name.
NAME_TYPES = SUBJECT_TYPES | {"Honour", "Product", "Initiative", "Organization", "Industry", "Official", "Person"}

_COMPARED = re.compile(r"(?:同比|环比|[较比与同和跟])?$")
#: 较上届, 较最高峰: a time to compare with, of no date.
_VAGUE_BASE = re.compile(
    r"[较比](?:上一?届|往届|前[一几]届|上一?季|(?:历史)?最?高峰期?|峰值|疫情前)(?:同期|时)?(?=[增减下上提多少高低净翻])"
)
#: How growth is reckoned from here on: 规上工业增加值(同比,下同)增长6.8%.
_NOTE = re.compile(
    r"[(\uff08](?:(?:同比|按?可比价格?|按?可比价计算|同口径)(?:[,,](?:下同|同比))?|下同)[)\uff09](?=[一-龥\d])"
)
#: Years without dates before what was done in them.
_RUNNING_YEARS = re.compile(
    r"(?<![\d第续满逾近超前每一二两三四五六七八九十])(?:短短|仅|这)?(?:[二两三四五六七八九十]|\d{1,2})年"
    r"(?:[间里来内](?=[,,]?[一-龥])|时间[,,]|(?=累计|总共|共[^同]|净增|新增|翻|数量翻))"
)
_CONTINUOUS = re.compile(r"(?:已|已经)?(?:连续|持续|累计)$")
_GOAL = re.compile(r"的?(?:预算|计划|目标|确定|定|任务|预期)")
#: 2021年以来最好成绩: no time of the result, but what it outdoes.
_RECORD = re.compile(r"(?:以来|来)?的?(?:最|首|新高|新低|同期|历史)")
_MEETING = re.compile(
    r"(?:全[市县区]|重[大点])?[^,,。;;0-9]{2,24}?(?:仪式|推进会|调度会|观摩会|签约会|推介会|活动|集中(?:开工|签约|竣工|投产)(?=[,,。]))"
)
_PUBLISHED = re.compile(r"[^,,。;;]{0,10}?(?:发布|公布|揭晓|出炉)的")
_EXACTLY = re.compile(r",?(?:为|达到?|占)\d")  # 首次过半,为52.8%
_BRACKETS = ("()", "\uff08\uff09")
_SHORT_QUOTE = re.compile(r"[“‘《「][^“”‘’《》「」,。\n]{1,16}[”’》」]")


@dataclass(frozen=True, slots=True)
class Token:
    """One coded stretch of the text and what it is."""

    letter: str
    start: int
    end: int
    thing: Quantity | TimeSpan | Mention


@dataclass(frozen=True, slots=True)
class Code:
    """A coded text. ``starts[i]`` and ``ends[i]`` are the text offsets of code character ``i``."""

    text: str
    code: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    tokens: dict[int, Token]

    def literal(self, start: int, end: int) -> str:
        """The words behind a stretch of code."""
        return self.text[self.starts[start] : self.ends[end - 1]] if start < end else ""

    def at(self, offset: int) -> int:
        """The code index at or after a text offset."""
        return bisect_left(self.starts, offset)

    def times(self, start: int, end: int) -> list[tuple[int, TimeSpan]]:
        """The times in a stretch of code that a fact can have, with their places."""
        found = []
        index = self.code.find(CODE["T"], start, end)
        while index >= 0:
            thing = self.tokens[index].thing
            if isinstance(thing, TimeSpan):
                found.append((index, thing))
            index = self.code.find(CODE["T"], index + 1, end)
        return found

    def quantity(self, index: int) -> Quantity:
        """The quantity behind a code character. Raises TypeError when it is none."""
        thing = self.tokens[index].thing
        if not isinstance(thing, Quantity):
            raise TypeError(f"no quantity at {index}")
        return thing


def encode(text: str, mentions: Sequence[Mention], reference: str) -> Code:
    """Code one text; overlapping stretches are settled in the order names, times, subjects, quantities."""
    named = [(m.start, m.end) for m in mentions if m.type in NAME_TYPES]
    names, quotes = Enclosing(named), Enclosing(m.span() for m in _SHORT_QUOTE.finditer(text))
    times = (_time_token(text, t) for t in find_times(text, reference) if not names.hold(t.start, t.end))
    tokens = [token for token in times if token] + _vaguely_compared(text) + _running_years(text)
    timed = Taken(len(text), ((t.start, t.end) for t in tokens))
    closed = Taken(len(text), [*named, *((t.start, t.end) for t in tokens)])
    quantities = [
        q for q in find_quantities(text)
        if _counts(text, q) and not quotes.hold(q.start, q.end) and not closed.overlaps(q.start, q.end)
    ]  # fmt: skip
    tokens.extend(_quantity_token(text, q) for q in quantities)
    beside = {place for q in quantities if q.kind == "count" for place in (q.start, q.end)}
    areas = {m.start: m.end for m in mentions if m.type == "District"}
    bearers = (m for m in mentions if _is_subject(m) and not timed.overlaps(m.start, m.end))
    subjects = (m for m in bearers if not _is_common(text, m, areas.get(m.start, m.start)))
    for m in subjects:
        counted = m.type == "Project" and (m.start in beside or m.end in beside)  # 37个援疆项目: no name but a kind
        labelled = m.type == "District" and quotes.hold(m.start, m.end)  # “江城造”商品: part of a brand
        if not counted and not labelled:
            tokens.append(Token("S", m.start, m.end, m))
    return _assemble(text, _bracketed(text, _without_overlaps(tokens)))


#: Bases that an area has many of: 有机农业基地, 蔬菜种植基地.
_GROWN_THERE = re.compile("[一-龥]{0,6}(?:种植|养殖|蔬菜|茶叶|农业|水果|药材|原料)基地")


def _is_common(text: str, mention: Mention, behind: int) -> bool:
    """Whether a place is but what its area has much of (青川县|茶园, 人均茶园); ``behind``: where its own area ends."""
    if mention.type not in ("Place", "Park", "Project") or not mention.start <= behind < mention.end:
        return False
    kind = re.sub("^(?:现有|共有|全[县市区乡镇村]|人均|户均|的)+", "", text[behind : mention.end])
    bare = behind > mention.start or len(kind) < mention.end - mention.start
    return bare and (kind in lexicon()["common_places"] or bool(_GROWN_THERE.fullmatch(kind)))


def _running_years(text: str) -> list[Token]:
    """The years up to now in whose course something was done: 三年累计完成, 五年间企业由12家增至40家."""
    spans = ((m.start(), m.end(), m.group()) for m in matches(_RUNNING_YEARS, text))
    return [Token("K", start, end, TimeSpan(start, end, said, None, None, "", "vague")) for start, end, said in spans]


def _vaguely_compared(text: str) -> list[Token]:
    """What numbers are compared with that no calendar knows: 较上届增长18%, 较最高峰减少一半."""
    noted = (*_VAGUE_BASE.finditer(text), *_NOTE.finditer(text))
    spans = ((m.start(), m.end(), m.group()) for m in noted)
    return [Token("K", start, end, TimeSpan(start, end, said, None, None, "", "base")) for start, end, said in spans]


def _counts(text: str, quantity: Quantity) -> bool:
    """Whether a quantity says how much: neither a threshold (10亿元以上项目) nor a mere 千名, 百万人."""
    if quantity.text == "过半" and _EXACTLY.match(text, quantity.end):
        return False
    spoken = quantity.chinese and quantity.kind == "count" and not re.search(r"[一二两三四五六七八九]", quantity.text)
    return not quantity.attributive and (not spoken or bool(quantity.qualifier))


def _is_subject(mention: Mention) -> bool:
    return mention.attr("key") == UNKNOWN or bool(class_of(mention) in SUBJECT_TYPES and mention.attr("key"))


def class_of(mention: Mention) -> str:
    """The class of the thing a mention stands for; that of an anaphor (全市, 该公司) is in its key."""
    return mention.attr("key").partition(":")[0] if mention.type == "Anaphor" else mention.type


def _time_token(text: str, span: TimeSpan) -> Token | None:
    planned = (span.edge == "begin" or span.text == "全年") and _GOAL.match(text, span.end)
    if planned:  # 年初预算, 全年任务: no time of the result, but part of what is named
        return None
    if span.precision == "period" and _MEETING.match(text, span.end):
        return None  # 2024年第三季度重大项目集中开工仪式: part of its name
    if span.kind not in ("base", "vague", "since", "plan"):
        return Token("T", span.start, span.end, _as_year(text, span))
    if span.kind == "since" and not _RECORD.match(text, span.end):  # 今年以来, 6月以来
        return Token("T", span.start, _past(text, span.end, "以来"), span)
    lead = _COMPARED.search(text, 0, span.start)
    start = lead.start() if lead and span.kind == "base" else span.start
    end = _past(text, _past(text, span.end, "同期"), "全年")
    return Token("K", start, _past(text, end, "相比") if text[start] in "与同和跟" else end, span)


def _as_year(text: str, span: TimeSpan) -> TimeSpan:
    """The year of a list that came out on a day of it: 今年5月发布的…评价中列第18位."""
    if not _PUBLISHED.match(text, span.end) or span.precision not in ("month", "day") or not span.last:
        return span
    year = span.last.year
    return replace(span, first=date(year, 1, 1), last=date(year, 12, 31), precision="year")


def _past(text: str, end: int, word: str) -> int:
    return end + len(word) if text.startswith(word, end) else end


def _quantity_token(text: str, quantity: Quantity) -> Token:
    lead = _CONTINUOUS.search(text, max(0, quantity.start - 4), quantity.start)
    if quantity.kind == "duration" and lead:
        return Token("Y", lead.start(), quantity.end, quantity)
    return Token(KIND_CODE[quantity.kind], quantity.start, quantity.end, quantity)


def _without_overlaps(tokens: list[Token]) -> list[Token]:
    kept: list[Token] = []
    for token in sorted(tokens, key=lambda t: (t.start, -t.end)):
        if not kept or token.start >= kept[-1].end:
            kept.append(token)
    return kept


def _bracketed(text: str, tokens: list[Token]) -> list[Token]:
    """Without things in brackets right behind another, which they only name again: 经开区（高新区）."""
    kept: list[Token] = []
    for token in tokens:
        last = kept[-1] if kept else None
        bracket = text[token.start - 1 : token.start] + text[token.end : token.end + 1]
        if last and last.letter == token.letter == "S" and last.end == token.start - 1 and bracket in _BRACKETS:
            kept[-1] = replace(last, end=token.end + 1)
        else:
            kept.append(token)
    return kept


def _assemble(text: str, tokens: list[Token]) -> Code:
    chars: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    placed: dict[int, Token] = {}
    position = 0
    plain = without_symbols(text)  # a private character of the source is no code
    for token in [*tokens, None]:
        stop = token.start if token else len(text)
        chars.extend(plain[position:stop])
        starts.extend(range(position, stop))
        ends.extend(range(position + 1, stop + 1))
        if token:
            placed[len(chars)] = token
            chars.append(CODE[token.letter])
            starts.append(token.start)
            ends.append(token.end)
            position = token.end
    return Code(text, "".join(chars), tuple(starts), tuple(ends), placed)
