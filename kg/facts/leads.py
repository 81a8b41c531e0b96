"""What a page gives its reader besides facts: its sentences, and the words that lead one to expect a fact.

A lead is a number that says how much, or a stretch that looks like a name although no rule knew it. Both go into
the Extraction, so that ``coverage`` can tell from it alone what the facts left out.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from itertools import pairwise

from kg.facts.quantity import Quantity, find_quantities
from kg.language.alternation import one_of
from kg.language.calendar import find_times
from kg.language.numerals import plain_string
from kg.language.spans import Enclosing, Taken
from kg.mentions import lexicon, sentences, tokens
from kg.mentions.names import is_specific
from kg.records import ENTITY_TYPES, Article, Lead, Mention, Sentence

#: Kinds of blocks that state things; headlines repeat them, credits say who wrote.
TELLING = ("body", "list", "subhead", "caption")
#: Kinds of leads that are names; all others are numbers.
QUOTED, INSTITUTION = "quoted", "institution"
NAMES = (QUOTED, INSTITUTION)

#: Word classes of what the names of firms and bodies end with.
_ENDS = ("legal_form", "firm_word", "school_end", "hospital_end", "society_end", "institute_end")
#: Numbers below this that are written in characters belong to speech (两个方面, 一年) and not to statistics.
_SPOKEN = 10
_SPOKEN_KINDS = ("count", "duration", "measure")
#: How far a name may reach back from its ending, and how short a quoted one may be.
_LONGEST_NAME = 12
_SHORTEST_QUOTE = 3
_NO_NAME = re.compile(r"[、,;:。!?…·+]|^\d")
_WORD = re.compile(r"[一-鿿A-Za-z0-9()]+$")

Span = tuple[int, int]


def read(article: Article) -> Iterator[Sentence]:
    """The sentences of one article; a block's border ends a sentence too."""
    text = article.text
    visible = [at for at, end in sentences.of(article) if text[at:end].strip()]
    blocks = sorted(article.blocks, key=lambda block: block.start)
    starts = [block.start for block in blocks]
    for start, end in pairwise([0, *visible[1:], len(text)] if visible else []):
        at = bisect_right(starts, start) - 1
        kind = blocks[at].kind if at >= 0 and start < blocks[at].end else ""
        yield Sentence(article.position, kind, tuple(_spans(article.offsets[start:end])))


def _spans(offsets: Sequence[int]) -> Iterator[Span]:
    start = offsets[0]
    for before, after in zip(offsets, [*offsets[1:], -1], strict=True):
        if after != before + 1:
            yield start, before + 1
            start = after


def leads(article: Article, mentions: Sequence[Mention]) -> Iterator[Lead]:
    """The leads of one article in the order of its text; none from headlines and credits."""
    found = sorted({*_numbers(article, mentions), *_quoted(article, mentions), *_institutions(article, mentions)})
    telling = [(b.start, b.end) for b in article.blocks if b.kind in TELLING]
    for (start, end), kind, value, unit in found:
        if _within((start, end), telling):
            first, last = article.source_span(start, end)
            yield Lead(article.position, first, last, article.text[start:end], kind, value, unit)


_Found = tuple[Span, str, str, str]  # text offsets, kind, value, unit


def _numbers(article: Article, mentions: Iterable[Mention]) -> Iterator[_Found]:
    text = article.text
    names = Enclosing((m.start, m.end) for m in mentions if m.type in (*ENTITY_TYPES, "Quote", "Title"))
    times = Taken(len(text), ((t.start, t.end) for t in find_times(text, article.date)))
    for quantity in find_quantities(text):
        span = quantity.start, quantity.end
        if _says_how_much(quantity, text) and not names.hold(*span) and not times.overlaps(*span):
            yield span, quantity.kind, plain_string(abs(quantity.value)), quantity.unit


def _says_how_much(quantity: Quantity, text: str) -> bool:
    """Whether a number is neither a manner of speaking (一个方面, 千名) nor a threshold (10亿元以上项目)."""
    if quantity.attributive and (quantity.qualifier or text[quantity.end : quantity.end + 1] != "的"):
        return False
    if not quantity.chinese or quantity.kind not in _SPOKEN_KINDS:
        return True
    return quantity.value >= _SPOKEN and bool(re.search("[一二三四五六七八九]", quantity.text))


def _quoted(article: Article, mentions: Sequence[Mention]) -> Iterator[_Found]:
    known = Taken(len(article.text), ((m.start, m.end) for m in mentions if m.type in ENTITY_TYPES))
    for m in mentions:
        inner = article.text[m.start + 1 : m.end - 1]
        plain = len(inner) >= _SHORTEST_QUOTE and not _NO_NAME.search(inner) and not tokens.is_known(inner)
        if m.type == "Quote" and plain and not known.overlaps(m.start, m.end):
            yield (m.start, m.end), QUOTED, "", ""


def _institutions(article: Article, mentions: Sequence[Mention]) -> Iterator[_Found]:
    text = article.text
    spans = [(m.start, m.end) for m in mentions if m.type in ENTITY_TYPES]
    known, ends = Taken(len(text), spans), [0, *sorted(end for _start, end in spans)]
    for head in _endings().finditer(text):
        floor = max(head.start() - _LONGEST_NAME, ends[bisect_right(ends, head.start()) - 1])
        stem = _WORD.search(text[floor : head.start()])
        start = floor + stem.start() + _lead_in(stem.group()) if stem else head.start()
        specific = head.start() - start > 1 and is_specific(text[start : head.end()], head.group())
        if specific and not known.overlaps(start, head.end()):
            yield (start, head.end()), INSTITUTION, "", ""


def _lead_in(words: str) -> int:
    """Length of the verbs and empty words before a name: 避免因 before 青石银行."""
    for start, end in tokens.cut(words):
        word = words[start:end]
        if not (tokens.is_verb(word) or tokens.is_empty_word(word) or word in lexicon.word_set("generic")):
            return start
    return len(words)


@cache
def _endings() -> re.Pattern[str]:
    """The last of the endings in a row: 公司 of 有限公司分公司."""
    ends = one_of(word for name in _ENDS for word in lexicon.words(name))
    return re.compile(f"{ends}(?!{ends}|[一-鿿]{ends})")


def _within(span: Span, spans: Iterable[Span]) -> bool:
    return any(start <= span[0] and span[1] <= end for start, end in spans)
