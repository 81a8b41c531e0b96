"""The way of the pages, in order:

(1) list    the files of the sources, and what is passed over
(2) read    bytes to a page
(3) extract a page to its Extraction, or the one kept from an earlier build
(4) resolve which things of all pages are one
(5) state   facts to quads, one named graph a source; reference data in graphs of their own
(6) publish the new graph in place of the old one, whole or not at all
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from kg import resources
from kg.documents.read import read_page, source_files, source_name
from kg.errors import InputError
from kg.facts.extract import extract
from kg.facts.resolve import resolve
from kg.graph import reference
from kg.graph.iris import DEFAULT_BASE
from kg.graph.state import state_all
from kg.graph.store import GraphBuilder
from kg.mentions.gazetteer import Gazetteer
from kg.records import Extraction, Resolution

#: (files done, files in all, source) after each file.
Progress = Callable[[int, int, str], None]


@dataclass(frozen=True, slots=True)
class BuildReport:
    """What a build did. ``entities`` and ``facts`` count by kind; ``warnings`` are (source, sentence)."""

    read: tuple[str, ...]
    unchanged: tuple[str, ...]
    removed: tuple[str, ...]
    ignored: tuple[tuple[str, str], ...]
    articles: int
    entities: dict[str, int]
    facts: dict[str, int]
    repairs: dict[str, int]
    quads: int
    warnings: tuple[tuple[str, str], ...]
    seconds: float


def build(
    sources: Sequence[Path],
    target: Path,
    *,
    encoding: str | None = None,
    base: str = DEFAULT_BASE,
    on_progress: Progress | None = None,
) -> BuildReport:
    """Build the graph of files and folders into the graph folder ``target``.

    Pages whose bytes an earlier build of the same engine has read are not read again; pages no longer among the
    sources leave the graph. Raises InputError for a source that cannot be used at all and GraphError when the
    target is foreign or being written; the old graph then stays as it was.
    """
    began = time.monotonic()
    listing = source_files([Path(s) for s in sources])  # 1
    engine = resources.digest()
    fresh: list[str] = []
    kept: list[str] = []
    extractions: list[Extraction] = []
    ignored = [(path.as_posix(), reason) for path, reason in listing.ignored]
    with GraphBuilder(target, engine, base) as builder:
        before = set(builder.before)
        for done, (root, file) in enumerate(listing.files, 1):
            try:
                page = read_page(file, root, encoding)  # 2
            except InputError as error:
                if len(listing.files) == 1:
                    raise
                ignored.append((source_name(file, root), str(error)))
                continue
            if page.source in {e.source for e in extractions}:
                raise InputError(f"两个来源里都有 {page.source},请改名或分开建图。")
            extraction = builder.kept(page.source, page.digest)
            if extraction is None:
                extraction = extract(page, engine)  # 3
                builder.keep(extraction)
                fresh.append(page.source)
            else:
                kept.append(page.source)
            extractions.append(extraction)
            if on_progress:
                on_progress(done, len(listing.files), page.source)
        if not extractions:
            raise InputError("没有一个文件可以读取,没有建图。")
        extractions.sort(key=lambda e: e.source)
        resolution = resolve(extractions, builder.mint.entity)  # 4
        builder.load(state_all(extractions, resolution, builder.mint))  # 5
        builder.load(reference.divisions(Gazetteer.load(), builder.mint))
        builder.load_turtle(resources.text("ontology.ttl"), builder.mint.reference("ontology"))
        entities, facts = _count(extractions, resolution)
        manifest = builder.publish({**entities, **{f"fact:{k}": v for k, v in facts.items()}})  # 6
    return BuildReport(
        read=tuple(sorted(fresh)),
        unchanged=tuple(sorted(kept)),
        removed=tuple(sorted(before - {e.source for e in extractions})),
        ignored=tuple(sorted(ignored)),
        articles=sum(1 for e in extractions for a in e.articles if a.position),
        entities=entities,
        facts=facts,
        repairs=dict(sorted(Counter(r.kind for e in extractions for r in e.repairs).items())),
        quads=manifest.quads,
        warnings=tuple((e.source, w) for e in extractions for w in e.warnings),
        seconds=time.monotonic() - began,
    )


def _count(extractions: Sequence[Extraction], resolution: Resolution) -> tuple[dict[str, int], dict[str, int]]:
    entities = Counter(e.type for e in resolution.entities)
    facts = Counter(c.value("predicate") or c.kind for e in extractions for c in e.claims)
    return dict(sorted(entities.items())), dict(sorted(facts.items()))
