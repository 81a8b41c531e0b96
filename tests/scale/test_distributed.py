"""The stages over parts and buckets give the graph of a build in one place, line by line and file by file."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from itertools import pairwise
from pathlib import Path
from random import Random
from typing import Any

import pytest

from kg import pipeline, resources
from kg.errors import GraphError, InputError
from kg.graph.iris import DEFAULT_BASE
from kg.graph.store import Graph
from kg.scale import distributed, plan, shards
from kg.scale.rows import Sorter, bucket, rows

PLACES = ("清河县", "安平县", "武强县", "饶阳县")


def here(function: Callable[..., Any], tasks: Iterable[tuple[Any, ...]]) -> list[Any]:
    """Tasks in this process, one after the other: what ``Cluster.run`` does with many machines."""
    return [function(*task) for task in tasks]


def page(number: int) -> str:
    """A page with a namesake on every one, people of one post in one place, firms in short and in full."""
    place = PLACES[number % 4]
    return (
        f"{place}日报 2024年{number % 12 + 1}月3日\n{place}启动夏粮收购\n"
        f"本报讯 近日,{place}县委书记王伟、县长李建国到宏泰食品有限公司调研,"
        f"宏泰食品投资{number + 1}亿元的第{number}期项目开工。"
        f"{place}前三季度地区生产总值增长{number % 9 + 1}.{number % 7}%。"
        f"劳动模范李明（{'女' if number % 3 else '男'}）到场。\n"
    )


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    pages = tmp_path / "in" / "pages"
    pages.mkdir(parents=True)
    for number in range(60):  # enough for blocks that are not compared all with all
        (pages / f"{number:02}.txt").write_text(page(number), encoding="utf-8")
    (pages / "60.txt").write_text(page(7), encoding="utf-8")
    (pages / "empty.txt").write_bytes(b"")
    (pages / "table.xls").write_bytes(b"x")
    lines = [json.dumps({"id": f"{n % 9}", "text": page(n + 100)}, ensure_ascii=False) for n in range(12)]
    (pages / "news.jsonl").write_text("\n".join([*lines, "{"]), encoding="utf-8")
    return pages


@pytest.fixture(autouse=True)
def small_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(plan, "PART_SOURCES", 9)


def lines(folder: Path) -> list[bytes]:
    return sorted(line for path in (folder / "quads").glob("*.nq") for line in path.read_bytes().splitlines(True))


def test_shards_are_the_graph_of_one_place(folder: Path, tmp_path: Path) -> None:
    local = pipeline.build([folder], tmp_path / "a.kg", jobs=1)
    seen: list[tuple[int, int, str]] = []
    report = distributed.build([folder], tmp_path / "shards", here, on_progress=lambda *now: seen.append(now))
    with Graph.open(tmp_path / "a.kg") as graph:
        assert lines(tmp_path / "shards") == graph.lines()
    assert len(list((tmp_path / "shards" / "quads").glob("*.nq"))) > 5
    assert (report.entities, report.facts, report.articles) == (local.entities, local.facts, local.articles)
    assert sum(report.intake.values()) == len(local.intake)
    assert not (tmp_path / "shards" / ".work").exists()
    assert [now[0] for now in seen] == list(range(len(seen)))
    shards.load(tmp_path / "shards", tmp_path / "b.kg")
    assert (tmp_path / "b.kg" / "manifest.json").read_text() == (tmp_path / "a.kg" / "manifest.json").read_text()
    again = pipeline.build([folder], tmp_path / "b.kg", jobs=1)
    assert not again.read, "what was found on the machines is kept"


def test_a_task_done_twice_does_no_harm(folder: Path, tmp_path: Path) -> None:
    """As when a machine is lost behind its work, or was only slow."""

    def twice(function: Any, tasks: Any) -> list[Any]:
        here(function, list(tasks)[::-2])
        return here(function, tasks)

    distributed.build([folder], tmp_path / "once", here)
    distributed.build([folder], tmp_path / "twice", twice)
    one, two = (shards.read_shards(tmp_path / name) for name in ("once", "twice"))
    assert one == two


def test_the_shared_pages_too(shared: Path, pages_graph: Path, tmp_path: Path) -> None:
    distributed.build([shared / "pages"], tmp_path / "shards", here)
    with Graph.open(pages_graph) as graph:
        assert lines(tmp_path / "shards") == graph.lines()


def test_what_is_damaged_or_unfinished_is_not_loaded(folder: Path, tmp_path: Path) -> None:
    distributed.build([folder / "news.jsonl"], tmp_path / "shards", here)
    file = next((tmp_path / "shards" / "quads").glob("0*.nq"))
    good = file.read_bytes()
    file.write_bytes(good.replace("清河".encode(), "青河".encode(), 1))
    with pytest.raises(GraphError, match=r"00000\.nq 已损坏"):
        shards.load(tmp_path / "shards", tmp_path / "a.kg")
    file.unlink()
    with pytest.raises(GraphError, match="不见了"):
        shards.load(tmp_path / "shards", tmp_path / "a.kg")
    (tmp_path / "shards" / "manifest.json").unlink()
    with pytest.raises(GraphError, match="还没有写完"):
        shards.load(tmp_path / "shards", tmp_path / "a.kg")
    assert not (tmp_path / "a.kg").exists()


def test_no_other_folder_is_overwritten(folder: Path, tmp_path: Path) -> None:
    with pytest.raises(GraphError, match="有别的文件"):
        distributed.build([folder], folder.parent, here)
    assert len(list(folder.iterdir())) == 64
    pipeline.build([folder / "00.txt"], tmp_path / "a.kg")
    with pytest.raises(GraphError, match="有别的文件"):
        distributed.build([folder], tmp_path / "a.kg", here)


def test_nothing_to_read_is_said(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"")
    with pytest.raises(InputError, match="没有一个文件"):
        distributed.build([tmp_path / "a.txt"], tmp_path / "shards", here)
    assert not (tmp_path / "shards").exists()
    (tmp_path / "b.txt").write_text(page(1), encoding="utf-8")
    distributed.build([tmp_path / "b.txt"], tmp_path / "shards", here)
    with pytest.raises(InputError, match="没有一个文件"):
        distributed.build([tmp_path / "a.txt"], tmp_path / "shards", here)
    shards.load(tmp_path / "shards", tmp_path / "b.kg")  # those of before are as they were
    distributed.build([tmp_path / "b.txt"], tmp_path / "shards", here)


def test_chains_are_drawn_to_their_first(tmp_path: Path) -> None:
    """Long chains, rings and crossings, against the plain way."""
    chance = Random(7)
    names = [f"{chance.randrange(10**6):06}" for _ in range(400)]
    links = {*pairwise(names[:150]), *((chance.choice(names[160:]), chance.choice(names[160:])) for _ in range(150))}
    options: dict[str, Any] = {"encoding": None, "fields": {}, "ocr": False}
    made = plan.Plan(str(tmp_path), resources.digest(), DEFAULT_BASE, 1, 4, options)
    out = Sorter(made.work / "stars-0")
    for one, other in sorted(links):
        for pair in ((one, other), (other, one)):
            out.add(bucket(pair[0], 4), list(pair))
    out.write("0")
    last = distributed._Stages(made, here, None).stars()
    found = {name: name for name in names}
    for number in range(4):
        found |= {one: other for one, other in rows(made.work / f"stars-{last}", number) if other < one}
    expected = {name: name for name in names}
    moved = True
    while moved:
        moved = False
        for one, other in links:
            least = min(expected[one], expected[other])
            moved |= expected[one] != expected[other]
            expected[one] = expected[other] = least
    assert found == expected
