"""What whole pages say of works, firms and places (cases in works.yaml)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from kg.documents.read import read_page
from kg.facts.extract import extract
from kg.records import Claim, Extraction

CASES: list[dict[str, Any]] = yaml.safe_load(Path(__file__).with_suffix("").with_name("works.yaml").read_text("utf-8"))


def _shown(claim: Claim, names: dict[str, str]) -> set[str]:
    """A claim in the ways the cases write it: a milestone with and without its date."""
    if claim.kind == "link":
        return {f"{names[claim.role('subject')]} -{claim.value('predicate')}-> {names[claim.role('object')]}"}
    if claim.kind == "amount":
        return {f"{names[claim.role('subject')]} ¥{claim.value('amount')}"}
    if claim.kind == "milestone":
        plain = f"{names[claim.role('project')]} {claim.value('stage')}"
        return {plain, f"{plain} {claim.value('date')}".rstrip()}
    return set()


def _facts(extraction: Extraction) -> set[str]:
    names = {e.key: e.name for e in extraction.entities}
    return {shown for claim in extraction.claims for shown in _shown(claim, names)}


@pytest.mark.parametrize("case", CASES, ids=[c["name"] for c in CASES])
def test_page(case: dict[str, Any], tmp_path: Path) -> None:
    page = tmp_path / "page.txt"
    page.write_text(case["text"], "utf-8")
    said = _facts(extract(read_page(page, tmp_path)))
    assert set(case["facts"]) - said == set()
    assert set(case.get("never", ())) & said == set()
