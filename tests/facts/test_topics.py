"""Sentences of many styles and all that they say of titles, products and events (``topics/*.yaml``)."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from tests.facts.topic_setting import matches, said

CASES = [
    (path.stem, case["text"], case["says"])
    for path in sorted((Path(__file__).parent / "topics").glob("*.yaml"))
    for case in yaml.safe_load(path.read_text(encoding="utf-8"))
]


@pytest.mark.parametrize(("kind", "text", "says"), CASES, ids=[f"{k}-{i}" for i, (k, _t, _s) in enumerate(CASES)])
def test_sentence(kind: str, text: str, says: list[str]) -> None:
    found = said(text, kind)
    assert matches(found, says), [(sorted(a), word, sorted(b)) for a, word, b in found]
