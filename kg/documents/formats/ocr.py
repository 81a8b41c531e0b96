"""The only door to pypdfium2 and RapidOCR: scanned pages to lines of text. Runs on this machine, without a network."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pypdfium2
from rapidocr_onnxruntime import RapidOCR

from kg.documents.encodings import UnreadableError
from kg.documents.formats.columns import Box, text_of
from kg.documents.formats.compose import sound

#: Resolution at which a page is drawn, in dots per inch, and the longest side of the picture in pixels: a newspaper
#: sheet is large, and its letters are small.
DPI = 200
LONGEST = 6000
#: Below this confidence a line is noise: dirt, halftone, a piece of a picture.
CONFIDENT = 0.5


def read(content: bytes, wanted: list[int]) -> Iterator[str]:
    """The text of the pages wanted (counted from 0), in order. Raises UnreadableError when they cannot be drawn."""
    engine: Any = RapidOCR(text_score=CONFIDENT)
    try:
        with pypdfium2.PdfDocument(content) as document:
            for number in wanted:
                yield _page(document[number], engine)
    except pypdfium2.PdfiumError as error:
        raise UnreadableError(f"不能画出来识别({error}),请重新保存。") from error


def _page(page: Any, engine: Any) -> str:
    scale = min(DPI / 72, LONGEST / max(*page.get_size(), 1))
    found, _ = engine(page.render(scale=scale).to_numpy())
    boxes = []
    for corners, text, _confidence in found or ():
        across, down = zip(*corners, strict=True)
        boxes.append(Box(min(across), min(down), max(across), max(down), sound(text)))
    return text_of(boxes)
