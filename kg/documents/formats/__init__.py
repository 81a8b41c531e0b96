"""The formats that are read, by the ending of a file's name."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Format:
    """One format: its name in messages and records, and the endings of its files."""

    name: str
    suffixes: tuple[str, ...]


FORMATS = (Format("text", (".txt", ".md")),)
SUFFIXES = tuple(suffix for format_ in FORMATS for suffix in format_.suffixes)


def of(name: str) -> Format | None:
    """The format of a file of that name; None when it is not read."""
    lower = name.lower()
    return next((f for f in FORMATS if lower.endswith(f.suffixes)), None)
