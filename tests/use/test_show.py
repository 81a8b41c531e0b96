"""One entity shown: every kind of fact in words, with its quotes; homonyms apart."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from kg.errors import QueryError
from kg.graph.store import Graph
from kg.graph.terms import Quad
from kg.use.facts import facts_about
from kg.use.show import shown

FZ = "https://w3id.org/fangzhi/ns#"
ID = "https://w3id.org/fangzhi/id/"


@pytest.fixture(scope="module")
def graph(collection: Path) -> Iterator[Graph]:
    with Graph.open(collection) as opened:
        yield opened


def texts(graph: Graph, name: str) -> dict[str, list[str]]:
    (one,) = shown(graph, name)
    return {group: [fact.text for fact in facts] for group, facts in one.groups()}


def test_district(graph: Graph) -> None:
    found = texts(graph, "东江")
    assert list(found) == ["任职", "荣誉", "联系", "指标"]
    assert found["任职"] == [
        "周明：东江区区长（在任、截至 2024-11-20）",
        "吴芳：东江区区长（当选、截至 2025-02-10）",
        "吴芳：东江区区长（在任、截至 2026-01-15）",
    ]
    assert found["荣誉"] == ["东江区获得全市高质量发展先进区（第 1 位、云溪市授予、2025）"]
    assert "东江区 地区生产总值增长 7%左右（目标、2025-01-01 至 2025-12-31）" in found["指标"]


def test_project(graph: Graph) -> None:
    found = texts(graph, "芯片项目")
    assert found["进展"] == ["星河芯片项目：开工（2024-11-18）", "星河芯片项目：竣工（2025-12）"]
    assert "星河芯片项目 投资额 3亿元" in found["联系"]
    assert "云溪星河科技有限公司 承担 星河芯片项目" in found["联系"]


def test_an_award_is_not_told_twice(graph: Graph) -> None:
    assert texts(graph, "星河科技")["荣誉"] == ["云溪星河科技有限公司获得国家级绿色工厂（2024）"]
    assert not any("绿色工厂" in text for text in texts(graph, "星河科技")["联系"])


def test_quotes_say_where(graph: Graph) -> None:
    (fact, *_) = facts_about(graph, f"{ID}official/周明")
    (quote,) = fact.quotes
    assert (quote.text, quote.start, quote.end, quote.rule) == ("东江区区长周明", 20, 27, "post-before-name")
    assert quote.place == "云溪日报 2024-11-20 （a.txt）"


def test_by_iri_and_unknown(graph: Graph) -> None:
    assert shown(graph, f"{ID}official/周明")[0].profile.label == "周明"
    with pytest.raises(QueryError, match="没有叫“周"):
        shown(graph, "周明明")
    with pytest.raises(QueryError, match="没有实体 https://a/b"):
        shown(graph, "https://a/b")
    with pytest.raises(QueryError, match="职务或指标"):
        shown(graph, "区长")


def quads(name: str, *articles: str) -> list[Quad]:
    """Two people of one name, of whom one may be named by articles."""
    terms = [(f"<{ID}person/{name}>", "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>", f"<{FZ}Person>"),
             (f"<{ID}person/{name}>", "<http://www.w3.org/2004/02/skos/core#prefLabel>", '"刘伟"@zh')]  # fmt: skip
    terms += [(f"<{ID}person/{name}>", f"<{FZ}mentionedIn>", f"<{ID}article/{article}>") for article in articles]
    return [Quad(*triple, f"<{ID}graph/x>") for triple in terms]


def test_homonyms_are_all_shown_the_most_mentioned_first() -> None:
    both = Graph.memory([*quads("刘伟", "1"), *quads("刘伟~女", "1", "2")])
    assert [one.profile.iri for one in shown(both, "刘伟")] == [f"{ID}person/刘伟~女", f"{ID}person/刘伟"]


def test_what_no_article_names_is_shown_only_alone() -> None:
    """The reference data hold every district of China: namesakes of the one the papers write about."""
    one = Graph.memory([*quads("刘伟", "1"), *quads("刘伟~女")])
    assert [found.profile.iri for found in shown(one, "刘伟")] == [f"{ID}person/刘伟"]
    assert len(shown(Graph.memory([*quads("刘伟"), *quads("刘伟~女")]), "刘伟")) == 2
