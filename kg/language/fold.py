"""One-to-one folding: what only looks different becomes the same, nothing else changes.

Full-width ASCII and the many spaces become plain ASCII. Radicals (⽇ U+2F47, ⻓ U+2ED3), which the text layer of a PDF
often has in the place of the characters drawn alike (日, 长), and compatibility ideographs become those characters.
The result has exactly the length of the input, so offsets stay valid. Chinese punctuation without an ASCII
twin (。、“”《》) is kept: it carries meaning that rules rely on.
"""

from __future__ import annotations

import unicodedata

_FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}  # ！ … ～
_SPACES = dict.fromkeys([0x00A0, *range(0x2000, 0x200B), 0x202F, 0x205F, 0x3000], 0x20)
#: Kangxi radicals and compatibility ideographs have their character in the Unicode database …
_COMPATIBILITY = {
    code: int(found.split()[-1], 16)
    for code in (*range(0x2F00, 0x2FD6), *range(0xF900, 0xFADA))
    if (found := unicodedata.decomposition(chr(code)))
}
#: … the supplement of radicals mostly not: radical, then character (Unicode's EquivalentUnifiedIdeograph).
_SUPPLEMENT = (
    "⺒巳⺜日⺝月⺟母⺠民⺬示⻁虎⻄西⻅见⻆角⻉贝⻋车⻑長⻓长⻔门⻘青⻙韦⻚页⻛风⻜飞⻝食⻞食⻢马⻣骨"
    "⻤鬼⻥鱼⻦鸟⻧卤⻨麦⻩黄⻪黾⻫斉⻬齐⻭歯⻮齿⻯竜⻰龙⻱龜⻲亀⻳龟"
)
_TABLE = {
    **_FULL_WIDTH,
    **_SPACES,
    **_COMPATIBILITY,
    **dict(zip(map(ord, _SUPPLEMENT[::2]), map(ord, _SUPPLEMENT[1::2]), strict=True)),
}


def fold(text: str) -> str:
    """``text`` with full-width ASCII (！ to ～), every Unicode space and look-alike ideographs folded, equally long."""
    return text.translate(_TABLE)
