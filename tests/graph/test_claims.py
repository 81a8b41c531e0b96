"""Each kind of claim as triples: `cases/claims.yaml`."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from kg.graph.claims import Site, triples
from kg.graph.iris import Minter
from kg.graph.store import Graph
from kg.graph.terms import Quad
from kg.records import CLAIM_KINDS, Claim, Evidence

CASES = yaml.load((Path(__file__).parent / "cases" / "claims.yaml").read_text(encoding="utf-8"), yaml.BaseLoader)
THINGS = "https://example.org/thing/"
EVIDENCE = Evidence(1, 0, 2, "云溪", "a-rule", 0.9)


def stated(case) -> list[Quad]:
    roles = tuple((role, THINGS + name) for role, name in case["roles"].items())
    values = tuple((name, str(value)) for name, value in case.get("values", {}).items())
    site = Site(f"{THINGS}article", f"{THINGS}evidence", Minter("https://example.org/id/"))
    return [
        Quad(*triple, "<https://example.org/g>")
        for triple in triples(Claim(case["kind"], roles, values, EVIDENCE), site)
    ]


@pytest.mark.parametrize("case", [c for c in CASES if "holds" in c], ids=lambda case: case["name"])
def test_a_claim_gives(case):
    graph = Graph.memory(stated(case))
    pattern = case["holds"].replace("?e", f"<{THINGS}evidence>")
    assert graph.query(f"PREFIX : <{THINGS}> ASK {{ {pattern} }}") is True, graph.dump("turtle").decode()


@pytest.mark.parametrize("case", [c for c in CASES if "refused" in c], ids=lambda case: case["name"])
def test_a_claim_is_refused(case):
    with pytest.raises(ValueError, match=case["refused"]):
        stated(case)


@pytest.mark.parametrize("case", [c for c in CASES if "nothing" in c], ids=lambda case: case["name"])
def test_a_claim_gives_nothing(case):
    assert stated(case) == []


def test_every_kind_and_value_has_a_case():
    good = [case for case in CASES if "holds" in case]
    for kind, (roles, values) in CLAIM_KINDS.items():
        mine = [case for case in good if case["kind"] == kind]
        used = {name for case in mine for name in (*case["roles"], *case["values"])}
        assert used == {*roles, *values}, kind
