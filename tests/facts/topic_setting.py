"""What one sentence of a made-up page says of titles, products and events, read by the whole extraction."""

from __future__ import annotations

import re
from collections.abc import Sequence

from kg.facts.extract import extract
from kg.records import Claim, Page

_HEAD = "青州日报\n2024年5月20日 星期一\n\n消息集锦\n\n本报讯(记者 王小明)"
#: Kind of cases -> kind of claim, its two roles, and the predicates meant with the word that parts the names.
_KINDS: dict[str, tuple[str, str, str, dict[str, str]]] = {
    "honours": ("award", "recipient", "honour", {"": ">"}),
    "products": ("link", "subject", "object", {"produces": ">"}),
    "events": ("link", "subject", "object", {"heldIn": "在", "organisedBy": "由"}),
}

#: A fact as all names its ends go by, and the word between them.
Said = tuple[frozenset[str], str, frozenset[str]]


def said(text: str, kind: str) -> list[Said]:
    """Every fact of that kind the sentence states."""
    whole = f"{_HEAD}{text}\n"
    page = Page("x.txt", whole, "0" * 64, "utf-8")
    extraction = extract(page)
    names = {e.key: frozenset(map(_plain, (e.name, *e.forms))) for e in extraction.entities}
    claim, left, right, words = _KINDS[kind]

    def parts(c: Claim) -> Said:
        return names[c.role(left)], words[c.value("predicate")], names[c.role(right)]

    found = [c for c in extraction.claims if c.kind == claim and c.value("predicate") in words]
    return list(dict.fromkeys(map(parts, found)))


def matches(found: Sequence[Said], expected: Sequence[str]) -> bool:
    """Whether the facts are just the expected ones, whichever of their names these use."""
    rest = list(found)
    for words in expected:
        left, joint, right = words.rsplit(" ", 2) if " > " not in words else words.partition(" > ")
        hit = next((f for f in rest if _plain(left) in f[0] and joint.strip() == f[1] and _plain(right) in f[2]), None)
        if hit is None:
            return False
        rest.remove(hit)
    return not rest


def _plain(name: str) -> str:
    return re.sub("[“”‘’《》() ]", "", name)
