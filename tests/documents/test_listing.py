"""Which files are read, under which names, and that every other one is accounted for."""

from __future__ import annotations

import os
import unicodedata
from pathlib import Path

import pytest

from kg.documents.listing import list_sources, source_name
from kg.errors import InputError


def put(folder: Path, name: str, content: bytes | str = "县里的新闻。") -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def names(folder: Path) -> list[str]:
    return [source.name for source in list_sources([folder]).files]


def passed(folder: Path) -> dict[str, tuple[str, str]]:
    return {one.source: (one.state, one.reason) for one in list_sources([folder]).passed}


def test_sources_are_sorted_and_the_rest_is_accounted_for(tmp_path: Path) -> None:
    for name in ("b.txt", "a/c.md", "a.txt", ".hidden.txt", "table.xls", "README.md", ".git/x.txt", "a/Makefile"):
        put(tmp_path, name)
    assert names(tmp_path) == ["a.txt", "a/c.md", "b.txt"]
    assert passed(tmp_path) == {
        ".git": ("ignored", "隐藏文件夹"),
        ".hidden.txt": ("ignored", "隐藏文件"),
        "README.md": ("ignored", "说明文件,不是报纸"),
        "a/Makefile": ("skipped", "没有扩展名,不知是什么格式。"),
        "table.xls": ("skipped", "不支持的格式 .xls。"),
    }


def test_a_graph_among_the_pages_is_not_read(tmp_path: Path) -> None:
    put(tmp_path, "a.txt")
    put(tmp_path, "papers/manifest.json")
    put(tmp_path, "papers/store-0123456789abcdef/x.txt")
    assert names(tmp_path) == ["a.txt"]
    assert passed(tmp_path) == {"papers": ("ignored", "方志的图谱文件夹")}


def test_a_single_file_is_known_by_its_name(tmp_path: Path) -> None:
    [source] = list_sources([put(tmp_path, "sub/page.txt")]).files
    assert source.name == "page.txt"


def test_a_file_given_twice_is_read_once(tmp_path: Path) -> None:
    path = put(tmp_path, "sub/page.txt")
    listing = list_sources([tmp_path, path, tmp_path])
    assert [source.name for source in listing.files] == ["page.txt"]
    assert [(one.source, one.reason) for one in listing.passed] == [("sub/page.txt", "与 page.txt 是同一个文件")]


def test_two_files_of_one_name_are_refused(tmp_path: Path) -> None:
    put(tmp_path, "a/page.txt")
    put(tmp_path, "b/page.txt")
    with pytest.raises(InputError, match="同名"):
        list_sources([tmp_path / "a", tmp_path / "b"])


@pytest.mark.parametrize(
    ("name", "words"),
    [("missing", "找不到"), ("empty", "没有可读的文件"), ("x.xls", "不认识文件"), ("n" * 300, "找不到")],
)
def test_bad_sources(tmp_path: Path, name: str, words: str) -> None:
    (tmp_path / "empty").mkdir()
    put(tmp_path, "x.xls")
    with pytest.raises(InputError, match=words):
        list_sources([tmp_path / name])


def test_links_lead_in_no_circle(tmp_path: Path) -> None:
    put(tmp_path, "pages/a.txt")
    (tmp_path / "pages" / "up").symlink_to(tmp_path)
    (tmp_path / "pages" / "self.txt").symlink_to("self.txt")
    (tmp_path / "pages" / "gone.txt").symlink_to("nowhere.txt")
    assert names(tmp_path) == ["pages/a.txt"]
    found = passed(tmp_path)
    assert sorted(found) == ["pages/gone.txt", "pages/self.txt", "pages/up"]
    assert all(state == "skipped" and "链接" in reason for state, reason in found.values())
    with pytest.raises(InputError, match="找不到"):
        list_sources([tmp_path / "pages" / "self.txt"])


def test_a_link_to_a_file_is_read(tmp_path: Path) -> None:
    elsewhere = put(tmp_path, "elsewhere/a.txt")
    (tmp_path / "pages").mkdir()
    (tmp_path / "pages" / "b.txt").symlink_to(elsewhere)
    assert names(tmp_path / "pages") == ["b.txt"]


def test_what_is_no_file_is_not_waited_for(tmp_path: Path) -> None:
    put(tmp_path, "a.txt")
    os.mkfifo(tmp_path / "pipe.txt")
    assert passed(tmp_path) == {"pipe.txt": ("skipped", "不是普通文件。")}


@pytest.mark.parametrize(
    ("raw", "name"),
    [
        ("第\n一版.txt".encode(), "第\\x0a一版.txt"),
        ("红\x1b[31m.txt".encode(), "红\\x1b[31m.txt"),
        ("a\u202etxt.exe.txt".encode(), "a\\u202etxt.exe.txt"),
        ("零\u200b宽.txt".encode(), "零\\u200b宽.txt"),
        ("新闻.txt".encode("gb18030"), "\\xd0\\xc2\\xce\\xc5.txt"),
        (unicodedata.normalize("NFD", "é.txt").encode(), "é.txt"),
    ],
)
def test_names_that_cannot_be_seen_are_written_so_that_they_can(tmp_path: Path, raw: bytes, name: str) -> None:
    path = Path(os.fsdecode(os.path.join(os.fsencode(tmp_path), raw)))  # noqa: PTH118 - bytes
    path.write_text("县里的新闻。", encoding="utf-8")
    assert names(tmp_path) == [name]
    name.encode()
    assert source_name(path, tmp_path) == name


def test_two_spellings_of_one_name(tmp_path: Path) -> None:
    for form in ("NFC", "NFD"):
        put(tmp_path, unicodedata.normalize(form, "é.txt"), form)
    assert names(tmp_path) == ["é.txt"]
    assert passed(tmp_path)["é.txt"][1].startswith("与另一个文件同名")


@pytest.mark.parametrize("mode", [0, 0o400, 0o100], ids=["closed", "names only", "no names"])
def test_a_folder_that_cannot_be_entered(bound: Path, mode: int) -> None:
    put(bound, "a.txt")
    put(bound, "closed/b.txt")
    (bound / "closed").chmod(mode)
    assert names(bound) == ["a.txt"]
    [(name, (state, reason))] = passed(bound).items()
    assert (name, state) == ("closed", "skipped")
    assert reason.startswith("文件夹打不开(Permission denied)")
    if mode != 0o400:  # else its names are there, and each is accounted for
        with pytest.raises(InputError, match="closed”文件夹打不开"):
            list_sources([bound / "closed"])
    (bound / "closed").chmod(0o700)
