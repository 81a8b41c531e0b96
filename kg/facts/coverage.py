"""How much of a page its facts cover: a pure function of the page's Extraction.

(1) sentences   each with the facts that rest on its words; what is read off a bare name (a place inferred from the
                article, 青石公司青石项目) says nothing about the sentence the name stands in
(2) numbers     placed when a fact of the article has their value and rests on their sentence, or repeats one
(3) names       stated (an end of a fact that words state), inferred (only of facts read off a name), or alone
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from kg.facts.leads import NAMES
from kg.records import ArticleHead, Claim, Evidence, Extraction, Lead, LocalEntity, Sentence

#: Blocks whose sentences are expected to state something.
STATING = ("body", "list")
STATED, INFERRED, ALONE = "stated", "inferred", "alone"


@dataclass(frozen=True, slots=True)
class ToldSentence:
    """A sentence as a reader sees it. ``offsets`` are the source offsets of the characters of ``text``."""

    kind: str
    text: str
    offsets: tuple[int, ...]
    claims: tuple[Claim, ...]

    @property
    def counts(self) -> bool:
        """Whether it is expected to state something."""
        return self.kind in STATING

    @property
    def span(self) -> tuple[int, int]:
        """Source offsets from its first visible character to its last; another column may lie between."""
        seen = [i for char, i in zip(self.text, self.offsets, strict=False) if not char.isspace()] or self.offsets
        return min(seen), max(seen) + 1


@dataclass(frozen=True, slots=True)
class ToldArticle:
    """An article with what its facts cover and what they leave out."""

    head: ArticleHead
    sentences: tuple[ToldSentence, ...]
    placed: tuple[Lead, ...]  # numbers that a fact uses
    unplaced: tuple[Lead, ...]  # numbers that none uses
    unknown: tuple[Lead, ...]  # what looks like a name and is none of the page's entities


@dataclass(frozen=True, slots=True)
class ToldName:
    """An entity of the page and the part its names take in the facts: STATED, INFERRED or ALONE."""

    entity: LocalEntity
    part: str


@dataclass(frozen=True, slots=True)
class Coverage:
    """What the facts of one page cover."""

    articles: tuple[ToldArticle, ...]
    names: tuple[ToldName, ...]


def cover(extraction: Extraction) -> Coverage:
    """The coverage of one page."""
    bare = {_place(m) for entity in extraction.entities for m in entity.mentions}
    claims: dict[int, list[Claim]] = defaultdict(list)
    for claim in extraction.claims:
        if claim.kind != "byline" and _place(claim.evidence) not in bare:
            claims[claim.evidence.article].append(claim)
    sentences: dict[int, list[Sentence]] = defaultdict(list)
    for sentence in extraction.sentences:
        sentences[sentence.article].append(sentence)
    leads: dict[int, list[Lead]] = defaultdict(list)
    for lead in extraction.leads:
        leads[lead.article].append(lead)
    articles = (_article(h, sentences[h.position], claims[h.position], leads[h.position]) for h in extraction.articles)
    return Coverage(tuple(articles), tuple(_names(extraction, bare)))


def _place(evidence: Evidence) -> tuple[int, int, int]:
    return evidence.article, evidence.start, evidence.end


def _article(
    head: ArticleHead, sentences: Sequence[Sentence], claims: Sequence[Claim], leads: Sequence[Lead]
) -> ToldArticle:
    told = _told(head, sentences, claims)
    numbers = [lead for lead in leads if lead.kind not in NAMES]
    placed = _placed(numbers, told)
    return ToldArticle(
        head,
        told,
        tuple(n for n in numbers if n in placed),
        tuple(n for n in numbers if n not in placed),
        tuple(lead for lead in leads if lead.kind in NAMES),
    )


# ---------------------------------------------------------------- sentences


def _told(head: ArticleHead, sentences: Sequence[Sentence], claims: Sequence[Claim]) -> tuple[ToldSentence, ...]:
    """The headline as one sentence, then those of the body, with their facts."""
    size = sum(end - start for s in sentences for start, end in s.spans)
    at = len(head.body) - size  # negative as long as the headline lasts
    title: list[int] = []
    rest: list[tuple[str, str, tuple[int, ...]]] = []
    for sentence in sentences:
        offsets = tuple(i for start, end in sentence.spans for i in range(start, end))
        if at < 0:
            title += offsets
        else:
            rest.append((sentence.kind, head.body[at : at + len(offsets)], offsets))
        at += len(offsets)
    # a headline whose spaces were tidied up has offsets as far as it goes
    headline = [("headline", head.headline, tuple(title[: len(head.headline)]))] if title else []
    return tuple(
        ToldSentence(kind, text, offsets, _resting(claims, offsets)) for kind, text, offsets in [*headline, *rest]
    )


def _resting(claims: Iterable[Claim], offsets: Iterable[int]) -> tuple[Claim, ...]:
    here = frozenset(offsets)
    return tuple(c for c in claims if not here.isdisjoint(range(c.evidence.start, c.evidence.end)))


# ---------------------------------------------------------------- numbers


def _placed(numbers: Sequence[Lead], sentences: Sequence[ToldSentence]) -> set[Lead]:
    """The numbers that facts use: one for each figure of a fact, then repetitions of it.

    A figure is repeated by an equal number in a sentence that names its indicator, an investment by an equal one.
    """
    home = {n: s for s in sentences for n in numbers if n.start in s.offsets}
    placed: set[Lead] = set()
    repeated: set[Lead] = set()
    for claim in dict.fromkeys(c for s in sentences for c in s.claims):
        for value, unit in _figures(claim):
            equal = [n for n in numbers if n in home and _is(n, value, unit, claim)]
            here = [n for n in equal if claim in home[n].claims]
            if here:
                placed.add(min(here, key=lambda n: (_outside(n, claim.evidence), n in placed, -n.end)))
            if claim.kind in ("observation", "amount"):
                repeated.update(n for n in equal if claim.value("indicator") in home[n].text)
    return placed | repeated


def _figures(claim: Claim) -> list[tuple[str, str]]:
    """The values of a fact, each with its unit, without sign."""
    found = [
        (claim.value("value"), claim.value("unit")),
        (claim.value("amount"), "元"),
        (claim.value("rank"), "位"),
    ]
    return [(value.removeprefix("-"), unit) for value, unit in found if value]


def _is(number: Lead, value: str, unit: str, claim: Claim) -> bool:
    """Whether a number is that of a fact; one in another currency is known by its words."""
    return (number.value, number.unit) == (value, unit) or number.quote in claim.value("original")


def _outside(number: Lead, evidence: Evidence) -> int:
    """How far a number stands from where a fact's words end; a fact is stated up to its number."""
    inside = evidence.start <= number.start and number.end <= evidence.end
    return abs(evidence.end - number.end) if inside else max(abs(evidence.end - number.end), 1) * 1000


# ---------------------------------------------------------------- names


def _names(extraction: Extraction, bare: set[tuple[int, int, int]]) -> Iterable[ToldName]:
    parts: dict[str, str] = {}
    for claim in extraction.claims:
        inferred = claim.kind != "byline" and _place(claim.evidence) in bare
        for _role, key in claim.roles:
            if not inferred or key not in parts:
                parts[key] = INFERRED if inferred else STATED
    return (ToldName(entity, parts.get(entity.key, ALONE)) for entity in extraction.entities)
