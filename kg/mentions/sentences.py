"""Sentences of a text, quotations included."""

from __future__ import annotations

import re

_END = re.compile(r"[。!?;\n]+[”’」』)]*")


def split(text: str) -> list[tuple[int, int]]:
    """(start, end) of every sentence, its end mark included; together they cover the text."""
    spans: list[tuple[int, int]] = []
    at = 0
    for mark in _END.finditer(text):
        spans.append((at, mark.end()))
        at = mark.end()
    if at < len(text):
        spans.append((at, len(text)))
    return spans
