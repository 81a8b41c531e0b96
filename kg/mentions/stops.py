"""Mark the words no unknown name runs over (label Stop), so that names can be read up to them.

A word counts only where both its ends are word borders (jieba); words that also live inside names count only
after another border, so 建设 opens 建设科创园 but not 市建设工程公司.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from kg.mentions import lexicon, tokens
from kg.mentions.automaton import Automaton
from kg.mentions.projection import outermost
from kg.records import Mention

#: Marks that part names.
_PUNCTUATION = frozenset("、,。;:!?()[]【】《》“”‘’「」—…·\n \t/|■●◆▲◎○□★☆*#")
#: Mentions after which a verb phrase may open: what they name is complete.
_COMPLETE = frozenset(("Date", "Quantity", "Money", "Ordinal", "Official", "Person", "Anaphor", "District"))
#: After a district these open the name of a body rather than a verb phrase (芦淞区建设局).
_BODY_NEXT = frozenset("局委部厅院所站队集银公")

#: And these that of a site (石峰生产基地).
_SITE_NEXT = ("基地", "中心", "工厂", "产线", "总部", "园区", "车间")
#: Single characters that end a list item of their own (省、市和县).
_AREA_WORDS = frozenset("区县市省村乡镇人州水电气路桥国党政楼厂场站馆园院库港段")
_NO_NAME_OPENS = _PUNCTUATION | _AREA_WORDS
#: A word of doing inside the name of a firm: 城市建设投资有限公司, 文化旅游投资集团.
_FIRM_GOES_ON = re.compile(
    r"(?:发展|控股|管理|开发|建设|投资|实业|运营|服务|咨询|担保|置业|产业|经营|引导|合作|促进){0,3}(?:股份|集团)?(?:有限|股份有限)"
    r"|(?:发展|控股|实业|开发|投资){0,2}(?:集团|总公司)"
)
#: Words of doing that end the names of firms, right before 公司.
_OF_FIRM = frozenset(("投资", "建设", "发展", "开发", "服务", "管理", "运营"))
#: What can be the object of the verb before it (开工建设东山水库), and not its end or a noun made of it (开工仪式).
_OBJECT = re.compile(r"(?!了?[后时前的率]|仪式|典礼|现场|动员|投产|达产|运营|使用|项目)了?[一-鿿A-Z“]")
#: Verbs that, right before 项目 or 工程, may close a name.
_INNER = frozenset(
    (
        "新建",
        "续建",
        "推进",
        "提升",
        "促进",
        "保障",
        "支持",
        "服务",
        "拓宽",
        "打通",
        "加强",
        "完善",
        "优化",
        "补强",
        "处理",
        "提高",
    )
)
#: What shows that such a verb is part of a name: 青湖大道提升改造工程.
_WORK_BEHIND = ("项目", "工程", "改造", "改建", "扩建", "整治", "治理", "配套")
#: The second of two doings in a name of a work: 灌区续建配套与现代化改造项目, 河道清淤与整治工程.
_SECOND_DOING = re.compile(
    r"(?<=[^、,。目程园区地][与和及])(?:现代化|改造|提质|提升|整治|治理|扩建|改建|开发|保护|修复|利用|建设)[一-鿿]{0,6}?(?:项目|工程)"
)
#: A site in which something is built: the verb behind it opens what is built (在青河产业园建设电机生产基地).
_BUILT_IN = re.compile(
    r"(?:在|于|落户|选址)[^,。;:、\n在于]{2,20}?(?:园区?|[科航职]\w城|港|新区|片区|基地|[村镇乡区县市])"
    r"(?=(?:投资)?(?:建设|新建|兴建|投建|修建|打造|布局|建)[一-鿿A-Za-z0-9“])"
)
#: A lone character that opens an unknown name, and a head behind that shows it to be one (中都大道).
_SITE_BEHIND = re.compile(r"(?:大道|大街|大桥|路|街|产业园|工业园|科技园|公园|广场)(?![一-鿿]?[通连延])")
#: Particles behind a verb.
_ASPECT = frozenset("了着过")
#: A firm's name from a place on, whose first word is no verb of building (浙江建元精工有限公司).
_FIRM = re.compile(r"(建[一-鿿A-Za-z0-9]{1,13}?)(?:\([一-鿿]{2,6}\))?(?:股份|集团|控股)?(?:有限|股份)")
#: Behind a word of doing: the street is named after it.
_STREET = re.compile("[东南西北中]?(?:路(?![径线网上])|大道|大街)")
#: After 自主: the rest of a site's name.
_OWN_INNOVATION = re.compile("创新(?:产业)?(?:园|示范区|基地)")
#: Between the ends of a road.
_TO = frozenset("至到")
_ROAD = re.compile(
    r"[一-鿿]{2,8}?(?:高速|公路|铁路|高铁|城际|快速路|快速通道|通道|大道|专用线|管道|绿道"
    r"|段(?=[一-鿿]?[已将正全开建计,。;、]))"
)
#: Before 利用 a technical term: 综合利用, 资源化利用.
_WAYS_OF_USE = ("循环", "综合", "资源化", "高值化", "回收", "再生", "梯次", "余热", "无害化", "资源", "梯级")
#: Of whom 都 says that all of them do something.
_WHO = frozenset("我你他她它谁们人家者也这那里全每")
#: Before a place these lead to it.
_LEADING_TO = frozenset("到在赴至往")
_LIST_NUMBER = re.compile(r"(?:^|\n)[ ]*([A-Z][.、](?=[^ ])|\(?(?:\d{1,2}|[一二三四五六七八九十]{1,3})[.、)])")


@cache
def _words() -> Automaton[str]:
    # a word of two classes counts as the later one
    kinds = ("stop_before_object", "stop_modifier", "stop_after_border", "stop", "joint")
    return Automaton({word: kind for kind in kinds for word in lexicon.words(kind)})


def _label(word: str) -> str:
    if word in lexicon.word_set("joint"):
        return "Joint"
    if word in lexicon.word_set("award"):
        return "Award"
    return "Build" if word in lexicon.word_set("build") else "Stop"


def stops(article: int, text: str, found: Sequence[Mention]) -> Iterator[Mention]:
    """The borders of one text, in order; never inside an earlier mention."""
    shown = outermost([m for m in found if m.type not in ("Quote", "Title")])
    taken = [False] * (len(text) + 1)
    complete_at = {m.end for m in shown if m.type in _COMPLETE}
    places = {m.end for m in shown if m.type == "District"}
    complete_at |= {m.start - 1 for m in shown if m.type == "District" and text[m.start - 1 : m.start] in _LEADING_TO}
    for m in shown:
        taken[m.start : m.end] = [True] * (m.end - m.start)
    complete_at |= {site.end() for site in _BUILT_IN.finditer(text)}
    border = tokens.borders(text)
    own = {firm[1] for place in places if (firm := _FIRM.match(text, place))}  # the words of firms
    at = 0
    for mark in _LIST_NUMBER.finditer(text):
        if not any(taken[mark.start(1) : mark.end(1)]):
            complete_at.add(mark.end(1))
            yield Mention(article, mark.start(1), mark.end(1), "Stop", mark.group(1), "stop.list_number")
    for start, end, word, kind in _longest(text, border, taken):
        if start < at or any(text.startswith(name, start) for name in own):
            continue
        if _goes_on_as_name(text, border, (start, end), kind, complete_at):
            continue
        if kind not in ("stop", "joint") and not _opens(text, border, start, end, kind, complete_at, places):
            continue
        at = end
        complete_at.add(end)
        yield Mention(article, start, end, _label(word), word, f"stop.{kind}")


def _goes_on_as_name(text: str, border: bytes, span: tuple[int, int], kind: str, complete_at: set[int]) -> bool:
    """Whether what stands around shows the word to be part of a name, or a verb without its object."""
    start, end = span
    word = text[start:end]
    if kind == "joint" and len(word) == 1 and (_is_inside_a_name(text, border, start) or text.endswith("、", 0, start)):
        return True  # 青城云樾府、和泰钛材加工中心
    if _joins_in_one(text, start, end, kind, complete_at):
        return True  # 生猪屠宰及冷链配送中心, 云峰游客接待中心
    if len(word) == 1 and _SITE_BEHIND.match(text, end) and _is_inside_a_name(text, border, start):
        return True  # 中都大道
    if len(word) > 1 and kind != "joint" and _FIRM_GOES_ON.match(text, end):
        return True
    if word in _OF_FIRM and text.startswith("公司", end) and not _is_border(text, start, complete_at):
        return True  # 县文旅投资公司
    if word in _INNER and text[end : end + 2] in _WORK_BEHIND and not _is_border(text, start, complete_at):
        return True  # 第十二中学新建工程
    if len(word) > 1 and _STREET.match(text, end):
        return True  # 建设南路, 创新大道
    if (word == "自主" and _OWN_INNOVATION.match(text, end)) or (
        word == "利用" and text.endswith(_WAYS_OF_USE, 0, start)
    ):
        return True  # 自主创新园, 粉煤灰综合利用项目
    if word == "都" and _is_inside_a_name(text, border, start) and text[start - 1] not in _WHO:
        return True  # 瓷都新材料
    if word == "其" and 0 < start < len(text) - 2 and _is_foreign(text, border, start):
        return True  # 甘其毛都口岸
    if word in _TO and _ROAD.match(text, end):
        return True  # 青川至河口高速公路
    return kind == "stop_before_object" and not _OBJECT.match(text, end)


def _is_foreign(text: str, border: bytes, at: int) -> bool:
    """Whether a character stands between two lone ones that are no little words, as in a name of another tongue."""
    around = (text[at - 1], text[at + 1])
    alone = bool(border[at - 1] and border[at + 2])
    return alone and all("一" <= char <= "鿿" and char not in lexicon.word_set("particle") for char in around)


def _joins_in_one(text: str, start: int, end: int, kind: str, complete_at: set[int]) -> bool:
    """Whether a word stands between the parts of a work's name: two things it does, or what its centre is for."""
    if kind in ("stop_modifier", "stop_after_border") and _is_second_doing(text, start):
        return True
    if kind == "stop" and end - start > 1 and _CENTRE.match(text, end):
        return not _is_border(text, start, complete_at)
    return text[start:end] == "及" and _is_of_one(text, start)


