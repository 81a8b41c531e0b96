"""Searches for garbage are rare within, and as before afterwards."""

from __future__ import annotations

import gc

import pytest

from kg.garbage import SELDOM, seldom_sought


def test_the_interpreters_own_number_comes_back() -> None:
    @seldom_sought()
    def broken() -> None:
        assert gc.get_threshold()[0] == SELDOM
        raise OSError("full")

    before = gc.get_threshold()
    with pytest.raises(OSError, match="full"):
        broken()
    assert gc.get_threshold() == before
