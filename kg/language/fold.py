"""One-to-one width folding: full-width ASCII and the many spaces become plain ASCII, nothing else changes.

The result has exactly the length of the input, so offsets stay valid. Chinese punctuation without an ASCII
twin (。、“”《》) is kept: it carries meaning that rules rely on.
"""

from __future__ import annotations

_FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}  # ！ … ～
_SPACES = dict.fromkeys([0x00A0, *range(0x2000, 0x200B), 0x202F, 0x205F, 0x3000], 0x20)
_TABLE = {**_FULL_WIDTH, **_SPACES}


def fold(text: str) -> str:
    """``text`` with full-width ASCII (！ to ～) and every Unicode space folded to ASCII; the length is the same."""
    return text.translate(_TABLE)
