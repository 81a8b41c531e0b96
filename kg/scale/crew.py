"""Processes that read sources side by side, and the parent's view of them: who does what, and who died of what.

Sources are handed out in order and their results come back in order, so a build by many is the build by one. The
parent alone writes. A process that dies takes nothing with it but its last page: the page is tried once more by
another process, and when that dies of it too, it is accounted for as skipped and the work goes on behind it.
"""

from __future__ import annotations

import os
import selectors
import signal
import socket
import subprocess
import sys
from collections import Counter, deque
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from importlib.resources import files
from pathlib import Path
from typing import Any

from kg import resources
from kg.documents.formats.parse import Kept
from kg.documents.listing import Source
from kg.documents.read import Options, Reading
from kg.errors import FangzhiError
from kg.facts.judged import Judged
from kg.graph.builder import GraphBuilder
from kg.graph.state import Index
from kg.records import Intake, Outline
from kg.scale.loaders import Loaders
from kg.scale.made import OUT_OF_MEMORY, Made, made_of, options_frame, parsed_of, reading_of, source_frame
from kg.scale.stating import group_frame, groups, state_pages
from kg.use.workers import frames

#: Sources that a process has at hand, the one it is at included: it need not wait for the parent in between.
AHEAD = 3
#: Groups of pages to be stated that a process has at hand, likewise.
GROUPS_AHEAD = 2
#: Sources, for each process, that may be done before an earlier one is.
WINDOW = 64
#: Threads that load at once, at most: each holds a file of quads until it is sorted.
MOST_LOADERS = 4
#: How many processes may die of one page before it is given up.
DEATHS = 2
#: How many processes in a row may die before they are ready.
FALSE_STARTS = 3
#: Seconds that a process which fell silent may take to end by itself.
PATIENCE = 5
MODULE = "kg.scale.worker"


