"""What the relation finders hand up: a fact in text offsets, before evidence is cut from the source."""

from __future__ import annotations

from dataclasses import dataclass

from kg.records import Claim, Evidence, Pairs


@dataclass(frozen=True, slots=True)
class Found:
    """A fact stated in one article's text. ``roles`` hold entity keys; kinds as in ``records.CLAIM_KINDS``."""

    kind: str
    roles: Pairs
    values: Pairs
    start: int  # text offsets of the words that state it
    end: int
    rule: str
    confidence: float = 0.9

    def claim(self, evidence: Evidence) -> Claim:
        """The same fact with its evidence; empty roles and values are left out."""
        return Claim(
            kind=self.kind,
            roles=tuple(sorted((k, v) for k, v in self.roles if v)),
            values=tuple(sorted((k, v) for k, v in self.values if v)),
            evidence=evidence,
        )


@dataclass(frozen=True, slots=True)
class Context:
    """What an article's sentences leave unsaid."""

    home: str  # key of the district the article is about, or ""
    city: str  # key of the newspaper's own district (株洲日报 -> 株洲市), or ""
    date: str  # the article's date, ISO, to the precision known
    newspaper: str
