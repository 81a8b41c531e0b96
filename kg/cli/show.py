"""``kg show``: one entity, its facts, and what the papers said."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.cli.console import any_graph_option, line
from kg.cli.lazy import Command

if TYPE_CHECKING:
    from kg.use.facts import Fact
    from kg.use.profiles import Profile
    from kg.use.show import Shown


@click.command("show", cls=Command, short_help="显示一个实体：名称、事实、原文")
@click.argument("name", metavar="NAME")
@click.option("--quotes", type=click.IntRange(min=0), default=2, metavar="N",
              help="每条事实最多引几处原文，默认 2。")  # fmt: skip
@any_graph_option
def command(name: str, quotes: int, graph: Path | str) -> None:
    """显示一个实体的各种叫法、全部事实和原文。

    NAME 可以是任何一种叫法，也可以是 IRI；同名的有几个，就列出几个。
    """
    from kg.graph.remote import opened
    from kg.use.show import shown

    with opened(graph) as there:
        found = shown(there, name)
    if len(found) > 1:
        line(f"“{name}”在图谱里是 {len(found)} 个不同的实体：", bold=True)
        for one in found:
            line(f"  {one.profile.type} {one.profile.label}  {one.profile.iri}")
        line("")
    for one in found:
        _print(one, quotes)


def _print(one: Shown, quotes: int) -> None:
    header(one.profile)
    for group, facts in one.groups():
        line("")
        line(f"{group}（{len(facts)}）", bold=True)
        for fact in facts:
            print_fact(fact, quotes)
    if not one.facts:
        line("  没有关于它的事实。")
    line("")


def header(profile: Profile) -> None:
    """Name, class, other names and where an entity is mentioned."""
    line(f"{profile.label}  {profile.type}", bold=True)
    if profile.alts:
        line(f"  又作 {'、'.join(profile.alts)}")
    if profile.within:
        line(f"  位于 {'、'.join(profile.within)}")
    line(f"  见于 {profile.articles} 篇报道  {profile.iri}")


def print_fact(fact: Fact, quotes: int) -> None:
    """A fact, and under it the first few quotes with newspaper, date and file."""
    line(f"  · {fact.text}")
    for quote in fact.quotes[:quotes]:
        line(f"      “{quote.text}” {quote.place}", dim=True)
    if quotes and len(fact.quotes) > quotes:
        line(f"      ……另有 {len(fact.quotes) - quotes} 处", dim=True)
