"""Files to pages: each file becomes pages, or an account of why it did not.

Text is decoded or extracted, and from then on never rewritten: line ends stay as they are and offsets count in it.
Normal forms serve matching only and are made further up. What cannot be read is no error of the build: it is
accounted for.
"""

from __future__ import annotations

import hashlib
import io
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import BinaryIO

from kg.documents import formats
from kg.documents.encodings import Decoded, UnreadableError, check_look, check_size, is_encoding, plain_text
from kg.documents.formats import jsonl
from kg.documents.formats.parse import MOST_BYTES, Kept, Limits, Parser
from kg.documents.listing import Source, Stretch, source_name, visible
from kg.errors import InputError
from kg.records import Intake, Page

#: How often a file that changes while it is read is tried.
TRIES = 3
_CHANGING = "读取时正在被改动,请等写完后再构建一次。"


@dataclass(frozen=True, slots=True)
class Options:
    """How sources are to be read: an encoding instead of the detection, the fields of JSON lines, OCR of scans.

    Raises InputError for an encoding that does not exist.
    """

    encoding: str | None = None
    fields: jsonl.Fields = field(default_factory=jsonl.Fields)
    ocr: bool = False

    def __post_init__(self) -> None:
        if self.encoding is not None and not is_encoding(self.encoding):
            raise InputError(f"没有“{visible(self.encoding)}”这种文字编码,请写 utf-8、gb18030 等名称。")


@dataclass(frozen=True, slots=True)
class Reading:
    """What became of one source: the account, and the page when there is one."""

    intake: Intake
    page: Page | None = None


class Once:
    """Sees to it that each text and each name is taken once: the first in the order in which it is asked."""

    def __init__(self) -> None:
        self._seen: dict[str, str] = {}
        self._names: set[str] = set()

    def first(self, found: Reading) -> Reading:
        """The reading, or the account that its text or its name was read before."""
        if found.page is None:
            return found
        name = found.page.source
        first = self._seen.setdefault(found.page.digest, name)
        if name in self._names:
            reason = SAME_NAME
        elif first != name:
            reason = same_text(first)
        else:
            self._names.add(name)
            return found
        return Reading(replace(found.intake, state="skipped", reason=reason, text=""))


SAME_NAME = "与先前的一个来源同名,请改名。"


def same_text(first: str) -> str:
    """Why a page is not read whose text stands in the source ``first`` already."""
    return f"内容与 {first} 相同,只读一次。"


class Reader:
    """Reads files one after the other.

    Close it, or use it as a context manager: what takes files apart waits for more.
    """

    def __init__(self, options: Options | None = None, kept: Kept | None = None, limits: Limits | None = None) -> None:
        self._options = options or Options()
        self._parser = Parser(self._options.ocr, kept, limits)
        self._once = Once()

    def __enter__(self) -> Reader:
        return self

    def __exit__(self, *_: object) -> None:
        self._parser.close()

    def read(self, source: Source) -> Iterator[Reading]:
        """The pages of one file, in order; what was read before under another name is accounted for only."""
        return map(self._once.first, self.each(source))

    def each(self, source: Source) -> Iterator[Reading]:
        """The pages of one file with their accounts, in order; at least one account unless a part is meant."""
        format_ = formats.of(source.name)
        assert format_ is not None, f"{source.name} was listed though no format reads it"
        blank = Intake(source.name, "read", format=format_.name)
        try:
            if format_ is formats.JSONL:
                with opened(source.path, source.part) as file:
                    yield from self._lines(blank, file, source.part)
                return
            content = read_bytes(source.path, MOST_BYTES[format_.name])
        except UnreadableError as error:
            yield _refused(blank, error)
            return
        yield from self._content(blank, format_, content)

    def _content(self, blank: Intake, format_: formats.Format, content: bytes) -> Iterator[Reading]:
        """The readings of a file or a member whose bytes are at hand."""
        blank = replace(blank, size=len(content), digest=hashlib.sha256(content).hexdigest())
        try:
            if format_ is formats.ZIP:
                yield from self._members(blank, content)
            elif format_ is formats.JSONL:
                yield from self._lines(blank, io.BytesIO(content))
            elif format_ is formats.TEXT:
                yield _reading(blank, plain_text(content, self._options.encoding))
            else:
                yield _reading(blank, self._parser.text(format_, content, self._options.encoding))
        except UnreadableError as error:
            yield _refused(blank, error)

    def _members(self, blank: Intake, content: bytes) -> Iterator[Reading]:
        """The readings of an archive's members, each under the archive's name and its own."""
        empty = True
        for head, data in self._parser.members(content):
            empty = False
            name = f"{blank.source}/{head['name']}"
            format_ = formats.of(name)
            if head["state"] or format_ is None:
                yield Reading(Intake(name, head["state"], visible(head["reason"]), size=len(data)))
            else:
                yield from self._content(Intake(name, "read", format=format_.name), format_, data)
        if empty:
            raise UnreadableError("压缩包是空的。")

    def _lines(self, blank: Intake, file: BinaryIO, part: Stretch | None = None) -> Iterator[Reading]:
        """The readings of the lines of JSON, each under the file's name and its own."""
        empty = part is None
        lines, before = (_Part(file, part.end), part.lines) if part else (file, 0)
        for line in jsonl.read(lines, self._options.fields, self._options.encoding, before):
            empty = False
            digest = hashlib.sha256(line.content).hexdigest()
            one = replace(blank, source=f"{blank.source}/{line.name}", size=len(line.content), digest=digest)
            try:
                if line.reason:
                    raise UnreadableError(line.reason)
                check_size(line.text)
                check_look(line.text)
                yield _reading(one, Decoded(line.text, self._options.encoding or "utf-8", line.note))
            except UnreadableError as error:
                yield _refused(one, error)
        if empty:
            raise UnreadableError("是空的,请放入报纸文本或删去该文件。")


