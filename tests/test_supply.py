"""What we take from others, and what we never do with it: licences, holes, and no code out of data.

`make audit` asks an advisory service about vulnerabilities besides, which needs the network.
"""

from __future__ import annotations

import ast
import json
import re
import sys
from pathlib import Path

import pytest
import yaml

from kg import resources
from tools import audit

ROOT = Path(__file__).parents[1]
#: Calls that make code of text, or start a shell.
CODE = {"eval", "exec", "__import__", "os.system", "os.popen", "subprocess.getoutput", "subprocess.getstatusoutput"}
#: Modules whose readers run what they read.
READERS = {"pickle", "cPickle", "dill", "marshal", "shelve", "cloudpickle", "joblib"}
UNSAFE_YAML = {"yaml.unsafe_load", "yaml.full_load", "yaml.load_all", "yaml.unsafe_load_all", "yaml.full_load_all"}


def dangers(source: str) -> list[str]:
    """What of a module could run data as code, as lines."""
    found = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import | ast.ImportFrom):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else [node.module or ""]
            found += [f"{node.lineno}: imports {name}" for name in names if name.split(".")[0] in READERS]
        elif isinstance(node, ast.Call):
            name = ast.unparse(node.func)
            shell = any(k.arg == "shell" and ast.unparse(k.value) != "False" for k in node.keywords)
            loose = name == "yaml.load" and not any(k.arg == "Loader" for k in node.keywords)
            if shell or loose or name in CODE | UNSAFE_YAML:
                found.append(f"{node.lineno}: {ast.unparse(node)}")
    return found


@pytest.mark.parametrize("path", sorted((ROOT / "kg").rglob("*.py")), ids=lambda path: path.stem)
def test_no_code_out_of_data(path: Path) -> None:
    assert dangers(path.read_text(encoding="utf-8")) == []


def test_yaml_is_read_by_a_safe_loader(monkeypatch: pytest.MonkeyPatch) -> None:
    used: list[str] = []
    monkeypatch.setattr(yaml, "load", lambda _text, **options: used.append(options["Loader"].__name__))
    resources.yaml_file(resources.names("rules", ".yaml")[0])
    assert used in (["CSafeLoader"], ["SafeLoader"])


@pytest.mark.parametrize(
    "line",
    ["import pickle", "from marshal import loads", "eval(text)", "os.system(name)", "run('ls', shell=True)",
     "yaml.load(text)", "yaml.unsafe_load(text)", "run(call, shell=flag)"],
)  # fmt: skip
def test_dangers_are_seen(line: str) -> None:
    assert dangers(line)


@pytest.mark.parametrize("line", ["re.compile(text)", "run(call, shell=False)", "yaml.load(text, Loader=Loader)"])
def test_what_is_harmless_is_not(line: str) -> None:
    assert not dangers(line)


def test_every_licence_is_allowed() -> None:
    python, npm = audit.python_licences(), audit.npm_licences()
    assert set(python) == audit.locked(), "the environment is as locked"
    assert len(npm) > 20
    assert audit.refused(python | npm) == {}


def test_the_notice_of_the_workbench_names_every_part() -> None:
    notice = ROOT / "kg" / "assets" / "web" / "NOTICE.txt"
    if not notice.is_file():
        pytest.skip("网页工作台没有打包 · the workbench is not bundled")
    heads = re.findall(
        r"(?:^The workbench.*\n\n|^-{80}\n\n)(\S+) \S+ \((.+)\)$", notice.read_text("utf-8"), re.MULTILINE
    )
    assert len(heads) > 10
    assert audit.refused(dict(heads)) == {}


@pytest.mark.parametrize(
    ("expression", "allowed"),
    [
        ("MIT", True), ("mit license", True), ("(MPL-2.0 OR Apache-2.0)", True), ("GPL-3.0-only OR MIT", True),
        ("BSD-3-Clause AND Zlib", True), ("Apache Software License; MIT License", True),
        ("GPL-3.0-only", False), ("AGPL-3.0", False), ("LGPL-2.1-or-later", False), ("MIT AND GPL-2.0-only", False),
        ("GNU General Public License v3 (GPLv3)", False), ("MIT License; GNU General Public License (GPL)", False),
        ("UNKNOWN", False), ("", False), ("MIT AND (GPL-2.0-only OR GPL-3.0-only)", False),
    ],
)  # fmt: skip
def test_which_licences_are_allowed(expression: str, allowed: bool) -> None:
    assert audit.is_allowed(expression) == allowed


def test_the_list_allows_no_licence_that_would_hold_for_the_whole() -> None:
    assert not [name for name in audit.policy()["allowed"] if re.search("GPL|GNU|SSPL|NC", name, re.IGNORECASE)]
    for one in (audit.policy()["exceptions"] | audit.policy()["vulnerabilities"]).values():
        assert one["why"], "whoever makes an exception says why"


def test_an_exception_holds_for_what_was_looked_at_only() -> None:
    [(name, one)] = audit.policy()["exceptions"].items()
    assert audit.refused({name: one["prints"]}) == {}
    assert audit.refused({name: "another"}) == {name: "another"}
    assert audit.refused({"another": one["prints"]})


SOUND = {"name": "a", "version": "1", "vulns": []}
HOLED = {"name": "b", "version": "2", "vulns": [{"id": "PYSEC-1"}]}
UNKNOWN = {"name": "c", "skip_reason": "not found"}


def auditor(folder: Path, says: str) -> str:
    """A Python that answers whatever it is asked as pip-audit would."""
    path = folder / "python"
    path.write_text(f"#!/bin/sh\n{says}\n", encoding="utf-8")
    path.chmod(0o700)
    return str(path)


def answer(*packages: object) -> str:
    return f"echo '{json.dumps({'dependencies': packages})}'; exit 1"


@pytest.mark.parametrize(
    ("says", "holes", "words"),
    [
        (answer(SOUND, UNKNOWN), 0, ("核对了 2 个依赖的漏洞,0 个有,2 个查不到",)),
        (answer(SOUND, HOLED), 2, ("有已知漏洞:b 2:PYSEC-1", "核对了 4 个依赖的漏洞,2 个有")),
        (answer(UNKNOWN), 0, ("没有核对漏洞",)),
        ("echo 'ConnectionError: out of reach' >&2; exit 1", 0, ("没有核对 build.txt 的漏洞", "out of reach")),
    ],
    ids=["sound", "a hole", "nothing is known", "out of reach"],
)
def test_what_is_said_of_vulnerabilities(
    says: str, holes: int, words: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    """What could not be asked about is said, and never counted as sound."""
    monkeypatch.setattr(sys, "executable", auditor(tmp_path, says))
    assert audit.check_vulnerabilities() == holes
    said = capsys.readouterr().out
    assert all(word in said for word in words), said
