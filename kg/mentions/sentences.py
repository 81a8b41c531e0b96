"""Sentences of a text, quotations included."""

from __future__ import annotations

import re
from itertools import pairwise

from kg.language.beginnings import matches
from kg.records import Article

#: A semicolon inside parentheses parts nothing: 云谷项目(投资方:青湖集团;投资额:8.6亿元)签约.
_END = re.compile(r"(?:[。!?\n]|;(?![^()\n]{0,60}\)))+[”’」』)]*")


def split(text: str) -> list[tuple[int, int]]:
    """(start, end) of every sentence, its end mark included; together they cover the text."""
    spans: list[tuple[int, int]] = []
    at = 0
    for mark in matches(_END, text):
        spans.append((at, mark.end()))
        at = mark.end()
    if at < len(text):
        spans.append((at, len(text)))
    return spans


def of(article: Article) -> list[tuple[int, int]]:
    """The sentences of an article, parted where a block begins too: the news begins behind the dateline."""
    text = article.text
    borders = {start for start, _end in split(text)} | {b.start for b in article.blocks if b.start < b.end}
    return list(pairwise([*sorted(borders), len(text)]))
