"""Writes down every regular expression of the package: ``python -m tests.patterns.census FILE``, by test_patterns.

All modules are imported, a graph is built of the seeds, which reads every rule, and some questions are asked of it.
Meanwhile whatever is compiled on behalf of the package is noted, with the place, the rule it is of where there is one,
and how it is used: a pattern that only ever has to fit a whole name is not to be searched for in a text.
"""

from __future__ import annotations

import importlib
import json
import pkgutil
import re
import sys
import tempfile
from pathlib import Path
from typing import Any

import kg
from kg.use import floors

HOME = str(Path(kg.__file__).parent)
QUESTIONS = (
    "芦淞区有哪些在建项目?",
    "谁是芦淞区区委书记?",
    "芦淞区2024年前三季度GDP增长多少?",
    "株洲市获得过哪些荣誉?",
)
USES = {"match", "fullmatch", "search", "finditer", "findall", "sub", "subn", "split"}
_compile = re._compile  # type: ignore[attr-defined]


class Spy:
    """A compiled pattern that remembers what was asked of it."""

    def __init__(self, pattern: re.Pattern[Any], where: str) -> None:
        self.compiled = pattern
        self.where = where
        self.uses: set[str] = set()

    def __getattr__(self, name: str) -> Any:
        self.uses.add(name)
        return getattr(self.compiled, name)


def census() -> dict[tuple[Any, int], Spy]:
    """Every pattern with its flags, and the spy that goes by it."""
    found: dict[tuple[Any, int], Spy] = {}

    def noted(pattern: Any, flags: int) -> Any:
        compiled = _compile(pattern, flags)
        key = (compiled.pattern, compiled.flags)
        if key not in found and (where := _asker()):
            found[key] = Spy(compiled, where)
        return found.get(key, compiled)

    re._compile = noted  # type: ignore[attr-defined]
    try:
        for module in pkgutil.walk_packages(kg.__path__, "kg."):
            if not module.name.endswith("__main__"):
                importlib.import_module(module.name)
        with tempfile.TemporaryDirectory() as folder:
            kg.build([Path(HOME).parent / "seeds"], Path(folder) / "a.kg")
            with kg.open(Path(folder) / "a.kg") as graph:
                for question in QUESTIONS:
                    graph.ask(question)
                graph.report()
        floors.read_floors(Path(HOME).parent / "tests" / "quality" / "floors.yaml")
        _name_the_rules(found)
    finally:
        re._compile = _compile  # type: ignore[attr-defined]
    return found


def _asker() -> str:
    """The place in the package on whose behalf a pattern is compiled; empty for one of a library."""
    frame: Any = sys._getframe(2)
    while frame:
        file = frame.f_code.co_filename
        if file.startswith(HOME):
            return f"{Path(file).relative_to(HOME).as_posix()} {frame.f_code.co_name}"
        if Path(file).parent.name != "re" and Path(file).name != "functools.py":
            return ""
        frame = frame.f_back
    return ""


def _name_the_rules(found: dict[tuple[Any, int], Spy]) -> None:
    """Put the rule's file and name in the place of the function that compiles all of them."""
    from kg import resources
    from kg.documents.rules import line_rules
    from kg.facts import observe_rules
    from kg.mentions import rules

    named: dict[str, Any] = {f"observation/{rule.name}": rule.pattern for rule in observe_rules.rules()}
    named |= {f"layout/{rule.name}": rule.pattern for rule in line_rules()}
    for name in resources.names("rules", ".yaml"):
        stem = name.removeprefix("rules/").removesuffix(".yaml")
        if stem not in ("cascade", "layout", "macros", "observation"):
            named |= {f"{stem}/{rule.name}": rule.pattern for rule in rules.load(stem)}
    for name, spy in named.items():
        found[spy.compiled.pattern, spy.compiled.flags].where = name


def main() -> None:
    """Write the census as JSON; patterns over bytes are left out (headers of files, cut to some hundred bytes)."""
    lines = [
        {"pattern": pattern, "flags": flags, "where": spy.where, "uses": sorted(spy.uses & USES)}
        for (pattern, flags), spy in census().items()
        if isinstance(pattern, str)
    ]
    Path(sys.argv[1]).write_text(json.dumps(lines), encoding="utf-8")


if __name__ == "__main__":
    main()
