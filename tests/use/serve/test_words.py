"""The interface speaks both languages: every text of templates and scripts has its English, and none is left over."""

from __future__ import annotations

import json
import re
from importlib.resources import files
from pathlib import Path

import pytest

from kg.use.facts import GROUPS
from kg.use.links import LINK_LABELS
from kg.use.serve import html
from kg.use.serve.html import english, quoted, say
from kg.use.stats import FACT_LABELS

ROOT = Path(__file__).parents[3]
CHINESE = re.compile("[\u4e00-\u9fff]")
#: Said with a variable in place of the text.
BY_VARIABLE = {*GROUPS, *LINK_LABELS.values(), *FACT_LABELS.values(), "投资额", "署名", "任职", "表格", "图表", "网络"}


def texts() -> set[str]:
    found: set[str] = set()
    for path in (ROOT / "kg/assets/serve").glob("*.html"):
        found.update(re.findall(r'\b_\(\s*"([^"]*)"', path.read_text(encoding="utf-8")))
    for path in (ROOT / "web/src").glob("*.js"):
        found.update(re.findall(r'\bt\(\s*"([^"]*)"', path.read_text(encoding="utf-8")))
    return found


def test_every_text_has_its_english_and_every_english_its_text() -> None:
    assert texts() | BY_VARIABLE == set(english())


@pytest.mark.parametrize("text", sorted(english()))
def test_both_languages_name_the_same_values(text: str) -> None:
    assert set(re.findall(r"\{\w+\}", text)) == set(re.findall(r"\{\w+\}", english()[text]))
    assert not CHINESE.search(english()[text].replace("某区现任区长是谁", ""))


@pytest.mark.parametrize("path", sorted((ROOT / "kg/assets/serve").glob("*.html")), ids=lambda path: path.name)
def test_no_chinese_stands_outside_the_catalogue(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    text = re.sub(r'\b_\(\s*"[^"]*"', "", text)
    text = text.replace("方志", "").replace(">中文<", "").replace("《%s》", "").replace('"、"', "").replace("——《", "")
    assert not CHINESE.search(text)


@pytest.mark.parametrize(("built", "told"), [(True, False), (False, True)])
def test_without_a_bundle_the_page_says_what_to_run(monkeypatch: pytest.MonkeyPatch, built: bool, told: bool) -> None:
    monkeypatch.setattr(html, "bundle_is_built", lambda: built)
    page = html.render("network", "zh", "/network", link=str, base="urn:")
    assert ("make web" in page) is told
    assert ("/web/network.js" in page) is built


def test_values_are_put_in() -> None:
    assert say("en", "全部 {n} 条", n=3) == "All 3"
    assert say("zh", "全部 {n} 条", n=3) == "全部 3 条"


def test_the_place_of_a_quote() -> None:
    link = lambda iri: iri.replace("urn:", "/id/")  # noqa: E731
    assert quoted("urn:article/a.txt#2", 5, 9, link) == "/id/article/a.txt?mark=2.5-9#quote"
    assert quoted("urn:article/a.txt", 5, 9, link) == "/id/article/a.txt"


def test_catalogue_is_plain_json() -> None:
    data = (files("kg") / "assets" / "serve" / "english.json").read_text(encoding="utf-8")
    assert all(isinstance(value, str) for value in json.loads(data).values())
