"""Files made to harm: each ends in a sentence, in bounded time and memory, and the next file is read all the same."""

from __future__ import annotations

import io
import random
import struct
import time
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest

from kg.documents.encodings import UnreadableError
from kg.documents.formats import archive
from kg.documents.formats.child import Child
from kg.documents.formats.parse import MOST_BYTES
from kg.documents.listing import Source
from kg.documents.read import Reader, Reading
from tests.documents.formats.conftest import LIMITS

Read = Callable[..., list[Reading]]
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
#: The time that no file may take is the promise; the rest is for a busy machine.
PATIENCE = LIMITS.in_all + 20


def zipped(members: dict[str, bytes]) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as made:
        for name, data in members.items():
            made.writestr(name, data)
    return content.getvalue()


def pdf(*objects: bytes, root: int = 1) -> bytes:
    """A PDF of these objects, numbered from 1."""
    body = b"%PDF-1.7\n"
    places = []
    for number, content in enumerate(objects, 1):
        places.append(len(body))
        body += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(objects) + 1
    return body + b"xref\n0 %d\n0000000000 65535 f \n%strailer\n<< /Size %d /Root %d 0 R >>\nstartxref\n%d\n%%%%EOF" % (
        size, table, size, root, len(body))  # fmt: skip


def stream(content: bytes, head: bytes = b"") -> bytes:
    packed = zlib.compress(content)
    return b"<< %s /Filter /FlateDecode /Length %d >>\nstream\n%s\nendstream" % (head, len(packed), packed)


def page(contents: bytes, resources: bytes = b"<< >>") -> tuple[bytes, bytes, bytes, bytes]:
    return (
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 500 500] /Contents 4 0 R /Resources %s >>" % resources,
        contents,
    )


def doubling_forms(levels: int) -> bytes:
    """A page that draws a form twice, which draws a form twice …"""
    resources = b"<< /XObject << /F %d 0 R >> >>"
    forms = [
        stream(b"/F Do /F Do", b"/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources " + resources % (n + 1))
        for n in range(5, 5 + levels)
    ]
    last = stream(b"BT (x) Tj ET", b"/Type /XObject /Subtype /Form /BBox [0 0 9 9]")
    return pdf(*page(stream(b"/F Do"), resources % 5), *forms, last)


def word(document: bytes) -> bytes:
    """A Word document around ``document.xml``."""
    package = "http://schemas.openxmlformats.org/package/2006"
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"
    return zipped({
        "[Content_Types].xml": f'<Types xmlns="{package}/content-types"><Default Extension="rels" ContentType='
        f'"application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/word/document.xml" '
        f'ContentType="{kind}"/></Types>'.encode(),
        "_rels/.rels": f'<Relationships xmlns="{package}/relationships"><Relationship Id="r" Type="{office}" '
        'Target="word/document.xml"/></Relationships>'.encode(),
        "word/document.xml": document,
    })  # fmt: skip


