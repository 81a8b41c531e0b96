"""Decoding: what is read, in which encoding, and what is said of bytes that are no text."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from kg.documents.encodings import UnreadableError, plain_text

CASES = yaml.safe_load((Path(__file__).parent / "encoding_cases.yaml").read_text(encoding="utf-8"))
#: Characters of every day, from which no two encodings can be confused.
LINES = ["清河县启动夏粮收购", "今年全县小麦丰收。", "县委书记到各乡镇查看", "本报讯(记者 宁远)", "2024年3月1日"]


def content(pieces: list[Any]) -> bytes:
    return b"".join(map(piece, pieces))


def piece(given: Any) -> bytes:
    if isinstance(given, str):
        return bytes.fromhex(given)
    text, encoding, *misread = given
    data: bytes = text.encode(encoding)
    return data.decode(misread[0]).encode(misread[1]) if misread else data


@pytest.mark.parametrize("case", [c for c in CASES if "reads" in c], ids=lambda c: c["name"])
def test_what_is_read(case: dict[str, Any]) -> None:
    found = plain_text(content(case["bytes"]), case.get("given"))
    assert found.encoding == case["reads"]
    assert found.text == case.get("text", "".join(one[0] for one in case["bytes"]))
    assert case["note"] in found.note if "note" in case else not found.note


@pytest.mark.parametrize("case", [c for c in CASES if "refuses" in c], ids=lambda c: c["name"])
def test_what_is_refused(case: dict[str, Any]) -> None:
    with pytest.raises(UnreadableError, match=case["refuses"]) as error:
        plain_text(content(case["bytes"]), case.get("given"))
    assert str(error.value).endswith("。")


@pytest.mark.parametrize("digit", "1.一万９")
def test_a_number_without_end_is_no_text(digit: str) -> None:
    with pytest.raises(UnreadableError, match=r"第 2 行有 600 个数字"):
        plain_text(f"清河县\n增长{digit * 600}元。".encode())
    assert plain_text(f"清河县\n增长{digit * 60}元。".encode())


@given(st.binary(max_size=200), st.sampled_from([None, "utf-8", "gb18030", "utf-16", "utf-7", "unicode_escape"]))
def test_any_bytes_are_text_or_a_sentence(data: bytes, encoding: str | None) -> None:
    try:
        found = plain_text(data, encoding)
    except UnreadableError as error:
        sentence = str(error)
    else:
        sentence = "。"
        assert found.text.strip()
        assert "\0" not in found.text
        found.text.encode()  # no lone surrogate
    assert sentence.endswith("。")


@given(st.lists(st.sampled_from(LINES), min_size=1, max_size=20), st.data())
def test_two_encodings_in_one_file_are_never_read_as_one(lines: list[str], data: st.DataObject) -> None:
    """Wherever the other encoding begins, and however little of it there is."""
    lines = [*lines, LINES[0], LINES[2]]
    at = data.draw(st.integers(1, len(lines) - 1))
    first, second = data.draw(st.permutations(["utf-8", "gb18030"]))
    mixed = "\n".join(lines[:at]).encode(first) + b"\n" + "\n".join(lines[at:]).encode(second)
    with pytest.raises(UnreadableError):
        plain_text(mixed)
