"""Accept headers as clients send them."""

from __future__ import annotations

import pytest

from kg.use.serve.negotiation import HTML, TABLES, TRIPLES, choose

BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8"


@pytest.mark.parametrize(
    ("accept", "media"),
    [
        ("", "application/sparql-results+json"),
        ("*/*", "application/sparql-results+json"),
        ("application/*", "application/sparql-results+json"),
        ("text/*", "text/csv"),
        ("application/sparql-results+xml", "application/sparql-results+xml"),
        ("application/xml", "application/xml"),
        ("text/csv;q=0.5, text/tab-separated-values", "text/tab-separated-values"),
        ("text/csv;q=0.9, text/tab-separated-values;q=0.8", "text/csv"),
        ("text/csv; charset=utf-8 ; q=0.9, */*;q=0.1", "text/csv"),
        ("application/sparql-results+json;q=0, */*", "application/sparql-results+xml"),
        ("application/json, text/csv;q=0.9", "application/json"),
        ("TEXT/CSV", "text/csv"),
        ("text/csv;q=nonsense, text/tab-separated-values;q=0.1", "text/tab-separated-values"),
        ("text/csv;q=7", "text/csv"),
        (BROWSER, "application/xml"),
        ("text/html", None),
        ("*/*;q=0", None),
        ("text/turtle, application/rdf+xml", None),
        (",,;,/,a/b", None),
    ],
)
def test_rows(accept: str, media: str | None) -> None:
    choice = choose(accept, TABLES)
    assert (choice.media if choice else None) == media


@pytest.mark.parametrize(
    ("accept", "format_"),
    [
        (BROWSER, "html"),
        ("", "turtle"),
        ("*/*", "turtle"),
        ("text/turtle", "turtle"),
        ("application/ld+json, text/html;q=0.9", "jsonld"),
        ("application/rdf+xml,text/turtle;q=0.9,*/*;q=0.1", "rdfxml"),
        ("text/plain", "ntriples"),
        ("image/png", None),
    ],
)
def test_things(accept: str, format_: str | None) -> None:
    choice = choose(accept, {**TRIPLES, **HTML})
    assert (choice.format if choice else None) == format_


def test_text_says_its_encoding() -> None:
    types = {choose(media, {**TABLES, **TRIPLES}).content_type for media in ("text/csv", "application/ld+json")}  # type: ignore[union-attr]
    assert types == {"text/csv; charset=utf-8", "application/ld+json"}
