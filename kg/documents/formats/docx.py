"""The only door to python-docx: the paragraphs, tables and text boxes of a Word document."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

from docx import Document
from docx.oxml.ns import qn

from kg.documents.encodings import UnreadableError
from kg.documents.formats.compose import Head, compose, heading, row

_PARAGRAPH, _TABLE, _ROW, _CELL, _BOX = (qn(f"w:{tag}") for tag in ("p", "tbl", "tr", "tc", "txbxContent"))
_WORDS = {qn("w:tab"): "\t", qn("w:br"): "\n", qn("w:cr"): "\n", qn("w:noBreakHyphen"): "-"}
_TEXT = qn("w:t")
#: Deleted words, and what is there for old programs a second time.
_LEFT_OUT = (qn("w:del"), qn("w:moveFrom"), "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback")


def read(content: bytes) -> str:
    """The text of a document. Raises UnreadableError when it is broken or holds no words."""
    try:
        document = Document(io.BytesIO(content))
    except (KeyError, ValueError, OSError) as error:
        raise UnreadableError(f"不是完好的 Word 文档({error}),请另存为 .docx。") from error
    titles = {style.style_id for style in document.styles if (style.name or "").lower() in ("title", "heading 1")}
    heads = {style.style_id for style in document.styles if (style.name or "").lower().startswith("heading")}
    text = compose(Head(), _blocks(document.element.body, titles, heads - titles))
    if not text.strip():
        raise UnreadableError("文档里没有文字,可能只有图片,请检查。")
    return text


def _blocks(node: Any, titles: set[str], heads: set[str]) -> Iterator[str]:
    """The blocks below a node in the order of the document; a text box after the paragraph that holds it."""
    for child in node:
        if child.tag == _PARAGRAPH:
            yield _paragraph(child, titles, heads)
            for box in child.iter(_BOX):
                if not any(above.tag in (*_LEFT_OUT, _BOX) for above in box.iterancestors()):
                    yield from _blocks(box, titles, heads)
        elif child.tag == _TABLE:
            for line in child.iter(_ROW):
                yield row("".join(_words(cell)) for cell in line.iterchildren(_CELL))
        elif child.tag not in _LEFT_OUT:
            yield from _blocks(child, titles, heads)


def _paragraph(node: Any, titles: set[str], heads: set[str]) -> str:
    text = "".join(_words(node))
    if node.style in titles:
        return heading(text).removeprefix("#")
    return heading(text) if node.style in heads else text


def _words(node: Any) -> Iterator[str]:
    """The words below a node, without those of text boxes in it and those that were deleted."""
    for child in node:
        if child.tag == _TEXT:
            yield child.text or ""
        elif child.tag in _WORDS:
            yield _WORDS[child.tag]
        elif child.tag not in (*_LEFT_OUT, _BOX):
            yield from _words(child)
