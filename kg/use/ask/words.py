"""The words of questions, from ``kg/data/ask/words.yaml``: how one is put politely, what its words stand for."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from typing import Any

from kg import resources
from kg.language.alternation import one_of
from kg.mentions import lexicon
from kg.use.links import TYPE_LABELS

FILE = "ask/words.yaml"


@cache
def _file() -> Mapping[str, Any]:
    content: Mapping[str, Any] = resources.yaml_file(FILE)
    return content


@cache
def macros() -> dict[str, str]:
    """Pieces of pattern that all phrasings share, and one for the words of each slot in ``values``."""
    found = {name: str(pattern) for name, pattern in _file()["macros"].items()}
    return found | {name: one_of(words) for name, words in _file()["values"].items()}


def values(slot: str, word: str) -> tuple[str, ...]:
    """What a word stands for in a slot (竣工 in ``stage``: Completed, InOperation). Raises KeyError when nothing."""
    return tuple(_file()["values"][slot][word])


def stands_for_values(slot: str) -> bool:
    """Whether the words of a slot are listed in ``values``."""
    return slot in _file()["values"]


def headings() -> Mapping[str, str]:
    """What the user reads before what was understood, by slot."""
    found: Mapping[str, str] = _file()["slots"]
    return found


def heading(slot: str) -> str:
    """The heading of one slot. Raises KeyError for a slot that has none."""
    return headings()[slot]


def kind_label(kind: str) -> str:
    """The user's word for a kind of name."""
    kinds: Mapping[str, str] = {**TYPE_LABELS, **_file()["kinds"]}
    return kinds[kind]


@cache
def polite() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """What may be cut from the beginning, and from the end, of a question without changing what is asked."""
    before, after = (_file()["polite"][side] for side in ("before", "after"))
    return re.compile(f"^(?:{'|'.join(before)})+"), re.compile(f"(?:{'|'.join(after)})+$")


@cache
def written_times() -> tuple[tuple[re.Pattern[str], str], ...]:
    """Ways in which a time is typed, and how it is written instead."""
    return tuple((re.compile(pattern), written) for pattern, written in _file()["times"]["written"])


@cache
def opened_times() -> Mapping[str, re.Pattern[str]]:
    """What stands after a time and opens it at one end: ``before``, ``after``, ``since``."""
    return {way: re.compile(pattern) for way, pattern in _file()["times"]["open"].items()}


@cache
def rewritten() -> tuple[tuple[re.Pattern[str], str], ...]:
    """Orders of words, and the one in which the same is asked."""
    return tuple((re.compile(pattern), written) for pattern, written in _file()["rewritten"])


def prizes() -> tuple[str, ...]:
    """Ends of titles that say what was won."""
    return tuple(_file()["prizes"])


@cache
def _traditional() -> Mapping[int, int]:
    return {ord(pair[0]): ord(pair[1]) for pair in _file()["traditional"].split()}


def simplified(text: str) -> str:
    """The text in simplified characters, as far as the genre's are listed."""
    return text.translate(_traditional())


@cache
def joint() -> re.Pattern[str]:
    """What stands between two things that are asked about at once: 和, 、."""
    return re.compile(_file()["several"]["joint"])


@cache
def each() -> re.Pattern[str]:
    """Words that only say that each of several things is asked about: 分别."""
    return re.compile(_file()["several"]["each"])


@cache
def posts() -> re.Pattern[str]:
    """A post, whether the graph has it or not: 区长, 常务副市长, 商务局局长."""
    return _compiled("post")


@cache
def post_prefix() -> re.Pattern[str]:
    """What stands before a post where it is said in full and may be left out: 区委 of 区委书记."""
    return _compiled("post_prefix")


def same_posts() -> Mapping[str, str]:
    """Everyday words for posts and the proper ones: 一把手 is 书记."""
    same: Mapping[str, str] = _file()["same_posts"]
    return same


def looks_like(kind: str, text: str, alone: bool) -> bool:
    """Whether words look like a name of that kind, so that not just any words are taken for one.

    ``alone`` says that nothing of another kind could stand there; then a product may look like anything.
    """
    pattern = _file()["looks_like"].get(kind) or (_file()["anything"].get(kind) if alone else None)
    where = f"kg/data/{FILE} 的 looks_like“{kind}”"
    return bool(pattern and re.fullmatch(lexicon.expand(pattern, macros(), where), text))


def short_bodies() -> Mapping[str, str]:
    """How public bodies are shortened: the end of the full name, and what is said for it."""
    shortened: Mapping[str, str] = _file()["short_bodies"]
    return shortened


def said_by_name(statistic: str) -> tuple[str, ...]:
    """Ends of indicators' names that say which statistic it is: 位次 for 排名."""
    return tuple(_file()["said_by_name"].get(statistic, ()))


def typical() -> tuple[str, ...]:
    """The phrasings offered to somebody whose question names nothing the graph knows."""
    return tuple(_file()["typical"])


def name_ends() -> tuple[str, ...]:
    """Ends of names that a pattern may take for words of its own (某某|项目)."""
    return tuple(_file()["name_ends"])


@cache
def no_name() -> re.Pattern[str]:
    """Words that stand in no name, and characters with which none begins."""
    return re.compile(f"^{_file()['no_start']}|{one_of(_file()['no_name'])}")


def _compiled(macro: str) -> re.Pattern[str]:
    where = f"kg/data/{FILE} 的宏“{macro}”"
    return re.compile(lexicon.expand(_file()["macros"][macro], macros(), where))
