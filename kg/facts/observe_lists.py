"""Names in lists: 城镇、农村居民收入 are two measures, 签约项目 … 其中制造业项目 one inside the other."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from kg.facts.indicators import clean_name, lexicon
from kg.facts.observe_reading import Reading, Statement
from kg.language.alternation import one_of

_AND = re.compile(r"、|以及|(?<![共调饱缓柔])和(?![谐平美睦])")
_AND_ALSO = re.compile(_AND.pattern + r"|(?<!普)及(?![时格])|(?<![参给赋])与(?!会)")
#: Ends of names that are measures of their own and take no tail from the last one.
_MEASURE_END = re.compile(r"[数量率额值积度比]$|收入$|投资$|人次$")
_SHARED_NUMBER = re.compile(r"(?:双双|(?<![年月日人平])均|都|分别)[一-龥]{0,2}$")
#: The three sectors said in one word.
_SECTORS = re.compile(r"第?一、?二、?三(?:产业|次产业|产)")
#: Whose list a thing is on.
_LEVELS = ("国家级", "省级", "自治区级", "市级", "县级", "区级")
OF_THESE = re.compile(r"(?P<verb>(?:集中)?(?:签约|开工|竣工|投产))的?[一-龥\d]{0,4}项目中(?:[,,][^。;;]{0,60})?$")
_AMONG = re.compile(
    r"其中|项目中|[一-龥]{2,10}(?:企业|主体|合作社)[中里],?$|按.{1,4}分|按(?:投资|项目|产业|行业)[一-龥]{2}[,,分看]"
)

#: 城乡居民收入分别为A元、B元: two measures in one word.
_BOTH = re.compile(r"城乡(?:常住)?居民(人均可支配收入|收入|可支配收入)")

#: 对东盟、欧盟分别进出口A、B: with whom an area trades.
_PARTNERS = re.compile(
    r".{0,6}?(?:对|与)(?P<partners>.+?)(?:分别|依次)?(?:实现|完成)?(?P<way>进出口|出口|进口)(?:总?[值额])?(?:分别|依次)?[为达]?"
)

#: Words with which one number is said of several measures.
TOGETHER = ("双双", "均", "都", "各")


def members(said: Statement) -> list[str]:
    """The cleaned names that a clause lists for its numbers: one, unless 、, 均 or several numbers say more."""
    raw = said.get("name")
    whole = clean_name(raw)
    both = _BOTH.fullmatch(whole) if said.count == 2 else None
    if both:
        return [f"{side}居民{both[1]}" for side in ("城镇", "农村")]
    if said.count == 1 and not (_SHARED_NUMBER.search(raw) or said.get("all") in TOGETHER):
        sides = whole.split("、")
        return sides if len(sides) > 1 and set(sides) <= set(lexicon()["attributes"]) else [whole]
    return _split(raw, max(said.count, 2))


def _split(raw: str, count: int) -> list[str]:
    """The members of a list of measures; a tail said once at its end is given to all (城镇、农村居民收入)."""
    if abroad := _PARTNERS.fullmatch(raw):
        return [f"对{partner}{abroad['way']}" for partner in _AND.split(abroad["partners"])]
    raw = _SECTORS.sub("第一产业、第二产业、第三产业", raw)
    parts = _AND.split(raw)
    if len(parts) > count == len(raw.split("、")):
        parts = raw.split("、")  # 汽车制造业、化学原料和化学制品制造业
    if len(parts) < count:
        parts = _AND_ALSO.split(raw)
    names = [clean_name(part) for part in parts]
    if len(names) < 2:
        return names
    tails = sorted(lexicon()["shared_tails"], key=lambda w: (-len(w), w))
    tail = next((t for t in tails if names[-1].endswith(t) and names[-1] != t), "")
    if tail.startswith("居民") and all(n.endswith("居民") for n in names[:-1]):
        tail = tail.removeprefix("居民")  # 城镇居民、农村居民人均可支配收入
    complete = (*tails, *lexicon()["exact"].values())
    head = _LARGE.match(names[0])  # 规上工业总产值、增加值增速: both are of the large ones
    names = [f"{head[0]}{n}" if head and _OF_LARGE.match(n) else n for n in names]
    return [n if not n or n.endswith(complete) or _MEASURE_END.search(n) else _joined(n, tail) for n in names]


_LARGE = re.compile("规模以上(?:工业)?(?:企业)?")
_OF_LARGE = re.compile("(?:增加值|总?产值|营业收入|利润|税收|用电量|主营业务收入)")


def _joined(name: str, tail: str) -> str:
    """The name with the tail behind; what both say is said once (第一产业 and 产业增加值)."""
    shared = next((size for size in range(len(tail), 0, -1) if name.endswith(tail[:size])), 0)
    return name + tail[shared:]


def wholes(words: str) -> list[str]:
    """What several numbers are measured against: 全国、全省 in 分别高于全国、全省2.4个、1.1个百分点."""
    return re.split(r"[、和与]", words)


def within_group(name: str, said: Statement) -> str:
    """其中制造业项目9个 after 签约项目12个: 制造业签约项目. Any other name stays."""
    if name in _LEVELS and said.left.endswith("、") and said.sentence:  # 国家级绿色工厂23家、省级268家
        before = re.match(rf"(?:{'|'.join(_LEVELS)})(?P<rest>.+)", said.sentence[-1].base)
        return name + before["rest"].replace("“小巨人”", "") if before else name
    if not _AMONG.search(said.left + said.get("name")) or _begun().match(name):
        return name
    if name.endswith(("以上", "以下")):  # 其中5亿元以上6个
        count = next((r.base for r in reversed(said.sentence) if r.statistic == "count"), "")
        return name + count
    if name.endswith("级") and said.sentence and not said.sentence[-1].base.endswith("企业"):  # 其中省级4个
        whole = next((r.base for r in said.sentence if r.statistic == "count"), "")
        return name + without_verb(whole)
    sized = re.fullmatch(r"(?P<size>规模以上|限额以上|[国省市县]级)(?P<noun>企业|工业企业|公司)?", name)
    if sized:  # 陶瓷企业678家,其中规模以上226家
        whole = next((without_verb(r.base) for r in reversed(said.sentence) if r.statistic == "count"), "")
        if whole == "企业":
            whole = trade_of(said) + whole
        fits = whole.endswith(sized["noun"] or "企业") and not whole.startswith(sized["size"])
        return sized["size"] + whole if fits else name
    if not name.endswith("项目"):
        return name
    spoken = OF_THESE.search(said.left)
    if spoken:  # 本批签约项目中,轨道交通产业项目7个
        return _inside(name, f"{spoken['verb']}项目")
    among = (said.left + said.get("name")).startswith("其中")  # 签约项目19个。其中,…
    counts = said.paragraph if among else said.sentence
    group = next((r.base for r in counts if _is_group(r.base) and r.base != name), "")
    return _inside(name, group) if group else name


#: A trade that the sentence is about: 铜山镇的仪表线缆产业起步早,如今有企业430家.
_TRADE = re.compile(
    r"(?:^|[的市县区镇乡、,])(?P<trade>[^的市县区镇乡、,。\d\W]{2,8}?)(?:特色)?(?:产业集群|产业链|产业|行业)(?!园|基地|带|区|工人|大军)"
)


def trade_of(said: Statement) -> str:
    """The trade whose firms a mere 企业 means, "" when the sentence speaks of none."""
    found = list(_TRADE.finditer(said.ahead))
    return found[-1]["trade"] if found else ""


@cache
def _begun() -> re.Pattern[str]:
    """Names that say themselves what was done: 新投产项目."""
    return re.compile(rf"新?{one_of(lexicon()['stages'])}")


def _inside(name: str, group: str) -> str:
    """A part of what was signed or begun: 制造业签约项目, 集中开工产业项目, 10亿元以上集中开工项目."""
    verb = re.search(r"(?:集中|新)?(?:签约|开工|竣工|投产|引进)(?=项目$)", group) or _BEGUN_GROUP.fullmatch(group)
    if verb and (begun := _BEGUN_GROUP.fullmatch(group)):
        signed = begun["verb"] == "签约"
        return f"{name.removesuffix('项目')}签约项目" if signed else f"{begun['how'] or ''}{begun['verb']}{name}"
    if not verb:
        return name.removesuffix("项目") + group
    sized = re.search(r"[上下内]项目$", name)
    before = (verb[0].endswith("签约") and (sized or not verb[0].startswith("新"))) or (
        sized and verb[0].startswith("集中")
    )
    return f"{name.removesuffix('项目')}{verb[0]}项目" if before else verb[0] + name


#: 新签约产业项目
_BEGUN_GROUP = re.compile(
    r"(?:新|(?P<how>集中))?(?P<verb>签约|开工|竣工|投产)(?:产业|工业|招商|招商引资|重大|重点|重大产业|重点产业)项目"
)


def _is_group(base: str) -> bool:
    """Whether those are the projects of a ceremony, which 其中 shares out: 签约项目, 外资签约项目."""
    return base.endswith(tuple(lexicon()["groups"])) or bool(_BEGUN_GROUP.fullmatch(base))


def without_verb(name: str) -> str:
    """What was counted, without what became of it: 重点项目 of 实施重点项目, 新开工重点项目."""
    return _had().sub("", re.sub("^省、市级?(?=重点)", "", name))


@cache
def _had() -> re.Pattern[str]:
    stages = lexicon()["stages"]
    had = [
        "新增",
        "净增",
        "累计",
        "新引进",
        "新认定",
        "新培育",
        "新获评",
        "新入库",
        "聚集",
        "集聚",
        "拥有",
        "铺排",
        "安排",
        "排定",
        "谋划",
        "储备",
        "洽谈推进",
        "洽谈",
        "对接",
    ]
    return re.compile(rf"^(?:已|新)?{one_of([*stages, *stages.values(), *had])}")


def reach(readings: Sequence[Reading], statistic: str, count: int, together: bool) -> int:
    """How many readings a number is said of: as many as there are numbers, all of one kind for 均 and 双双."""
    run = 0
    for reading in reversed(readings):
        if reading.statistic != statistic:
            break
        run += 1
    return max(run, count) if together else count


#: Those with whom an area trades most, in the clause before.
_TRADING_PARTNERS = re.compile(
    r"(?:^|[,,。;;])(?P<names>[一-龥、]{2,30}?)(?:继续|仍|依然|分别)?(?:为|是|成为|位列|位居|保持)[^,,。;;]{0,12}贸易伙伴(?:地位)?[,,]$"
)
_SEVERAL_TRADES = re.compile(
    r"(?P<names>[一-龥、]{4,40}?)[两二三四五六2-6][大个](?:主导|支柱|特色|优势|重点)?(?P<kind>产业|行业)"
)
_WAY = re.compile(
    r"(?:分别|依次)?(?:实现|完成|累计)?(?:双边|对其)?(?P<way>进出口|出口|进口)(?:总?[值额])?(?:分别|依次)?[为达]?"
)


def trade_with(said: Statement) -> list[str]:
    """The trade with the partners just named: 甲国、乙国为前两大贸易伙伴,分别进出口3.2亿元和2.1亿元."""
    partners = _TRADING_PARTNERS.search(said.left)
    way = _WAY.fullmatch(said.get("name"))
    names = re.split("、|和|及", partners["names"]) if partners and way else []
    return [f"对{name}{way['way']}" for name in names] if way and len(names) == said.count else []


def of_trades(said: Statement, measure: str) -> list[str]:
    """One measure of several trades: 休闲食品、新型建材两大产业前三季度产值依次为62亿元、18亿元."""
    listed = _SEVERAL_TRADES.fullmatch(said.before_time)
    trades = listed["names"].split("、") if listed and measure in lexicon()["parts_of"] else []
    return [f"{trade}{listed['kind']}{measure}" for trade in trades] if listed and len(trades) == said.count else []


#: Who or what trade the clause before speaks of without a number: 民营企业唱主角,1至4月进出口总值达150.3亿元.
_TRADER = re.compile(
    r"(?:^|[,,。;;])(?P<who>民营企业|外商投资企业|外资企业|国有企业|私营企业|一般贸易|加工贸易|保税物流|保税贸易|跨境电商"
    r"|市场采购贸易|机电产品|农产品|高新技术产品|劳动密集型产品|“新三样”产品)[一-龥“”]{2,20}[,,]$"
)
_TRADED = re.compile(r"(?:外贸)?(?:进出口|出口|进口)(?:总?[值额])?")


def by_trader(said: Statement, base: str) -> str:
    """The measure of foreign trade as that of those whom the clause before speaks of; any other one stays."""
    trader = _TRADER.search(said.left) if _TRADED.fullmatch(base) else None
    return trader["who"] + base if trader else base
