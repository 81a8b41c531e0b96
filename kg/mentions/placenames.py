"""How the names of Chinese administrative divisions are built: 名 + (民族 …) + 类."""

from __future__ import annotations

import re

#: The words for a kind of division, longest first within one alternative.
_KIND = (
    r"特别行政区|自治区|自治州|自治县|自治旗|联合旗|地区|林区|特区|新区|矿区|街道|苏木|"
    r"民族乡|省|市|区|县|旗|盟|镇|乡"
)
_NAME = re.compile(rf"(?P<stem>.+?)(?P<kind>{_KIND})")
_AUTONOMOUS = {"自治区": "", "自治州": "州", "自治县": "县", "自治旗": "旗", "民族乡": "乡"}

_LONG = (
    "蒙古|维吾尔|布依|朝鲜|土家|哈尼|哈萨克|傈僳|拉祜|东乡|纳西|景颇|柯尔克孜|达斡尔|仫佬|布朗|撒拉|毛南|仡佬|锡伯|阿昌|普米|"
    "塔吉克|乌孜别克|俄罗斯|鄂温克|德昂|保安|裕固|塔塔尔|独龙|鄂伦春|赫哲|门巴|珞巴|基诺|高山"
)
_SHORT = "回藏苗彝壮满侗瑶白傣黎佤畲水土羌怒京各"
#: A people's name at the end of a stem; 族 may be left out of the long ones (巴音郭楞蒙古自治州).
_PEOPLE = re.compile(rf"(?:{_LONG})族?|[{_SHORT}]族")
_TAIL = re.compile(rf"(?P<rest>.{{2,20}}?)(?:{_PEOPLE.pattern}){{1,6}}")

#: Told apart from a neighbour only by the word left out (土默特左旗, 井陉矿区 beside 井陉县): no short form.
_DISTINCT = re.compile(r".*([左右前后中]旗|矿区)")
#: One character is no name: 攸县 stays 攸县.
_MIN_STEM = 2


def kind(name: str) -> str:
    """The word for the kind of division a full name ends in, ``""`` when it ends in none."""
    match = _NAME.fullmatch(name)
    return match["kind"] if match else ""


def short_form(name: str) -> str:
    """The name without kind and peoples: 芦淞 for 芦淞区, 延边 for 延边朝鲜族自治州; ``""`` where there is none."""
    match = _NAME.fullmatch(name)
    if not match or _DISTINCT.fullmatch(name):
        return ""
    stem = _without_peoples(match["stem"]) if match["kind"] in _AUTONOMOUS or "族" in match["stem"] else match["stem"]
    return stem if len(stem) >= _MIN_STEM else ""


def full_variants(name: str) -> tuple[str, ...]:
    """Other full forms of an autonomous division: 延边州 and 延边自治州 for 延边朝鲜族自治州, 城步县 …"""
    kind_word, stem = kind(name), short_form(name)
    if kind_word not in _AUTONOMOUS or not stem:
        return ()
    plain = _AUTONOMOUS[kind_word]
    forms = {stem + kind_word, stem + plain if plain else ""} - {name, ""}
    return tuple(sorted(forms))


def _without_peoples(stem: str) -> str:
    match = _TAIL.fullmatch(stem)
    return match["rest"] if match else stem.removesuffix("族")
