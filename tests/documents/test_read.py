"""Reading: each file becomes a page or an account of why not."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

import pytest

from kg.documents import encodings
from kg.documents.listing import Source, list_sources
from kg.documents.read import Options, Reader, Reading, read_page
from kg.errors import InputError

TEXT = "清河县启动夏粮收购\r\n今年全县小麦丰收。\n"


def put(folder: Path, name: str, content: bytes | str = TEXT) -> Path:
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def readings(folder: Path, encoding: str | None = None) -> list[Reading]:
    reader = Reader(Options(encoding))
    return [reading for source in list_sources([folder]).files for reading in reader.read(source)]


def test_a_page_and_its_account(tmp_path: Path) -> None:
    put(tmp_path, "a.txt", TEXT.encode("gb18030"))
    [found] = readings(tmp_path)
    assert found.page is not None
    assert found.page.text == TEXT  # line ends stay
    assert found.page.digest == hashlib.sha256(TEXT.encode()).hexdigest()
    assert found.intake.text == found.page.digest
    assert found.intake.digest == hashlib.sha256(TEXT.encode("gb18030")).hexdigest()
    assert (found.intake.state, found.intake.encoding, found.intake.format) == ("read", "gb18030", "text")
    assert found.intake.size == len(TEXT.encode("gb18030"))


def test_what_cannot_be_read_is_accounted_for(tmp_path: Path) -> None:
    put(tmp_path, "a.txt", b"")
    put(tmp_path, "b.txt", TEXT.encode("utf-8")[:-2])  # in the middle of 。
    [empty, cut] = readings(tmp_path)
    assert (empty.page, empty.intake.state) == (None, "skipped")
    assert empty.intake.reason.startswith("是空的")
    assert cut.page is not None
    assert cut.intake.state == "partial"
    assert TEXT.startswith(cut.page.text)


def test_an_encoding_given_serves_for_all(tmp_path: Path) -> None:
    put(tmp_path, "a.txt", "臺灣新聞".encode("big5"))
    put(tmp_path, "b.txt", b"\xff")
    [first, second] = readings(tmp_path, "big5")
    assert first.page is not None
    assert first.page.text == "臺灣新聞"
    assert second.intake.state == "skipped"


def test_the_same_bytes_in_another_encoding_are_another_text(tmp_path: Path) -> None:
    """So that a result kept for one reading is not taken for the other's."""
    put(tmp_path, "a.txt", TEXT.encode("gb18030"))
    [found], [misread] = readings(tmp_path), readings(tmp_path, "latin-1")
    assert found.intake.digest == misread.intake.digest
    assert found.intake.text != misread.intake.text


def test_the_same_text_is_read_once_whatever_its_encoding(tmp_path: Path) -> None:
    put(tmp_path, "a.txt")
    put(tmp_path, "b.txt", TEXT.encode("gb18030"))
    put(tmp_path, "c.md")
    states = {r.intake.source: (r.intake.state, r.intake.reason) for r in readings(tmp_path)}
    assert states == {
        "a.txt": ("read", ""),
        "b.txt": ("skipped", "内容与 a.txt 相同,只读一次。"),
        "c.md": ("skipped", "内容与 a.txt 相同,只读一次。"),
    }


def test_a_file_of_a_hundred_megabytes_is_not_even_opened_for_reading(tmp_path: Path) -> None:
    with (tmp_path / "a.txt").open("wb") as file:
        file.truncate(100_000_000)
    [found] = readings(tmp_path)
    assert "超过上限" in found.intake.reason


def test_a_text_that_is_too_long(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(encodings, "MOST_CHARACTERS", 10)
    put(tmp_path, "a.txt")
    [found] = readings(tmp_path)
    assert found.intake.reason.startswith(f"有 {len(TEXT)} 字,超过上限 10 字")


@pytest.mark.parametrize(("times", "state"), [(1, "read"), (99, "skipped")])
def test_a_file_that_grows_while_it_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, times: int, state: str
) -> None:
    """Once: it is read again, whole. Whenever it is looked at: it is left for the next build."""
    path = put(tmp_path, "a.txt")
    stat = os.fstat
    left = [times]

    def grown(descriptor: int) -> os.stat_result:
        found = stat(descriptor)
        if left[0]:
            left[0] -= 1
            with path.open("a") as file:
                file.write("。")
        return found

    monkeypatch.setattr(os, "fstat", grown)
    [found] = Reader().read(Source("a.txt", path))
    assert found.intake.state == state
    if found.page is not None:
        assert found.page.text == f"{TEXT}。"
    else:
        assert "正在被改动" in found.intake.reason


def test_a_file_that_grows_while_its_lines_are_read(tmp_path: Path) -> None:
    """What was read is read; that the file was not all of one moment is said of the file."""
    path = put(tmp_path, "a.jsonl", '{"text": "县长到场。"}\n')
    with Reader() as reader:
        found = reader.read(Source("a.jsonl", path))
        first = next(found)
        with path.open("a", encoding="utf-8") as file:
            file.write('{"text": "县长又到')
        *_, last = found
    assert (first.intake.source, first.intake.state) == ("a.jsonl/1", "read")
    assert (last.intake.source, last.intake.state) == ("a.jsonl", "skipped")
    assert "正在被改动" in last.intake.reason


def test_a_file_that_fails_in_the_middle(tmp_path: Path) -> None:
    memory = Path("/proc/self/mem")
    if not memory.exists():
        pytest.skip("needs a file that can be opened and not read")
    [found] = Reader().read(Source("a.txt", memory))
    assert found.intake.reason.startswith("无法读取(")


def test_a_pipe_in_the_place_of_a_file_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.txt")
    [found] = Reader().read(Source("a.txt", tmp_path / "a.txt"))
    assert found.intake.reason == "不是普通文件。"


def test_a_file_that_is_gone(tmp_path: Path) -> None:
    [found] = Reader().read(Source("a.txt", tmp_path / "a.txt"))
    assert found.intake.reason.startswith("无法读取(")


def test_a_forbidden_file(bound: Path) -> None:
    put(bound, "a.txt").chmod(0)
    [found] = readings(bound)
    assert found.intake.reason.startswith("无法读取(")


@pytest.mark.parametrize("content", [b"", b"\xff\xd8\xff\xe0jpeg"])
def test_one_page_asked_for_by_name(tmp_path: Path, content: bytes) -> None:
    path = put(tmp_path, "a.txt", content)
    with pytest.raises(InputError) as error:
        read_page(path, tmp_path)
    assert str(path) in str(error.value)
    assert str(error.value).endswith("。")
