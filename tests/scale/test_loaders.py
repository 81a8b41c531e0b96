"""Threads that load: all of it is done when the block is left, and an error comes out."""

from __future__ import annotations

import threading

import pytest

from kg.scale.loaders import Loaders


def fail() -> None:
    raise OSError("no room")


def test_all_is_done_when_the_block_is_left() -> None:
    done: list[int] = []
    with Loaders(2) as loaders:
        for number in range(20):
            loaders.start(done.append, number)
    assert sorted(done) == list(range(20))


def test_an_error_of_the_last_work_comes_out() -> None:
    with pytest.raises(OSError, match="no room"), Loaders(2) as loaders:
        loaders.start(fail)


def test_after_an_error_outside_nothing_more_is_begun() -> None:
    begun, go_on = threading.Event(), threading.Event()
    done: list[str] = []

    def wait() -> None:
        begun.set()
        go_on.wait(60)
        done.append("under way")

    def interrupted() -> None:
        with Loaders(1) as loaders:
            loaders.start(wait)
            loaders.start(done.append, "waiting")
            begun.wait(60)
            threading.Timer(0.1, go_on.set).start()
            raise KeyError

    with pytest.raises(KeyError):
        interrupted()
    assert done == ["under way"]
