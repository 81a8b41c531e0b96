"""Cold start: commands as a user starts them, against Python alone and against importing jieba with its dictionary."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator

from benchmarks.side import WORKED, Row, Setting, interleaved, kg, process
from kg import pipeline


def rows(setting: Setting) -> Iterator[Row]:
    """One row a command."""
    graph = setting.folder / "seeds.kg"
    if not graph.exists():
        pipeline.build([setting.shared / "pages"], graph, jobs=1)
    commands = {
        "kg --version": kg("--version"),
        "kg --help": kg("--help"),
        "kg query --list": kg("query", "--list"),
        "kg query": kg("query", "-e", "ASK { ?s ?p ?o }", "-g", str(graph)),
        "kg show": kg("show", "芦淞区", "-g", str(graph)),
        "kg ask": kg("ask", "谁是芦淞区区委书记?", "-g", str(graph)),
        "python": [sys.executable, "-c", "pass"],
        "jieba": [sys.executable, "-c", "import jieba; list(jieba.cut('芦淞区'))"],
    }
    ways = {name: (lambda command=command: process(command)) for name, command in commands.items()}
    times = interleaved(ways, setting.rounds, time.process_time)  # type: ignore[arg-type]
    for name in commands:
        if name.startswith("kg "):
            peer = "jieba" if name in ("kg show", "kg ask") else "python"
            yield Row("cold start", name, times[name], times[peer], f"{peer} alone", WORKED)
