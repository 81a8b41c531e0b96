"""The formats that are read, by the ending of a file's name, and what reads them.

Text is decoded in this process. What a library has to take apart is parsed in a child process (``child``, ``worker``)
under limits of time and memory, for such files come from anywhere and their readers fail in every way. Each library
has one module here, which only the child imports.
"""

from __future__ import annotations

from dataclasses import dataclass

#: Largest file of a format that is taken apart, in bytes.
MOST_PACKED = 256_000_000


@dataclass(frozen=True, slots=True)
class Format:
    """One format: its name, the endings of its files, and for those that need one, the distribution and its extra."""

    name: str
    suffixes: tuple[str, ...]
    distribution: str = ""  # the library whose version a result depends on
    extra: str = ""


TEXT = Format("text", (".txt", ".md"))
HTML = Format("html", (".html", ".htm"), "trafilatura", "html")
PDF = Format("pdf", (".pdf",), "pypdf", "pdf")
DOCX = Format("docx", (".docx",), "python-docx", "docx")
JSONL = Format("jsonl", (".jsonl",))
ZIP = Format("zip", (".zip",))
FORMATS = (TEXT, HTML, PDF, DOCX, JSONL, ZIP)
SUFFIXES = tuple(suffix for format_ in FORMATS for suffix in format_.suffixes)


def of(name: str) -> Format | None:
    """The format of a file of that name; None when it is not read."""
    lower = name.lower()
    return next((f for f in FORMATS if lower.endswith(f.suffixes)), None)
