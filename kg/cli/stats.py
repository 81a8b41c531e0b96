"""``kg stats``: what a graph holds."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path

import click

from kg.cli.console import any_graph_option, line, plain_table
from kg.cli.lazy import Command


@click.command("stats", cls=Command, short_help="图谱里有什么，各有多少")
@click.option("--json", "as_json", is_flag=True, help="输出 JSON。")
@any_graph_option
def command(as_json: bool, graph: Path | str) -> None:
    """统计图谱里的报道、实体、事实和证据。"""
    from kg.graph.remote import opened
    from kg.use.stats import stats

    with opened(graph) as there:
        found = stats(there)
    if as_json:
        click.echo(json.dumps(asdict(found), ensure_ascii=False, indent=1))
        return
    period = "至".join(dict.fromkeys(filter(None, (found.since, found.until)))) or "日期不详"
    line(f"{found.sources} 个文件，{found.articles} 篇报道，{period}", bold=True)
    line("报纸 " + "、".join(f"{paper}（{count} 篇）" for paper, count in found.newspapers))
    for title, counts in (("实体", found.entities), ("事实", found.facts)):
        line("")
        line(f"{title} {sum(count for _, count in counts)}", bold=True)
        rows = [[label, str(count)] for label, count in counts if count]
        for row in plain_table(("", ""), rows, (False, True)).splitlines()[1:]:
            line(f"  {row}")
    line("")
    line(f"证据 {found.evidence} 处，三元组 {found.quads} 条（含区划和本体）")
