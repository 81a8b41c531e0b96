"""The text as read of formats that are no text: a head of what the source says of itself, then its paragraphs.

The head has the form in which web sites print it, so that the reader of pages knows title, day, paper and author:

    # 清河县启动夏粮收购
    2024年6月3日
    来源:清河日报
    作者:宁远

Offsets of evidence count in this text, and the graph folder keeps it (``kg text``).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

_DAY = re.compile(r"\s*+(\d{4})(?:[-/.年]\s*+(\d{1,2})[-/.月]\s*+(\d{1,2})|(\d{2})(\d{2}))(?:\D.*)?", re.DOTALL)
_SPACE = re.compile(r"\s+")
#: What no text holds; a library that met broken input may still hand it on.
_UNSOUND = re.compile("[\0\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Head:
    """What a source says of itself; empty where it does not. ``date`` as it stands there."""

    title: str = ""
    date: str = ""
    newspaper: str = ""
    author: str = ""


def compose(head: Head, paragraphs: Iterable[str]) -> str:
    """The text of a source: one paragraph a line, blank lines between them; a title they begin with is not doubled."""
    body = [text for paragraph in paragraphs if (text := sound(paragraph).strip())]
    title = _line(head.title)
    if body and title and _line(body[0].lstrip("#")) == title:
        body = body[1:]
    lines = [
        f"# {title}" if title else "",
        day(head.date),
        f"来源:{_line(head.newspaper)}" if head.newspaper.strip() else "",
        f"作者:{_line(head.author)}" if head.author.strip() else "",
    ]
    return "\n\n".join(line for line in [*lines, *body] if line)


def day(date: str) -> str:
    """A date of a record or a header as a newspaper prints it; empty when it is none that names a day.

    >>> day("2024-06-03T08:12:00+08:00"), day("20240603"), day("yesterday")
    ('2024年6月3日', '2024年6月3日', '')
    """
    found = _DAY.fullmatch(date)
    if not found:
        return ""
    year, month, of_month = (int(n) for n in (found[1], found[2] or found[4], found[3] or found[5]))
    return f"{year}年{month}月{of_month}日" if 1 <= month <= 12 and 1 <= of_month <= 31 else ""


def heading(text: str) -> str:
    """A subhead as a paragraph of its own."""
    line = _line(text)
    return f"## {line}" if line else ""


def row(cells: Iterable[str]) -> str:
    """A row of a table as one line."""
    texts = [_line(cell) for cell in cells]
    return f"| {' | '.join(texts)} |" if any(texts) else ""


def sound(text: str) -> str:
    """The text with what no text holds (NUL, lone surrogates) replaced by U+FFFD."""
    return _UNSOUND.sub("\ufffd", text)


def _line(text: str) -> str:
    return _SPACE.sub(" ", sound(text)).strip()
