"""What a graph folder keeps between builds, in files named by what they were made from.

    texts/ab/ab12…         the text of a source as read, named by its digest: what all offsets of evidence count in
    pages/cd/cd34….json    the Extraction of a source, named by source, text and engine; sealed by a digest of its own

A file that does not fit its name or its seal is as good as none: a build makes it again, a reader says so.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

from kg import codec
from kg.errors import GraphError
from kg.graph import durable
from kg.records import Extraction

TEXTS = "texts"
PAGES = "pages"
_SEAL = '{"sha256":"%s","page":'


class Kept:
    """The kept files as a build sees them: what it looks up or adds is in use, the rest goes when it publishes."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._used: set[Path] = set()
        self._fresh: set[Path] = set()

    def page(self, source: str, digest: str, engine: str) -> Extraction | None:
        """The result kept for this text of this source by this engine, if any that can be read."""
        file = page_file(self._folder, source, digest, engine)
        try:
            found = _unsealed(file.read_bytes())
        except (FileNotFoundError, ValueError, GraphError):
            return None
        if (found.source, found.digest, found.engine) != (source, digest, engine):
            return None
        self._used.add(file)
        return found

    def keep_page(self, extraction: Extraction) -> None:
        """Keep a result for later builds."""
        file = page_file(self._folder, extraction.source, extraction.digest, extraction.engine)
        self._write(file, _sealed(extraction))

    def keep_text(self, digest: str, text: str) -> None:
        """Keep the text of a source as read."""
        file = text_file(self._folder, digest)
        if _fits(file, digest):
            self._used.add(file)
        else:
            self._write(file, text.encode())

    def sync(self) -> None:
        """Flush what this build added to the disk, and the folders made for it."""
        durable.sync_all([*self._fresh, *(file.parent for file in self._fresh)])

    def sweep(self) -> None:
        """Remove what is not in use, and what builds that died left half-written."""
        for name in (TEXTS, PAGES):
            for file in sorted((self._folder / name).glob("*/*")):
                if file not in self._used:
                    file.unlink()
            for folder in sorted((self._folder / name).glob("*")):
                if not any(folder.iterdir()):
                    folder.rmdir()

    def _write(self, file: Path, data: bytes) -> None:
        file.parent.mkdir(parents=True, exist_ok=True)
        durable.write(file, data)
        self._used.add(file)
        self._fresh.add(file)


def read_page(folder: Path, source: str, digest: str, engine: str) -> Extraction:
    """The kept result of a source. Raises GraphError when it is gone or damaged."""
    try:
        return _unsealed(page_file(folder, source, digest, engine).read_bytes())
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


def page_file(folder: Path, source: str, digest: str, engine: str) -> Path:
    """Where the result of a source is kept."""
    name = hashlib.sha256(f"{engine}\0{digest}\0{source}".encode()).hexdigest()
    return folder / PAGES / name[:2] / f"{name}.json"


def text_file(folder: Path, digest: str) -> Path:
    """Where a text is kept."""
    return folder / TEXTS / digest[:2] / digest


def page_is_sound(file: Path) -> bool:
    """Whether a kept result is there and fits its seal."""
    try:
        _body(file.read_bytes())
    except (OSError, ValueError):
        return False
    return True


def text_is_sound(folder: Path, digest: str) -> bool:
    """Whether a kept text is there and has that digest."""
    return _fits(text_file(folder, digest), digest)


def _fits(file: Path, digest: str) -> bool:
    try:
        return hashlib.sha256(file.read_bytes()).hexdigest() == digest
    except OSError:
        return False


def _sealed(extraction: Extraction) -> bytes:
    body = codec.dumps(extraction).encode()
    return (_SEAL % hashlib.sha256(body).hexdigest()).encode() + body + b"}\n"


def _unsealed(content: bytes) -> Extraction:
    return codec.loads(_body(content).decode())


def _body(content: bytes) -> bytes:
    """What the seal covers. Raises ValueError when it does not fit."""
    body = content[len(_SEAL % ("0" * 64)) : -2]
    if content != (_SEAL % hashlib.sha256(body).hexdigest()).encode() + body + b"}\n":
        raise ValueError("the seal does not fit")
    return body


def _lost(folder: Path, source: str) -> GraphError:
    return GraphError(f"图 {folder} 里来源 {source} 的文件缺失或已损坏,或刚被新的构建替换;请再试一次,不行就重新构建。")
