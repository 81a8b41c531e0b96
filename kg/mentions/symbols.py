"""One private-use character for every label, so that patterns can speak of mentions as if they were letters.

A projected text shows each settled mention as its label's symbol; ``<Company>`` in a pattern compiles to that
character. Characters of the private-use block that stand in a source are shown as ``FOREIGN``.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache

from kg.errors import DataError
from kg.records import ENTITY_TYPES

#: Labels of the cascade that are no entity classes.
WORKING_LABELS = (
    "Date",  # 今年1月至10月
    "Quantity",  # 34个, 6.1%, 1.7万户
    "Money",  # 1.5亿元
    "Quote",  # “…”, with its marks
    "Title",  # 《…》, with its marks
    "Post",  # 区委书记
    "Stop",  # a word no name runs over: 加快推进, 将, 的
    "Build",  # a verb of building, a Stop too: 建设, 打造
    "Award",  # a verb of winning, a Stop too: 获评, 入选
    "Joint",  # 和, 与, 及 as a word of its own
    "Anaphor",  # 该区, 全市, 我县: resolved to a key later
    "Legal",  # 有限公司 and the like
    "Ordinal",  # 第二届, 第30届
    "Indicator",  # 地区生产总值, in a question
)

LABELS = (*ENTITY_TYPES, *WORKING_LABELS)
FIRST = 0xE000
FOREIGN = "□"
_SYMBOL = {label: chr(FIRST + i) for i, label in enumerate(LABELS)}
_LABEL = {symbol: label for label, symbol in _SYMBOL.items()}
_FOREIGN = re.compile("[\ue000-\uf8ff]")

#: A character class of every symbol, for patterns that must not run over a mention.
ANY = f"{_SYMBOL[LABELS[0]]}-{_SYMBOL[LABELS[-1]]}"


@cache
def symbol(label: str) -> str:
    """The character that stands for a label. Raises DataError for a label that does not exist."""
    try:
        return _SYMBOL[label]
    except KeyError:
        raise DataError(f"没有名为“{label}”的标注类别,请用以下之一:{'、'.join(LABELS)}。") from None


def label_of(char: str) -> str:
    """The label a character stands for, or ``""``."""
    return _LABEL.get(char, "")


@lru_cache(maxsize=256)  # each stage of the cascade shows the same article
def without_symbols(text: str) -> str:
    """The text with private-use characters shown as ``FOREIGN``; same length."""
    return _FOREIGN.sub(FOREIGN, text)


_NAMED = re.compile(r"(?<!\?P)<(\^?)([A-Z][A-Za-z|]*)>")
#: A class that nothing closes goes to the end; ``re`` will say so of the pattern.
_CLASS = re.compile(r"(?<!\\)\[\^?\]?(?:\\[\s\S]|[^\]\\])*+(?:\]|\\?\Z)")


def expand(pattern: str) -> str:
    """A pattern with ``<A|B>`` replaced by a character class of the symbols, or by the bare symbols within one.

    ``<^A|B>`` is any character but these; look-arounds and named groups (``(?<=``, ``(?P<``) are left alone.
    """
    out: list[str] = []
    at = 0
    for inside in _CLASS.finditer(pattern):
        out.append(_NAMED.sub(_as_class, pattern[at : inside.start()]))
        out.append(_NAMED.sub(_bare, inside.group()))
        at = inside.end()
    out.append(_NAMED.sub(_as_class, pattern[at:]))
    return "".join(out)


def _bare(match: re.Match[str]) -> str:
    return "".join(symbol(name) for name in match.group(2).split("|"))


def _as_class(match: re.Match[str]) -> str:
    return f"[{match.group(1)}{_bare(match)}]"
