"""``kg query``: a headed file by name, a file by path, or SPARQL as given."""

from __future__ import annotations

from pathlib import Path

import click

from kg.cli.console import any_graph_option, is_terminal, output_option, plain_table, print_table, write
from kg.cli.lazy import Command
from kg.errors import QueryError

FORMATS = ("table", "csv", "tsv", "json", "xml", "turtle", "ntriples", "rdfxml")
TIMEOUT = 60.0
MEMORY = 1024  # megabytes, as in kg serve


@click.command("query", cls=Command, short_help="按名称、文件或一句 SPARQL 查询")
@click.argument("name", required=False, metavar="[NAME|FILE]")
@click.option("-e", "--execute", metavar="SPARQL", help="直接执行这句 SPARQL。")
@click.option("-p", "--param", "params", multiple=True, metavar="NAME=VALUE", help="查询的参数，可以多次给出。")
@click.option("-f", "--format", "format_", type=click.Choice(FORMATS), default="table", metavar="FORMAT",
              help="table(默认)、csv、tsv、json、xml;CONSTRUCT 用 turtle、ntriples、rdfxml。")  # fmt: skip
@output_option("写到文件；不写或写 - 则输出到屏幕。")
@click.option("--timeout", type=click.FloatRange(min=0), default=TIMEOUT, metavar="SECONDS",
              help=f"最多查多少秒，默认 {TIMEOUT:g}，0 为不限。")  # fmt: skip
@click.option("--memory", type=click.IntRange(min=0), default=MEMORY, metavar="MB",
              help=f"最多用多少 MB 内存，默认 {MEMORY}，0 为不限。")  # fmt: skip
@click.option("-l", "--list", "listing", is_flag=True, help="列出随附的查询及其参数。")
@any_graph_option
def command(
    name: str | None, execute: str | None, params: tuple[str, ...], format_: str, output: Path | None,
    timeout: float, memory: int, listing: bool, graph: Path | str,
) -> None:  # fmt: skip
    """查询图谱。

    NAME 见 kg query --list;参数是地方、人物等名称时,任何一种叫法都可以。

    \b
    例:kg query district_officials -p district=芦淞区
        kg query -e 'SELECT ?n WHERE { ?c a fz:Company ; skos:prefLabel ?n }' -f csv
    """  # noqa: D301 - click wants the backspace itself
    if listing:
        _list()
        return
    if (name is None) == (execute is None):
        raise QueryError("请给出一个查询名称或文件，或用 -e 给出一句 SPARQL；kg query --list 列出随附的查询。")
    from kg.use import queries
    from kg.use.run import answer_at

    query = queries.load(name) if name else queries.parse(execute or "", "-e")
    found = answer_at(graph, query, _pairs(params), format_, timeout, memory)
    if isinstance(found, bool):
        found = ("是\n" if found else "否\n").encode()
    if isinstance(found, bytes):
        write(found, output)
    elif output is not None and str(output) != "-":
        numeric = [found.is_numeric(index) for index in range(len(found.variables))]
        write(plain_table(found.headings or found.variables, found.texts(), numeric).encode(), output)
    else:
        print_table(found)


def _pairs(params: tuple[str, ...]) -> dict[str, str]:
    pairs: dict[str, str] = {}
    for param in params:
        name, sign, value = param.partition("=")
        if not sign or not name:
            raise QueryError(f"参数“{param}”应写成 NAME=VALUE。")
        if name in pairs:
            raise QueryError(f"参数 {name} 给了两次。")
        pairs[name] = value
    return pairs


def _list() -> None:
    from kg.use import queries

    rows = [
        (query.name, query.question, "、".join(f"{p.name}{'*' if p.required else ''}" for p in query.params))
        for query in queries.catalogue()
    ]
    headings = ("名称", "回答的问题", "参数（* 必填）")
    if not is_terminal():
        click.echo(plain_table(headings, rows, (False,) * 3), nl=False)
        return
    from rich import box
    from rich.table import Table as RichTable

    from kg.cli.console import console

    shown = RichTable(*headings, box=box.SIMPLE_HEAD)
    shown.columns[0].no_wrap = True
    for row in rows:
        shown.add_row(*row)
    console().print(shown)
