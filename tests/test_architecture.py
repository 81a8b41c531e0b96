"""Keeps the shape of the code: imports go down only, one door per library, small modules, no foreign words.

Imports are read from the syntax tree, so those inside functions count as well.
"""

from __future__ import annotations

import ast
import re
import sys
import tomllib
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "kg"
MODULES = sorted(PACKAGE.rglob("*.py"))

#: From the top down. A module may import from its own floor and from those below it.
FLOORS = (
    ("kg.cli", "kg.__main__"),
    ("kg",),  # kg/__init__.py: the public door, which may fetch from everything below
    ("kg.pipeline",),
    ("kg.scale",),
    ("kg.use",),
    ("kg.graph",),
    ("kg.facts",),
    ("kg.mentions",),
    ("kg.documents",),
    ("kg.language",),
    ("kg.cache", "kg.codec", "kg.garbage", "kg.lifetime", "kg.records", "kg.errors", "kg.resources"),
)

#: Library -> the only modules (or folders, with a dot at the end) that may import it.
DOORS = {
    "ahocorasick": ("kg.mentions.automaton",),
    "click": ("kg.cli.",),
    "distributed": ("kg.scale.cluster",),
    "docx": ("kg.documents.formats.docx",),
    "httpx": ("kg.graph.http",),
    "jieba": ("kg.mentions.tokens",),
    "networkx": ("kg.use.network",),
    "pyoxigraph": (  # our own questions, and those of guests
        "kg.graph.store",
        "kg.graph.builder",
        "kg.graph.engine",
        "kg.graph.results",
    ),
    "pypdf": ("kg.documents.formats.pdf",),
    "pypdfium2": ("kg.documents.formats.ocr",),
    "pyshacl": ("kg.graph.validate",),
    "pyvis": ("kg.use.view",),
    "rapidocr_onnxruntime": ("kg.documents.formats.ocr",),
    "rdflib": ("kg.graph.rdf",),
    "rich": ("kg.cli.",),
    "starlette": ("kg.use.serve.",),
    "uvicorn": ("kg.use.serve.run",),
    "trafilatura": ("kg.documents.formats.html",),
    "yaml": ("kg.resources",),
}

MAX_LINES = 400

#: What a committed file must not say: machine paths, and marks of work left undone.
FORBIDDEN = re.compile(
    r"""(?<![\w.])/(?:work|root|home|tmp)/[a-z.]   # a path of somebody's machine
      | \b(?:TODO|FIXME|XXX|HACK)\b                # what is not done is said in the docs, or done
      | \bissue\s*\#?\d+\b                         # the code explains itself without a tracker
    """,
    re.VERBOSE,
)


def module_name(path: Path) -> str:
    """The dotted name of a file: kg/graph/__init__.py -> kg.graph."""
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def imported(source: str | ast.AST) -> list[tuple[str, int]]:
    """Every imported dotted name and its line: `from kg.graph import store` gives kg.graph.store."""
    found = []
    for node in ast.walk(ast.parse(source) if isinstance(source, str) else source):
        if isinstance(node, ast.Import):
            found += [(alias.name, node.lineno) for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            found += [(f"{'.' * node.level}{node.module or ''}.{alias.name}", node.lineno) for alias in node.names]
    return found


def at_run_time(source: str) -> ast.AST:
    """The module without what only type checkers read: an annotation may name a library behind its door."""

    class Drop(ast.NodeTransformer):
        def visit_If(self, node: ast.If) -> ast.AST | list[ast.stmt]:
            return node.orelse if ast.unparse(node.test) == "TYPE_CHECKING" else node

    tree: ast.AST = Drop().visit(ast.parse(source))
    return tree


def floor(name: str) -> int:
    """Which floor a dotted name of the package stands on, 0 at the top. Raises LookupError for one without."""
    best = (-1, -1)
    for index, rooms in enumerate(FLOORS):
        for room in rooms:
            # `kg` itself is the door only by its own name; below it a name without a room of its own is an error.
            if name == room or (room != "kg" and name.startswith(f"{room}.")):
                best = max(best, (len(room), index))
    if best[1] < 0:
        raise LookupError(f"{name} stands on no floor: put it into a folder, or name its floor in this test")
    return best[1]


def target(name: str) -> str:
    """The module an imported name belongs to: kg.graph.store.Store -> kg.graph.store; names of the door -> kg."""
    parts = name.split(".")
    while len(parts) > 1:
        path = ROOT.joinpath(*parts)
        if path.with_suffix(".py").is_file() or path.is_dir():
            break
        parts.pop()
    return ".".join(parts)


def climbs(name: str, source: str) -> list[str]:
    """The imports of one module that go up, as sentences."""
    here = floor(name)
    wrong = []
    for full, line in imported(source):
        if full.split(".")[0] == "kg" and floor(target(full)) < here:
            wrong.append(f"{name}:{line} imports {full}, which stands above it")
    return wrong


def trespasses(name: str, source: str) -> list[str]:
    """The imports of one module that pass by a library's door, as sentences."""
    wrong = []
    for full, line in imported(at_run_time(source)):
        doors = DOORS.get(full.split(".")[0])
        if doors and not any(name == door or (door.endswith(".") and f"{name}.".startswith(door)) for door in doors):
            wrong.append(f"{name}:{line} imports {full}; only {', '.join(doors)} may")
    return wrong


@pytest.mark.parametrize("path", MODULES, ids=module_name)
def test_module_keeps_to_its_place(path: Path) -> None:
    source = path.read_text(encoding="utf-8")
    name = module_name(path)
    assert not climbs(name, source) + trespasses(name, source)
    assert len(source.splitlines()) <= MAX_LINES, f"{name} is longer than {MAX_LINES} lines: divide it"
    assert not [full for full, _ in imported(source) if full.startswith(".")], "imports are absolute"


@pytest.mark.parametrize("path", MODULES, ids=module_name)
def test_module_says_what_it_is_for(path: Path) -> None:
    assert ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))), f"{module_name(path)} has no docstring"


