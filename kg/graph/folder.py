"""The graph folder on disk: what lies in it, who may write it, how a new state replaces the old one.

    fangzhi.kg/
      manifest.json        what the folder holds; replacing this one file is what publishes a build
      store-<digest>/      the Oxigraph store, sources.jsonl and files.json; named by the manifest's content and
                           never changed once published
      texts/ pages/ parsed/
                           what is kept of each source between builds (``kept``)

A build writes its store beside the published one, flushes it to the disk, and then replaces the manifest, so a reader
sees the old graph or the new one and never a mixture, and a build that dies leaves the old graph as it was. Old
stores go when nobody has them open. A builder holds a lock on the folder, a reader a shared one on the store; the
locks are the kernel's (``flock`` on the directories), so they end with the process and leave no files.
"""

from __future__ import annotations

import fcntl
import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from kg.errors import GraphError
from kg.graph import durable, storefiles
from kg.graph.kept import FOLDERS, Kept
from kg.graph.manifest import MANIFEST, STORE, Manifest, read_manifest, refuse_newer

UNFINISHED = ".unfinished"  # ending of a store that is being written


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
        try:
            self._made = not path.exists()
            if not self._made:
                _refuse_foreign(path)
            path.mkdir(parents=True, exist_ok=True)
            self._lock = Lock(path, shared=False)
        except BlockingIOError as error:
            raise GraphError(f"另一个构建正在写 {path},请等它结束后再试。") from error
        except OSError as error:
            raise GraphError(f"不能写入 {path}:{error.strerror}。") from error
        self.manifest = _manifest(path)  # of the graph that is there already, None when it cannot be read
        self.before = frozenset(self.manifest.pages if self.manifest else ())
        self.judgements = _judgements(path)
        self.kept = Kept(path)
        self._published = self._refused = False
        self._placed: Path | None = None  # the new store under the name it is to have
        self._sweep(keep="")

    def __enter__(self) -> Folder:
        return self

    def __exit__(self, *_: object) -> None:
        self._sweep(keep="")
        if self._refused and not self._published:
            self._take_back()
        if self._made and not self._published:
            shutil.rmtree(self.path)
        self._lock.release()

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Within it, a full or broken disk is a GraphError that says so, and the folder is left as it was."""
        try:
            yield
        except OSError as error:
            self._refused = True
            raise GraphError(f"不能写入 {self.path}:{error.strerror or error},原有的图不变。") from error

    def new_store(self) -> Path:
        """An empty folder name to write the next store in."""
        return self.path / f"{STORE}new{UNFINISHED}"

    def publish(self, manifest: Manifest, store: Path) -> None:
        """Make the finished store at ``store`` the folder's graph; drop what is no longer needed.

        A sound store of the same name, and so of the same content, stays as it is: readers may be at it.
        """
        target = self.path / manifest.store
        self.kept.sync()
        if storefiles.damaged(target, manifest):
            storefiles.sync(store)
            if target.exists():
                shutil.rmtree(target)
            store.rename(target)
            self._placed = target
        else:
            shutil.rmtree(store)
        durable.sync(self.path)
        durable.write_synced(self.path / MANIFEST, manifest.dumps().encode())
        durable.sync(self.path.absolute().parent)
        self._published = True
        self._sweep(keep=manifest.store)
        self.kept.sweep()

    def _take_back(self) -> None:
        """Remove what this build added to the folder: its disk has no room, or is broken."""
        named = _manifest(self.path)
        if self._placed and not (named and named.store == self._placed.name):
            shutil.rmtree(self._placed)
        self.kept.take_back()

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


def _refuse_foreign(path: Path) -> None:
    """Raise GraphError unless the path is a folder that holds nothing but what we write, or is empty.

    A damaged graph may be built again, one that a newer version wrote may not.
    """
    if not path.is_dir():
        raise GraphError(f"{path} 是文件而不是文件夹,不能在此建图。")
    names = sorted(entry.name for entry in path.iterdir())
    if any(name not in (*FOLDERS, MANIFEST) and not name.startswith((STORE, f".{MANIFEST}")) for name in names):
        raise GraphError(f"{path} 里有别的文件,不是方志的图文件夹;请另选一个位置。")
    try:
        refuse_newer(path, json.loads((path / MANIFEST).read_text(encoding="utf-8")))
    except (OSError, ValueError, KeyError, TypeError):
        return  # no manifest, or a broken one


def _manifest(path: Path) -> Manifest | None:
    try:
        return read_manifest(path)
    except GraphError:
        return None


def _judgements(path: Path) -> str:
    """The user's judgements in a folder, also one whose manifest another version wrote; ``""`` when there are none."""
    try:
        plain = json.loads((path / MANIFEST).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return ""
    found = plain.get("judgements", "") if isinstance(plain, dict) else ""
    return found if isinstance(found, str) else ""
