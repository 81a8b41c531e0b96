"""Files to pages: which files to read, in which encoding, and what is wrong with those that cannot be read.

Text is decoded, never rewritten: line ends stay as they are and offsets count in the decoded text. A byte
order mark is no text and is dropped by the decoding.
"""

from __future__ import annotations

import codecs
import hashlib
import os
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from kg.errors import InputError
from kg.records import Page

#: File name endings that are read as newspaper pages.
SUFFIXES = (".txt", ".md")
#: Files that explain a folder and are no newspaper pages (stems, lower case).
_NO_PAGES = ("readme", "license", "licence", "changelog", "notice")
#: Share of the Chinese characters that must be everyday ones for a GB18030 reading to be believed: real text has
#: above .9, bytes of another encoding read as GB18030 have below .5.
_COMMON_SHARE = 0.7


@dataclass(frozen=True, slots=True)
class Sources:
    """The files to read as (root, file), and those passed over as (file, reason in Chinese); both sorted."""

    files: tuple[tuple[Path, Path], ...]
    ignored: tuple[tuple[Path, str], ...]


def source_files(paths: Iterable[Path]) -> Sources:
    """Expand files and folders into the pages to read, in an order that depends on their names only.

    Raises ``InputError`` when a path is missing, a folder has no readable page, a file given by name has an
    ending that is not read, or two files would be known under the same name.
    """
    files: list[tuple[Path, Path]] = []
    ignored: list[tuple[Path, str]] = []
    for path in paths:
        if path.is_dir():
            found, passed = _walk(path)
            if not found:
                kinds = "、".join(SUFFIXES)
                raise InputError(f"文件夹“{path}”里没有可读的文件({kinds}),请换一个文件夹或放入报纸文本。")
            files += [(path, file) for file in found]
            ignored += passed
        elif path.is_file():
            if path.suffix.lower() not in SUFFIXES:
                raise InputError(f"不认识文件“{path}”的格式,目前只读 {'、'.join(SUFFIXES)},请先转成文本。")
            files.append((path.parent, path))
        else:
            raise InputError(f"找不到“{path}”,请检查路径是否写对。")
    return Sources(_distinct(files), tuple(sorted(set(ignored))))


def source_name(path: Path, root: Path) -> str:
    """The name a page is known by: its path relative to the folder given, ``/``-separated, in Unicode NFC.

    NFC because some file systems hand names back decomposed: the same folder must give the same graph.
    """
    return unicodedata.normalize("NFC", path.relative_to(root).as_posix())


def read_page(path: Path, root: Path, encoding: str | None = None) -> Page:
    """Read one file as a page. ``encoding`` overrides the detection.

    Raises ``InputError`` when the file is missing, empty, binary or not decodable.
    """
    try:
        content = path.read_bytes()
    except OSError as error:
        raise InputError(f"无法读取“{path}”({error.strerror}),请检查文件是否存在、是否有权限。") from error
    text, used = decode(content, str(path), encoding)
    if not text.strip():
        raise InputError(f"文件“{path}”是空的,请放入报纸文本或删去该文件。")
    return Page(source_name(path, root), text, hashlib.sha256(content).hexdigest(), used)


def decode(content: bytes, where: str, encoding: str | None = None) -> tuple[str, str]:
    """Decode strictly: the encoding given, else UTF-8, UTF-16 with a mark, GB18030 when the result is Chinese.

    Returns the text and the encoding used. Raises ``InputError`` that names the file ``where``.
    """
    if encoding is not None:
        return _decode_as(content, where, encoding)
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return _decode_as(content, where, "utf-16")
    if b"\0" in content:
        raise InputError(f"文件“{where}”是二进制文件,不是文本,请先转成 .txt。")
    try:
        return content.decode("utf-8-sig"), "utf-8"
    except UnicodeDecodeError as error:
        place = error.start
    try:
        text = content.decode("gb18030")
    except UnicodeDecodeError:
        text = ""
    if _is_chinese(text):
        return text, "gb18030"
    raise InputError(
        f"文件“{where}”第 {place + 1} 个字节起既不是 UTF-8 也不是 GB18030 中文,请另存为 UTF-8 或用选项指明编码。"
    )


def _decode_as(content: bytes, where: str, encoding: str) -> tuple[str, str]:
    name = "utf-8-sig" if encoding.lower().replace("_", "-") in ("utf-8", "utf8") else encoding
    try:
        text = content.decode(name)
    except LookupError as error:
        raise InputError(f"不认识编码“{encoding}”,请写 utf-8、gb18030 等名称。") from error
    except UnicodeError as error:
        raise InputError(f"文件“{where}”不是 {encoding} 编码({error}),请改用正确的编码。") from error
    if "\0" in text:
        raise InputError(f"文件“{where}”是二进制文件,不是文本,请先转成 .txt。")
    return text, encoding


def _is_chinese(text: str) -> bool:
    """Whether most Chinese characters are everyday ones (level 1 of GB 2312) and nothing is out of place.

    GB18030 gives nearly every byte string some reading; a wrong reading is full of rare and private characters.
    """
    han = [c for c in text if "\u4e00" <= c <= "\u9fff"]
    if not han or any(unicodedata.category(c) in ("Co", "Cn") for c in text):
        return False
    common = sum(0xB0 <= c.encode("gb18030")[0] <= 0xD7 and c.encode("gb18030")[1] >= 0xA1 for c in han)
    return common >= _COMMON_SHARE * len(han)


def _walk(folder: Path) -> tuple[list[Path], list[tuple[Path, str]]]:
    """Readable files below a folder, sorted, and those passed over. Links to folders are not followed."""
    found: list[Path] = []
    passed: list[tuple[Path, str]] = []
    for place, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            path = Path(place) / name
            if name.startswith("."):
                passed.append((path, "隐藏文件"))
            elif path.suffix.lower() not in SUFFIXES:
                passed.append((path, "不支持的格式"))
            elif path.stem.lower() in _NO_PAGES:
                passed.append((path, "说明文件,不是报纸"))
            else:
                found.append(path)
    return sorted(found), passed


def _distinct(files: list[tuple[Path, Path]]) -> tuple[tuple[Path, Path], ...]:
    """Each file once, sorted by its name; two different files of one name raise ``InputError``."""
    named: dict[str, tuple[Path, Path]] = {}
    seen: set[Path] = set()
    for root, file in sorted(files, key=lambda pair: (source_name(pair[1], pair[0]), str(pair[1]))):
        if file.resolve() in seen:
            continue
        seen.add(file.resolve())
        name = source_name(file, root)
        if name in named:
            raise InputError(f"“{named[name][1]}”与“{file}”同名({name}),请改名,或把它们的共同上级文件夹交给程序。")
        named[name] = (root, file)
    return tuple(named.values())
