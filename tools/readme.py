"""Puts real answers into the documents: `make readme`, after anything changed what the program says.

    python tools/readme.py GRAPH [PAGES_GRAPH GOLD]

1. A console block begins with `$ kg …` and shows what that prints over GRAPH, the graph of the seeds.
2. With a graph of annotated pages and their gold, the table between the two accuracy marks is measured anew.

The tests compare the documents with the program by the same functions.
"""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parents[1]
DOCUMENTS = tuple(ROOT / name for name in ("README.md", "README.zh.md", "docs/guide.md"))
CONSOLE = re.compile(r"^```console\n\$ (?P<call>[^\n]+)\n(?P<answer>.*?)^```$", re.MULTILINE | re.DOTALL)
ACCURACY = re.compile(r"(?<=<!-- accuracy -->\n).*?(?=<!-- /accuracy -->)", re.DOTALL)
WIDTH = "100"  # columns of the terminal that the answers are shown in

#: Rows of the accuracy table: kind as `kg eval` prints it, in English, in Chinese.
ROWS = (
    ("CORE entities", "officials, districts, companies, projects", "官员、行政区、企业、项目"),
    ("ALL entities", "all thirteen classes of entities", "全部十三类实体"),
    ("CORE facts", "core facts: posts, places, projects, honours, products", "核心事实:任职、位置、项目、荣誉、产品"),
    ("ALL facts", "all facts", "全部事实"),
    ("CORE observations", "core figures", "核心指标"),
    ("page article", "articles of a page", "版面上的文章"),
    ("page date", "date of a page", "版面日期"),
)


def answer(call: str, graph: Path) -> str:
    """What a `kg …` call prints in a folder as `make demo` leaves it. Raises CalledProcessError when it fails."""
    words = shlex.split(call)
    if words[0] not in ("kg", ".venv/bin/kg"):
        raise ValueError(f"a console block begins with kg: {call}")
    terminal = {**os.environ, "COLUMNS": WIDTH, "NO_COLOR": "1", "TERM": "dumb", "PYTHONUTF8": "1"}
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "build").mkdir()
        (Path(folder) / "build" / "fangzhi.kg").symlink_to(graph.resolve())
        (Path(folder) / "seeds").symlink_to(ROOT / "seeds")
        ran = subprocess.run(
            [sys.executable, "-m", "kg", *words[1:]],
            capture_output=True, text=True, encoding="utf-8", env=terminal, cwd=folder, timeout=120, check=True,
        )  # fmt: skip
    return "".join(f"{line.rstrip()}\n" for line in ran.stdout.strip("\n").splitlines())


def with_answers(text: str, graph: Path) -> str:
    """The document with the real answer in every console block."""
    return CONSOLE.sub(lambda m: f"```console\n$ {m['call']}\n{answer(m['call'], graph)}```", text)


def accuracy_table(graph: Path, gold: Path, chinese: bool) -> str:
    """The accuracy of a graph as a Markdown table."""
    from kg.graph.store import Graph
    from kg.use.evaluate import evaluate

    with Graph.open(graph) as opened:
        tallies = evaluate(opened, gold).all()
    heads = ("", "标注", "精确率", "召回率", "F1") if chinese else ("", "annotated", "precision", "recall", "F1")
    lines = [f"| {' | '.join(heads)} |", "| --- | --: | --: | --: | --: |"]
    for kind, english, name in ROWS:
        tally = tallies[kind]
        figures = (tally.precision or 0.0, tally.recall or 0.0, tally.f1)
        lines.append(f"| {name if chinese else english} | {tally.gold} | {' | '.join(f'{f:.2f}' for f in figures)} |")
    return "\n" + "\n".join(lines) + "\n\n"


def main(arguments: list[str]) -> None:
    """Rewrite the documents in place."""
    graph, *measured = map(Path, arguments)
    for path in DOCUMENTS:
        text = with_answers(path.read_text(encoding="utf-8"), graph)
        if measured:
            table = accuracy_table(*measured, chinese=path.name.endswith(".zh.md"))
            text = ACCURACY.sub(lambda _, table=table: table, text)  # type: ignore[misc]
        path.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
