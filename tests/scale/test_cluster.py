"""A real cluster of two processes: the graph of one place, also when one of them is killed on the way."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from kg import pipeline
from kg.cli.entry import run
from kg.errors import FangzhiError
from kg.scale import distributed, plan
from kg.scale.cluster import Cluster
from tests.scale.test_distributed import page

dask = pytest.importorskip("distributed", reason="没有安装 Dask(fangzhi[dask]) · Dask is not installed")


@pytest.fixture(scope="module")
def cluster() -> Iterator[Any]:
    with dask.LocalCluster(n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None) as made:
        yield made


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(plan, "PART_SOURCES", 4)
    (tmp_path / "pages").mkdir()
    for number in range(30):
        (tmp_path / "pages" / f"{number}.txt").write_text(page(number), encoding="utf-8")
    return tmp_path / "pages"


@pytest.mark.slow
def test_a_worker_killed_on_the_way_changes_nothing(
    folder: Path, tmp_path: Path, cluster: Any, capfd: pytest.CaptureFixture[str]
) -> None:
    pipeline.build([folder], tmp_path / "a.kg", jobs=1)
    killed: list[int] = []

    def kill(_done: int, _tasks: int, what: str) -> None:
        if what == distributed.LABELS["judge_blocks"]:  # what it wrote so far is there, what it is at is lost
            with dask.Client(cluster.scheduler_address, set_as_default=False) as client:
                [first, _] = client.run(os.getpid).values()
            killed.append(first)
            os.kill(first, signal.SIGKILL)

    with Cluster(cluster.scheduler_address, 0) as machines:
        distributed.build([folder], tmp_path / "shards", machines.run, on_progress=kill)
    assert killed
    assert run(["load", str(tmp_path / "shards"), "-g", str(tmp_path / "b.kg")]) == 0
    assert (tmp_path / "b.kg" / "manifest.json").read_text() == (tmp_path / "a.kg" / "manifest.json").read_text()
    assert "个分片" in capfd.readouterr().out


def test_a_worker_killed_in_the_midst_of_a_task(folder: Path, tmp_path: Path, cluster: Any) -> None:
    once = tmp_path / "once"
    with Cluster(cluster.scheduler_address, 0) as machines:
        assert machines.run(die_once, [(str(once), number) for number in range(6)]) == [0, 1, 4, 9, 16, 25]
    assert once.exists()


def die_once(marker: str, number: int) -> int:
    if number == 3 and not Path(marker).exists():
        Path(marker).touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return number * number


def test_the_command_line(folder: Path, tmp_path: Path, cluster: Any, capfd: pytest.CaptureFixture[str]) -> None:
    shards = tmp_path / "shards"
    arguments = ["build", str(folder), "--engine", "dask", "--scheduler", cluster.scheduler_address, "-o", str(shards)]
    assert run(arguments) == 0
    told = capfd.readouterr()
    assert "读了 30 个来源" in told.out
    assert "kg load" in told.out
    assert "抽取：8 个任务" in told.err


def test_a_scheduler_that_is_not_there_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kg.scale.cluster.PATIENCE", 1)
    with pytest.raises(FangzhiError, match="连不上 Dask 调度器"):
        Cluster("tcp://127.0.0.1:9", 0)


def test_what_does_not_go_together_is_said(folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert run(["build", str(folder), "--scheduler", "tcp://127.0.0.1:9"]) == 2
    assert "要与 --engine dask 合用" in capfd.readouterr().err
    assert run(["build", str(folder), "--engine", "dask", "--judgements", "x"]) == 2
    assert "不能与 --judgements 合用" in capfd.readouterr().err
