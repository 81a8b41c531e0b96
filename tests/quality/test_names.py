"""No rule, lexicon or line of code names a person, firm or work of the annotated pages."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parents[2]
OWN = Path(__file__).parent
#: Kinds of things whose names are their own; shorter ones are also words.
TYPES, SHORTEST = {"Official", "Person", "Company", "Project"}, 3
#: Names that are words of the language or common given names, each with the reason.
PLAIN: dict[str, str] = yaml.safe_load((OWN / "plain_names.yaml").read_text(encoding="utf-8"))


def names(folders: list[Path]) -> Iterator[tuple[str, str]]:
    """The names of persons, firms and works in the gold of folders, each with the page's file."""
    for file in sorted(path for folder in folders for path in folder.glob("*.jsonl")):
        for line in file.read_text(encoding="utf-8").splitlines():
            one = json.loads(line)
            if one["kind"] == "entity" and TYPES & set(one["types"]):
                yield from ((name, file.stem) for name in (one["name"], *one.get("aliases", ())))


def sources() -> dict[str, str]:
    """Code, rules and lexicons, by their path."""
    files = [*(ROOT / "kg").rglob("*.py")]
    files += [path for folder in ("rules", "lexicons", "ask") for path in (ROOT / "kg/data" / folder).rglob("*.yaml")]
    return {str(path.relative_to(ROOT)): path.read_text(encoding="utf-8") for path in sorted(files)}


def told(folders: list[Path]) -> list[str]:
    """Where names of annotated pages stand."""
    texts = sources()
    found = {(n, page) for n, page in names(folders) if len(n) >= SHORTEST and n not in PLAIN}
    return [
        f"{name} ({page}) in {path}" for name, page in sorted(found) for path, text in texts.items() if name in text
    ]


def test_our_own_pages_are_not_named() -> None:
    assert told(sorted(OWN.glob("*/gold"))) == []


def test_the_shared_pages_are_not_named(shared: Path) -> None:
    assert told([shared / "gold"]) == []


@pytest.mark.parametrize("name", PLAIN)
def test_what_is_let_pass_is_still_needed(name: str) -> None:
    assert any(name in text for text in sources().values()), "take it out of plain_names.yaml"
