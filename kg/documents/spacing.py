"""Blanks that only set numbers apart: 新签约项目 219 个 reads 新签约项目219个.

Many sites print a blank between Chinese and figures, and recognition finds some where none is. In running text they
say nothing and part a number from its unit; between the cells of a table, the parts of a headline, or behind the
place that heads a brief (石峰 8月30日,…) they do.
"""

from __future__ import annotations

import re

#: What running text has and rows of a table have not.
_RUNNING = re.compile(r"[一-龥%)”][,。;:](?:[^\d]|\d{2})")
#: Between a number and its unit, and the reverse in a line that has such blanks, or before a number with its unit.
_BEHIND = re.compile(r"(?<=\d) {1,2}(?=[一-龥%—])")
_BEFORE = re.compile(r"(?<=[一-龥—]) {1,2}(?=\d)")
_BEFORE_UNIT = re.compile(r"(?<=[一-龥]{9}) {1,2}(?=\d[\d.,]*[一-龥%])(?!\s*\d{1,2}月\d)")
#: The place that heads a brief, and the blank behind it.
_HEADED = re.compile(r"[●■◆▲▶]?[^\s,。]{2,8}(?P<gap> {1,2})\d{1,2} ?月")
_UNITS = "年月日号个家亿万千余多项条名人户岁所座次届批场件辆台套栋吨亩米公平立%"
_BEHIND_IN_HEADLINE = re.compile(rf"(?<=\d) (?=[{_UNITS}])")


def needless(line: str, headline: bool = False) -> list[tuple[int, int]]:
    """The blanks of a folded line that part numbers from what they belong to, half-open, in the order of the line."""
    if " " not in line:
        return []
    if headline:
        return [m.span() for m in _BEHIND_IN_HEADLINE.finditer(line)]
    if not _RUNNING.search(line):
        return []
    behind = [m.span() for m in _BEHIND.finditer(line)]
    before = [m.span() for m in (_BEFORE if behind else _BEFORE_UNIT).finditer(line)]
    headed = _HEADED.match(line)
    return sorted([*behind, *(span for span in before if not headed or span != headed.span("gap"))])
