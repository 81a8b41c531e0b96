"""The child process that takes files apart: ``python -m kg.documents.formats.worker``, started by ``child``.

It reads one request after the other from standard input, a line of JSON and the bytes of a file, and answers each
with frames, a line of JSON and bytes of text, of which the last is ``end`` or ``refused``. It opens no file and no
connection. An alarm ends it when a frame takes too long, a limit on its address space when a file needs too much.
"""

from __future__ import annotations

import json
import os
import resource
import signal
import sys
from collections.abc import Iterator
from typing import Any, BinaryIO

from kg import lifetime
from kg.documents.encodings import UnreadableError

#: A frame: what it is, and its bytes.
Frame = tuple[dict[str, Any], bytes]
MEGABYTE = 1 << 20


def main() -> None:
    """Serve until standard input ends, or the parent does."""
    memory, seconds, parent = int(sys.argv[1]) * MEGABYTE, int(sys.argv[2]), int(sys.argv[3])
    lifetime.end_with(parent)
    _limit(memory)
    given, answers = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a library prints is no answer
    while line := given.readline():
        request = json.loads(line)
        content = given.read(request["size"])
        signal.alarm(seconds)
        for head, body in _answer(request, content):
            signal.alarm(0)  # whoever reads the answer may take its time
            _send(answers, head, body)
            signal.alarm(seconds)
        signal.alarm(0)


def _limit(memory: int) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's to handle: it ends this process
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform == "linux":  # elsewhere the limit does not hold, or cannot be set
        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))


def _answer(request: dict[str, Any], content: bytes) -> Iterator[Frame]:
    try:
        for head, body in _frames(request, content):
            yield head, body.encode() if isinstance(body, str) else body
        yield {"kind": "end"}, b""
    except ModuleNotFoundError as error:
        yield {"kind": "missing", "module": error.name or ""}, b""
    except UnreadableError as error:
        yield {"kind": "refused", "reason": str(error)}, b""
    except MemoryError:
        yield {"kind": "refused", "reason": "解析时超过内存上限,没有读。"}, b""
    except Exception as error:  # noqa: BLE001 - a library may raise anything over a broken file; the parent says it
        reason = " ".join(f"{type(error).__name__} {error}".split())
        yield {"kind": "refused", "reason": f"文件损坏或格式不对({reason[:200]}),没有读。"}, b""


def _frames(request: dict[str, Any], content: bytes) -> Iterator[tuple[dict[str, Any], str | bytes]]:
    """The frames of one file. The modules are imported here, one for each library."""
    match request["format"]:
        case "html":
            from kg.documents.formats import html

            yield {"kind": "text"}, html.read(content.decode())
        case "docx":
            from kg.documents.formats import docx

            yield {"kind": "text"}, docx.read(content)
        case "pdf":
            from kg.documents.formats import pdf

            for sheet in pdf.read(content):
                yield {"kind": "sheet", "is_scan": sheet.is_scan}, sheet.text
        case "ocr":
            from kg.documents.formats import ocr

            for text in ocr.read(content, request["pages"]):
                yield {"kind": "text"}, text
        case "zip":
            from kg.documents.formats import archive

            for member in archive.read(content, request["most"]):
                yield (
                    {"kind": "member", "name": member.name, "state": member.state, "reason": member.reason},
                    (member.content),
                )


def _send(answers: BinaryIO, head: dict[str, Any], body: bytes) -> None:
    answers.write(json.dumps({**head, "size": len(body)}).encode() + b"\n" + body)
    answers.flush()


if __name__ == "__main__":
    main()
