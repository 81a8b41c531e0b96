"""What a number is called: the words before or after it, freed of everything that is not the measure's name."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import Any

from kg.language.alternation import one_of
from kg.mentions import tokens
from kg.resources import yaml_file

MAX_NAME = 30
_HAN = re.compile(r"[一-龥]")
_OPENING = {"“": "”", "‘": "’", "《": "》", "(": ")", "\uff08": "\uff09"}


@cache
def lexicon() -> dict[str, Any]:
    """The lexicon of indicator words."""
    words: dict[str, Any] = yaml_file("lexicons/indicators.yaml")
    return words


@cache
def _lead() -> re.Pattern[str]:
    protected = one_of(lexicon()["protected"]["begin"])
    return re.compile(rf"(?!{protected}){one_of(lexicon()['lead'])}|^[\s、·,]+")


@cache
def _tail() -> re.Pattern[str]:
    protected = "".join(f"(?<!{re.escape(w)})" for w in lexicon()["protected"]["end"])
    return re.compile(rf"{one_of(lexicon()['tail'])}$(?:{protected})")


def clean_name(raw: str) -> str:
    """The name inside the words before a number: adverbs, light verbs and loose punctuation gone, synonyms settled.

    Returns ``""`` when nothing measurable is left.
    """
    name = _balanced(_ADJUSTED.sub("", raw.strip(_SPACE).lstrip(_BULLETS)))
    name = re.sub(r"^(?:扭?转|变)[增降负正]?为$", "", name)  # 由下降2.4%转为增长4.6%
    name = re.sub(r"^全年(?:计划|拟|预计|力争|将)(?=[一-龥])", "", name)
    previous = None
    while previous != name:
        previous = name
        name = _cut_left(_cut_right(name))
    return normal_name(name)


#: How a growth was reckoned: 扣除留抵退税因素后同口径增长9.2%.
_ADJUSTED = re.compile(
    r"^(?:若|如)?(?:扣除|剔除|还原)[^,。;]{2,14}?(?:因素|影响)?后?(?:,?(?:按)?(?:同|可比)口径)?(?=$|同比)|^同口径(?=$)"
)
_SPACE = " \t\n"
_BULLETS = "◆■●▲★※·•○□◇△▼▶►→—-– "


def _cut_left(name: str) -> str:
    match = _lead().match(name)
    if re.match(r"超\d[\d.]*[百千万亿]", name):
        return name  # 超10亿元企业
    if not match or _parts_word(name, match.end()):
        return name
    return _balanced(name[match.end() :].strip(_SPACE))


def _parts_word(name: str, border: int) -> bool:
    """Whether a border would part a word of two (能|力); 还|要 are two adverbs, and words of more may be phrases."""
    return any(a < border < b and b - a == 2 and not _lead().match(name, border, b) for a, b in tokens.cut(name))


def _cut_right(name: str) -> str:
    match = _tail().search(name)
    return _balanced(name[: match.start()].strip(_SPACE)) if match else name


#: What things went through: 20家企业实施机械化改造, 129家通过复产验收.
_GONE_THROUGH = re.compile(
    r"(?:通过|完成|实施|开展|启动)了?"
    r"[一-龥]{2,8}(?:改造|验收|评估|评审|认证|整治|升级|转型|整改|审核|备案|搬迁|审批|检修|复产)"
)


#: For whom an office does what is counted: 为217家企业签发证书6.4万份.
SERVED = re.compile(
    r"^(?:企业|纳税人|群众|居民|农户|职工|市民|商户|老人|学生)"
    r"(?=(?:签发|办理|发放|提供|减免|兑现|争取|落实|解决|垫付|追回|节省|节约|挽回|协调|化解)[一-龥]{2})"
)


@lru_cache(maxsize=8192)
def normal_name(name: str) -> str:
    """The normal form of a name (规工 -> 规模以上工业增加值), without 的 and loose punctuation."""
    words = lexicon()
    name = re.sub(r"^.*(?:力争|确保|预计|有望)", "", _balanced(name))
    name = re.sub(r"^各(?:县(?:\(市、区\)|市区|区)?|区县|市州|单位|乡镇|地)(?=[一-龥]{2})", "", name)
    name = re.sub(r"^当场(?=[一-龥])", "", name)
    name = re.sub(r"(?<=[收值额入税润])在(?=[\d一二三五十百千])", "", name)  # 税收在500万元以上企业
    name = re.sub(r"^(?:每年|年)可?(?:产生|实现|创造|贡献|上缴|增加)(?=(?:税收|产值|销售|利税|利润|营收))", "年", name)
    name = re.sub(
        r"^([一-龥]{2,6}业)(?:现|共|已|拥)?有(?=[一-龥]{0,6}(?:企业|主体|园区)$)", r"\1", name
    )  # 纺织业有企业
    name = re.sub(r"^园区(?:已|现|共)?(?=(?:入驻|落户|入园|签约|引进|集聚|聚集)[一-龥]{2})", "", name)
    name = re.sub(r"\((?:GDP|CPI|PPI|地区生产总值)\)", "", name)
    name = re.sub(r"^(?:节日|假日|假期|春节|国庆|端午|五一|中秋|元旦|清明)期间(?=[一-龥]{2})", "", name)
    name = re.sub(r"^现场(?=签约)|(?<=^年)可(?=[一-龥])", "", re.sub(r"^每年可", "年", name))
    name = re.sub(r"^.*[”》]等(?=[一-龥]{2,})", "", name)  # 打造了“青谷”等知名品牌
    name = name.replace("的", "").strip("、·—-– ,")
    if re.fullmatch(r"“[^“”]+”", name):
        name = name[1:-1]
    if name in words["exact"]:
        return str(words["exact"][name])
    for said, meant in _synonyms():
        if said in name and meant not in name:
            name = name.replace(said, meant)
    for said, meant in words["inside"].items():
        name = name.replace(said, meant)
    name = re.sub(r"(?:等)?[两二三四五六七八九十\d]{1,9}[个大](?=产业|行业|领域|板块)", "", name)
    name = re.sub(r"^([一-龥“”]{2,}(?:企业|项目|主体|户))(净增|新增)$", r"\2\1", name)
    name = _said_so().sub(lambda m: words["stages"][m[0]], name)
    name = re.sub(r"(?<=[会动])共?(?=促成|达成|签约|引进)", "", name)
    name = re.sub(r"^([一-龥]{2,})已(?:建成|完成|实施|引进|培育|开通|集聚|聚集|入驻|汇聚)(?=[一-龥]{2,}$)", r"\1", name)
    name = re.sub(rf"^([一-龥“”]{{2,}}(?:企业|项目|公司))({_GONE_THROUGH.pattern})$", r"\2\1", name)
    name = re.sub(r"^([一-龥]{3,}(?:任务|事项|措施|试点|工程|(?<!开工|签约)项目))(已[一-龥]{2})$", r"\2\1", name)
    name = re.sub(r"^谋划(?=实施|推进)", "", name)
    name = SERVED.sub("", name)
    name = re.sub(r"^以([一-龥]{2,8})方式(?=(?:进出口|出口|进口)(?:总?[值额])?$)", r"\1", name)
    name = re.sub(r"^(?:企业|单位|展商|商家|品牌|机构)(?:参展|参会|参赛|到会)[、和及](?=[一-龥]{2})", "", name)
    name = re.sub(r"(?:集聚|聚集|汇聚)(?=[一-龥“”]{2,60}企业$)", "", name)
    name = re.sub(r"^([一二三])产(?=增加值|投资|占|$)", r"第\1产业", name)
    name = re.sub(r"^(人均)?生产总值", r"\1地区生产总值", name)
    name = re.sub(r"“小巨人”(?!企业)", "“小巨人”企业", name)
    name = re.sub(
        r"(?<=[一-龥”])(?<!网络)(?:累计|共|合计)?(?:实现|完成)(?=[一-龥]{2,8}(?:额|收入|利润|值|税收|销售|量|投资|产值)$|产值$|利润$)",
        "",
        name,
    )
    name = re.sub(r"规模以上工业企业(?:工业)?(?=总?产值$)", "规模以上工业", name)
    name = re.sub(r"^[一-龥]*[^国所自公私没拥专享含带现]有(?![色机限效关轨线序害害]|进出口)(?=[一-龥“]{3})", "", name)
    return _verb_first(name)


@cache
def _synonyms() -> list[tuple[str, str]]:
    """Words and what is written for them, the longest first."""
    return sorted(lexicon()["synonyms"].items(), key=lambda pair: (-len(pair[0]), pair[0]))


@cache
def _said_so() -> re.Pattern[str]:
    """Verbs of a thing's way with another normal form: 签下 (签约), 引来 (引进)."""
    stages = lexicon()["stages"]
    said_so = one_of(said for said, meant in stages.items() if said != meant and len(said) == 2)
    return re.compile(rf"^{said_so}(?=[一-龥])")


