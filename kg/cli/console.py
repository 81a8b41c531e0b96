"""What every command prints with: tables for people, bytes for programs, whole files or none.

Text from pages reaches the terminal only through ``printable`` and ``on_screen`` of ``kg.use.tables``, and never as
markup.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import click

from kg.errors import GraphError
from kg.use.files import replace_file

if TYPE_CHECKING:
    from rich.console import Console

    from kg.use.tables import Table


SHORT = 12  # cells; a date has ten
#: What a decorator of options takes and gives.
Options = Callable[[Callable[..., None]], Callable[..., None]]


class Where(click.ParamType[Any]):
    """A graph's folder as a Path; with ``remote`` also the address of a SPARQL endpoint, as text."""

    name = "graph"

    def __init__(self, remote: bool) -> None:
        self._remote = remote

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> Path | str:  # noqa: ARG002
        """The value as the command takes it. Raises GraphError for an address where only a folder will do."""
        if isinstance(value, Path):
            return value
        where = str(value)
        if not where.startswith(("http://", "https://")):
            return Path(where)
        if not self._remote:
            raise GraphError("这个命令要读图谱文件夹里的原文和记录，不能用于远程的图谱，请用本机的图谱文件夹。")
        return where


def graph_option(function: Callable[..., None]) -> Callable[..., None]:
    """``-g GRAPH``, as commands have it that read a graph's folder."""
    return _graph(Where(remote=False), "图谱文件夹")(function)


def any_graph_option(function: Callable[..., None]) -> Callable[..., None]:
    """``-g GRAPH``, as commands have it that do with a SPARQL endpoint as well."""
    return _graph(Where(remote=True), "图谱文件夹，或 SPARQL 端点的网址")(function)


def _graph(type_: Where, what: str) -> Options:
    return click.option(
        "-g", "--graph", "graph", envvar="KG_GRAPH", default="fangzhi.kg", metavar="GRAPH", type=type_,
        help=f"{what}，默认 fangzhi.kg；也可用环境变量 KG_GRAPH 指定。",
    )  # fmt: skip


def output_option(help_: str) -> Options:
    """``-o FILE``; ``-`` is standard output."""
    return click.option("-o", "--output", metavar="FILE", type=click.Path(path_type=Path, allow_dash=True), help=help_)


def is_terminal() -> bool:
    """Whether a person reads standard output."""
    return sys.stdout.isatty()


def console() -> Console:
    """A rich console on standard output that takes text as text."""
    from rich.console import Console

    return Console(markup=False, highlight=False, emoji=False)


def write(data: bytes, output: Path | None) -> None:
    """Bytes to a file, replaced in one step, or to standard output. Raises InputError when it cannot be written.

    What a person would see instead of a program does not steer the terminal.
    """
    if output is not None and str(output) != "-":
        replace_file(output, data)
        return
    if is_terminal():
        from kg.use.tables import on_screen

        click.echo(on_screen(data.decode()), nl=not data.endswith(b"\n"))
        return
    sys.stdout.flush()
    sys.stdout.buffer.write(data)
    sys.stdout.buffer.flush()


def print_table(table: Table) -> None:
    """A table with its title and row count in a terminal; aligned columns alone when piped."""
    rows = list(table.texts())
    headings = table.headings or table.variables
    numeric = [table.is_numeric(index) for index in range(len(headings))]
    print_rows(headings, rows, numeric, table.title, f"共 {len(rows)} 行")


def print_rows(
    headings: Sequence[str], rows: Sequence[Sequence[str]], numeric: Sequence[bool], title: str = "", caption: str = ""
) -> None:
    """Rows under their headings, framed in a terminal; aligned columns alone when piped."""
    if not is_terminal():
        click.echo(plain_table(headings, rows, numeric), nl=False)
        return
    from rich import box
    from rich.table import Table as RichTable
    from rich.text import Text

    shown = RichTable(title=title or None, box=box.SIMPLE_HEAD, title_justify="left", title_style="bold",
                      caption=caption or None, caption_justify="left")  # fmt: skip
    screen = console()
    whole = _kept_whole(headings, rows, screen.width)
    for index, (heading, right) in enumerate(zip(headings, numeric, strict=True)):
        justify: Literal["right", "left"] = "right" if right else "left"
        shown.add_column(Text(heading), justify=justify, overflow="fold", no_wrap=index in whole)
    for row in rows:
        shown.add_row(*(Text(cell) for cell in row))
    screen.print(shown)


def _kept_whole(headings: Sequence[str], rows: Sequence[Sequence[str]], width: int) -> frozenset[int]:
    """The columns of short cells (dates, names, numbers), which are not folded as long as half the width is left."""
    from rich.cells import cell_len

    short: list[int] = []
    used = 0
    for index, heading in enumerate(headings):
        cells = max(cell_len(text) for text in (heading, *(row[index] for row in rows)))
        if cells <= SHORT and used + cells <= width // 2:
            short.append(index)
            used += cells + 2  # and the padding
    return frozenset(short)


def plain_table(headings: Sequence[str], rows: Iterable[Sequence[str]], numeric: Sequence[bool]) -> str:
    """Columns two spaces apart, one line a row; full-width characters count two."""
    from rich.cells import cell_len

    lines = [list(headings), *map(list, rows)]
    widths = [max(cell_len(line[index]) for line in lines) for index in range(len(headings))]

    def padded(line: Sequence[str]) -> str:
        cells = []
        for cell, width, right in zip(line, widths, numeric, strict=True):
            space = " " * (width - cell_len(cell))
            cells.append(space + cell if right else cell + space)
        return "  ".join(cells).rstrip() + "\n"

    return "".join(map(padded, lines))


def line(text: str, *, bold: bool = False, dim: bool = False) -> None:
    """One line of text, styled in a terminal, without anything that steers it."""
    from kg.use.tables import printable

    indent = text[: len(text) - len(text.lstrip())]
    shown = indent + printable(text)
    click.echo(click.style(shown, bold=bold, dim=dim) if bold or dim else shown)


@contextmanager
def progress(what: str, quiet: bool, named: bool = False) -> Iterator[Callable[[int, int, str], None] | None]:
    """A bar on standard error while a person looks at it, nothing otherwise; ``named``: with what was just done."""
    if quiet:
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    console = Console(stderr=True)
    if not console.is_terminal:
        yield None
        return
    names = (TextColumn("{task.fields[name]}", markup=False),) if named else ()
    columns = (TextColumn(what), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn(), *names)
    with Progress(*columns, console=console, transient=True) as bar:
        task = bar.add_task("", total=None, name="")

        def advance(done: int, total: int, name: str) -> None:
            from kg.use.tables import printable

            bar.update(task, completed=done, total=total, name=printable(name))

        yield advance
