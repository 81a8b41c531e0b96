"""Twice as many names in an article are twice the work, counted in lines of our code that are run."""

from __future__ import annotations

import pytest

from kg.facts.extract import extract
from kg.records import Page
from tests.work import lines_run

OURS = ("/kg/mentions/", "/kg/facts/")
#: Kinds of long text: what is repeated.
KINDS = {
    "one post, one name": "区委书记李明、县长王强、",
    "a rank left unsaid": "副主任李明、秘书长王强,",
    "a firm and its head": "青山公司董事长李明、总经理王强、",
    "districts and posts": "天元区区长李明、芦淞区委书记王强、",
}


def work(text: str) -> int:
    """Lines run to find what a text says."""
    return lines_run(lambda: extract(Page("page.txt", text, "0" * 64, "utf-8")), OURS)


@pytest.mark.parametrize("repeated", KINDS.values(), ids=KINDS)
def test_work_grows_with_the_number_of_names_and_no_faster(repeated: str) -> None:
    text = repeated * 300
    extract(Page("page.txt", text[:200], "0" * 64, "utf-8"))  # rules and lexicons are read
    half, whole = work(text[: len(text) // 2]), work(text)
    assert whole < 2.2 * half
