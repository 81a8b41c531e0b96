"""Fangzhi: pages of Chinese local newspapers as a knowledge graph, every fact with the words that state it.

    >>> import kg
    >>> report = kg.build(["seeds"], "fangzhi.kg")          # doctest: +SKIP
    >>> with kg.open("fangzhi.kg") as graph:                # doctest: +SKIP
    ...     for row in graph.query("district_officials", district="芦淞区"):
    ...         print(row["official"], row["role"])

Importing the package is cheap: what a function needs is loaded when it is first called.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING

from kg.errors import DataError, FangzhiError, GraphError, InputError, QueryError

if TYPE_CHECKING:
    from kg.pipeline import BuildReport
    from kg.use.facade import OpenGraph

__version__ = "0.1.0"
__all__ = ["DataError", "FangzhiError", "GraphError", "InputError", "QueryError", "build", "open"]


def build(
    sources: Sequence[str | PathLike[str]] | str | PathLike[str],
    target: str | PathLike[str] = "fangzhi.kg",
    *,
    encoding: str | None = None,
    fields: Mapping[str, str] | None = None,
    ocr: bool = False,
    judgements: str | PathLike[str] | None = None,
    jobs: int | None = None,
    on_progress: Callable[..., None] | None = None,
) -> BuildReport:
    """Build the graph folder ``target`` from files or folders of pages, reading again only what changed.

    ``encoding`` overrides the detection, ``fields`` name the fields of JSON lines (``{"text": "content"}``), ``ocr``
    reads scanned pages, ``judgements`` is a file of the user's own; without it those the graph was built with still
    hold. ``jobs`` processes read side by side: as many as there are cores when it is not given and the text is not
    little, else this one alone. Returns the report of what was read, found and not understood, with an account of
    every file.
    Raises InputError when no source can be read and GraphError for a target that cannot be written; the old graph
    stays as it was then.
    """
    from kg.documents.formats.jsonl import Fields
    from kg.documents.read import Options
    from kg.pipeline import build as build_graph

    given = [sources] if isinstance(sources, str | PathLike) else list(sources)
    options = Options(encoding, Fields.of(fields or {}), ocr)
    return build_graph(
        [Path(source) for source in given],
        Path(target),
        options=options,
        judgements=None if judgements is None else Path(judgements),
        jobs=jobs,
        on_progress=on_progress,
    )


def open(path: str | PathLike[str] = "fangzhi.kg") -> OpenGraph:
    """The graph in a folder, or behind the address of a SPARQL endpoint, to ask, show and export.

    Use it as a context manager. Raises GraphError when the folder is missing, not a graph or damaged, and when there
    is no such endpoint.
    """
    from kg.use.facade import OpenGraph

    return OpenGraph(path if isinstance(path, str) else Path(path))
