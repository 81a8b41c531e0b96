"""Time grows with the length of a source, and not faster: eight times the text takes some eight times as long.

What is measured at length by ``benchmarks/length.py`` is tried here over short texts, in the processor's own time and
with slack enough for a busy machine; what grows with the square of the length takes 64 times as long.
"""

from __future__ import annotations

import pytest

from benchmarks.length import KINDS, seconds
from tests.conftest import ROOT

SHORT, TIMES, MOST = 2000, 8, 20
#: Kinds of text that still take too long: every name looks at all the others. The list only shrinks.
TOO_LONG = {"names in a row", "one sentence"}
#: Below this a time says nothing.
LEAST = 0.01


def ratio(kind: str) -> float:
    """How many times as long the long text takes; the better of two."""
    text = "".join(path.read_text(encoding="utf-8") for path in sorted((ROOT / "seeds").glob("*.txt")))
    whole = KINDS[kind](text)
    assert len(whole) >= SHORT * TIMES
    short, long = (min(seconds(whole[:length]) for _ in range(2)) for length in (SHORT, SHORT * TIMES))
    return long / max(short, LEAST)


@pytest.mark.parametrize("kind", sorted(set(KINDS) - TOO_LONG))
def test_time_grows_with_the_length(kind: str) -> None:
    seconds("县长周明到清河县调研。")  # rules and lexicons are read
    assert ratio(kind) < MOST


def test_the_exceptions_are_two() -> None:
    assert set(KINDS) >= TOO_LONG
    assert len(TOO_LONG) <= 2
