"""What is kept between runs: used when whole and our own, made again when not."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from kg import cache


class Maker:
    """Counts how often it was asked."""

    def __init__(self) -> None:
        self.times = 0

    def __call__(self) -> bytes:
        self.times += 1
        return "区政府\n".encode() * 3


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv(cache.VARIABLE, str(tmp_path / "cache"))
    return tmp_path / "cache"


def test_made_once_for_a_key(folder: Path) -> None:
    make = Maker()
    assert cache.remembered("words", "a", make) == cache.remembered("words", "a", make) == Maker()()
    assert make.times == 1
    cache.remembered("words", "b", make)
    cache.remembered("needs", "a", make)
    assert make.times == 3
    assert len(list(folder.iterdir())) == 3
    assert folder.stat().st_mode & 0o777 == 0o700


def test_what_was_altered_is_made_again(folder: Path) -> None:
    cache.remembered("words", "a", Maker())
    (file,) = folder.iterdir()
    whole = file.read_bytes()
    for broken in (b"", whole[:-1], whole.replace("区".encode(), "县".encode()), whole[65:]):
        file.write_bytes(broken)
        make = Maker()
        assert cache.remembered("words", "a", make) == Maker()()
        assert make.times == 1
        assert file.read_bytes() == whole


def test_a_folder_that_others_may_write_is_not_used(folder: Path) -> None:
    folder.mkdir()
    folder.chmod(0o777)
    make = Maker()
    for _ in range(2):
        assert cache.remembered("words", "a", make) == Maker()()
    assert make.times == 2
    assert not list(folder.iterdir())


@pytest.mark.parametrize("named", ["", "/dev/null/cache"])
def test_without_a_folder_all_is_the_same(named: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(cache.VARIABLE, named)
    make = Maker()
    assert [cache.remembered("words", "a", make) for _ in range(2)] == [Maker()()] * 2
    assert make.times == 2


def test_what_is_too_old_goes(folder: Path) -> None:
    cache.remembered("words", "old", Maker())
    (old,) = folder.iterdir()
    os.utime(old, (0, 0))
    cache.remembered("words", "new", Maker())
    assert old not in folder.iterdir()
    assert len(list(folder.iterdir())) == 1


def test_of_what_is_large_the_newest_stay(folder: Path) -> None:
    cache.remembered("words", "other", Maker())
    for age, key in ((300, "a"), (200, "b"), (100, "c")):
        before = set(folder.iterdir())
        cache.remembered("stores", key, Maker(), most=2)
        (new,) = set(folder.iterdir()) - before
        os.utime(new, (time.time() - age, time.time() - age))
    assert len(list(folder.glob("stores-*"))) == 2
    assert len(list(folder.glob("words-*"))) == 1
    made = {key: Maker() for key in "bc"}
    for key, make in made.items():
        cache.remembered("stores", key, make, most=2)
        assert make.times == 0


def test_errors_of_the_maker_are_raised_and_nothing_is_kept(folder: Path) -> None:
    def broken() -> bytes:
        raise ValueError("no")

    with pytest.raises(ValueError, match="no"):
        cache.remembered("words", "a", broken)
    assert not list(folder.iterdir())
