"""``kg export``: the graph for other tools."""

from __future__ import annotations

from pathlib import Path

import click

from kg.cli.console import any_graph_option, output_option, write
from kg.cli.lazy import Command

FORMATS = ("turtle", "trig", "nquads", "ntriples", "jsonld", "rdfxml", "graphml", "gexf")


@click.command("export", cls=Command, short_help="导出为 RDF 或 GraphML、GEXF")
@click.option("-f", "--format", "format_", type=click.Choice(FORMATS), required=True, metavar="FORMAT",
              help="、".join(FORMATS) + ";trig、nquads、jsonld 保留各来源的命名图。")  # fmt: skip
@output_option("写到文件，写完才替换旧文件；不写或写 - 则输出到屏幕。")
@any_graph_option
def command(format_: str, output: Path | None, graph: Path | str) -> None:
    """导出整个图谱；同样的图谱导出同样的字节。"""
    from kg.graph.remote import opened
    from kg.use.export import export

    with opened(graph) as there:
        data = export(there, format_)
    write(data, output)
