"""What patterns need, case by case."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from kg.mentions.triggers import need_of

CASES = yaml.safe_load(Path(__file__).with_name("test_triggers_cases.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", CASES, ids=[case["pattern"] for case in CASES])
def test_need(case: dict[str, Any]) -> None:
    need = need_of(re.compile(case["pattern"]))
    if case["words"] is None:
        assert need is None
        return
    assert need is not None
    assert sorted(need.words) == sorted(case["words"])
    assert need.before == case["before"]
    assert need.ahead == case.get("ahead", 0)
    assert need.beyond == case.get("beyond", need.beyond)
    assert all(need.border.match(c) for c in case.get("border", ""))
    assert not any(need.border.match(c) for c in case.get("inside", ""))
