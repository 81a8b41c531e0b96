"""The user's judgements by way of the command line: what holds, what is remembered, what explains itself."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

import kg
from kg.cli.entry import run
from kg.graph.store import Graph
from kg.graph.validate import validate

Capture = pytest.CaptureFixture[str]

FIRST = "株洲日报\n2023年3月1日 星期三\n\n攸县召开交通工作会\n\n本报讯 2月28日,攸县县长李明主持召开交通工作会。\n"
SECOND = "宜宾日报\n2023年3月1日 星期三\n\n江安县部署春耕\n\n本报讯 2月28日,江安县县委书记李明到江安镇检查春耕工作。\n"
SAME = "同一\ta.txt#Official:李明\tb.txt#Official:李明\n"


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("pages")
    (folder / "a.txt").write_text(FIRST, encoding="utf-8")
    (folder / "b.txt").write_text(SECOND, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def built(pages: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Their graph without judgements; tests change copies of it."""
    graph = tmp_path_factory.mktemp("built") / "a.kg"
    build(pages, graph, "-q")
    return graph


@pytest.fixture
def graph(built: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(built, tmp_path / "a.kg"))


def build(pages: Path, graph: Path, *more: str, code: int = 0) -> None:
    assert run(["build", str(pages), "-o", str(graph), *more]) == code


def officials(graph: Path) -> int:
    with kg.open(graph) as opened:
        return len(opened.show("李明"))


def test_a_judgement_holds_is_remembered_and_can_be_taken_back(
    pages: Path, graph: Path, tmp_path: Path, capfd: Capture
) -> None:
    own = tmp_path / "own.tsv"
    before = Graph.open(graph).dump("nquads")
    own.write_text(SAME, encoding="utf-8")
    capfd.readouterr()

    build(pages, graph, "--judgements", str(own))
    said = capfd.readouterr().out
    assert "读了 0 个文件，2 个没有变化" in said, "no page is read again"
    assert "用户的判断 1 条" in said
    assert officials(graph) == 1
    own.unlink()
    build(pages, graph)
    assert officials(graph) == 1, "the graph keeps them"

    own.write_text("# 都去掉了\n", encoding="utf-8")
    build(pages, graph, "--judgements", str(own))
    assert Graph.open(graph).dump("nquads") == before


def test_the_same_judgements_give_the_same_graph_whatever_was_there_before(
    pages: Path, graph: Path, tmp_path: Path
) -> None:
    own = tmp_path / "own.tsv"
    own.write_text(SAME + "非实体\t*#江安镇\n", encoding="utf-8")
    build(pages, graph, "--judgements", str(own), "-q")
    build(pages, tmp_path / "new.kg", "--judgements", str(own), "-q")
    assert (graph / "manifest.json").read_bytes() == (tmp_path / "new.kg" / "manifest.json").read_bytes()


def test_judgements_outlive_another_versions_manifest(pages: Path, graph: Path) -> None:
    manifest = graph / "manifest.json"
    told = json.loads(manifest.read_text(encoding="utf-8"))
    manifest.write_text(json.dumps({**told, "judgements": SAME}), encoding="utf-8")
    manifest.write_text(manifest.read_text(encoding="utf-8").replace('"quads"', '"triples"'), encoding="utf-8")
    build(pages, graph, "-q")
    assert officials(graph) == 1


def test_a_graph_under_judgements_keeps_its_contract(pages: Path, tmp_path: Path) -> None:
    own = tmp_path / "own.tsv"
    own.write_text("类别\ta.txt#攸县\t机构\n类别\tb.txt#李明\t人物\n非实体\tb.txt#江安县\n", encoding="utf-8")
    report = kg.build(pages, tmp_path / "a.kg", judgements=own)
    assert report.judgements == 3
    assert not report.warnings
    with Graph.open(tmp_path / "a.kg") as graph:
        assert validate(graph).conforms


def test_a_line_without_effect_is_told_every_time(pages: Path, graph: Path, tmp_path: Path, capfd: Capture) -> None:
    own = tmp_path / "own.tsv"
    own.write_text("不同\ta.txt#王二\tb.txt#李明\n", encoding="utf-8")
    build(pages, graph, "--judgements", str(own))
    assert capfd.readouterr().err == f"{own}：第 1 行没有起作用:a.txt 里没有 王二。\n"
    build(pages, graph, "-q")
    assert capfd.readouterr().err == "图谱中保存的判断：第 1 行没有起作用:a.txt 里没有 王二。\n"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("同一 a.txt#李明 b.txt#李明\n", "own.tsv”第 1 行"),
        (SAME + SAME.replace("同一", "不同"), "own.tsv”第 1 行与第 2 行矛盾"),
    ],
)
def test_what_is_no_judgement_leaves_the_graph_as_it_was(
    text: str, said: str, pages: Path, tmp_path: Path, capfd: Capture
) -> None:
    own = tmp_path / "own.tsv"
    own.write_text(text, encoding="utf-8")
    build(pages, tmp_path / "new.kg", "--judgements", str(own), code=2)
    (sentence,) = capfd.readouterr().err.splitlines()
    assert said in sentence
    assert not (tmp_path / "new.kg").exists()
    build(pages, tmp_path / "new.kg", "--judgements", str(tmp_path / "none.tsv"), code=2)
    assert "无法读取判断文件" in capfd.readouterr().err


def explained(graph: Path, name: str, capfd: Capture, *more: str) -> str:
    capfd.readouterr()
    assert run(["explain", name, "-g", str(graph), *more]) == 0
    return capfd.readouterr().out


def test_what_explain_prints_can_be_copied_into_the_file(
    pages: Path, graph: Path, tmp_path: Path, capfd: Capture
) -> None:
    own = tmp_path / "own.tsv"
    text = explained(graph, "李明", capfd)
    (ids,) = {line for line in text.splitlines() if line.count("#Official:") == 2}
    assert "判为不同（1）" in text
    own.write_text(f"同一  {ids.strip()}\n", encoding="utf-8")
    build(pages, graph, "--judgements", str(own), "-q")
    text = explained(graph, "李明", capfd)
    assert "判为同一（1）\n  李明：用户的判断\n" in text
    own.write_text("非实体\t*#江安镇\n类别\ta.txt#攸县\t机构\n", encoding="utf-8")
    build(pages, graph, "--judgements", str(own), "-q")
    assert "类别依用户的判断，版面上读作行政区" in explained(graph, "攸县", capfd)


def test_what_one_page_joins_and_keeps_apart_is_explained(tmp_path: Path, capfd: Capture) -> None:
    page = tmp_path / "c.txt"
    page.write_text(
        "株洲日报\n2024年9月1日 星期日\n\n春江装备开工\n\n"
        "本报讯 8月28日,湖南春江精工装备股份有限公司(以下简称“春江精工”)的新厂房在荷塘区开工。"
        "春江装备董事长李大山出席。\n\n"
        "任免名单\n\n决定任命:\n刘伟(女)为株洲市商务局局长。\n刘伟(男)为攸县县长。\n",
        encoding="utf-8",
    )  # fmt: skip
    build(page, tmp_path / "c.kg", "-q")
    text = explained(tmp_path / "c.kg", "湖南春江精工装备股份有限公司", capfd)
    assert "“春江精工”在此版面上归于它，规则 corefer.declared" in text
    assert "“春江装备”在此版面上归于它，规则 corefer.short_name" in text
    text = explained(tmp_path / "c.kg", "刘伟", capfd)
    assert "同一版面上的“刘伟”,版面自身分作两个" in text
