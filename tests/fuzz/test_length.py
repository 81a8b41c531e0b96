"""Twice as long a text is twice the work, whatever it is made of, counted in lines of our code that are run.

What runs inside a pattern is no line of ours: ``tests/patterns`` holds the patterns to the same.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.length import KINDS
from kg.facts.extract import extract
from kg.records import Page
from tests.work import lines_run

SEEDS = Path(__file__).parents[2] / "seeds"
#: Characters of the shorter text, and how many times the work the double may take: text is not the same all through.
SHORT, MOST = 4000, 2.6


def work(text: str) -> int:
    """Lines run to find what a text says."""
    return lines_run(lambda: extract(Page("page.txt", text, "0" * 64, "utf-8")), ("/kg/",))


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_work_grows_with_the_length(kind: str) -> None:
    text = KINDS[kind]("".join(path.read_text(encoding="utf-8") for path in sorted(SEEDS.glob("*.txt"))))
    assert len(text) >= 2 * SHORT
    extract(Page("page.txt", text[:500], "0" * 64, "utf-8"))  # rules and lexicons are read
    assert work(text[: 2 * SHORT]) < MOST * work(text[:SHORT])
