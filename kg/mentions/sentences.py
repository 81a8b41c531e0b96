"""Sentences of a text, quotations included."""

from __future__ import annotations

import re

from kg.language.beginnings import matches

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