class _Part:
    """The lines of an open file up to a byte."""

    def __init__(self, file: BinaryIO, end: int) -> None:
        self._file = file
        self._end = end

    def readline(self, size: int, /) -> bytes:
        return self._file.readline(min(size, self._end - self._file.tell()))


def read_page(path: Path, root: Path, encoding: str | None = None) -> Page:
    """Read one file that is one page. ``encoding`` overrides the detection.

    Raises InputError, with the file's name, when it cannot be read or is no single page.
    """
    with Reader(Options(encoding)) as reader:
        readings = list(reader.read(Source(source_name(path, root), path)))
    if len(readings) != 1 or readings[0].page is None:
        raise InputError(f"文件“{path}”{readings[0].intake.reason or '不是单独一个版面。'}")
    return readings[0].page


def read_bytes(path: Path, most: int) -> bytes:
    """The bytes of a regular file, all of one moment.

    Raises UnreadableError when it cannot be opened, is longer than ``most`` or changes whenever it is read.
    """
    for attempt in range(1, TRIES + 1):
        try:
            with opened(path) as file:
                size = os.fstat(file.fileno()).st_size
                if size > most:
                    raise UnreadableError(f"有 {size} 字节,超过上限 {most} 字节,请拆成几个文件。")
                return file.read(most + 1)
        except _ChangedError:
            if attempt == TRIES:
                raise
    raise AssertionError("the last attempt returns or raises")


class _ChangedError(UnreadableError):
    """The file changed while it was read."""


@contextmanager
def opened(path: Path, part: Stretch | None = None) -> Iterator[BinaryIO]:
    """A regular file, open for reading at its beginning or that of a part.

    Raises UnreadableError when it cannot be read, or changed in the meantime (of a part: since it was divided).
    """
    try:
        # not blocking: a pipe that took the file's place would be waited for without end
        with os.fdopen(os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC), "rb") as file:
            before = os.fstat(file.fileno())
            if not stat.S_ISREG(before.st_mode):
                raise UnreadableError("不是普通文件。")
            size, changed = (part.size, part.changed) if part else (before.st_size, before.st_mtime_ns)
            file.seek(part.start if part else 0)
            yield file
            after = os.fstat(file.fileno())
            end = part.end if part else after.st_size
            if (size, changed, end) != (after.st_size, after.st_mtime_ns, file.tell()):
                raise _ChangedError(_CHANGING)
    except OSError as error:
        raise UnreadableError(f"无法读取({error.strerror}),请检查文件是否存在、是否有权限。") from error


def _reading(blank: Intake, found: Decoded) -> Reading:
    """The page with a text, and its account; partly read when something is noted."""
    page = Page(blank.source, found.text, hashlib.sha256(found.text.encode()).hexdigest(), found.encoding)
    state = "partial" if found.note else "read"
    note = visible(found.note)
    return Reading(replace(blank, state=state, reason=note, encoding=found.encoding, text=page.digest), page)


def _refused(blank: Intake, error: UnreadableError) -> Reading:
    """The account of what is not read. The reason may quote the source, which may hold anything at all."""
    return Reading(replace(blank, state="skipped", reason=visible(str(error))))
