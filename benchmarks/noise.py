"""How much is still found when characters are wrong: recall at 0, 1, 2 and 5 % of noise.

    python benchmarks/noise.py SHARED [-o TABLE.md]

Breaks the annotated pages of SHARED (``pages/``, ``gold/``) as OCR does (mistaken, missing, doubled characters; the
same ones on every machine), builds a graph of each and asks ``kg eval``. Gold names a thing as it is, so a name that
noise has changed beyond repair counts as missed.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from kg import pipeline
from kg.graph.store import Graph
from kg.use.evaluate import evaluate
from kg.use.tally import Tally
from tests.fuzz.mutations import noise

SHARES = (0.0, 0.01, 0.02, 0.05)
SEED = 20240603
KINDS = (
    ("CORE entities", "officials, districts, companies, projects"),
    ("ALL entities", "all entities"),
    ("CORE facts", "core facts"),
    ("ALL facts", "all facts"),
    ("CORE observations", "core figures"),
    ("page article", "articles of a page"),
)


def measure(shared: Path, share: float) -> dict[str, Tally]:
    """The evaluation of the annotated pages with that share of their characters wrong."""
    gold = {path.stem for path in (shared / "gold").glob("*.jsonl")}
    with tempfile.TemporaryDirectory() as folder:
        pages = Path(folder) / "pages"
        pages.mkdir()
        for path in sorted((shared / "pages").glob("*.txt")):
            if path.stem.split("_")[0] in gold:
                broken = noise(path.read_text(encoding="utf-8"), share, random.Random(f"{SEED} {path.name} {share}"))
                (pages / path.name).write_text(broken, encoding="utf-8")
        pipeline.build([pages], Path(folder) / "noise.kg")
        with Graph.open(Path(folder) / "noise.kg") as graph:
            return evaluate(graph, shared / "gold").all()


def table(shared: Path) -> str:
    """Recall (and precision) by share of noise, as Markdown."""
    measured = [measure(shared, share) for share in SHARES]
    lines = [f"| recall (precision) | {' | '.join(f'{share:.0%}' for share in SHARES)} |", "| --- " * 5 + "|"]
    for kind, name in KINDS:
        cells = [f"{one[kind].recall or 0:.2f} ({one[kind].precision or 0:.2f})" for one in measured]
        lines.append(f"| {name} | {' | '.join(cells)} |")
    return "\n".join(lines) + "\n"


def main() -> None:
    """Print the table, or write it to a file."""
    parser = argparse.ArgumentParser(description="Recall by share of wrong characters.")
    parser.add_argument("shared", type=Path, help="folder with pages/ and gold/")
    parser.add_argument("-o", "--output", type=Path, help="file to write the table to")
    given = parser.parse_args()
    found = table(given.shared)
    if given.output:
        given.output.write_text(found, encoding="utf-8")
    sys.stdout.write(found)


if __name__ == "__main__":
    main()
