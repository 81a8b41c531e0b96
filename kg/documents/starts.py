"""Where articles begin.

Some runs prove it themselves: a byline or dateline, a deck (``——访…``), a notice's or a standing column's head, a
Markdown head of the headlines' level, a photo story, or that the text before ended with its author's name. A head
without such proof is a subhead when it has siblings between two proven starts, and a headline when it stands alone
there: articles have no subhead or several.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from itertools import pairwise

from kg.documents import bylines
from kg.documents.headlines import BRACKETED, SHORT_KICKER, is_series, last_group
from kg.documents.kinds import Unit, item_number
from kg.documents.rules import pattern, words
from kg.documents.runs import Run

#: The only paragraph under a head, with a mark before it: a brief, for lists have several items.
_BRIEF = re.compile(r"[◆●■★◇▲◎](?=.{30}).*[。!?”)]$")


def starts(runs: Sequence[Run]) -> list[bool]:
    """For every run whether an article begins with it. Steps: (1) proof, (2) heads alone, (3) the page's first text."""
    level = headline_level(runs)
    proven = [_has_proof(run, level) for run in runs]  # 1
    for i, (before, run) in enumerate(pairwise(runs), 1):
        if _ends_article(before) and _can_start(run, level):
            proven[i] = True
    found = list(proven)
    several = sum(proven) > 1
    for stretch in _stretches(proven):  # 2
        weak = [i for i in stretch if _can_start(runs[i], level)]
        for i in weak:
            found[i] = several if len(weak) == 1 else _opens_news(runs[i])
        deep = [i for i in stretch if runs[i].heads and runs[i].heads[-1].line.level > level > 0]
        if len(deep) == 1 and several:  # articles have no subhead or several
            found[deep[0]] = _opens_news(runs[deep[0]])
    if any(found) and _can_start(runs[0], level):  # 3
        found[0] = not _introduces_page(runs[0], level)
    return found


def headline_level(runs: Sequence[Run]) -> int:
    """The Markdown level of the headlines, 0 when the page has no Markdown heads.

    It is the level of the heads with bylines; without bylines the highest level with text right under its heads.
    """
    signed = [last_group(run.heads)[0].line.level for run in runs if run.heads and run.has_author]
    marked = sorted(level for level in signed if level)
    if marked:
        return max(marked, key=lambda level: (marked.count(level), -level))
    last = [run.heads[-1].line.level for run in runs if run.heads and run.text]
    return min((level for level in last if level), default=0)


def _has_proof(run: Run, level: int) -> bool:
    """Whether the run itself proves that an article begins (see the module's list)."""
    if not run.heads:
        return run.has_dateline and not run.units
    last = _last_head(run)
    if run.has_author:
        return True
    if level and last.line.level:
        return last.line.level == level or bool(_announces().search(last.line.compact))
    first = run.units.index(run.heads[0])
    if any(unit.kind in ("deck", "resolution") for unit in run.units[first:]):
        return True
    # 一、… and (截至4月30日) may follow the title at once
    titles = [head for head in run.heads if item_number(head.text) is None and not BRACKETED.fullmatch(head.text)]
    if titles and _announces().search(re.sub(r"\([^()]*\)$", "", titles[-1].line.compact)):
        return True
    story = run.text[0].text if len(run.text) == 1 else ""
    return bool(story and (_BRIEF.match(story) or bylines.tail(story) or bylines.bracketed(story)))


def _last_head(run: Run) -> Unit:
    """The head next to the text, a remark in brackets passed over."""
    return next((u for u in reversed(run.heads) if not BRACKETED.fullmatch(u.text)), run.heads[-1])


def _ends_article(run: Run) -> bool:
    """Whether the text of a run ends its article: with the author's name in brackets or a notice's signature."""
    if not run.text:
        return False
    last = run.text[-1]
    if run.closing:
        return True
    return last.rule == "signature" or bylines.bracketed(last.text) is not None or last.text.endswith("特此公告。")


def _can_start(run: Run, level: int) -> bool:
    """Whether the run has a head that could be a headline: not numbered, no list's head, not deeper than headlines."""
    if not run.heads or not run.text:
        return False
    last = _last_head(run)
    if last.line.level and level:
        return last.line.level <= level
    return item_number(last.text) is None and run.text[0].kind != "list"


def _stretches(proven: Sequence[bool]) -> list[list[int]]:
    """The runs without proof between two with proof."""
    found: list[list[int]] = [[]]
    for i, certain in enumerate(proven):
        if certain:
            found.append([])
        else:
            found[-1].append(i)
    return found


def _opens_news(run: Run) -> bool:
    """Whether the text under a head opens like a piece of news (近日 …, 8月29日,…) under a real headline."""
    opening = run.text[0].text if run.text else ""
    news = opening.startswith(words("news_openers")) or re.match(r"\d{1,2}月\d{1,2}日", opening)
    return bool(news) and len(run.heads[-1].line.compact) > SHORT_KICKER


def _introduces_page(run: Run, level: int) -> bool:
    """Whether the first text stands under heads of the whole page: of a higher level, or names of series."""
    if 0 < run.heads[-1].line.level < level and not run.has_author:
        return True
    return not run.has_author and all(is_series(head.line.compact) for head in run.heads)


@cache
def _announces() -> re.Pattern[str]:
    """Heads that begin an article by their words: 通告, …任免名单, 关于…的决定, 相关链接·…, 县区动态."""
    return pattern(r"(?:{notice_heads}|{standing_heads})$|^(?:{standing_heads})|^.{0,24}关于.+(?:{document_heads})$")
