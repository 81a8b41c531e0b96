"""Pages to articles, on small pages of our own writing (segment_cases.yaml)."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from kg.records import Article, Layout

CASES = yaml.safe_load((Path(__file__).parent / "segment_cases.yaml").read_text(encoding="utf-8"))


def shown_bylines(article: Article) -> list[str]:
    return sorted("/".join(filter(None, (b.name, b.role, b.newspaper))) for b in article.bylines)


def shown_blocks(article: Article) -> list[str]:
    return [f"{b.kind} {article.text[b.start : b.end]}" for b in article.blocks]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_case(case: dict[str, Any], layout_of: Callable[[str], Layout]) -> None:
    layout = layout_of(case["text"])
    assert (layout.newspaper, layout.date) == (case["newspaper"], str(case["date"]))
    assert [a.headline for a in layout.articles[1:]] == [a["headline"] for a in case["articles"]]
    for article, expected in zip(layout.articles[1:], case["articles"], strict=True):
        assert shown_bylines(article) == sorted(expected["bylines"])
        assert article.date == str(expected.get("date", case["date"]))
        blocks = shown_blocks(article)
        assert len(blocks) == len(expected["blocks"]), blocks
        assert [b for b, start in zip(blocks, expected["blocks"], strict=True) if not b.startswith(start)] == []
        if "repairs" in expected:
            assert sorted(r.kind for r in article.repairs) == expected["repairs"]
    for words in case.get("furniture", ()):
        assert words in layout.articles[0].text


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_positions_and_headline_spans(case: dict[str, Any], layout_of: Callable[[str], Layout]) -> None:
    layout = layout_of(case["text"])
    assert [a.position for a in layout.articles] == list(range(len(layout.articles)))
    for article in layout.articles[1:]:
        start, end = article.headline_span
        assert " ".join(re.sub(r"(?m)^#+ ", "", layout.page.text[start:end]).split()) == article.headline
        for byline in article.bylines:
            assert layout.page.text[byline.start : byline.end].replace(" ", "") == byline.name


def test_a_page_of_nothing_but_a_photo_has_no_article(layout_of: Callable[[str], Layout]) -> None:
    layout = layout_of("▲新桥夜景 记者 石磊 摄\n")
    assert [a.headline for a in layout.articles[1:] if a.headline] == []


def test_windows_line_ends_change_nothing_but_offsets(layout_of: Callable[[str], Layout]) -> None:
    for case in CASES:
        plain, windows = layout_of(case["text"]), layout_of(case["text"].replace("\n", "\r\n"))
        assert [a.text for a in plain.articles] == [a.text for a in windows.articles], case["name"]


def test_open_sentences_are_warned_of(layout_of: Callable[[str], Layout]) -> None:
    layout = layout_of(
        "桥通了\n\n记者 张三\n\n这座桥从去年三月动工到今年九月合龙,前后用了一年半的时间,累计投入资金约\n"
    )
    assert any("没有写完" in note and "第 5 行" in note for note in layout.warnings)
