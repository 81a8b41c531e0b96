"""Numbers in their sentences (``observations.yaml``): subjects, periods and modality of whole passages."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from kg.facts.found import Found
from tests.facts.observing import observations, shown

CASES = yaml.safe_load((Path(__file__).parent / "observations.yaml").read_text(encoding="utf-8"))


def _line(found: Found) -> str:
    values = dict(found.values)
    return f"{shown(found)} | {values['periodStart']}/{values['periodEnd']} | {values['modality']}"


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_passage(case: dict[str, Any]) -> None:
    text, found = observations(case["text"], case.get("date", "2024-12-26"), serving=case.get("serving"))
    assert [_line(f) for f in found] == case["gives"]
    assert all(0 <= f.start < f.end <= len(text) for f in found)
