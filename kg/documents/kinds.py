"""What each line of a page is: masthead, head, byline, caption, list item, text …

Here a line is judged by itself: by the rules of ``rules/layout.yaml``, as a credit, or by its form (length, stops,
numbering). What needs the lines around it is in ``neighbours``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from kg.documents import bylines, junction
from kg.documents.lines import Line
from kg.documents.rules import line_rules, pattern, words
from kg.language.numerals import parse_number

#: Kinds that are no part of any article.
FURNITURE = frozenset(("ornament", "masthead", "label", "date", "source", "web", "pageref", "editors"))
#: Kinds that stand between the texts of articles.
HEADS = frozenset(("head", "deck", "resolution"))
#: Kinds of running text.
TEXT = frozenset(("body", "list"))

#: A head has at most this many characters (three printed headline lines); longer lines are text.
MAX_HEAD = 46
#: A caption that is no full news item: longer ones are photo stories and count as text.
MAX_CAPTION = 90
#: The end of a notice: issuer and date.
_SIGNED = re.compile(r"[\s。]\S{0,40}(?:19|20)\d{2}年\d{1,2}月\d{1,2}日$")


@dataclass(frozen=True, slots=True)
class Unit:
    """A line and what it is; ``wrapped`` lines go on in the next one whatever they end with."""

    line: Line
    kind: str
    rule: str = ""
    wrapped: bool = False

    @property
    def text(self) -> str:
        """The line's folded text."""
        return self.line.text


def alone(line: Line, top: bool) -> Unit:
    """What a line is by itself; ``top``: no text stands above it on the page."""
    if not re.search(r"\w", line.text):
        return Unit(line, "ornament", "no-letter")
    if line.level and line.level < 7:
        deck = next((r for r in line_rules() if r.kind == "deck" and r.pattern.search(line.text)), None)
        return Unit(line, "deck" if deck else "head", "markdown")
    for rule in line_rules():
        if (top or not rule.top) and rule.pattern.search(line.text):
            return Unit(line, rule.kind, rule.name)
    if kind := _credit_kind(line.text):
        return Unit(line, kind, "credit")
    return Unit(line, *_by_form(line))


def _credit_kind(text: str) -> str:
    """``byline``, ``editors`` (also behind a date: 2024年4月11日 星期四 编辑/于 岚), ``caption`` or ``""``."""
    if people := bylines.parse(text):
        return "editors" if bylines.is_editing(people) else "byline"
    dated = _dated_head().match(text)
    if dated and (people := bylines.parse(text[dated.end() :])) and bylines.is_editing(people):
        return "date"
    if len(text) <= MAX_CAPTION and not bylines.dateline(text) and (found := bylines.tail(text)):
        photo = any(person.role in ("摄影", "供图", "制图") for person in found.people)
        if photo or (len(text) <= 2 * MAX_HEAD and not text.endswith(")") and "。" in text[: found.start]):
            return "caption"
    return ""


def _by_form(line: Line) -> tuple[str, str]:
    """Head, list item or text, by length and punctuation."""
    text = line.text
    numbered = number().match(text)
    if numbered and len(text) > MAX_HEAD and re.search("。.", text):
        return "body", "numbered-paragraph"
    if numbered:
        return ("head", "numbered-head") if is_short_head(text) else ("list", "numbered-item")
    spoken = text.startswith(words("salutations")) or _speaker().match(text)
    if is_short_head(text) and not spoken and not bylines.dateline(text):
        return "head", "short"
    return "body", "text"


def goes_on(unit: Unit) -> bool:
    """Whether a text ends within a sentence: with no stop, no credit (…记者 张三 摄) and no signature with a date."""
    if unit.kind not in TEXT or unit.rule == "signature":
        return False
    ended = bylines.tail(unit.text) or bylines.bracketed(unit.text) or _SIGNED.search(unit.text)
    return not ended and (unit.wrapped or junction.is_open(unit.text))


def is_short_head(text: str) -> bool:
    """Whether a line has the form of a head: short, no stop or semicolon, not ending in the middle of a list."""
    if len(text) > MAX_HEAD or re.search(r"[。;…]", text) or re.search(r"[,、,]$", text):
        return False
    if _told().search(text):
        return False
    if text.endswith(":"):
        return bool(number().match(text)) and len(text) <= 24
    return len(re.findall(r"[,、]", text)) <= 2 and _closed(text)


def _closed(text: str) -> bool:
    """Whether no quotation or bracket is left open or closed without being opened."""
    opened, closing = junction.open_marks(text)
    return not opened and not closing


def item_number(text: str) -> int | None:
    """The number a line begins with (3. · 3、 · （三） · 三、 · ③), 0 for 第三章 and its like, None without one."""
    match = number().match(text)
    if not match:
        return None
    digits = match.group("arabic") or match.group("bracketed")
    if digits:
        return int(digits)
    if match.group("circled"):
        return ord(match.group("circled")) - ord("①") + 1
    numeral = match.group("chinese") or match.group("chinese2")
    value = parse_number(numeral) if numeral else None
    return int(value) if value is not None else 0


@cache
def number() -> re.Pattern[str]:
    """How numbered lines begin; the group that matched tells the form."""
    return re.compile(
        r"(?:(?P<arabic>\d{1,2})(?:[.．](?=\D|\d{3})|、)\s*|\((?P<bracketed>\d{1,2})\)\s*|(?P<circled>[①-⑳])\s*"
        r"|(?P<chinese>[一二三四五六七八九十]{1,3})、\s*|\((?P<chinese2>[一二三四五六七八九十]{1,3})\)\s*"
        r"|第[一二三四五六七八九十百]{1,3}[章节条部分篇编]{1,2}\s*)"
    )


@cache
def _told() -> re.Pattern[str]:
    return pattern(r".(?:{telling}),")


@cache
def _speaker() -> re.Pattern[str]:
    return re.compile(r"(?:记者|主持人|问|答)[::]")


@cache
def _dated_head() -> re.Pattern[str]:
    return pattern(r"^{date}{clock}{weekday}{lunar} +")
