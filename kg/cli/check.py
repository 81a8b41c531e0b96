"""``kg check``: is the graph whole, and does it keep its contract?"""

from __future__ import annotations

from pathlib import Path

import click

from kg.cli.console import graph_option, line
from kg.cli.lazy import Command

EXAMPLES = 5  # breaches shown of each kind unless all are asked for


@click.command("check", cls=Command, short_help="检查图谱是否完好、是否符合约定")
@click.option("--all", "everything", is_flag=True, help=f"列出全部问题；不写则每种最多 {EXAMPLES} 个。")
@graph_option
@click.pass_context
def command(context: click.Context, everything: bool, graph: Path) -> None:
    """检查图谱的文件是否都完好，引文是否与来源读出的文字一致，以及是否符合图谱约定（SHACL 形状）。

    文件有损坏时说明是哪一个，以代码 2 结束；不符合约定时以代码 1 结束。
    """
    from kg.graph.integrity import verify
    from kg.graph.store import Graph
    from kg.graph.validate import validate
    from kg.use.tables import compact

    verify(graph)
    with Graph.open(graph) as opened:
        report = validate(opened)
        prefixes = opened.prefixes
    if report.conforms:
        line(f"符合约定：检查了 {report.checked} 条三元组；文件完好，引文都在原处。")
        return
    for message, breaches in report.by_message():
        line(f"{message} {len(breaches)} 处", bold=True)
        for breach in breaches if everything else breaches[:EXAMPLES]:
            where = f"{breach.path} = {breach.value}" if breach.value else breach.path
            line(f"  {compact(breach.focus, prefixes)} {where}".rstrip())
    line(f"不符合约定：{len(report.violations)} 处问题。")
    context.exit(1)