def test_every_door_exists() -> None:
    """A door that was moved or renamed must be renamed here too, else the rule guards nothing."""
    for doors in DOORS.values():
        for door in doors:
            path = ROOT.joinpath(*door.rstrip(".").split("."))
            assert path.is_dir() if door.endswith(".") else path.with_suffix(".py").is_file(), door


def distributions() -> set[str]:
    """The distributions that pyproject declares for running, with those of extra formats, as their import names."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = project["optional-dependencies"]
    named = ("html", "pdf", "docx", "ocr", "dask", "remote")
    declared = [*project["dependencies"], *(line for name in named for line in extras[name])]
    names = {re.split(r"[\[<>=~! ]", line)[0].lower() for line in declared}
    imports = {"pyyaml": "yaml", "pyahocorasick": "ahocorasick", "python-docx": "docx"}
    return {imports.get(name, name).replace("-", "_") for name in names}


def test_what_is_imported_is_declared_and_what_is_declared_is_imported() -> None:
    used = {full.split(".")[0] for path in MODULES for full, _ in imported(path.read_text(encoding="utf-8"))}
    assert used - set(sys.stdlib_module_names) - {"kg"} == distributions()


def test_no_module_imports_itself_in_a_circle() -> None:
    """Within a floor too; an import inside a function does not run at once and may close a circle."""
    graph: dict[str, set[str]] = {}
    for path in MODULES:
        tree = ast.parse(path.read_text(encoding="utf-8"))
        at_once = ast.Module([node for node in tree.body if isinstance(node, ast.Import | ast.ImportFrom)], [])
        graph[module_name(path)] = {target(full) for full, _ in imported(at_once)} - {module_name(path)}
    TopologicalSorter(graph).prepare()  # raises CycleError with the circle


def texts() -> list[Path]:
    """Every text file of the project that a person wrote."""
    folders = ("kg", "queries", "tests", "docs", "tools", "benchmarks", ".ci")
    suffixes = {".py", ".yaml", ".yml", ".ttl", ".rq", ".md", ".toml", ".sh", ".html", ".js", ".css", ".in", ""}
    found = [p for p in ROOT.iterdir() if p.is_file() and p.name != ".git"]  # which names a worktree's repository
    for folder in folders:
        found += [p for p in (ROOT / folder).rglob("*") if p.is_file()]
    return sorted(p for p in found if p.suffix in suffixes and "__pycache__" not in p.parts and p != Path(__file__))


def test_no_file_says_what_it_must_not() -> None:
    wrong = []
    for path in texts():
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            if found := FORBIDDEN.search(line):
                wrong.append(f"{path.relative_to(ROOT)}:{number} says {found[0]!r}")
    assert not wrong


def test_locks_name_no_registry() -> None:
    """A lock holds versions and hashes; where packages come from is the business of the machine that installs."""
    locks = sorted((ROOT / "locks").glob("*.txt"))
    assert [p.name for p in locks] == ["build.txt", "dev.txt", "run.txt"]
    for path in locks:
        text = path.read_text(encoding="utf-8")
        assert "://" not in text, f"{path.name} holds an address"
        assert "--index-url" not in text, f"{path.name} names an index"
        pinned = re.findall(r"^[a-z][\w.\[\],-]*==\S+", text, re.MULTILINE)
        blocks = re.findall(r"^[a-z][\w.\[\],-]*==\S+ \\\n\s+--hash=sha256:", text, re.MULTILINE)
        assert len(pinned) == len(blocks) > 3, f"{path.name} has a version without a hash"


class TestTheTestItself:
    """The checks above must be able to fail."""

    def test_an_import_upward_is_seen_even_inside_a_function(self) -> None:
        source = "def f():\n    from kg.use import network\n"
        assert climbs("kg.mentions.lexicon", source) == [
            "kg.mentions.lexicon:2 imports kg.use.network, which stands above it"
        ]

    def test_an_import_from_the_public_door_is_upward(self) -> None:
        assert climbs("kg.use.view", "import kg\n")
        assert climbs("kg.use.view", "from kg import build\n")

    def test_a_module_of_the_lowest_floor_is_no_door(self) -> None:
        assert not climbs("kg.use.view", "from kg import records\nfrom kg.errors import GraphError\n")

    def test_a_second_door_is_seen(self) -> None:
        assert trespasses("kg.use.stats", "import networkx as nx\n")
        assert trespasses("kg.climate", "from click import echo\n")
        assert not trespasses("kg.cli.build", "from click import echo\n")

    def test_a_library_may_be_named_for_its_types(self) -> None:
        source = "if TYPE_CHECKING:\n    import networkx\n    from kg.cli import main\n"
        assert not trespasses("kg.use.facade", source)
        assert climbs("kg.use.facade", source), "but the floors hold for types too"

    @pytest.mark.parametrize("line", ["open('/home/ann/x')", "# TODO later", "see issue 12"])
    def test_forbidden_words_are_found(self, line: str) -> None:
        assert FORBIDDEN.search(line)

    @pytest.mark.parametrize("line", ["../shared/pages", "tmp_path / 'x'", "build/graph.ttl", "/usr/bin/env bash"])
    def test_plain_words_are_not(self, line: str) -> None:
        assert not FORBIDDEN.search(line)
