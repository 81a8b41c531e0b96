"""What becomes of one source, wherever the work is done, and how it passes from process to process.

Only JSON, text and bytes pass (``kg.use.workers.frames``): an account, a text, a result as it will lie in its file,
which the taker need not decode. Nothing is pickled.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from kg.documents.encodings import Decoded
from kg.documents.formats.jsonl import Fields
from kg.documents.listing import Source, Stretch
from kg.documents.read import Options, Reading
from kg.records import Intake, Page

#: The exit code of a process that asked Python for more memory than there is.
OUT_OF_MEMORY = 77


@dataclass(frozen=True, slots=True)
class Made:
    """A source as it was read, and what was found in it, as ``kept.dumps`` gives it.

    ``None`` when an earlier build found it, or when it is left to the taker.
    """

    reading: Reading
    result: bytes | None = None


# ---------------------------------------------------------------- as frames: a JSON object and a body


def source_frame(source: Source) -> dict[str, Any]:
    """A source as JSON."""
    return {"name": source.name, "path": str(source.path), "part": asdict(source.part) if source.part else None}


def source_of(plain: dict[str, Any]) -> Source:
    """What ``source_frame`` was given."""
    return Source(plain["name"], Path(plain["path"]), Stretch(**plain["part"]) if plain["part"] else None)


def options_frame(options: Options) -> dict[str, Any]:
    """The options as JSON."""
    return {"encoding": options.encoding, "fields": dict(options.fields.names), "ocr": options.ocr}


def options_of(plain: dict[str, Any]) -> Options:
    """What ``options_frame`` was given."""
    return Options(plain["encoding"], Fields(plain["fields"]), plain["ocr"])


def reading_frame(reading: Reading) -> tuple[dict[str, Any], bytes]:
    """A reading; the body is its text."""
    page = reading.page
    about = [page.source, page.digest, page.encoding] if page else None
    return {"intake": asdict(reading.intake), "page": about}, page.text.encode() if page else b""


def reading_of(head: dict[str, Any], body: bytes) -> Reading:
    """What ``reading_frame`` was given."""
    page = None
    if head["page"]:
        source, digest, encoding = head["page"]
        page = Page(source, body.decode(), digest, encoding)
    return Reading(Intake(**head["intake"]), page)


def made_frame(made: Made) -> tuple[dict[str, Any], bytes]:
    """What was found, without the reading, which went before; the body is the result."""
    return {"made": made.result is not None}, made.result or b""


def made_of(head: dict[str, Any], body: bytes, reading: Reading) -> Made:
    """What ``made_frame`` was given, with the reading that went before."""
    return Made(reading, body if head["made"] else None)


def parsed_frame(key: str, found: Decoded, is_new: bool) -> tuple[dict[str, Any], bytes]:
    """A text that a file had to be taken apart for, to be kept."""
    return {"parsed": key, "encoding": found.encoding, "note": found.note, "new": is_new}, found.text.encode()


def parsed_of(head: dict[str, Any], body: bytes) -> Decoded:
    """The text that ``parsed_frame`` was given."""
    return Decoded(body.decode(), head["encoding"], head["note"])
