"""IRIs: readable, legal, one for each thing."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.graph.iris import Minter, segment
from kg.graph.store import Graph
from kg.graph.terms import Quad, iri

MINT = Minter("https://example.org/id/")
NAMES = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=12)


@pytest.mark.parametrize(
    ("type_", "name", "attrs", "expected"),
    [
        ("District", "云溪区", {"code": "999901"}, "district/999901"),
        ("District", "龙泉街道", {"home": "云溪区"}, "district/云溪区/龙泉街道"),
        ("Company", "云溪松风玻璃有限公司", {}, "company/云溪松风玻璃有限公司"),
        ("Official", "葛长青", {"home": "云溪市", "sex": "女"}, "official/云溪市/葛长青"),
        ("Official", "葛长青", {"home": "云溪市", "disambiguator": "女"}, "official/云溪市/葛长青~女"),
        ("Honour", "“百强”企业/2024 年", {}, "honour/“百强”企业%2F2024%20年"),
        ("Product", "A#1?<b>~", {}, "product/A%231%3F%3Cb%3E%7E"),
        ("Place", "全\u3000角\u200b字", {}, "place/全%E3%80%80角%E2%80%8B字"),
        ("Company", "Ａ股", {"code": "999901"}, "company/Ａ股"),
        ("Person", "𠮷野", {}, "person/𠮷野"),
    ],
)
def test_entities(type_, name, attrs, expected):
    assert MINT.entity(type_, name, tuple(attrs.items())) == MINT.base + expected


@pytest.mark.parametrize(("type_", "name"), [("Firm", "云溪"), ("Company", ""), ("Company", " ")])
def test_what_cannot_be_named_is_refused(type_, name):
    with pytest.raises(ValueError, match=r"class|name"):
        MINT.entity(type_, name)


@pytest.mark.parametrize(
    "base", ["", "id/", "https://example.org/id", "file:///x/", "https://a b/", "https:///", "ftp://a/"]
)
def test_bases_that_make_no_iris_are_refused(base):
    with pytest.raises(ValueError, match="base"):
        Minter(base)


def test_sources_and_evidence():
    assert MINT.article("2025/03 02.txt", 3) == "https://example.org/id/article/2025/03%2002.txt#3"
    assert MINT.article("a.txt", 0) == MINT.page("a.txt") == "https://example.org/id/page/a.txt"
    assert MINT.evidence("a.txt", 3, 5, 9, "award-list") == "https://example.org/id/evidence/a.txt#3/5-9/award-list"
    assert MINT.graph("a.txt") != MINT.reference("a")


def test_a_fact_is_named_by_content_and_not_by_order():
    subject = MINT.entity("Official", "葛长青")
    one = MINT.fact("tenure", subject, [("post", "市长"), ("asOf", "2025")])
    assert one == MINT.fact("tenure", subject, [("asOf", "2025"), ("post", "市长")])
    assert one.startswith("https://example.org/id/tenure/葛长青-")
    assert one != MINT.fact("tenure", subject, [("post", "市长2025"), ("asOf", "")])
    assert one != MINT.fact("tenure", subject, [("post", "市长"), ("asOf", "2024")])


@settings(deadline=None, derandomize=True)
@given(NAMES)
def test_any_name_gives_a_legal_iri(name):
    node = iri(f"{MINT.base}place/{segment(name)}")
    loaded = Graph.memory([Quad(node, iri("https://example.org/p"), node, iri("https://example.org/g"))])
    assert [quad.subject for quad in loaded.quads()] == [node]


@settings(deadline=None, derandomize=True)
@given(NAMES, NAMES)
def test_different_names_give_different_iris(left, right):
    same = unicodedata.normalize("NFC", left) == unicodedata.normalize("NFC", right)
    assert (segment(left) == segment(right)) == same