LAUGHS = "<!DOCTYPE x [<!ENTITY a0 '县'>" + "".join(
    f"<!ENTITY a{n} '{f'&a{n - 1};' * 10}'>" for n in range(1, 12)
) + "]>"  # fmt: skip
FILES: dict[str, Callable[[], bytes]] = {
    "deep.html": lambda: b"<html><body>" + b"<div>" * 1_000_000 + "县长到场。".encode(),
    "deep-list.html": lambda: b"<ul><li>" * 300_000 + "县长到场。".encode(),
    "laughs.html": lambda: f"<?xml version='1.0'?>{LAUGHS}<html><body><p>&a11;</p></body></html>".encode(),
    "outside.html": lambda: b"<!DOCTYPE x [<!ENTITY e SYSTEM 'file:///etc/passwd'>]><html><p>&e;</p></html>",
    "empty.html": lambda: "<html><title>县长到场</title><body><script>var a = '县长';</script></body></html>".encode(),
    "attributes.html": lambda: b"<p " + b"a=1 " * 2_000_000 + ">县".encode(),
    "no.pdf": lambda: b"%PDF-1.7\nno more",
    "kids.pdf": lambda: pdf(b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [2 0 R] /Count 9 >>"),
    "wide.pdf": lambda: pdf(
        b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [%s] /Count 9 >>" % (b"3 0 R " * 200_000),
        b"<< /Type /Pages /Kids [3 0 R 3 0 R] /Count 9 >>",
    ),
    "self.pdf": lambda: pdf(
        *page(stream(b"/F Do"), b"<< /XObject << /F 5 0 R >> >>"),
        stream(b"/F Do", b"/Type /XObject /Subtype /Form /Resources << /XObject << /F 5 0 R >> >>"),
    ),
    "doubling.pdf": lambda: doubling_forms(40),
    "bomb.pdf": lambda: pdf(*page(stream(bytes(300_000_000)))),
    "laughs.docx": lambda: word(
        f"<?xml version='1.0'?>{LAUGHS}<w:document xmlns:w='{WORD}'><w:body><w:p><w:r><w:t>&a11;</w:t></w:r></w:p>"
        "</w:body></w:document>".encode()
    ),
    "outside.docx": lambda: word(
        "<?xml version='1.0'?><!DOCTYPE x [<!ENTITY e SYSTEM 'file:///etc/passwd'>]>"
        f"<w:document xmlns:w='{WORD}'><w:body><w:p><w:r><w:t>&e;</w:t></w:r></w:p></w:body></w:document>".encode()
    ),
    "huge.docx": lambda: word(
        f"<w:document xmlns:w='{WORD}'><w:body>{'<w:p/>' * 40_000_000}</w:body></w:document>".encode()
    ),
    "deep.docx": lambda: word(
        f"<w:document xmlns:w='{WORD}'><w:body>{'<w:sdt>' * 99_999}{'</w:sdt>' * 99_999}</w:body></w:document>".encode()
    ),
    "no.docx": lambda: b"PK\3\4 no more",
    "other.docx": lambda: zipped({"a.txt": b"x"}),
    "no.zip": lambda: b"PK\5\6",
    "cut.zip": lambda: zipped({"a.txt": "县".encode() * 1000})[:-30],
    "none.zip": lambda: zipped({}),
}  # fmt: skip


@pytest.mark.parametrize("name", FILES)
def test_a_hostile_file_is_a_sentence(name: str, tmp_path: Path, read: Read, samples: Path) -> None:
    path = tmp_path / name
    path.write_bytes(FILES[name]())
    began = time.monotonic()
    [reading] = read(path)
    assert time.monotonic() - began < PATIENCE
    assert reading.page is None, reading.page and reading.page.text[:100]
    assert reading.intake.state == "skipped"
    assert reading.intake.reason.endswith("。")
    assert "\n" not in reading.intake.reason
    [after] = read(samples / "page.html")
    assert after.page is not None, "the next file is read all the same"


def test_members_that_harm_are_skipped_and_the_others_read(tmp_path: Path, read: Read) -> None:
    members = {
        "a.txt": "县长到场。".encode(),
        "bomb.txt": bytes(50_000_000),
        "inner.zip": zipped({"b.txt": b"x"}),
        "../up.txt": "县长上楼。".encode(),
        "/etc/root.txt": "县长下楼。".encode(),
        "c:/drive.txt": "县长出门。".encode(),
        "back\\..\\up.txt": "县长进门。".encode(),
        "a//b.txt": "县长来了。".encode(),
        "x\x1b[31m.txt": "县长走了。".encode(),
    }
    (tmp_path / "z.zip").write_bytes(zipped(members))
    found = {r.intake.source.removeprefix("z.zip/"): r.intake for r in read(tmp_path / "z.zip")}
    assert {name for name, one in found.items() if one.state == "read"} == {"a.txt", "x\\x1b[31m.txt"}
    assert "超过上限" in found["bomb.txt"].reason
    assert "压缩包里的压缩包" in found["inner.zip"].reason
    assert sum("越出压缩包" in one.reason for one in found.values()) == 5
    assert len(found) == len(members)


def test_a_damaged_member_leaves_the_others(tmp_path: Path, read: Read) -> None:
    content = bytearray(zipped({"a.txt": "县长到场。".encode(), "b.txt": "县长上楼。".encode() * 20}))
    place = content.index(b"b.txt") + 10
    content[place] ^= 0xFF
    (tmp_path / "z.zip").write_bytes(content)
    good, bad = read(tmp_path / "z.zip")
    assert good.page is not None
    assert bad.page is None
    assert "已损坏" in bad.intake.reason


def test_a_locked_member_and_a_member_twice(tmp_path: Path, read: Read) -> None:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as made:
        made.writestr("a.txt", "县长到场。")
        with pytest.warns(UserWarning, match="Duplicate name"):
            made.writestr("a.txt", "县长上楼。")
        made.writestr("b.txt", "县长下楼。")
    data = bytearray(content.getvalue())
    for place in (at for at in range(len(data)) if data[at : at + 4] == b"PK\1\2"):
        if data[place + 46 : place + 51] == b"b.txt":
            struct.pack_into("<H", data, place + 8, 1)
    (tmp_path / "z.zip").write_bytes(data)
    first, second, locked = read(tmp_path / "z.zip")
    assert first.page is not None
    assert "同名" in second.intake.reason
    assert "密码" in locked.intake.reason


def test_an_archive_may_not_grow_beyond_measure(monkeypatch: pytest.MonkeyPatch) -> None:
    content = zipped({f"{n}.txt": bytes(1_000_000) for n in range(9)})
    assert len(list(archive.read(content, MOST_BYTES))) == 9
    monkeypatch.setattr(archive, "MOST_UNPACKED", 5_000_000)
    for most in (MOST_BYTES, {**MOST_BYTES, "text": 999_999}):  # also where each member is too large by itself
        with pytest.raises(UnreadableError, match="压缩包解开后超过上限"):
            list(archive.read(content, most))
    monkeypatch.setattr(archive, "MOST_MEMBERS", 8)
    with pytest.raises(UnreadableError, match="有 9 个成员"):
        list(archive.read(content, MOST_BYTES))


def test_noise_in_every_format(samples: Path, tmp_path: Path, read: Read) -> None:
    """Samples with some bytes changed: read, partly read or refused, but never an error of the program."""
    chance = random.Random(0)
    for name in ("page.html", "page.pdf", "page.docx", "archive.zip", "news.jsonl"):
        whole = (samples / name).read_bytes()
        for _ in range(6):
            broken = bytearray(whole)
            for _ in range(chance.choice((1, 20, 400))):
                broken[chance.randrange(len(broken))] = chance.randrange(256)
            cut = chance.choice((len(broken), chance.randrange(len(broken))))
            (tmp_path / name).write_bytes(broken[:cut])
            for reading in read(tmp_path / name):
                assert (reading.page is None) == (reading.intake.state in ("skipped", "ignored"))
                assert reading.page is not None or reading.intake.reason


@pytest.fixture(scope="module")
def huge() -> bytes:
    """A small document that becomes a large one."""
    return FILES["huge.docx"]()


def test_what_takes_too_long_is_stopped(huge: bytes, samples: Path) -> None:
    child = Child(seconds=1, megabytes=8192)
    with pytest.raises(UnreadableError, match="解析超过 1 秒"):
        list(child.ask("docx", huge))
    child.seconds = 30
    assert list(child.ask("docx", (samples / "page.docx").read_bytes())), "another process serves the next file"
    child.close()


def test_what_takes_too_much_memory_is_stopped(huge: bytes) -> None:
    child = Child(seconds=30, megabytes=400)
    with pytest.raises(UnreadableError, match=r"内存|memory|unknown error"):
        list(child.ask("docx", huge))
    child.close()


def test_an_answer_nobody_waits_for_does_not_answer_the_next_request(samples: Path) -> None:
    child = Child(seconds=30, megabytes=1024)
    frames = child.ask("zip", (samples / "archive.zip").read_bytes(), most=MOST_BYTES)
    next(frames)
    frames.close()
    [(head, _)] = child.ask("docx", (samples / "page.docx").read_bytes())
    assert head["kind"] == "text"
    child.close()


def test_a_child_ends_with_its_parent(samples: Path) -> None:
    reader = Reader()
    list(reader.read(Source("page.docx", samples / "page.docx")))
    process = reader._parser._taker._process
    assert process is not None
    assert process.stdin is not None
    process.stdin.close()  # as when the parent was killed
    assert process.wait(20) == 0
