"""A page as lines: where each printed line begins and ends in the source, what stands around it.

A line here is what the reader later moves, joins and names; everything is counted in source code points.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from kg.language.fold import fold

_BREAK = re.compile(r"\r\n|[\n\r\x0b\x0c\x85\u2028\u2029]")
_HEADING = re.compile(r"(#{1,6})(?:[ \t\u3000]+|(?=[^#\s]))")
_BOLD = re.compile(r"(\*\*|__)(.+?)\1\Z")
#: Byte order marks and zero-width characters that some editors leave at the ends of lines.
_INVISIBLE = "\ufeff\u200b\u200c\u200d"


@dataclass(frozen=True, slots=True)
class Line:
    """One line with visible text.

    ``start`` and ``end`` are source offsets of the text without surrounding space and Markdown marks; ``text`` is that
    stretch width-folded, so ``len(text) == end - start``. ``blank`` counts the blank lines before it, ``level`` is the
    Markdown heading level (0: none, 7: a line printed in bold), ``indent`` the spaces before the text.
    """

    index: int
    start: int
    end: int
    text: str
    blank: int
    level: int
    indent: int

    @property
    def compact(self) -> str:
        """The text without spaces."""
        return self.text.replace(" ", "")


def split_lines(text: str) -> list[Line]:
    """The lines of a page that hold visible text, in source order."""
    lines: list[Line] = []
    blank = at = 0
    for end in [*(m.span() for m in _BREAK.finditer(text)), (len(text), len(text))]:
        line = _line(text, at, end[0], len(lines), blank)
        at = end[1]
        if line is None:
            blank += 1
        else:
            lines.append(line)
            blank = 0
    return lines


def _line(text: str, start: int, end: int, index: int, blank: int) -> Line | None:
    first = start
    start, end = _strip(text, start, end)
    if start == end:
        return None
    indent, level = start - first, 0
    if heading := _HEADING.match(text, start, end):
        level, start = len(heading.group(1)), heading.end()
        start, end = _strip(text, start, end)
    if bold := _BOLD.match(text[start:end]):
        start, end = start + bold.start(2), start + bold.end(2)
        level = level or 7
    if start == end:
        return None
    return Line(index, start, end, fold(text[start:end]), blank, level, indent)


def _strip(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and (text[start].isspace() or text[start] in _INVISIBLE):
        start += 1
    while start < end and (text[end - 1].isspace() or text[end - 1] in _INVISIBLE):
        end -= 1
    return start, end