def _verb_first(name: str) -> str:
    """重点项目已开工 -> 已开工重点项目: what was counted stands last."""
    match = _noun_verb().fullmatch(name)
    if match and match["verb"] == "签约" and match["noun"].endswith("项目"):
        return f"{match['noun'].removesuffix('项目')}签约项目"  # 外资项目签约 counts 外资签约项目
    name = _within().sub(r"\1", name)
    if match and match["how"] == "已" and match["noun"].endswith(("开工项目", "签约项目")):
        return name  # 集中开工项目已投产: what has become of those
    return f"{match['how'] or ''}{match['verb']}{match['noun']}" if match else name


@cache
def _within() -> re.Pattern[str]:
    """What was done with the projects of a part of the area: 中心城区安排民生项目 are its 民生项目."""
    return re.compile(rf"^([一-龥]{{2,6}}[区县市镇乡域]){one_of(lexicon()['planned'])}(?=[一-龥]{{2,}}(?:项目|工程)$)")


@cache
def _noun_verb() -> re.Pattern[str]:
    verbs = one_of(w for w in lexicon()["stages"] if w not in ("改造", "入驻", "落户", "上市", "已开工", "新开工"))
    nouns = one_of(lexicon()["heads"])
    return re.compile(rf"(?P<noun>.*{nouns})(?:累计|共|总共)?(?P<how>已|新)?(?P<verb>{verbs})")


