"""``kg ask``: a question in plain Chinese."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.cli.console import any_graph_option, line, print_table, write
from kg.cli.lazy import Command
from kg.errors import QueryError

if TYPE_CHECKING:
    from kg.use.ask.records import Reply

#: The exit code when a question was refused or not understood; nothing found is an answer.
NO_ANSWER = 1


@click.command("ask", cls=Command, short_help="用中文提问，附原文和 SPARQL")
@click.argument("words", nargs=-1, metavar="[QUESTION]")
@click.option("-f", "--format", "format_", type=click.Choice(("table", "json")), default="table", metavar="FORMAT",
              help="table(默认)或 json：回答、各行、原文、理解与 SPARQL 俱全。")  # fmt: skip
@click.option("--quotes", type=click.IntRange(min=0), default=3, metavar="N", help="最多引几处原文，默认 3。")
@click.option("--sparql", is_flag=True, help="也写出所用的 SPARQL。")
@click.option("-l", "--list", "listing", is_flag=True, help="列出能回答的各种问题，每种一例。")
@any_graph_option
@click.pass_context
def command(
    context: click.Context,
    words: tuple[str, ...],
    format_: str,
    quotes: int,
    sparql: bool,
    listing: bool,
    graph: Path | str,
) -> None:
    """用中文提一个问题，由语法和图谱里的名称变成 SPARQL 来回答；不联网，不用模型。

    听不懂、不在图谱范围之内，或用了图谱里没有的名称，都会直说，退出码为 1；听懂而没有记载，也是回答，退出码为 0。

    一句话可以问几件事(2023年和2024年分别是多少；投资多少、什么时候开工)，也可以有几个条件，各自作答，缺一不答。

    \b
    例:kg ask 芦淞区现任区委书记是谁?
        kg ask 2024年前三季度芦淞区GDP增长多少 --sparql
        kg ask 2024年以来株洲市开工的总投资超过1亿元的项目
    """  # noqa: D301 - click wants the backspace itself
    if listing:
        _list()
        return
    question = " ".join(words).strip()
    if not question:
        raise QueryError("请写出问题，例如：kg ask 芦淞区现任区委书记是谁？kg ask --list 列出能问什么。")
    from kg.graph.remote import opened
    from kg.use.ask.asking import Asker
    from kg.use.ask.structured import dumps

    with opened(graph) as there:
        reply = Asker(there).ask(question)
    if format_ == "json":
        write(dumps(reply).encode(), None)
    else:
        _print(reply, quotes, sparql)
    if not reply.is_answer:
        context.exit(NO_ANSWER)


def _print(reply: Reply, quotes: int, sparql: bool) -> None:
    for number, part in enumerate(reply.parts, 1):
        line(f"{number}. {part.question}", dim=True)
        _print_one(part, quotes, sparql)
        line("")
    if not reply.parts:
        _print_one(reply, quotes, sparql)


def _print_one(reply: Reply, quotes: int, sparql: bool) -> None:
    line(reply.text, bold=True)
    if reply.understood:
        line("问题理解：" + "；".join(f"{heading}={said}" for heading, said in reply.understood), dim=True)
    for note in reply.notes:
        line(f"注意：{note}")
    if len(reply.table):
        line("")
        print_table(reply.table)
    if quotes and reply.quotes:
        line("")
        line("原文", bold=True)
        for quote in reply.quotes[:quotes]:
            line(f"  “{quote.text.strip()}” {quote.place}", dim=True)
        if len(reply.quotes) > quotes:
            line(f"  ……另有 {len(reply.quotes) - quotes} 处", dim=True)
    if reply.suggestions:
        line("")
        line("可以这样问：", bold=True)
        for suggestion in reply.suggestions:
            line(f"  {suggestion}")
    if sparql and reply.sparql:
        line("")
        line("SPARQL", bold=True)
        for text in reply.sparql.strip().splitlines():
            line(f"  {text}")


def _list() -> None:
    from kg.use.ask import phrasings

    for phrasing in sorted(phrasings.load(), key=lambda one: one.name):
        line(f"{phrasing.title}：{phrasings.unmarked(phrasing.examples[0])}")
