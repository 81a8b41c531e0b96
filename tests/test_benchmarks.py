"""What the benchmarks stand on: a corpus that is the same everywhere and repeats nothing, and results that are kept."""

from __future__ import annotations

import re
import sys
import time
from pathlib import Path

import pytest

from benchmarks import corpus
from benchmarks.__main__ import Measured, joined, read, table, write
from benchmarks.side import WORKED, Row, interleaved, process, seconds

SIZE = 40_000


def test_a_corpus_is_the_same_everywhere_and_repeats_nothing(shared: Path) -> None:
    made = dict(corpus.pages(shared, SIZE))
    assert dict(corpus.pages(shared, SIZE)) == made
    assert SIZE <= sum(len(text.encode()) for text in made.values()) < 1.5 * SIZE
    assert dict(corpus.pages(shared, SIZE, seed=1)) != made
    assert len(set(made.values())) == len(made)


def test_a_page_gets_other_names_and_figures_and_keeps_its_years(shared: Path) -> None:
    template = next(corpus._templates(shared, SIZE))
    people = {form for form, type_, _ in template.names if type_ in ("Official", "Person")}
    assert people
    text = corpus.changed(template, corpus.random.Random(3))
    assert text != template.text
    assert not [name for name in people if name in text]
    years = r"(?<!\d)20\d\d(?!\d)"
    assert re.findall(years, text) == re.findall(years, template.text)


def test_ways_take_turns_and_rows_are_told() -> None:
    order: list[str] = []
    times = interleaved({"a": lambda: order.append("a"), "b": lambda: order.append("b")}, 3)
    assert order == ["a", "b", "b", "a", "a", "b"]
    assert set(times) == {"a", "b"}
    told = table([Row("export", "nquads", 0.5, 0.25, "store's dump", goal="<= 3")]).splitlines()[-1]
    assert told == "| export | nquads | 500.0 ms | 250.0 ms (store's dump) | 2.00 | <= 3 |  |"


def row(case: str, ours: float, subject: str = "export") -> Row:
    return Row(subject, case, ours, 1.0, "store's dump", WORKED, rounds=5)


def test_a_run_replaces_what_it_measured_and_keeps_the_rest(tmp_path: Path) -> None:
    export = Measured((row("turtle", 2.0), row("nquads", 1.5)), "0.5")
    page = Measured((row("make, 100 nodes", 0.1, "network page"),), "3.0")
    write({"page": page, "export": export}, {"cores": "2"}, tmp_path)
    known = read(tmp_path / "results.json")
    assert known == {"export": export, "page": page}
    now = Measured((row("turtle", 1.2),), "1.0")
    assert joined(known["export"], now, add=False) == now
    assert joined(known["export"], now, add=True) == Measured((row("nquads", 1.5), row("turtle", 1.2)), "0.5, 1.0")
    assert joined(None, now, add=True) == now
    told = (tmp_path / "RESULTS.md").read_text(encoding="utf-8")
    assert "| export | turtle | 2.0 s* | 1.0 s* (store's dump) | 2.00 |  | 5 |" in told
    assert "| load before page | 3.0 |" in told
    assert read(tmp_path / "none.json") == {}


def test_a_process_is_measured_with_what_it_starts() -> None:
    busy = (
        "import time\nend = time.process_time() + 0.2\nwhile time.process_time() < end: pass\nx = bytearray(50 << 20)"
    )
    ran = process([sys.executable, "-c", f"import subprocess, sys; subprocess.run([sys.executable, '-c', {busy!r}])"])
    assert ran.worked >= 0.2
    assert ran.elapsed >= 0.2
    assert ran.memory >= 50
    assert seconds(lambda: ran) == ran.elapsed
    assert seconds(lambda: ran, time.process_time) == ran.worked
    with pytest.raises(RuntimeError, match="ended with 3"):
        process([sys.executable, "-c", "raise SystemExit(3)"])
