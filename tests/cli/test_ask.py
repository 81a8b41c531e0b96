"""``kg ask`` as a user calls it: the sentence, what was understood, rows, quotes, the query, and how it ends."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from kg.cli.entry import run
from kg.use.ask import phrasings

Capture = pytest.CaptureFixture[str]


@pytest.fixture(autouse=True)
def _default_graph(collection: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KG_GRAPH", str(collection))


def out(capfd: Capture, *argv: str, code: int = 0) -> str:
    """What the command writes to standard output; standard error must be silent."""
    assert run(["ask", *argv]) == code
    written = capfd.readouterr()
    assert written.err == ""
    return written.out


def test_an_answer_with_its_quotes(capfd: Capture) -> None:
    lines = out(capfd, "东江区现任区长是谁?").splitlines()
    assert lines[:2] == [
        "东江区区长是吴芳（在任，据2026年1月15日的报道）。",
        "问题理解：问法=现任；任职处=东江区；职务=区长",
    ]
    assert [line.split() for line in lines[3:5]] == [
        ["姓名", "职务", "地方或单位", "截至", "状态"],
        ["吴芳", "区长", "东江区", "2026-01-15", "在任"],
    ]
    assert lines[6:] == ["原文", "  “东江区区长吴芳” 东江时报 2026-01-15 （c.txt）"]


def test_words_may_come_apart(capfd: Capture) -> None:
    assert out(capfd, "东江区", "现任区长", "是谁") == out(capfd, "东江区现任区长是谁")


def test_the_number_of_quotes(capfd: Capture) -> None:
    assert "另有 1 处" in out(capfd, "东江区历任区长有哪些", "--quotes", "2")
    assert "原文" not in out(capfd, "东江区历任区长有哪些", "--quotes", "0")


def test_the_sparql_is_shown_and_runs(capfd: Capture, tmp_path: Path) -> None:
    assert "SELECT" not in out(capfd, "东江区有哪些企业")
    text = out(capfd, "东江区有哪些企业", "--sparql")
    file = tmp_path / "asked.rq"
    file.write_text("\n".join(line[2:] for line in text.partition("SPARQL\n")[2].splitlines()), encoding="utf-8")
    assert run(["query", str(file)]) == 0
    assert "云溪星河科技有限公司" in capfd.readouterr().out


def test_json_has_everything(capfd: Capture) -> None:
    found = json.loads(out(capfd, "东江区2024年前三季度GDP增长多少", "--format", "json"))
    assert found["status"] == "answered"
    assert found["answer"] == "东江区2024年前三季度地区生产总值增长6.5%。"
    assert {"heading": "时间", "value": "2024年前三季度"} in found["understood"]
    assert [column["heading"] for column in found["columns"]] == ["对象", "指标", "统计", "数值", "时期"]
    assert found["rows"] == [
        {
            "subject": "东江区",
            "measure": "地区生产总值",
            "statistic": "增长",
            "figure": "6.5%",
            "period": "2024年前三季度",
        }
    ]
    assert found["terms"][0]["subject"] == "https://w3id.org/fangzhi/id/district/990102"
    ((quote,),) = found["evidence"]
    assert quote["quote"] == "东江区地区生产总值增长6.5%"
    assert (quote["source"], quote["newspaper"], quote["date"]) == ("a.txt", "云溪日报", "2024-11-20")
    assert "VALUES ?subject { <https://w3id.org/fangzhi/id/district/990102> }" in found["sparql"]
    assert list(found) == [
        "question", "status", "answer", "phrasing", "understood", "notes", "columns", "rows", "terms", "evidence",
        "sparql", "suggestions", "parts",
    ]  # fmt: skip


def test_several_questions_are_answered_one_after_the_other(capfd: Capture) -> None:
    shown = out(capfd, "东江区和西河区的区长分别是谁", code=0).splitlines()
    assert shown[0] == "1. 东江区的区长是谁"
    assert "东江区区长是吴芳（在任，据2026年1月15日的报道）。" in shown
    assert "2. 西河区的区长是谁" in shown
    parts = json.loads(out(capfd, "东江区和西河区的区长分别是谁", "-f", "json"))["parts"]
    assert [part["status"] for part in parts] == ["answered", "empty"]


def test_nothing_recorded_is_an_answer(capfd: Capture) -> None:
    assert out(capfd, "东江区副区长是谁").startswith("图谱里没有关于东江区现任副区长的记载。")


@pytest.mark.parametrize(
    ("question", "said"),
    [("东江区天气如何", "天气不在"), ("南湖区区长是谁的谁", "没有听懂"), ("周小明是谁", "没有叫“周小明”的人物")],
)
def test_what_is_not_answered_ends_with_1(question: str, said: str, capfd: Capture) -> None:
    assert said in out(capfd, question, code=1)
    assert json.loads(out(capfd, question, "-f", "json", code=1))["sparql"] == ""


def test_the_list_shows_one_example_each(capfd: Capture) -> None:
    lines = out(capfd, "--list").splitlines()
    assert len(lines) == len(phrasings.load())
    assert "现任：东江区现任区长是谁?" in lines


def test_control_characters_do_not_reach_the_terminal(capfd: Capture) -> None:
    assert "\x1b" not in out(capfd, "提到\x1b[31m芯片的报道有哪些", code=1)
