"""Words are cut as jieba cuts them, and its dictionary is read in full."""

from __future__ import annotations

from pathlib import Path

import jieba
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.mentions import tokens

SEEDS = sorted((Path(__file__).parents[2] / "seeds").glob("*.txt"))


@pytest.fixture(scope="module")
def original() -> jieba.Tokenizer:
    """jieba as it comes, without its cache in the temp folder."""
    tokenizer = jieba.Tokenizer()
    tokenizer.FREQ, tokenizer.total = tokenizer.gen_pfdict(tokenizer.get_dict_file())
    tokenizer.initialized = True
    return tokenizer


def words(text: str) -> list[str]:
    return [text[start:end] for start, end in tokens.cut(text)]


@pytest.mark.parametrize("page", SEEDS, ids=[page.stem for page in SEEDS])
def test_pages_are_cut_as_by_jieba(page: Path, original: jieba.Tokenizer) -> None:
    text = page.read_text(encoding="utf-8")
    assert words(text) == list(original.cut(text, HMM=False))


@given(text=st.text("区政府工作报告高新技术产业开发区一1a.%+ \r\n,𠮷", max_size=30))
def test_any_text_is_cut_as_by_jieba(text: str, original: jieba.Tokenizer) -> None:
    assert words(text) == list(original.cut(text, HMM=False))
    assert "".join(words(text)) == text


def test_frequencies_are_those_of_the_dictionary(original: jieba.Tokenizer) -> None:
    assert {word: tokens.frequency(word) for word in original.FREQ} == original.FREQ
    assert tokens.frequency("无此一词") == 0
