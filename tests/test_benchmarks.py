"""What the benchmarks stand on: a corpus that is the same everywhere and repeats nothing, and rows that add up."""

from __future__ import annotations

import re
from pathlib import Path

from benchmarks import corpus
from benchmarks.__main__ import table
from benchmarks.side import Row, interleaved

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
    assert told == "| export | nquads | 500.0 ms | 250.0 ms (store's dump) | 2.00 | <= 3 |"
