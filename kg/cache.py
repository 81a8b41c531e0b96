"""What is costly to make and depends on nothing but the program and its data, kept between runs.

It lies in the user's own cache folder (``$FANGZHI_CACHE``, else ``fangzhi`` in ``$XDG_CACHE_HOME`` or ``~/.cache``; an
empty ``$FANGZHI_CACHE`` keeps nothing). A file is named by the digest of what it was made from and sealed by one of
its content; one that does not fit, or that another user could have written, is as good as none. Without a cache
everything is the same, only later.
"""

from __future__ import annotations

import hashlib
import os
import stat
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

VARIABLE = "FANGZHI_CACHE"
#: Seconds after which a file goes; a program in use makes it again.
AGE = 90 * 24 * 3600


def remembered(name: str, key: str, make: Callable[[], bytes], most: int | None = None) -> bytes:
    """What ``make`` gives, kept from an earlier run with the same key or made now.

    The key must say all that the content depends on, the Python at work excepted. ``most``: so many of that name stay,
    the newest; what is large says so.
    """
    folder = kept_in()
    if folder is None:
        return make()
    digest = hashlib.sha256("\0".join((sys.version, key)).encode()).hexdigest()
    file = folder / f"{name}-{digest[:32]}"
    try:
        seal, _, content = file.read_bytes().partition(b"\n")
        if seal == _seal(content):
            return content
    except OSError:
        pass  # not there yet
    content = make()
    with suppress(OSError):  # a full disk: the next run makes it again
        _write(file, _seal(content) + b"\n" + content)
        _sweep(folder, name, most)
    return content


def kept_in() -> Path | None:
    """The cache folder, made when it is not there; None when nothing is to be kept or others may write there."""
    named = os.environ.get(VARIABLE)
    if named == "":
        return None
    base = os.environ.get("XDG_CACHE_HOME") or "~/.cache"
    try:
        folder = Path(named or f"{base}/fangzhi").expanduser()
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        status = folder.stat()
    except (OSError, RuntimeError):  # no room, or no home
        return None
    ours = status.st_uid == os.geteuid() and not status.st_mode & (stat.S_IWGRP | stat.S_IWOTH)
    return folder if ours else None


def _seal(content: bytes) -> bytes:
    return hashlib.sha256(content).hexdigest().encode()


def _write(file: Path, content: bytes) -> None:
    """Put a file in its place in one step, so that whoever reads at the same time finds it whole or not at all."""
    with tempfile.NamedTemporaryFile(dir=file.parent, prefix=".new-", delete=False) as aside:
        aside.write(content)
    Path(aside.name).replace(file)


def _sweep(folder: Path, name: str, most: int | None) -> None:
    """Remove what is too old to be in use, half-written files of runs that died among it, and the oldest of a name."""
    ages = {file: time.time() - file.stat().st_mtime for file in sorted(folder.iterdir())}
    old = {file for file, age in ages.items() if age > AGE}
    if most is not None:
        old.update(sorted((file for file in ages if file.name.startswith(f"{name}-")), key=ages.__getitem__)[most:])
    for file in old:
        file.unlink(missing_ok=True)
