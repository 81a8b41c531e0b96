"""Builds on a cluster as the command line shows them: one line a stage, then what there is."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.cli.console import line
from kg.errors import InputError

if TYPE_CHECKING:
    from kg.documents.read import Options


def build(
    sources: Sequence[Path], output: Path, options: Options, scheduler: str, jobs: int | None, quiet: bool
) -> int:
    """Build shards with Dask and say what was done; returns how many sources were not read, or not whole."""
    from kg.cli.build import UNREAD, counts
    from kg.scale import distributed
    from kg.scale.cluster import Cluster
    from kg.scale.crew import cores
    from kg.use.links import LINK_LABELS, TYPE_LABELS
    from kg.use.stats import FACT_LABELS

    missing = next((source for source in sources if not source.exists()), None)
    if missing is not None:  # before a cluster is started for nothing
        raise InputError(f"找不到“{missing}”,请检查路径是否写对。")

    def say(done: int, tasks: int, what: str) -> None:
        click.echo(f"第 {done + 1} 步 {what}：{tasks} 个任务", err=True)

    with Cluster(scheduler, jobs or cores()) as cluster:
        report = distributed.build(sources, output, cluster.run, options=options, on_progress=None if quiet else say)
    lost = {state: report.intake.get(state, 0) for state in UNREAD}
    if not quiet:
        read = report.intake.get("read", 0) + lost["partial"]
        files = [f"读了 {read} 个来源", *(f"{UNREAD[state]} {number} 个" for state, number in lost.items() if number)]
        line(f"{output}：{'，'.join(files)}；{report.articles} 篇报道，{report.shards.quads} 条四元组", bold=True)
        line(f"  实体 {counts(report.entities, TYPE_LABELS)}")
        facts = {name.lower(): label for name, label in FACT_LABELS.items()}
        line(f"  事实 {counts(report.facts, {**facts, **LINK_LABELS, 'investment': '投资额', 'byline': '署名'})}")
        line(f"  接着用 kg load {output} -g GRAPH 装成图谱")
    return lost["partial"] + lost["skipped"]
