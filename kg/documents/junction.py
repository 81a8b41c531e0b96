"""Whether a cut sentence goes on in another line: evidence from the two ends, added up.

Recognised newspaper columns break sentences at the end of a column and sometimes continue them elsewhere on the
page. ``score`` says how well the beginning of one line continues the end of another; its parts are listed with what
they stand for, so that a decision can be read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache

from kg.documents.rules import bridge_words, pattern, words

_OPENING, _CLOSING = "“‘(《「『〈【", "”’)》」』〉】"
_MARK = re.compile(f"[{re.escape(_OPENING + _CLOSING)}]")
_PARTNER = dict(zip(_CLOSING, _OPENING, strict=True))
_STOP = re.compile(r"[。!?…;:][”’)》」』〉】]*$")
#: A line that ends with a closing mark alone may be complete (a quotation as the last word).
_CLOSED = re.compile(r"[”’)》」』〉】]$")
#: Longest stretch over the break that is looked for elsewhere on the page.
_SPAN = 6

# What the parts are worth. A join that is no mere neighbourhood needs LONG_JOIN.
WORD, REPEATED, INSIDE, QUOTE, NUMBER, LIST, PARALLEL, MISFIT = 1.5, 2.0, 1.5, 2.0, 2.0, 1.5, 2.0, -3.0
#: The first character of the right piece is as well that of a word of its own: 全|市委.
OWN_WORD = -0.5
LONG_JOIN = 2.0


def is_open(text: str) -> bool:
    """Whether a line ends within a sentence."""
    return not _STOP.search(text) and not _CLOSED.search(text)


def starts_inside(text: str) -> bool:
    """Whether a line cannot be the beginning of a sentence (``的核心区…``, ``132%。``, ``级。航空城…``)."""
    if open_marks(text)[1]:
        return True
    return bool(_inside().match(text)) and not text.startswith(words("may_be_first"))


@lru_cache(maxsize=1024)  # each end is weighed against many others
def open_marks(text: str) -> tuple[str, str]:
    """The quotation marks and brackets left open at the end, and those closed that were never opened."""
    opened: list[str] = []
    stray = ""
    for char in _MARK.findall(text):
        if char in _OPENING:
            opened.append(char)
        elif _PARTNER[char] in opened:
            while opened.pop() != _PARTNER[char]:
                pass
        else:
            stray += char
    return "".join(opened), stray


def score(left: str, right: str, page: str) -> float:
    """How well ``right`` continues ``left``; 0 says nothing either way. ``page`` is the text both stand on."""
    return sum(value for _, value in reasons(left, right, page))


def reasons(left: str, right: str, page: str) -> Iterator[tuple[str, float]]:
    """The parts of the score with their names (Chinese, for the repair's note)."""
    yield from _word_reasons(left, right)
    if span := repeated(left, right, page):
        yield f"“{span}”在本页另有出现", REPEATED
    if starts_inside(right):
        yield "后段从句中开始", INSIDE
    yield from _quote_reasons(left, right)
    yield from _number_reasons(left, right)
    if left.endswith("、") and re.match(r"[^,。;、]{1,16}等(?:\d|[一二三四五六七八九十多])", right):
        yield "顿号之后接“…等若干”", LIST
    if _share(left, right):
        yield "“占…”之后接份额", NUMBER
    if left.endswith("有限") and right.startswith(("公司", "责任公司")):
        yield "“有限”之后接“公司”", NUMBER
    elif left.endswith("有限"):
        yield "“有限”之后没有“公司”", MISFIT
    if _parallel(left, right):
        yield "后段与前段末句并列", PARALLEL
    if _shares_out(left, right):
        yield "后段“分别”承接前段各数", PARALLEL
    if right.startswith(words("paragraph_openers")):
        yield "后段像新的一段", -1.0
    if right.startswith(words("determiners")) and re.search(r"[一-鿿]$", left) and not left.endswith(words("links")):
        yield "后段以代词起头", -1.5


def _word_reasons(left: str, right: str) -> Iterator[tuple[str, float]]:
    if left[-1:] + right[:1] in bridge_words():
        yield f"“{left[-1]}|{right[0]}”成词", WORD
        if right[:2] in bridge_words():
            yield f"“{right[:2]}”本身成词", OWN_WORD


def _quote_reasons(left: str, right: str) -> Iterator[tuple[str, float]]:
    opened, _ = open_marks(left)
    _, stray = open_marks(right)
    if opened and stray and _PARTNER[stray[0]] == opened[-1]:
        yield f"“{opened[-1]}”在后段闭合", QUOTE
    elif stray and not opened:
        yield "后段闭合了前段没有的引号", -2.0
    if right[0] == "“" and not opened and not re.search(r"[,:说、和与是为称]$", left):
        yield "后段以引语起头", -1.0


def _number_reasons(left: str, right: str) -> Iterator[tuple[str, float]]:
    wants = left.endswith(words("want_number"))
    cut_number = re.search(r"\d$", left) and _quantity_rest().match(right)
    if cut_number or (wants and right[0].isdigit()):
        yield "前段等数字,后段给数字", NUMBER
    elif wants and not _share(left, right):
        yield "前段等数字,后段没有", -0.5
    if left.endswith("、") and _quantity().match(right):
        yield "顿号之后接金额", MISFIT


def _share(left: str, right: str) -> bool:
    """Whether a share that is begun (占全市) gets its figure (的44.6%, 四成)."""
    figure = r"的?(?:比重|比例)?(?:为|达|近|约|超)?(?:\d[\d.]*%|[一二三四五六七八九]成|\d+/\d+|一半)"
    return bool(re.search(r"占[^,。;、]{0,10}$", left) and re.match(figure, right))


def _parallel(left: str, right: str) -> bool:
    """Whether steps of one plan or phases of one work follow: …8月动工、|2027年投产; 一期…,|二期…."""
    if left.endswith("、") and re.search(r"(?:月|年|季度|底|初)[^,。;、]{0,4}[工产成用]、$", left):
        step = r"(?:(?:20\d\d|明|后)年|(?:今年)?\d{1,2}月|年底|年内)[^,。;、]{0,8}[工产成用车][,。;]"
        return bool(re.match(step, right))
    phase = re.search(r"([一二三四])期[^。;]{1,30},$", left)
    return bool(phase and right.startswith({"一": "二期", "二": "三期", "三": "四期", "四": "五期"}[phase[1]]))


def repeated(left: str, right: str, page: str) -> str:
    """The longest stretch over the break (three to six Chinese characters) that the page prints unbroken elsewhere."""
    for size in range(_SPAN, 2, -1):
        for back in range(1, size):
            span = left[-back:] + right[: size - back]
            if len(span) == size and re.fullmatch(r"[一-鿿A-Za-z0-9]+", span) and not span.isdigit() and span in page:
                return span
    return ""


def _shares_out(left: str, right: str) -> bool:
    """Whether amounts named one by one (…2.76万吨,…142亿元,) get what is said of each (分别增长15.1%和20.4%)."""
    last = re.split("[。!?;]", left)[-1]
    each = r"(?:同比|环比|比[^,。;]{1,8}?)?分别(?:同比)?(?:增长|下降|增加|减少|提高|回落|上升|为|达|占|居|完成)"
    return bool(re.match(each, right)) and len(re.findall(r"\d[\d.]*[^\d,。;]{1,6}(?=[,、和]|$)", last)) > 1


@cache
def _inside() -> re.Pattern[str]:
    """Beginnings that are no beginnings: particles and marks, a lone syllable before a stop, a bare quantity."""
    first = "".join(re.escape(c) for c in "".join(words("not_first")))
    return pattern(
        rf"[{first}]|[一-鿿]{{1,3}}[。;]|[一-鿿][,、]|\d[\d.]*(?:{{units}})(?:[,。、;]|由)|.{{0,4}}分别(?:为|达|占|增长|下降)|等\d"
        r"|(?:扩建|改建|改造|新建|续建|建设)?(?:工程|项目)[、,]|[一-鿿]{1,4}\d[\d.]*[一-鿿%]{1,3};"
    )


@cache
def _quantity() -> re.Pattern[str]:
    return pattern(r"\d[\d.,]*(?:{units})")


@cache
def _quantity_rest() -> re.Pattern[str]:
    return pattern(r"[\d.]|{units}|家|个|户|人|项|位|名|年|月|日")
