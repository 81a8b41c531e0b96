"""Work that must end: done in a child process, which is killed when its time is up.

The engine cannot be interrupted in its own process, so neither a time limit nor Ctrl-C would reach a long query.
"""

from __future__ import annotations

import multiprocessing
import signal
import sys
import traceback
from collections.abc import Callable
from multiprocessing.connection import Connection
from typing import Any, ParamSpec, TypeVar

from kg.errors import QueryError

P = ParamSpec("P")
R = TypeVar("R")


def call(seconds: float, function: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
    """The result of ``function``, run in a child process for at most ``seconds`` (0: as long as it takes).

    Function, arguments and result must pickle. What it raises is raised here. Raises QueryError when time is up.
    """
    # a fork starts at once; elsewhere than on Linux it is not safe to fork
    context = multiprocessing.get_context("fork" if sys.platform == "linux" else "spawn")
    receiver, sender = context.Pipe(duplex=False)
    child = context.Process(target=_work, args=(sender, function, args, kwargs), daemon=True)  # type: ignore[attr-defined]
    child.start()
    sender.close()
    try:
        if not receiver.poll(seconds or None):
            raise QueryError(f"查询超过 {seconds:g} 秒，已停止；可用 --timeout 放宽时限，或加条件缩小范围。")
        done, result = receiver.recv()
    except EOFError:
        child.join()
        raise QueryError(f"查询进程意外结束（代码 {child.exitcode}），可能是内存不足；请加条件缩小范围。") from None
    finally:
        if child.is_alive():
            child.kill()
        child.join()
        receiver.close()
    if done:
        return result  # type: ignore[no-any-return]
    raise result


def _work(sender: Connection, function: Callable[..., Any], args: Any, kwargs: Any) -> None:
    signal.signal(signal.SIGINT, signal.SIG_DFL)  # Ctrl-C is the parent's to report
    try:
        outcome = (True, function(*args, **kwargs))
    except Exception as error:  # noqa: BLE001 - handed to the parent, which raises it
        error.add_note("".join(traceback.format_exception(error)))
        outcome = (False, error)
    sender.send(outcome)
    sender.close()
