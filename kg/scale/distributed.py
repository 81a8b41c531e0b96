"""A build on many machines: the stages in order, each over all parts or all buckets, the next when the last is whole.

    parts    read · find · state                     (``pages``, ``shards``)
    buckets  texts · names · judge · star · label · settle · name    (``pages``, ``things``)

No stage has the whole collection in one place: a task holds one part or one bucket. What comes back to this process
are counts and digests of files.
"""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kg.documents.listing import list_sources
from kg.documents.read import Options
from kg.documents.stretches import divided
from kg.errors import FangzhiError, GraphError, InputError
from kg.graph.iris import DEFAULT_BASE
from kg.scale import pages, shards, things
from kg.scale.cluster import Run
from kg.scale.plan import WORK, Plan, plan
from kg.scale.shards import File, Shards

#: (stages done, tasks of the stage that begins, what it does) before each stage.
Progress = Callable[[int, int, str], None]
#: What the stages are called where a user sees them.
LABELS = {
    "read": "读版面", "texts": "去重", "names": "去重名", "find": "抽取", "judge_blocks": "比较", "star": "连成类",
    "label": "分类", "settle": "归并", "name": "定名", "state_part": "写分片",
}  # fmt: skip
#: Rounds of stars beyond which something is wrong: they grow with the logarithm of what hangs together.
MOST_STEPS = 200


@dataclass(frozen=True, slots=True)
class ShardReport:
    """What a build on many machines did: sources by what became of them, counts by kind, steps until kinds stood."""

    shards: Shards
    intake: Mapping[str, int]
    articles: int
    entities: Mapping[str, int]
    facts: Mapping[str, int]
    warnings: int
    steps: int


def build(
    sources: Sequence[Path], output: Path, run: Run, *,
    options: Options | None = None, base: str = DEFAULT_BASE, on_progress: Progress | None = None,
) -> ShardReport:  # fmt: skip
    """Build shards of files and folders; all machines must see both under the same paths.

    The shards are the graph that ``kg.pipeline.build`` gives without judgements of the user's. Raises InputError when
    nothing can be read, GraphError for a folder that holds something else.
    """
    listing = list_sources([Path(source) for source in sources])
    _clear(output)
    made = plan([part for file in listing.files for part in divided(file)], output, options or Options(), base)
    stages = _Stages(made, run, on_progress)
    stages.parts(pages.read)
    stages.buckets(pages.texts)
    stages.buckets(pages.names)
    found = stages.parts(pages.find)
    if not any(one["intake"].get("read", 0) + one["intake"].get("partial", 0) for one in found):
        shutil.rmtree(made.work)
        if not any(output.iterdir()):
            output.rmdir()
        raise InputError("没有一个文件可以读取,没有建图。")
    stages.buckets(things.judge_blocks)
    steps = stages.stars()
    stages.buckets(things.label, steps)
    stages.buckets(things.settle)
    entities = _added(stages.buckets(things.name))
    written = stages.parts(shards.state_part)
    files = [File(**file) for part in written for file in part] + shards.reference_part(made, listing.passed)
    facts = _added([one["facts"] for one in found])
    counts = {**entities, **{f"fact:{kind}": number for kind, number in facts.items()}}
    manifest = shards.publish(made, counts, files)
    shutil.rmtree(made.work)
    in_all = _added([one["in all"] for one in found])
    intake = _added([one["intake"] for one in found] + [Counter(one.state for one in listing.passed)])
    return ShardReport(
        manifest, intake, in_all.get("articles", 0), entities, facts, in_all.get("warnings", 0), steps
    )  # fmt: skip


class _Stages:
    """Runs stages over the parts and buckets of a plan."""

    def __init__(self, plan_: Plan, run: Run, on_progress: Progress | None) -> None:
        self._plan = plan_
        self._text = plan_.dumps()
        self._run = run
        self._on_progress = on_progress
        self._done = 0

    def parts(self, function: Callable[..., Any]) -> list[Any]:
        """A stage over all parts."""
        return self._all(function, self._plan.parts)

    def buckets(self, function: Callable[..., Any], *more: int) -> list[Any]:
        """A stage over all buckets."""
        return self._all(function, self._plan.buckets, *more)

    def stars(self) -> int:
        """Large-stars and small-stars in turn until a round moves nothing; the number of the last step."""
        before = -1
        for step in range(0, MOST_STEPS, 2):
            self.buckets(things.star, step)
            after = sum(self.buckets(things.star, step + 1))
            for old in (step, step + 1):
                shutil.rmtree(self._plan.work / f"stars-{old}", ignore_errors=True)
            if after == before:
                return step + 2
            before = after
        raise FangzhiError("归并没有收敛,这是程序的错误,请报告。")

    def _all(self, function: Callable[..., Any], number: int, *more: int) -> list[Any]:
        if self._on_progress:
            self._on_progress(self._done, number, LABELS[function.__name__])
        self._done += 1
        return self._run(function, [(self._text, one, *more) for one in range(number)])


def _added(many: Sequence[Mapping[str, int]]) -> dict[str, int]:
    total: Counter[str] = Counter()
    for one in many:
        total.update(one)
    return dict(sorted(total.items()))


def _clear(output: Path) -> None:
    """Make room for the work; shards of an earlier build stay until there are new ones.

    Raises GraphError for a folder of anything else.
    """
    ours = {WORK, shards.QUADS, pages.PAGES, shards.MANIFEST}
    try:
        names = {entry.name for entry in output.iterdir()} if output.exists() else set()
        if names and (names - ours or not (WORK in names or _is_whole(output))):
            raise GraphError(f"{output} 里有别的文件,不是分片文件夹;请另选一个位置。")
        shutil.rmtree(output / WORK, ignore_errors=True)
        (output / WORK).mkdir(parents=True)  # the sign that the folder is ours
    except OSError as error:
        raise GraphError(f"不能写入 {output}:{error.strerror}。") from error


def _is_whole(output: Path) -> bool:
    try:
        shards.read_shards(output)
    except GraphError:
        return False
    return True
