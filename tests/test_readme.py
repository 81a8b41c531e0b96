"""What the README shows must be true: its commands exist, its answers are what the program answers."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
DOCUMENTS = [path for path in (ROOT / "README.md", ROOT / "README.zh.md", ROOT / "docs" / "guide.md") if path.exists()]
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


@pytest.fixture
def after_demo(tmp_path: Path, seeds_graph: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working folder as `make demo` leaves it."""
    (tmp_path / "seeds").symlink_to(ROOT / "seeds")
    (tmp_path / "build").mkdir()
    (tmp_path / "build" / "fangzhi.kg").symlink_to(seeds_graph)
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda p: p.name)
def test_answers_are_the_real_ones(path: Path, after_demo: Path) -> None:
    """A console block shows one call of kg over the seeds, and below it exactly what is printed."""
    # a terminal of a fixed width, without colours
    terminal = {**os.environ, "COLUMNS": "100", "NO_COLOR": "1", "TERM": "dumb", "PYTHONUTF8": "1"}
    for block in blocks(path, "console"):
        call, _, shown = block.partition("\n")
        words = shlex.split(call)
        assert words[0] == "$", f"{path.name}: a console block begins with a command"
        assert words[1] in ("kg", ".venv/bin/kg"), f"{path.name}: {call}"
        ran = subprocess.run(
            [sys.executable, "-m", "kg", *words[2:]],
            capture_output=True,
            text=True,
            encoding="utf-8",
            env=terminal,
            cwd=after_demo,
            timeout=120,
            check=False,
        )
        assert ran.returncode == 0, ran.stderr
        assert plain(ran.stdout) == plain(shown), f"{path.name}: {call}"


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda p: p.name)
def test_python_runs(path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each Python block runs as it stands, in a folder that holds nothing but the seeds."""
    (tmp_path / "seeds").symlink_to(ROOT / "seeds")
    (tmp_path / "build").mkdir()
    monkeypatch.chdir(tmp_path)
    for block in blocks(path, "python"):
        exec(compile(block, path.name, "exec"), {"__name__": "readme"})


def plain(text: str) -> str:
    """The text without blanks at the ends of its lines."""
    return "\n".join(line.rstrip() for line in text.strip("\n").splitlines()).strip()


def test_both_languages_show_the_same_commands() -> None:
    english, chinese = (
        [re.sub(r"[^\x00-\x7f]\S*|\bmy-pages/", "X", line.split("#")[0]).split() for line in kg_commands(ROOT / name)]
        for name in ("README.md", "README.zh.md")
    )
    assert english == chinese
