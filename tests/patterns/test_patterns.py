"""No regular expression takes more than 50 ms over 5,000 characters made to keep it busy.

Every pattern of the rules and of the modules is tried (``census``), over texts made from itself (``adversary``); rules
as they are run, around the words they need. CI tries one sample of each pattern, `make torture` several, with less
slack. Time is the processor's, the best of three runs, so that a busy machine makes little difference.
"""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass

import pytest

from kg.facts import observe_clauses
from kg.mentions.matching import Searcher
from kg.mentions.triggers import need_of
from kg.use.ask import question
from tests.conftest import ROOT
from tests.patterns.adversary import texts

TORTURE = bool(os.environ.get("FANGZHI_TORTURE"))
LENGTH = 5000
SECONDS = 0.05
#: Machines differ, and others use them too.
SLACK = 2 if TORTURE else 5
SAMPLES = 16 if TORTURE else 1
#: An eighth of the text is tried first: what takes a 512th of the time there stays below it though it grows with the
#: third power.
SHORT = LENGTH // 8
#: What is longer never comes to these patterns: such clauses and questions are refused.
PIECES = {"observation/": observe_clauses.LONGEST, "use/ask/": question.LONGEST}


@dataclass(frozen=True)
class Found:
    """A pattern of the census: how it is run over a text of at most ``most`` characters."""

    where: str
    pattern: re.Pattern[str]
    uses: frozenset[str]
    most: int

    def runner(self) -> Callable[[str], object]:
        rule = re.fullmatch(r"(?!layout/)[\w-]+/[\w.-]+", self.where)
        if rule and not self.where.endswith(".py"):
            searcher = Searcher([(self, need_of(self.pattern))])
            return lambda text: list(searcher.matches(text))
        if self.uses and self.uses <= {"match", "fullmatch"}:
            return lambda text: [getattr(self.pattern, use)(text) for use in self.uses]
        return lambda text: sum(1 for _ in self.pattern.finditer(text))


@pytest.fixture(scope="module")
def patterns(tmp_path_factory: pytest.TempPathFactory) -> list[Found]:
    """The census, taken in a process of its own: patterns compiled before could not be noted."""
    file = tmp_path_factory.mktemp("census") / "patterns.json"
    subprocess.run([sys.executable, "-m", "tests.patterns.census", file], cwd=ROOT, check=True, timeout=300)
    return [
        Found(
            one["where"], re.compile(one["pattern"], one["flags"]), frozenset(one["uses"]),
            next((most for where, most in PIECES.items() if one["where"].startswith(where)), LENGTH),
        )
        for one in json.loads(file.read_text(encoding="utf-8"))
    ]  # fmt: skip


class _EndlessError(Exception):
    """A pattern took many times what it may."""


def _stop(*_: object) -> None:
    raise _EndlessError


def seconds(run: Callable[[str], object], text: str, most: int, allowed: float, runs: int = 1) -> float:
    """Processor time for a text, in pieces of at most that length: the best of some runs, and not without end."""
    best = float("inf")
    handler = signal.signal(signal.SIGVTALRM, _stop)
    try:
        for _ in range(runs):
            signal.setitimer(signal.ITIMER_VIRTUAL, 4 * allowed)
            began = time.thread_time()
            for at in range(0, len(text), most):
                run(text[at : at + most])
            best = min(best, time.thread_time() - began)
    except _EndlessError:
        return 4 * allowed
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, handler)
    return best


def worst(found: Found, samples: int = SAMPLES, slack: int = SLACK) -> tuple[float, str]:
    """The longest a pattern takes and over what; nothing when it keeps the promise."""
    allowed = SECONDS * slack
    run = found.runner()
    for piece in texts(found.pattern.pattern, found.pattern.flags, samples, found.most):
        text = piece * (LENGTH // found.most)
        ends = text[: SHORT // 2] + text[-SHORT // 2 :]
        if seconds(run, ends, found.most, allowed) > allowed / (LENGTH // SHORT) ** 3:
            took = seconds(run, text, found.most, allowed)
            if took > allowed and (took := seconds(run, text, found.most, allowed, 3)) > allowed:
                return took, f"{text[:20]}…{text[-20:]}"
    return 0.0, ""


def test_the_census_is_whole(patterns: list[Found]) -> None:
    places = [found.where for found in patterns]
    assert len(places) > 800
    assert sum(where.startswith("observation/") for where in places) > 30
    assert sum(where.startswith("tenures/") for where in places) > 10
    assert any(where.startswith("language/numerals.py") for where in places)


def test_no_pattern_takes_long(patterns: list[Found]) -> None:
    slow = [(found.where, *result) for found in patterns if (result := worst(found))[0]]
    told = "\n".join(f"{where}: {took:.2f} s over {text}" for where, took, text in slow)
    assert not slow, f"bound their repetitions, or make them possessive:\n{told}"


@pytest.mark.parametrize(
    "pattern",
    [
        r"(?:有|了|有了|了有)*完",
        r"\s*(?:至|到)",
        r"(?P<name>[^,]*?)占(?P<whole>[^,]+?)比",
        r"(\w+ ?)+:",
    ],
)
def test_patterns_that_backtrack_are_found(pattern: str) -> None:
    assert worst(Found("here", re.compile(pattern), frozenset(), LENGTH), samples=8, slack=1)[0] > SECONDS


def test_a_harmless_pattern_is_not() -> None:
    assert not worst(Found("here", re.compile(r"(?<!\d)\d{1,9}+(?:年|月)"), frozenset(), LENGTH), samples=8)[0]
