"""Real files of each format: what is read from them, and that the reader of pages understands it."""

from __future__ import annotations

import os
import tracemalloc
from collections.abc import Callable
from pathlib import Path

import pypdf
import pytest

from kg.documents.formats.jsonl import Fields
from kg.documents.listing import Source
from kg.documents.read import Options, Reader, Reading
from kg.documents.segment import segment
from kg.facts.extract import extract
from kg.language.fold import fold
from kg.records import Page

Read = Callable[..., list[Reading]]
#: What each sample says, however it is wrapped.
SAYS = ("清河县启动夏粮收购", "县委副书记、县长周明到清河国家粮食储备库调研", "小麦总产量预计达12.6万吨", "超过六成",
        "清河丰穗面业有限公司投资2.4亿元建设的面粉加工项目将于6月底竣工")  # fmt: skip


def page_of(readings: list[Reading]) -> Page:
    [reading] = readings
    assert reading.page is not None, reading.intake.reason
    assert reading.intake.state == "read"
    assert reading.intake.text == reading.page.digest
    return reading.page


def check_says(page: Page, *more: str) -> None:
    plain = fold(page.text).replace("\n", "")
    places = [plain.index(piece) for piece in (*SAYS, *more)]
    assert places[: len(SAYS)] == sorted(places[: len(SAYS)])
    for claim in extract(page).claims:
        evidence = claim.evidence
        assert page.text[evidence.start : evidence.end] == evidence.quote


def test_html(samples: Path, read: Read) -> None:
    page = page_of(read(samples / "page.html"))
    check_says(page, "| 柳河镇 | 1.2万吨 |")
    assert page.text.startswith("# 清河县启动夏粮收购\n\n2024年6月3日\n\n来源:清河日报\n\n作者:宁远\n\n本报讯")
    assert "\n\n## 产量再创新高\n\n据了解" in page.text, "paragraphs stay apart"
    assert "首页" not in page.text
    assert "1024" not in page.text
    layout = segment(page)
    assert (layout.newspaper, layout.date) == ("清河日报", "2024-06-03")
    assert [a.headline for a in layout.articles[1:]] == ["清河县启动夏粮收购"]
    assert "宁远" in {b.name for b in layout.articles[1].bylines}


@pytest.mark.parametrize("declared", ["charset=gb2312", "charset=GBK", "charset=no-such", ""])
def test_html_in_gb18030(samples: Path, tmp_path: Path, read: Read, declared: str) -> None:
    text = (samples / "page.html").read_text(encoding="utf-8").replace('charset="utf-8"', declared)
    (tmp_path / "page.html").write_text(text, encoding="gb18030")
    page = page_of(read(tmp_path / "page.html"))
    assert page.encoding == "gb18030"
    check_says(page)


def test_html_in_the_encoding_it_declares(tmp_path: Path, read: Read) -> None:
    text = (
        "<html><head><meta http-equiv=Content-Type content='text/html; charset=big5'></head><body><p>縣長到柳河鎮調研。"
    )
    (tmp_path / "page.html").write_text(text, encoding="big5")
    page = page_of(read(tmp_path / "page.html"))
    assert (page.encoding, page.text) == ("big5", "縣長到柳河鎮調研。")


def test_html_of_character_references(tmp_path: Path, read: Read) -> None:
    """A page of plain ASCII is Chinese all the same."""
    text = "县长周明到柳河镇调研夏粮收购。".encode("ascii", "xmlcharrefreplace")
    (tmp_path / "page.html").write_bytes(b"<html><body><p>" + text)
    assert page_of(read(tmp_path / "page.html")).text == "县长周明到柳河镇调研夏粮收购。"


