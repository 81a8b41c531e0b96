"""The command line: one module a command, loaded when the command is called."""

from __future__ import annotations

from collections.abc import Sequence


def main(argv: Sequence[str] | None = None) -> None:
    """Run ``kg`` and end the process with its exit code."""
    from kg.cli.entry import run

    raise SystemExit(run(argv))
