"""All benchmarks: ``python -m benchmarks [SUBJECT…]``; writes RESULTS.md and results.json beside this file.

--megabytes 1,10 --triples 10000,100000 --nodes 100,1000,5000,20000     sizes; 100 and 1000000 take long
--small                                                                 everything at a size of seconds
--keep FOLDER                                                           corpora and graphs, for the next run
--add                                                                   keep the other cases of a subject, too

What is run replaces the results of its subjects; those of other subjects stay, with the load they were made under.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import sys
import tempfile
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, fields, replace
from importlib import import_module
from importlib.metadata import version
from pathlib import Path

from benchmarks.side import ELAPSED, ROUNDS, WORKED, Row, Setting

#: Subject -> module with ``rows(setting)``; in the order in which they run.
SUBJECTS = {
    "text": "benchmarks.text", "start": "benchmarks.start", "build": "benchmarks.building",
    "query": "benchmarks.asking", "export": "benchmarks.exporting", "page": "benchmarks.page",
}  # fmt: skip
LIBRARIES = ("fangzhi", "pyoxigraph", "rdflib", "jieba", "networkx", "pyvis")
HERE = Path(__file__).parent


def machine() -> dict[str, str]:
    """What the figures depend on."""
    return {
        "processor": _processor(),
        "cores": str(os.cpu_count()),
        "memory": f"{os.sysconf('SC_PAGE_SIZE') * os.sysconf('SC_PHYS_PAGES') / 1e9:.0f} GB",
        "system": f"{platform.system()} {platform.release()}",
        "python": platform.python_version(),
        **{name: version(name) for name in LIBRARIES},
    }


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return platform.processor() or platform.machine()
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.machine()


def table(rows: Iterable[Row]) -> str:
    """The rows as Markdown."""
    lines = ["| subject | case | ours | peer | ratio | goal | of |", "| --- | --- | --: | --: | --: | --- | --: |"]
    for row in rows:
        ours, peer = (_number(value, row.unit) for value in (row.ours, row.peer))
        lines.append(f"| {row.subject} | {row.case} | {ours} | {peer} ({row.peer_is}) | {row.ratio:.2f} | {row.goal} "
                     f"| {row.rounds or ''} |")  # fmt: skip
    return "\n".join(lines) + "\n"


def _number(value: float, unit: str) -> str:
    if unit in (ELAPSED, WORKED):
        shown = f"{value * 1000:.1f} ms" if value < 1 else f"{value:.1f} s"
        return shown if unit == ELAPSED else f"{shown}*"
    return f"{value:,.0f} {unit}"


@dataclass(frozen=True, slots=True)
class Measured:
    """The rows of one subject, and the load of the machine when its run began, in words."""

    rows: tuple[Row, ...]
    load: str


def read(path: Path) -> dict[str, Measured]:
    """What was found before, by subject; nothing where there is no such file."""
    if not path.exists():
        return {}
    names = {field.name for field in fields(Row)}
    return {
        subject: Measured(
            tuple(Row(**{k: v for k, v in row.items() if k in names}) for row in part["rows"]), part["load"]
        )
        for subject, part in json.loads(path.read_text(encoding="utf-8"))["subjects"].items()
    }


def joined(before: Measured | None, now: Measured, add: bool) -> Measured:
    """The results of a subject: the new ones, with ``add`` also the old ones of cases that were not run."""
    if not add or before is None:
        return now
    run = {(row.subject, row.case) for row in now.rows}
    kept = tuple(row for row in before.rows if (row.subject, row.case) not in run)
    return Measured(kept + now.rows, f"{before.load}, {now.load}" if kept else now.load)


def write(found: Mapping[str, Measured], told: dict[str, str], folder: Path) -> None:
    """RESULTS.md for people, results.json for programs."""
    known = {subject: found[subject] for subject in SUBJECTS if subject in found}
    rows = [row for part in known.values() for row in part.rows]
    about = "".join(f"| {name} | {value} |\n" for name, value in told.items())
    loads = "".join(f"| load before {subject} | {part.load} |\n" for subject, part in known.items())
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "RESULTS.md").write_text(
        "# Results\n\nWritten by `make bench`. Each row is one ratio measured side by side in one run: the ways take\n"
        "turns, medians of as many rounds as the last column says (rdflib from 100,000 triples: one). A star marks\n"
        "processor time, all threads and processes together; other times have elapsed. Seconds are this machine's;\n"
        "ratios should be about the same on yours.\n\n"
        f"{table(rows)}\n| | |\n| --- | --- |\n{about}{loads}",
        encoding="utf-8",
    )
    plain = {
        "machine": told,
        "subjects": {
            subject: {"load": part.load, "rows": [{**asdict(row), "ratio": row.ratio} for row in part.rows]}
            for subject, part in known.items()
        },
    }
    (folder / "results.json").write_text(json.dumps(plain, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def _numbers(text: str) -> tuple[float, ...]:
    return tuple(float(one) for one in text.split(","))


def main() -> None:
    """Run the subjects and write what was found."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("subjects", nargs="*", metavar="SUBJECT", help="、".join(SUBJECTS))
    parser.add_argument("--shared", type=Path, default=os.environ.get("FANGZHI_SHARED", HERE.parents[1] / "shared"))
    parser.add_argument("--megabytes", type=_numbers, default=(1, 10))
    parser.add_argument("--triples", type=_numbers, default=(10_000, 100_000))
    parser.add_argument("--nodes", type=_numbers, default=(100, 1_000, 5_000, 20_000))
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    parser.add_argument("--small", action="store_true")
    parser.add_argument("--keep", type=Path)
    parser.add_argument("--add", action="store_true")
    parser.add_argument("--out", type=Path, default=HERE)
    given = parser.parse_args()
    unknown = [name for name in given.subjects if name not in SUBJECTS]
    if unknown:
        parser.error(f"no subject {', '.join(unknown)}; there are {', '.join(SUBJECTS)}")
    if given.small:
        given.megabytes, given.triples, given.nodes, given.rounds = (0.05,), (5_000,), (100, 300), 2
    results = given.out / "results.json"
    with tempfile.TemporaryDirectory() as aside:
        folder = given.keep or Path(aside)
        folder.mkdir(parents=True, exist_ok=True)
        setting = Setting(given.shared, folder, tuple(given.megabytes), tuple(map(int, given.triples)),
                          tuple(map(int, given.nodes)), given.rounds)  # fmt: skip
        for name in given.subjects or SUBJECTS:
            load = f"{os.getloadavg()[0]:.1f}"
            found: list[Row] = []
            for row in import_module(SUBJECTS[name]).rows(setting):
                found.append(row if row.rounds else replace(row, rounds=given.rounds))
                sys.stdout.write(table(found[-1:]).splitlines()[-1] + "\n")
                sys.stdout.flush()
            known = read(results)  # as it is now: a long run may have gone on beside another
            now = joined(known.get(name), Measured(tuple(found), load), given.add)
            write({**known, name: now}, machine(), given.out)


if __name__ == "__main__":
    main()
