"""``kg push``: a graph into a store elsewhere."""

from __future__ import annotations

from pathlib import Path

import click

from kg.cli.console import graph_option, line, progress
from kg.cli.lazy import Command

TIMEOUT = 300.0


@click.command("push", cls=Command, short_help="把图谱送进远程的存储")
@click.argument("url", metavar="URL")
@click.option("--union", is_flag=True,
              help="也把各命名图之并放进默认图，给默认图不是并集的存储用。")  # fmt: skip
@click.option("--timeout", type=click.FloatRange(min=0), default=TIMEOUT, metavar="SECONDS",
              help=f"每次传送最多多少秒，默认 {TIMEOUT:g}，0 为不限。")  # fmt: skip
@click.option("-q", "--quiet", is_flag=True, help="不显示进度和小结。")
@graph_option
def command(url: str, union: bool, timeout: float, quiet: bool, graph: Path) -> None:
    """用图存储协议（Graph Store Protocol）把图谱送进另一个存储：一个来源一个命名图，只送有变化的。

    URL 是图存储的网址，如 Oxigraph 的 http://host:7878/store、Fuseki 的 http://host:3030/ds/data、Virtuoso 的
    http://用户:口令@host:8890/sparql-graph-crud-auth。中断后再送，从断处继续；
    这里已没有的来源，那里也删去。那里别的命名图不动。
    """
    from kg.graph.push import push
    from kg.graph.store import Graph

    with Graph.open(graph) as here, progress("送命名图", quiet) as advance:
        done = push(here, url, union=union, seconds=timeout, on_progress=advance)
    if not quiet:
        line(f"送出 {len(done.put)} 个命名图，{len(done.current)} 个没有变化，删去 {len(done.removed)} 个", bold=True)
