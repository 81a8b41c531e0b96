"""Files that appear whole or not at all."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from kg.errors import InputError


def replace_file(path: Path, data: bytes) -> None:
    """Write ``data`` beside ``path`` and put it in its place in one step; the old file stays when anything fails.

    Raises InputError when the folder is missing or cannot be written.
    """
    if path.is_dir():
        raise InputError(f"{path} 是文件夹，请写明文件名。")
    if not path.absolute().parent.is_dir():
        raise InputError(f"没有文件夹 {path.absolute().parent}，写不了 {path.name}。")
    try:
        handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.absolute().parent)
    except OSError as error:
        raise InputError(f"写不了 {path}：{error.strerror}。") from error
    aside = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        umask = os.umask(0)
        os.umask(umask)
        aside.chmod(0o666 & ~umask)  # mkstemp gives the owner alone access
        aside.replace(path)
    except OSError as error:
        raise InputError(f"写不了 {path}：{error.strerror}。") from error
    finally:
        aside.unlink(missing_ok=True)
