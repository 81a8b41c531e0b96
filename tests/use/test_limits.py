"""Work in a child process: its result, its errors, its end."""

from __future__ import annotations

import os
import time

import pytest

from kg.errors import GraphError, QueryError
from kg.use import limits


def double(number: int) -> int:
    return number * 2


def sleep(seconds: float) -> None:
    time.sleep(seconds)


def fail(error: Exception) -> None:
    raise error


def die() -> None:
    os._exit(9)


def test_result() -> None:
    assert limits.call(5, double, 21) == 42
    assert limits.call(0, double, number=21) == 42


def test_time_is_up() -> None:
    began = time.monotonic()
    with pytest.raises(QueryError, match=r"超过 0\.2 秒"):
        limits.call(0.2, sleep, 30)
    assert time.monotonic() - began < 5


def test_errors_come_through() -> None:
    with pytest.raises(GraphError, match="坏了"):
        limits.call(5, fail, GraphError("坏了"))
    with pytest.raises(ZeroDivisionError) as caught:
        limits.call(5, fail, ZeroDivisionError("bug"))
    assert "in fail" in "".join(caught.value.__notes__)  # where it happened in the child


def test_a_child_that_dies_is_no_answer() -> None:
    with pytest.raises(QueryError, match="意外结束（代码 9）"):
        limits.call(5, die)
