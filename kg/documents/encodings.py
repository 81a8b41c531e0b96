"""Bytes to text, strictly: a byte order mark, UTF-8, GB18030, and then a sentence; nothing is guessed.

GB18030 gives nearly every byte string some reading, so that reading is believed only when it looks Chinese, and not
where a line is Chinese in UTF-8 too: then the file is of two encodings, and either would spoil half of it.
"""

from __future__ import annotations

import codecs
import re
import unicodedata
from collections import Counter
from dataclasses import dataclass

#: Byte order marks and the encodings they announce; UTF-32 before UTF-16, whose mark it begins with.
MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
#: Characters a source may have: some 150 newspaper pages. What is longer is no page and would take minutes and
#: gigabytes.
MOST_CHARACTERS = 2_000_000
#: Share of the Chinese characters that must be everyday ones for a GB18030 reading to be believed: real text has
#: above .9, bytes of another encoding read as GB18030 have below .5.
COMMON_SHARE = 0.7
#: Share of characters that no text has (control, private, unassigned, replacement) above which it is none.
ODD_SHARE = 0.05
#: Chinese characters a line must have before it can show that the file is of two encodings: fewer may agree by chance.
TELLING = 2
CUT = "末尾的字符不完整,文件可能没有写完;已读到那里为止。"

#: Names of the older standards that GB18030 contains.
_GB = ("gb2312", "gbk", "gb18030", "x-gbk", "cp936")
_LAYOUT = frozenset("\t\n\v\f\r\x85")
#: More digits or numerals in a row than any number has: rules would try each of its parts as a number.
_ENDLESS = re.compile(r"[\d.,,零〇一二两三四五六七八九十百千万亿]{500,}")
_CHINESE = re.compile("[\u4e00-\u9fff]")


class UnreadableError(Exception):
    """Why a source, or a part of one, cannot be read: a Chinese sentence without the file's name."""


@dataclass(frozen=True, slots=True)
class Decoded:
    """Text, the encoding it was read in, and what could not be read (a Chinese sentence; empty when all was)."""

    text: str
    encoding: str
    note: str = ""


def plain_text(content: bytes, encoding: str | None = None) -> Decoded:
    """The text of a file that is nothing but text, as ``decode`` reads it.

    An encoding given is taken at its word: the look is then not checked. Raises UnreadableError also for what is too
    long or no Chinese text.
    """
    found = decode(content, encoding)
    check_size(found.text)
    if encoding is None:
        check_look(found.text)
    return found


def decode(content: bytes, encoding: str | None = None, declared: str | None = None) -> Decoded:
    """The text of ``content``: in the encoding given, else by its mark, as UTF-8, as GB18030 that looks Chinese.

    ``declared`` is what the file says of itself (a web page's ``charset``); it is heard after UTF-8. A mark is no text
    and is dropped. A last character that was cut off is left out and noted. Raises UnreadableError for what is empty,
    binary or in another encoding.
    """
    found = _given(content, encoding) if encoding is not None else _found(content, declared)
    if not found.text.strip():
        raise UnreadableError("是空的,请放入报纸文本或删去该文件。")
    return found


def _given(content: bytes, encoding: str) -> Decoded:
    try:
        name = codecs.lookup(encoding).name
        text = content.decode("utf-8-sig" if name == "utf-8" else name)
    except LookupError as error:
        raise UnreadableError(f"不能按编码“{encoding}”读:没有这种文字编码,请写 utf-8、gb18030 等名称。") from error
    except ValueError as error:
        raise UnreadableError(f"不是 {encoding} 编码({error}),请改用正确的编码。") from error
    if "\0" in text or any("\ud800" <= c <= "\udfff" for c in text):
        raise UnreadableError(f"按 {encoding} 读出来不是文本,请改用正确的编码。")
    return Decoded(text, name)


