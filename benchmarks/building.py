"""Builds: one and two processes, sizes, and again when nothing, 1 % and 10 % of the pages changed."""

from __future__ import annotations

import shutil
import statistics
from collections.abc import Iterator
from pathlib import Path

from benchmarks.corpus import write
from benchmarks.side import MEGABYTE, Row, Setting, kg, process

#: Builds of more than so many megabytes are done once.
ONCE = 5


def rows(setting: Setting) -> Iterator[Row]:
    """Rows by size: time, memory, two processes against one, and second builds against the first."""
    small = setting.megabytes[0]
    base: tuple[float, float] = (0.0, 0.0)
    for size in setting.megabytes:
        folder = corpus(setting, size)
        rounds = setting.rounds if size <= ONCE else 1
        one, memory = _builds(setting, folder, 1, rounds)
        two, _ = _builds(setting, folder, 2, rounds)
        if size == small:
            base = (one / size, memory / size)
        yield Row("two processes", f"{size:g} MB", one, two, "two", goal=">= 1.7")
        yield Row("time by size", f"{size:g} MB, a MB", one / size, base[0], f"{small:g} MB, a MB", goal="about 1")
        yield Row("memory by size", f"{size:g} MB, a MB", memory / size, base[1], f"{small:g} MB, a MB", "MB", "<= 1")
    yield from _again(setting, corpus(setting, small), small)


def corpus(setting: Setting, size: float) -> Path:
    """The folder of a corpus of so many megabytes, made when it is not there."""
    folder = setting.folder / f"corpus-{size:g}"
    if not folder.exists():
        aside = setting.folder / f"corpus-{size:g}.new"
        shutil.rmtree(aside, ignore_errors=True)
        write(setting.shared, aside, int(size * MEGABYTE))
        aside.rename(folder)
    return folder


def _builds(setting: Setting, folder: Path, jobs: int, rounds: int) -> tuple[float, float]:
    """Median seconds and peak megabytes of builds into a new graph. Processes of the build count one by one."""
    found = []
    for _ in range(rounds):
        graph = setting.folder / "build.kg"
        shutil.rmtree(graph, ignore_errors=True)
        found.append(process(kg("build", str(folder), "-o", str(graph), "-q", "-j", str(jobs))))
    return statistics.median(time for time, _ in found), statistics.median(memory for _, memory in found)


def _again(setting: Setting, folder: Path, size: float) -> Iterator[Row]:
    files = sorted(folder.rglob("*.txt"))
    graph, pages = setting.folder / "again.kg", setting.folder / "again"
    build = kg("build", str(pages), "-o", str(graph), "-q", "-j", "1")

    def fresh(share: float) -> None:
        """The pages with so many of them changed, and the graph of the unchanged ones."""
        shutil.rmtree(pages, ignore_errors=True)
        shutil.copytree(folder, pages)
        shutil.rmtree(graph, ignore_errors=True)
        if share < 1:
            process(build)
            for path in files[: round(len(files) * share)]:
                changed = pages / path.relative_to(folder)
                changed.write_text(changed.read_text(encoding="utf-8") + "\n又讯。", encoding="utf-8")

    times: dict[float, list[float]] = {share: [] for share in (1.0, 0.0, 0.01, 0.1)}
    for _ in range(setting.rounds):
        for share, found in times.items():
            fresh(share)
            found.append(process(build)[0])
    for share in (0.0, 0.01, 0.1):
        ours, first = statistics.median(times[share]), statistics.median(times[1.0])
        yield Row("second build", f"{share:.0%} of {size:g} MB changed", ours, first, "first build")
