"""Bare prizes are named after the contest their sentence tells of."""

from __future__ import annotations

import pytest

from tests.mentions.people_setting import mentions_of

FOUND = [
    ("公司选送的咖啡豆在第十二届青川咖啡生豆大赛上夺得冠军。", "第十二届青川咖啡生豆大赛冠军"),
    ("第六届青川名茶评选揭晓,公司选送的新茶获金奖。", "第六届青川名茶金奖"),
    ("在第十二届青川咖啡生豆大赛上,青川咖啡亮相。公司的咖啡豆斩获特等奖。", "第十二届青川咖啡生豆大赛特等奖"),
    ("在今年6月举行的第28届国际葡萄酒大奖赛上,河口酒庄摘得3枚金奖。", "第28届国际葡萄酒大奖赛金奖"),
]
NOT_FOUND = [
    "咖啡豆夺得冠军。",  # of what?
    "第十二届青川咖啡生豆大赛开幕。公司夺得冠军。",  # another sentence
    "在第十二届青川咖啡生豆大会上夺得冠军。",  # no contest
]


def _prizes(text: str) -> list[str]:
    return [m.name for m in mentions_of(text) if m.rule == "honour.prize_of"]


@pytest.mark.parametrize(("text", "name"), FOUND)
def test_named(text: str, name: str) -> None:
    assert _prizes(text) == [name]


@pytest.mark.parametrize("text", NOT_FOUND)
def test_not_named(text: str) -> None:
    assert _prizes(text) == []
