"""What a build on many machines leaves: a folder of shards, and how it becomes a graph.

    manifest.json         engine, base, counts, and of each file its size, SHA-256 and number of quads
    quads/00000.nq …      the quads of the sources of a part, sorted; each source's are in one shard
    quads/reference.nq    divisions and ontology
    pages/00000.jsonl …   of each source of a part a row: what became of it, its text, its Extraction
    pages/listing.jsonl   what was passed over when files were listed

The manifest is written last: a folder without it is unfinished.
"""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from kg import resources
from kg.errors import GraphError
from kg.graph import reference
from kg.graph.builder import GraphBuilder
from kg.graph.engine import turtle_quads
from kg.graph.state import Index, state
from kg.graph.terms import Quad
from kg.mentions.gazetteer import Gazetteer
from kg.records import Intake, Resolution
from kg.scale import things
from kg.scale.made import reading_of
from kg.scale.pages import PAGES, extraction_of, part_file
from kg.scale.plan import Plan
from kg.scale.rows import put, rows_of, write_rows

QUADS = "quads"
MANIFEST = "manifest.json"
LISTING = "listing.jsonl"
FORMAT = 1


@dataclass(frozen=True, slots=True)
class File:
    """One file of a folder of shards; ``quads`` is 0 for what holds none."""

    name: str
    size: int
    sha256: str
    quads: int = 0


@dataclass(frozen=True, slots=True)
class Shards:
    """The manifest of a folder of shards. ``counts`` are the graph's, by kind."""

    format: int
    engine: str
    base: str
    counts: Mapping[str, int]
    files: tuple[File, ...]

    @property
    def quads(self) -> int:
        """How many there are in all."""
        return sum(file.quads for file in self.files)


def state_part(text: str, part: int) -> list[dict[str, Any]]:
    """Stage 10: the quads of a part's pages. Returns its files as the manifest has them."""
    plan = Plan.loads(text)
    entities = tuple(things.given(plan, part))
    iris = {member: entity.iri for entity in entities for member in entity.members}
    index = Index.of(Resolution(entities, iris))
    lines: list[str] = []
    pages = part_file(plan.folder, part)
    for row in rows_of(pages):
        said = extraction_of(row)
        if said is not None:
            lines += (quad.line() for quad in state(said, index, plan.mint))
    quads = plan.folder / QUADS / f"{part:05}.nq"
    return [asdict(_put_quads(plan.folder, quads, lines)), asdict(_file(plan.folder, pages))]


def reference_part(plan: Plan, passed: tuple[Intake, ...]) -> list[File]:
    """The shards that belong to no part."""
    lines = [quad.line() for quad in reference.divisions(Gazetteer.load(), plan.mint)]
    graph = plan.mint.reference(reference.ONTOLOGY)
    lines += (quad.line() for quad in turtle_quads(resources.text("ontology.ttl"), graph))
    listing = plan.folder / PAGES / LISTING
    write_rows(listing, ([{"intake": asdict(one), "page": None}, None, None] for one in passed))
    quads = plan.folder / QUADS / "reference.nq"
    return [_put_quads(plan.folder, quads, lines), _file(plan.folder, listing)]


def _put_quads(folder: Path, path: Path, lines: list[str]) -> File:
    put(path, b"".join(sorted(line.encode() for line in lines)))
    return _file(folder, path, len(lines))


def _file(folder: Path, path: Path, quads: int = 0) -> File:
    with path.open("rb") as content:
        sha = hashlib.file_digest(content, "sha256").hexdigest()
    return File(path.relative_to(folder).as_posix(), path.stat().st_size, sha, quads)


def publish(plan: Plan, counts: Mapping[str, int], files: list[File]) -> Shards:
    """Put the shards in the place of those of before, the manifest last, which makes the folder whole."""
    shards = Shards(FORMAT, plan.engine, plan.base, counts, tuple(sorted(files, key=lambda file: file.name)))
    output = Path(plan.output)
    (output / MANIFEST).unlink(missing_ok=True)
    for name in (QUADS, PAGES):
        shutil.rmtree(output / name, ignore_errors=True)
        (plan.folder / name).rename(output / name)
    put(output / MANIFEST, (json.dumps(asdict(shards), ensure_ascii=False, indent=1) + "\n").encode())
    return shards


def read_shards(folder: Path) -> Shards:
    """The manifest of a folder of shards. Raises GraphError when there is none or it is not ours."""
    try:
        plain = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        if plain["format"] != FORMAT:
            raise GraphError(f"分片 {folder} 由更新的版本写成,请升级程序。")
        return Shards(**{**plain, "files": tuple(File(**file) for file in plain["files"])})
    except FileNotFoundError as error:
        raise GraphError(f"“{folder}”不是分片文件夹,或分片还没有写完(没有 {MANIFEST})。") from error
    except OSError as error:
        raise GraphError(f"分片 {folder} 打不开({error.strerror}),请检查路径和权限。") from error
    except (ValueError, KeyError, TypeError) as error:
        raise GraphError(f"分片 {folder} 的 {MANIFEST} 已损坏,请重新构建。") from error


def load(folder: Path, target: Path) -> tuple[Shards, int]:
    """Make a graph folder of shards: the graph that a build in one place gives. Returns manifest and quads.

    Raises GraphError when a shard is missing or altered, and for the target as ``GraphBuilder`` does.
    """
    shards = read_shards(folder)
    for file in shards.files:
        _check(folder, file)
    intake: list[Intake] = []
    with GraphBuilder(target, shards.engine, shards.base) as builder:
        for file in shards.files:
            path = folder / file.name
            if file.name.startswith(f"{QUADS}/"):
                builder.load(_quads(path))
                continue
            for row in rows_of(path):
                reading = reading_of(row[0], (row[1] or "").encode())
                intake.append(reading.intake)
                said = extraction_of(row)
                if reading.page is not None and said is not None:
                    builder.keep_text(reading.page)
                    builder.keep(said)
        manifest = builder.publish(shards.counts, intake)
    return shards, manifest.quads


def _check(folder: Path, file: File) -> None:
    try:
        found = _file(folder, folder / file.name)
    except OSError as error:
        raise GraphError(f"分片 {folder / file.name} 不见了({error.strerror}),请重新构建。") from error
    if (found.size, found.sha256) != (file.size, file.sha256):
        raise GraphError(f"分片 {folder / file.name} 已损坏,请重新构建或重新复制。")


def _quads(path: Path) -> list[Quad]:
    """The quads of a shard, those of a graph together."""
    with path.open(encoding="utf-8", newline="\n") as file:
        return sorted(map(Quad.of_line, file), key=lambda quad: quad.graph)
