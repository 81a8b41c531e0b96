"""The coverage report of a small graph: its figures, its findings, and every form it is written in."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from html.parser import HTMLParser

import pytest

import kg
from kg.errors import QueryError
from kg.graph.store import Graph
from kg.use import report_files
from kg.use.report import Finding, Report, Share, report
from kg.use.report_page import render
from tests.use.reports import write_graph

A, B = "2024/a<i>.txt", "2024/b.txt"


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Graph]:
    with Graph.open(write_graph(tmp_path_factory.mktemp("report"))) as opened:
        yield opened


@pytest.fixture(scope="module")
def whole(graph: Graph) -> Report:
    return report(graph)


def of(found: Report, kind: str) -> list[Finding]:
    return [finding for finding in found.findings() if finding.kind == kind]


def test_every_file_is_accounted_for(whole: Report) -> None:
    assert [(file.source, file.state) for file in whole.files] == [(A, "read"), (B, "read"), ("empty.txt", "skipped")]
    (reason,) = whole.files[2].reasons
    assert "是空的" in reason
    assert "/" not in reason, "where the folder lies is nobody's business"


def test_what_is_not_in_the_graph(whole: Report) -> None:
    assert [f.text for f in of(whole, "sentence")] == ["项目用了80天办完手续。"]
    (number,) = of(whole, "number")
    assert (number.before, number.text, number.after, number.note) == ("项目用了", "80天", "办完手续。", "时长")
    (name,) = of(whole, "name")
    assert (name.text, name.note) == ("“小满<b>驿站”", "引号里的词，没有认作名称")


def test_shares(whole: Report) -> None:
    first, second, _ = whole.files
    assert (first.numbers, second.numbers) == (Share(1, 2), Share(1, 1))
    assert whole.numbers == Share(2, 3)
    assert str(whole.numbers) == "66%（2/3）", "rounded down: only all is 100%"
    assert str(Share()) == "–"
    assert first.sentences.covered == first.sentences.total - 1


def test_both_sides_of_a_conflict_are_told_with_their_quotes(whole: Report) -> None:
    (conflict,) = whole.conflicts
    assert conflict.title == "攸县 地区生产总值（2023-01-01 至 2023-12-31）"
    assert conflict.exact
    assert [[q.source for q in fact.quotes] for fact in conflict.facts] == [[A], [B]]
    first, second = of(whole, "conflict")
    assert (first.source, first.article, first.text) == (A, 1, "攸县地区生产总值增长7.1%")
    assert "7.1%" in second.note.partition("另有")[2]


def test_a_repair_shows_how_it_read_before_and_after(whole: Report) -> None:
    (repair,) = of(whole, "repair")
    assert repair.note == "断行相接：断行接续"
    assert repair.before == "行简报说得清清楚楚,⏎攸县县长李大山又提到"
    assert repair.after == "行简报说得清清楚楚,攸县县长李大山又提到"


def test_one_file_some_files_one_article(graph: Graph) -> None:
    assert [f.source for f in report(graph, B).files] == [B]
    assert [f.source for f in report(graph, "2024/*").files] == [A, B]
    (article,) = report(graph, A, 1).articles
    assert article.title == "第 1 篇 攸县去年经济运行"
    assert len(report(graph, B).conflicts) == 1
    assert report(graph, "empty.txt").conflicts == ()
    with pytest.raises(QueryError, match=r"没有文件 2024/c\.txt；相近的有：2024/b\.txt"):
        report(graph, "2024/c.txt")
    with pytest.raises(QueryError, match="没有第 7 篇"):
        report(graph, A, 7)


def test_from_python(graph: Graph, whole: Report) -> None:
    assert graph.path
    with kg.open(graph.path) as opened:
        assert opened.report() == whole
        assert opened.report(A, 1).articles == whole.articles[:1]


def test_csv_has_a_row_for_each_finding_and_each_unread_file(whole: Report) -> None:
    rows = list(csv.DictReader(io.StringIO(report_files.to_csv(whole))))
    assert len(rows) == 1 + len(list(whole.findings()))
    assert (rows[0]["种类"], rows[0]["文件"]) == ("跳过", "empty.txt")
    (number,) = [row for row in rows if row["种类"] == "未用的数字"]
    assert (number["文字"], number["前文"], number["篇"]) == ("80天", "项目用了", "1")
    only = list(csv.DictReader(io.StringIO(report_files.to_csv(whole, ["number"]))))
    assert [row["种类"] for row in only] == ["跳过", "未用的数字"]


def test_json_tells_everything(whole: Report) -> None:
    told = json.loads(report_files.to_json(whole))
    assert told["numbers"] == {"covered": 2, "total": 3}
    assert [file["state"] for file in told["files"]] == ["read", "read", "skipped"]
    assert len(told["conflicts"][0]["facts"]) == 2
    found = [f for file in told["files"] for article in file["articles"] for f in article["findings"]]
    assert len(found) == len(list(whole.findings()))
    told = json.loads(report_files.to_json(whole, ["name"]))
    assert told["conflicts"] == []
    assert {f["kind"] for file in told["files"] for a in file["articles"] for f in a["findings"]} == {"name"}


def test_markdown_reads_nothing_of_a_page_as_a_mark(whole: Report) -> None:
    text = report_files.to_markdown(whole)
    assert "项目用了**80天**办完手续。：时长" in text
    assert r"“小满\<b\>驿站”" in text
    assert r"2024/a\<i\>.txt" in text
    assert "| empty.txt | 跳过 |" in text
    assert "未用的数字" not in report_files.to_markdown(whole, ["repair"])


class Page(HTMLParser):
    """The elements of a page with their classes and texts."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None], list[str]]] = []
        self.open: list[list[str]] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        texts: list[str] = []
        self.found.append((tag, dict(attrs), texts))
        if tag not in ("meta", "link", "input"):
            self.open.append(texts)

    def handle_endtag(self, tag: str) -> None:
        self.open.pop()

    def handle_data(self, data: str) -> None:
        for texts in self.open:
            texts.append(data)

    def texts(self, name: str) -> list[str]:
        """The texts of the elements of a class within articles."""
        return ["".join(texts).strip() for _tag, attrs, texts in self.found if attrs.get("class") == name]


