"""Whatever is asked: a reply or one clear error, the same each time, and no word of the question in the query."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kg.errors import QueryError
from kg.graph.store import Graph
from kg.use.ask.asking import Asker
from kg.use.ask.structured import dumps

WORDS = """的 都 有 哪些 东江区 西河区 区长 是谁 2024年 去年 GDP 增长 多少 项目 企业 获得 国家级绿色工厂 和 什么时候
    开工 了 吗 周明 担任过 ? ， “ 哪个区 最高 5亿元 以上 星河科技 在哪里 目标 谁"""
HOSTILE = ('"', "'", "\\", "{", "}", "<x>", "?s", "# ", "\n", "\u202e", "\x00", "\ue000")
PIECES = (*WORDS.split(), *HOSTILE)


@pytest.fixture(scope="module")
def asker(collection: Path) -> Iterator[Asker]:
    with Graph.open(collection) as graph:
        yield Asker(graph)


@settings(
    max_examples=150, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(st.sampled_from(PIECES), max_size=12).map("".join) | st.text(max_size=20))
def test_any_words(asker: Asker, question: str) -> None:
    try:
        reply = asker.ask(question)
    except QueryError as error:
        assert "请写出" in str(error)  # noqa: PT017 - the error is the reply here
        return
    assert reply.text
    assert len(reply.evidence) == len(reply.table) == len(reply.raw)
    assert dumps(reply) == dumps(asker.ask(question))
    assert not {"<x>", "?s", "\x00"} & set(reply.sparql.split())
