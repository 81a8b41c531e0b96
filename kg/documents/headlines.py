"""Which of the heads over a text is the headline, and which are kickers, decks and heads of the whole page.

In Markdown the last heads of one level before the text are the headline, and with them a head of the page's level for
headlines right above (``# 上半年经济稳中向好`` over ``## 地区生产总值增长4.9%``). In plain text, lines without a blank
line between them are one headline of several lines; of several such groups the first that is no kicker is the headline.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from kg.documents.kinds import HEADS, Unit, item_number
from kg.documents.rules import words
from kg.documents.runs import Run

#: Headlines have at most this many printed lines.
MAX_LINES = 3
#: A line over the headline is taken for a kicker up to this length when nothing else marks it.
SHORT_KICKER = 8
#: A remark below a headline: (截至4月30日).
BRACKETED = re.compile(r"\(.*\)")
#: A head that ends with what somebody did is a kicker: 市委书记张三在某区调研时强调.
SAYING = re.compile(r"(?:强调|指出|要求|提出|表示)$")
#: A head that ends with a word for series (访谈, 特别报道) names one up to this length.
MAX_SERIES = 14


def headline(run: Run, level: int = 0) -> list[Unit]:
    """The lines of the headline of a run that begins an article; empty when it has no heads.

    ``level`` is the Markdown level of the page's headlines, 0 without.
    """
    heads = _before_byline(run)
    plain = [u for u in heads if item_number(u.text) is None and not (u is run.heads[-1] and u.text.endswith(":"))]
    plain = [u for u in plain if not BRACKETED.fullmatch(u.text)] or plain or heads[:1]
    if not plain:
        return []
    if plain[-1].line.level:
        group = last_group(plain)
        above = plain[: -len(group)]
        if above and above[-1].line.level == level < group[0].line.level and _touches(above[-1], group[0]):
            group = [*last_group(above), *group][-MAX_LINES:]
        return group
    groups = _groups(plain)
    if _has_deck(run, groups[-1][-1]):
        return groups[-1]
    for group, following in pairwise([*groups, []]):  # what was said, whatever stands over who said it
        if any(SAYING.search(unit.text) for unit in group[:-1]):
            return group
        if SAYING.search(group[-1].text) and following:
            return following
    for group, following in pairwise(groups):
        if not _is_kicker(group, following):
            return group
    return groups[-1]


def last_group(heads: Sequence[Unit]) -> list[Unit]:
    """The last heads of one Markdown level that follow each other."""
    group = [heads[-1]]
    for unit in reversed(heads[:-1]):
        if unit.line.level != group[0].line.level or not _touches(unit, group[0]) or len(group) == MAX_LINES:
            break
        group.insert(0, unit)
    return group


def _touches(head: Unit, below: Unit) -> bool:
    return head.line.index == below.line.index - 1


def count_page_heads(run: Run, lines: Sequence[Unit]) -> int:
    """How many units at the beginning of a run are heads of the whole page: up to the last of a higher level."""
    level = lines[0].line.level if lines else 0
    above = [i for i, unit in enumerate(run.units) if unit.kind in HEADS and 0 < unit.line.level < level]
    return above[-1] + 1 if above else 0


def is_series(head: str) -> bool:
    """Whether a line names a series: quoted as a whole, numbered (开局看“一把手”②), or by its last word (…访谈)."""
    if re.fullmatch(r"[“《「][^“”《》「」]*[”》」]|.*[①-⑳]", head):
        return True
    return len(head) <= MAX_SERIES and head.endswith(words("kicker_words"))


def _has_deck(run: Run, head: Unit) -> bool:
    """Whether a deck (``——访…``) follows a head: decks stand right under the headline."""
    after = run.units[run.units.index(head) + 1 :]
    return bool(after) and after[0].kind == "deck"


def _before_byline(run: Run) -> list[Unit]:
    """The heads above the byline or deck; all heads when there is none."""
    found: list[Unit] = []
    for unit in run.units:
        if unit.kind == "head":
            found.append(unit)
        elif found and unit.kind in ("byline", "deck", "resolution"):
            break
    return found


def _groups(heads: Sequence[Unit]) -> list[list[Unit]]:
    """Heads printed without a blank line between them form one headline of several lines."""
    groups: list[list[Unit]] = []
    for unit in heads:
        together = groups and unit.line.blank == 0 and unit.line.index == groups[-1][-1].line.index + 1
        if together and len(groups[-1]) < MAX_LINES:
            groups[-1].append(unit)
        else:
            groups.append([unit])
    return groups


def _is_kicker(group: Sequence[Unit], following: Sequence[Unit]) -> bool:
    """Whether a group stands over the headline: a series' name, or a short line clearly shorter than what follows."""
    text = "".join(unit.line.compact for unit in group)
    rest = "".join(unit.line.compact for unit in following)
    if re.search(r"[,、:]", rest) and not re.search(r"[,、:]", text) and len(text) > SHORT_KICKER - 2:
        return False  # a line with punctuation under one without is the deck below the headline
    return is_series(text) or bool(SAYING.search(text)) or (len(text) <= SHORT_KICKER and len(rest) >= len(text) + 2)