@lru_cache(maxsize=8192)
def is_name(name: str) -> bool:
    """Whether that can be the name of an indicator at all."""
    han = len(_HAN.findall(name))
    words = lexicon()
    if han < 2 or len(name) > MAX_NAME or name in words["not_a_name"] or _odd().search(name):
        return False
    if name in words["bearers"] or name.endswith(_endings("no_ending")):
        return False
    return not _changes().fullmatch(name) and not _ends_in_deed(name)


def _ends_in_deed(name: str) -> bool:
    """Whether the last word is a verb of one character (加氢跑): a piece of a sentence, unless it ends a measure."""
    if name.endswith((*_endings("measure_ends", "sum_ends", "heads"), "会")):
        return False
    start, end = tokens.cut(name)[-1]
    return end - start == 1 and tokens.is_verb(name[start:])


@cache
def _endings(*lists: str) -> tuple[str, ...]:
    """The words of some lists of the lexicon."""
    return tuple(word for name in lists for word in lexicon()[name])


@cache
def _changes() -> re.Pattern[str]:
    """Verbs of growing and falling: 前进2位 names no measure."""
    classes = lexicon()["classes"]
    return re.compile("|".join(one_of(classes[c]) for c in ("GROW", "FALL", "GAIN", "LOSE")))


def is_sum(name: str) -> bool:
    """Whether that can be an amount of money: 产值, 到位资金; not 掏出, 头茬卖."""
    return bool(_sum_end().search(name) or _GOODS.fullmatch(name))


def produced(name: str) -> str:
    """生产原煤2亿吨 is 原煤产量, 产煤4000万吨 煤炭产量, 种核桃300亩 核桃种植面积."""
    crops: dict[str, str] = lexicon()["crops"]
    name = re.sub(r"^产(.)(?=$|占)", lambda m: f"{crops[m[1]]}产量" if m[1] in crops else m[0], name)
    name = re.sub(r"^生产([一-龥]{1,6})$", r"\1产量", name)
    return re.sub(r"^(?:种植|种(?!植)|栽种|栽植)(?!面积|规模|基地|大户|户|园|业)([一-龥]{2,6})$", r"\1种植面积", name)


#: 出口机电产品: what was sold or bought abroad, no measure yet.
_GOODS = re.compile(
    r"(?P<way>出口|进口)(?P<goods>(?![额总货创退交企到至了])[一-龥“”、]{0,12}?"
    r"(?:产品|商品|食品|制品|药品|用品|装备|设备|船舶|汽车|整车|集成电路|电池|电器|家具|玩具|服装|鞋靴|纺织品|陶瓷|钢材|铝材|农产品|原油|粮食|大豆|水果|煤炭|矿砂|矿石|化工品|机械|光伏|组件|仪器|家电|机床|玻璃|茶叶))"
)


def traded(name: str) -> str:
    """出口5.7亿元 is 出口额, so that its share and rank are called so too."""
    if name == "营收":
        return "营业收入"
    goods = _GOODS.fullmatch(name)
    if goods:
        return f"{goods['goods']}{goods['way']}"  # 出口船舶4.6亿元
    return name + "额" if name.endswith(("出口", "成交")) and not name.endswith("进出口") else name


@cache
def _sum_end() -> re.Pattern[str]:
    return re.compile(rf"{one_of(lexicon()['sum_ends'])}(?:[”))]|总数|合计)?$")


@cache
def _odd() -> re.Pattern[str]:
    """What makes a name a piece of speech: pronouns and persons, questions, reasons."""
    words = lexicon()["speech"]
    return re.compile(
        rf"^[)）]|^{one_of(words['begin'])}|^落户(?![一-龥]{{0,8}}(?:企业|项目|机构|商户|客商))|{one_of(words['anywhere'])}|{one_of(words['end'])}$|[?!…。]"
    )


