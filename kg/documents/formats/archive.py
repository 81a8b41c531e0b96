"""Zip archives: their members in order, or why one is not unpacked. Nothing is ever written to the disk.

A name does not say where anything goes, but it becomes the name of a source, so that one that leads out of the
archive is refused all the same.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

from kg.documents import formats
from kg.documents.encodings import UnreadableError
from kg.documents.listing import unread, visible

MOST_MEMBERS = 50_000
#: Bytes that all members together may have.
MOST_UNPACKED = 1_000_000_000
_UTF8_NAME = 0x800
_ENCRYPTED = 0x1


@dataclass(frozen=True, slots=True)
class Member:
    """One member: its name, and its bytes, or its state and the reason why it is not read.

    ``unpacked`` are the bytes that had to be unpacked to know.
    """

    name: str
    content: bytes = b""
    state: str = ""
    reason: str = ""
    unpacked: int = 0


def read(content: bytes, most: dict[str, int]) -> Iterator[Member]:
    """The members of an archive, by name; ``most`` gives the largest size of each format.

    Raises UnreadableError when the archive is broken, has too many members or grows beyond measure.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            infos = [info for info in archive.infolist() if not info.is_dir()]
            if len(infos) > MOST_MEMBERS:
                raise UnreadableError(f"压缩包有 {len(infos)} 个成员,超过上限 {MOST_MEMBERS} 个,请拆成几个。")
            left = MOST_UNPACKED
            for name, info in sorted(((_name(info), info) for info in infos), key=lambda pair: pair[0]):
                member = _member(archive, info, name, most)
                left -= member.unpacked
                if left < 0:
                    raise UnreadableError(f"压缩包解开后超过上限 {MOST_UNPACKED} 字节,请拆成几个。")
                yield member
    except (zipfile.BadZipFile, NotImplementedError, OSError, ValueError) as error:
        raise UnreadableError(f"不是完好的压缩包({error}),请重新压缩。") from error


def _member(archive: zipfile.ZipFile, info: zipfile.ZipInfo, name: str, most: dict[str, int]) -> Member:
    parts = name.replace("\\", "/").split("/")
    if name.startswith(("/", "\\")) or ":" in parts[0] or any(part in ("", ".", "..") for part in parts):
        return Member(visible(name), state="skipped", reason="成员名越出压缩包,没有读。")
    name = visible(name)
    if passed := unread(name):
        return Member(name, b"", *passed)
    format_ = formats.of(name)
    assert format_ is not None
    if format_ is formats.ZIP:
        return Member(name, state="skipped", reason="压缩包里的压缩包不读,请先解开。")
    if info.flag_bits & _ENCRYPTED:
        return Member(name, state="skipped", reason="有密码保护,请先解开。")
    limit = most[format_.name]
    try:
        with archive.open(info) as file:
            content = file.read(limit + 1)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError) as error:
        return Member(name, state="skipped", reason=f"压缩包里的这个成员已损坏({error}),请重新压缩。")
    if len(content) > limit:
        reason = f"解开后超过上限 {limit} 字节,请拆成几个文件。"
        return Member(name, state="skipped", reason=reason, unpacked=len(content))
    return Member(name, content, unpacked=len(content))


def _name(info: zipfile.ZipInfo) -> str:
    """The member's name; Chinese systems write names in GB18030, which the format does not know."""
    if info.flag_bits & _UTF8_NAME:
        return info.filename
    raw = info.orig_filename.encode("cp437", "surrogateescape")
    for encoding in ("utf-8", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return info.filename
