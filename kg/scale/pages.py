"""The stages of a build on many machines that go page by page.

(1) read    the sources of a part to pages; which texts there are goes to buckets of texts
(2) texts   of equal texts the first in order stands for all; who that is goes to buckets of names
(3) names   of pages under one name the first in order; what is not taken goes back to its part
(4) find    what the pages taken say: the Extraction of each; its things go to the buckets of their keys

``texts`` and ``names`` do together what ``Once`` does for sources read one after the other.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from pathlib import Path
from typing import Any

from kg import codec
from kg.documents.read import SAME_NAME, Reader, Reading, same_text
from kg.errors import FangzhiError
from kg.facts.compare import Candidate
from kg.facts.extract import extract
from kg.facts.pairs import block_keys
from kg.facts.resolve import candidates
from kg.records import Extraction, LocalEntity
from kg.scale.made import reading_frame, reading_of
from kg.scale.plan import Plan
from kg.scale.rows import Row, Sorter, bucket, dumped, put, rows, rows_of, write_rows

PAGES = "pages"  # folder of shards: what became of each source, its text, its Extraction


def read(text: str, part: int) -> None:
    """Stage 1."""
    plan = Plan.loads(text)
    out = Sorter(plan.work / "texts")
    kept: list[Row] = []
    with Reader(plan.read_options()) as reader:
        for source in plan.sources(part):
            for reading in reader.each(source):
                if reading.page:
                    row = [reading.page.digest, reading.page.source, part, len(kept)]
                    out.add(bucket(reading.page.digest, plan.buckets), row)
                head, body = reading_frame(reading)
                kept.append([head, body.decode()])
    write_rows(plan.work / "read" / f"{part:05}.jsonl", kept)
    out.write(f"{part:05}")


def texts(text: str, number: int) -> None:
    """Stage 2."""
    plan = Plan.loads(text)
    out = Sorter(plan.work / "names")
    first: dict[str, str] = {}
    for digest, source, part, index in sorted(rows(plan.work / "texts", number), key=lambda row: row[2:]):
        out.add(bucket(source, plan.buckets), [source, part, index, first.setdefault(digest, source)])
    out.write(f"{number:05}")


def names(text: str, number: int) -> None:
    """Stage 3."""
    plan = Plan.loads(text)
    out = Sorter(plan.work / "left")
    taken: set[str] = set()
    for source, part, index, first in sorted(rows(plan.work / "names", number), key=lambda row: row[1:3]):
        if source in taken:
            out.add(part, [index, SAME_NAME])
        elif first != source:
            out.add(part, [index, same_text(first)])
        else:
            taken.add(source)
    out.write(f"{number:05}")


def find(text: str, part: int) -> dict[str, Any]:
    """Stage 4. Returns how much of what the part has."""
    plan = Plan.loads(text)
    left: dict[int, str] = {row[0]: row[1] for row in rows(plan.work / "left", part)}
    blocks, things = Sorter(plan.work / "blocks"), Sorter(plan.work / "things")
    lines: list[str] = []
    counts: dict[str, dict[str, int]] = {name: defaultdict(int) for name in ("intake", "facts", "repairs", "in all")}
    for index, (head, body) in enumerate(rows_of(plan.work / "read" / f"{part:05}.jsonl")):
        reading = _without(reading_of(head, body.encode()), left.get(index, ""))
        page = reading.page
        counts["intake"][reading.intake.state] += 1
        said = extract(page, plan.engine) if page else None
        row = [reading_frame(reading)[0], page and page.text, codec.dumps(said) if said else None]
        lines.append(dumped(row))
        if said is not None:
            _count(said, counts)
            for one in candidates(said):
                row = thing_row(one, part)
                things.add(bucket(one.id, plan.buckets), row)
                for key in sorted(block_keys(one.entity)):
                    blocks.add(bucket(key, plan.buckets), [key, row])
    put(plan.folder / PAGES / f"{part:05}.jsonl", "".join(lines).encode())
    blocks.write(f"{part:05}")
    things.write(f"{part:05}")
    return {name: dict(sorted(found.items())) for name, found in counts.items()}


def _without(reading: Reading, reason: str) -> Reading:
    """A reading that is not taken, for that reason; as it is where there is none."""
    return Reading(replace(reading.intake, state="skipped", reason=reason, text="")) if reason else reading


def _count(said: Extraction, counts: dict[str, dict[str, int]]) -> None:
    for claim in said.claims:
        counts["facts"][claim.value("predicate") or claim.kind] += 1
    for repair in said.repairs:
        counts["repairs"][repair.kind] += 1
    counts["in all"]["articles"] += sum(1 for article in said.articles if article.position)
    counts["in all"]["warnings"] += len(said.warnings)


def thing_row(one: Candidate, part: int) -> Row:
    """A thing as it is compared, without where it is mentioned, and the part its page is in."""
    entity = one.entity
    return [part, one.source, entity.key, entity.type, entity.name, entity.forms, entity.attrs, one.home, one.county,
            sorted(one.posts)]  # fmt: skip


def thing_of(row: Row) -> Candidate:
    """What ``thing_row`` was given."""
    _part, source, key, type_, name, forms, attrs, home, county, posts = row
    entity = LocalEntity(key, type_, name, tuple(forms), (), tuple((k, v) for k, v in attrs))
    return Candidate(source, entity, home, county, frozenset((post, body, day) for post, body, day in posts))


def extraction_of(row: Row) -> Extraction | None:
    """The Extraction in a row of a shard of pages, if there is one. Raises GraphError for what is none."""
    return codec.loads(row[2]) if row[2] is not None else None


def part_file(folder: Path, part: int) -> Path:
    """The shard of pages of a part. Raises FangzhiError when it is not there."""
    path = folder / PAGES / f"{part:05}.jsonl"
    if not path.is_file():
        raise FangzhiError(f"分片 {path} 不见了,请重新构建。")
    return path
