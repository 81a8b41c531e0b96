"""Which things of several pages are one: cases of small pages, order, and the user's own judgements."""

from __future__ import annotations

from itertools import permutations
from pathlib import Path
from typing import Any

import pytest
import yaml

from kg.documents.read import read_page
from kg.facts.extract import extract
from kg.facts.resolve import resolve
from kg.graph.iris import Minter
from kg.records import Extraction, Resolution

CASES: list[dict[str, Any]] = yaml.safe_load(
    (Path(__file__).parent / "resolution" / "cases.yaml").read_text(encoding="utf-8")
)


def _extractions(case: dict[str, Any], folder: Path) -> list[Extraction]:
    found = []
    for name, text in case["pages"].items():
        path = folder / f"{name}.txt"
        path.write_text(text, encoding="utf-8")
        found.append(extract(read_page(path, folder)))
    return found


def _ledger_id(extractions: list[Extraction], thing: str) -> tuple[str, str]:
    """(source, key) of a thing written <page>:<name>."""
    page, _, name = thing.partition(":")
    keys = [e.key for x in extractions if x.source == f"{page}.txt" for e in x.entities if name in (e.name, *e.forms)]
    assert len(keys) == 1, f"{thing} is found {len(keys)} times"
    return f"{page}.txt", keys[0]


def _iris(resolution: Resolution, extractions: list[Extraction], things: list[str]) -> set[str]:
    members = {member: e.iri for e in resolution.entities for member in e.members}
    return {members[_ledger_id(extractions, thing)] for thing in things}


@pytest.mark.parametrize("case", CASES, ids=[c["case"] for c in CASES])
def test_case(case: dict[str, Any], tmp_path: Path) -> None:
    extractions = _extractions(case, tmp_path)
    things = case.get("one") or case["two"]
    resolution = resolve(extractions, Minter().entity)
    assert len(_iris(resolution, extractions, things)) == (1 if "one" in case else len(things))
    if "reason" in case:
        assert any(case["reason"] in r for j in resolution.ledger if j.verdict == "SAME" for r in j.reasons)


@pytest.mark.parametrize("case", CASES, ids=[c["case"] for c in CASES])
def test_order_of_pages_makes_no_difference(case: dict[str, Any], tmp_path: Path) -> None:
    extractions = _extractions(case, tmp_path)
    results = [resolve(list(order), Minter().entity) for order in permutations(extractions)]
    assert all(r == results[0] for r in results)


def test_a_users_judgement_overrides_and_says_so(tmp_path: Path) -> None:
    case = next(c for c in CASES if "two officials" in c["case"])
    extractions = _extractions(case, tmp_path)
    ids = frozenset("#".join(_ledger_id(extractions, thing)) for thing in case["two"])
    resolution = resolve(extractions, Minter().entity, {ids: "SAME"})
    assert len(_iris(resolution, extractions, case["two"])) == 1
    assert [j.reasons for j in resolution.ledger if {j.left, j.right} == ids] == [("用户的判断",)]
