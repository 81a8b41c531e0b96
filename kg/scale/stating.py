"""Facts to quads, of one page after the other, read again from where it is kept; by other processes in groups of pages.

A group is told as JSON: which kept results they are, what the user's judgements change in them, and the entities their
things belong to. What comes back are a file of quads and counts.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from kg.facts.judged import Rulings, edited
from kg.graph import kept
from kg.graph.engine import Measured, write_graphs
from kg.graph.iris import Minter
from kg.graph.state import Index, stated
from kg.graph.terms import Stated
from kg.records import Entity, Extraction, Outline, Resolution

#: Groups for each process, at least: more share the work out better, fewer load faster.
GROUPS = 4
#: Things and facts of a group, at most, where it is more than one page: some eighty thousand quads.
MOST = 5_000


def state_pages(
    sources: Iterable[str], read: Callable[[str], Extraction], index: Index, rulings: Rulings, mint: Minter,
    facts: Counter[str],
) -> Iterator[Stated]:  # fmt: skip
    """The graphs of pages, of which one at a time is held; their facts are counted by kind in ``facts``."""
    for source in sources:
        yield _state_page(edited(read(source), rulings), index, mint, facts)


def _state_page(page: Extraction, index: Index, mint: Minter, facts: Counter[str]) -> Stated:
    facts.update(claim.value("predicate") or claim.kind for claim in page.claims)
    return stated(page, index, mint)


def groups(pages: Sequence[Outline], jobs: int) -> Iterator[Sequence[Outline]]:
    """The pages in groups, some for each process."""
    sizes = [len(page.entities) + page.facts for page in pages]
    most = min(MOST, -(-sum(sizes) // (jobs * GROUPS)))
    start = size = 0
    for number, own in enumerate(sizes):
        if number > start and size + own > most:
            yield pages[start:number]
            start, size = number, 0
        size += own
    yield pages[start:]


def group_frame(group: Sequence[Outline], index: Index, rulings: Rulings) -> dict[str, Any]:
    """What a process is told."""
    entities: dict[str, Entity] = {}
    iris = []
    for page in group:
        for local in page.entities:
            entity = index.entity(page.source, local.key)
            entities[entity.iri] = entity
            iris.append([page.source, local.key, entity.iri])
    sources = {page.source for page in group}
    return {
        "pages": [[page.source, page.digest] for page in group],
        "classes": [[*member, type_] for member, type_ in rulings.classes.items() if member[0] in sources],
        "dropped": [member for member in sorted(rulings.dropped) if member[0] in sources],
        "iris": iris,
        "entities": [[one.iri, one.type, one.label, one.attrs] for one in entities.values()],
    }  # fmt: skip


def state_group(
    plain: Mapping[str, Any], folder: Path, engine: str, base: str, path: Path
) -> tuple[list[Measured], Mapping[str, int]]:
    """Write the quads of a group to a file, as ``engine.load_file`` takes them.

    Returns what that takes besides, and how many facts of each kind they state.
    """
    digests: dict[str, str] = dict(plain["pages"])
    rulings = Rulings(
        classes={(source, key): type_ for source, key, type_ in plain["classes"]},
        dropped=frozenset((source, key) for source, key in plain["dropped"]),
    )
    entities = tuple(
        Entity(iri, type_, label, (), (), tuple((name, value) for name, value in attrs))
        for iri, type_, label, attrs in plain["entities"]
    )
    index = Index.of(Resolution(entities, {(source, key): iri for source, key, iri in plain["iris"]}))
    facts: Counter[str] = Counter()

    def read(source: str) -> Extraction:
        return kept.read_page(folder, source, digests[source], engine)

    return write_graphs(state_pages(digests, read, index, rulings, Minter(base), facts), path), facts
