"""Whether one line continues another: the evidence of the two ends."""

from __future__ import annotations

import pytest

from kg.documents import junction


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("会议今天闭幕。", False),
        ("“会议今天闭幕。”", False),
        ("名单如下:", False),
        ("县长贡建", True),
        ("同比增长7.2%,", True),
        ("引进建材、物流、", True),
        ("不当“二掌柜”", False),
    ],
)
def test_open_ends(text: str, expected: bool) -> None:
    assert junction.is_open(text) is expected


@pytest.mark.parametrize(
    "text",
    [
        "的核心区,去年完成收入",
        "132%。这里被誉为",
        "级。航空城规划",
        "位。制造业占",
        "26亿元,由公司建设",
        "大项目攻坚年’活动",
    ],
)
def test_starts_inside_a_sentence(text: str) -> None:
    assert junction.starts_inside(text)


@pytest.mark.parametrize(
    "text", ["38座市场星罗棋布", "过去一年,", "和平路通车", "20个小区完成改造", "“当年签约”", "着力提升"]
)
def test_starts_a_sentence(text: str) -> None:
    assert not junction.starts_inside(text)


@pytest.mark.parametrize(
    ("left", "right", "worse"),
    [
        ("每万人发明专利拥", "有量居全省前列", "园区今年新增企业"),
        ("总投资", "26亿元,由公司建设", "“到渌口四年”"),
        ("引进建材、物流、", "冷链等9家企业", "26亿元,由公司建设"),
        ("大力开展‘重", "大项目攻坚年’活动", "此外,全市启动"),
        ("逐步成为新", "的产业支撑", "该区域明确主攻方向"),
    ],
)
def test_the_better_continuation_scores_higher(left: str, right: str, worse: str) -> None:
    page = f"{left}\n{right}\n{worse}"
    assert junction.score(left, right, page) > junction.score(left, worse, page)


def test_reasons_name_what_they_saw() -> None:
    page = "常务副市长到会。\n常务副\n市长主持。"
    assert any("本页另有出现" in name for name, _ in junction.reasons("常务副", "市长主持。", page))


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("一季度进出口41.3亿元,占全市", "的44.6%,拉动全市进出口增长12.2个百分点。"),
        ("新能源产值占全区规上工业产值", "近四成,居首位。"),
        ("宁远电池有限", "公司的项目落户城关镇。"),
        ("加工项目计划今年11月动工、", "2027年投产,投产后每年加工2万吨。"),
        ("一期生产线已于5月建成投产,", "二期正在安装设备。"),
        ("可容纳40家上下游企业入", "驻。园区已签约22家。"),
    ],
)
def test_what_continues(left: str, right: str) -> None:
    assert junction.score(left, right, "") >= junction.LONG_JOIN


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("一季度进出口41.3亿元,占全市", "昨日,县里开会。"),
        ("宁远电池有限", "驻。园区已签约22家。"),
        ("引进人才、培养人才、", "2027年投产,投产后每年加工2万吨。"),
        ("一期生产线已于5月建成投产,", "昨日开工。"),
    ],
)
def test_what_does_not(left: str, right: str) -> None:
    assert junction.score(left, right, "") < junction.LONG_JOIN