def counted(noun: str, lead: str, verb_phrase: str) -> str:
    """The name of things counted before their noun: verb before, noun, and what became of them.

    (``老旧小区``, ``推动``, ``改造``) -> ``改造老旧小区``; (``企业``, ``""``, ``入选绿色工厂``) -> ``绿色工厂``.
    """
    award = _award().match(verb_phrase)
    if award:
        return normal_name(_awarded(noun, award["what"]))
    if got := got_done(verb_phrase):
        return normal_name(got + noun)
    stage = _stage().match(verb_phrase)
    if stage:
        verb = (stage["not"] or "") + lexicon()["stages"][stage["verb"]]
        return normal_name(noun + verb if verb == "签约" and noun.endswith("项目") else verb + noun)
    lead = "" if lead.endswith("的") else clean_name(lead)
    lead = lexicon()["stages"].get(lead, lead)
    return normal_name(lead + noun if 2 <= len(lead) <= 6 else noun)


def got_done(words: str) -> str:
    """Verb and object of what was done with the things counted, "" when the words say nothing of the kind."""
    words = re.sub(r"^(?:已|已经|将|要|顺利|全部|均|陆续)+", "", words)
    match = _GONE_THROUGH.fullmatch(words)
    return words.replace("了", "", 1) if match else ""


def doing(noun: str, verb_phrase: str) -> str:
    """A mere noun with what its things do: (``企业``, ``预订办公楼层``) -> ``预订办公楼层企业``; else the noun."""
    words = _between().sub("", verb_phrase)
    if not re.fullmatch(r"[一-龥]{2,8}", words):
        return noun
    cut = tokens.cut(words)
    first = words[: cut[0][1]]
    return words + noun if len(cut) > 1 and len(first) > 1 and tokens.is_verb(first) else noun


@cache
def _between() -> re.Pattern[str]:
    return re.compile(rf"^{one_of(lexicon()['between'])}+")


def _awarded(noun: str, what: str) -> str:
    words = lexicon()
    what = _balanced(re.split(r"称号|殊荣|荣誉|行列|名单|[,,。;]", what)[0])
    if not what:
        return noun
    if what.endswith((*words["class_words"], noun)):
        return what
    return f"{what}获奖{noun}" if what.endswith("奖") else f"{what}{noun}"


@cache
def _award() -> re.Pattern[str]:
    words = lexicon()
    between, verbs = one_of(words["between"]), one_of(words["awards"])
    return re.compile(rf"(?:{between}){{0,6}}+(?:{verbs}|(?=“))了?(?P<what>.+)")


@cache
def _stage() -> re.Pattern[str]:
    words = lexicon()
    return re.compile(
        rf"(?:{one_of(words['between'])}){{0,6}}+(?P<not>未(?:按期|按时|能|如期)?)?(?P<verb>{one_of(words['stages'])})"
    )


def split_counted(words: str) -> tuple[str, str]:
    """The counted noun at the beginning of the words after a number, and the verb phrase that follows it.

    Returns ``("", "")`` when no noun is recognised.
    """
    words = _balanced(words)
    if held := re.match("集中(?:签约|开工|竣工|投产)项目", words):
        return held[0], words[held.end() :]
    verb = _stage().match(words)
    if verb and not _heads().match(words, verb.end()):
        return "", ""
    border = _verb_border().search(words, 1)
    noun = words[: border.start()] if border else words
    head = _last_head(noun)
    if head:
        rest = words[head:]
        return ("", "") if _CONDITION.search(rest) else (noun[:head], rest)
    return (noun, words[border.start() :]) if border and 2 <= len(noun) <= 12 else ("", "")


#: 191家企业营业收入超百亿元 counts those that meet a condition, not all that are named.
_CONDITION = re.compile(r"^(?!共?(?:完成|实现)).*(?:超|突破|达到?(?!产|标)|增长|下降|占|不足|低于|高于|等)")


def _last_head(noun: str) -> int:
    """Where the last head noun ends, 0 when there is none."""
    return max((m.end(1) for m in _heads().finditer(noun)), default=0)


@cache
def _heads() -> re.Pattern[str]:
    heads = lexicon()["heads"]
    long, short = one_of(w for w in heads if len(w) > 1), one_of(w for w in heads if len(w) == 1)
    return re.compile(rf"(?=((?:{long}(?![级内外化型])|{short}$)[”’」]?))")


@cache
def _verb_border() -> re.Pattern[str]:
    words = lexicon()
    verbs = {w for w in (*words["awards"], *words["stages"], *words["between"]) if len(w) > 1}
    return re.compile(one_of(verbs | set("均已获在被为共")))


def _balanced(name: str) -> str:
    """The name without brackets and quotation marks that lack their partner."""
    for opening, closing in _OPENING.items():
        if name.count(opening) > name.count(closing):
            head, _, tail = name.rpartition(opening)
            name = head + tail
        elif name.count(closing) > name.count(opening):
            name = name.rpartition(closing)[2] if not name.endswith(closing) else name[: -len(closing)]
    return name
