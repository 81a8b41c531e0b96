"""``kg text``: a source as it was read, which the offsets of evidence count in."""

from __future__ import annotations

from pathlib import Path

import click

from kg.cli.console import graph_option, output_option, write
from kg.cli.lazy import Command
from kg.errors import QueryError


@click.command("text", cls=Command, short_help="显示一个来源读出的文字")
@click.argument("source", metavar="SOURCE")
@click.option("--span", metavar="START:END", help="只要这一段：起止码点，左闭右开，与证据的起止相同。")
@output_option("写到文件；不写或写 - 则输出到屏幕。")
@graph_option
def command(source: str, span: str | None, output: Path | None, graph: Path) -> None:
    """显示一个来源读出的文字：证据的起止码点就在这段文字里数，网页、PDF 和扫描件也一样。

    \b
    例：kg text 2024/001.txt
        kg text 要闻.zip/清河.html --span 120:156
    """  # noqa: D301 - click wants the backspace itself
    from kg.graph.store import Graph

    with Graph.open(graph) as opened:
        text = opened.text(source)
    if span is not None:
        start, end = _span(span, len(text))
        text = text[start:end]
    write(text.encode(), output)


def _span(given: str, length: int) -> tuple[int, int]:
    start, colon, end = given.partition(":")
    if not (colon and start.isascii() and start.isdigit() and end.isascii() and end.isdigit()):
        raise QueryError(f"--span 应写成 START:END，如 120:156，而不是“{given}”。")
    if not int(start) < int(end) <= length:
        raise QueryError(f"--span {given} 不在这个来源之内：它有 {length} 字。")
    return int(start), int(end)
