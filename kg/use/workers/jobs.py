"""What a worker can be asked to do, by name.

A job is a function of the graph and of plain arguments; it gives bytes and what they are. Its module is loaded when
the job is first asked for, so that a worker starts with the store alone.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from typing import Any

from kg.graph.store import Graph

_MODULES = {
    **dict.fromkeys(("query",), "kg.use.workers.queries"),
    **dict.fromkeys(("content", "description", "service"), "kg.use.serve.documents"),
    **dict.fromkeys(
        ("search", "entity", "article", "overview", "catalogue", "ready"), "kg.use.serve.jobs"
    ),
    **dict.fromkeys(("network", "among", "way", "neighbours"), "kg.use.serve.networks"),
    **dict.fromkeys(
        ("overview_page", "search_page", "document_page", "sparql_page", "network_page"), "kg.use.serve.pages"
    ),
    **dict.fromkeys(
        ("ask", "words", "indicators", "ask_page", "queries_page", "indicators_page"), "kg.use.serve.workbench",
    ),
}  # fmt: skip
#: Jobs whose work a guest determines; what memory they leave taken is not worth keeping.
GUESTS = frozenset(("query", "content", "ready"))

Arguments = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a job gives: the bytes, the name of their format, and whether they are only the first part of an answer."""

    data: bytes
    format: str
    cut: bool = False


Job = Callable[[Graph, Arguments], Outcome | None]


def load(name: str) -> Job:
    """The job of that name; it gives None where what was asked for is not there. Raises LookupError."""
    job: Job = getattr(import_module(_MODULES[name]), name)
    return job
