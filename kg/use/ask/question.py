"""From the words of a question to its readings: which stretches are names, times and amounts.

A stretch can be several things (东江区委|书记, 东江|区委书记), so a question has several readings; the ones that
settle most of its characters, with the fewest names, come first.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from kg.mentions.projection import Token
from kg.records import ENTITY_TYPES, Mention
from kg.use.ask import times, words
from kg.use.ask.names import Names
from kg.use.ask.records import Reading
from kg.use.parameters import plain

#: A question longer than this (characters in plain form) is a text.
LONGEST = 120
#: Readings kept at each place of the question.
KEPT = 24

_END = re.compile(r"[?!。.…~;；,、]+$")
_INSIDE = re.compile(r"[?!。;；]+")
_COMMA = re.compile(r"(?<!\d),|,(?!\d)")
_RANK = {kind: rank for rank, kind in enumerate((*ENTITY_TYPES, "Title", "Post", "Indicator", "Date", "Money"))}


def prepare(question: str) -> str:
    """The question in plain form, without what is only polite, and without commas and the marks at its end."""
    return _COMMA.sub("", politely(question))


def politely(question: str) -> str:
    """The question in plain form, without what is only polite and without the marks at its end."""
    before, after = words.polite()
    text = _END.sub("", times.normal(plain(question)))
    while True:
        shorter = _END.sub("", after.sub("", before.sub("", text, count=1))).lstrip(",")
        if shorter == text:
            return text
        text = shorter


def question_parts(text: str) -> list[str]:
    """The questions of a prepared text; one, unless marks of an end stand inside it."""
    return [part for part in (prepare(part) for part in _INSIDE.split(text)) if part]


def readings(text: str, names: Names) -> list[Reading]:
    """The readings of a prepared question, best first; the last settles nothing."""
    starting: dict[int, list[Token]] = defaultdict(list)
    for token in sorted(_candidates(text, names), key=lambda t: (t.start, t.end, _RANK[t.mention.type])):
        starting[token.start].append(token)
    kept: list[list[tuple[Token, ...]]] = [[] for _ in range(len(text) + 1)]
    kept[0] = [()]
    for at in range(len(text)):
        kept[at] = sorted(set(kept[at]), key=_cost)[:KEPT]
        for chosen in kept[at]:
            kept[at + 1].append(chosen)
            for token in starting[at]:
                kept[token.end].append((*chosen, token))
    found = sorted({*kept[-1], ()}, key=_cost)[: KEPT + 1]
    return [Reading(text, tokens, -_cost(tokens)[0]) for tokens in found]


def _cost(tokens: tuple[Token, ...]) -> tuple[int, int, list[int], list[int]]:
    covered = sum(token.end - token.start for token in tokens)
    return -covered, len(tokens), [_RANK[t.mention.type] for t in tokens], [-t.end for t in tokens]


def _candidates(text: str, names: Names) -> Iterator[Token]:
    """Every stretch that can be settled; what one form means within a kind (namesakes) is one token."""
    posts: set[tuple[int, int]] = set()
    for start, end, found in names.find(text):
        kinds: dict[str, list[Mention]] = defaultdict(list)
        for name in found:
            kinds[name.kind].append(times.mention(start, end, name.kind, name.label, iri=name.iri))
        for mentions in kinds.values():
            yield Token(tuple(mentions), start, end)
        posts |= {(start, end)} if "Post" in kinds else set()
    for start in range(len(text)):
        match = words.posts().match(text, start)
        if match and match.end() - start > 1 and match.span() not in posts:
            yield Token((times.mention(*match.span(), "Post", match.group()),), *match.span())
    for mention in (*times.times(text, names.newest), *times.amounts(text)):
        yield Token((mention,), mention.start, mention.end)
