"""Extractions as JSON."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from kg import codec
from kg.errors import GraphError
from kg.facts.outline import outline, summary
from kg.records import Repair
from tests.graph import sample


def test_what_goes_in_comes_out():
    for extraction in sample.extractions():
        full = replace(extraction, repairs=(Repair("line-join", 3, 4, "并行"),), warnings=('一"句\n\u2028',))
        assert codec.loads(codec.dumps(full)) == full
        assert codec.dumps(codec.loads(codec.dumps(full))) == codec.dumps(full)


def spoil(change):
    plain = json.loads(codec.dumps(sample.first()))
    change(plain)
    return json.dumps(plain)


@pytest.mark.parametrize(
    ("change", "where"),
    [
        (lambda p: p.pop("digest"), "digest"),
        (lambda p: p.update(extra=1), "extra"),
        (lambda p: p.update(source=3), "source"),
        (lambda p: p.update(articles={}), "articles"),
        (lambda p: p["articles"][0].update(position="1"), "position"),
        (lambda p: p["articles"][0].update(position=True), "position"),
        (lambda p: p["claims"][0]["evidence"].update(confidence="0.9"), "confidence"),
        (lambda p: p["claims"][0]["roles"][0].append("x"), "roles"),
        (lambda p: p["entities"].append([]), "entities"),
    ],
)
def test_anything_else_is_refused_with_its_place(change, where):
    with pytest.raises(GraphError, match=where):
        codec.loads(spoil(change))


@pytest.mark.parametrize("text", ["", "{", "[]", "null", "1"])
def test_broken_json_is_refused(text):
    with pytest.raises(GraphError):
        codec.loads(text)


def test_an_outline_and_a_summary_come_out_as_they_went_in():
    for extraction in sample.extractions():
        assert codec.loads_outline(codec.dumps(outline(extraction))) == outline(extraction)
        assert codec.loads_summary(codec.dumps(summary(extraction))) == summary(extraction)
        with pytest.raises(GraphError, match="字段不符"):
            codec.loads_outline(codec.dumps(extraction))


def test_pages_share_the_names_they_have_in_common():
    written = codec.dumps(outline(sample.first()))
    one, other = codec.loads_outline(written), codec.loads_outline(written)
    assert all(a.name is b.name and a.key is b.key for a, b in zip(one.entities, other.entities, strict=True))
