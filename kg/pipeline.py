"""The way of the pages, in order:

(1) list    the files of the sources, and what is passed over
(2) read    a file to its pages, or to an account of why not
(3) extract a page to its Extraction, which is kept on the disk; its Summary and Outline are held from here on
(4) resolve which things of all pages are one, under the user's own judgements
(5) state   facts to quads, one page after the other, one named graph a source; reference data in graphs of their own
(6) publish the new graph in place of the old one, whole or not at all
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from kg import resources
from kg.documents.listing import Listing, list_sources
from kg.documents.read import Once, Options
from kg.documents.stretches import divided
from kg.errors import InputError
from kg.facts.judged import resolve_judged
from kg.facts.judgements import read_judgements
from kg.garbage import seldom_sought
from kg.graph.builder import GraphBuilder
from kg.graph.iris import DEFAULT_BASE
from kg.records import Extraction, Intake, Outline, Page, Resolution, Summary
from kg.scale.alone import Alone
from kg.scale.crew import Crew, cores
from kg.use import resolving

#: (files done, files in all, source) after each file; a long file of lines counts once for each of its parts.
Progress = Callable[[int, int, str], None]
#: Bytes of sources up to which other processes are not worth their start, which takes as long as so much text.
LITTLE = 3_000_000
#: Before the kinds of facts where they are counted along with the classes of entities.
FACT = "fact:"


@dataclass(frozen=True, slots=True)
class BuildReport:
    """What a build did. ``entities`` and ``facts`` count by kind; ``warnings`` are (source, sentence).

    ``intake`` accounts for every file met; ``read`` and ``unchanged`` name the sources in the graph, those read now
    and those whose result was kept from before.
    """

    read: tuple[str, ...]
    unchanged: tuple[str, ...]
    removed: tuple[str, ...]
    intake: tuple[Intake, ...]
    articles: int
    entities: dict[str, int]
    facts: dict[str, int]
    repairs: dict[str, int]
    quads: int
    judgements: int  # lines of the user's, those without effect among the warnings
    warnings: tuple[tuple[str, str], ...]
    same: bool  # nothing had changed, and the graph was left as it was
    seconds: float

    def of_state(self, state: str) -> tuple[Intake, ...]:
        """The accounts of one of ``INTAKE_STATES``."""
        return tuple(one for one in self.intake if one.state == state)


@seldom_sought()
def build(
    sources: Sequence[Path],
    target: Path,
    *,
    options: Options | None = None,
    base: str = DEFAULT_BASE,
    judgements: Path | None = None,
    jobs: int | None = None,
    on_progress: Progress | None = None,
) -> BuildReport:
    """Build the graph of files and folders into the graph folder ``target``.

    ``jobs`` is how many processes read side by side: 1 is this one alone, None one a processor core, and this one
    alone where little seems to be new. The graph is the same whatever it is.

    ``options`` say how the files are to be read. Pages whose text an earlier build of the same engine has read are
    not read again; pages no longer among the sources leave the graph. A file that cannot be read is accounted for in
    the report and in the graph. Raises InputError when none can be read or a path given is wrong, and GraphError when
    the target is foreign, is being written or has no room; the old graph then stays as it was. ``judgements`` is the
    file of the user's own; without it those of the graph that is there already hold. Raises InputError too for
    judgements that cannot be read or contradict each other.
    """
    began = time.monotonic()
    listing = list_sources([Path(s) for s in sources])  # 1
    engine = resources.digest()
    pages: dict[str, Summary] = {}
    outlines: dict[str, Outline] = {}  # of fresh pages; of others they are read when they are needed
    intake = list(listing.passed)
    files = [part for file in listing.files for part in divided(file)]
    once = Once()
    with GraphBuilder(target, engine, base) as builder, _hands(jobs, listing, target, options, builder) as hands:
        before = set(builder.before)
        said = read_judgements(judgements) if judgements else builder.judgements
        where = str(judgements) if judgements else resolving.KEPT
        lines = resolving.lines(said, where)
        for done, (source, readings) in enumerate(hands.work(files), 1):
            for made in readings:  # 2
                reading = once.first(made.reading)
                intake.append(reading.intake)
                if reading.page is not None:
                    page, outline = _look(reading.page, made.result, builder, engine)  # 3
                    pages[page.source] = page
                    if outline is not None:
                        outlines[page.source] = outline
            if on_progress:
                on_progress(done, len(files), source.name)
        if not pages:
            raise InputError(_nothing_read(intake))
        fresh = tuple(sorted(outlines))
        idle: tuple[str, ...] = ()
        # Lines are looked at in any case, for those without effect are told.
        same = manifest = None if lines else builder.unchanged(intake, said)
        if manifest is None:
            found = [outlines[one] if one in outlines else builder.outline(one) for one in sorted(pages)]
            judged = resolve_judged(found, builder.mint.entity, lines, where, reasons=False)  # 4
            idle = judged.rulings.idle
            builder.load_reference()
            facts = hands.state(builder, judged)  # 5
            manifest = builder.publish(_counts(judged.resolution, facts), intake, said)  # 6
    return BuildReport(
        read=fresh,
        unchanged=tuple(sorted(pages.keys() - set(fresh))),
        removed=tuple(sorted(before - pages.keys())),
        intake=tuple(sorted(intake, key=lambda one: (one.source, one.state, one.reason))),
        articles=sum(page.articles for page in pages.values()),
        entities={kind: count for kind, count in manifest.counts.items() if not kind.startswith(FACT)},
        facts={kind.removeprefix(FACT): n for kind, n in manifest.counts.items() if kind.startswith(FACT)},
        repairs=_repairs(pages.values()),
        quads=manifest.quads,
        judgements=len(lines),
        warnings=(
            *((where, sentence) for sentence in idle),
            *((source, warning) for source in sorted(pages) for warning in pages[source].warnings),
        ),
        same=same is not None,
        seconds=time.monotonic() - began,
    )


def _hands(
    jobs: int | None, listing: Listing, target: Path, options: Options | None, builder: GraphBuilder
) -> Alone | Crew:
    """Who reads: this process alone, or others where there is more than a little that an earlier build has not read."""
    if jobs is None:
        known = builder.sizes
        sizes = ((source.name, _size(source.path)) for source in listing.files)
        jobs = cores() if sum(size for name, size in sizes if known.get(name) != size) > LITTLE else 1
    if jobs == 1:
        return Alone(options or Options(), builder)
    return Crew(jobs, target, options or Options(), builder)


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0  # whoever reads it will say why it cannot be read


def _look(page: Page, result: bytes | None, builder: GraphBuilder, engine: str) -> tuple[Summary, Outline | None]:
    """What is asked of a page: all of what it says was kept before, or is found now, or by another process.

    The outline of what was kept before is left where it lies.
    """
    builder.keep_text(page)
    if known := builder.kept(page.source, page.digest):
        return known, None
    return builder.keep_result(result) if result is not None else builder.keep(_extract(page, engine))


def _extract(page: Page, engine: str) -> Extraction:
    from kg.facts.extract import extract  # all rules hang on it, which a build without a new page does not need

    return extract(page, engine)


def _nothing_read(intake: Sequence[Intake]) -> str:
    """The sentence for a build without a single page: why, with the first file as an example."""
    failed = [one for one in intake if one.state == "skipped"]
    more = f" 另有 {len(failed) - 1} 个文件也不能读。" if len(failed) > 1 else ""
    return f"没有一个文件可以读取,没有建图。{failed[0].source} {failed[0].reason}{more}"


def _counts(resolution: Resolution, facts: Mapping[str, int]) -> Counter[str]:
    """How many entities of each class there are, and facts of each kind, these after ``FACT``."""
    named = {FACT + kind: number for kind, number in facts.items()}
    return Counter(entity.type for entity in resolution.entities) + Counter(named)


def _repairs(pages: Iterable[Summary]) -> dict[str, int]:
    found: Counter[str] = Counter()
    for page in pages:
        found.update(dict(page.repairs))
    return dict(sorted(found.items()))
