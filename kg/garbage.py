"""How often the interpreter looks for garbage that refers to itself, which nothing but a search can find."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

#: New objects between two searches; the interpreter's own number, 700, is for programs that make less.
SELDOM = 50_000


@contextmanager
def seldom_sought() -> Iterator[None]:
    """Within it such garbage is sought less often: records do not refer to themselves, and a search costs the more the
    more of them there are.
    """
    before = gc.get_threshold()
    gc.set_threshold(SELDOM, *before[1:])
    try:
        yield
    finally:
        gc.set_threshold(*before)
