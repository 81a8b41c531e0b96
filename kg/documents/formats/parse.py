"""Files that are no plain text, taken apart by child processes: to one text each, or into members."""

from __future__ import annotations

import hashlib
import re
import time
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from typing import Any, Protocol

from kg import resources
from kg.documents import formats
from kg.documents.encodings import (
    MOST_CHARACTERS,
    Decoded,
    UnreadableError,
    check_length,
    check_look,
    check_size,
    decode,
)
from kg.documents.formats.child import Child

#: Bytes of a file of each format that are looked at; lines of JSON are read one after the other where they lie alone.
MOST_BYTES = {
    "text": 4 * MOST_CHARACTERS,
    "html": 16 * MOST_CHARACTERS,
    "pdf": formats.MOST_PACKED,
    "docx": formats.MOST_PACKED,
    "zip": formats.MOST_PACKED,
    "jsonl": 64_000_000,
}
MOST_SCANS = 500  # pages of one file that are given to OCR
PAGE_BREAK = "\n\f\n"
_NEEDS_OCR = "没有文字层,是扫描的图像,需要 OCR:先 pip install 'fangzhi[ocr]',再加 --ocr 构建一次。"
_DECLARED = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w.:-]{1,40})", re.IGNORECASE)
#: What a page says in its head is looked for in so many bytes.
_HEAD = 4096


class Kept(Protocol):
    """Where texts that took long to get are kept between builds."""

    def parsed(self, key: str) -> Decoded | None:
        """The text kept under that key, if any."""

    def keep_parsed(self, key: str, found: Decoded) -> None:
        """Keep a text."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What taking a file apart may take: seconds for each piece of an answer and for all, megabytes of memory."""

    seconds: int = 60
    in_all: int = 300
    megabytes: int = 2048
    ocr_seconds: int = 180  # a page
    ocr_megabytes: int = 6144


class Parser:
    """Takes files apart. Close it, or use it as a context manager: its child processes wait for more."""

    def __init__(self, ocr: bool = False, kept: Kept | None = None, limits: Limits | None = None) -> None:
        self._ocr = ocr
        self._kept = kept
        self._limits = limits or Limits()
        self._unpacker = Child(self._limits.seconds, self._limits.megabytes)
        self._taker = Child(self._limits.seconds, self._limits.megabytes)
        self._reader = Child(self._limits.ocr_seconds, self._limits.ocr_megabytes)

    def __enter__(self) -> Parser:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """End the child processes."""
        for child in (self._unpacker, self._taker, self._reader):
            child.close()

    def text(self, format_: formats.Format, content: bytes, encoding: str | None = None) -> Decoded:
        """The text of one file, or the one kept for these bytes. Raises UnreadableError."""
        key = self._key(format_, content, encoding)
        found = self._kept.parsed(key) if self._kept else None
        if found is None:
            try:
                found = self._parse(format_, content, encoding)
            except ModuleNotFoundError as error:
                raise UnreadableError(_install(format_, error)) from error
            check_size(found.text)
            check_look(found.text)
            if self._kept:
                self._kept.keep_parsed(key, found)
        return found

    def members(self, content: bytes) -> Iterator[tuple[dict[str, Any], bytes]]:
        """The members of an archive: ``name``, and ``state`` and ``reason`` of those not unpacked; and their bytes."""
        yield from self._unpacker.ask("zip", content, most=MOST_BYTES)

    def _parse(self, format_: formats.Format, content: bytes, encoding: str | None) -> Decoded:
        if format_ is formats.PDF:
            return self._pdf(content)
        note = used = ""
        if format_ is formats.HTML:
            declared = _DECLARED.search(content, 0, _HEAD)
            page = decode(content, encoding, declared[1].decode("ascii") if declared else None)
            content, used, note = page.text.encode(), page.encoding, page.note
        [(_, text)] = self._taker.ask(format_.name, content)
        return Decoded(text.decode(), used, note)

    def _pdf(self, content: bytes) -> Decoded:
        """The text layer, page by page; scanned pages by OCR when that is wanted."""
        pages: list[str] = []
        scans: list[int] = []
        length = 0
        began = time.monotonic()
        for head, text in self._taker.ask("pdf", content):
            if head["is_scan"]:
                scans.append(len(pages))
            pages.append(text.decode())
            length += len(pages[-1])
            check_length(length)
            if time.monotonic() - began > self._limits.in_all:
                raise UnreadableError(f"解析超过 {self._limits.in_all} 秒,没有读。")
        if scans and self._ocr:
            return self._scanned(content, pages, scans)
        if not any(page.strip() for page in pages):
            raise UnreadableError(_NEEDS_OCR if scans else "里面没有文字,请检查文件。")
        return Decoded(PAGE_BREAK.join(pages), "", f"第 {_numbers(scans)} 页{_NEEDS_OCR}" if scans else "")

    def _scanned(self, content: bytes, pages: list[str], scans: list[int]) -> Decoded:
        if len(scans) > MOST_SCANS:
            raise UnreadableError(f"有 {len(scans)} 页要识别,超过上限 {MOST_SCANS} 页,请拆成几个文件。")
        for number, (_, text) in zip(scans, self._reader.ask("ocr", content, pages=scans), strict=True):
            pages[number] = text.decode()
        blank = [number for number in scans if not pages[number].strip()]
        if len(blank) == len(pages):
            raise UnreadableError("是图像,没有认出文字,请检查扫描的质量。")
        return Decoded(PAGE_BREAK.join(pages), "ocr", f"第 {_numbers(blank)} 页没有认出文字。" if blank else "")

    def _key(self, format_: formats.Format, content: bytes, encoding: str | None) -> str:
        """What a text depends on: the bytes, how they are to be read, by which code and version of which library."""
        libraries = [format_.distribution, *(("rapidocr-onnxruntime", "pypdfium2") if self._ocr else ())]
        how = [
            resources.digest("documents/"),
            format_.name,
            str(self._ocr),
            encoding or "",
            *(f"{name} {_version(name)}" for name in libraries),
        ]
        sha = hashlib.sha256("\0".join(how).encode() + b"\0")
        sha.update(content)
        return sha.hexdigest()


def _version(library: str) -> str:
    try:
        return version(library)
    except PackageNotFoundError:
        return ""


def _install(format_: formats.Format, error: ModuleNotFoundError) -> str:
    """The sentence for a library that is not there; of OCR when it is one of those."""
    extra = "ocr" if (error.name or "").split(".")[0] in ("pypdfium2", "rapidocr_onnxruntime") else format_.extra
    what = "识别扫描的页面" if extra == "ocr" else f"读 {format_.suffixes[0]}"
    return f"{what}需要先安装:pip install 'fangzhi[{extra}]'(缺少模块 {error.name})。"


def _numbers(pages: list[int]) -> str:
    """Page numbers for people, the first few of many."""
    shown = "、".join(str(number + 1) for number in pages[:10])
    return f"{shown} 等 {len(pages)}" if len(pages) > 10 else shown
