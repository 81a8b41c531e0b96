"""What passes between the steps of answering: frozen records, one way only."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from kg.mentions.projection import Token
from kg.records import Mention
from kg.use.facts import Quote
from kg.use.tables import Table

#: How a question ended. The first two are answers; ``EMPTY`` is one too: the graph holds nothing that was asked for.
ANSWERED, EMPTY = "answered", "empty"
#: A name the graph does not have; a subject it does not cover; words that no phrasing fits.
UNKNOWN_NAME, OUTSIDE, NOT_UNDERSTOOD = "unknown_name", "outside", "not_understood"


@dataclass(frozen=True, slots=True)
class Name:
    """One thing that a question can name: ``kind`` is a label of ``kg.mentions.symbols``, ``iri`` empty for concepts.

    ``weight`` is the number of articles that mention it, 0 for what only the reference data know.
    """

    kind: str
    label: str
    iri: str = ""
    weight: int = 0


@dataclass(frozen=True, slots=True)
class Slot:
    """What a question put into one place of a phrasing: the words, the mentions among them, and how often it did."""

    name: str
    said: str
    mentions: tuple[Mention, ...]
    times: int = 1

    @property
    def iris(self) -> tuple[str, ...]:
        """The entities named, in order, each once."""
        return tuple(dict.fromkeys(m.attr("iri") for m in self.mentions if m.attr("iri")))

    @property
    def labels(self) -> tuple[str, ...]:
        """The names of what is named, in order, each once; the words themselves where nothing is."""
        return tuple(dict.fromkeys(m.name for m in self.mentions)) or (self.said,)


@dataclass(frozen=True, slots=True)
class Reading:
    """A question with some of its stretches settled as names, times and amounts; ``covered`` characters of them."""

    text: str
    tokens: tuple[Token, ...]
    covered: int


@dataclass(frozen=True, slots=True)
class Reply:
    """The answer to one question, whole: what a terminal prints and a web page shows.

    ``understood`` pairs a heading with what was understood under it (地点 东江区). ``evidence`` holds, for each row of
    the table, the quotes that state it; of an ``EMPTY`` reply these are what the graph has instead. ``notes`` say what
    a reader must know: homonyms, periods that differ. ``suggestions`` are questions that the graph can answer, for one
    that it could not. ``parts`` are the replies to the questions that one question asks at once; it then has no table
    of its own.
    """

    question: str
    status: str
    text: str
    understood: tuple[tuple[str, str], ...] = ()
    table: Table = field(default_factory=lambda: Table((), ()))
    evidence: tuple[tuple[Quote, ...], ...] = ()
    sparql: str = ""
    notes: tuple[str, ...] = ()
    suggestions: tuple[str, ...] = ()
    phrasing: str = ""
    raw: tuple[Mapping[str, str], ...] = ()  # the variables behind each row that the table words anew
    parts: tuple[Reply, ...] = ()

    @property
    def is_answer(self) -> bool:
        """Whether the question was understood; that nothing is recorded is an answer too."""
        return self.status in (ANSWERED, EMPTY)

    @property
    def quotes(self) -> tuple[Quote, ...]:
        """All quotes, each once, in the order of the rows."""
        own = (quote for row in self.evidence for quote in row)
        return tuple(dict.fromkeys((*own, *(quote for part in self.parts for quote in part.quotes))))
