"""``kg view``: the network of entities as one HTML file."""

from __future__ import annotations

from pathlib import Path

import click

from kg.cli.console import any_graph_option, output_option, write
from kg.cli.lazy import Command

DEFAULT = Path("network.html")
DEPTH = 1


@click.command("view", cls=Command, short_help="写出可离线打开的网络图")
@output_option(f"写到文件，- 为屏幕；不写则为 {DEFAULT}。")
@click.option("--around", metavar="NAME", help="只画这个实体（任何一种叫法，或 IRI）及其周围。")
@click.option("--depth", type=click.IntRange(min=0), default=DEPTH, metavar="N",
              help=f"与 --around 合用：最远隔几条联系，默认 {DEPTH}。")  # fmt: skip
@click.option("-t", "--type", "types", multiple=True, metavar="TYPE",
              help="只画这类实体，如 Company 或 企业；可以多次给出。")  # fmt: skip
@any_graph_option
def command(output: Path | None, around: str | None, depth: int, types: tuple[str, ...], graph: Path | str) -> None:
    """写出网络图：一个 HTML 文件，任何浏览器都能打开，不需要联网。

    点击图中的点或线，可见事实与报纸原文；页中可以按名称查找、按类型筛选。实体太多时，先画出最中心的，点开再展开。

    \b
    例：kg view
        kg view --around 芦淞区 --depth 2 -o around.html
        kg view --type 企业 --type 荣誉
    """  # noqa: D301 - click wants the backspace itself
    from kg.graph.remote import opened
    from kg.use.network import load_network
    from kg.use.view import MOST_NODES
    from kg.use.view_large import is_available, page

    with opened(graph) as there:
        network = load_network(there, types, around, depth)
    target = output or DEFAULT
    write(page(network).encode("utf-8"), target)
    if str(target) == "-":
        return
    cut = ""
    if len(network.nodes) > MOST_NODES:
        cut = "；先画出最中心的，其余逐步展开" if is_available() else f"，图中只画联系最多的 {MOST_NODES} 个"
    click.echo(f"{target}：{len(network.nodes)} 个实体，{len(network.edges)} 条关系{cut}。")
