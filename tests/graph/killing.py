"""Kills builds and looks at what is left: ``python -m tests.graph.killing MODE FOLDER COUNT SEED``, by test_durability.

This process never opens a store itself: it forks a builder and kills it, then forks an inspector. (The engine's
threads do not survive a fork.) Two states of the graph are built in turn, so that what is found afterwards must be
the state of before, whole, or the new one, whole.

MODE is ``points`` (the builder ends itself at one of its operations on files, every one in turn or COUNT of them
spread evenly), ``full`` (the disk takes nothing more from one of its writes on, each in turn; nobody is killed),
``random`` (killed from outside at random moments of each phase, COUNT times) or ``pages`` (the same over the whole way
of real pages). Prints one line of JSON: how often which state was found, in which phases.
"""

from __future__ import annotations

import errno
import json
import mmap
import os
import random
import shutil
import signal
import sys
import time
import traceback
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from kg import pipeline
from kg.errors import GraphError
from kg.facts.extract import extract
from kg.graph import durable, folder, storefiles
from kg.graph.builder import GraphBuilder
from kg.graph.integrity import verify
from kg.graph.store import Graph
from kg.graph.terms import Quad, iri
from kg.mentions.gazetteer import Gazetteer
from kg.records import Page
from tests.graph import sample

#: Seconds in which a graph must open whatever happened.
OPEN_WITHIN = 5.0
OPERATIONS = ("open", "os.rename", "os.remove", "os.mkdir", "os.rmdir", "shutil.rmtree")
WRITES = ("os.rename", "os.mkdir")  # and "open" in order to write
#: How a builder ends that was refused, and said so.
REFUSED = 3
PHASES = ("taking", "loading", "finishing", "flushing", "publishing", "sweeping")
EXTRA = Quad(*(iri(f"https://example.org/{x}") for x in "spog"))
#: Where the builder says which phase it is in, seen by its killer.
_SHARED = mmap.mmap(-1, 8)


def enter(phase: str) -> None:
    _SHARED[0] = PHASES.index(phase)


def announced(phase: str, function: Callable[..., object]) -> Callable[..., object]:
    def call(*args: object, **kwargs: object) -> object:
        enter(phase)
        return function(*args, **kwargs)

    return call


def announce_phases() -> None:
    """In a builder: say which phase begins."""
    GraphBuilder.load = announced("loading", GraphBuilder.load)  # type: ignore[method-assign]
    storefiles.finish = announced("finishing", storefiles.finish)  # type: ignore[assignment]
    storefiles.sync = announced("flushing", storefiles.sync)  # type: ignore[assignment]
    durable.write_synced = announced("publishing", durable.write_synced)  # type: ignore[assignment]
    folder.Kept.sweep = announced("sweeping", folder.Kept.sweep)  # type: ignore[method-assign]


def contents(path: Path) -> dict[str, bytes]:
    """All files beneath a folder, and what is in them; of its folders the names."""
    found = sorted(path.rglob("*"))
    return {str(one.relative_to(path)): b"" if one.is_dir() else one.read_bytes() for one in found}


def build_sample(path: Path, state: int) -> None:
    """One of two states of the sample: the second has a quad more and another page's result."""
    with GraphBuilder(path, f"engine-{state}", sample.BASE) as builder:
        for page, extraction in zip(sample.pages(), sample.extractions(), strict=True):
            builder.keep_text(page)
            if builder.kept(extraction.source, extraction.digest) is None:
                builder.keep(extraction.__class__(**{**_fields(extraction), "engine": f"engine-{state}"}))
        builder.load([*sample.quads(), *([EXTRA] if state else [])])
        builder.publish({"pages": 2})


def _fields(record: object) -> dict[str, object]:
    return {name: getattr(record, name) for name in record.__dataclass_fields__}  # type: ignore[attr-defined]


def build_pages(path: Path, state: int) -> None:
    """One of two states of a folder of pages: one page, or two."""
    pages = path.with_name("pages")
    pages.mkdir(exist_ok=True)
    (pages / "a.txt").write_text(sample.FIRST, encoding="utf-8")
    (pages / "b.txt").write_text(sample.SECOND, encoding="utf-8")
    pipeline.build([pages / "a.txt", *([pages / "b.txt"] if state else [])], path)


def fork(function: Callable[[], None]) -> int:
    """A child process that calls the function and ends with 0, or 1 when it raised."""
    child = os.fork()
    if child:
        return child
    code = 1
    try:
        function()
        code = 0
    finally:
        if code:
            traceback.print_exc()
        os._exit(code)


def run(function: Callable[[], None]) -> None:
    _, status = os.waitpid(fork(function), 0)
    if status:
        raise SystemExit(f"a process that nobody killed ended with {status}")


def inspect(path: Path, states: Path) -> None:
    """The state found: whole, in time; written to a file for the parent."""
    began = time.monotonic()
    try:
        with Graph.open(path) as graph:
            assert time.monotonic() - began < OPEN_WITHIN, "it took too long to open"
            found = graph.manifest.dumps()
            assert len(graph.lines()) == len(graph)
            for source in graph.manifest.pages:
                graph.text(source)
                graph.extraction(source)
        verify(path)
    except GraphError as error:
        if (path / "manifest.json").exists():
            raise
        found = str(error)
    states.write_text(found, encoding="utf-8")


