"""What the facts of a page leave out: pages of our own with what a reader misses, and the way back to the source."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from kg import codec
from kg.documents.segment import segment
from kg.facts.coverage import ALONE, INFERRED, Coverage, cover
from kg.facts.extract import extract
from kg.language.fold import fold
from kg.records import Extraction, Page
from kg.use.mending import mended

CASES: list[dict[str, Any]] = yaml.safe_load(
    (Path(__file__).parent / "coverage" / "cases.yaml").read_text(encoding="utf-8")
)


def page(text: str) -> Page:
    return Page("a.txt", text, hashlib.sha256(text.encode()).hexdigest(), "utf-8")


def told(case: dict[str, Any]) -> dict[str, list[str]]:
    """What a case lists, as found."""
    found: Coverage = cover(extract(page(case["page"])))
    articles = [a for a in found.articles if a.head.position]
    return {
        "placed": [lead.quote for a in articles for lead in a.placed],
        "unplaced": [lead.quote for a in articles for lead in a.unplaced],
        "silent": [s.text.strip() for a in articles for s in a.sentences if s.counts and not s.claims],
        "alone": sorted(n.entity.name for n in found.names if n.part == ALONE),
        "inferred": sorted(n.entity.name for n in found.names if n.part == INFERRED),
        "unknown": [lead.quote for a in articles for lead in a.unknown],
    }


@pytest.mark.parametrize("case", CASES, ids=[c["case"] for c in CASES])
def test_case(case: dict[str, Any]) -> None:
    found = told(case)
    listed = {name: wanted for name, wanted in case.items() if name not in ("case", "page")}
    assert listed
    assert {name: found[name] for name in listed} == listed


def seeds_and_cases(seeds: Path) -> list[tuple[Page, Extraction]]:
    texts = [case["page"] for case in CASES] + [p.read_text(encoding="utf-8") for p in sorted(seeds.glob("*.txt"))]
    return [(page(text), extract(page(text))) for text in texts]


@pytest.fixture(scope="module")
def pages(seeds: Path) -> list[tuple[Page, Extraction]]:
    return seeds_and_cases(seeds)


def test_sentences_are_the_articles_character_by_character(pages: list[tuple[Page, Extraction]]) -> None:
    for source, extraction in pages:
        for article in segment(source).articles:
            own = [s for s in extraction.sentences if s.article == article.position]
            assert [i for s in own for start, end in s.spans for i in range(start, end)] == list(article.offsets)


def test_the_text_of_a_sentence_is_that_of_its_place(pages: list[tuple[Page, Extraction]]) -> None:
    for source, extraction in pages:
        for article in cover(extraction).articles:
            for s in article.sentences:
                if s.kind != "headline":  # whose spaces are tidied up
                    assert s.text.split() == fold("".join(source.text[i] for i in s.offsets)).split()


def test_leads_stand_in_the_source(pages: list[tuple[Page, Extraction]]) -> None:
    leads = [(source, lead) for source, extraction in pages for lead in extraction.leads]
    assert len(leads) > 100
    for source, lead in leads:
        assert fold(source.text[lead.start : lead.end]) in (lead.quote, lead.quote[: lead.end - lead.start])


def test_a_fact_on_words_of_a_sentence_is_that_sentences(pages: list[tuple[Page, Extraction]]) -> None:
    """Every claim but credits and those read off a bare name rests on a sentence of its own article."""
    for _source, extraction in pages:
        resting = {c for a in cover(extraction).articles for s in a.sentences for c in s.claims}
        bare = {(m.article, m.start, m.end) for e in extraction.entities for m in e.mentions}
        others = {c for c in extraction.claims if c not in resting and c.kind != "byline"}
        assert all((c.evidence.article, c.evidence.start, c.evidence.end) in bare for c in others)


def test_the_codec_keeps_what_the_report_needs(pages: list[tuple[Page, Extraction]]) -> None:
    for _source, extraction in pages:
        again = codec.loads(codec.dumps(extraction))
        assert again == extraction
        assert cover(again) == cover(extraction)


def test_an_extraction_of_nothing_is_covered_by_nothing() -> None:
    assert cover(Extraction("a.txt", "0" * 64, "", "", "", (), (), ())) == Coverage((), ())


@settings(max_examples=40, deadline=None)
@given(st.text(alphabet="攸县长李增7%亿元第位“小满”公司,。;:#\n\r \u3000\ufeff（）", max_size=100))
def test_any_page_is_covered_to_its_last_character(text: str) -> None:
    source = page(f"株洲日报\n2024年3月1日\n\n{text}\n\n本报讯 去年,攸县地区生产总值增长7.1%。\n{text}\n")
    extraction = extract(source)
    told = {a.head.position: a for a in cover(extraction).articles}
    assert len(mended(extraction)) == len(extraction.repairs)
    for article in segment(source).articles:
        if article.text:
            sentences = told[article.position].sentences
            assert [i for s in sentences if s.kind != "headline" for i in s.offsets] == list(
                article.offsets[len(article.text) - len(told[article.position].head.body) :]
            )
            assert "".join(s.text for s in sentences if s.kind != "headline") == told[article.position].head.body
