"""What the engine's serialisers leave to chance, put in order; what XML cannot hold, replaced."""

from __future__ import annotations

import re

#: XML 1.0 cannot hold these at all, not even escaped; OCR pages sometimes do.
NOT_XML = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]|\xef\xbf[\xbe\xbf]")
_CONTROLS = bytes(code for code in range(0x20) if code not in b"\t\n\r")
_ODD = (b"\xef\xbf\xbe", b"\xef\xbf\xbf")


def tidy(written: bytes, format_: str) -> bytes:
    """The same document with its prefixes in order; in RDF/XML, characters that XML forbids become U+FFFD."""
    if format_ == "rdfxml":
        return _sort_namespaces(fit_for_xml(written))
    return _sort_prefixes(written) if format_ in ("turtle", "trig") else written


def fit_for_xml(written: bytes) -> bytes:
    """The same text (UTF-8) with U+FFFD for what XML forbids."""
    if len(written.translate(None, _CONTROLS)) == len(written) and not any(odd in written for odd in _ODD):
        return written  # nearly always, and found a hundred times faster than by an expression
    return NOT_XML.sub("\ufffd".encode(), written)


def _sort_prefixes(written: bytes) -> bytes:
    """The same Turtle or TriG with its prefixes in order: the engine gives them in another order every time."""
    end = 0
    while written.startswith(b"@prefix ", end):
        end = written.index(b"\n", end) + 1
    return b"".join(sorted(written[:end].splitlines(keepends=True))) + written[end:]


def _sort_namespaces(written: bytes) -> bytes:
    """The same RDF/XML with the namespaces of its root in order."""
    start = written.index(b"<rdf:RDF ") + len(b"<rdf:RDF ")
    end = written.index(b">", start)
    return written[:start] + b" ".join(sorted(written[start:end].split(b" "))) + written[end:]
