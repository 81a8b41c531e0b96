"""Which files to read, and under which names; each file below the folders given is listed or accounted for.

A folder reached by a link is not entered, so links cannot lead in a circle; a link to a file is read as that file.
"""

from __future__ import annotations

import os
import stat
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from kg.documents import formats
from kg.errors import InputError
from kg.records import Intake

#: Files that explain a folder and are no newspaper pages (stems, lower case).
_NO_PAGES = ("readme", "license", "licence", "changelog", "notice")
#: What a graph folder holds besides its stores.
_GRAPH = "manifest.json"
_STORE = "store-"


@dataclass(frozen=True, slots=True)
class Stretch:
    """Whole lines of a file: bytes ``start`` to ``end``, with so many lines before them.

    ``size`` and ``changed`` (nanoseconds) are the file's when it was divided: a file that changed is not read.
    """

    start: int
    end: int
    lines: int
    size: int
    changed: int


@dataclass(frozen=True, slots=True)
class Source:
    """A file to read, and the name by which what it says is known; ``part`` where only some lines are meant."""

    name: str
    path: Path
    part: Stretch | None = None


@dataclass(frozen=True, slots=True)
class Listing:
    """The files to read, and what became of those that are not read; both sorted by name."""

    files: tuple[Source, ...]
    passed: tuple[Intake, ...]


def list_sources(paths: Iterable[Path]) -> Listing:
    """Expand files and folders into the files to read, in an order that depends on their names only.

    Raises InputError when a path given is missing or of no known format, when a folder has nothing to read, or when
    files of two folders would be known under one name.
    """
    files: list[Source] = []
    passed: list[Intake] = []
    for path in paths:
        try:
            is_folder = stat.S_ISDIR(path.stat().st_mode)
        except OSError as error:
            raise InputError(f"找不到“{path}”({error.strerror}),请检查路径是否写对。") from error
        if is_folder:
            found, left = _split(path)
            if why := next((one.reason for one in left if one.source == "."), ""):
                raise InputError(f"“{path}”{why}")
            if not found:
                kinds = "、".join(formats.SUFFIXES)
                raise InputError(f"文件夹“{path}”里没有可读的文件({kinds}),请换一个文件夹或放入报纸文本。")
            files += found
            passed += left
        elif formats.of(path.name) is None:
            raise InputError(f"不认识文件“{path}”的格式,目前只读 {'、'.join(formats.SUFFIXES)},请先转成文本。")
        else:
            files.append(Source(source_name(path, path.parent), path))
    once, again = _distinct(files)
    return Listing(once, tuple(sorted({*passed, *again}, key=lambda one: (one.source, one.reason))))


def source_name(path: Path, root: Path) -> str:
    """The name a file is known by: its path relative to the folder given, ``/``-separated, visible throughout."""
    return visible(path.relative_to(root).as_posix())


def visible(name: str) -> str:
    r"""A name in Unicode NFC in which control, format and undecodable characters are written ``\x0a``, ``\u202e``.

    NFC because some file systems hand names back decomposed: the same folder must give the same graph.
    """
    return "".join(map(_visible, unicodedata.normalize("NFC", name)))


def _visible(char: str) -> str:
    if unicodedata.category(char) not in ("Cc", "Cf", "Cs", "Zl", "Zp"):
        return char
    code = ord(char)
    if 0xDC80 <= code <= 0xDCFF:  # a byte of the name that is not UTF-8, as Python hands it on
        code -= 0xDC00
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}"


def _split(folder: Path) -> tuple[list[Source], list[Intake]]:
    """The files to read below a folder, and what became of the others."""
    found: dict[str, Source] = {}
    passed: list[Intake] = []
    for path, state, reason in _walk(folder):
        name = source_name(path, folder)
        if not state and name in found:
            state, reason = "skipped", "与另一个文件同名(只差写法),请改名。"
        if state:
            passed.append(Intake(name, state, reason))
        else:
            found[name] = Source(name, path)
    return list(found.values()), passed


def _walk(folder: Path) -> Iterator[tuple[Path, str, str]]:
    """Everything below a folder that is no folder itself, by name: path, and state and reason where it is not read."""
    failed: list[OSError] = []
    for place, folders, names in os.walk(folder, onerror=failed.append):
        here = Path(place)
        passed = {name: why for name in folders if (why := _folder(here / name))}
        for name in sorted(passed):
            yield here / name, *passed[name]
        folders[:] = sorted(set(folders) - passed.keys())
        for name in sorted(names):
            yield here / name, *_file(here / name)
    for error in failed:
        yield Path(os.fsdecode(error.filename)), "skipped", f"文件夹打不开({error.strerror}),请检查权限。"


def _folder(path: Path) -> tuple[str, str] | None:
    """Why a folder is not entered; None when it is."""
    if path.name.startswith("."):
        return "ignored", "隐藏文件夹"
    if path.is_symlink():
        return "skipped", "是指向文件夹的链接,没有进入;要读就把那个文件夹也交给程序。"
    try:
        if (path / _GRAPH).is_file() and any(path.glob(f"{_STORE}*")):
            return "ignored", "方志的图谱文件夹"
    except OSError as error:
        return "skipped", f"文件夹打不开({error.strerror}),请检查权限。"
    return None


def _file(path: Path) -> tuple[str, str]:
    """State and reason of a file that is not read; two empty texts when it is."""
    if passed := unread(path.name):
        return passed
    try:
        mode = path.stat().st_mode
    except OSError as error:
        return "skipped", f"打不开({error.strerror}),链接可能已断开或成环,请检查。"
    if not stat.S_ISREG(mode):
        return "skipped", "不是普通文件。"
    return "", ""


def unread(name: str) -> tuple[str, str] | None:
    """State and reason of a file that is not read by the look of its name (``/``-separated); None when it may be."""
    parts = name.split("/")
    if any(part.startswith(".") for part in parts):
        return "ignored", "隐藏文件"
    stem, dot, suffix = parts[-1].rpartition(".")
    if stem.lower() in _NO_PAGES:
        return "ignored", "说明文件,不是报纸"
    if formats.of(name) is None:
        return "skipped", f"不支持的格式 {dot}{suffix.lower()}。" if dot else "没有扩展名,不知是什么格式。"
    return None


def _distinct(files: list[Source]) -> tuple[tuple[Source, ...], list[Intake]]:
    """Each file once, sorted by its name, and other names of them; two different files of one name raise InputError."""
    named: dict[str, Source] = {}
    seen: dict[str, str] = {}
    again: list[Intake] = []
    for source in sorted(files, key=lambda one: (one.name, str(one.path))):
        real = os.path.realpath(source.path)
        if real in seen:
            if seen[real] != source.name:
                again.append(Intake(source.name, "ignored", f"与 {seen[real]} 是同一个文件"))
            continue
        if source.name in named:
            raise InputError(
                f"“{named[source.name].path}”与“{source.path}”同名({source.name}),请改名,"
                "或把它们的共同上级文件夹交给程序。"
            )
        seen[real] = source.name
        named[source.name] = source
    return tuple(named.values()), again
