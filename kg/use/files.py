"""Files that appear whole or not at all."""

from __future__ import annotations

import fcntl
import os
import tempfile
from pathlib import Path
from typing import IO

from kg.errors import InputError
from kg.graph.durable import sync

#: Between the target's name and the letters that make the name of a file being written its own.
_PART = ".part-"


def replace_file(path: Path, data: bytes) -> None:
    """Write ``data`` beside ``path``, flush it to the disk and put it in its place in one step.

    The old file stays when anything fails. What writers that were killed left behind goes with the next one. A link is
    followed, and what is no file (a pipe, ``/dev/null``) is written to as it is. Raises InputError when the folder is
    missing or cannot be written.
    """
    target = Path(os.path.realpath(path))
    try:
        if target.is_dir():
            raise InputError(f"{path} 是文件夹，请写明文件名。")
        if not target.parent.is_dir():
            raise InputError(f"没有文件夹 {path.absolute().parent}，写不了 {path.name}。")
        if target.exists() and not target.is_file():
            target.write_bytes(data)
        else:
            _replace(target, data)
    except OSError as error:
        raise InputError(f"写不了 {path}：{error.strerror}。") from error


def _replace(target: Path, data: bytes) -> None:
    _remove_leftovers(target)
    file = _part_of(target)
    aside = Path(file.name)
    try:
        with file:
            file.write(data)
            file.flush()
            umask = os.umask(0)
            os.umask(umask)
            aside.chmod(0o666 & ~umask)  # a temporary file is its owner's alone
            os.fsync(file.fileno())
            aside.replace(target)
        sync(target.parent)
    finally:
        aside.unlink(missing_ok=True)


def _part_of(target: Path) -> IO[bytes]:
    """A new file beside the target, locked as a sign of life: the lock ends with this process."""
    while True:
        name = f".{target.name}{_PART}"
        file = tempfile.NamedTemporaryFile(prefix=name, dir=target.parent, delete=False)  # noqa: SIM115 - handed on open
        fcntl.flock(file, fcntl.LOCK_EX)
        if os.fstat(file.fileno()).st_nlink:  # else another writer took it for a leftover before it was locked
            return file
        file.close()


def _remove_leftovers(target: Path) -> None:
    """Remove what writers of the same file left when they were killed."""
    for found in target.parent.iterdir():
        if found.name.startswith(f".{target.name}{_PART}") and found.is_file() and not found.is_symlink():
            try:
                with found.open("rb") as file:
                    fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                    found.unlink(missing_ok=True)
            except OSError:  # it is being written, or it is another user's
                continue
