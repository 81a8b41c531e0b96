"""Answers questions about one graph: the steps in order.

1. the question is put plainly, its names, times and amounts are settled        ``question``
2. a phrasing fits it as a whole, or none does                                  ``match``
3. the slots become parameters of a query, the query is asked                   ``binding``, ``reply``
4. a question that asks several things is divided, and each is answered        ``division``
5. what is not understood is said, with what could be asked instead             ``refusal``
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cached_property

from kg.errors import QueryError
from kg.graph.store import Graph
from kg.use.ask import refusal, words
from kg.use.ask.division import divided
from kg.use.ask.match import matches
from kg.use.ask.names import Names, names_of
from kg.use.ask.question import LONGEST, prepare, readings
from kg.use.ask.records import ANSWERED, EMPTY, Reply
from kg.use.ask.reply import reply

#: Understandings of equal rank that are tried until one has an answer.
TRIED = 4


class Asker:
    """Answers questions about one open graph. The graph's names are read at the first question and kept."""

    def __init__(self, graph: Graph, names: Names | None = None) -> None:
        self._graph = graph
        self._given = names

    @cached_property
    def names(self) -> Names:
        """The names that questions can use."""
        return self._given or names_of(self._graph)

    def understood(self, question: str) -> bool:
        """Whether a phrasing fits the question; it is not asked."""
        return bool(matches(readings(prepare(question), self.names)))

    def ask(self, question: str) -> Reply:
        """The reply to one question. Raises QueryError for a question without words."""
        text = prepare(question)
        if not text:
            raise QueryError("请写出要问的问题，例如：kg ask 某区现任区长是谁？")
        if len(text) > LONGEST:
            return refusal.too_long(question)
        read = readings(text, self.names)
        found = matches(read) or matches([one for other in _rewritten(text) for one in readings(other, self.names)])
        replies = [reply(self._graph, match, self.names, question) for match in found[:TRIED]]
        if replies:
            return next((one for one in replies if one.status == ANSWERED), replies[0])
        if not refusal.outside(text) and (asked := divided(question, self.names, self.understood)):
            return _together(question, [self.ask(one) for one in asked])
        if (simple := words.simplified(text)) != text:
            return replace(self.ask(simple), question=question)
        return refusal.refuse(question, read, self)


def _rewritten(text: str) -> Iterator[str]:
    """The question in other orders of its words."""
    for pattern, written in words.rewritten():
        other = pattern.sub(written, text, count=1)
        if other != text:
            yield other


def _together(question: str, parts: Sequence[Reply]) -> Reply:
    """The reply to a question that asks several things at once."""
    status = ANSWERED if any(part.status == ANSWERED for part in parts) else EMPTY
    return Reply(question, status, "\n".join(part.text for part in parts), parts=tuple(parts))
