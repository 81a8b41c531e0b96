"""A page to its articles. The one entrance of this floor besides reading.

``segment`` takes these steps, each a module of its own:
(1) ``lines``   the page as lines with offsets
(2) ``kinds``   what each line is: masthead, head, byline, caption, text …
(3) ``masthead``, ``dates``   the paper and its date
(4) ``drafts``  where articles begin, which head is the headline
(5) ``order``   columns put back, cut sentences joined
(6) ``compose`` text, offsets, blocks and bylines; the rest is furniture
"""

from __future__ import annotations

from kg.documents import compose, dates, masthead
from kg.documents.drafts import drafts
from kg.documents.kinds import classify
from kg.documents.lines import split_lines
from kg.documents.order import settle
from kg.records import Article, Layout, Page


def segment(page: Page) -> Layout:
    """Cut a page into articles in reading order; position 0 holds what belongs to none."""
    lines = split_lines(page.text)  # 1
    units = classify(lines)  # 2
    newspaper, date = masthead.newspaper(units), dates.page_date(units)  # 3
    found, _ = drafts(units)  # 4
    ordered = settle(found, page.text)  # 5
    articles = [compose.article(page, o, i, newspaper, date) for i, o in enumerate(ordered, 1)]  # 6
    rest = compose.furniture(page, units, articles, newspaper, date)
    return Layout(page, newspaper, date, (rest, *articles), _warnings(page, articles, date))


def _warnings(page: Page, articles: list[Article], date: str) -> tuple[str, ...]:
    """What was not understood, for the summary (Chinese, one sentence each)."""
    notes: list[str] = []
    if not articles:
        notes.append(f"{page.source}:没有找到文章。")
    if not date:
        notes.append(f"{page.source}:没有可以确定日期的文字,文中“今年”“去年”等无法换算。")
    notes += [f"{page.source}:第 {a.position} 篇没有标题。" for a in articles if not a.headline]
    return tuple(notes)
