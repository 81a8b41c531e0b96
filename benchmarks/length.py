"""Does time grow with the length of a source, and no faster? Seconds for a text and for its double, and their ratio.

    python benchmarks/length.py FOLDER [-n CHARACTERS]

Takes the texts of FOLDER one after the other and cuts them to size. The hard kinds are the same text on one line,
without punctuation (no sentence ends), and runs of one character. The promise is a ratio of about 2, at most 2.6;
a machine that does other things as well measures more.
"""

from __future__ import annotations

import argparse
import sys
import time
import unicodedata
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from kg.facts.extract import extract
from kg.records import Page

KINDS: dict[str, Callable[[str], str]] = {
    "as it is": lambda text: text,
    "on one line": lambda text: text.replace("\n", ""),
    "without punctuation": lambda text: "".join(c for c in text if unicodedata.category(c)[0] not in "PZC"),
    "one character": lambda text: "的" * len(text),
    "one digit": lambda text: "1" * len(text),
    "names in a row": lambda text: ("区委书记李明、县长王强、" * len(text))[: len(text)],
    "one sentence": lambda text: ("县长周明到清河县调研。\n" * len(text))[: len(text)],
    "quotes": lambda text: "“" * len(text),
    "invisible": lambda text: "\u200b".join(text)[: len(text)],
    "combining": lambda text: "\u0301\u0316".join(text)[: len(text)],
    "directions": lambda text: "\u202e\u2066".join(text)[: len(text)],
}


def seconds(text: str) -> float:
    """Processor time to read a text and find what it says."""
    began = time.process_time()
    extract(Page("page.txt", text, "0" * 64, "utf-8"))
    return time.process_time() - began


def main() -> None:
    """Print one line a kind."""
    parser = argparse.ArgumentParser(description="Time by length of text.")
    parser.add_argument("folder", type=Path, help="folder of texts")
    parser.add_argument("-n", type=int, default=20_000, help="characters of the shorter text")
    given = parser.parse_args()
    text = "".join(path.read_text(encoding="utf-8") for path in sorted(given.folder.glob("*.txt")))
    if len(text) < 2 * given.n:
        parser.error(f"{given.folder} has {len(text)} characters only")
    seconds(text[: 2 * given.n])  # rules and lexicons are read, patterns compiled
    sys.stdout.write(f"{'kind':22}{given.n:>10}{2 * given.n:>10}     ratio\n")
    for kind, change in KINDS.items():
        whole = change(text)
        half, double = seconds(whole[: given.n]), seconds(whole[: 2 * given.n])
        sys.stdout.write(f"{kind:22}{half:>9.2f}s{double:>9.2f}s{double / half:>10.2f}\n")


if __name__ == "__main__":
    main()