def cores() -> int:
    """How many processor cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


@dataclass(slots=True)
class _Task:
    """One source under way: what is there of it, a page read but not yet gone through, deaths over the next page."""

    number: int
    source: Source
    made: list[Made] = field(default_factory=list)
    pending: Reading | None = None
    deaths: int = 0
    died_at: int = -1


class _Hand:
    """One process and the tasks it was given, in order."""

    def __init__(self, module: str, setup: dict[str, Any]) -> None:
        self.connection, theirs = socket.socketpair()
        self.tasks: deque[_Task] = deque()
        self.ready = False
        with theirs:
            self.process = subprocess.Popen(
                [sys.executable, "-P", "-m", module, str(theirs.fileno())], stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, pass_fds=[theirs.fileno()], env=_environment(),
            )  # fmt: skip
        self.send(setup)

    def send(self, head: dict[str, Any]) -> None:
        """Tell it something; that it is no more is noticed when it is listened to."""
        try:
            frames.send(self.connection, head)
        except OSError:
            return

    def receive(self) -> tuple[dict[str, Any], bytes]:
        """The next it says. Raises EOFError when it is no more."""
        body = bytearray()
        head = frames.receive(self.connection, body.extend)
        return head, bytes(body)

    def end(self) -> int:
        """End it, whatever it does; its exit code. Twice does no harm."""
        self.process.kill()
        self.connection.close()
        return self.process.wait()


@dataclass(frozen=True, slots=True)
class _Group:
    """Pages to be stated together, and the file their quads go to."""

    pages: Sequence[Outline]
    path: Path


class Crew:
    """So many processes at the sources of one build. Use it as a context manager: they end with it."""

    def __init__(self, jobs: int, folder: Path, options: Options, kept: Kept, module: str = MODULE) -> None:
        """``folder``: the graph's, in which the processes look up what is kept; ``kept``: where the parent keeps."""
        self._setup = {"folder": str(folder.absolute()), "options": options_frame(options)}
        self._jobs = jobs
        self._kept = kept
        self._module = module
        self._hands: set[_Hand] = set()
        self._false_starts = 0
        self._heard = selectors.DefaultSelector()

    def __enter__(self) -> Crew:
        return self

    def __exit__(self, *_: object) -> None:
        for hand in self._hands:
            hand.end()
        self._hands.clear()
        self._heard.close()

    def work(self, sources: Sequence[Source]) -> Iterator[tuple[Source, Iterable[Made]]]:
        """Each source with what became of it, in order. Raises FangzhiError as ``make`` does."""
        waiting = deque(_Task(number, source) for number, source in enumerate(sources))
        done: dict[int, _Task] = {}
        for number in range(len(sources)):
            while number not in done:
                self._hand_out(waiting, number)
                for key, _ in self._heard.select():
                    self._listen(key.data, waiting, done)
            task = done.pop(number)
            self._hand_out(waiting, number)  # so that nobody waits while the parent is at this one
            yield task.source, task.made

    def state(self, builder: GraphBuilder, judged: Judged[Outline]) -> Counter[str]:
        """Load the quads of all pages, written by the processes while threads load others.

        A group whose process dies or fails is done here. Returns how many facts of each kind the pages state.
        """
        index = Index.of(judged.resolution)
        facts: Counter[str] = Counter()
        waiting = deque(groups(judged.extractions, self._jobs))
        given: dict[_Hand, deque[_Group]] = {hand: deque() for hand in self._hands if hand.ready}

        def give() -> None:
            for few in range(GROUPS_AHEAD):
                for hand in (hand for hand, own in given.items() if len(own) <= few):
                    if waiting:
                        group = _Group(waiting.popleft(), builder.aside())
                        given[hand].append(group)
                        frame = group_frame(group.pages, index, judged.rulings)
                        hand.send({"state": frame, "base": builder.mint.base, "path": str(group.path.absolute())})

        def do(pages: Sequence[Outline]) -> None:
            sources = (page.source for page in pages)
            builder.load_graphs(state_pages(sources, builder.read, index, judged.rulings, builder.mint, facts))

        with Loaders(min(self._jobs, MOST_LOADERS)) as loaders:
            give()
            while any(given.values()):
                for key, _ in self._heard.select():
                    hand: _Hand = key.data
                    head = self._stated(hand)
                    own = given.setdefault(hand, deque())
                    group = own.popleft() if own else None
                    if hand not in self._hands:
                        waiting.extendleft(one.pages for one in reversed(given.pop(hand)))
                    give()
                    if group and "stated" in head:
                        facts.update(head["facts"])
                        measured = [(graph, count, digest) for graph, count, digest in head["stated"]]
                        loaders.start(builder.load_file, group.path, measured)
                    elif group:
                        group.path.unlink(missing_ok=True)
                        do(group.pages)
            for pages in waiting:  # nobody is left to do it
                do(pages)
        return facts

    def _stated(self, hand: _Hand) -> dict[str, Any]:
        """What a process says of the group it had; nothing is ``stated`` where it failed, or is no more."""
        try:
            head, _ = hand.receive()
        except EOFError:
            self._heard.unregister(hand.connection)
            self._hands.discard(hand)
            hand.end()
            return {}
        if "error" in head:
            raise FangzhiError(head["error"])
        if "engine" in head:  # it was started for the last source, and came too late for it
            self._welcome(hand, head)
        return head

    def _hand_out(self, waiting: deque[_Task], oldest: int) -> None:
        """Give the waiting tasks to whoever has too few; start processes as long as there is work for them."""
        most = oldest + WINDOW * self._jobs
        for few in range(AHEAD):
            while waiting and waiting[0].number <= most:
                free = [hand for hand in self._hands if len(hand.tasks) <= few]
                if not few and not free and len(self._hands) < self._jobs:
                    free = [self._start()]
                if not free:
                    break
                self._give(min(free, key=lambda hand: len(hand.tasks)), waiting.popleft())

    def _give(self, hand: _Hand, task: _Task) -> None:
        hand.tasks.append(task)
        hand.send({**source_frame(task.source), "had": len(task.made)})

    def _start(self) -> _Hand:
        hand = _Hand(self._module, self._setup)
        self._hands.add(hand)
        self._heard.register(hand.connection, selectors.EVENT_READ, hand)
        return hand

    def _listen(self, hand: _Hand, waiting: deque[_Task], done: dict[int, _Task]) -> None:
        try:
            head, body = hand.receive()
        except EOFError:
            self._bury(hand, waiting, done)
            return
        if not hand.ready:
            self._welcome(hand, head)
        elif "parsed" in head:
            if head["new"]:
                self._kept.keep_parsed(head["parsed"], parsed_of(head, body))
            else:
                self._kept.parsed(head["parsed"])
        elif "error" in head:
            raise FangzhiError(head["error"])
        elif "bug" in head:
            raise RuntimeError(f"{hand.tasks[0].source.name}\n{head['bug']}")
        else:
            self._take(hand, head, body, done)

    def _welcome(self, hand: _Hand, head: dict[str, Any]) -> None:
        if head["engine"] != resources.digest():
            raise FangzhiError("程序在构建时被改动或升级,请再构建一次。")
        hand.ready = True
        self._false_starts = 0

    def _take(self, hand: _Hand, head: dict[str, Any], body: bytes, done: dict[int, _Task]) -> None:
        task = hand.tasks[0]
        if "intake" in head:
            task.pending = reading_of(head, body)
        elif "made" in head:
            assert task.pending is not None
            task.made.append(made_of(head, body, task.pending))
            task.pending = None
        else:
            done[task.number] = task
            hand.tasks.popleft()

    def _bury(self, hand: _Hand, waiting: deque[_Task], done: dict[int, _Task]) -> None:
        """What follows when a process is no more: its tasks go to others, the one it was at not without limit."""
        self._heard.unregister(hand.connection)
        self._hands.discard(hand)
        with suppress(subprocess.TimeoutExpired):  # it is ending by itself, and its own exit code says why
            hand.process.wait(PATIENCE)
        why = _cause(hand.end())
        if not hand.ready:
            self._false_starts += 1
            if self._false_starts == FALSE_STARTS:
                raise FangzhiError(f"读版面的进程没有启动({why}),请用 -j 1 在一个进程里构建。")
        elif hand.tasks and self._is_over(hand.tasks[0], why):
            over = hand.tasks.popleft()
            done[over.number] = over
        waiting.extendleft(reversed(hand.tasks))

    def _is_over(self, task: _Task, why: str) -> bool:
        """Count a death over a task, give up the page when it is one too many; whether that ends the task."""
        task.deaths = task.deaths + 1 if task.died_at == len(task.made) else 1
        task.died_at = len(task.made)
        pending, task.pending = task.pending, None
        if task.deaths < DEATHS:
            return False
        reason = f"读它的进程 {task.deaths} 次意外结束({why}),没有读。"
        if pending is not None:
            task.made.append(Made(Reading(replace(pending.intake, state="skipped", reason=reason, text=""))))
            return False
        if task.made:
            reason = f"读了 {len(task.made)} 项之后,{reason}"
        task.made.append(Made(Reading(Intake(task.source.name, "skipped", reason))))
        return True


def _environment() -> dict[str, str]:
    """Ours, with this very package found first."""
    path = [str(Path(str(files("kg"))).parent), *filter(None, [os.environ.get("PYTHONPATH")])]
    return {**os.environ, "PYTHONPATH": os.pathsep.join(path)}


def _cause(code: int) -> str:
    if code == -signal.SIGKILL or code == OUT_OF_MEMORY:
        return "被系统中止,多半是内存不足"
    return f"信号 {signal.Signals(-code).name}" if code < 0 else f"代码 {code}"
