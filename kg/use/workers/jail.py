"""What a worker's process can no longer do once it is at work: open connections, start programs, grow without end,
write files, or read others than the graph's and the program's.

The engine would answer SERVICE by asking another server and has no switch against it. Queries that say so are refused
by their text (``kg.graph.sparql``); here the kernel refuses the connection should one ever get through, and what a
query that took over the engine would want of the disk (Landlock, Linux 5.13 and later).
"""

from __future__ import annotations

import ctypes
import errno
import os
import platform
import resource
import stat
import struct
import sys
import sysconfig
from collections.abc import Iterable
from functools import cache
from pathlib import Path

#: Audit architecture and numbers of the system calls socket, connect, execve and execveat (Linux).
_CALLS = {
    "x86_64": (0xC000003E, (41, 42, 59, 322)),
    "aarch64": (0xC00000B7, (198, 203, 221, 281)),
}
_PR_SET_NO_NEW_PRIVS, _PR_SET_SECCOMP, _MODE_FILTER = 38, 22, 2
_LOAD, _JUMP_IF_EQUAL, _RETURN = 0x20, 0x15, 0x06  # classic BPF: word at an offset, jump, verdict
_ALLOW, _REFUSE = 0x7FFF0000, 0x00050000 | errno.EPERM
_NUMBER, _ARCHITECTURE = 0, 4  # offsets in what a filter sees of a call
#: Landlock's system calls, which have one number everywhere, and what they are asked.
_CREATE_RULESET, _ADD_RULE, _RESTRICT_SELF = 444, 445, 446
_VERSION, _PATH_BENEATH = 1, 1
#: How many rights over files each of its versions knows; they are numbered from the lowest bit.
_RIGHTS = (0, 13, 14, 15, 15, 16)
_READ_FILE, _READ_DIR = 1 << 2, 1 << 3
#: Where systems have the libraries that Python's modules are linked to, and the list of them.
_LIBRARIES = ("/lib", "/lib64", "/usr/lib", "/usr/lib64", "/usr/local/lib", "/etc/ld.so.cache")
MEGABYTE = 1 << 20
_MEMORY = Path("/proc/self/statm")


def no_reach() -> bool:
    """Let this thread, and those it starts, neither connect anywhere nor run programs. False where that is not known.

    Works on Linux on the usual processors; elsewhere nothing changes.
    """
    known = _CALLS.get(platform.machine()) if sys.platform == "linux" else None
    if known is None:
        return False
    architecture, calls = known
    refused = len(calls)
    lines = [(_LOAD, 0, 0, _ARCHITECTURE), (_JUMP_IF_EQUAL, 0, refused + 1, architecture), (_LOAD, 0, 0, _NUMBER)]
    lines += [(_JUMP_IF_EQUAL, refused - index, 0, call) for index, call in enumerate(calls)]
    lines += [(_RETURN, 0, 0, _ALLOW), (_RETURN, 0, 0, _REFUSE)]
    program = ctypes.create_string_buffer(b"".join(struct.pack("=HBBI", *line) for line in lines))
    # the kernel's struct sock_fprog: number of lines, pointer to them
    header = ctypes.create_string_buffer(struct.pack("HP", len(lines), ctypes.addressof(program)))
    system = ctypes.CDLL(None, use_errno=True)
    if system.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0):
        return False
    return bool(system.prctl(_PR_SET_SECCOMP, _MODE_FILTER, ctypes.byref(header), 0, 0) == 0)


def no_files_but(folders: Iterable[str | Path]) -> bool:
    """Let this thread, and those it starts, make, change and remove no file, and open none but beneath the folders and
    where Python finds its modules. False where the kernel has no Landlock; nothing changes there.
    """
    system = ctypes.CDLL(None, use_errno=True)
    version = system.syscall(_CREATE_RULESET, None, 0, _VERSION) if sys.platform == "linux" else 0
    if version < 1:
        return False
    all_rights = struct.pack("=Q", (1 << _RIGHTS[min(version, len(_RIGHTS) - 1)]) - 1)
    rules = system.syscall(_CREATE_RULESET, all_rights, len(all_rights), 0)
    if rules < 0:
        return False
    for path in {*map(str, folders), *filter(None, sys.path), *sysconfig.get_paths().values(), *_LIBRARIES}:
        try:
            place = os.open(path, os.O_PATH)
        except OSError:
            continue  # it is not there, or not for us
        rights = _READ_FILE | (_READ_DIR if stat.S_ISDIR(os.fstat(place).st_mode) else 0)
        system.syscall(_ADD_RULE, rules, _PATH_BENEATH, struct.pack("=Qi", rights, place), 0)
        os.close(place)
    sealed = not system.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) and not system.syscall(_RESTRICT_SELF, rules, 0)
    os.close(rules)
    return sealed


def no_more_memory(megabytes: int) -> None:
    """Take at most so much more address space from now on; 0 is no limit. No core is written in any case."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if megabytes and _MEMORY.exists():  # elsewhere the kernel neither tells the size nor minds the limit
        most = _memory(0) + megabytes * MEGABYTE
        resource.setrlimit(resource.RLIMIT_AS, (most, most))


def resident() -> int:
    """Bytes of memory this process has now; 0 where the kernel does not tell."""
    return _memory(1) if _MEMORY.exists() else 0


def _memory(field: int) -> int:
    """Bytes: 0 is the address space, 1 what of it is in memory."""
    return int(os.pread(_told(), 100, 0).split()[field]) * resource.getpagesize()


@cache
def _told() -> int:
    """The descriptor of the kernel's account of this process, opened once: later no file may be."""
    return os.open(_MEMORY, os.O_RDONLY | os.O_CLOEXEC)
