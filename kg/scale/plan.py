"""What every task of a build on many machines knows: where the files are, into how many pieces the work is cut.

Tasks get a plan as plain text (``dumps``) and their number, and nothing else: all other data pass through files in a
folder that all machines see.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from kg import resources
from kg.documents.listing import Source
from kg.documents.read import Options
from kg.errors import FangzhiError
from kg.graph.iris import Minter
from kg.scale.made import options_frame, options_of, source_frame, source_of
from kg.scale.rows import rows_of, write_rows

#: Bytes of sources, and sources, that make up a part.
PART_BYTES = 2 << 20
PART_SOURCES = 500
MOST_BUCKETS = 256
WORK = ".work"  # folder of what passes between the stages; it goes when the build is whole


@dataclass(frozen=True, slots=True)
class Plan:
    """``output`` is the folder of shards, ``parts`` the number of pieces of the pages, ``buckets`` that of keys."""

    output: str
    engine: str
    base: str
    parts: int
    buckets: int
    options: dict[str, Any]

    def dumps(self) -> str:
        """The plan as text."""
        return json.dumps(asdict(self))

    @classmethod
    def loads(cls, text: str) -> Plan:
        """What ``dumps`` gave. Raises FangzhiError where another version of the program is installed."""
        plan = cls(**json.loads(text))
        if plan.engine != resources.digest():
            raise FangzhiError("集群里的机器装有不同版本的方志,请装成同一版本再构建。")
        return plan

    @property
    def work(self) -> Path:
        """Where what passes between stages is written."""
        return Path(self.output) / WORK

    @property
    def folder(self) -> Path:
        """Where the shards are written, until all are there."""
        return self.work / "shards"

    @property
    def mint(self) -> Minter:
        """The minter of the graph's IRIs."""
        return Minter(self.base)

    def sources(self, part: int) -> list[Source]:
        """The sources of a part."""
        return [source_of(row[0]) for row in rows_of(self.work / "parts" / f"{part:05}.jsonl")]

    def read_options(self) -> Options:
        """How the sources are to be read."""
        return options_of(self.options)


def plan(sources: Sequence[Source], output: Path, options: Options, base: str) -> Plan:
    """Cut sources into parts and write which are in which. All paths must be seen by all machines."""
    parts = list(_parts(sources))
    found = Plan(
        str(output.absolute()), resources.digest(), base, len(parts),
        min(MOST_BUCKETS, max(4, len(parts))), options_frame(options),
    )  # fmt: skip
    for number, part in enumerate(parts):
        rows = ([source_frame(Source(one.name, one.path.absolute(), one.part))] for one in part)
        write_rows(found.work / "parts" / f"{number:05}.jsonl", rows)
    return found


def _parts(sources: Iterable[Source]) -> Iterable[list[Source]]:
    part: list[Source] = []
    size = 0
    for source in sources:
        part.append(source)
        size += source.part.end - source.part.start if source.part else _size(source.path)
        if size >= PART_BYTES or len(part) == PART_SOURCES:
            yield part
            part, size = [], 0
    if part:
        yield part


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0  # whoever reads it will say why it cannot be read
