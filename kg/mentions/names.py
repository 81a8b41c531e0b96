"""Whether a stretch names one thing or only a kind of thing."""

from __future__ import annotations

import re
from functools import cache

from kg.mentions import lexicon, tokens
from kg.mentions.gazetteer import Gazetteer

#: Digits in a row that are a name sooner than a quantity.
_LONG_NUMBER = 3
_MARKS = re.compile(r"[“”‘’「」《》()\s]")
#: What is counted is no name (37个援疆项目, 12公里管网); a capacity is part of one (年产6000吨, 220千伏).
_COUNTED = re.compile(
    r"(?<!第)[一二两三四五六七八九十][个项座家](?=.)|"
    r"(?<!年产)(?<!年处理)(?<!日产)(?<!日处理)(?<![\d.,])\d[\d.,]{0,20}+[余多来]?[万亿]?(?:[个家项条座人名户宗处栋件批次天%亩]|公里|平方米|平方公里)"
)
#: What begins like this is one of many: 一批算力中心项目, 两个项目, 5大基地.
_OF_MANY = re.compile(r"(?:[一二两三四五六七八九十百千数几]+|\d+)(?:批|个|项|条|座|类|种)|\d+大(?![道桥学厦街])")
#: Some of many, after the division they are in too (青河县两条“惠民路”), and one of a list of few (三大茶叶基地).
_SOME = re.compile(r"(?:.{1,6}[省市县区旗州镇乡])?(?:一批|一大批|[两三四五六七八九十几数][条个座项家批])")
_OF_FEW = re.compile("[三四五六七八九十两]大")
#: A word of the dictionary's corpus more often than this is no brand without more.
_PLAIN = 1000
#: What a newspaper calls its columns, before the dot of its headline.
_COLUMN = re.compile("(?:数[读说看]|图[读解说]|一图|速览|聚焦|关注)[·:|]")
#: A zone by its kind only (经开区重点项目), and the last of what is joined.
_BARE_ZONE = re.compile("^(?:经开区|高新区|开发区|园区|新区|保税区|综保区|示范区)")
_LAST_JOINED = re.compile("[和与及]([^和与及]{2,})$")
#: A capacity that a work's name begins with: 80万锭智能织布项目.
_CAPACITY = re.compile(
    r"(?:年产|日产|年处理|日处理)?\d[\d.]*[万亿]?(?:吨|锭|台|套|千瓦|兆瓦|[MGK]W|平方米|立方米|米|头|只|羽|辆|片|颗|件|千伏|英寸)"
)
#: What a plant of a given size may be called by alone: 10万千瓦风电场, 500兆瓦时储能电站.
_SIZE = re.compile(
    r"\d[\d.]*[万亿]?(?:千瓦时?|兆瓦时?|[MGK]Wh?|千伏|吨级)(?:/\d[\d.]*[万亿]?(?:千瓦时?|兆瓦时?|[MGK]Wh?))?"
)
_POINTING = re.compile(
    r"(?:该|本)(?:[县市区旗镇乡州]|公司|企业|集团)?(?=[一-鿿]{3})|(?:公司|企业|集团)(?=年产|[一二三四五六]期|\d)"
    r"|其(?=[一二三四五六七八九新首主总])|除了?(?![险尘湿雪冰草氟磷])(?=[一-鿿A-Z]{4})|既有(?!住宅|建筑|居住|小区|线|铁路|城|村)(?=[一-鿿A-Z]{4})"
)
#: What is one of many whatever stands before: 云岭大会重点项目, 开年首批项目, 第三个亿元以上项目.
_KINDS_OF_WORKS = re.compile(
    r"(?:重点|重大|首批|第?[一二三四五六]批|[亿万]元(?:以上|级)?|招商引资|集中开工|集中签约|十大(?:民生|产业|工业|基础设施)?)$"
)
#: A house of which a place has one: 县第三人民医院迁建项目, 市技师学院新校区.
_OF_THE_PLACE = re.compile(
    r"[市县区州旗镇](?![乡县区直级属内镇])[一-鿿]{0,8}?(?:医院|保健院|中学|小学|学校|学院|中专|幼儿园|福利院|敬老院|养老院|图书馆|博物馆"
    r"|体育馆|文化馆|档案馆|体育中心|文化中心|客运站|水厂|污水处理厂|疾控中心|看守所|垃圾处理场)"
)
#: Heads of works of any kind.
_WORKS = ("项目", "工程")
_DIGITS_ONLY = re.compile(r"[\d.%+\-,个家项条座万亿元余多近约以上下十百千两一二三四五六七八九]+")


