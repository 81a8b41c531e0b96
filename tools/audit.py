"""What is known of the packages we depend on: under which licences they are, and which holes were found in them.

    python tools/audit.py

1. Licences of all packages of the locks, Python's and npm's, against `locks/licences.yaml`. Needs no network.
2. Vulnerabilities of the Python ones, by pip-audit. Where the advisory service cannot be asked, that is said and no
   failure; what was not asked about never counts as sound.

Ends with 1 when a licence is not allowed or a hole is known.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).parents[1]
LOCKS = ROOT / "locks"
NPM = ROOT / "web" / "package-lock.json"
_PINNED = re.compile(r"^([A-Za-z0-9][\w.-]*)(?:\[[^\]]*\])?==", re.MULTILINE)
PATIENCE = 600  # seconds for all questions to the advisory service


@cache
def policy() -> dict[str, Any]:
    """`locks/licences.yaml`."""
    found: dict[str, Any] = yaml.safe_load((LOCKS / "licences.yaml").read_text(encoding="utf-8"))
    return found


def locked() -> set[str]:
    """The names of all locked Python packages, normalised."""
    return {plain(name) for lock in LOCKS.glob("*.txt") for name in _PINNED.findall(lock.read_text(encoding="utf-8"))}


def plain(name: str) -> str:
    """A package's name as PEP 503 normalises it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def python_licences() -> dict[str, str]:
    """What the installed ones of the locked packages say of their licence."""
    call = [sys.executable, "-m", "piplicenses", "--format=json", "--with-system", "--from=mixed"]
    ran = subprocess.run(call, capture_output=True, text=True, check=True)
    said = {plain(one["Name"]): one["License"] for one in json.loads(ran.stdout)}
    return {name: said[name] for name in sorted(locked() & said.keys())}


def npm_licences() -> dict[str, str]:
    """What the lock of the workbench's parts says of their licences, tools included."""
    packages = json.loads(NPM.read_text(encoding="utf-8"))["packages"]
    return {name.removeprefix("node_modules/"): one.get("license", "UNKNOWN") for name, one in packages.items() if name}


def refused(licences: dict[str, str]) -> dict[str, str]:
    """The packages whose licence is not allowed."""
    excepted = {name: one["prints"] for name, one in policy()["exceptions"].items()}
    return {name: said for name, said in licences.items() if excepted.get(name) != said and not is_allowed(said)}


def is_allowed(expression: str) -> bool:
    """Whether the licence is one we may use: any of `A OR B`, all of `A AND B` and of `A; B`."""
    allowed = {name.lower() for name in policy()["allowed"]}
    choices = re.split(r"\s+OR\s+", re.sub(r"^\((.*)\)$", r"\1", expression.strip()))
    parts = (re.split(r"\s+and\s+|\s*;\s*", choice, flags=re.IGNORECASE) for choice in choices)
    return any(all(part.lower() in allowed for part in choice) for choice in parts)


@dataclass(frozen=True)
class Findings:
    """What the advisory service said: how many packages it knew, the holes by package, how many it did not know."""

    asked: int
    holes: dict[str, list[str]]
    unknown: int


def vulnerabilities(lock: Path) -> Findings:
    """What is known of the packages of one lock. Raises OSError, with the reason, when the service is out of reach."""
    quiet = ("--disable-pip", "--progress-spinner", "off", "-f", "json")
    call = [sys.executable, "-m", "pip_audit", "-r", str(lock), *quiet]
    for known in policy()["vulnerabilities"]:
        call += ["--ignore-vuln", known]
    try:
        ran = subprocess.run(call, capture_output=True, text=True, check=False, timeout=PATIENCE)
        packages = json.loads(ran.stdout)["dependencies"]
    except subprocess.TimeoutExpired as error:
        raise OSError(f"no answer within {PATIENCE} s") from error
    except ValueError as error:
        raise OSError((ran.stderr.strip().splitlines() or ["no answer"])[-1][:300]) from error
    return findings(packages)


def findings(packages: list[dict[str, Any]]) -> Findings:
    """pip-audit's list of packages, counted."""
    asked = [one for one in packages if "vulns" in one]
    holes = {f"{one['name']} {one['version']}": [hole["id"] for hole in one["vulns"]] for one in asked if one["vulns"]}
    return Findings(len(asked), holes, len(packages) - len(asked))


def check_licences() -> int:
    """Say which licences are not allowed; how many those are."""
    found = {**python_licences(), **npm_licences()}
    wrong = refused(found)
    for name, said in wrong.items():
        print(f"许可证不在 locks/licences.yaml 里:{name}({said})。 This licence is not allowed: {name} ({said}).")
    print(f"核对了 {len(found)} 个依赖的许可证,{len(wrong)} 个不合。 {len(found)} licences, {len(wrong)} not allowed.")
    return len(wrong)


def check_vulnerabilities() -> int:
    """Say which holes are known, and of how many packages nothing could be learnt; how many packages have any."""
    asked = unknown = holes = 0
    for lock in (LOCKS / "build.txt", LOCKS / "dev.txt"):  # dev.txt contains run.txt
        try:
            found = vulnerabilities(lock)
        except OSError as error:
            print(f"没有核对 {lock.name} 的漏洞:查不到公告({error})。 {lock.name} was not checked for vulnerabilities.")
            return holes
        for name, ids in found.holes.items():
            print(f"有已知漏洞:{name}:{'、'.join(ids)}。 Known vulnerabilities in {name}.")
        asked, unknown, holes = asked + found.asked, unknown + found.unknown, holes + len(found.holes)
        if not found.asked:
            print("没有核对漏洞:公告服务不认识任何一个依赖,想必不可达。 "
                  "Vulnerabilities were not checked: the advisory service knows none of the packages.")  # fmt: skip
            return holes
    print(f"核对了 {asked} 个依赖的漏洞,{holes} 个有,{unknown} 个查不到。", end=" ")
    print(f"{asked} packages checked for vulnerabilities, {holes} with some, {unknown} unknown to the service.")
    return holes


if __name__ == "__main__":
    sys.exit(bool(check_licences() + check_vulnerabilities()))
