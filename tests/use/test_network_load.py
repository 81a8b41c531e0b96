"""From the graph to the network: what is a node, an edge, a fact, and what is asked for."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from kg.errors import QueryError
from kg.graph.store import Graph
from kg.use.link_queries import amount
from kg.use.network import Edge, Network, Quote, load_network
from tests.use.networks import BASE, case_graph


@pytest.fixture(scope="module")
def graph() -> Iterator[Graph]:
    with case_graph() as opened:
        yield opened


@pytest.fixture(scope="module")
def network(graph: Graph) -> Network:
    return load_network(graph)


def labels(network: Network) -> set[str]:
    return {node.label for node in network.nodes}


def edge(network: Network, source: str, target: str, label: str) -> Edge:
    (found,) = (e for e in network.edges if (e.source, e.target, e.label) == (BASE + source, BASE + target, label))
    return found


def test_only_what_articles_mention(network: Network) -> None:
    assert labels(network) == {"云溪市", "东江区", "周明", "林晓", "云溪星河科技有限公司", "星河芯片项目", "绿色工厂"}
    assert network.total == 7


def test_names_and_types(network: Network) -> None:
    firm = next(node for node in network.nodes if node.type == "Company")
    assert (firm.label, firm.alts) == ("云溪星河科技有限公司", ("星河", "星河科技"))


def test_two_reports_of_one_link_are_one_fact_with_two_quotes(network: Network) -> None:
    (fact,) = edge(network, "firm", "east", "位于").facts
    assert fact.quotes == (
        Quote("2024-12-26", "a.txt", "东江区晒出成绩单", "云溪日报", "东江区的星河科技"),
        Quote("2025-01-03", "b.txt", "东江来了星河", "云溪晚报", "星河落户东江"),
    )


def test_reference_link_has_no_quotes(network: Network) -> None:
    (fact,) = edge(network, "east", "city", "位于").facts
    assert fact.quotes == ()


def test_two_posts_are_two_edges(network: Network) -> None:
    assert edge(network, "zhou", "east", "区长").facts[0].label == "区长（在任，截至 2024-12-25）"
    assert edge(network, "zhou", "east", "区委副书记").kind == "tenure"


def test_post_without_body_is_a_fact_of_its_holder(network: Network) -> None:
    zhou = next(node for node in network.nodes if node.label == "周明")
    assert [fact.label for fact in zhou.facts] == ["教授（离任）"]


def test_award_says_more_than_its_link(network: Network) -> None:
    (fact,) = edge(network, "firm", "prize", "获得").facts
    assert fact.label == "获得（第3名，2024，云溪市颁发）"
    assert [quote.text for quote in fact.quotes] == ["星河科技获评绿色工厂"]


@pytest.mark.parametrize(
    ("label", "facts"),
    [
        ("星河芯片项目", ["投资额：3亿元", "进度：竣工（2024-12）", "进度：计划投运"]),
        ("东江区", ["地区生产总值：增长6.5%左右（预计，2024-01-01 至 2024-09-30）", "地区生产总值：排名第3"]),
        ("林晓", ["署名：记者"]),
    ],
)
def test_facts_of_one_end(network: Network, label: str, facts: list[str]) -> None:
    node = next(node for node in network.nodes if node.label == label)
    assert [fact.label for fact in node.facts] == facts


@pytest.mark.parametrize(
    ("around", "depth", "found"),
    [
        ("星河", 0, {"云溪星河科技有限公司"}),
        ("星河科技", 1, {"云溪星河科技有限公司", "东江区", "绿色工厂", "星河芯片项目"}),
        (BASE + "city", 1, {"云溪市", "东江区"}),
        ("云溪市", 2, {"云溪市", "东江区", "周明", "云溪星河科技有限公司"}),
    ],
)
def test_around(graph: Graph, around: str, depth: int, found: set[str]) -> None:
    network = load_network(graph, around=around, depth=depth)
    assert labels(network) == found
    assert network.total == len(found)


@pytest.mark.parametrize(
    ("types", "around", "found"),
    [
        (("Company", "荣誉"), None, {"云溪星河科技有限公司", "绿色工厂"}),
        (("Official",), "东江", {"东江区", "周明"}),
    ],
)
def test_types(graph: Graph, types: tuple[str, ...], around: str | None, found: set[str]) -> None:
    assert labels(load_network(graph, types, around)) == found


@pytest.mark.parametrize(
    ("types", "around", "depth", "message"),
    [
        ((), "星和科技", 1, "相近的名称有：星河科技"),
        ((), "zzz", 1, "kg stats"),
        (("公司",), None, 1, "Company（企业）"),
        ((), "东江", -1, "层数不能为负数"),
    ],
)
def test_refusals(graph: Graph, types: tuple[str, ...], around: str | None, depth: int, message: str) -> None:
    with pytest.raises(QueryError, match=message):
        load_network(graph, types, around, depth)


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [
        ("35000000000", "元", "350亿元"),
        ("150000000.0", "元", "1.5亿元"),
        ("17000", "户", "1.7万户"),
        ("6.10", "%", "6.1%"),
        ("-3.2", "%", "-3.2%"),
        ("12345678", "元", "12345678元"),
        ("0", "家", "0家"),
        ("NaN-ish", "家", "NaN-ish家"),
    ],
)
def test_amount(value: str, unit: str, text: str) -> None:
    assert amount(value, unit) == text