def is_specific(name: str, head: str = "", loose: bool = False) -> bool:
    """True when something besides common words stands before the head (华岭精密新基地, not 重点产业基地).

    ``loose``: what stands around shows one thing is meant, so that one word that is not empty is enough.
    """
    core = _MARKS.sub("", name)
    if head and core.endswith(head):
        core = core[: -len(head)]
    if head and ((head not in _WORKS and _SIZE.match(core)) or _OF_THE_PLACE.match(core)):
        return True
    if len(core) < 2 or _DIGITS_ONLY.fullmatch(core) or _COUNTED.search(core) or _OF_MANY.match(core):
        return False
    if core.endswith("着") or (head in _WORKS and (core.endswith("了") or _KINDS_OF_WORKS.search(core))):
        return False  # 盯着项目干, 汇报了项目进度
    if _SOME.match(core) or _COLUMN.match(core) or (head.endswith("基地") and _OF_FEW.match(core)):
        return False
    common = lexicon.word_set("generic")
    core = _BARE_ZONE.sub("", core) if head in _WORKS else core
    if not core:
        return False
    if head and _is_verb_and_object(core, head):
        return False
    words = _words(core)
    weak = not head or head in lexicon.word_set("weak_head")
    rest = [w for w in words if not _is_common(w, common, weak and not loose)]
    kinds = lexicon.word_set("project_kind")
    joined = _LAST_JOINED.search(core) if head in _WORKS else None
    if joined and all(w in kinds or w in common for w in _words(joined[1])):
        return False  # 光伏产业发展和重点项目: things of two kinds
    if head in _WORKS and rest and all(w in kinds or _is_division(w) for w in words):
        return False  # 青河县重点项目: whose they are is no name
    if loose or (head in _WORKS and _CAPACITY.match(core) and rest):
        return bool(rest)
    if (
        len(rest) == 1
        and len(rest[0]) < 4
        and _is_plain_noun(rest[0])
        and (head in lexicon.word_set("weak_head") or (not head and words == rest))
    ):
        return False  # 无人机项目, 半导体: one dictionary word names a kind of thing
    return bool(rest)


def is_coined(name: str, head: str, placed: bool = False) -> bool:
    """Whether what stands before the head is no word and not made of words (德铭精工, not 稀土材料).

    Before a trade that ends names only, and behind a place (``placed``), a name of the dictionary and a number will
    do: 天明药业, 三顺米业.
    """
    core = name.removesuffix(head)
    sure = placed or head in lexicon.word_set("sure_trade")
    if not all(c > "\u2fff" for c in core):
        return False
    never = lexicon.word_set("never_in_brand") | (frozenset() if sure else lexicon.word_set("seldom_in_brand"))
    if core in never or never & set(core):
        return False
    if tokens.is_known(core):
        return sure and _is_brand(core, head)
    return any(end - start == 1 for start, end in tokens.cut(core))


def ends_in_deed(name: str) -> bool:
    """Whether the last words say what became of a work, and belong to no name: 污水处理厂通水, 新厂破土."""
    return name.endswith(_deeds())


@cache
def _deeds() -> tuple[str, ...]:
    classes = ("work_verb", "stage_verb", "stage_in_operation", "stage_started", "stage_completed", "stage_signed")
    return (*(word for name in classes for word in lexicon.words(name)), "揭牌")


def pointing_words(name: str) -> int:
    """How many characters at the beginning only point at what is meant: 该县 of 该县油菜产业园, 其 of 其二号窑炉."""
    match = _POINTING.match(name)
    return match.end() if match else 0


def is_one_word(name: str) -> bool:
    """Whether a name has no verb of two characters and more in it (托万克阿勒村, not 打造示范村)."""
    return not any(tokens.is_verb(name[start:end]) for start, end in tokens.cut(name) if end - start > 1)


def _is_brand(word: str, head: str) -> bool:
    """Whether a word of the dictionary is sooner a firm's brand than what its trade is about (天明药业, 传统酒业)."""
    if tokens.frequency(word) > _PLAIN or _is_division(word):
        return False
    return tokens.is_proper(word) or (tokens.is_noun(word) and (head.endswith("业") or not tokens.is_known(head)))


def _is_verb_and_object(core: str, head: str) -> bool:
    """盯项目, 抓项目; not 变电站, whose head is longer than the 电站 a pattern saw, nor 智造园, an unknown word."""
    *before, last = tokens.cut(core)
    verb = core[last[0] :]
    if before and before[-1][1] - before[-1][0] == 1 and not tokens.is_empty_word(core[before[-1][0] : last[0]]):
        return False
    lone = [core[start:end] for start, end in before[-2:] if end - start == 1]
    if head not in _WORKS and len(lone) > 1 and not all(map(tokens.is_empty_word, lone)):
        return False  # 欣旺达公司: an unknown name of three characters
    heads = (*lexicon.words("site_work_head"), *lexicon.words("plant_head"))
    return len(verb) == 1 and tokens.is_verb(verb) and not any(h.endswith(verb + head) for h in heads)


def _words(core: str) -> list[str]:
    """The words of a name; single characters in a row, which the dictionary could not place, are one unknown word."""
    words: list[str] = []
    run = ""
    for start, end in tokens.cut(core):
        if end - start == 1 and core[start] > "\u2fff":
            run += core[start]
            continue
        words += [run, core[start:end]] if run else [core[start:end]]
        run = ""
    return [*words, run] if run else words


def _is_number(word: str) -> bool:
    """Numbers name nothing, but 905 in 905基地 does."""
    return bool(_DIGITS_ONLY.fullmatch(word)) and not (word.isdigit() and len(word) >= _LONG_NUMBER)


def _is_division(word: str) -> bool:
    form = Gazetteer.load().form(word)
    return form is not None and form.full


def _is_plain_noun(word: str) -> bool:
    return tokens.is_known(word) and not tokens.is_proper(word)


def _is_common(word: str, common: frozenset[str], weak: bool) -> bool:
    return word in common or (weak and tokens.is_empty_word(word)) or _is_number(word) or word in "、,和与及·-"


def strip_marks(name: str) -> str:
    """The name without quotation marks, title marks and spaces."""
    return re.sub(r"[“”‘’「」『』《》\s]", "", name)
