"""``kg load``: shards of a cluster to a graph folder."""

from __future__ import annotations

from pathlib import Path

import click

from kg.cli.console import graph_option, line
from kg.cli.lazy import Command


@click.command("load", cls=Command, short_help="把集群写成的分片装成图谱")
@click.argument("shards", metavar="SHARDS", type=click.Path(readable=False, path_type=Path))
@graph_option
def command(shards: Path, graph: Path) -> None:
    """把 kg build --engine dask 写成的分片装成本机的图谱文件夹，与在本机构建的一模一样。

    每个分片先对照清单校验；缺失或被改动则不装，原有的图谱不变。
    """
    from kg.scale.shards import load

    manifest, quads = load(shards, graph)
    line(f"{graph}：{len(manifest.files)} 个分片，{quads} 条四元组", bold=True)
