"""Files to pages: each file becomes pages, or an account of why it did not.

Text is decoded, never rewritten: line ends stay as they are and offsets count in the decoded text. Normal forms
serve matching only and are made further up. What cannot be read is no error of the build: it is accounted for.
"""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from kg.documents import formats
from kg.documents.encodings import UnreadableError, decode
from kg.documents.listing import Source, source_name
from kg.errors import InputError
from kg.records import Intake, Page

#: Characters a source may have: some 150 newspaper pages. What is longer is no page and would take minutes and
#: gigabytes.
MOST_CHARACTERS = 2_000_000
#: Bytes of a file that can hold so many.
MOST_BYTES = 4 * MOST_CHARACTERS
#: How often a file that changes while it is read is tried.
TRIES = 3


@dataclass(frozen=True, slots=True)
class Reading:
    """What became of one source: the account, and the page when there is one."""

    intake: Intake
    page: Page | None = None


class Reader:
    """Reads files one after the other; a text that was read before under another name is not read again."""

    def __init__(self, encoding: str | None = None) -> None:
        """``encoding`` overrides the detection."""
        self._encoding = encoding
        self._seen: dict[str, str] = {}
        self._names: set[str] = set()

    def read(self, source: Source) -> Iterator[Reading]:
        """The pages of one file with their accounts, in order; at least one account."""
        for reading in self._read(source):
            yield self._first(reading)

    def _read(self, source: Source) -> Iterator[Reading]:
        format_ = formats.of(source.name)
        assert format_ is not None, f"{source.name} was listed though no format reads it"
        blank = Intake(source.name, "read", format=format_.name)
        try:
            content = read_bytes(source.path, MOST_BYTES)
        except UnreadableError as error:
            yield Reading(replace(blank, state="skipped", reason=str(error)))
            return
        blank = replace(blank, size=len(content), digest=hashlib.sha256(content).hexdigest())
        try:
            decoded = decode(content, self._encoding)
            yield reading(blank, decoded.text, decoded.encoding, decoded.note)
        except UnreadableError as error:
            yield Reading(replace(blank, state="skipped", reason=str(error)))

    def _first(self, found: Reading) -> Reading:
        """The reading, or the account that its text or its name was read before."""
        if found.page is None:
            return found
        if found.page.source in self._names:
            return Reading(replace(found.intake, state="skipped", reason="与先前的一个来源同名,请改名。", text=""))
        self._names.add(found.page.source)
        first = self._seen.setdefault(found.page.digest, found.page.source)
        if first == found.page.source:
            return found
        return Reading(replace(found.intake, state="skipped", reason=f"内容与 {first} 相同,只读一次。", text=""))


def reading(blank: Intake, text: str, encoding: str, note: str = "") -> Reading:
    """The page with this text, and its account; partly read when there is a note.

    Raises UnreadableError when the text is too long.
    """
    if len(text) > MOST_CHARACTERS:
        raise UnreadableError(f"有 {len(text)} 字,超过上限 {MOST_CHARACTERS} 字,请按版面拆成几个文件。")
    page = Page(blank.source, text, hashlib.sha256(text.encode()).hexdigest(), encoding)
    state = "partial" if note else "read"
    return Reading(replace(blank, state=state, reason=note, encoding=encoding, text=page.digest), page)


def read_page(path: Path, root: Path, encoding: str | None = None) -> Page:
    """Read one file that is one page. ``encoding`` overrides the detection.

    Raises InputError, with the file's name, when it cannot be read or is no single page.
    """
    readings = list(Reader(encoding).read(Source(source_name(path, root), path)))
    if len(readings) != 1 or readings[0].page is None:
        raise InputError(f"文件“{path}”{readings[0].intake.reason or '不是单独一个版面。'}")
    return readings[0].page


def read_bytes(path: Path, most: int) -> bytes:
    """The bytes of a regular file, all of one moment.

    Raises UnreadableError when it cannot be opened, is longer than ``most`` or changes whenever it is read.
    """
    for _ in range(TRIES):
        try:
            # not blocking: a pipe that took the file's place would be waited for without end
            with os.fdopen(os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC), "rb") as file:
                before = os.fstat(file.fileno())
                if not stat.S_ISREG(before.st_mode):
                    raise UnreadableError("不是普通文件。")
                if before.st_size > most:
                    raise UnreadableError(f"有 {before.st_size} 字节,超过上限 {most} 字节,请拆成几个文件。")
                content = file.read(most + 1)
                after = os.fstat(file.fileno())
        except OSError as error:
            raise UnreadableError(f"无法读取({error.strerror}),请检查文件是否存在、是否有权限。") from error
        if (before.st_size, before.st_mtime_ns) == (after.st_size, after.st_mtime_ns) and len(content) == after.st_size:
            return content
    raise UnreadableError("读取时正在被改动,请等写完后再构建一次。")
