"""A question that asks several things becomes several questions, each of them whole.

1. marks of an end                         东江区区长是谁？西河区呢？
2. names or times of one kind side by side  2023年和2024年东江区GDP增长多少 -> one question a year
3. clauses, the later without what the first already named
                                            星河芯片项目投资多少、什么时候开工 -> … 星河芯片项目什么时候开工

A division counts only when each of its questions is understood by itself; so nothing is dropped on the way.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from kg.mentions.projection import Token
from kg.use.ask import words
from kg.use.ask.names import Names
from kg.use.ask.question import politely, prepare, question_parts, readings
from kg.use.ask.records import Reading

#: Questions that one question may ask at most.
MOST = 6
#: Readings that are looked at for things side by side.
READ = 3

_COMMA = re.compile(r"(?<!\d),|,(?!\d)|、|;")
#: Whether a question is understood.
Understood = Callable[[str], bool]


def divided(question: str, names: Names, understood: Understood) -> list[str]:
    """The questions that a question puts at once, two at least; none when it cannot be divided."""
    parts = question_parts(politely(question))
    if len(parts) > 1:
        return _carried(parts, names, understood)
    text = prepare(question)
    for found in _side_by_side(text, names):
        if 1 < len(found) <= MOST and all(map(understood, found)):
            return found
    return _in_clauses(politely(question), names, understood)


def _side_by_side(text: str, names: Names) -> Iterator[list[str]]:
    """One question for each of several names or times of a kind that stand side by side."""
    for reading in readings(text, names)[:READ]:
        for run in _runs(reading):
            before, after = text[: run[0].start], text[run[-1].end :]
            rest = words.each().sub("", after) if before or after else ""
            if before or rest:
                yield [f"{before}{text[token.start : token.end]}{rest}" for token in run]


def _runs(reading: Reading) -> Iterator[tuple[Token, ...]]:
    """The tokens of one kind with nothing but an "and" between them, longest first."""
    run: list[Token] = []
    found: list[tuple[Token, ...]] = []
    for token in reading.tokens:
        between = reading.text[run[-1].end : token.start] if run else ""
        if not (run and token.mention.type == run[-1].mention.type and words.joint().fullmatch(between)):
            found.append(tuple(run))
            run = []
        run.append(token)
    found.append(tuple(run))
    yield from sorted((one for one in found if len(one) > 1), key=len, reverse=True)


def _in_clauses(text: str, names: Names, understood: Understood) -> list[str]:
    """The clauses of a question, each completed by what the first one names."""
    commas = [part for part in _COMMA.split(text) if part]
    if 1 < len(commas) <= MOST and (found := _carried(commas, names, understood)):
        return found
    plainly = _COMMA.sub("", text)
    for match in words.joint().finditer(plainly):
        if match.group() and match.start() > 0 and match.end() < len(plainly):
            found = _carried([plainly[: match.start()], plainly[match.end() :]], names, understood)
            if found:
                return found
    return []


def _carried(parts: list[str], names: Names, understood: Understood) -> list[str]:
    """The parts as questions that are understood, each later one completed from the first; none when one is not."""
    first = prepare(parts[0])
    if not understood(first):
        return []
    named = readings(first, names)[0]
    found = [first]
    for part in parts[1:]:
        rest = words.each().sub("", prepare(part))
        whole = next((text for text in _completed(rest, first, named, names) if understood(text)), "")
        if not whole:
            return []
        found.append(whole)
    return found if len(set(found)) > 1 else []


def _completed(part: str, first: str, named: Reading, names: Names) -> Iterator[str]:
    """What a part may mean after the first: by itself, a name in place of its like, or after what the first named."""
    own = readings(part, names)[0]
    kinds = {token.mention.type for token in own.tokens}
    if len(own.tokens) == 1 and own.covered == len(part):
        for token in reversed(named.tokens):
            if token.mention.type in kinds:
                yield f"{first[: token.start]}{part}{first[token.end :]}"
        return
    if any(token.mention.attr("iri") for token in own.tokens):
        yield part
    for token in reversed(named.tokens):
        yield f"{_without(first[: token.end], named, kinds)}{part}"


def _without(text: str, named: Reading, kinds: set[str]) -> str:
    """The beginning of a question without the names of some kinds, which what follows names anew."""
    for token in reversed(named.tokens):
        if token.end <= len(text) and token.mention.type in kinds:
            text = text[: token.start] + text[token.end :]
    return text
