"""The Python API as its documentation shows it."""

from __future__ import annotations

import doctest
from decimal import Decimal
from pathlib import Path

import pytest

import kg
from tests.collection import write_collection


@pytest.fixture(scope="module")
def graph_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_collection(tmp_path_factory.mktemp("api") / "fangzhi.kg")


def test_docstring_examples() -> None:
    assert doctest.testmod(kg).failed == 0


def test_build_and_ask(seeds: Path, tmp_path: Path) -> None:
    page = min(seeds.glob("*.txt"))
    report = kg.build(page, tmp_path / "a.kg")
    assert report.read == (page.name,)
    with kg.open(tmp_path / "a.kg") as graph:
        sources = {row["source"] for row in graph.query("article_list")}
    assert sources == {page.name}


def test_query_show_stats(graph_folder: Path) -> None:
    with kg.open(graph_folder) as graph:
        table = graph.query("district_projects", district="东江", minimum=100_000_000, stage="开工")
        assert [(row["project"], row["investment"]) for row in table] == [("星河芯片项目", Decimal(300000000))]
        names = graph.query("SELECT ?n WHERE { ?c a fz:Company ; skos:prefLabel ?n }")
        assert names.column("n") == ["云溪星河科技有限公司"]
        assert graph.query("ASK { ?c a fz:Company }") is True
        assert len(graph.query("entity_graph", name="星河一号")) > 5
        (shown,) = graph.show("东江")
        assert shown.profile.label == "东江区"
        assert graph.stats().articles == 4


def test_to_other_libraries(graph_folder: Path, tmp_path: Path) -> None:
    with kg.open(graph_folder) as graph:
        network = graph.to_networkx()
        assert "https://w3id.org/fangzhi/id/official/吴芳" in network
        assert len(set(graph.to_rdflib().quads())) == graph.stats().quads
        data = graph.export("turtle", tmp_path / "a.ttl")
        assert (tmp_path / "a.ttl").read_bytes() == data


def test_errors_are_the_packages(tmp_path: Path) -> None:
    with pytest.raises(kg.GraphError):
        kg.open(tmp_path / "none.kg")
    with pytest.raises(kg.FangzhiError):
        kg.build([tmp_path / "none"], tmp_path / "a.kg")