def _found(content: bytes, declared: str | None) -> Decoded:
    for mark, encoding in MARKS:
        if content.startswith(mark):
            try:
                text = content.decode(encoding)
            except UnicodeDecodeError as error:
                name = encoding.removesuffix("-sig")
                raise UnreadableError(f"有 {name} 的标记,第 {error.start + 1} 个字节起却不是,请重新保存。") from error
            if "\0" in text:
                raise UnreadableError("含有空字节,是二进制文件或没有写完,请检查。")
            return Decoded(text, encoding.removesuffix("-sig"))
    if b"\0" in content:
        raise UnreadableError("含有空字节,是二进制文件或没有写完,请检查。")
    text, bad, cut = _strict(content, "utf-8")
    if bad is None or (cut and not text.isascii()):
        return Decoded(text, "utf-8", CUT if cut else "")
    if declared is not None and is_encoding(declared) and declared.lower() not in _GB:
        return _given(content, declared)
    wrong = _line_in_utf8(content)
    chinese, bad_gb, cut_gb = _strict(content, "gb18030")
    if (bad_gb is None or cut_gb) and wrong is None and _is_chinese(chinese):
        return Decoded(chinese, "gb18030", CUT if cut_gb else "")
    if wrong is not None and bad_gb is None:
        line = content.count(b"\n", 0, bad) + 1
        raise UnreadableError(f"混有两种编码:第 {wrong} 行是 UTF-8,第 {line} 行不是,请统一编码后再试。")
    raise UnreadableError(
        f"第 {bad + 1} 个字节起既不是 UTF-8 也不像 GB18030 中文,请另存为 UTF-8 或用 --encoding 指明编码。"
    )


def is_encoding(name: str) -> bool:
    """Whether that is the name of an encoding of text."""
    try:
        "a".encode(name)
    except (LookupError, ValueError):
        return False
    return True


def _strict(content: bytes, encoding: str) -> tuple[str, int | None, bool]:
    """The text up to the first byte that does not fit, where that is, and whether merely the last character is cut."""
    try:
        return content.decode(encoding), None, False
    except UnicodeDecodeError as error:
        cut = error.end == len(content) and ("unexpected end" in error.reason or "incomplete" in error.reason)
        return (content[: error.start].decode(encoding) if cut else ""), error.start, cut


def _is_chinese(text: str) -> bool:
    """Whether most Chinese characters are everyday ones (level 1 of GB 2312) and nothing is out of place."""
    han = _CHINESE.findall(text)
    if not han or any(unicodedata.category(c) in ("Co", "Cn") for c in set(text)):
        return False
    return sum(map(_is_common, han)) >= COMMON_SHARE * len(han)


def _is_common(char: str) -> bool:
    lead, trail = char.encode("gb18030")[:2]
    return 0xB0 <= lead <= 0xD7 and trail >= 0xA1


def _line_in_utf8(content: bytes) -> int | None:
    """The number of the first line that is Chinese when read as UTF-8."""
    for number, line in enumerate(content.split(b"\n"), 1):
        if line.isascii():
            continue
        try:
            if len(_CHINESE.findall(line.decode())) >= TELLING:
                return number
        except UnicodeDecodeError:
            continue
    return None


def check_length(characters: int) -> None:
    """Raise UnreadableError when a text is too long for a source."""
    if characters > MOST_CHARACTERS:
        raise UnreadableError(f"有 {characters} 字,超过上限 {MOST_CHARACTERS} 字,请按版面拆成几个文件。")


def check_size(text: str) -> None:
    """Raise UnreadableError when a text, or a number in it, is too long to be what a newspaper prints."""
    check_length(len(text))
    if found := _ENDLESS.search(text):
        line = text.count("\n", 0, found.start()) + 1
        raise UnreadableError(f"第 {line} 行有 {len(found[0])} 个数字连在一起,不是报纸的文字,请检查文件。")


def check_look(text: str) -> None:
    """Raise UnreadableError for text that is no Chinese all the same."""
    odd = sum(number for c, number in Counter(text).items() if _is_odd(c))
    if odd > ODD_SHARE * len(text):
        raise UnreadableError(f"不像文本:{odd} 个字符是控制符、私用字或乱码,请检查文件或用 --encoding 指明编码。")
    if not _CHINESE.search(text):
        raise UnreadableError("没有一个汉字,不像中文报纸,请检查文件或用 --encoding 指明编码。")
    try:
        wrong = _line_in_utf8(text.encode("gb18030"))
    except UnicodeEncodeError:
        return
    if wrong is not None:
        raise UnreadableError(f"第 {wrong} 行是乱码:UTF-8 被当作 GB18030 另存过,请换用原来的文件。")


def _is_odd(char: str) -> bool:
    return char == "\ufffd" or (char not in _LAYOUT and unicodedata.category(char) in ("Cc", "Co", "Cn", "Cs"))
