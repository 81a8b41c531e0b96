"""The graph folder on disk: what lies in it, who may write it, how a new state replaces the old one.

    fangzhi.kg/
      manifest.json        what the folder holds; replacing this one file is what publishes a build
      store-<digest>/      the Oxigraph store and files.json, named by its content and never changed once published
      pages/ab/abc….json   one Extraction per source, named by what it was made from, kept between builds

A build writes its store beside the published one and then replaces the manifest, so a reader sees the old graph or
the new one and never a mixture, and a build that dies leaves the old graph as it was. Old stores go when nobody
has them open. A builder holds a lock on the folder, a reader a shared one on the store; the locks are the
kernel's (``flock`` on the directories), so they end with the process and leave no files.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import shutil
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from pathlib import Path

from kg import codec
from kg.errors import GraphError
from kg.records import Extraction

FORMAT = 1  # raised when a program of before could not read the folder
MANIFEST = "manifest.json"
STORE = "store-"
UNFINISHED = ".unfinished"  # suffix of a store that is being written
PAGES = "pages"
FILES = "files.json"  # inside a store: its data files and their sizes


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a graph folder holds. ``pages`` maps each source to the digest of its bytes."""

    format: int
    base: str  # of entity IRIs
    engine: str  # digest of the code, rules and lexicons that built it
    store: str  # name of the store's folder
    quads: int
    digest: str  # SHA-256 of the sorted N-Quads
    counts: Mapping[str, int]
    pages: Mapping[str, str]
    skipped: Mapping[str, str] = field(default_factory=dict)  # files not read -> why, in Chinese
    judgements: str = ""  # the user's own, as their file has them

    def dumps(self) -> str:
        """The manifest as JSON; equal builds give equal text."""
        return json.dumps(asdict(self), ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def read_manifest(folder: Path) -> Manifest:
    """The manifest of a graph folder. Raises GraphError when there is none, or a foreign, newer or broken one."""
    if not folder.exists():
        raise GraphError(f"没有图 {folder}:请先用 kg build 构建,或用 -g 指明图所在的文件夹。")
    file = folder / MANIFEST
    if not folder.is_dir() or not file.is_file():
        raise GraphError(f"{folder} 不是方志的图文件夹(缺少 {MANIFEST})。")
    try:
        plain = json.loads(file.read_text(encoding="utf-8"))
        _refuse_newer(folder, plain)
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise GraphError(f"图 {folder} 的 {MANIFEST} 已损坏,请重新构建。") from error
    if plain.keys() != {one.name for one in fields(Manifest)}:
        raise GraphError(f"图 {folder} 的 {MANIFEST} 字段不符,请重新构建。")
    return Manifest(**plain)


class Lock:
    """A kernel lock on a directory, held until ``release``."""

    def __init__(self, folder: Path, shared: bool) -> None:
        """Raises BlockingIOError when another process holds the folder, OSError when it is not there."""
        self._descriptor = os.open(folder, os.O_RDONLY)
        try:
            fcntl.flock(self._descriptor, (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | fcntl.LOCK_NB)
        except OSError:
            os.close(self._descriptor)
            raise

    def release(self) -> None:
        """Let go; doing so twice does no harm."""
        if self._descriptor >= 0:
            os.close(self._descriptor)
            self._descriptor = -1


class Folder:
    """A graph folder taken for writing. Use as a context manager; what is not published does not stay."""

    def __init__(self, path: Path) -> None:
        """Take ``path``, made when it is not there.

        Raises GraphError when it is another's folder, when another build holds it or when it cannot be written.
        """
        self.path = path
        self._made = not path.exists()
        if not self._made:
            _refuse_foreign(path)
        try:
            path.mkdir(parents=True, exist_ok=True)
            self._lock = Lock(path, shared=False)
        except BlockingIOError as error:
            raise GraphError(f"另一个构建正在写 {path},请等它结束后再试。") from error
        except OSError as error:
            raise GraphError(f"不能写入 {path}:{error.strerror}。") from error
        self.before = _sources(path)
        self.judgements = _judgements(path)
        self._published = False
        self._used: set[Path] = set()
        self._sweep(keep="")

    def __enter__(self) -> Folder:
        return self

    def __exit__(self, *_: object) -> None:
        self._sweep(keep="")
        if self._made and not self._published:
            shutil.rmtree(self.path)
        self._lock.release()

    def old_page(self, source: str, digest: str, engine: str) -> Extraction | None:
        """The result kept for these bytes of this source by this engine, if any.

        A kept result that cannot be read is as good as none: it is made again.
        """
        file = _page_file(self.path, source, digest, engine)
        try:
            found = codec.loads(file.read_text(encoding="utf-8"))
        except (FileNotFoundError, UnicodeDecodeError, GraphError):
            return None
        if (found.source, found.digest, found.engine) != (source, digest, engine):
            return None
        self._used.add(file)
        return found

    def keep_page(self, extraction: Extraction) -> None:
        """Keep a result for later builds."""
        file = _page_file(self.path, extraction.source, extraction.digest, extraction.engine)
        file.parent.mkdir(parents=True, exist_ok=True)
        _write(file, codec.dumps(extraction))
        self._used.add(file)

    def new_store(self) -> Path:
        """An empty folder name to write the next store in."""
        return self.path / f"{STORE}new{UNFINISHED}"

    def publish(self, manifest: Manifest, store: Path, sound: bool) -> None:
        """Make the store written at ``store`` the folder's graph; drop pages and stores no longer needed.

        ``sound`` says whether a store of the same name, and so of the same content, that is there already can be
        read; then it stays, for readers may be at it.
        """
        target = self.path / manifest.store
        if sound:
            shutil.rmtree(store)
        else:
            if target.exists():
                shutil.rmtree(target)
            store.rename(target)
        _write(self.path / MANIFEST, manifest.dumps())
        self._published = True
        self._sweep(keep=manifest.store)
        for file in sorted((self.path / PAGES).rglob("*.json")):
            if file not in self._used:
                file.unlink()

    def _sweep(self, keep: str) -> None:
        """Remove stores that are unfinished and, when the one to keep is known, those nobody has open."""
        for folder in sorted(self.path.glob(f"{STORE}*")):
            if folder.name == keep or not (keep or folder.name.endswith(UNFINISHED)):
                continue
            try:
                lock = Lock(folder, shared=False)
            except BlockingIOError:
                continue  # a reader is at it; the next build will remove it
            shutil.rmtree(folder)
            lock.release()


def read_page(folder: Path, manifest: Manifest, source: str) -> Extraction:
    """The result a published graph was made from. Raises GraphError when the source is unknown or its file is gone."""
    if source not in manifest.pages:
        raise GraphError(f"图 {folder} 中没有来源 {source}。")
    try:
        text = _page_file(folder, source, manifest.pages[source], manifest.engine).read_text(encoding="utf-8")
    except FileNotFoundError as error:
        raise GraphError(f"图 {folder} 刚被新的构建替换或已损坏,请再试一次。") from error
    return codec.loads(text)


def note_files(store: Path) -> None:
    """Write down the files of a finished store and their sizes, for ``check_files``."""
    sizes = {file.name: file.stat().st_size for file in sorted(store.iterdir()) if _is_data(file.name)}
    _write(store / FILES, json.dumps(sizes, indent=1) + "\n")


def check_files(store: Path) -> None:
    """Raise OSError when a file of the store is missing or cut short: the engine would notice in mid-query."""
    try:
        sizes = json.loads((store / FILES).read_text(encoding="utf-8"))
    except ValueError as error:
        raise OSError(f"{FILES}: {error}") from error
    for name, size in sizes.items():
        if (store / name).stat().st_size != size:
            raise OSError(f"{name} 的大小不符")


def _is_data(name: str) -> bool:
    """Whether a file of the store holds data; the others (LOG, LOCK) may change on opening."""
    return name.endswith(".sst") or name.startswith(("MANIFEST-", "CURRENT"))


def _page_file(folder: Path, source: str, digest: str, engine: str) -> Path:
    name = hashlib.sha256(f"{engine}\0{digest}\0{source}".encode()).hexdigest()
    return folder / PAGES / name[:2] / f"{name}.json"


def _refuse_foreign(path: Path) -> None:
    """Raise GraphError unless the path is a folder that holds nothing but what we write, or is empty.

    A damaged graph may be built again, one that a newer version wrote may not.
    """
    if not path.is_dir():
        raise GraphError(f"{path} 是文件而不是文件夹,不能在此建图。")
    names = sorted(entry.name for entry in path.iterdir())
    if any(name not in (PAGES, MANIFEST) and not name.startswith((STORE, f".{MANIFEST}")) for name in names):
        raise GraphError(f"{path} 里有别的文件,不是方志的图文件夹;请另选一个位置。")
    try:
        _refuse_newer(path, json.loads((path / MANIFEST).read_text(encoding="utf-8")))
    except (OSError, ValueError, KeyError, TypeError):
        return  # no manifest, or a broken one


def _refuse_newer(path: Path, manifest: dict[str, object]) -> None:
    """Raise GraphError for a format of the future, KeyError or TypeError when there is none."""
    format_ = manifest["format"]
    if not isinstance(format_, int):
        raise TypeError(f"format {format_!r}")
    if format_ > FORMAT:
        raise GraphError(f"图 {path} 由更新的版本写成(格式 {format_},本程序只识 {FORMAT}),请升级程序。")


def _sources(path: Path) -> frozenset[str]:
    try:
        return frozenset(read_manifest(path).pages)
    except GraphError:
        return frozenset()


def _judgements(path: Path) -> str:
    """The user's judgements in a folder, also one whose manifest another version wrote; ``""`` when there are none."""
    try:
        plain = json.loads((path / MANIFEST).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return ""
    found = plain.get("judgements", "") if isinstance(plain, dict) else ""
    return found if isinstance(found, str) else ""


def _write(file: Path, text: str) -> None:
    """Replace a file in one step."""
    aside = file.with_name(f".{file.name}.new")
    aside.write_text(text, encoding="utf-8")
    aside.replace(file)
