"""``kg explain``: where a fact or an entity comes from."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.cli.console import graph_option, line
from kg.cli.lazy import Command
from kg.cli.show import header

if TYPE_CHECKING:
    from kg.use.explain import Comparison, EntityExplanation, FactExplanation, Origin, Reason

RIVALS = 8  # other facts from the same words that are listed
COMPARISONS = 6  # judgements listed of each verdict unless all are asked for
VERDICTS = {"SAME": "判为同一", "DIFFERENT": "判为不同", "UNSURE": "难定，未并"}


@click.command("explain", cls=Command, short_help="说明一条事实或一个实体从何而来")
@click.argument("name", metavar="NAME")
@click.option("--all", "everything", is_flag=True, help=f"列出全部判断；不写则同一、不同各最多 {COMPARISONS} 对。")
@graph_option
def command(name: str, everything: bool, graph: Path) -> None:
    """说明一个实体（名称）或一条事实（IRI）从何而来。

    事实：由哪条规则从原文哪一处得出，那里修补过什么，同样的字还得出什么。实体：由哪些版面上的叫法并成，与哪些分开，
    各为什么，以及每条事实的 IRI。判断下面的两个编号可以抄进判断文件，前面写“同一”或“不同”，见 kg build --judgements。
    """
    from kg.graph.store import Graph
    from kg.use.explain import FactExplanation, explain

    with Graph.open(graph) as opened:
        found = explain(opened, name)
    for one in found:
        if isinstance(one, FactExplanation):
            _fact(one)
        else:
            _entity(one, everything)
        line("")


def _fact(one: FactExplanation) -> None:
    line(f"{one.fact.group} {one.fact.text}", bold=True)
    line(f"  {one.fact.iri}")
    for reason in one.reasons:
        _reason(reason)


def _reason(reason: Reason) -> None:
    from kg.use.mending import REPAIR_LABELS

    quote = reason.quote
    line(f"  {quote.place} 第 {quote.start}–{quote.end} 字，规则 {quote.rule}，把握 {quote.confidence}")
    line(f"    {reason.before}【{quote.text}】{reason.after}")
    for repair in reason.repairs:
        note = f"：{repair.note}" if repair.note else ""
        line(f"    修补 {REPAIR_LABELS.get(repair.kind, repair.kind)}（第 {repair.start}–{repair.end} 字）{note}")
    for rival in reason.rivals[:RIVALS]:
        line(f"    同样的字还得出 {rival.group} {rival.text}", dim=True)
    if len(reason.rivals) > RIVALS:
        line(f"    ……另有 {len(reason.rivals) - RIVALS} 条", dim=True)


def _origin(origin: Origin) -> None:
    forms = f"，又作 {'、'.join(origin.forms)}" if origin.forms else ""
    line(f"  {origin.id}")
    line(f"    {origin.name}{forms}；提到 {origin.mentions} 次，规则 {'、'.join(origin.rules)}")
    for form, rule in origin.joined:
        line(f"    “{form}”在此版面上归于它，规则 {rule}")
    if origin.judged:
        line(f"    类别依用户的判断，版面上读作{origin.judged}")


def _comparison(comparison: Comparison) -> None:
    """The two ids stand on a line of their own, parted as a file of judgements may have them."""
    from kg.use.tables import printable

    score = f"（{comparison.score:g} 分）" if comparison.score else ""
    line(f"  {' ↔ '.join(dict.fromkeys(comparison.names))}：{'；'.join(comparison.reasons)}{score}")
    click.echo(click.style(f"    {printable(comparison.left)}  {printable(comparison.right)}", dim=True))


def _entity(one: EntityExplanation, everything: bool) -> None:
    header(one.profile)
    if one.origins:
        line("")
        line(f"由 {len(one.origins)} 处叫法并成", bold=True)
    for origin in one.origins:
        _origin(origin)
    for verdict, title in VERDICTS.items():
        told = [comparison for comparison in one.comparisons if comparison.verdict == verdict]
        if told:
            line("")
            line(f"{title}（{len(told)}）", bold=True)
        for comparison in told if everything else told[:COMPARISONS]:
            _comparison(comparison)
        if not everything and len(told) > COMPARISONS:
            line(f"  ……另有 {len(told) - COMPARISONS} 对，用 --all 看全部", dim=True)
    if one.namesakes:
        line("")
        line("图谱里另有的同名者", bold=True)
    for profile in one.namesakes:
        line(f"  {profile.type} {profile.label} {profile.iri}")
    if one.facts:
        line("")
        line("事实及其 IRI（再用 kg explain IRI 看依据）", bold=True)
    for fact in one.facts:
        line(f"  {fact.group} {fact.text}")
        line(f"      {fact.iri}", dim=True)
