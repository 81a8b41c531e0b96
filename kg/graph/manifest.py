"""What a graph folder says of itself: ``manifest.json``, and ``sources.jsonl`` inside the store."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, fields
from pathlib import Path

from kg.errors import GraphError
from kg.records import Intake

FORMAT = 1  # raised when a program of before could not read the folder
MANIFEST = "manifest.json"
STORE = "store-"
TRIES = 3  # to read a manifest whose store is still there while builds publish
SOURCES = "sources.jsonl"  # inside a store: what became of each source, one a line


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a graph folder holds. ``pages`` maps each source that was read to the digest of its text."""

    format: int
    base: str  # of entity IRIs
    engine: str  # digest of the code, rules and lexicons that built it
    quads: int
    digest: str  # of the quads, as ``engine.Contents`` has it
    sources: str  # SHA-256 of ``sources.jsonl``
    counts: Mapping[str, int]
    pages: Mapping[str, str]
    judgements: str = ""  # the user's own, as their file has them

    @property
    def store(self) -> str:
        """Name of the store's folder: equal contents have equal names."""
        return f"{STORE}{hashlib.sha256(self.dumps().encode()).hexdigest()[:16]}"

    def dumps(self) -> str:
        """The manifest as JSON; equal builds give equal text."""
        return json.dumps(asdict(self), ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def read_manifest(folder: Path) -> Manifest:
    """The manifest of a graph folder. Raises GraphError when there is none, or a foreign, newer or broken one.

    Any change of the file is noticed: it would name another store.
    """
    file = folder / MANIFEST
    try:
        is_there, is_graph = folder.exists(), folder.is_dir() and file.is_file()
    except OSError as error:
        raise GraphError(f"图 {folder} 打不开({error.strerror}),请检查路径和权限。") from error
    if not is_there:
        raise GraphError(f"没有图 {folder}:请先用 kg build 构建,或用 -g 指明图所在的文件夹。")
    if not is_graph:
        raise GraphError(f"{folder} 不是方志的图文件夹(缺少 {MANIFEST})。")
    for _ in range(TRIES):
        try:
            text = file.read_text(encoding="utf-8")
            manifest = _parse(folder, text)
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise _damaged(folder) from error
        if (folder / manifest.store).is_dir():
            return manifest
        if file.read_text(encoding="utf-8") == text:
            break  # else a build has published in the meantime and removed the store of before
    raise _damaged(folder)


def _parse(folder: Path, text: str) -> Manifest:
    plain = json.loads(text)
    refuse_newer(folder, plain)
    if plain.keys() != {field.name for field in fields(Manifest)}:
        raise GraphError(f"图 {folder} 的 {MANIFEST} 字段不符,请重新构建。")
    manifest = Manifest(**plain)
    if manifest.dumps() != text:
        raise ValueError("not as it was written")
    return manifest


def _damaged(folder: Path) -> GraphError:
    return GraphError(f"图 {folder} 已损坏:{MANIFEST} 被改动,或它所指的库不见了;请重新构建。")


def refuse_newer(path: Path, manifest: dict[str, object]) -> None:
    """Raise GraphError for a format of the future, KeyError or TypeError when there is none."""
    format_ = manifest["format"]
    if not isinstance(format_, int):
        raise TypeError(f"format {format_!r}")
    if format_ > FORMAT:
        raise GraphError(f"图 {path} 由更新的版本写成(格式 {format_},本程序只识 {FORMAT}),请升级程序。")


def dump_intake(intake: Iterable[Intake]) -> bytes:
    """The accounts of all sources, one line of JSON each, sorted by name."""
    ordered = sorted(intake, key=lambda one: (one.source, one.state, one.reason))
    return "".join(json.dumps(asdict(one), ensure_ascii=False) + "\n" for one in ordered).encode()


def load_intake(content: bytes) -> tuple[Intake, ...]:
    """What ``dump_intake`` wrote. Raises ValueError or TypeError when it is anything else."""
    return tuple(Intake(**json.loads(line)) for line in content.splitlines())
