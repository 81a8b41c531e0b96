"""The sample graph, in memory and in a folder."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from kg.graph.builder import GraphBuilder
from kg.graph.store import Graph
from tests.graph import sample


@pytest.fixture(scope="session")
def graph() -> Graph:
    """The sample in memory; tests do not change it."""
    return Graph.memory(sample.quads(), sample.BASE)


@pytest.fixture
def build(tmp_path: Path) -> Callable[..., Path]:
    """A function: build the sample (or other quads) in a folder and return the folder."""

    def built(quads=None, name="test.kg", pages=None) -> Path:
        with GraphBuilder(tmp_path / name, "engine-1", sample.BASE) as builder:
            for extraction in sample.extractions() if pages is None else pages:
                if builder.kept(extraction.source, extraction.digest) is None:
                    builder.keep(extraction)
            for page in sample.pages():
                builder.keep_text(page)
            builder.load(sample.quads() if quads is None else quads)
            builder.publish({"pages": 2})
        return tmp_path / name

    return built