#: A centre named by what is done there (游客接待中心).
_CENTRE = re.compile("中心(?![城组镇村任工大环地])")


def _is_of_one(text: str, start: int) -> bool:
    """Whether 及 joins two things that one work does: what stands before it names no work or body of its own."""
    before = _BEFORE_JOINT.search(text, max(0, start - 12), start)
    return bool(before) and bool(_ONE_BEHIND.match(text, start + 1))


#: Before 及 in a name of a work, from a mark or a division on; and the rest of that name.
_BEFORE_JOINT = re.compile(
    r"(?:^|[,。;、:\n县区市镇乡])[一-鿿]{2,8}(?<![司团局委会府院厅部办县市区镇乡村目程心地园厂站路桥校馆楼线场库团业])$"
)
_ONE_BEHIND = re.compile(r"[一-鿿]{2,10}?(?:中心|基地|项目|工程|产业园|工厂|厂房|生产线)")


def _is_second_doing(text: str, start: int) -> bool:
    """Whether a word, or the one before it, is the second doing in a work's name (与现代化改造项目)."""
    return any(_SECOND_DOING.match(text, at) for at in (start, start - 3) if at > 0)


def _opens(text: str, border: bytes, start: int, end: int, kind: str, complete_at: set[int], places: set[int]) -> bool:
    """Whether a word that also lives in names stands where no name can have begun."""
    if not _is_border(text, start, complete_at):
        return False
    if start in places and (
        kind == "stop_modifier" or text[end : end + 1] in _BODY_NEXT or text.startswith(_SITE_NEXT, end)
    ):
        return False
    if text[start:end] in _ASPECT and start in complete_at:
        return True  # 察看了秦川产业园
    # two single characters on end are an unknown name sooner than a verb and its object
    return len(text[start:end]) > 1 or end + 1 >= len(border) or not border[end + 1]


def _is_border(text: str, start: int, complete_at: set[int]) -> bool:
    return start == 0 or text[start - 1] in _PUNCTUATION or start in complete_at


def _is_inside_a_name(text: str, border: bytes, start: int) -> bool:
    """明和瓷业, 三和光学: 和 after a lone character that opens a name joins nothing."""
    alone = start > 0 and bool(border[start - 1])
    return alone and text[start - 1] not in _NO_NAME_OPENS and text[start - 1] > "一"


def _longest(text: str, border: bytes, taken: list[bool]) -> Iterator[tuple[int, int, str, str]]:
    """Aligned matches, leftmost first, the longest of those that begin together."""
    best: dict[int, tuple[int, int, str, str]] = {}
    for start, end, word, kind in _words().find(text):
        if border[start] and border[end] and not any(taken[start:end]):
            old = best.get(start)
            if old is None or end > old[1]:
                best[start] = (start, end, word, kind)
    for start in sorted(best):
        yield best[start]
