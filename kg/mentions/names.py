"""Whether a stretch names one thing or only a kind of thing."""

from __future__ import annotations

import re

from kg.mentions import lexicon, tokens

_MARKS = re.compile(r"[“”‘’「」《》()\s]")
_DIGITS_ONLY = re.compile(r"[\d.%+\-,个家项条座万亿元余多近约以上下十百千两一二三四五六七八九]+")


def is_specific(name: str, head: str = "") -> bool:
    """True when something besides common words stands before the head (华锐精密新基地, not 重点产业基地)."""
    core = _MARKS.sub("", name)
    if head and core.endswith(head):
        core = core[: -len(head)]
    if len(core) < 2 or _DIGITS_ONLY.fullmatch(core):
        return False
    common = lexicon.word_set("generic")
    words = [core[s:e] for s, e in tokens.cut(core)]
    if head and len(words[-1]) == 1 and tokens.is_empty_word(words[-1]):
        return False  # 盯项目, 抓项目: a verb and its object
    rest = [w for w in words if not _is_common(w, common)]
    return any(len(w) > 1 or not tokens.is_known(w) for w in rest) or len(rest) > 1


def _is_common(word: str, common: frozenset[str]) -> bool:
    return word in common or tokens.is_empty_word(word) or bool(_DIGITS_ONLY.fullmatch(word)) or word in "、,和与及·-"


def strip_marks(name: str) -> str:
    """The name without quotation marks, title marks and spaces."""
    return re.sub(r"[“”‘’「」『』《》\s]", "", name)
