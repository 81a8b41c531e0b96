"""Cutting a page into runs: the heads between two stretches of text, and the text that follows them.

Everything about articles is decided on runs: whether one begins there (``starts``), what its headline is
(``headlines``), and where its text belongs (``drafts``).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from kg.documents import bylines
from kg.documents.kinds import FURNITURE, TEXT, Unit, goes_on


@dataclass(slots=True)
class Run:
    """The units between two stretches of text, the text that follows, and the credit that closes it."""

    units: list[Unit] = field(default_factory=list)
    text: list[Unit] = field(default_factory=list)
    closing: list[Unit] = field(default_factory=list)

    @property
    def heads(self) -> list[Unit]:
        """The heads of the run that can be headlines."""
        return [unit for unit in self.units if unit.kind == "head"]

    @property
    def length(self) -> int:
        """Characters of the text."""
        return sum(len(unit.text) for unit in self.text)

    @property
    def has_author(self) -> bool:
        """Whether a byline or a dateline stands between the heads and the text."""
        return any(unit.kind == "byline" for unit in self.units) or self.has_dateline

    @property
    def has_dateline(self) -> bool:
        """Whether the text begins with 本报讯 or its like."""
        return bool(self.text) and bylines.dateline(self.text[0].text) is not None


def cut(units: Sequence[Unit]) -> list[Run]:
    """The runs of a page, without furniture and teasers. A paragraph with a dateline begins a run as a head does."""
    runs = [Run()]
    for unit in _without_teasers(units):
        if unit.kind in FURNITURE:
            continue
        if unit.kind in TEXT:
            if runs[-1].text and bylines.dateline(unit.text):
                runs.append(Run())
            runs[-1].text.append(unit)
        elif runs[-1].text and unit.kind != "caption":
            runs.append(Run([unit]))
        else:
            runs[-1].units.append(unit)
    for before, run in pairwise(runs):
        _give_back(before, run)
    for before, run, after in zip(runs, runs[1:], runs[2:], strict=False):
        _pass_on(before, run, after)
    return [run for run in runs if run.units or run.text]


def _give_back(before: Run, run: Run) -> None:
    """A credit right under a text, with a head below it, closes that text: ``(记者 张三)`` on a line of its own."""
    if run.heads and run.units[0].kind == "byline" and run.units[0].line.index == before.text[-1].line.index + 1:
        before.closing.append(run.units.pop(0))


def _pass_on(before: Run, run: Run, after: Run) -> None:
    """Heads between a cut sentence and its rest belong to the news that begins below the rest with its dateline."""
    headless = after.has_dateline and not after.heads
    if headless and run.heads and not run.has_author and before.text and goes_on(before.text[-1]):
        run.units, after.units = [], [*run.units, *after.units]


def _without_teasers(units: Sequence[Unit]) -> list[Unit]:
    """Take out references to other pages: short lines without text that end in a page number (A08)."""
    teasers: set[int] = set()
    has_text = False
    for i, unit in enumerate(units):
        has_text = has_text or unit.kind in TEXT
        if unit.kind not in ("pageref", "label") or not has_text:
            continue
        first = i
        while first and (units[first - 1].kind in ("head", "caption", "deck") or first - 1 in teasers):
            first -= 1
        while first < i and units[first].kind == "caption":  # captions right under a text belong to it
            first += 1
        teasers.update(range(first, i + 1))
    return [unit for i, unit in enumerate(units) if i not in teasers]
