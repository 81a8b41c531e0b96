"""The only door to pypdf: the text layer of a PDF, page by page."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from pypdf import PdfReader
from pypdf.errors import PyPdfError

from kg.documents.encodings import UnreadableError
from kg.documents.formats.compose import sound

MOST_PAGES = 5000
#: Bytes of drawing above which a page without text is taken to have its letters drawn.
OUTLINES = 1000


@dataclass(frozen=True, slots=True)
class Sheet:
    """One page: its text layer, and whether it is an image without one."""

    text: str
    is_scan: bool


def read(content: bytes) -> Iterator[Sheet]:
    """The pages of a PDF in order. Raises UnreadableError when it is locked, broken or too long."""
    try:
        reader = PdfReader(io.BytesIO(content))
        if reader.is_encrypted and not reader.decrypt(""):
            raise UnreadableError("有密码保护,请先解除。")
        if len(reader.pages) > MOST_PAGES:
            raise UnreadableError(f"有 {len(reader.pages)} 页,超过上限 {MOST_PAGES} 页,请拆成几个文件。")
        for page in reader.pages:
            text = sound(page.extract_text())
            yield Sheet(text, not text.strip() and _is_drawn_on(page))
    except PyPdfError as error:
        raise UnreadableError(f"不是完好的 PDF({error}),请重新保存。") from error


def _is_drawn_on(page: Any) -> bool:
    """Whether there is anything on a page without text that could be writing: a picture, or letters as outlines."""
    contents = page.get_contents()
    if contents is not None and len(contents.get_data()) >= OUTLINES:
        return True
    resources = page.get("/Resources")
    things = resources.get_object().get("/XObject") if resources is not None else None
    return things is not None and len(things.get_object()) > 0
