"""Pages in one file that need nothing from anywhere: what is put into them, and the policy that lets in only that."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterable
from importlib.resources import files

from markupsafe import Markup

from kg.errors import DataError


def asset(name: str) -> str:
    """The text of one of our own page files."""
    return (files("kg") / "assets" / name).read_text(encoding="utf-8")


def inline(text: str, name: str) -> Markup:
    """Text fit to stand inside ``<script>`` or ``<style>``, with its line ends as the browser will hash them.

    Raises DataError, with its name, for a text that would end the element.
    """
    clean = text.replace("\r\n", "\n").replace("\r", "\n")
    if re.search(r"</(script|style)|<!--", clean, re.IGNORECASE):
        raise DataError(f"{name} 含有会中断页面的标记，无法内嵌。")
    return Markup(clean)


def policy(style: Markup, scripts: Iterable[Markup] = ()) -> str:
    """The Content-Security-Policy that admits the inlined texts by their hashes and nothing else."""
    allowed = " ".join(map(_hash, scripts)) or "'none'"
    return (
        f"default-src 'none'; script-src {allowed}; style-src {_hash(style)}; "
        "img-src data:; base-uri 'none'; form-action 'none'"
    )


def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode('utf-8')).digest()).decode('ascii')}'"
