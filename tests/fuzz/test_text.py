"""Broken pages: nothing crashes, nothing of the page is lost, and every quote stands where it is said to stand."""

from __future__ import annotations

import os
import random
from functools import cache
from pathlib import Path

import pytest
import yaml
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from kg import codec
from kg.documents.segment import segment
from kg.facts.extract import extract
from kg.facts.resolve import resolve
from kg.graph.iris import Minter
from kg.graph.state import Index, state
from kg.records import Evidence, Extraction, Page
from tests.conftest import ROOT, shared_folder
from tests.documents.test_no_loss import check
from tests.fuzz.mutations import MUTATIONS, PIECES

TORTURE = bool(os.environ.get("FANGZHI_TORTURE"))
#: Characters of a page that are broken at a time.
WINDOW = 1200
MINT = Minter()


@cache
def pages() -> tuple[str, ...]:
    """The texts to break: the seeds, and the shared pages and reports where there are any."""
    folders: list[Path] = [ROOT / "seeds"]
    if shared := shared_folder():
        folders += [shared / "pages", shared / "reports"]
    return tuple(path.read_text(encoding="utf-8") for folder in folders for path in sorted(folder.glob("*.txt")))


def try_out(text: str) -> Extraction:
    """What a page says, by the whole way to its quads; with all that must hold of it."""
    page = Page("page.txt", text, "0" * 64, "utf-8")
    check(segment(page))
    extraction = extract(page, "fuzz")
    assert codec.loads(codec.dumps(extraction)) == extraction
    for evidence in evidences(extraction):
        assert evidence.quote
        assert text[evidence.start : evidence.end] == evidence.quote
    quads = list(state(extraction, Index.of(resolve([extraction], MINT.entity)), MINT))
    "".join(quad.line() for quad in quads).encode()
    return extraction


def evidences(extraction: Extraction) -> list[Evidence]:
    found = [claim.evidence for claim in extraction.claims]
    return found + [mention for entity in extraction.entities for mention in entity.mentions]


def examples(few: int, many: int) -> settings:
    return settings(max_examples=many if TORTURE else few, deadline=None, suppress_health_check=list(HealthCheck),
                    derandomize=not TORTURE)  # fmt: skip


@examples(60, 6000)
@given(st.data(), st.lists(st.sampled_from(MUTATIONS), min_size=1, max_size=4), st.integers(0, 2**32))
def test_broken_pages(data: st.DataObject, mutations: list, seed: int) -> None:
    chance = random.Random(seed)
    text = data.draw(st.sampled_from(pages()))
    start = chance.randrange(max(1, len(text) - WINDOW))
    text = text[start : start + WINDOW]
    for mutation in mutations:
        text = mutation(text, chance)[: 2 * WINDOW]
    try_out(text)


@examples(60, 6000)
@given(st.lists(st.sampled_from(PIECES), max_size=60).map("".join))
@example("")
def test_words_of_the_genre_in_any_order(text: str) -> None:
    try_out(text)


@examples(40, 3000)
@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=200))
def test_any_text(text: str) -> None:
    try_out(text)


@pytest.mark.parametrize("text", yaml.safe_load((Path(__file__).parent / "regressions.yaml").read_text("utf-8")))
def test_texts_that_once_failed(text: str) -> None:
    try_out(text)


def test_whole_pages_in_which_every_mutation_was_at_work() -> None:
    chance = random.Random(0)
    for text in pages() if TORTURE else pages()[:2]:
        for mutation in MUTATIONS:
            try_out(mutation(text[:20_000] if TORTURE else text[:3000], chance))
