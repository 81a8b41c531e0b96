"""Bare phases: 一期已经封顶 speaks of the first phase of the work named before."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from kg.mentions import shortforms
from kg.mentions.names import strip_marks
from kg.records import Mention

_BARE = re.compile(
    r"(?<![一-鿿A-Za-z0-9第])(?:其|该项目|项目)?([一二三四五]期(?:项目|工程)?)(?=已|项目|何时|计划|将|于|正|预计|建成|开工|投产|占地|总投资|\d{4}年|的|[,。、]|$)"
    r"|(?<=的)([一二三四五]期(?:项目|工程))"
)
_PHASE = re.compile(r"[一二三四五六七]期(?:项目|工程)?$|(?:项目|工程)$")


def phases(article: int, text: str, found: Sequence[Mention]) -> Iterator[Mention]:
    """Mentions of type Project for bare phases, named after the last work, or else firm, named before.

    ``found`` carry keys; ``within`` keeps the key of the work the phase is part of.
    """
    taken = [m for m in found if m.type in ("Project", "Park", "Company")]
    for match in _BARE.finditer(text):
        start, end = match.span(1) if match.group(1) else match.span(2)
        if any(m.start < end and start < m.end for m in taken):
            continue
        base = _last(found, start, ("Project", "Park")) or _last(found, start, ("Company",))
        if base is None:
            continue
        stem = _PHASE.sub("", strip_marks(base.name))
        if base.type == "Company":
            stem = shortforms.core(stem) if len(stem) > 8 else stem
        attrs = (("within", base.attr("key")),) if base.type != "Company" else ()
        yield Mention(
            article,
            start,
            end,
            "Project",
            f"{stem}{match.group(1) or match.group(2)}",
            "project.bare_phase",
            0.8,
            attrs,
        )


def _last(found: Sequence[Mention], before: int, kinds: tuple[str, ...]) -> Mention | None:
    best = None
    for m in found:
        if m.type in kinds and m.end <= before and (best is None or m.start >= best.start):
            best = m
    return best