@pytest.fixture(scope="module")
def text(graph: Graph, whole: Report) -> str:
    return render(graph, whole)


def test_the_page_marks_facts_and_gaps_in_the_whole_text(text: str) -> None:
    page = Page(text)
    assert not page.open, "every element is closed"
    assert "80天" in page.texts("gap")
    assert "“小满<b>驿站”" in page.texts("odd")
    assert "7.1%" in page.texts("fact used")
    assert any("攸县县长李大山" in t for t in page.texts("fact"))
    assert page.texts("row body silent counts") == ["项目用了80天办完手续。"]
    rows = [t for t in page.texts("row body counts") if "攸县地区生产总值增长7.1%" in t]
    assert "攸县 地区生产总值增长 7.1%" in rows[0], "beside the sentence stand its facts"


def test_nothing_of_a_page_becomes_markup(text: str) -> None:
    assert "<b>" not in text
    assert "<i>" not in text
    assert {tag for tag, _attrs, _texts in Page(text).found} <= {
        "html", "head", "meta", "link", "title", "style", "body", "header", "h1", "h2", "h3", "p", "div", "label",
        "input", "main", "nav", "ul", "li", "span", "svg", "rect", "a", "section", "blockquote", "cite", "details",
        "summary", "del", "ins",
    }  # fmt: skip


def test_the_page_needs_nothing_from_anywhere(text: str) -> None:
    addresses = [v for _t, attrs, _x in Page(text).found for k, v in attrs.items() if k in ("src", "href")]
    assert all(a and a.startswith(("#", "data:")) for a in addresses)
    targets = {attrs["id"] for _t, attrs, _x in Page(text).found if "id" in attrs}
    assert {a.removeprefix("#") for a in addresses if a and a.startswith("#")} <= targets


def test_the_page_is_the_same_every_time(graph: Graph, text: str) -> None:
    assert render(graph, report(graph)) == text


def test_lists_can_be_left_out_and_the_text_stays(graph: Graph, whole: Report) -> None:
    page = render(graph, whole, ["number"])
    assert "互相矛盾的数字" not in page
    assert "<summary>未用的名称" not in page
    assert "<summary>未用的数字" in page
    assert "小满" in page