@pytest.mark.parametrize("odd", ["&#27;", "&#x1f;", "&#0;", "&#xD800;", "&#xfffe", "&#99999999999;", "\x1b", "\ufffe"])
def test_a_character_that_no_text_holds_does_not_cost_the_page(tmp_path: Path, read: Read, odd: str) -> None:
    said = "县长周明到柳河镇调研夏粮收购,强调颗粒归仓。" * 6
    (tmp_path / "page.html").write_text(f"<html><body><article><p>{said}{odd}</p></article>", encoding="utf-8")
    text = page_of(read(tmp_path / "page.html")).text
    assert text.rstrip("\ufffd") == said


def test_pdf(samples: Path, read: Read) -> None:
    page = page_of(read(samples / "page.pdf"))
    check_says(page)
    layout = segment(page)
    assert (layout.newspaper, layout.date) == ("清河日报", "2024-06-03")
    assert [a.headline for a in layout.articles[1:]] == ["清河县启动夏粮收购"]


def test_docx(samples: Path, read: Read) -> None:
    page = page_of(read(samples / "page.docx"))
    check_says(page, "同比增长3.2%", "| 柳河镇 | 1.2万吨 |")
    assert page.text.startswith("# 清河县启动夏粮收购\n\n清河日报 2024年6月3日\n\n本报讯")
    assert "\n\n## 产量再创新高\n\n" in page.text
    assert "9.9" not in page.text, "deleted words are not said"


def test_jsonl(samples: Path, read: Read) -> None:
    first, second = read(samples / "news.jsonl")
    assert (first.intake.source, second.intake.source) == ("news.jsonl/a-17", "news.jsonl/2")
    assert first.page is not None
    assert first.page.text.startswith("# 清河县启动夏粮收购\n\n2024年6月3日\n\n来源:清河日报\n\n作者:宁远\n\n本报讯")
    assert second.page is not None
    assert second.page.text.endswith("竣工。\n\n项目位于清河经济开发区。")
    layout = segment(second.page)
    assert (layout.newspaper, layout.date, layout.articles[1].headline) == (
        "清河日报", "2024-06-04", "面粉加工项目将于月底竣工")  # fmt: skip


def test_zip(samples: Path, read: Read) -> None:
    found = {reading.intake.source: reading for reading in read(samples / "archive.zip")}
    assert {name: reading.intake.state for name, reading in found.items()} == {
        "archive.zip/__MACOSX/._县长.txt": "ignored",
        "archive.zip/县长.txt": "read",
        "archive.zip/表.xls": "skipped",
        "archive.zip/要闻/快讯.jsonl/2": "read",
        "archive.zip/要闻/快讯.jsonl/a-17": "read",
        "archive.zip/要闻/清河.html": "read",
        "archive.zip/里面.zip": "skipped",
    }
    page = found["archive.zip/县长.txt"].page
    assert page is not None
    assert (page.text, page.encoding) == ("县长周明到柳河镇调研。", "gb18030")
    assert found["archive.zip/要闻/清河.html"].intake.format == "html"


def test_a_scan_says_that_it_needs_ocr(samples: Path, read: Read) -> None:
    [reading] = read(samples / "scan.pdf")
    assert reading.intake.state == "skipped"
    assert "OCR" in reading.intake.reason
    assert "pip install 'fangzhi[ocr]'" in reading.intake.reason


def test_a_page_that_is_a_scan_is_missed_and_said(samples: Path, tmp_path: Path, read: Read) -> None:
    writer = pypdf.PdfWriter()
    for name in ("page.pdf", "scan.pdf"):
        writer.append(samples / name)
    writer.write(tmp_path / "half.pdf")
    [reading] = read(tmp_path / "half.pdf")
    assert reading.intake.state == "partial"
    assert reading.intake.reason.startswith("第 2 页没有文字层")
    assert reading.page is not None
    check_says(reading.page)


@pytest.mark.slow
def test_ocr_reads_a_scan_in_columns(samples: Path, read: Read) -> None:
    page = page_of(read(samples / "scan.pdf", ocr=True))
    assert page.encoding == "ocr"
    plain = page.text.replace("\n", "")
    places = [plain.index(piece) for piece in ("清河县启动夏粮收购", "县委副书记、县长周明", "总产量预计达12.6万吨")]
    assert places == sorted(places), "the left column comes first"


