"""Gold annotations: what a careful reader found on a page, one JSON object a line.

A file ``<document>.jsonl`` is about the source whose name begins with ``<document>``. Kinds of line: ``document``
(date, articles), ``entity``, ``fact``, ``observation``; lines marked ``contested`` count neither way.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kg.errors import InputError
from kg.use.parameters import plain

#: One line of gold as it stands in the file.
Line = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Gold:
    """The annotation of one document; ``forms`` maps an entity's name to all its forms, each as ``plain`` has it."""

    name: str
    document: Line
    entities: tuple[Line, ...]
    facts: tuple[Line, ...]
    observations: tuple[Line, ...]
    forms: Mapping[str, frozenset[str]]

    def names(self, name: str) -> frozenset[str]:
        """Every form of the entity of that name; of a name that is no entity, the name itself."""
        return self.forms.get(name) or frozenset((plain(name),))

    def facts_of(self, *predicates: str) -> list[Line]:
        """The facts with one of these predicates, in the order of the file."""
        return [fact for fact in self.facts if fact["p"] in predicates]


def contested(line: Line) -> bool:
    """Whether the annotators did not agree: the line counts neither way."""
    return bool(line.get("contested"))


def listed(value: Any) -> list[str]:
    """A field that holds one alternative, several or none, as a list."""
    return value if isinstance(value, list) else [value] if value else []


def read(folder: Path) -> tuple[Gold, ...]:
    """All annotations in a folder, by document. Raises InputError when there is none, or a line that is not gold."""
    if not folder.is_dir():
        raise InputError(f"没有标注文件夹 {folder}。")
    files = sorted(folder.glob("*.jsonl"))
    if not files:
        raise InputError(f"文件夹 {folder} 里没有标注文件（*.jsonl）。")
    return tuple(_gold(file) for file in files)


def _gold(file: Path) -> Gold:
    kinds: dict[str, list[Line]] = {"document": [], "entity": [], "fact": [], "observation": []}
    for number, line in _lines(file):
        try:
            record = json.loads(line)
            kinds[record["kind"]].append(record)
        except (ValueError, KeyError, TypeError) as error:
            raise InputError(f"标注 {file} 第 {number} 行不合格式：{error}。") from error
    if len(kinds["document"]) != 1:
        raise InputError(f"标注 {file} 应当恰有一行 document，实有 {len(kinds['document'])} 行。")
    forms: dict[str, frozenset[str]] = {}
    for entity in kinds["entity"]:
        own = {plain(form) for form in (entity["name"], *entity.get("aliases", ()))}
        forms[entity["name"]] = forms.get(entity["name"], frozenset()) | own
    (document,) = kinds["document"]
    entities, facts, observations = (tuple(kinds[kind]) for kind in ("entity", "fact", "observation"))
    return Gold(file.stem, document, entities, facts, observations, forms)


def _lines(file: Path) -> Iterator[tuple[int, str]]:
    try:
        text = file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"标注 {file} 读不了：{error}。") from error
    for number, line in enumerate(text.splitlines(), 1):
        if line.strip():
            yield number, line
