"""A page as resolution and the report see it, without the many words that only its facts and evidence need.

A build holds the outlines of all pages and never more than one page whole; what ``resolve`` and ``judged`` find in
outlines is what they find in the pages themselves.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from kg.records import Claim, Evidence, Extraction, Outline, Summary

_NO_WORDS = Evidence(0, 0, 0, "", "", 0.0)


def outline(extraction: Extraction) -> Outline:
    """The outline of a page."""
    return Outline(
        extraction.source,
        extraction.digest,
        tuple(replace(entity, mentions=(), joined=()) for entity in extraction.entities),
        tuple(replace(claim, evidence=_NO_WORDS) for claim in extraction.claims if places(claim) or claim.kind == POST),
        len(extraction.claims),
    )


def summary(extraction: Extraction) -> Summary:
    """The summary of a page."""
    return Summary(
        extraction.source,
        extraction.digest,
        extraction.engine,
        sum(1 for article in extraction.articles if article.position),
        tuple(sorted(Counter(repair.kind for repair in extraction.repairs).items())),
        extraction.warnings,
    )


#: The kind of claim that says which post somebody holds.
POST = "tenure"


def places(claim: Claim) -> bool:
    """Whether a claim says where a thing lies."""
    return claim.value("predicate") == "locatedIn"
