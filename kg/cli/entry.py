"""The group ``kg`` and the one place where errors become a sentence and an exit code."""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Sequence
from pathlib import Path

import click

from kg import __version__
from kg.cli.lazy import LazyGroup
from kg.cli.messages import sentence
from kg.errors import FangzhiError

USAGE_ERROR = 2
INTERRUPTED = 130  # 128 + SIGINT, as shells count
BROKEN_PIPE = 141  # 128 + SIGPIPE
#: Errors of the system that a user can mend: no room, no permission, a name or a link that leads nowhere.
NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
NO_WAY = (errno.EACCES, errno.EPERM, errno.EROFS, errno.ENAMETOOLONG, errno.ELOOP)

COMMANDS = {
    "build": ("kg.cli.build", "从版面文件构建图谱"),
    "load": ("kg.cli.load", "把集群写成的分片装成图谱"),
    "ask": ("kg.cli.ask", "用中文提问，附原文和 SPARQL"),
    "query": ("kg.cli.query", "按名称、文件或一句 SPARQL 查询"),
    "show": ("kg.cli.show", "显示一个实体：名称、事实、原文"),
    "explain": ("kg.cli.explain", "说明一条事实或一个实体从何而来"),
    "report": ("kg.cli.report", "覆盖报告：版面上还有什么没有进图谱"),
    "text": ("kg.cli.text", "显示一个来源读出的文字"),
    "stats": ("kg.cli.stats", "图谱里有什么，各有多少"),
    "serve": ("kg.cli.serve", "开一个网站：网页、SPARQL 端点、JSON 接口"),
    "view": ("kg.cli.view", "写出可离线打开的网络图"),
    "export": ("kg.cli.export", "导出为 RDF 或 GraphML、GEXF"),
    "push": ("kg.cli.push", "把图谱送进远程的存储"),
    "check": ("kg.cli.check", "检查图谱是否完好、是否符合约定"),
    "eval": ("kg.cli.eval", "对照人工标注评测图谱"),
}


@click.group(cls=LazyGroup, lazy=COMMANDS)
@click.version_option(__version__, "--version", message="方志 %(version)s", help="显示版本。")
def kg() -> None:
    """方志：把地方报纸的版面读成知识图谱，每条事实都附原文。"""


def run(argv: Sequence[str] | None = None) -> int:
    """Run the command line; returns the exit code.

    What a user can mend becomes one sentence on standard error and code 2; anything else keeps its traceback.
    """
    _open_streams()
    try:
        outcome = kg.main(args=None if argv is None else list(argv), prog_name="kg", standalone_mode=False)
        sys.stdout.flush()
    except click.Abort:
        return _fail("已中断。", INTERRUPTED)
    except click.exceptions.NoArgsIsHelpError as error:
        click.echo(error.ctx.get_help(), err=True)
        return USAGE_ERROR
    except click.ClickException as error:
        return _fail(sentence(error), USAGE_ERROR)
    except FangzhiError as error:
        return _fail(str(error), error.exit_code)
    except BrokenPipeError:
        _write_no_more()  # the reader (head, less) has gone
        return BROKEN_PIPE
    except OSError as error:
        if error.errno in NO_WAY and error.filename:
            return _fail(f"打不开 {error.filename}：{error.strerror}，请检查路径和权限。", USAGE_ERROR)
        if error.errno not in NO_ROOM:
            raise
        _write_no_more()
        return _fail(f"没有写完{error.filename or ''}：{error.strerror}，请腾出空间再试。", USAGE_ERROR)
    return outcome if isinstance(outcome, int) else 0


def _open_streams() -> None:
    """Let standard streams that are closed, as some daemons leave them, lead nowhere."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, Path(os.devnull).open(mode, encoding="utf-8"))  # noqa: SIM115 - as long as the process


def _write_no_more() -> None:
    """Keep Python from complaining once more when it flushes standard output at the end."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _fail(message: str, code: int) -> int:
    from kg.use.tables import printable

    click.echo(printable(message), err=True)
    return code
