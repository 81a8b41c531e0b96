"""A page to its articles. The one entrance of this floor besides reading.

``segment`` takes these steps, each a module of its own:
(1) ``lines``   the page as lines with offsets
(2) ``kinds``, ``neighbours``   what each line is: masthead, head, byline, caption, text …
(3) ``masthead``, ``dates``   the paper and its date
(4) ``runs``, ``starts``, ``headlines``, ``drafts``   where articles begin, which head is the headline
(5) ``order``, ``junction``   columns put back, cut sentences joined
(6) ``compose`` text, offsets, blocks and bylines; the rest is furniture
"""

from __future__ import annotations

from kg.documents import compose, dates, masthead
from kg.documents.drafts import Draft, drafts
from kg.documents.kinds import Unit
from kg.documents.lines import split_lines
from kg.documents.neighbours import classify
from kg.documents.order import loose_ends, settle
from kg.records import Article, Layout, Page


def segment(page: Page) -> Layout:
    """Cut a page into articles in reading order; position 0 holds what belongs to none."""
    lines = split_lines(page.text)  # 1
    units = classify(lines)  # 2
    newspaper, date = masthead.newspaper(units), dates.page_date(units)  # 3
    ordered = [one for one in settle(drafts(units), page.text) if not one.draft.is_stray]  # 4, 5
    articles = [  # 6
        compose.article(page, one, position, *_own(units, one.draft, newspaper, date))
        for position, one in enumerate(ordered, 1)
    ]
    rest = compose.furniture(page, units, articles, newspaper, date)
    return Layout(page, newspaper, date, (rest, *articles), _warnings(page, articles, date, loose_ends(ordered)))


def _own(units: list[Unit], draft: Draft, newspaper: str, date: str) -> tuple[str, str]:
    """Paper and date of one article: those printed between its headline and its text, else the page's."""
    if not draft.headline or not draft.flow:
        return newspaper, date
    between = units[draft.headline[-1].line.index + 1 : draft.flow[0].line.index]
    return masthead.source_of(between) or newspaper, dates.own_date(between) or date


def _warnings(page: Page, articles: list[Article], date: str, loose: list[Unit]) -> tuple[str, ...]:
    """What was not understood, for the summary (Chinese, one sentence each)."""
    notes: list[str] = []
    if not articles:
        notes.append(f"{page.source}:没有找到文章。")
    if not date:
        notes.append(f"{page.source}:没有可以确定日期的文字,文中“今年”“去年”等无法换算。")
    notes += [f"{page.source}:第 {a.position} 篇没有标题。" for a in articles if not a.headline]
    if loose:
        lines = "、".join(str(page.text.count("\n", 0, unit.line.end) + 1) for unit in loose)
        notes.append(f"{page.source}:第 {lines} 行的句子没有写完,也没有找到下文。")
    return tuple(notes)