class Torturer:
    """Builds, kills, inspects, and counts what was found."""

    def __init__(self, path: Path, build: Callable[[Path, int], None]) -> None:
        self.path = path
        self.build = build
        self.states = path.with_name("found")
        self.found: Counter[str] = Counter()
        self.phases: Counter[str] = Counter()
        self.known: list[str] = []
        for state in (1, 0):  # what each state looks like when nobody interferes
            run(lambda state=state: build(path, state))  # type: ignore[misc]
            self.known.insert(0, self.look())
        self.now = 0

    def look(self) -> str:
        run(lambda: inspect(self.path, self.states))
        return self.states.read_text(encoding="utf-8")

    def judge(self, fresh: bool) -> None:
        """What is there after a kill: the state of before or the one that was being built, and nothing else."""
        state = self.look()
        if state in self.known:
            self.found["old" if self.known.index(state) == self.now and not fresh else "new"] += 1
            self.now = self.known.index(state)
        elif fresh:
            assert "没有图" in state or "不是方志的图文件夹" in state, state
            self.found["none"] += 1
        else:
            raise AssertionError(f"neither the old graph nor the new one: {state[:300]}")

    def mend(self) -> None:
        """A build that nobody disturbs clears away what the dead have left."""
        run(lambda: self.build(self.path, self.now))
        assert self.look() == self.known[self.now]
        left = sorted(
            path.name for path in self.path.rglob("*") if path.name.startswith(".") or "unfinished" in path.name
        )
        assert not left, left
        assert len(list(self.path.glob("store-*"))) == 1

    def kill_at(self, moment: int) -> bool:
        """Build; the builder kills itself at its n-th operation on a file. Whether it came so far."""

        def doomed() -> None:
            left = [moment]

            def hook(event: str, args: tuple[object, ...]) -> None:
                if event in OPERATIONS and str(self.path) in str(args[0]):
                    left[0] -= 1
                    if not left[0]:
                        os.kill(os.getpid(), signal.SIGKILL)

            sys.addaudithook(hook)
            self.build(self.path, 1 - self.now)

        _, status = os.waitpid(fork(doomed), 0)
        self.judge(fresh=False)
        return os.WIFSIGNALED(status)

    def refuse_from(self, moment: int) -> bool:
        """Build on a disk that takes nothing from the n-th write on, but still deletes. Whether it came so far."""
        before = contents(self.path)

        def refused() -> None:
            left = [moment]

            def hook(event: str, args: tuple[object, ...]) -> None:
                writes = event in WRITES or (event == "open" and bool(int(str(args[2])) & (os.O_WRONLY | os.O_RDWR)))
                if writes and str(self.path) in str(args[0]):
                    left[0] -= 1
                    if left[0] <= 0:
                        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

            sys.addaudithook(hook)
            try:
                self.build(self.path, 1 - self.now)
            except GraphError as error:
                os._exit(REFUSED if "No space left" in str(error) else 1)

        _, status = os.waitpid(fork(refused), 0)
        code = os.waitstatus_to_exitcode(status)
        assert code in (0, REFUSED), code
        if code:
            left = contents(self.path)
            assert left == before, sorted(left.items() ^ before.items())[:3]
        self.judge(fresh=False)
        return bool(code)

    def kill_in(self, phase: int, chance: random.Random, fresh: bool) -> None:
        """Build; kill the builder at a random moment after it entered the phase."""
        if fresh:
            shutil.rmtree(self.path)
        _SHARED[0] = 0

        def doomed() -> None:
            announce_phases()
            self.build(self.path, 1 - self.now)

        child = fork(doomed)
        while _SHARED[0] < phase and not os.waitid(os.P_PID, child, os.WEXITED | os.WNOHANG | os.WNOWAIT):
            time.sleep(0.0002)
        time.sleep(chance.random() * chance.choice((0.0, 0.002, 0.02, 0.2)))
        self.phases[PHASES[_SHARED[0]]] += 1
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        self.judge(fresh)


def main() -> None:
    mode, path, count, seed = sys.argv[1], Path(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4])
    if mode == "pages":
        Gazetteer.load()  # what a builder loads first is loaded once for all of them
        extract(Page("a.txt", sample.FIRST, "0" * 64, "utf-8"))
    torturer = Torturer(path, build_pages if mode == "pages" else build_sample)
    chance = random.Random(seed)
    if mode == "points":
        points = 1
        while torturer.kill_at(points):
            points += max(1, 90 // count) if count else 1
        torturer.mend()
    elif mode == "full":
        points = 1
        while torturer.refuse_from(points):
            points += 1
    else:
        for number in range(count):
            torturer.kill_in(number % len(PHASES), chance, fresh=number % 11 == 10)
            if not (path / "manifest.json").exists() or number % 10 == 9:
                torturer.mend()
    print(json.dumps({"found": torturer.found, "phases": torturer.phases}))


if __name__ == "__main__":
    main()
