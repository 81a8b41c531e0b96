"""The way of the pages, in order:

(1) list    the files of the sources, and what is passed over
(2) read    bytes to a page
(3) extract a page to its Extraction, or the one kept from an earlier build
(4) resolve which things of all pages are one, under the user's own judgements
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
from kg.facts.judged import resolve_judged
from kg.facts.judgements import read_judgements
from kg.graph import reference
from kg.graph.iris import DEFAULT_BASE
from kg.graph.state import state_all
from kg.graph.store import GraphBuilder
from kg.mentions.gazetteer import Gazetteer
from kg.records import Extraction, Resolution
from kg.use import resolving

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
    judgements: int  # lines of the user's, those without effect among the warnings
    warnings: tuple[tuple[str, str], ...]
    seconds: float


def build(
    sources: Sequence[Path],
    target: Path,
    *,
    encoding: str | None = None,
    base: str = DEFAULT_BASE,
    judgements: Path | None = None,
    on_progress: Progress | None = None,
) -> BuildReport:
    """Build the graph of files and folders into the graph folder ``target``.

    ``judgements`` is the file of the user's own; without it those of the graph that is there already hold.
    Pages whose bytes an earlier build of the same engine has read are not read again; pages no longer among the
    sources leave the graph. Raises InputError for a source that cannot be used at all and GraphError when the
    target is foreign or being written; the old graph then stays as it was. Raises InputError too for judgements
    that cannot be read or contradict each other.
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
        said = read_judgements(judgements) if judgements else builder.judgements
        where = str(judgements) if judgements else resolving.KEPT
        lines = resolving.lines(said, where)
        for done, (root, file) in enumerate(listing.files, 1):
            try:
                page = read_page(file, root, encoding)  # 2
            except InputError as error:
                if len(listing.files) == 1:
                    raise
                name = source_name(file, root)
                ignored.append((name, str(error).replace(str(file), name)))
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
        judged = resolve_judged(extractions, builder.mint.entity, lines, where)  # 4
        extractions = list(judged.extractions)
        builder.load(state_all(extractions, judged.resolution, builder.mint))  # 5
        builder.load(reference.divisions(Gazetteer.load(), builder.mint))
        builder.load_turtle(resources.text("ontology.ttl"), builder.mint.reference("ontology"))
        entities, facts = _count(extractions, judged.resolution)
        counts = {**entities, **{f"fact:{k}": v for k, v in facts.items()}}
        manifest = builder.publish(counts, _skipped(ignored, sources), said)  # 6
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
        judgements=len(lines),
        warnings=(
            *((where, sentence) for sentence in judged.rulings.idle),
            *((e.source, w) for e in extractions for w in e.warnings),
        ),
        seconds=time.monotonic() - began,
    )


def _skipped(ignored: Sequence[tuple[str, str]], sources: Sequence[Path]) -> dict[str, str]:
    """Files not read -> why, by the names sources have: the graph tells nothing of where the folders lie."""
    roots = {file: next((s for s in sources if Path(file).is_relative_to(s)), None) for file, _reason in ignored}
    return {source_name(Path(f), root) if (root := roots[f]) else f: reason for f, reason in ignored}


def _count(extractions: Sequence[Extraction], resolution: Resolution) -> tuple[dict[str, int], dict[str, int]]:
    entities = Counter(e.type for e in resolution.entities)
    facts = Counter(c.value("predicate") or c.kind for e in extractions for c in e.claims)
    return dict(sorted(entities.items())), dict(sorted(facts.items()))
