"""The only minter of IRIs: readable, deterministic, independent of which other documents were read.

Under one base (default ``https://w3id.org/fangzhi/id/``):

    district/430203                                  an area known to GB/T 2260
    company/湖南云台瓷业股份有限公司                  any other entity: class and name …
    official/株洲市/刘伟~女                           … with ``home`` and ``disambiguator`` where the name is shared
    post/区委书记   indicator/地区生产总值            concepts
    page/2024/001.txt   article/2024/001.txt#3       a source file and its third article
    evidence/2024/001.txt#3/120-156/award-list       a span of it, found by a rule
    tenure/陈明远-9161e4b4e2362dc8                  a fact: its kind, its subject and a digest of its content
    graph/2024/001.txt   graph/reference/divisions   named graphs

The digest of a fact covers all that it says and nothing about where it was read, so that two pages that say the
same share one node with two pieces of evidence.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

from kg.records import ENTITY_TYPES, Pairs

DEFAULT_BASE = "https://w3id.org/fangzhi/id/"

#: ASCII characters a path segment may hold as they are: RFC 3987 ``isegment`` without the ones that only confuse
#: readers (``'``) or that this module uses itself (``~`` before a disambiguator).
PLAIN_ASCII = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._()+,=&@!$*;:")
#: Beyond ASCII, kept as they are: letters, marks, numbers, punctuation and symbols of these blocks (RFC 3987 ucschar).
UCSCHAR = ((0xA0, 0xD7FF), (0xF900, 0xFDCF), (0xFDF0, 0xFFEF), (0x10000, 0x1FFFD), (0x20000, 0x2FFFD),
           (0x30000, 0x3FFFD))  # fmt: skip
INVISIBLE = frozenset(("Zs", "Zl", "Zp", "Cf", "Cc", "Co"))  # not Cn: what is unassigned differs between Pythons
CONCEPTS = ("post", "indicator")
FACTS = ("tenure", "award", "milestone", "observation", "statement")
DIGEST_LENGTH = 16  # hexadecimal digits: 64 bits, a collision is unlikely below some hundred million facts
#: A base: absolute, ending where a name can follow, and free of what no IRI may hold.
BASE = re.compile(r"(?:https?://[^/]|urn:)[^\s<>\"{}|^`\\\[\]]*[/#]")


class Minter:
    """Makes the IRIs of one graph. ``base`` ends with ``/`` or ``#``; raises ValueError otherwise."""

    def __init__(self, base: str = DEFAULT_BASE) -> None:
        if not BASE.fullmatch(base):
            raise ValueError(f"an IRI base starts with http(s):// or urn: and ends with / or #: {base!r}")
        self.base = base

    def entity(self, type_: str, name: str, attrs: Pairs = ()) -> str:
        """The IRI of an entity; ``attrs`` may give ``code`` (districts), ``home`` and ``disambiguator``.

        Raises ValueError for a class that the contract does not know and for an empty name.
        """
        if type_ not in ENTITY_TYPES:
            raise ValueError(f"no entity class {type_!r}")
        known = dict(attrs)
        if type_ == "District" and known.get("code"):
            return f"{self.base}district/{segment(known['code'])}"
        if not name.strip():
            raise ValueError(f"a {type_} without a name")
        parts = [type_.lower(), *filter(None, (known.get("home", ""), name))]
        tail = f"~{segment(known['disambiguator'])}" if known.get("disambiguator") else ""
        return self.base + "/".join(segment(part) for part in parts) + tail

    def concept(self, kind: str, label: str) -> str:
        """The IRI of a post or an indicator."""
        return f"{self.base}{kind}/{segment(label)}"

    def page(self, source: str) -> str:
        """The IRI of a source file."""
        return f"{self.base}page/{_path(source)}"

    def article(self, source: str, position: int) -> str:
        """The IRI of an article; position 0, the furniture, is the page itself."""
        return f"{self.base}article/{_path(source)}#{position}" if position else self.page(source)

    def evidence(self, source: str, position: int, start: int, end: int, rule: str) -> str:
        """The IRI of the words ``start:end`` of a source, as found by a rule."""
        return f"{self.base}evidence/{_path(source)}#{position}/{start}-{end}/{segment(rule)}"

    def fact(self, kind: str, subject: str, content: Iterable[tuple[str, str]]) -> str:
        """The IRI of a fact about the entity ``subject``; the order of ``content`` does not matter."""
        sha = hashlib.sha256()
        for name, value in sorted(content):
            sha.update(f"{name}\0{value}\0".encode())
        tail = subject.removeprefix(self.base).rsplit("/", 1)[-1].replace("#", "-")
        return f"{self.base}{kind}/{tail}-{sha.hexdigest()[:DIGEST_LENGTH]}"

    def graph(self, source: str) -> str:
        """The named graph that holds what one source file says."""
        return f"{self.base}graph/{_path(source)}"

    def reference(self, name: str) -> str:
        """The named graph of reference data: ``divisions`` or ``ontology``; sources have a suffix, these have none."""
        return f"{self.base}graph/reference/{segment(name)}"

    def prefixes(self) -> dict[str, str]:
        """Prefixes for the entities and facts of this graph, one a kind, for readable exports."""
        names = [name.lower() for name in ENTITY_TYPES] + [*CONCEPTS, *FACTS]
        return {name: f"{self.base}{name}/" for name in names}


@lru_cache(maxsize=65536)
def segment(name: str) -> str:
    """One path segment of an IRI: Chinese stays readable, what IRIs forbid or hide is percent-encoded."""
    return "".join(c if _plain(c) else _percent(c) for c in unicodedata.normalize("NFC", name))


@lru_cache(maxsize=64)
def _path(source: str) -> str:
    return "/".join(segment(part) for part in source.split("/"))


def _percent(c: str) -> str:
    return "".join(f"%{byte:02X}" for byte in c.encode())  # urllib's quote would keep ~


def _plain(c: str) -> bool:
    if c in PLAIN_ASCII:
        return True
    code = ord(c)
    return any(low <= code <= high for low, high in UCSCHAR) and unicodedata.category(c) not in INVISIBLE
