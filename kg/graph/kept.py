"""What a graph folder keeps between builds, in files named by what they were made from.

    texts/ab/ab12…         the text of a source as read, named by its digest: what all offsets of evidence count in
    pages/cd/cd34….json    what a source says, named by source, text and engine: Summary, Outline and Extraction, a line
                           each, so that nobody need decode more than is asked
    parsed/ef/ef56….json   which text a file gave that had to be taken apart (PDF, OCR …), named by what that depends on

The JSON is sealed by a digest of its own. A file that does not fit its name or its seal is as good as none: a build
makes it again, a reader says so.
"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import NamedTuple

from kg import codec
from kg.documents.encodings import Decoded
from kg.errors import GraphError
from kg.facts.outline import outline, summary
from kg.graph import durable
from kg.records import Extraction, Outline, Summary

TEXTS = "texts"
PAGES = "pages"
PARSED = "parsed"
FOLDERS = (TEXTS, PAGES, PARSED)
_SEAL = '{"sha256":"%s","content":'
_BETWEEN = b",\n"  # the parts of a result: JSON writes no line feed within a line


class Kept:
    """The kept files as a build sees them: what it looks up or adds is in use, the rest goes when it publishes."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._used: set[Path] = set()
        self._added: list[Path] = []

    def page(self, source: str, digest: str, engine: str) -> Summary | None:
        """The summary of the result kept for this text of this source by this engine, if it is there and sound."""
        file = page_file(self._folder, source, digest, engine)
        try:
            found = codec.loads_summary(opened(file.read_bytes()).summary)
        except (OSError, ValueError, GraphError):
            return None
        if (found.source, found.digest, found.engine) != (source, digest, engine):
            return None
        self._used.add(file)
        return found

    def keep_page(self, result: bytes) -> tuple[Summary, Outline]:
        """Keep a result, as ``dumps`` gives it, for later builds; returns what is asked of it now."""
        parts = opened(result)
        found = codec.loads_summary(parts.summary)
        self._write(page_file(self._folder, found.source, found.digest, found.engine), result)
        return found, codec.loads_outline(parts.outline)

    def keep_text(self, digest: str, text: str) -> None:
        """Keep the text of a source as read."""
        file = text_file(self._folder, digest)
        if _fits(file, digest):
            self._used.add(file)
        else:
            self._write(file, text.encode())

    def parsed(self, key: str) -> Decoded | None:
        """The text kept under that key, if any that can be read."""
        file = _named(self._folder, PARSED, key)
        try:
            digest, encoding, note = json.loads(unseal(file.read_bytes()))
            text = read_text(self._folder, "", digest)
        except (OSError, ValueError, TypeError, GraphError):
            return None
        self._used |= {file, text_file(self._folder, digest)}
        return Decoded(text, encoding, note)

    def keep_parsed(self, key: str, found: Decoded) -> None:
        """Keep a text, and under that key which one it is."""
        digest = hashlib.sha256(found.text.encode()).hexdigest()
        self.keep_text(digest, found.text)
        content = json.dumps([digest, found.encoding, found.note], ensure_ascii=False)
        self._write(_named(self._folder, PARSED, key), seal(content))

    def sync(self) -> None:
        """Flush what is in use to the disk, and the folders made for it.

        Also what was found: a build that died before it published has not flushed it.
        """
        durable.sync_all([*self._used, *(file.parent for file in self._used)])

    def sweep(self) -> None:
        """Remove what is not in use, and what builds that died left half-written."""
        for name in FOLDERS:
            for file in sorted((self._folder / name).glob("*/*")):
                if file not in self._used:
                    file.unlink()
        self._drop_empty()

    def take_back(self) -> None:
        """Remove what this build added, which otherwise stays for the next one: a full disk wants its room back."""
        for file in self._added:
            file.unlink(missing_ok=True)
        self._drop_empty()

    def _drop_empty(self) -> None:
        for name in FOLDERS:
            for folder in sorted((self._folder / name).glob("*")):
                if not any(folder.iterdir()):
                    folder.rmdir()

    def _write(self, file: Path, data: bytes) -> None:
        new = not file.exists()
        file.parent.mkdir(parents=True, exist_ok=True)
        durable.write(file, data)
        self._used.add(file)
        if new:
            self._added.append(file)


def read_page(folder: Path, source: str, digest: str, engine: str) -> Extraction:
    """The kept result of a source. Raises GraphError when it is gone or damaged."""
    return codec.loads(_read(folder, source, digest, engine).extraction)


def read_outline(folder: Path, source: str, digest: str, engine: str) -> Outline:
    """The outline of the same."""
    return codec.loads_outline(_read(folder, source, digest, engine).outline)


def _read(folder: Path, source: str, digest: str, engine: str) -> Parts:
    try:
        return opened(page_file(folder, source, digest, engine).read_bytes())
    except (OSError, ValueError) as error:
        raise _lost(folder, source) from error


def read_text(folder: Path, source: str, digest: str) -> str:
    """The kept text of a source. Raises GraphError when it is gone or damaged."""
    try:
        content = text_file(folder, digest).read_bytes()
    except OSError as error:
        raise _lost(folder, source) from error
    if hashlib.sha256(content).hexdigest() != digest:
        raise _lost(folder, source)
    return content.decode()


class Parts(NamedTuple):
    """A result as it is kept: JSON of its records."""

    summary: bytes
    outline: bytes
    extraction: bytes


def dumps(extraction: Extraction) -> bytes:
    """What a page says as it is kept."""
    lines = (codec.dumps(record) for record in (summary(extraction), outline(extraction), extraction))
    return seal(f"[{_BETWEEN.decode().join(lines)}]")


def opened(result: bytes) -> Parts:
    """The parts of what ``dumps`` gave. Raises ValueError when anything of it was altered."""
    return Parts(*unseal(result)[1:-1].split(_BETWEEN))


def page_file(folder: Path, source: str, digest: str, engine: str) -> Path:
    """Where the result of a source is kept."""
    return _named(folder, PAGES, f"{engine}\0{digest}\0{source}")


def text_file(folder: Path, digest: str) -> Path:
    """Where a text is kept."""
    return folder / TEXTS / digest[:2] / digest


def is_sound(file: Path) -> bool:
    """Whether a kept file fits its name or its seal."""
    if file.parents[1].name == TEXTS:
        return _fits(file, file.name)
    try:
        unseal(file.read_bytes())
    except (OSError, ValueError):
        return False
    return True


def seal(content: str) -> bytes:
    """JSON under a digest of its own."""
    body = content.encode()
    return (_SEAL % hashlib.sha256(body).hexdigest()).encode() + body + b"}\n"


def unseal(sealed: bytes) -> bytes:
    """What ``seal`` was given, in UTF-8. Raises ValueError when anything of it was altered."""
    start = len(_SEAL % ("0" * 64))
    body = sealed[start:-2]
    if sealed[:start] != (_SEAL % hashlib.sha256(body).hexdigest()).encode() or sealed[-2:] != b"}\n":
        raise ValueError("the seal does not fit")
    return body


def _named(folder: Path, kind: str, key: str) -> Path:
    name = hashlib.sha256(key.encode()).hexdigest()
    return folder / kind / name[:2] / f"{name}.json"


def _fits(file: Path, digest: str) -> bool:
    try:
        return hashlib.sha256(file.read_bytes()).hexdigest() == digest
    except OSError:
        return False


def _lost(folder: Path, source: str) -> GraphError:
    return GraphError(f"图 {folder} 里来源 {source} 的文件缺失或已损坏,或刚被新的构建替换;请再试一次,不行就重新构建。")
