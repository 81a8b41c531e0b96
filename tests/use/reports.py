"""Two pages that disagree, one file that is none, and names that would be markup: what a coverage report is made of."""

from __future__ import annotations

from pathlib import Path

from kg import pipeline

FIRST = (
    "株洲日报\n2024年3月1日 星期五\n\n攸县去年经济运行\n\n"
    "本报讯 (记者 高朗)去年,攸县地区生产总值增长7.1%。\n"
    "一份经济运行简报说得清清楚楚,\n攸县县长李大山又提到“小满<b>驿站”。\n"
    "项目用了80天办完手续。\n"
)
SECOND = "株洲日报\n2024年3月4日 星期一\n\n攸县报告\n\n本报讯 去年,攸县地区生产总值增长7.3%,大家很高兴。\n"


def write_pages(folder: Path) -> Path:
    """The pages in a folder, beside a file that cannot be read."""
    folder.mkdir()
    (folder / "2024").mkdir()
    (folder / "2024" / "a<i>.txt").write_text(FIRST, encoding="utf-8")
    (folder / "2024" / "b.txt").write_text(SECOND, encoding="utf-8")
    (folder / "empty.txt").write_text("\n", encoding="utf-8")
    return folder


def write_graph(folder: Path) -> Path:
    """Their graph, in ``folder``."""
    folder.mkdir(exist_ok=True)
    graph = folder / "report.kg"
    pipeline.build([write_pages(folder / "pages")], graph)
    return graph
