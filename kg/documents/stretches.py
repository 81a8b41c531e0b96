"""Long files of lines, divided into parts that can be read by themselves."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import replace

from kg.documents import formats
from kg.documents.encodings import UnreadableError
from kg.documents.listing import Source, Stretch
from kg.documents.read import opened

#: Bytes of a part; a longer line is not divided.
PART = 1 << 20
_PIECE = 1 << 16
_BLANK = b" \t\r\n\xef\xbb\xbf"


def divided(source: Source, size: int = PART) -> tuple[Source, ...]:
    """The parts of a source, in order: itself where it is short or no file of lines, or cannot be read."""
    if formats.of(source.name) is not formats.JSONL or source.part is not None:
        return (source,)
    try:
        parts = tuple(_parts(source, size)) if source.path.stat().st_size > size else ()
    except (OSError, UnreadableError):
        return (source,)  # whoever reads it will say why it cannot be read
    return parts if len(parts) > 1 else (source,)


def _parts(source: Source, size: int) -> Iterator[Source]:
    """Parts of at least that size, the last excepted; parts of blank lines are left out."""
    with opened(source.path) as file:
        stat = os.fstat(file.fileno())
        start = before = lines = 0
        blank = True
        while content := file.readline(_PIECE):
            blank = blank and not content.strip(_BLANK)
            ended = content.endswith(b"\n")
            lines += ended
            if ended and file.tell() - start >= size:
                if not blank:
                    yield replace(source, part=Stretch(start, file.tell(), before, stat.st_size, stat.st_mtime_ns))
                start, before, blank = file.tell(), lines, True
        if not blank:
            yield replace(source, part=Stretch(start, file.tell(), before, stat.st_size, stat.st_mtime_ns))
