"""Short pages read whole: what only headlines, neighbours and the rest of the page decide (``pages.yaml``)."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from kg.facts.extract import extract
from kg.records import Claim, Page

CASES = yaml.safe_load((Path(__file__).parent / "pages.yaml").read_text(encoding="utf-8"))
#: Kind of claim -> its subject's role, and the role or value that is its object.
ENDS = {
    "link": ("subject", "object"),
    "milestone": ("project", "stage"),
    "award": ("recipient", "honour"),
    "tenure": ("official", "post"),
    "observation": ("about", "indicator"),
}


def _said(text: str) -> set[str]:
    page = extract(Page("case.txt", text, "", "utf-8"))
    names = {entity.key: entity.name for entity in page.entities}

    def line(claim: Claim) -> str:
        subject, end = ENDS[claim.kind]
        kind = claim.value("predicate") or claim.kind
        return f"{kind} {names[claim.role(subject)]} > {claim.value(end) or names[claim.role(end)]}"

    return {line(claim) for claim in page.claims if claim.kind in ENDS}


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_page(case: dict[str, object]) -> None:
    found = _said(str(case["text"]))
    assert set(case["says"]) - found == set()  # type: ignore[call-overload]
    assert set(case.get("not", ())) & found == set()  # type: ignore[call-overload]
