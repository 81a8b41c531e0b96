"""Many words as one regular expression that says fast where none of them stands."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

#: So many branches are tried one by one faster than a look at their first characters takes.
_FEW = 4


def one_of(words: Iterable[str]) -> str:
    """A pattern, one group that does not capture, for any of the words; of several that fit, the longest first.

    It is a trie, and where many words begin a look at their first characters comes before them: at most places of a
    text no word stands, and there a pattern spends its time.
    """
    trie: dict[str, Any] = {}
    for word in words:
        node = trie
        for char in word:
            node = node.setdefault(char, {})
        node[""] = {}
    return f"(?:{_pattern(trie)})"


def _pattern(node: dict[str, Any]) -> str:
    firsts = sorted(char for char in node if char)
    branches = [re.escape(char) + _pattern(node[char]) for char in firsts]
    if not branches:
        return ""
    body = branches[0]
    if len(branches) > 1 or "" in node:
        body = f"(?:{'|'.join(branches)})"
        single = all(node[char].keys() == {""} for char in firsts)  # which re itself makes a class of characters
        if len(branches) > _FEW and not single:
            body = f"(?:(?=[{''.join(map(re.escape, firsts))}]){body})"
    return f"{body}?" if "" in node else body
