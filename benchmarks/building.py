"""Builds: one and two processes, sizes, and again when nothing, 1 % and 10 % of the pages changed.

Builds are compared by the work of the processor, which other work on the machine stretches little; only what two
processes gain is a matter of elapsed time, and asks for two idle cores.
"""

from __future__ import annotations

import shutil
import statistics
from collections.abc import Iterator
from pathlib import Path

from benchmarks.corpus import write
from benchmarks.side import MEGABYTE, WORKED, Ran, Row, Setting, kg, process

#: Builds of more than so many megabytes are done once; of more than so many, by one process only.
ONCE, ALONE = 5, 50


def rows(setting: Setting) -> Iterator[Row]:
    """Rows by size: time, memory, two processes against one, and second builds against the first."""
    sizes = setting.megabytes
    small = f"{sizes[0]:g} MB"
    base: Ran | None = None
    for size in sizes:
        folder, name = corpus(setting, size), f"{size:g} MB"
        rounds = setting.rounds if size <= ONCE else 1
        ran = _builds(setting, folder, (1, 2) if size <= ALONE else (1,), rounds)
        one = ran[1]
        base = base or one
        yield Row("time by size", f"{name}, each MB", one.worked / size, base.worked / sizes[0], f"{small}, each MB",
                  WORKED, "about 1", rounds)  # fmt: skip
        yield Row("memory by size", f"peak, {name}", one.memory, base.memory, small, "MB", rounds=rounds)
        if size > sizes[0]:
            more = (one.memory - base.memory) / (size - sizes[0])
            yield Row("memory by size", f"each MB from {small} to {name}", more, 1, "its text", "MB", rounds=rounds)
        if 2 in ran:
            yield Row("two processes", f"elapsed, {name}", one.elapsed, ran[2].elapsed, "two", goal=">= 1.7, idle",
                      rounds=rounds)  # fmt: skip
            yield Row(
                "two processes", f"work of both, {name}", ran[2].worked, one.worked, "one", WORKED, "<= 1.05", rounds
            )
            yield Row("two processes", f"peak of the largest, {name}", ran[2].memory, one.memory, "one", "MB",
                      rounds=rounds)  # fmt: skip
    yield from _again(setting, corpus(setting, sizes[0]), small)


def corpus(setting: Setting, size: float) -> Path:
    """The folder of a corpus of so many megabytes, made when it is not there."""
    folder = setting.folder / f"corpus-{size:g}"
    if not folder.exists():
        aside = setting.folder / f"corpus-{size:g}.new"
        shutil.rmtree(aside, ignore_errors=True)
        write(setting.shared, aside, int(size * MEGABYTE))
        aside.rename(folder)
    return folder


def _builds(setting: Setting, folder: Path, jobs: tuple[int, ...], rounds: int) -> dict[int, Ran]:
    """Medians of builds into a new graph, by the number of processes, which take turns."""
    found: dict[int, list[Ran]] = {number: [] for number in jobs}
    graph = setting.folder / "build.kg"
    for _ in range(rounds):
        for number in jobs:
            shutil.rmtree(graph, ignore_errors=True)
            found[number].append(process(kg("build", str(folder), "-o", str(graph), "-q", "-j", str(number))))
    shutil.rmtree(graph, ignore_errors=True)
    return {number: _median(ran) for number, ran in found.items()}


def _median(ran: list[Ran]) -> Ran:
    return Ran(*(statistics.median(getattr(one, name) for one in ran) for name in Ran.__slots__))


def _again(setting: Setting, folder: Path, size: str) -> Iterator[Row]:
    """Builds over the graph of the same pages, some of them changed; and anew, over none."""
    files = sorted(folder.rglob("*.txt"))
    first, graph, pages = (setting.folder / name for name in ("first.kg", "again.kg", "again"))
    build = kg("build", str(pages), "-o", str(graph), "-q", "-j", "1")
    changes = {0: "nothing", max(1, round(len(files) * 0.01)): "1 %", max(2, round(len(files) * 0.1)): "10 %"}

    def fresh(changed: int, before: bool) -> None:
        for there in (pages, graph):
            shutil.rmtree(there, ignore_errors=True)
        shutil.copytree(folder, pages)
        if before:
            shutil.copytree(first, graph)
        for path in files[:changed]:
            text = (pages / path.relative_to(folder)).read_text(encoding="utf-8")
            (pages / path.relative_to(folder)).write_text(f"{text}\n又讯。", encoding="utf-8")

    anew: list[Ran] = []
    again: dict[int, list[Ran]] = {changed: [] for changed in changes}
    for _ in range(setting.rounds):
        fresh(0, before=False)
        anew.append(process(build))
        shutil.rmtree(first, ignore_errors=True)
        graph.rename(first)
        for changed, found in again.items():
            fresh(changed, before=True)
            found.append(process(build))
    for changed, what in changes.items():
        case = f"{what} of {size} changed ({changed} of {len(files)} pages)"
        yield Row("second build", case, _median(again[changed]).worked, _median(anew).worked, "first build", WORKED)
