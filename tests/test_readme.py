"""What the README shows must be true: its commands exist, its answers are what the program answers."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from kg.documents import encodings
from kg.documents.formats.parse import MOST_BYTES, Limits
from tests.graph.killing import OPEN_WITHIN
from tests.patterns.test_patterns import LENGTH, SECONDS
from tools import readme

ROOT = Path(__file__).parents[1]
DOCUMENTS = readme.DOCUMENTS
FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"\]\(([^)#\s]+)(?:#[^)]*)?\)")


def blocks(path: Path, language: str) -> list[str]:
    """The fenced blocks of one language in a document."""
    return [body for found, body in FENCE.findall(path.read_text(encoding="utf-8")) if found == language]


def kg_commands(path: Path) -> list[str]:
    """Every line that calls kg: in sh blocks, after `$ ` in console blocks, and in the table of commands."""
    lines = "".join(blocks(path, "sh")).splitlines()
    lines += [line[2:] for block in blocks(path, "console") for line in block.splitlines() if line.startswith("$ ")]
    lines += re.findall(r"^\| `(kg [^`]+)`", path.read_text(encoding="utf-8"), re.MULTILINE)
    return [line for line in lines if re.match(r"(\.venv/bin/)?kg ", line)]


def make_targets(path: Path) -> set[str]:
    """Every target that the document tells to make."""
    return set(re.findall(r"\bmake ([a-z]+)\b(?=[`\n])", path.read_text(encoding="utf-8")))


@pytest.fixture(scope="module")
def commands() -> dict[str, set[str]]:
    """Command -> its options, read from the program itself."""
    import click

    from kg.cli.entry import kg

    context = click.Context(kg)
    found = {}
    for name in kg.list_commands(context):
        command = kg.get_command(context, name)
        assert command is not None
        found[name] = {option for parameter in command.params for option in parameter.opts} | {"--help"}
    return found


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda p: p.name)
def test_commands_and_options_exist(path: Path, commands: dict[str, set[str]]) -> None:
    for line in kg_commands(path):
        # square brackets mark what may be left out: [-o FILE]
        words = shlex.split(line.replace("[", " ").replace("]", " "), comments=True)
        name = words[1]
        assert name in commands, f"{path.name} names kg {name}, which does not exist"
        for word in words[2:]:
            if re.fullmatch(r"--?[a-z][\w-]*", word):
                assert word in commands[name], f"{path.name}: kg {name} has no {word}"


def test_every_command_is_in_the_readme(commands: dict[str, set[str]]) -> None:
    for name in ("README.md", "README.zh.md"):
        shown = {shlex.split(line, comments=True)[1] for line in kg_commands(ROOT / name)}
        assert set(commands) <= shown, f"{name} does not show {set(commands) - shown}"


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda p: p.name)
def test_targets_exist(path: Path) -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    for name in make_targets(path):
        assert re.search(rf"^{name}:", makefile, re.MULTILINE), f"{path.name} names make {name}"


@pytest.mark.parametrize("path", [*DOCUMENTS, ROOT / "docs" / "decisions" / "README.md"], ids=lambda p: p.name)
def test_links_lead_somewhere(path: Path) -> None:
    for link in LINK.findall(path.read_text(encoding="utf-8")):
        if "://" not in link:
            assert (path.parent / link).exists(), f"{path.name} links to {link}"


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda p: p.name)
def test_answers_are_the_real_ones(path: Path, seeds_graph: Path) -> None:
    """Every console block shows exactly what is printed; `make readme` brings them up to date."""
    for block in readme.CONSOLE.finditer(path.read_text(encoding="utf-8")):
        assert block["answer"] == readme.answer(block["call"], seeds_graph)


def test_there_is_an_answer_to_see() -> None:
    for name in ("README.md", "README.zh.md"):
        assert readme.CONSOLE.search((ROOT / name).read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", ["README.md", "README.zh.md"])
def test_no_more_accuracy_is_promised_than_measured(name: str, pages_graph: Path, shared: Path) -> None:
    """To the two digits shown; `make readme` measures anew."""
    shown = readme.ACCURACY.search((ROOT / name).read_text(encoding="utf-8"))
    measured = readme.accuracy_table(pages_graph, shared / "gold", name.endswith(".zh.md"))
    assert shown
    promises, facts = figures(shown[0]), figures(measured)
    assert promises.keys() == facts.keys()
    for row, promised in promises.items():
        assert promised <= facts[row] + 0.005, f"{name}: {row}"


def figures(table: str) -> dict[tuple[str, int], float]:
    """The figures of a Markdown table by row and column."""
    rows = [line.strip("| ").split(" | ") for line in table.strip().splitlines()[2:]]
    return {(row[0], column): float(figure) for row in rows for column, figure in enumerate(row[2:])}


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda p: p.name)
def test_python_runs(path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each Python block runs as it stands, in a folder that holds nothing but the seeds."""
    (tmp_path / "seeds").symlink_to(ROOT / "seeds")
    (tmp_path / "build").mkdir()
    monkeypatch.chdir(tmp_path)
    for block in blocks(path, "python"):
        exec(compile(block, path.name, "exec"), {"__name__": "readme"})


def test_both_languages_show_the_same_commands() -> None:
    english, chinese = (
        [re.sub(r"[^\x00-\x7f]\S*|\bmy-pages/", "X", line.split("#")[0]).split() for line in kg_commands(ROOT / name)]
        for name in ("README.md", "README.zh.md")
    )
    assert english == chinese


def test_threats_name_tests_that_are_there() -> None:
    """A promise whose test was renamed or dropped is a promise without a test."""
    written = "\n".join(path.read_text(encoding="utf-8") for path in sorted((ROOT / "tests").rglob("*.py")))
    named = re.findall(r"`([^`\n]+)`", (ROOT / "THREATS.md").read_text(encoding="utf-8"))
    places = [name for name in named if name.startswith(("tests/", "benchmarks/", "tools/"))]
    tests = [name.strip("…") for name in named if name.startswith(("test_", "…"))]
    assert len(places) > 30
    assert len(tests) > 30
    assert [name for name in places if not (ROOT / name).exists()] == []
    assert [name for name in tests if not re.search(rf"^def \w*{name}", written, re.MULTILINE)] == []


def test_threats_name_the_limits_in_force() -> None:
    """The tests themselves run with less, so that they are done soon."""
    threats = (ROOT / "THREATS.md").read_text(encoding="utf-8")
    assert f"within {Limits().seconds} s a piece and {Limits().megabytes // 1024} GB" in threats
    assert encodings.MOST_CHARACTERS == 2_000_000
    assert "texts over two million characters" in threats
    assert f"files over {max(MOST_BYTES.values()) // 1_000_000} MB" in threats
    assert f"more than {SECONDS * 1000:g} ms on {LENGTH:,} characters" in threats
    assert f"opens, whole, within {OPEN_WITHIN:g} s" in threats


def test_torture_runs_all_that_is_scaled_down() -> None:
    [chosen] = re.findall(r"^TORTURE := (.+)$", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
    scaled = [
        path.relative_to(ROOT)
        for path in sorted((ROOT / "tests").rglob("test_*.py"))
        if re.search(r'environ\.get\("(?:FANGZHI_TORTURE|HOSTILE)"', path.read_text(encoding="utf-8"))
    ]
    assert len(scaled) >= 5
    assert [path for path in scaled if not any(path.is_relative_to(one) for one in chosen.split())] == []
