"""Children end with their parents, by the kernel or by a look at the parent; also those that take files apart."""

from __future__ import annotations

import os
import subprocess
import sys
import time

import pytest

from tests.processes import children, ended

#: A parent that starts a child, says the child's id, and waits; the child ends with its parent or never.
PARENT = """
import subprocess, sys, os
child = subprocess.Popen([sys.executable, "-c", sys.argv[1], str(os.getpid())], stdout=subprocess.PIPE)
child.stdout.readline()
print(child.pid, flush=True)
child.wait()
"""
CHILD = """
import sys, hashlib
from kg import lifetime
{how}
lifetime.end_with(int(sys.argv[1]))
print(flush=True)
while True:  # one call after the other into C, as a library does
    hashlib.sha256(bytes(10_000_000))
"""


@pytest.mark.parametrize("how", ["", "lifetime._by_the_kernel = lambda: False"], ids=["as here", "by looking"])
def test_a_child_ends_with_its_parent(how: str) -> None:
    command = [sys.executable, "-c", PARENT, CHILD.format(how=how)]
    parent = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert parent.stdout is not None
    child = int(parent.stdout.readline())
    parent.kill()
    parent.wait()
    assert ended([child])


def test_a_child_whose_parent_is_gone_already_does_not_begin() -> None:
    code = "import sys; from kg import lifetime; lifetime.end_with(int(sys.argv[1])); print('began')"
    done = subprocess.run([sys.executable, "-c", code, str(os.getppid())], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (1, "")


def test_what_takes_files_apart_ends_with_the_build() -> None:
    code = """
from kg.documents.formats.child import Child
child = Child(60, 4096)
frames = child.ask("html", b"<p>x" * 400_000)  # more than ten seconds of work
print("asking", flush=True)
list(frames)
"""
    parent = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True)
    assert parent.stdout is not None
    parent.stdout.readline()
    end = time.monotonic() + 10
    while not (started := children(parent.pid)) and time.monotonic() < end:
        time.sleep(0.02)
    assert started
    time.sleep(1)  # it is at work
    parent.kill()
    parent.wait()
    assert ended(started)
