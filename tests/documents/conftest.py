"""Pages for the tests of the documents floor."""

from __future__ import annotations

import hashlib
from collections.abc import Callable

import pytest

from kg.documents.segment import segment
from kg.records import Layout, Page


@pytest.fixture(scope="session")
def layout_of() -> Callable[[str], Layout]:
    """A function that cuts a text into articles as if it were a file."""

    def cut(text: str) -> Layout:
        return segment(Page("page.txt", text, hashlib.sha256(text.encode()).hexdigest(), "utf-8"))

    return cut
