"""``kg eval``: a graph against gold annotations."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.cli.console import graph_option, line, plain_table
from kg.cli.lazy import Command

if TYPE_CHECKING:
    from kg.use.evaluate import Evaluation


@click.command("eval", cls=Command, short_help="对照人工标注评测图谱")
@click.argument("gold", metavar="GOLD", type=click.Path(readable=False, path_type=Path))
@click.option("--errors", metavar="FILE", type=click.Path(path_type=Path, dir_okay=False),
              help="把每个漏报和误报写到文件（TSV）。")  # fmt: skip
@click.option("--floors", metavar="FILE", type=click.Path(readable=False, path_type=Path),
              help="质量下限文件；有一项达不到就以代码 1 结束。")  # fmt: skip
@graph_option
@click.pass_context
def command(context: click.Context, gold: Path, errors: Path | None, floors: Path | None, graph: Path) -> None:
    """对照标注文件夹 GOLD 评测图谱：每一类的精确率、召回率和 F1。"""
    from kg.graph.store import Graph
    from kg.use.evaluate import evaluate
    from kg.use.files import replace_file
    from kg.use.floors import breaches, read_floors

    wanted = read_floors(floors) if floors else ()
    with Graph.open(graph) as opened:
        evaluation = evaluate(opened, gold)
    _print(evaluation)
    if errors is not None:
        replace_file(errors, _errors(evaluation).encode())
    broken = breaches(evaluation, wanted)
    for breach in broken:
        floor = breach.floor
        line(f"低于下限：{floor.kind} {floor.figure} {breach.reached:.3f}，下限 {floor.floor:.3f}", bold=True)
    if broken:
        context.exit(1)
    if wanted:
        line(f"{len(wanted)} 项质量下限全部达到。")


def _print(evaluation: Evaluation) -> None:
    rows = [
        [name, str(tally.gold), str(tally.found), _figure(tally.precision), _figure(tally.recall), f"{tally.f1:.3f}"]
        for name, tally in evaluation.all().items()
    ]
    headings = ("种类", "标注", "找到", "精确率", "召回率", "F1")
    click.echo(plain_table(headings, rows, (False, *(True,) * 5)), nl=False)


def _figure(value: float | None) -> str:
    return "–" if value is None else f"{value:.3f}"


def _errors(evaluation: Evaluation) -> str:
    """One error a line: kind, missed or false, document, what."""
    from kg.use.tables import printable

    lines = []
    for name, tally in sorted(evaluation.tallies.items()):
        for what, errors in (("missed", tally.missed), ("false", tally.false)):
            lines += [f"{name}\t{what}\t{document}\t{printable(text)}\n" for document, text in errors]
    return "".join(lines)
