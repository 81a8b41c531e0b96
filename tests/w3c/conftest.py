"""Where the W3C's suites lie, and which of their tests fail for a known reason."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from tests.conftest import shared_folder

KNOWN: dict[str, str] = yaml.safe_load((Path(__file__).parent / "known_failures.yaml").read_text(encoding="utf-8"))


def suites(name: str = "sparql/sparql11") -> Path | None:
    """The folder of the SPARQL 1.1 suites, or of others, if it is there."""
    shared = shared_folder()
    root = shared / "w3c" / name if shared else None
    return root if root and root.is_dir() else None


@pytest.fixture(scope="session")
def root() -> Path:
    """The folder of the suites; skips the test with a plain message where there is none."""
    found = suites()
    if found is None:
        pytest.skip("没有 W3C 的测试集(FANGZHI_SHARED 或 ../shared) · no W3C suites")
    return found


def judge(name: str, passed: bool, detail: str = "") -> None:
    """Fail when a test fails that should pass, or passes that is listed as failing: the list only shrinks."""
    if name in KNOWN:
        assert not passed, f"{name} passes now: strike it from known_failures.yaml"
        pytest.xfail(KNOWN[name])
    assert passed, f"{name}: {detail}"
