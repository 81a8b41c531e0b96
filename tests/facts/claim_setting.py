"""Sentences with their mentions written in: ``[Company:青山公司]投资<[Project:云谷项目]``.

``[Anaphor:该项目=云谷项目]`` points at the thing called 云谷项目 whatever its class. Times and amounts are found as
in any text. Keys are ``<class>:<words>``.
"""

from __future__ import annotations

import re

from kg.facts.found import Context, Found
from kg.facts.milestones import milestones
from kg.facts.plans import Plans
from kg.facts.relate import claims, read
from kg.mentions import cascade
from kg.mentions.matching import Searcher
from kg.mentions.rules import Rule
from kg.records import Article, Mention

_MARKED = re.compile(r"\[([A-Z][a-z]+):([^\]=]+)(?:=([^\]]+))?\]")


def sentence(marked: str) -> tuple[Article, list[Mention]]:
    """The plain text as an article of 26 December 2024, and its mentions in order of place."""
    text, named, keys, at = "", [], {}, 0
    for m in _MARKED.finditer(marked):
        text += marked[at : m.start()]
        kind, words, points_at = m.groups()
        key = keys.get(points_at, "") if points_at else f"{kind}:{words}"
        keys.setdefault(words, key)
        named.append(Mention(1, len(text), len(text) + len(words), kind, words, "test", 0.9, (("key", key),)))
        text += words
        at = m.end()
    text += marked[at:]
    taken = [(m.start, m.end) for m in named]
    finders: dict[str, cascade.Finder] = {}
    numbers = [
        m
        for m in cascade.run(1, text, finders, until="numbers")
        if m.type in ("Date", "Money", "Quantity", "Ordinal") and not any(s < m.end and m.start < e for s, e in taken)
    ]
    article = Article(1, "", (0, 0), (), "", "2024-12-26", text, tuple(range(len(text))), ())
    return article, sorted([*named, *numbers], key=lambda m: (m.start, -m.end))


def found_by(rule: Rule, marked: str, home: str = "青山区") -> list[Found]:
    """What one rule finds in a marked text of an article at home in that district."""
    article, mentions = sentence(marked)
    context = Context(f"District:{home}", "District:云州市", article.date, "")
    out: list[Found] = []
    for s in read(article, mentions, context):
        if rule.claims == "milestone":
            out += milestones(s, Plans(article, s.topics.times))
        else:
            out += claims(s, Searcher([(rule, rule.need)]))
    return [f for f in out if f.rule == rule.name]


def shown(found: Found) -> str:
    """A fact as the examples write it."""
    names = {role: key.partition(":")[2] for role, key in found.roles}
    values = dict(found.values)
    if found.kind == "amount":
        return values["amount"]
    if found.kind == "milestone":
        return values["stage"]
    return f"{names['subject']} > {names['object']}"
