"""What is said when a question cannot be answered: why, and which questions near it can be.

1. a subject the graph does not cover (the weather, an opinion) is named as such       ``kg/data/ask/outside.yaml``
2. a name the graph does not have is named, with the names that are near
3. anything else is not understood; the nearest questions are offered, filled with names of this graph, and only
   those that it has an answer to
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from functools import cache
from itertools import islice, product
from typing import TYPE_CHECKING

from kg import resources
from kg.mentions import symbols
from kg.records import ENTITY_TYPES
from kg.use.ask import phrasings, words
from kg.use.ask.match import Unknown, project, unknown
from kg.use.ask.names import Names
from kg.use.ask.phrasings import MARK
from kg.use.ask.question import question_parts
from kg.use.ask.records import ANSWERED, NOT_UNDERSTOOD, OUTSIDE, UNKNOWN_NAME, Reading, Reply
from kg.use.parameters import plain

if TYPE_CHECKING:
    from kg.use.ask.asking import Asker

#: Questions offered instead, phrasings looked at for them, and fillings tried for each.
OFFERED, CONSIDERED, FILLINGS = 3, 12, 4
#: More kinds than these, and it is just a name.
NAMED_KINDS = 3
#: Kinds of name that a word may be of after all.
ANY_KIND = (*ENTITY_TYPES, "Indicator")
#: Names of one kind that are tried in a filling.
TRIED_NAMES = 3


@dataclass(frozen=True, slots=True)
class Topic:
    """A subject outside the graph: how it is recognised and what is said about it."""

    name: str
    pattern: re.Pattern[str]
    text: str
    examples: tuple[str, ...]
    not_examples: tuple[str, ...]


@cache
def topics() -> tuple[Topic, ...]:
    """The subjects that are known to lie outside, in the order of the file."""
    entries = resources.yaml_file("ask/outside.yaml")["topics"]
    return tuple(
        Topic(e["name"], re.compile(e["pattern"]), e["text"], tuple(e["example"]), tuple(e["not_example"]))
        for e in entries
    )


def outside(text: str) -> Topic | None:
    """The subject outside the graph that a prepared question is about, if any."""
    return next((topic for topic in topics() if topic.pattern.search(text)), None)


def too_long(question: str) -> Reply:
    """The reply to a text that is no question."""
    return Reply(question, NOT_UNDERSTOOD, "问题太长，没有读。请一次只问一件事。")


def refuse(question: str, read: Sequence[Reading], asker: Asker) -> Reply:
    """The reply to a question that no phrasing fits."""
    topic = outside(read[0].text)
    if topic:
        return Reply(question, OUTSIDE, topic.text, suggestions=_offered(read[0], asker))
    if len(parts := question_parts(read[0].text)) > 1:
        return Reply(question, NOT_UNDERSTOOD, "请一次只问一件事。", suggestions=_answerable(parts, asker))
    missing = unknown(read, asker.names)
    if missing:
        near = asker.names.near(missing.text, missing.kinds)
        if not near:  # it may be a name of another kind: an indicator where a title was looked for
            near = asker.names.near(missing.text, ANY_KIND)
            missing = replace(missing, kinds=ANY_KIND if near else missing.kinds)
        text, name = _no_such(missing, near), missing.phrasing.name
        renamed = (read[0].text.replace(missing.text, plain(label), 1) for label in near)
        return Reply(question, UNKNOWN_NAME, text, suggestions=_answerable(renamed, asker), phrasing=name)
    return Reply(question, NOT_UNDERSTOOD, "没有听懂这个问题。", suggestions=_offered(read[0], asker))


def _no_such(missing: Unknown, near: Sequence[str]) -> str:
    wanted = [kind for kind in missing.kinds if kind != "Official" or "Person" not in missing.kinds]
    kinds = "、".join(dict.fromkeys(map(words.kind_label, wanted)))
    named = f"叫“{missing.text}”的{kinds}" if len(wanted) <= NAMED_KINDS else f"“{missing.text}”这个名称"
    hint = f"相近的有：{'、'.join(near)}。" if near else ""
    return f"图谱里没有{named}。{hint}"


def _offered(reading: Reading, asker: Asker) -> tuple[str, ...]:
    """The nearest questions that the graph can answer, one a phrasing."""
    found: tuple[str, ...] = ()
    for example in _nearest(reading):
        found += _answerable(islice(_fillings(example, reading, asker.names), FILLINGS), asker, wanted=1)
        if len(found) == OFFERED:
            break
    return found


def _answerable(questions: Iterable[str], asker: Asker, wanted: int = OFFERED) -> tuple[str, ...]:
    """The first few of those questions that the graph has an answer to."""
    answered = (text for text in questions if asker.understood(text) and asker.ask(text).status == ANSWERED)
    return tuple(dict.fromkeys(islice(answered, wanted)))


def _nearest(reading: Reading) -> Iterator[str]:
    """The examples most like the question when names are only seen as their kinds, one a phrasing.

    An example for whose names the question has its own is nearer than one that needs others. A question that names
    nothing gets typical ones.
    """
    if not reading.tokens:
        by_name = {phrasing.name: phrasing for phrasing in phrasings.load()}
        yield from (by_name[name].examples[0] for name in words.typical())
        return
    shown = project(reading).shown
    has = {token.mention.type for token in reading.tokens}
    scored = []
    for phrasing in phrasings.load():
        example = phrasing.examples[0]
        kinds = {mark[1] for mark in MARK.finditer(example)}
        own = len(kinds & has) / len(kinds | has) if kinds else 0.0
        alike = SequenceMatcher(None, shown, _skeleton(example), autojunk=False).ratio()
        scored.append((-alike - own, example))
    yield from (example for _, example in sorted(scored)[:CONSIDERED])


def _skeleton(example: str) -> str:
    return MARK.sub(lambda mark: symbols.symbol(mark[1]), example)


def _fillings(example: str, reading: Reading, names: Names) -> Iterator[str]:
    """The example with each of its names replaced: by the question's own of that kind, else by well-known ones."""
    marks = [(mark[1], mark[2]) for mark in MARK.finditer(example)]
    choices = []
    reading_mentions = [token.mention for token in reading.tokens]
    for index, (kind, named) in enumerate(marks):
        own = [one.name for one in reading_mentions if one.type == kind and not one.attr("open")]
        before = sum(1 for other, _ in marks[:index] if other == kind)
        known = [name.label for name in names.of_kind(kind)[before : before + TRIED_NAMES]]
        choices.append(own[before : before + 1] or known or ([named] if kind in ("Date", "Money") else []))
    for chosen in product(*choices):
        if len(set(chosen)) < len(chosen):  # 区长和区长
            continue
        fill = iter(chosen)
        yield MARK.sub(lambda _: next(fill), example)  # noqa: B023 - used before the next turn
