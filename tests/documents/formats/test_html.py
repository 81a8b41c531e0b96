"""Which medium a web page says its article is from."""

from __future__ import annotations

import pytest

from kg.documents.formats import html
from kg.documents.segment import segment
from kg.records import Page

BODY = """<p>本报讯（记者宁远）11月14日，清河县举行重点项目集中开工仪式，集中开工项目15个，总投资41亿元。</p>
<p>今年以来，全县已开工94个。</p>"""


def _page(head: str, info: str = "") -> str:
    return f"<html><head>{head}</head><body><h1>清河县15个项目开工</h1>{info}<div>{BODY}</div></body></html>"


@pytest.mark.parametrize(
    ("head", "info", "medium"),
    [
        (
            '<meta name="ContentSource" content="清河日报"><meta name="SiteName" content="清河县人民政府">',
            "",
            "清河日报",
        ),
        ("", "<div>时间：2017-11-15 来源： 清河日报 作者：宁远</div>", "清河日报"),
        ("", "<div><span>来源：</span><span>清河县融媒体中心</span></div>", "清河县融媒体中心"),
        ("<title>清河县15个项目开工_清河新闻网</title>", "", "清河新闻网"),
        ('<meta name="SiteName" content="清河县人民政府">', "", "清河县人民政府"),
        ("", "", ""),
    ],
)
def test_medium(head: str, info: str, medium: str) -> None:
    text = html.read(_page(head, info))
    assert (f"来源:{medium}" in text.split("\n")) is bool(medium)
    assert segment(Page("a.html", text, "", "utf-8")).newspaper == medium
