"""The user's own judgements: a file of lines, each of which overrides what the program would decide.

    # 判断   对象                          对象                          备注
    同一     2024/a.txt#Official:李明      2024/b.txt#Official:李明      两会报道里是同一人
    不同     2024/a.txt#李明               2023/c.txt#李明
    类别     2024/a.txt#某某中心           Organization
    非实体   *#A08

Fields are parted by a tab, or by two or more spaces where a line has no tab (a terminal copies tabs as spaces). A
thing is written ``source#key`` as ``kg explain`` prints it, ``source#name``, or as the IRI it has without these
judgements; ``*#name`` is the name on every page and serves for classes only. What follows the last field is a remark.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from kg.documents.encodings import UnreadableError, decode
from kg.errors import InputError
from kg.facts.clusters import DIFFERENT, SAME
from kg.records import ENTITY_TYPES

CLASS, NOTHING = "CLASS", "NOTHING"
#: How each judgement is written, and how many fields follow the word.
WORDS = {
    "同一": (SAME, 2), "不同": (DIFFERENT, 2), "类别": (CLASS, 2), "非实体": (NOTHING, 1),
    "same": (SAME, 2), "different": (DIFFERENT, 2), "class": (CLASS, 2), "nothing": (NOTHING, 1),
}  # fmt: skip
#: The source that stands for all of them.
EVERYWHERE = "*"

_GAP = re.compile(r" {2,}|　+")


@dataclass(frozen=True, slots=True)
class Line:
    """One judgement. ``right`` is the other thing, the class (in English), or ``""``."""

    number: int
    verdict: str  # SAME · DIFFERENT · CLASS · NOTHING
    left: str
    right: str


def read_judgements(file: Path) -> str:
    """The text of a file of judgements. Raises InputError when it cannot be read."""
    try:
        content = file.read_bytes()
    except OSError as error:
        raise InputError(f"无法读取判断文件“{file}”({error.strerror}),请检查路径。") from error
    try:
        return decode(content).text if content else ""
    except UnreadableError as error:
        raise InputError(f"判断文件“{file}”{error}") from error


def parse(text: str, where: str, classes: Mapping[str, str]) -> tuple[Line, ...]:
    """The judgements of a file; ``classes``: further names of classes -> the English one.

    Raises InputError, with the file's name ``where`` and the line, for a line that is none.
    """
    found = []
    for number, line in enumerate(text.splitlines(), 1):
        if line.strip() and not line.lstrip().startswith("#"):
            try:
                found.append(_line(number, line, {**classes, **{name: name for name in ENTITY_TYPES}}))
            except ValueError as error:
                raise InputError(f"判断文件“{where}”第 {number} 行{error}。") from error
    return tuple(found)


def _line(number: int, line: str, classes: Mapping[str, str]) -> Line:
    """Raises ValueError with the rest of the sentence."""
    word, *fields = [
        field.strip() for field in (line.strip().split("\t") if "\t" in line else _GAP.split(line.strip()))
    ]
    if word.lower() not in WORDS:
        raise ValueError(
            f"以“{word}”开头,应为 {'、'.join(w for w in WORDS if not w.isascii())} 之一,各栏以制表符或两个以上空格分开"
        )
    verdict, count = WORDS[word.lower()]
    if len(fields) < count or not all(fields[:count]):
        raise ValueError(f"“{word}”后面应有 {count} 栏,以制表符或两个以上空格分开")
    left, right = fields[0], fields[1] if count == 2 else ""
    things = [left, right] if verdict in (SAME, DIFFERENT) else [left]
    for thing in things:
        _check(thing, len(things) == 1)
    if left == right:
        raise ValueError("两栏是同一个对象")
    if verdict == CLASS:
        if right not in classes:
            raise ValueError(f"没有类别“{right}”,可写 {'、'.join(classes)}")
        right = classes[right]
    return Line(number, verdict, left, right)


def is_iri(thing: str) -> bool:
    """Whether a thing is written as an IRI; a source with ``://`` in it would be an odd one."""
    return "://" in thing or thing.startswith("urn:")


def _check(thing: str, alone: bool) -> None:
    source, mark, name = thing.partition("#")
    if not is_iri(thing) and not (source and mark and name):
        raise ValueError(f"的“{thing}”不是对象,应写成 来源#名称(用 kg explain 可见)或 IRI")
    if source == EVERYWHERE and not alone:
        raise ValueError(f"的“{thing}”指所有版面,只能用于类别和非实体")