@pytest.mark.parametrize(
    ("line", "says"),
    [
        (b'{"content": "\xe5\x8e\xbf"}', r"没有字段 text(有 content),请用 --fields text="),
        (b"[1]", "不是 JSON 对象"),
        (b"{", "不是合法的 JSON"),
        (b'{"text": 3}', "字段 text 不是文字"),
        (b'{"text": "  "}', "正文是空的"),
        (rb'{"text": "\u53bf\ud800"}', "不成对的代理码位"),
        (b"[" * 100_000, "不是合法的 JSON"),
        (b'{"text": "no Chinese"}', "没有一个汉字"),
        (b'{"text": "\xff"}', "既不是 UTF-8"),
        (rb'{"\ud800": 1, "\u001b[31m\n\u202e": 2}', r"没有字段 text(有 \ud800、\x1b[31m\x0a\u202e)"),
    ],
)
def test_lines_that_are_no_article(tmp_path: Path, read: Read, line: bytes, says: str) -> None:
    (tmp_path / "n.jsonl").write_bytes(line + b'\n\n{"text": "\xe5\x8e\xbf\xe9\x95\xbf"}\n')
    bad, good = read(tmp_path / "n.jsonl")
    assert (bad.intake.source, bad.intake.state) == ("n.jsonl/1", "skipped")
    assert says in bad.intake.reason
    assert bad.intake.reason.endswith("。")
    assert good.page is not None
    assert good.page.source == "n.jsonl/3"


def test_a_line_of_a_hundred_megabytes_is_passed_by(tmp_path: Path, read: Read) -> None:
    """Without holding it in memory: the article behind it is read."""
    with (tmp_path / "n.jsonl").open("wb") as file:
        file.truncate(100_000_000)
        file.seek(0, os.SEEK_END)
        file.write(b'\n{"text": "\xe5\x8e\xbf\xe9\x95\xbf"}\n')
    tracemalloc.start()
    try:
        long, good = read(tmp_path / "n.jsonl")
        assert tracemalloc.get_traced_memory()[1] < 50_000_000
    finally:
        tracemalloc.stop()
    assert "超过上限" in long.intake.reason
    assert good.page is not None
    assert good.page.source == "n.jsonl/2"


def test_fields_and_odd_dates(tmp_path: Path, read: Read) -> None:
    (tmp_path / "n.jsonl").write_text('{"body": "县长到场。", "when": "上周", "n": 5}', encoding="utf-8")
    [reading] = read(tmp_path / "n.jsonl", fields=Fields.parse("text=body, date=when,id=n"))
    assert reading.page is not None
    assert (reading.page.source, reading.page.text) == ("n.jsonl/5", "县长到场。")
    assert (reading.intake.state, reading.intake.reason) == ("partial", "日期“上周”不认识,没有采用。")


@pytest.mark.parametrize(
    ("sample", "library", "extra", "ocr"),
    [
        ("page.html", "trafilatura", "html", False),
        ("page.pdf", "pypdf", "pdf", False),
        ("page.docx", "docx", "docx", False),
        ("scan.pdf", "rapidocr_onnxruntime", "ocr", True),
    ],
)
def test_a_library_that_is_not_installed(
    samples: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, sample: str, library: str, extra: str, ocr: bool
) -> None:
    missing = f"raise ModuleNotFoundError({library!r}, name={library!r})"
    (tmp_path / f"{library}.py").write_text(missing, encoding="utf-8")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    with Reader(Options(ocr=ocr)) as reader:
        [reading] = reader.read(Source(sample, samples / sample))
        assert f"pip install 'fangzhi[{extra}]'" in reading.intake.reason
        [text] = reader.read(Source("make.txt", samples / "print.html"))
    assert text.page is not None, "plain text needs no library"
