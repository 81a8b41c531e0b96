"""The coverage report for other programs and for editors: CSV, JSON, Markdown. The page is in ``report_page``."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterable
from dataclasses import asdict

from kg.use.conflicts import Conflict
from kg.use.report import KINDS, STATES, ArticleReport, FileReport, Finding, Report
from kg.use.tables import csv_rows, printable

#: What may be told of a finding, as column names.
COLUMNS = ("种类", "文件", "篇", "标题", "起", "止", "文字", "说明", "前文", "后文")
_MARKS = re.compile(r"([\\`*_\[\]<>|#~])")


def to_csv(report: Report, kinds: Collection[str] = KINDS) -> str:
    """One finding a row, and one row for each file that was not read as a whole; offsets count code points."""
    rows: list[list[str | int]] = [
        [STATES[file.state], file.source, "", "", "", "", "", reason, "", ""]
        for file in report.files
        for reason in file.reasons
    ]
    rows += [
        [KINDS[f.kind], f.source, f.article, article.headline, f.start, f.end, printable(f.text), f.note,
         printable(f.before), printable(f.after)]
        for article in report.articles for f in _of(article, kinds)
    ]  # fmt: skip
    return csv_rows(COLUMNS, rows)


def to_json(report: Report, kinds: Collection[str] = KINDS) -> str:
    """Everything, with the shares as numbers; keys are English, notes Chinese."""
    told = {
        "sentences": asdict(report.sentences),
        "numbers": asdict(report.numbers),
        "names": asdict(report.names),
        "files": [_file(file, kinds) for file in report.files],
        "conflicts": [asdict(conflict) for conflict in report.conflicts] if "conflict" in kinds else [],
    }
    return json.dumps(told, ensure_ascii=False, indent=1) + "\n"


def _file(file: FileReport, kinds: Collection[str]) -> dict[str, object]:
    articles = [{**asdict(a), "findings": [asdict(f) for f in _of(a, kinds)]} for a in file.articles]
    return {"source": file.source, "state": file.state, "reasons": list(file.reasons), "articles": articles}


def to_markdown(report: Report, kinds: Collection[str] = KINDS) -> str:
    """The report to read in an editor or to put beside the pages."""
    lines = ["# 覆盖报告", "", f"句子 {report.sentences}，数字 {report.numbers}，名称 {report.names}。", ""]
    lines += ["| 文件 | 状态 | 句子 | 数字 | 名称 | 说明 |", "| --- | --- | --: | --: | --: | --- |"]
    for file in report.files:
        shares = " | ".join(map(str, (file.sentences, file.numbers, file.names)))
        reasons = " ".join(map(_plain, file.reasons))
        lines.append(f"| {_plain(file.source)} | {STATES[file.state]} | {shares} | {reasons} |")
    if report.conflicts and "conflict" in kinds:
        lines += ["", f"## {KINDS['conflict']}", "", *(line for one in report.conflicts for line in _conflict(one))]
    for article in report.articles:
        found = _of(article, set(kinds) - {"conflict"})
        if found:
            lines += ["", f"## {_plain(article.source)} {_plain(article.title)}"]
            lines += _sections(article, found)
    return "\n".join(lines) + "\n"


def _sections(article: ArticleReport, found: Iterable[Finding]) -> Iterable[str]:
    if article.position:
        yield from ("", f"句子 {article.sentences}，数字 {article.numbers}，名称 {article.names}。")
    kind = ""
    for finding in found:
        if finding.kind != kind:
            kind = finding.kind
            yield from ("", f"### {KINDS[kind]}", "")
        yield f"- {_finding(finding)}（第 {finding.start}–{finding.end} 字）"


def _finding(f: Finding) -> str:
    if f.kind == "number":
        return f"{_plain(f.before)}**{_plain(f.text)}**{_plain(f.after)}：{f.note}"
    if f.kind == "repair":
        return f"{_plain(f.note)}：{_plain(f.before)} → {_plain(f.after)}"
    return _plain(f.text) + (f"：{_plain(f.note)}" if f.note else "")


def _conflict(conflict: Conflict) -> Iterable[str]:
    yield f"- {_plain(conflict.title)}"
    for fact in conflict.facts:
        for quote in fact.quotes:
            yield f"  - {_plain(fact.text)}：“{_plain(quote.text)}” {_plain(quote.place)}"


def _of(article: ArticleReport, kinds: Collection[str]) -> list[Finding]:
    return [finding for finding in article.findings if finding.kind in kinds]


def _plain(text: str) -> str:
    """Text of a page as text: nothing in it is read as a mark."""
    return _MARKS.sub(r"\\\1", printable(text))
