"""Ways in which a page gets broken: by OCR, by copying, by people who want to hide or to harm.

Each takes a text and a source of chance and gives another text. What is chosen depends on the chance alone.
"""

from __future__ import annotations

import random
import unicodedata
from collections.abc import Callable
from pathlib import Path

Mutation = Callable[[str, random.Random], str]

#: Pairs that OCR takes for one another.
CONFUSABLE = "日曰未末己已土士人入千干大太天夫王玉目且田由甲申刀力儿几乌鸟拔拨候侯0O1l2Z5S8B、,。.:;一-－—"
#: Simplified, then traditional.
TRADITIONAL = (
    "区區县縣书書记記长長党黨国國会會业業产產开開发發经經济濟项項总總万萬亿億资資设設广廣东東个個为為这這来來实實现現"
    "强強动動务務员員团團应應习習认認说說学學与與从從历歷义義乡鄉镇鎮农農民民车車运運达達过過进進还還选選际際阳陽陈陳"
    "单單协協华華变變号號图圖场場块塊创創办辦优優伟偉传傳众眾体體余餘倾傾偿償儿兒关關兴興军軍决決况況净淨准準减減"
)
INVISIBLE = "\u200b\u200c\u200d\u2060\ufeff\u00ad\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2069\ufe0f\u180e"
COMBINING = "\u0300\u0301\u0308\u0332\u035c\u0489\u20dd\u3099"
#: What no page should hold and every decoder lets through.
ODD = (
    "\x00\x01\x07\x08\x1b\x7f\x85\x9b\ufffd\ufffe\ue000\ue005\ue010\uf8ff\U0001f6a9"
    "\U00020bb7\U000e0041\u2028\u2029\x0b\x0c"
)
#: Words and marks of the genre, and numbers.
PIECES = (*(Path(__file__).parent / "pieces.txt").read_text(encoding="utf-8").split(), "\n", "\n\n")


def lose_punctuation(text: str, chance: random.Random) -> str:
    share = chance.random()
    return "".join(c for c in text if not unicodedata.category(c).startswith("P") or chance.random() > share)


def shuffle_lines(text: str, chance: random.Random) -> str:
    lines = text.split("\n")
    for _ in range(chance.randrange(1, 6)):
        a, b = sorted(chance.randrange(len(lines) + 1) for _ in range(2))
        block = lines[a:b]
        del lines[a:b]
        at = chance.randrange(len(lines) + 1)
        lines[at:at] = block
    return "\n".join(lines)


def interleave_columns(text: str, chance: random.Random) -> str:
    """As when an engine reads straight across two columns."""
    lines = text.split("\n")
    half = len(lines) // 2
    pairs = zip(lines[:half], lines[half:], strict=False)
    glue = chance.choice(("", " ", "\n", "\t", "　　"))
    return "\n".join(glue.join(pair) for pair in pairs)


def head_in_the_middle(text: str, chance: random.Random) -> str:
    lines = text.split("\n")
    head = lines[: chance.randrange(1, 5)]
    at = chance.randrange(len(lines) + 1)
    return "\n".join([*lines[len(head) : at], *head, *lines[max(at, len(head)) :]])


def confuse(text: str, chance: random.Random) -> str:
    return _some(text, chance, _both_ways(CONFUSABLE))


def traditional(text: str, chance: random.Random) -> str:
    return _some(text, chance, dict(_pairs(TRADITIONAL)))


def widths(text: str, chance: random.Random) -> str:
    wide = {chr(code): chr(code + 0xFEE0) for code in range(0x21, 0x7F)} | {" ": "\u3000"}
    return _some(text, chance, wide | {b: a for a, b in wide.items()})


def delete(text: str, chance: random.Random) -> str:
    for _ in range(chance.randrange(1, 8)):
        a = chance.randrange(len(text) + 1)
        text = text[:a] + text[a + chance.randrange(1, 40) :]
    return text


def duplicate(text: str, chance: random.Random) -> str:
    for _ in range(chance.randrange(1, 5)):
        a = chance.randrange(len(text) + 1)
        piece = text[a : a + chance.randrange(1, 60)]
        at = chance.randrange(len(text) + 1)
        text = text[:at] + piece * chance.choice((1, 1, 2, 20)) + text[at:]
    return text


def sprinkle(text: str, chance: random.Random) -> str:
    """Characters that cannot be seen, that heap up, or that no page should hold."""
    kind = chance.choice((INVISIBLE, COMBINING, ODD[1:], INVISIBLE + COMBINING + ODD[1:]))
    share = chance.choice((0.002, 0.02, 0.3))
    out = []
    for c in text:
        out.append(c)
        if chance.random() < share:
            out.append(chance.choice(kind) * chance.choice((1, 1, 1, 30)))
    return "".join(out)


def one_line(text: str, chance: random.Random) -> str:
    return text.replace("\n", chance.choice(("", " ", "\r", "\r\n", "\u2028")))


def insert_pieces(text: str, chance: random.Random) -> str:
    """Words of the genre where they do not belong."""
    for _ in range(chance.randrange(1, 12)):
        at = chance.randrange(len(text) + 1)
        text = text[:at] + "".join(chance.choices(PIECES, k=chance.randrange(1, 6))) + text[at:]
    return text


def numbers(text: str, chance: random.Random) -> str:
    """Other digits in the place of those there: too many, too large, too small."""
    odd = ("0", "00", "9" * 30, "1e9", "0.0000001", "1.2.3", "13", "32", "-5", "１２", "〇", "十百", "③", "½", "٣")
    return "".join(chance.choice(odd) if c.isdigit() and chance.random() < 0.2 else c for c in text)


MUTATIONS: tuple[Mutation, ...] = (
    lose_punctuation, shuffle_lines, interleave_columns, head_in_the_middle, confuse, traditional, widths, delete,
    duplicate, sprinkle, one_line, insert_pieces, numbers,
)  # fmt: skip


def noise(text: str, share: float, chance: random.Random) -> str:
    """The text with that share of its characters wrong, as OCR gets them wrong: mistaken, missing or doubled."""
    table = _both_ways(CONFUSABLE)
    common = sorted({c for c in text if "\u4e00" <= c <= "\u9fff"}) or ["的"]
    out = []
    for c in text:
        if c.isspace() or chance.random() >= share:
            out.append(c)
        elif (kind := chance.random()) < 0.7:
            out.append(table.get(c) or chance.choice(common))
        elif kind < 0.85:
            out.append(c * 2)
    return "".join(out)


def _both_ways(pairs: str) -> dict[str, str]:
    return dict(_pairs(pairs)) | {b: a for a, b in _pairs(pairs)}


def _pairs(text: str) -> list[tuple[str, str]]:
    return list(zip(text[::2], text[1::2], strict=True))


def _some(text: str, chance: random.Random, table: dict[str, str]) -> str:
    share = chance.choice((0.02, 0.2, 1.0))
    return "".join(table.get(c, c) if chance.random() < share else c for c in text)
