"""Quality floors: figures below which an evaluation fails. They are only ever raised.

A file of lines ``kind: figure``, a small part of YAML: at its top level, or indented under ``gold:`` where the file
has other sections too. A kind is one of ``Evaluation.all`` (``fact stage``), its F1 meant, or followed by
``precision`` or ``recall``; a figure lies between 0 and 1.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from kg.errors import InputError
from kg.use.evaluate import Evaluation

SECTION = "gold"
_LINE = re.compile(r"(?P<kind>\w+(?: \w+)*?)(?: (?P<figure>precision|recall))?\s*+:\s*+(?P<floor>[01](?:\.\d+)?|\.\d+)")


@dataclass(frozen=True, slots=True)
class Floor:
    """One floor: ``figure`` is ``f1``, ``precision`` or ``recall`` of ``kind``."""

    kind: str
    figure: str
    floor: float


@dataclass(frozen=True, slots=True)
class Breach:
    """A figure below its floor."""

    floor: Floor
    reached: float


def read_floors(file: Path) -> tuple[Floor, ...]:
    """The floors of a file. Raises InputError, with the line, when it is missing or not of this form."""
    try:
        lines = file.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"质量下限文件 {file} 读不了：{error}。") from error
    found = []
    section = SECTION
    for number, line in enumerate(lines, 1):
        bare = line.partition("#")[0].strip()
        if bare.endswith(":") and not line.startswith(" "):
            section = bare.removesuffix(":")
        if not bare or bare.endswith(":") or section != SECTION:
            continue
        match = _LINE.fullmatch(bare)
        if not match:
            raise InputError(f"质量下限文件 {file} 第 {number} 行“{bare}”应写成 种类: 数值，如 fact stage: 0.7。")
        found.append(Floor(match["kind"], match["figure"] or "f1", float(match["floor"])))
    return tuple(found)


def breaches(evaluation: Evaluation, floors: tuple[Floor, ...]) -> tuple[Breach, ...]:
    """The floors that are not reached, a figure that cannot be computed counting as 0.

    Raises InputError for a kind that the evaluation does not know.
    """
    tallies = evaluation.all()
    found = []
    for floor in floors:
        if floor.kind not in tallies:
            raise InputError(f"质量下限里的种类“{floor.kind}”不在评测结果里；可用 {'、'.join(tallies)}。")
        reached = getattr(tallies[floor.kind], floor.figure) or 0.0
        if reached < floor.floor:
            found.append(Breach(floor, reached))
    return tuple(found)
