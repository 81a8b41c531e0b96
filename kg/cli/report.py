"""``kg report``: what of the pages became facts, and what did not."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.cli.console import graph_option, line, output_option, print_rows, write
from kg.cli.lazy import Command
from kg.cli.show import print_fact

if TYPE_CHECKING:
    from kg.use.report import ArticleReport, Finding, Report

FORMATS = ("json", "csv", "html", "md")
KINDS = ("sentence", "number", "name", "conflict", "repair")
PAGE = Path("report.html")
MOST = 10  # of each list unless more are asked for
QUOTES = 2  # of each figure of a conflict


@click.command("report", cls=Command, short_help="覆盖报告：版面上还有什么没有进图谱")
@click.option("--source", default="", metavar="FILE", help="只看这个文件；可用通配符，如 '2024/*'。")
@click.option("--article", type=click.IntRange(min=1), metavar="N", help="只看第几篇。")
@click.option("--only", "kinds", multiple=True, type=click.Choice(KINDS), metavar="KIND",
              help="只列这一种：sentence 没有事实的句子、number 未用的数字、name 未用的名称、conflict 互相矛盾的数字、"
                   "repair 修补；可以多次给出。")  # fmt: skip
@click.option("--limit", type=click.IntRange(min=0), default=MOST, metavar="N",
              help=f"屏幕上每种最多列几条，默认 {MOST}，0 为全部。")  # fmt: skip
@click.option("-f", "--format", "format_", type=click.Choice(FORMATS), metavar="FORMAT",
              help="输出 json、csv、html 或 md；不写则看 -o 的后缀，都没有则为屏幕上的小结。")  # fmt: skip
@output_option(f"写到文件，- 为屏幕；html 不写则为 {PAGE}。")
@graph_option
def command(
    source: str, article: int | None, kinds: tuple[str, ...], limit: int, format_: str | None, output: Path | None,
    graph: Path,
) -> None:  # fmt: skip
    """报告每个文件、每篇报道有多少进了图谱，还有什么没有进。

    列出没有事实的句子、没有用上的数字和名称、互相矛盾的数字（都在图谱里，各附原文）、修补过的地方，
    以及没有读或没有读全的文件及原因。-f html 写出一页可离线打开的报告，全文标出事实与遗漏。

    \b
    例：kg report
        kg report --source 2024/001.txt --article 2
        kg report -o report.html
        kg report --only number -f csv -o numbers.csv
    """  # noqa: D301 - click wants the backspace itself
    from kg.graph.store import Graph
    from kg.use.report import report

    form = format_ or _by_suffix(output)
    with Graph.open(graph) as opened:
        found = report(opened, source, article or 0)
        if form == "html":
            from kg.use.report_page import render

            write(render(opened, found, kinds or KINDS).encode(), output or PAGE)
            if str(output) != "-":
                click.echo(f"{output or PAGE}：{len(found.files)} 个文件，{_count(found)} 篇报道。")
            return
    if form:
        write(_text(found, form, kinds or KINDS).encode(), output)
    elif source or article:
        _details(found, kinds or KINDS, limit)
    else:
        _summary(found, kinds or KINDS, limit)


def _by_suffix(output: Path | None) -> str:
    suffix = output.suffix.removeprefix(".").lower() if output is not None else ""
    if output is not None and suffix not in FORMATS:
        raise click.UsageError(f"-o {output} 看不出格式，请用 -f 指明 {'、'.join(FORMATS)}。")
    return suffix


def _text(found: Report, form: str, kinds: Collection[str]) -> str:
    from kg.use import report_files

    forms = {"csv": report_files.to_csv, "json": report_files.to_json, "md": report_files.to_markdown}
    return forms[form](found, kinds)


def _count(found: Report) -> int:
    return sum(1 for article in found.articles if article.position)


# ---------------------------------------------------------------- on the screen


def _summary(found: Report, kinds: Collection[str], limit: int) -> None:
    """All files with their shares, then the most telling of what is missing."""
    from kg.use.report import STATES

    states = Counter(file.state for file in found.files)
    became = "、".join(f"{label} {states[state]}" for state, label in STATES.items() if states[state])
    line(f"{len(found.files)} 个文件（{became}），{_count(found)} 篇报道", bold=True)
    _shares(found)
    line("")
    rows = [
        [file.source, STATES[file.state], str(sum(1 for a in file.articles if a.position)),
         str(file.sentences), str(file.numbers), str(file.names)]
        for file in found.files
    ]  # fmt: skip
    shown = rows[:limit] if limit else rows
    print_rows(("文件", "状态", "报道", "句子有事实", "数字已用", "名称已用"), shown, (False, False, *(True,) * 4))
    _more(len(rows) - len(shown), "个文件")
    told = [(file, reason) for file in found.files for reason in file.reasons]
    for file, reason in told[:limit] if limit else told:
        line(f"  {STATES[file.state]} {file.source}：{reason}", dim=True)
    _more(len(told) - limit if limit else 0, "条")
    if "number" in kinds:
        _list("未用的数字", [_in_place(f) for f in _ranked(found)], limit)
    if "name" in kinds:
        _list("未用的名称", _names(found), limit)
    if "conflict" in kinds:
        _conflicts(found, limit)
    line("")
    line("逐篇看：kg report --source FILE；全文标出：kg report -o report.html", dim=True)


def _shares(found: Report) -> None:
    line(f"  句子 {found.sentences} 有事实，数字 {found.numbers} 已用，名称 {found.names} 是事实的一端")
    kinds = Counter(f.kind for f in found.findings())
    line(f"  修补 {kinds['repair']} 处，互相矛盾的数字 {len(found.conflicts)} 组")


def _ranked(found: Report) -> list[Finding]:
    """The numbers that are most likely missed facts first: money, parts and ranks before counts and measures."""
    from kg.use.report import LEADS

    notes = list(LEADS.values())
    return sorted((f for f in found.findings() if f.kind == "number"), key=lambda f: notes.index(f.note))


def _names(found: Report) -> list[str]:
    """Each name once, with how many pages leave it out, those of most pages first."""
    pages: dict[tuple[str, str], set[str]] = {}
    for f in found.findings():
        if f.kind == "name":
            pages.setdefault((f.text, f.note.partition("，")[0]), set()).add(f.source)
    ranked = sorted(pages.items(), key=lambda item: (-len(item[1]), item[0]))
    return [f"{name}（{what}）：{len(sources)} 个文件" for (name, what), sources in ranked]


def _conflicts(found: Report, limit: int) -> None:
    if found.conflicts:
        line("")
        line(f"互相矛盾的数字（{len(found.conflicts)}）", bold=True)
    for conflict in found.conflicts[:limit] if limit else found.conflicts:
        line(f"  {conflict.title}" + ("" if conflict.exact else "  有约数"))
        for fact in conflict.facts:
            print_fact(fact, QUOTES)
    _more(len(found.conflicts) - limit if limit else 0, "组")


def _details(found: Report, kinds: Collection[str], limit: int) -> None:
    """Each article with all that is missing from it."""
    from kg.use.report import STATES

    for file in found.files:
        line(f"{file.source}  {STATES[file.state]}", bold=True)
        for reason in file.reasons:
            line(f"  {reason}", dim=True)
        for article in file.articles:
            _article(article, kinds, limit)
        line("")


def _article(article: ArticleReport, kinds: Collection[str], limit: int) -> None:
    from kg.use.report import KINDS as LABELS

    line("")
    line(article.title, bold=True)
    if article.position:
        line(f"  句子 {article.sentences} 有事实，数字 {article.numbers} 已用，名称 {article.names} 是事实的一端")
    for kind in KINDS:
        if kind in kinds:
            _list(LABELS[kind], [_in_place(finding) for finding in article.of(kind)], limit)


def _list(title: str, told: Sequence[str], limit: int) -> None:
    if told:
        line("")
        line(f"{title}（{len(told)}）", bold=True)
    for text in told[:limit] if limit else told:
        line(f"  {text}")
    _more(len(told) - limit if limit else 0, "条")


def _more(left: int, what: str) -> None:
    if left > 0:
        line(f"  ……另有 {left} {what}，用 --limit 0 看全部", dim=True)


def _in_place(f: Finding) -> str:
    """A finding on one line, with its place in the source."""
    place = f"第 {f.start}–{f.end} 字"
    if f.kind == "number":
        return f"{f.before}【{f.text}】{f.after}  {f.note}，{f.source} {place}"
    if f.kind == "repair":
        return f"{f.note}，{place}  {f.before} → {f.after}"
    return f"{f.text}  {f.note + '，' if f.note else ''}{place}"
