"""Twice as many names in an article are twice the work, counted in lines of our code that are run."""

from __future__ import annotations

import sys
from types import FrameType
from typing import Any

import pytest

from kg.facts.extract import extract
from kg.records import Page

OURS = ("/kg/mentions/", "/kg/facts/")
#: Kinds of long text: what is repeated.
KINDS = {
    "one post, one name": "区委书记李明、县长王强、",
    "a rank left unsaid": "副主任李明、秘书长王强,",
    "a firm and its head": "青山公司董事长李明、总经理王强、",
    "districts and posts": "天元区区长李明、芦淞区委书记王强、",
}


def lines_run(text: str) -> int:
    """How many lines of the package are run to find what a text says."""
    count = 0

    def line(_frame: FrameType, event: str, _argument: Any) -> Any:
        nonlocal count
        count += event == "line"
        return line

    def call(frame: FrameType, _event: str, _argument: Any) -> Any:
        return line if any(part in frame.f_code.co_filename for part in OURS) else None

    before = sys.gettrace()
    sys.settrace(call)
    try:
        extract(Page("page.txt", text, "0" * 64, "utf-8"))
    finally:
        sys.settrace(before)
    return count


@pytest.mark.parametrize("repeated", KINDS.values(), ids=KINDS)
def test_work_grows_with_the_number_of_names_and_no_faster(repeated: str) -> None:
    text = repeated * 300
    extract(Page("page.txt", text[:200], "0" * 64, "utf-8"))  # rules and lexicons are read
    half, whole = lines_run(text[: len(text) // 2]), lines_run(text)
    assert whole < 2.2 * half
