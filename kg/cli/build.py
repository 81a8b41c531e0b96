"""``kg build``: pages to a graph."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.cli.console import line, progress
from kg.cli.lazy import Command
from kg.errors import InputError

if TYPE_CHECKING:
    from kg.pipeline import BuildReport

SHARDS = Path("fangzhi.shards")  # where a cluster writes when nothing else is said
WARNINGS = 20  # shown unless all are asked for
#: What is said of files that were not read, or not whole.
UNREAD = {"partial": "部分读入", "skipped": "跳过", "ignored": "不收"}


@click.command("build", cls=Command, short_help="从版面文件构建图谱")
@click.argument("sources", nargs=-1, required=True, metavar="SOURCE…", type=click.Path(readable=False, path_type=Path))
@click.option("-o", "--output", "-g", "--graph", "target", envvar="KG_GRAPH", default="fangzhi.kg", metavar="GRAPH",
              type=click.Path(readable=False, path_type=Path),
              help="图谱文件夹，默认 fangzhi.kg；也可用环境变量 KG_GRAPH 指定。")  # fmt: skip
@click.option("--encoding", metavar="NAME", help="源文件的编码；不写则依次试 UTF-8、GB18030。")
@click.option("--fields", default="", metavar="ROLE=NAME,…",
              help="JSON 行文件的字段，如 text=content,title=headline,date=pubdate；"
                   "还有 newspaper、author、id。")  # fmt: skip
@click.option("--ocr", is_flag=True, help="识别没有文字层的扫描 PDF，需要 pip install 'fangzhi[ocr]'。")
@click.option("--judgements", metavar="FILE", type=click.Path(readable=False, path_type=Path),
              help="用户的判断：哪些是同一、哪些不同（见指南）；不写则沿用图谱里已有的。")  # fmt: skip
@click.option("-j", "--jobs", type=click.IntRange(min=1), metavar="N",
              help="同时读版面的进程数；不写则与处理器核数相同，文字少时只用一个。结果都一样。")  # fmt: skip
@click.option("--engine", type=click.Choice(("local", "dask")), default="local", metavar="ENGINE",
              help="local(默认):本机;dask:一个 Dask 集群,写成分片,再用 kg load 装成图谱。")  # fmt: skip
@click.option("--scheduler", default="", metavar="ADDRESS",
              help="与 --engine dask 合用:调度器的地址,如 tcp://host:8786;不写则在本机起 -j 个进程。")  # fmt: skip
@click.option("--strict", is_flag=True, help="有文件跳过或只读了一部分时，建图之后以代码 1 结束。")
@click.option("--warnings", "everything", is_flag=True, help=f"列出全部警告；不写则最多 {WARNINGS} 条。")
@click.option("-q", "--quiet", is_flag=True, help="不显示进度和小结。")
@click.pass_context
def command(
    context: click.Context, sources: tuple[Path, ...], target: Path, encoding: str | None, fields: str, ocr: bool,
    judgements: Path | None, jobs: int | None, engine: str, scheduler: str, strict: bool, everything: bool, quiet: bool,
) -> None:  # fmt: skip
    """把文件或文件夹里的版面读成图谱：.txt、.md、.html、.pdf、.docx、.jsonl（一行一篇），以及装着它们的 .zip。

    再次构建时只读改过的文件；已删去的文件，其事实随之离开图谱。不能读的文件跳过并说明。中途失败或中断，原有图谱不变。
    """
    from kg import pipeline
    from kg.documents.formats.jsonl import Fields
    from kg.documents.read import Options

    options = Options(encoding, Fields.parse(fields), ocr)
    if engine == "dask":
        from kg.cli.shards import build

        if judgements:
            raise InputError("--engine dask 不能与 --judgements 合用;请先 kg load,再在本机用判断构建一次。")
        given = context.get_parameter_source("target") is click.core.ParameterSource.COMMANDLINE
        lost = build(sources, target if given else SHARDS, options, scheduler, jobs, quiet)
        if strict and lost:
            context.exit(1)
        return
    if scheduler:
        raise InputError("--scheduler 要与 --engine dask 合用。")
    with progress("读版面", quiet, named=True) as advance:
        report = pipeline.build(sources, target, options=options, judgements=judgements, jobs=jobs, on_progress=advance)
    if not quiet:
        _summary(report, target)
    _warnings(report, everything)
    if strict and (report.of_state("skipped") or report.of_state("partial")):
        context.exit(1)


def _summary(report: BuildReport, target: Path) -> None:
    from kg.use.links import LINK_LABELS, TYPE_LABELS
    from kg.use.mending import REPAIR_LABELS
    from kg.use.stats import FACT_LABELS

    facts = {name.lower(): label for name, label in FACT_LABELS.items()}
    facts |= {**LINK_LABELS, "investment": "投资额", "byline": "署名"}
    files = [f"读了 {len(report.read)} 个文件"]
    files += [f"{len(report.unchanged)} 个没有变化"] if report.unchanged else []
    files += [f"去掉 {len(report.removed)} 个已删除的"] if report.removed else []
    files += [f"{label} {len(found)} 个" for state, label in UNREAD.items() if (found := report.of_state(state))]
    line(f"{target}：{'，'.join(files)}；{report.articles} 篇报道，用时 {report.seconds:.1f} 秒", bold=True)
    if report.same:
        line("  没有变化，图谱保持原样")
    line(f"  实体 {counts(report.entities, TYPE_LABELS)}")
    line(f"  事实 {counts(report.facts, facts)}")
    if report.judgements:
        line(f"  用户的判断 {report.judgements} 条")
    if report.repairs:
        line(f"  修补 {counts(report.repairs, REPAIR_LABELS)}")


def counts(found: Mapping[str, int], labels: Mapping[str, str]) -> str:
    """A total and what it is made of, in the order of the labels."""
    order = [*(name for name in labels if name in found), *sorted(set(found) - set(labels))]
    parts = "、".join(f"{labels.get(name, name)} {found[name]}" for name in order if found[name])
    return f"{sum(found.values())}" + (f"（{parts}）" if parts else "")


def _warnings(report: BuildReport, everything: bool) -> None:
    """Files not read, or not whole, and what was not understood, on standard error; files that are none when asked."""
    from kg.use.tables import printable

    states = ("skipped", "partial", "ignored") if everything else ("skipped", "partial")
    told = [f"{UNREAD[state]} {one.source}：{one.reason}" for state in states for one in report.of_state(state)]
    told += [words if words.startswith(where) else f"{where}：{words}" for where, words in report.warnings]
    for sentence in told if everything else told[:WARNINGS]:
        click.echo(printable(sentence), err=True)
    if not everything and len(told) > WARNINGS:
        click.echo(f"……另有 {len(told) - WARNINGS} 条警告，用 --warnings 看全部。", err=True)
