"""A child process ends with the process that started it, however that one ended: also when it was killed outright.

A parent that is killed cannot end its children any more, and one in the middle of a long job would go on for nobody.
"""

from __future__ import annotations

import ctypes
import os
import signal
import sys
import threading
import time

_PR_SET_PDEATHSIG = 1  # <linux/prctl.h>
#: Seconds between two looks at the parent, where the kernel does not tell.
PAUSE = 1.0


def end_with(parent: int) -> None:
    """Let this process end, whatever it is at, as soon as its parent (a process id) has ended.

    On Linux the kernel sees to it at once. It takes for the parent the *thread* that started this process, which must
    therefore live as long as the child is needed. Elsewhere a thread of this process looks once a second, which works
    because libraries that compute for long let other threads run meanwhile.
    """
    if not _by_the_kernel():
        threading.Thread(target=_watch, args=(parent,), daemon=True).start()
    if os.getppid() != parent:  # it ended before the kernel was told
        os._exit(1)


def _by_the_kernel() -> bool:
    if sys.platform != "linux":
        return False
    return bool(ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, int(signal.SIGKILL), 0, 0, 0) == 0)


def _watch(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(PAUSE)
    os._exit(1)
