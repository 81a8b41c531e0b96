"""The annotated pages: dates, papers, articles, authors, and where the texts begin."""

from __future__ import annotations

import json
import unicodedata
from pathlib import Path
from typing import Any

import pytest

from kg.documents.read import read_page
from kg.documents.segment import segment
from kg.records import Article, Layout

DOCS = ("000", "001", "003", "H03", "H04", "Z01", "Z06")
AUTHORS = ("记者", "通讯员", "作者")
DROP = str.maketrans("", "", " \t\n\u3000“”‘’\"'「」『』《》〈〉·•")


def norm(text: str) -> str:
    return unicodedata.normalize("NFKC", text).translate(DROP).lower()


def read(shared: Path, name: str) -> tuple[Layout, dict[str, Any]]:
    [path] = (shared / "pages").glob(f"{name}*")
    lines = (shared / "gold" / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
    [gold] = [row for row in map(json.loads, filter(None, lines)) if row["kind"] == "document"]
    return segment(read_page(path, path.parent)), gold


def same(expected: str, headline: str) -> bool:
    left, right = norm(expected), norm(headline)
    return left == right or (len(right) > 5 and (left in right or right in left))


def first_words(article: Article) -> str:
    return norm(next(article.text[b.start : b.end] for b in article.blocks if b.kind in ("body", "list")))


@pytest.mark.parametrize("name", DOCS)
def test_page(shared: Path, name: str) -> None:
    layout, gold = read(shared, name)
    assert layout.date.startswith(gold["date"])
    assert layout.newspaper == gold["newspaper"]
    articles = list(layout.articles[1:])
    for expected in gold["articles"]:
        [article] = [a for a in articles if same(expected["headline"], a.headline)]
        articles.remove(article)
        photographers = {b.name for b in article.bylines if b.role == "摄影"}
        authors = {b.name for b in article.bylines if b.role in AUTHORS}
        assert set(expected["bylines"]) <= authors
        assert authors - set(expected["bylines"]) <= photographers
        opening = norm(expected["start_quote"])
        subheads = [norm(article.text[b.start : b.end]) for b in article.blocks if b.kind == "subhead"]
        assert first_words(article).startswith(opening) or opening in subheads
    assert articles == []


@pytest.mark.parametrize(("name", "date"), [("002", "2020-10"), ("004", "2020-06")])
def test_pages_of_one_article(shared: Path, name: str, date: str) -> None:
    [path] = (shared / "pages").glob(f"{name}*")
    layout = segment(read_page(path, path.parent))
    assert layout.date == date
    assert len(layout.articles) == 2


def test_reports_are_one_article_each(shared: Path) -> None:
    for path in sorted((shared / "reports").glob("*.txt")):
        layout = segment(read_page(path, path.parent))
        assert [a.headline for a in layout.articles[1:] if not a.headline.endswith("政府工作报告")] == [], path.name
        assert layout.date.startswith("2026-0"), path.name
