"""Works named in the names of their ceremonies: 云湖智造产业园项目开工奠基仪式 names the 云湖智造产业园项目 too.

The cascade sees a ceremony as one thing; what it celebrates is read from its name here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from kg.language.alternation import one_of
from kg.mentions import lexicon
from kg.mentions.names import is_specific
from kg.records import Mention


def find(article: int, text: str, found: Sequence[Mention]) -> Iterator[Mention]:
    """Works inside the ceremonies among the mentions of one text; one already found there is not named again."""
    works = [(m.start, m.end) for m in found if m.type in ("Project", "Park")]
    for event in found:
        begin = max(text.rfind("暨", event.start, event.end) + 1, event.start)  # 集中开工活动暨甲项目开工仪式
        named = _named().match(text, begin, event.end) if event.type == "Event" else None
        if not named or any(s < event.end and event.start < e for s, e in works):
            continue
        start = max((m.end for m in found if m.type == "District" and m.start == begin), default=begin)
        if text[start : named.end("work")] == named["head"]:
            continue  # 云口县项目开工仪式
        name, head = text[begin : named.end("work")], named["head"]
        if is_specific(name, head, loose=True) and not _MANY.search(name):
            type_ = "Park" if head in lexicon.word_set("park_head") else "Project"
            yield Mention(article, begin, named.end("work"), type_, name, "project.of_ceremony", 0.8)


#: Words of ceremonies for many works: 2024年二季度重大项目集中开工仪式.
_MANY = re.compile(r"集中|批|季度|年度|重大项目|重点项目|亿元项目|招商")


@cache
def _named() -> re.Pattern[str]:
    heads = {w for name in ("site_work_head", "plant_head", "park_head", "base_head") for w in lexicon.words(name)}
    return re.compile(
        rf"(?P<work>[^,。;:、\n]{{2,40}}?(?P<head>项目|工程|{one_of(heads)})(?:[一二三四五]期)?)"
        rf"(?:正式|全线)?{lexicon.pattern_of('stage_verb')}(?:奠基|建设)?(?:暨[^,。;\n]{{1,12}})?(?:仪式|典礼|活动)$"
    )
