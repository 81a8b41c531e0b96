"""The date of a page (date_cases.yaml)."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from kg.records import Layout

CASES = yaml.safe_load((Path(__file__).parent / "date_cases.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_case(case: dict[str, Any], layout_of: Callable[[str], Layout]) -> None:
    layout = layout_of(case["text"])
    assert layout.date == str(case["date"])
    assert bool(layout.date) != any("日期" in note for note in layout.warnings)
