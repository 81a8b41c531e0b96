"""Where the time of a build goes: seconds of each stage, and their ratio to cutting the same text with jieba.

    python benchmarks/stages.py FOLDER [--profile FILE]

Builds the graph of FOLDER in a temporary folder in this process alone, twice: the second build finds nothing changed.
Processor time counts, start-up (dictionaries, rules, places) is measured apart. jieba cuts the same text before and
after, so that a busy machine slows both. ``--profile`` writes a profile of the first build for ``pstats``.
"""

from __future__ import annotations

import argparse
import cProfile
import logging
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))

import jieba

from kg import pipeline
from kg.facts import extract
from kg.graph.builder import GraphBuilder
from kg.mentions import cascade
from kg.records import Page

#: Stage -> where its function is called from, and its name there. A stage within another is counted in both.
STAGES: dict[str, tuple[Any, str]] = {
    "extract": (extract, "extract"),
    "  segment": (extract, "segment"),
    "  cascade": (cascade, "run"),
    "  coreference": (extract, "corefer"),
    "  facts of sentences": (extract, "_facts"),
    "    figures": (extract, "observe"),
    "keep results": (GraphBuilder, "keep"),
    "resolve": (pipeline, "resolve_judged"),
    "reference data": (GraphBuilder, "load_reference"),
    "load": (GraphBuilder, "load_graphs"),
    "publish": (GraphBuilder, "publish"),
}


def timed(times: Counter[str], stage: str, function: Callable[..., Any]) -> Callable[..., Any]:
    """The function with its processor time counted, that of a generator's steps by the list it is turned into."""

    def run(*args: Any, **options: Any) -> Any:
        began = time.process_time()
        result = function(*args, **options)
        if hasattr(result, "send"):
            result = iter(list(result))
        times[stage] += time.process_time() - began  # type: ignore[assignment]
        return result

    return run


def cut(text: str) -> float:
    """Processor time that jieba takes to cut a text."""
    began = time.process_time()
    for _word in jieba.cut(text):
        pass
    return time.process_time() - began


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--profile", type=Path)
    asked = parser.parse_args()
    texts = [file.read_text(encoding="utf-8") for file in sorted(asked.folder.glob("*.txt"))]
    text = "".join(texts)
    jieba.setLogLevel(logging.WARNING)
    jieba.initialize()
    began = time.process_time()
    extract.extract(Page("page.txt", "清河县启动夏粮收购\n本报讯 6月2日,清河县县长周明到场。\n", "0" * 64, "utf-8"))
    print(f"start-up {time.process_time() - began:.2f} s")
    extract.extract(Page("page.txt", max(texts, key=len), "0" * 64, "utf-8"))  # rules compile where they first match
    times: Counter[str] = Counter()
    for stage, (owner, name) in STAGES.items():
        setattr(owner, name, timed(times, stage, getattr(owner, name)))
    before = cut(text)
    with tempfile.TemporaryDirectory() as folder:
        profile = cProfile.Profile()
        began = time.process_time()
        if asked.profile:
            profile.enable()
        report = pipeline.build([asked.folder], Path(folder) / "a.kg", jobs=1)
        profile.disable()
        times["build"] = time.process_time() - began  # type: ignore[assignment]
        began = time.process_time()
        pipeline.build([asked.folder], Path(folder) / "a.kg", jobs=1)
        times["build again"] = time.process_time() - began  # type: ignore[assignment]
    if asked.profile:
        profile.dump_stats(asked.profile)
    peer = (before + cut(text)) / 2
    print(f"{len(text.encode()) / 1e6:.2f} MB, {report.quads} quads; jieba.cut {peer:.2f} s")
    print("\n| stage | s | of jieba.cut |\n| --- | --: | --: |")
    for stage in ("build", *STAGES, "build again"):
        print(f"| {stage.replace('  ', '&ensp;')} | {times[stage]:.2f} | {times[stage] / peer:.1f} |")


if __name__ == "__main__":
    main()
