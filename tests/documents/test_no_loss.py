"""Nothing of a page is lost or doubled, and every span can be traced to the source."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.documents.listing import list_sources
from kg.documents.read import Reader
from kg.documents.segment import segment
from kg.language.fold import fold
from kg.records import Layout, Page

CASES = yaml.safe_load((Path(__file__).parent / "segment_cases.yaml").read_text(encoding="utf-8"))
LINES = sorted({line for case in CASES for line in case["text"].splitlines()})

BREAKS = set("\n\r\x0b\x0c\x85\u2028\u2029")


def check(layout: Layout) -> None:
    """Every visible character stands in exactly one article, with its own offset; blocks lie within the text.

    A line feed parts paragraphs; on a page without any it has the place of the character before it.
    """
    source = layout.page.text
    pairs = (pair for a in layout.articles for pair in zip(a.text, a.offsets, strict=True))
    taken = Counter(o for char, o in pairs if char != "\n" and not source[o].isspace())
    visible = [i for i, char in enumerate(source) if not char.isspace()]
    assert sorted(taken) == visible
    assert set(taken.values()) <= {1}
    unbroken = not BREAKS & set(source)
    for article in layout.articles:
        assert len(article.text) == len(article.offsets)
        for char, offset in zip(article.text, article.offsets, strict=True):
            assert char == fold(source[offset]) or (char == "\n" and (source[offset].isspace() or unbroken))
        ends = [0]
        for block in article.blocks:
            assert ends[-1] <= block.start < block.end <= len(article.text)
            ends.append(block.end)
        for repair in article.repairs:
            assert 0 <= repair.start <= repair.end <= len(source)


def page(text: str) -> Page:
    return Page("page.txt", text, "0" * 64, "utf-8")


@settings(max_examples=150, deadline=None)
@given(st.lists(st.sampled_from([*LINES, "", "", "# 标题", "**", "####", "x"]), min_size=1, max_size=30))
def test_shuffled_lines(lines: list[str]) -> None:
    check(segment(page("\n".join(lines))))


@settings(max_examples=100, deadline=None)
@given(st.text(alphabet="的12。,、:;“”‘’()#*-—▲□○ \t\n\r\u3000\ufeff记者摄本报讯年月日图文编辑县A", max_size=120))
def test_any_characters(text: str) -> None:
    check(segment(page(text)))


def test_cases() -> None:
    for case in CASES:
        check(segment(page(case["text"])))


def check_all(*folders: Path) -> None:
    reader = Reader()
    for source in list_sources(folders).files:
        for reading in reader.read(source):
            assert reading.page is not None, reading.intake
            check(segment(reading.page))


def test_seeds(seeds: Path) -> None:
    check_all(seeds)


def test_shared_pages_and_reports(shared: Path) -> None:
    check_all(shared / "pages", shared / "reports")


@pytest.mark.parametrize("text", ["甲", "\n甲", "标题\n\n正文没有写完", "　　一", "\ufeff标题\n正文。"])
def test_tiny_pages(text: str) -> None:
    check(segment(page(text)))
