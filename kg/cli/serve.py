"""``kg serve``: the graph over HTTP."""

from __future__ import annotations

from pathlib import Path

import click

from kg.cli.console import graph_option
from kg.cli.lazy import Command
from kg.use.serve.settings import Settings

_DEFAULT = Settings()


@click.command("serve", cls=Command, short_help="开一个网站：网页、SPARQL 端点、JSON 接口")
@click.option("--host", default=_DEFAULT.host, metavar="HOST",
              help=f"在哪个地址上监听，默认 {_DEFAULT.host}，只有本机能访问；0.0.0.0 则别的机器也能。")  # fmt: skip
@click.option("--port", type=click.IntRange(0, 65535), default=_DEFAULT.port, metavar="PORT",
              help=f"端口，默认 {_DEFAULT.port}；0 为任一空闲端口。")  # fmt: skip
@click.option("--timeout", type=click.FloatRange(min=0.1), default=_DEFAULT.timeout, metavar="SECONDS",
              help=f"一次查询最多多少秒，默认 {_DEFAULT.timeout:g}。")  # fmt: skip
@click.option("--memory", type=click.IntRange(min=64), default=_DEFAULT.memory, metavar="MB",
              help=f"一次查询最多用多少 MB 内存，默认 {_DEFAULT.memory}。")  # fmt: skip
@click.option("--rows", type=click.IntRange(min=0), default=_DEFAULT.rows, metavar="N",
              help=f"一次查询最多给多少行（或三元组），默认 {_DEFAULT.rows}，0 为不限。")  # fmt: skip
@click.option("--workers", type=click.IntRange(min=1), default=_DEFAULT.workers, metavar="N",
              help="同时执行几个查询，默认与处理器数相当，二至四个。")  # fmt: skip
@click.option("--queue", "waiting", type=click.IntRange(min=0), default=_DEFAULT.waiting, metavar="N",
              help=f"最多几个查询排队，再多就请对方稍后再试，默认 {_DEFAULT.waiting}。")  # fmt: skip
@click.option("--allow-host", "hosts", multiple=True, metavar="NAME",
              help="本站还叫什么名字（Host 头）；可以多次给出。")  # fmt: skip
@click.option("--cors", "origins", multiple=True, metavar="ORIGIN",
              help="允许哪个网站的脚本来读，如 https://example.org，* 为任何网站；可以多次给出。")  # fmt: skip
@graph_option
def command(
    host: str, port: int, timeout: float, memory: int, rows: int, workers: int, waiting: int,
    hosts: tuple[str, ...], origins: tuple[str, ...], graph: Path,
) -> None:  # fmt: skip
    """开一个只读的网站，直到按 Ctrl-C 为止：概览与实体网页、SPARQL 1.1 端点、命名图、JSON 接口。

    图谱重新构建后，已经开着的网站自行换用新的，不必重新启动。

    在 Linux 上，执行查询的进程不能联网、启动程序；内核 5.13 起，也不能写文件，只能读图谱与程序。
    """
    from kg.use.serve.run import serve

    settings = Settings(host, port, timeout, memory, rows, workers, waiting, hosts, origins)
    serve(graph, settings, lambda address: click.echo(f"{address} 已开放（按 Ctrl-C 结束）"))
