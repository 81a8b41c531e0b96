"""Makes the samples that are no text: ``python tests/documents/formats/samples/make.py``.

Needs Chromium and the font Noto Serif CJK. The files need not come out byte for byte the same elsewhere; what they
say is what the tests compare.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

import docx
import pypdfium2

HERE = Path(__file__).parent
FIRST_MOMENT = (2024, 6, 3, 8, 0, 0)


def print_pdf() -> None:
    """``page.pdf`` with a text layer, and ``scan.pdf`` as a picture of it."""
    chromium = shutil.which("chromium") or sys.exit("no chromium")
    with tempfile.TemporaryDirectory() as profile:
        subprocess.run(
            [chromium, "--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={profile}",
             "--no-pdf-header-footer", f"--print-to-pdf={HERE / 'page.pdf'}", (HERE / "print.html").as_uri()],
            check=True, capture_output=True, timeout=120,
        )  # fmt: skip
    printed = pypdfium2.PdfDocument(HERE / "page.pdf")
    picture = printed[0].render(scale=200 / 72).to_pil().convert("L")
    picture.save(HERE / "scan.pdf", resolution=200, quality=30)


def write_docx() -> None:
    """``page.docx``: a title, paragraphs, a subhead, a table, a text box, and words inserted and deleted."""
    document = docx.Document()
    document.add_heading("清河县启动夏粮收购", 0)
    document.add_paragraph("清河日报 2024年6月3日")
    document.add_paragraph("本报讯(记者 宁远)6月2日,清河县启动夏粮收购,县委副书记、县长周明到清河国家粮食储备库调研。")
    document.add_heading("产量再创新高", 2)
    marked = document.add_paragraph("据了解,今年全县小麦总产量预计达12.6万吨,同比增长")
    marked._p.append(_element('<w:del w:id="1" w:author="x"><w:r><w:delText>9.9</w:delText></w:r></w:del>'))
    marked._p.append(_element('<w:ins w:id="2" w:author="x"><w:r><w:t>3.2</w:t></w:r></w:ins>'))
    marked.add_run("%,其中优质小麦占比超过六成。")
    table = document.add_table(rows=2, cols=2)
    for cell, text in zip((c for r in table.rows for c in r.cells), ("乡镇", "产量", "柳河镇", "1.2万吨"), strict=True):
        cell.text = text
    boxed = document.add_paragraph("此外,")
    box = "<w:r><w:t>清河丰穗面业有限公司投资2.4亿元建设的面粉加工项目将于6月底竣工。</w:t></w:r>"
    boxed._p.append(
        _element(
            "<w:r><w:pict><v:shape><v:textbox><w:txbxContent>"
            f"<w:p>{box}</w:p></w:txbxContent></v:textbox></v:shape></w:pict></w:r>"
        )
    )
    document.save(HERE / "page.docx")


def _element(xml: str):
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls

    spaces = f'{nsdecls("w")} xmlns:v="urn:schemas-microsoft-com:vml"'
    head, _, rest = xml.partition(">")
    return parse_xml(f"{head} {spaces}>{rest}")


def write_zip() -> None:
    """``archive.zip`` as Windows in China makes them: names in GB18030, and things in it that are not read."""
    members = {
        "要闻/清河.html": (HERE / "page.html").read_bytes(),
        "要闻/快讯.jsonl": (HERE / "news.jsonl").read_bytes(),
        "县长.txt": "县长周明到柳河镇调研。".encode("gb18030"),
        "表.xls": b"x",
        "里面.zip": b"PK\5\6" + bytes(18),
        "__MACOSX/._县长.txt": b"\0\5\x16\7",
    }
    with zipfile.ZipFile(HERE / "archive.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            info = _GbInfo(name, FIRST_MOMENT)
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, content)


class _GbInfo(zipfile.ZipInfo):
    """A member whose name is written in GB18030 and not marked as UTF-8."""

    def _encodeFilenameFlags(self) -> tuple[bytes, int]:  # noqa: N802 - the library calls it so
        return self.filename.encode("gb18030"), self.flag_bits & ~0x800


if __name__ == "__main__":
    os.umask(0o022)
    print_pdf()
    write_docx()
    write_zip()
