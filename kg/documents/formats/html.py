"""The only door to trafilatura: a web page to its article."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from typing import Any

from trafilatura import bare_extraction
from trafilatura.utils import load_html

from kg.documents.encodings import UnreadableError
from kg.documents.formats.compose import Head, compose, heading, row

#: Metadata by which Chinese sites name the author; trafilatura leaves names without a space out.
_AUTHOR = "author"
#: Metadata in which sites of governments and papers name the medium an article is from, and the site itself.
_SOURCES, _SITES = ("contentsource", "source", "articlesource", "mediaid"), ("sitename", "site_name")
_LOWER = "translate(@name, 'ABCDEFGHIJKLMNOPQRSTUVWXYZ', 'abcdefghijklmnopqrstuvwxyz')"
#: The medium printed beside the title: 来源: 清河日报.
_PRINTED = re.compile(r"来源\s*[:\uff1a]\s*([一-鿿A-Za-z·]{2,20})")
#: The medium a title ends in: 某项目开工_清河新闻网.
_IN_TITLE = re.compile(r"[_|—–-]\s*([一-鿿]{2,12}(?:日报|晚报|新闻网|融媒体中心|融媒|在线|传媒网|报))\s*$")
#: The days between which a date is believed: fixed ones, for the library's own depend on today.
_DATES = {"extensive_search": False, "original_date": True, "min_date": "1949-10-01", "max_date": "2100-01-01",
          "outputformat": "%Y-%m-%d"}  # fmt: skip
#: Characters by their number.
_REFERENCE = re.compile(r"&#(?:[xX]([0-9A-Fa-f]++)|([0-9]++));?")
#: Characters that XML, as which the library passes pages on, cannot hold; a single one would cost the whole page.
_NOT_XML = re.compile("[\0-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
#: A line of what a page says of itself; 来源: and the medium may be pieces of their own.
_SHORT_LINE = 60
_BLOCKS = frozenset(("p", "quote", "item", "code", "ab"))


def read(page: str) -> str:
    """The text of a page's article below what the page says of itself. Raises UnreadableError when it has none."""
    tree = load_html(_NOT_XML.sub("\ufffd", _REFERENCE.sub(_sound, page)))
    if tree is None:
        raise UnreadableError("不是能读的网页,请检查文件。")
    authors, medium = _meta(tree, _AUTHOR), _medium(tree)
    found: Any = bare_extraction(
        tree, include_comments=False, include_tables=True, with_metadata=True, date_extraction_params=dict(_DATES)
    )
    if found is None or not (found.text or "").strip():
        raise UnreadableError("网页里没有找到正文,请检查文件,或把正文存成 .txt。")
    head = Head(
        found.title or "", found.date or "", medium or found.sitename or "", "、".join(authors) or found.author or ""
    )
    return compose(head, _paragraphs(found.body))


def _medium(tree: Any) -> str:
    """The medium a page says its article is from: by its metadata, beside its title, behind it; ``""`` without one."""
    if named := _meta(tree, *_SOURCES):
        return named[0]
    printed = _PRINTED.search("\n".join(text for text in tree.itertext() if "来源" in text or len(text) < _SHORT_LINE))
    told = printed or _IN_TITLE.search(" ".join(tree.xpath("//title/text()")))
    return told[1] if told else next(iter(_meta(tree, *_SITES)), "")


def _meta(tree: Any, *names: str) -> list[str]:
    """The contents of the metadata of those names (lower-case), name by name, without empty ones."""
    found = (content for name in names for content in tree.xpath(f"//meta[{_LOWER} = '{name}']/@content"))
    return [stripped for content in found if (stripped := str(content).strip())]


def _sound(found: re.Match[str]) -> str:
    """A reference as it stands, or U+FFFD in the place of one to a character that cannot be kept."""
    digits, base = (found[1], 16) if found[1] else (found[2], 10)
    code = int(digits, base) if len(digits.lstrip("0")) <= 7 else 0
    return "\ufffd" if code > sys.maxunicode or _NOT_XML.match(chr(code)) else found[0]


def _paragraphs(body: Any) -> Iterator[str]:
    """The blocks of an extracted body in order."""
    for node in body:
        if node.tag == "head":
            yield heading(_text(node))
        elif node.tag == "table":
            for line in node.iter("row"):
                yield row(_text(cell) for cell in line.iter("cell"))
        elif node.tag in _BLOCKS or not len(node):
            yield _text(node)
        else:
            yield node.text or ""
            yield from _paragraphs(node)
        yield node.tail or ""


def _text(node: Any) -> str:
    """The words of a block; line breaks within it stay."""
    pieces = [node.text or ""]
    for child in node:
        pieces += ["\n" if child.tag == "lb" else _text(child), child.tail or ""]
    return "".join(pieces)
