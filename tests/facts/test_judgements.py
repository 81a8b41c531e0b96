"""The user's own judgements: what each line does, what is told of one that does nothing, what is refused."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import permutations
from pathlib import Path
from typing import Any

import pytest
import yaml

from kg.documents.read import read_page
from kg.errors import InputError
from kg.facts.extract import extract
from kg.facts.judged import Judged, resolve_judged
from kg.facts.judgements import Line, read_judgements
from kg.facts.outline import outline
from kg.graph.iris import Minter
from kg.records import Extraction
from kg.use.resolving import lines

CASES: dict[str, Any] = yaml.safe_load(
    (Path(__file__).parent / "judgements" / "cases.yaml").read_text(encoding="utf-8")
)
NAMES = [case["case"] for case in CASES["cases"]]


@pytest.fixture(scope="module")
def read(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """A function: the extractions of a case's pages; each text is read once."""
    folder, known = tmp_path_factory.mktemp("pages"), dict[tuple[str, str], Extraction]()

    def extractions(case: dict[str, Any]) -> list[Extraction]:
        for name, text in case["pages"].items():
            if (name, text) not in known:
                path = folder / f"{name}.txt"
                path.write_text(text, encoding="utf-8")
                known[name, text] = extract(read_page(path, folder))
        return [known[item] for item in case["pages"].items()]

    return extractions


def said(case: dict[str, Any]) -> tuple[Line, ...]:
    return lines("\n".join(case["lines"]), "own.tsv")


def judged(extractions: list[Extraction], case: dict[str, Any]) -> Judged[Extraction]:
    return resolve_judged(extractions, Minter().entity, said(case), "own.tsv")


def iri(found: Judged[Extraction], thing: str) -> str:
    source, _, name = thing.partition("#")
    (key,) = [e.key for page in found.extractions if page.source == source for e in page.entities if name == e.name]
    return found.resolution.iris[source, key]


@pytest.mark.parametrize("case", CASES["cases"], ids=NAMES)
def test_case(case: dict[str, Any], read: Any) -> None:
    if "refused" in case:
        with pytest.raises(InputError, match=f"“own.tsv”{case['refused']}"):
            judged(read(case), case)
        return
    found = judged(read(case), case)
    if "one" in case:
        assert len({iri(found, thing) for thing in case["one"]}) == 1
    if "two" in case:
        assert len({iri(found, thing) for thing in case["two"]}) == len(case["two"])
    if "reason" in case:
        left, right, reason = case["reason"]
        (judgement,) = [j for j in found.resolution.ledger if (j.left, j.right) == (left, right)]
        assert any(reason in said for said in judgement.reasons)
    types = {name: e.type for e in found.resolution.entities for name in (e.label, *e.alts)}
    assert not types.keys() & set(case.get("gone", ()))
    assert case.get("types", {}).items() <= types.items()
    predicates = {c.value("predicate") for page in found.extractions for c in page.claims}
    assert not predicates & set(case.get("without", ()))
    assert len(found.rulings.idle) == len(case.get("idle", ()))
    assert all(words in told for words, told in zip(case.get("idle", ()), found.rulings.idle, strict=True))


@pytest.mark.parametrize("case", [c for c in CASES["cases"] if "refused" not in c], ids=lambda c: c["case"])
def test_the_order_of_pages_and_of_lines_makes_no_difference(case: dict[str, Any], read: Any) -> None:
    pages = read(case)
    first = judged(pages, case)
    for order in permutations(pages):
        other = resolve_judged(order, Minter().entity, said(case)[::-1], "own.tsv")
        assert other.resolution == first.resolution
        assert sorted(other.rulings.idle) == sorted(first.rulings.idle)


@pytest.mark.parametrize("case", [c for c in CASES["cases"] if "without" in c], ids=lambda c: c["case"])
def test_the_facts_that_go_were_there_before(case: dict[str, Any], read: Any) -> None:
    predicates = {c.value("predicate") for page in read(case) for c in page.claims}
    assert set(case["without"]) <= predicates


def test_without_lines_the_pages_are_untouched(read: Any) -> None:
    pages = read(CASES["cases"][0])
    found = resolve_judged(pages, Minter().entity, (), "own.tsv")
    assert all(one is other for one, other in zip(found.extractions, pages, strict=True))


@pytest.mark.parametrize("case", CASES["malformed"], ids=lambda c: c["says"])
def test_a_malformed_line_is_one_sentence_with_file_and_line(case: dict[str, str]) -> None:
    with pytest.raises(InputError) as caught:
        lines(f"# 判断\n{case['line']}\n", "own.tsv")
    assert str(caught.value).startswith("判断文件“own.tsv”第 2 行")
    assert case["says"] in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_file_may_be_empty_or_gb18030_and_must_be_there(tmp_path: Path) -> None:
    file = tmp_path / "own.tsv"
    file.write_bytes(b"")
    assert lines(read_judgements(file)) == ()
    file.write_bytes("# 我们的判断写在这里,一行一条\n同一\ta.txt#李明\tb.txt#李明\n".encode("gb18030"))
    assert [line.verdict for line in lines(read_judgements(file))] == ["SAME"]
    with pytest.raises(InputError, match="无法读取判断文件"):
        read_judgements(tmp_path / "none.tsv")


def test_the_guides_example_is_a_file_of_judgements() -> None:
    guide = (Path(__file__).parents[2] / "docs" / "guide.md").read_text(encoding="utf-8")
    (example,) = re.findall(r"^```text\n(# judgement.*?)^```$", guide, re.MULTILINE | re.DOTALL)
    assert [line.verdict for line in lines(example)] == ["SAME", "DIFFERENT", "CLASS", "NOTHING"]


@pytest.mark.parametrize("case", [c for c in CASES["cases"] if "refused" not in c], ids=lambda c: c["case"])
def test_outlines_are_judged_and_resolved_as_their_pages_are(case: dict[str, Any], read: Any) -> None:
    pages = read(case)
    whole = judged(pages, case)
    found = resolve_judged([outline(page) for page in pages], Minter().entity, said(case), "own.tsv")
    assert (found.resolution, found.rulings) == (whole.resolution, whole.rulings)
    bare = resolve_judged(pages, Minter().entity, said(case), "own.tsv", reasons=False).resolution
    assert bare == replace(whole.resolution, ledger=())
    edited = [outline(page) for page in whole.extractions]
    assert [(p.entities, p.claims) for p in found.extractions] == [(p.entities, p.claims) for p in edited]
