"""Reading: which files, which encoding, and what is said of those that cannot be read."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from kg.documents.read import decode, read_page, source_files
from kg.errors import InputError

TEXT = "清河县启动夏粮收购\r\n今年全县小麦丰收。\n"


def put(folder: Path, name: str, content: bytes | str = "县里的新闻。") -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_encodings_are_found(tmp_path: Path, encoding: str) -> None:
    page = read_page(put(tmp_path, "a.txt", TEXT.encode(encoding)), tmp_path)
    assert page.text == TEXT  # line ends stay, the byte order mark is no text
    assert page.encoding == encoding.removesuffix("-sig")


def test_an_encoding_given_wins(tmp_path: Path) -> None:
    path = put(tmp_path, "a.txt", "臺灣新聞".encode("big5"))
    assert read_page(path, tmp_path, "big5").text == "臺灣新聞"


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "空的"),
        (b" \r\n\t", "空的"),
        (b"PK\x03\x04\x00\x00", "二进制"),
        ("Ελλάδα δημοκρατία".encode("iso-8859-7"), "GB18030"),
        (b"\xff\xd8\xff\xe0jpeg", "GB18030"),
    ],
)
def test_unreadable_files(tmp_path: Path, content: bytes, words: str) -> None:
    path = put(tmp_path, "a.txt", content)
    with pytest.raises(InputError, match=words) as error:
        read_page(path, tmp_path)
    assert str(path) in str(error.value)
    assert str(error.value).endswith("。")


@pytest.mark.parametrize(("encoding", "words"), [("no-such", "不认识编码"), ("ascii", "不是 ascii")])
def test_wrong_encodings_given(encoding: str, words: str) -> None:
    with pytest.raises(InputError, match=words):
        decode(TEXT.encode(), "a.txt", encoding)


def test_sources_are_sorted_and_the_rest_is_named(tmp_path: Path) -> None:
    for name in ("b.txt", "a/c.md", "a.txt", ".hidden.txt", "scan.pdf", "README.md", ".git/x.txt"):
        put(tmp_path, name)
    found = source_files([tmp_path])
    assert [file.relative_to(root).as_posix() for root, file in found.files] == ["a.txt", "a/c.md", "b.txt"]
    assert [(file.name, reason) for file, reason in found.ignored] == [
        (".hidden.txt", "隐藏文件"),
        ("README.md", "说明文件,不是报纸"),
        ("scan.pdf", "不支持的格式"),
    ]


def test_a_single_file_is_known_by_its_name(tmp_path: Path) -> None:
    path = put(tmp_path, "sub/page.txt")
    [(root, file)] = source_files([path]).files
    assert read_page(file, root).source == "page.txt"


def test_a_file_given_twice_is_read_once(tmp_path: Path) -> None:
    path = put(tmp_path, "page.txt")
    assert len(source_files([tmp_path, path, tmp_path]).files) == 1


def test_two_files_of_one_name_are_refused(tmp_path: Path) -> None:
    put(tmp_path, "a/page.txt")
    put(tmp_path, "b/page.txt")
    with pytest.raises(InputError, match="同名"):
        source_files([tmp_path / "a", tmp_path / "b"])


@pytest.mark.parametrize(
    ("name", "words"), [("missing", "找不到"), ("empty", "没有可读的文件"), ("x.pdf", "不认识文件")]
)
def test_bad_sources(tmp_path: Path, name: str, words: str) -> None:
    (tmp_path / "empty").mkdir()
    put(tmp_path, "x.pdf")
    with pytest.raises(InputError, match=words):
        source_files([tmp_path / name])


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="needs a user whom file permissions bind")
def test_a_forbidden_file(tmp_path: Path) -> None:
    path = put(tmp_path, "page.txt")
    path.chmod(0)
    with pytest.raises(InputError, match="无法读取"):
        read_page(path, tmp_path)
