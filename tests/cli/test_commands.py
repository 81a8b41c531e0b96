"""The commands as a user calls them: what they print, where they write, how they end."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from kg.cli.entry import COMMANDS, kg, run
from tests.collection import PAGE

Capture = pytest.CaptureFixture[str]


@pytest.fixture(autouse=True)
def _default_graph(collection: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KG_GRAPH", str(collection))


def out(capfd: Capture, *argv: str, code: int = 0) -> str:
    """What a command writes to standard output; standard error must be silent."""
    assert run(argv) == code
    written = capfd.readouterr()
    assert written.err == ""
    return written.out


def test_help_is_chinese_and_lists_every_command(capfd: Capture) -> None:
    text = out(capfd, "--help")
    assert text.startswith("用法：kg [选项] 命令 [参数]")
    assert [line.split()[0] for line in text.partition("命令:")[2].splitlines() if line.strip()] == list(COMMANDS)
    assert "Show this message" not in text


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_explains_itself(name: str, capfd: Capture) -> None:
    command = kg.get_command(None, name)  # type: ignore[arg-type]
    assert command is not None
    assert command.get_short_help_str(200) == COMMANDS[name][1]  # the group's table is not at odds with the command
    text = out(capfd, name, "--help")
    assert text.startswith(f"用法：kg {name}")
    assert "default" not in text
    assert "显示帮助" in text


def test_version(capfd: Capture) -> None:
    assert out(capfd, "--version").startswith("方志 0.")


def test_query_by_name(capfd: Capture) -> None:
    text = out(capfd, "query", "post_succession", "-p", "district=东江", "-p", "post=区长")
    assert [line.split()[1] for line in text.splitlines()[1:]] == ["周明", "吴芳", "吴芳"]


def test_query_list(capfd: Capture) -> None:
    text = out(capfd, "query", "--list")
    assert "district_officials" in text
    assert "district*、since" in text


def test_query_text_file_and_formats(capfd: Capture, tmp_path: Path) -> None:
    sparql = "SELECT ?n WHERE { ?c a fz:Company ; skos:prefLabel ?n }"
    assert out(capfd, "query", "-e", sparql, "-f", "csv") == "n\n云溪星河科技有限公司\n".replace("\n", "\r\n")
    file = tmp_path / "firms.rq"
    file.write_text(f"#+ columns: n 企业\n{sparql}", encoding="utf-8")
    assert out(capfd, "query", str(file)) == "企业\n云溪星河科技有限公司\n"
    found = json.loads(out(capfd, "query", "-e", sparql, "-f", "json"))
    assert found["results"]["bindings"][0]["n"] == {
        "type": "literal",
        "value": "云溪星河科技有限公司",
        "xml:lang": "zh",
    }
    target = tmp_path / "out.tsv"
    assert out(capfd, "query", "-e", sparql, "-f", "tsv", "-o", str(target)) == ""
    assert target.read_text(encoding="utf-8") == '?n\n"云溪星河科技有限公司"@zh\n'
    assert out(capfd, "query", "-e", sparql, "-o", str(target)) == ""
    assert target.read_text(encoding="utf-8") == "n\n云溪星河科技有限公司\n"


def test_query_ask_and_construct(capfd: Capture) -> None:
    assert out(capfd, "query", "-e", "ASK { ?s a fz:Park }") == "否\n"
    assert out(capfd, "query", "-e", "ASK { ?s a fz:Project }") == "是\n"
    assert "星河一号" in out(capfd, "query", "entity_graph", "-p", "name=星河一号")
    assert " .\n" in out(capfd, "query", "entity_graph", "-p", "name=星河一号", "-f", "ntriples")


def test_show_and_explain(capfd: Capture) -> None:
    assert "“东江区区长周明” 云溪日报 2024-11-20 （a.txt）" in out(capfd, "show", "周明")
    text = out(capfd, "explain", "https://w3id.org/fangzhi/id/o1")
    assert "规则 indicator-growth" in text
    assert "修补 断行相接（第 40–41 字）" in text
    assert "由 1 处叫法并成" in out(capfd, "explain", "东江")


def test_stats(capfd: Capture) -> None:
    assert "3 个文件，4 篇报道" in out(capfd, "stats")
    assert json.loads(out(capfd, "stats", "--json"))["articles"] == 4


def test_text_is_what_offsets_count_in(capfd: Capture, tmp_path: Path) -> None:
    assert out(capfd, "text", "a.txt") == PAGE.text, "to the letter"
    assert out(capfd, "text", "a.txt", "--span", "20:23") == "东江区"
    assert out(capfd, "text", "a.txt", "-o", str(tmp_path / "a")) == ""
    assert (tmp_path / "a").read_text(encoding="utf-8") == PAGE.text


def test_export(capfd: Capture, tmp_path: Path) -> None:
    text = out(capfd, "export", "-f", "nquads")
    assert text.endswith(" .\n")
    target = tmp_path / "a.ttl"
    assert out(capfd, "export", "-f", "turtle", "-o", str(target)) == ""
    assert target.read_text(encoding="utf-8").startswith("@prefix")
    assert out(capfd, "export", "-f", "nquads", "-o", "-") == text


def test_check_ends_with_1_when_the_contract_is_broken(capfd: Capture) -> None:
    text = out(capfd, "check", code=1)  # the collection's other entities have no evidence of their own
    assert "实体应当有证据。" in text
    assert "引文应当与来源" not in text
    assert text.splitlines()[-1].startswith("不符合约定：")


def test_check_of_a_built_graph(seeds_graph: Path, capfd: Capture) -> None:
    text = out(capfd, "check", "-g", str(seeds_graph))
    assert text.startswith("符合约定：")
    assert text.endswith("；文件完好，引文都在原处。\n")


def test_eval_floors_and_errors(capfd: Capture, tmp_path: Path) -> None:
    gold = str(Path(__file__).parents[1] / "use" / "gold")
    text = out(capfd, "eval", gold)
    assert text.splitlines()[0].split() == ["种类", "标注", "找到", "精确率", "召回率", "F1"]
    floors, errors = tmp_path / "floors.yaml", tmp_path / "errors.tsv"
    floors.write_text("page date: 1.0\n", encoding="utf-8")
    assert out(capfd, "eval", gold, "--floors", str(floors)).endswith("1 项质量下限全部达到。\n")
    floors.write_text("page article: 0.7\n", encoding="utf-8")
    text = out(capfd, "eval", gold, "--floors", str(floors), "--errors", str(errors), code=1)
    assert text.endswith("低于下限：page article f1 0.667，下限 0.700\n")
    assert "entity Company\tmissed\ta\t南山公司\n" in errors.read_text(encoding="utf-8")


def test_build(capfd: Capture, tmp_path: Path, seeds: Path) -> None:
    """One page, then the same with another, then without the first."""
    pages = tmp_path / "pages"
    pages.mkdir()
    first, second = sorted(seeds.glob("*.txt"))[:2]
    (pages / first.name).write_bytes(first.read_bytes())
    graph = str(tmp_path / "a.kg")
    assert "读了 1 个文件；" in out(capfd, "build", str(pages), "-o", graph)
    (pages / second.name).write_bytes(second.read_bytes())
    assert "读了 1 个文件，1 个没有变化；" in out(capfd, "build", str(pages), "-o", graph)
    (pages / first.name).unlink()
    assert "读了 0 个文件，1 个没有变化，去掉 1 个已删除的；" in out(capfd, "build", str(pages), "-o", graph)
    assert out(capfd, "build", str(pages), "-o", graph, "-q") == ""


def test_build_of_other_formats(capfd: Capture, tmp_path: Path) -> None:
    """Every quote of a web page, a PDF … stands in the text that ``kg text`` prints."""
    samples = Path(__file__).parents[1] / "documents" / "formats" / "samples"
    graph = str(tmp_path / "a.kg")
    files = [str(samples / name) for name in ("page.html", "page.pdf", "page.docx", "news.jsonl", "archive.zip")]
    assert run(["build", *files, "-o", graph]) == 0
    assert "跳过 page.html：内容与 archive.zip/要闻/清河.html 相同" in capfd.readouterr().err
    query = """SELECT ?source ?start ?end ?quote {
        ?e fz:article/fz:source ?source ; fz:start ?start ; fz:end ?end ; fz:quote ?quote }"""
    rows = json.loads(out(capfd, "query", "-e", query, "-f", "json", "-g", graph))["results"]["bindings"]
    sources = {row["source"]["value"] for row in rows}
    assert {"page.pdf", "page.docx", "archive.zip/要闻/清河.html", "archive.zip/要闻/快讯.jsonl/2"} <= sources
    texts = {source: out(capfd, "text", source, "-g", graph) for source in sources}
    for row in rows:
        start, end = int(row["start"]["value"]), int(row["end"]["value"])
        assert texts[row["source"]["value"]][start:end] == row["quote"]["value"]
    assert run(["build", *files, "-o", graph, "--strict"]) == 1
    assert "没有变化" in capfd.readouterr().out
