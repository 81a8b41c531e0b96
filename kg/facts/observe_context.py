"""Names from what stands before the clause: a list that was published, a measure spoken of, a reading to go on from."""

from __future__ import annotations

import re
from functools import cache

from kg.facts.indicators import clean_name, is_name, lexicon, normal_name, traded
from kg.facts.observe_lists import without_verb
from kg.facts.observe_reading import Name, Reading, Statement
from kg.language.alternation import one_of

_PUBLISHED = re.compile(
    r"(?:公布|发布|公示|揭晓|下发|印发|通报|确定)(?:了|的)?(?P<list>[^,。;]{4,40}?)(?:(?:拟?(?:认定|入选))?(?:公示)?名单|榜单)"
)
_AWARDED = re.compile(
    r"(?:入选|跻身|获评|获批|荣获|成为|列入|晋级|入围|被评为|被?认定为|上榜)(?:了|为)?(?P<list>[^,。;]{4,30}?)[,]?$"
)
_COMPARED = re.compile(r".*(?:高于|低于|快于|高出|超过|优于|领先)|.*占(?=.+比重$)")
#: A clause that turns to another side of the measure spoken of.
_ASIDE = re.compile(r"^(?:[从按])?(?:总量|规模|体量|绝对值|总额)(?:上|来?看|方面)?$")
#: What is done to things, before anything has become of it.
_WORKS = re.compile(r"改造|新建|改建|扩建|整治|建设")
#: A sentence that shares out by place or trade what the paragraph counts: 分区域看,甲县13个、乙区9个.
_VIEW = re.compile(r"[从按分][^,。;]{1,10}?(?:来看|看|分|统计|划分)?,")
#: A sum behind so many groups counted is that of the whole.
_LISTED = 2
#: A list of the largest that was spoken of: 市工商联发布民营企业50强榜单.
_STRONGEST = re.compile(
    r"(?P<name>[一-龥“”]{4,16}(?:\d{2,4}|五?百)强)(?:企业)?(?:榜单|名单|排行榜|榜)?(?=[,,。发公出揭])"
)
#: Animals, and whether they are kept or sold.
_ANIMALS = re.compile(r"(?P<kind>[一-龥]{1,8}?)(?:存栏|出栏)量?")
#: What is done with money, before its noun.
_DEED = re.compile(r"(?:归集|提取|支取|发放|收回|缴存|征收|筹集|拨付|下达|兑付|投放|收储|收缴)(?P<noun>[一-龥]{2,})")
#: What several were signed or begun at once, some of which have gone on since.
_GROUP = re.compile(r"签约(?:落地)?项目$|集中开工项目$|^(?:新|集中)?签约.+项目$")
_EDGES = re.compile(r"^(?:20\d\d年度?|第.{1,3}批|首批|关于|拟|[《“])+|[》”]+$")


def _from_list(said: Statement) -> str:
    """The class of things on the list last spoken of, "" when there is none: 公布…绿色工厂名单,我市3家企业入选."""
    left = said.left + said.get("before")
    found = [*_PUBLISHED.finditer(left)]
    named = found[-1]["list"] if found else ""
    if not named:
        awarded = _AWARDED.search(said.left)
        named = awarded["list"] if awarded else ""
    name = normal_name(_EDGES.sub("", _EDGES.sub("", named)))
    return name if is_name(name) and name.endswith(tuple(lexicon()["class_words"])) else ""


def measure_before(said: Statement) -> str:
    """The measure that the clause before speaks of without a number: 研发投入的曲线更陡:由1900万元增至…"""
    match = _measure().match(said.spoken)
    name = clean_name(match["name"]) if match else ""
    return name if is_name(name) and not re.search(r"\d", name) else ""


@cache
def _measure_end() -> re.Pattern[str]:
    return re.compile(rf"{one_of([*lexicon()['measure_ends'], *lexicon()['sum_ends']])}$")


@cache
def _measure() -> re.Pattern[str]:
    ends = one_of(lexicon()["measure_ends"])
    return re.compile(
        rf"(?:.*[是看数])?(?P<name>[一-龥]{{1,14}}{ends})(?:的[一-龥]{{1,6}}|(?:位|排名?)?[居列在](?:全[国省市县区])?前[一-龥\d]{{1,3}}|(?:首次|再次|首度|已经?|也)?[一-龥]{{0,4}})$"
    )


@cache
def _planned() -> re.Pattern[str]:
    return re.compile(f"^{one_of(lexicon()['planned'])}")


def _projects(said: Statement) -> str:
    """The projects counted in the sentence, as a whole: 重点项目 after 重点项目118个,其中省级4个."""
    readings = said.sentence or (said.paragraph if "完成" in said.get("name") else ())
    counted = [r for r in readings if r.statistic == "count" and r.quantity.value > 1]
    counts = [_planned().sub("", r.indicator if r.base == "项目" else r.base) for r in counted]  # 开工12个
    projects = [base for base in counts if base.endswith(("项目", "工程"))]
    if not projects:
        return ""
    last = projects[-1]
    each = any(r.rule.names == "sum" for r in readings)  # 产业类项目45个,总投资128亿元;民生类项目20个,总投资31亿元
    if len(projects) > _LISTED and readings[-1].statistic == "count" and projects[-2:] == counts[-2:] and not each:
        return projects[0]  # 42个,其中50亿元以上2个、10亿元以上9个,协议引资256亿元
    return next((base for base in projects if last.endswith(base)), last)


# ---------------------------------------------------------------- ways to a name


def continued(said: Statement) -> list[Name]:
    """The comparison before, with another area: 高于全国4.4个百分点,全省3.1个百分点."""
    last = said.paragraph[-1] if said.paragraph else None
    begun = _COMPARED.match(last.indicator) if last else None
    if not last or not begun:
        return []
    tail = "比重" if said.rule.statistic == "share" else ""
    return [(f"{begun[0]}{said.get('whole').removesuffix('的')}{tail}", last.base)]


def continued_rank(said: Statement) -> list[Name]:
    """The ranking before, in another area: 居城区首位、全市第三."""
    last = said.paragraph[-1] if said.paragraph else None
    within = last.indicator.removesuffix("排名") if last else ""
    scoped = re.match(rf"(?P<name>{re.escape(last.base)}(?:增速)?)", within) if last else None
    return [(f"{scoped['name']}{said.get('scope')}排名", last.base)] if last and scoped else []


def same_count(said: Statement) -> list[Name]:
    """The count before, of another thing: 全市46家。A区17家、B市7家."""
    whole = _viewed(said) if _VIEW.match(said.left.lstrip()) else None
    last = whole or _last_count(said)
    if last is None and (listed := list(_STRONGEST.finditer(said.earlier + said.left))):
        # …制造业50强榜单。从地区看,甲区12家
        name = re.sub("^.*(?:发布|公布|揭晓|入围|上榜)了?", "", listed[-1]["name"]) + "企业"
        return [(name, name)] if said.unit == "家" else []
    return [(last.indicator, last.base)] if last else []


def same_amount(said: Statement) -> list[Name]:
    """The amount before, of another thing: 零售总额甲县56.3亿元、乙县44.2亿元; 总量上,甲县396.7亿元."""
    name = clean_name(said.get("name"))
    if name:
        return [(name, name)] if is_name(name) and _measure_end().search(name) else []
    money = "元" in said.get("q")
    within = said.paragraph if _VIEW.match(said.left.lstrip()) else said.sentence
    alike = (r for r in reversed(within) if r.statistic == "level" and (r.quantity.kind == "money") == money)
    last = said.paragraph[-1] if said.paragraph and _ASIDE.search(said.spoken) else next(alike, None)
    if last is None and not said.left.strip() and said.paragraph:  # 全市…地区生产总值1100亿元,增长5.2%。甲县280.5亿元
        before = [r for r in said.paragraph if r.sentence == said.paragraph[-1].sentence and r.statistic == "level"]
        last = before[0] if before and len({r.base for r in before}) == 1 and money else None
    return [(last.base, last.base)] if last else []


def same_side(said: Statement) -> list[Name]:
    """The growth or share before, of another thing: 其中甲县增长9.2%、乙县8.5%."""
    last = said.sentence[-1] if said.sentence else None
    return [(last.indicator, last.base)] if last and last.statistic == said.rule.statistic else []


def other_verb(said: Statement) -> list[Name]:
    """The noun before with another verb: 开工项目34个,竣工25个; 新增企业7家、累计84家."""
    last, verb = _last_count(said), said.get("name")
    if said.get("noun"):  # 6个项目确保年内竣工
        return [(verb + said.get("noun"), said.get("noun"))]
    if verb in lexicon()["up_to_scale"]:  # 规模以上工业企业76家,其中新入规11家
        scaled = last and "规模以上" in last.base
        return [(f"新增{without_verb(last.base)}", without_verb(last.base))] if last and scaled else []
    if last is None:  # 236宗重点项目完成投资412.7亿元,其中新开工47宗
        noun = next((w for r in reversed(said.sentence) for w in ("项目", "企业") if w in r.base), "")
    elif _begun_anew(said):
        noun = "项目"
    elif _GROUP.search(last.base) and lexicon()["stages"].get(verb, verb) in last.base:
        return [(f"{lexicon()['stages'].get(verb, verb)}项目",) * 2]  # 签约项目11个,甲园区签下4个、乙园区5个
    elif _GROUP.search(last.base) and verb in lexicon()["stages"]:  # 签约项目19个,已有11个开工
        return [(f"{last.base}已{lexicon()['stages'][verb]}", last.base)]
    else:
        begun = verb in lexicon()["stages"] and _WORKS.match(last.base)  # 改造老旧小区32个,已开工20个
        noun = last.base if begun else without_verb(last.base).removesuffix("总数")
    return [(noun if verb == "累计" else verb + noun, noun)] if noun else []


def _begun_anew(said: Statement) -> bool:
    """Whether the works counted are others than those signed: 新签约项目11个;新开工9个、竣工6个."""
    signed = any(_GROUP.search(r.base) for r in said.sentence)
    last = said.sentence[-1] if signed else None
    another = last is not None and last.base == "项目" and last.rule.name == said.rule.name
    return signed and (said.get("name").startswith("新开工") or another)


def part(said: Statement) -> list[Name]:
    """A part of the amount before: 销售收入26.7亿元,其中出口占18%."""
    name = clean_name(said.get("name"))
    last = said.sentence[-1].base if said.sentence else ""
    if not last:  # 海外订单占46%
        return [(f"{name}占比", name)] if is_name(name) and name.endswith(tuple(lexicon()["shared"])) else []
    return [(f"{name}占{last}比重", name)] if name and name not in lexicon()["attributes"] else []


def spent(said: Statement) -> list[Name]:
    """What part of its income a firm spends: 拿出销售收入的6%以上投入研发."""
    whole = traded(normal_name(said.get("whole")))
    name = f"{said.get('name')}投入占{whole}比重"
    return [(name, name)]


def of_people(said: Statement) -> list[Name]:
    """The measure before, of some of the people: 居民人均可支配收入3万元,其中城镇居民3.8万元."""
    whole = next((r.base for r in reversed(said.paragraph) if r.statistic == "level" and "居民" in r.base), "")
    rest = whole.partition("居民")[2]
    return [(said.get("name") + rest, said.get("name") + rest)] if rest else []


def of_peoples(said: Statement) -> list[Name]:
    """The measure before, of townspeople and villagers: 城镇、农村居民分别为23105元和11632元."""
    rest = next((r.base.partition("居民")[2] for r in reversed(said.paragraph) if "居民" in r.base), "")
    steady = "常住" if "常住" in said.get("name") else ""
    return [(f"{side}{steady}居民{rest}",) * 2 for side in ("城镇", "农村")] if rest else []


def amount_of(said: Statement) -> list[Name]:
    """What is said behind its amount: 拿下12.6亿元的塔筒订单."""
    name = traded(normal_name(said.get("name")))
    return [(name, name)] if is_name(name) else []


def shares_before(said: Statement) -> list[Name]:
    """The shares of a count and of its sum in those of the whole: 项目37个,总投资228.9亿元,分别占63.8%和72.3%."""
    last = said.sentence[-2:]
    if [r.statistic for r in last] != ["count", "level"]:
        return []
    return [(f"{r.base}{'个数' if r.statistic == 'count' else ''}占比", r.base) for r in last]


def listing(said: Statement) -> list[Name]:
    """Those of whom some are named: 入驻甲公司、乙公司等企业23家."""
    name = said.get("verb") + said.get("noun")
    return [(name, name)]


def split(said: Statement) -> list[Name]:
    """Where a share of what was counted is: 引进项目31个,近四成落在轨道交通产业链上."""
    last = said.sentence[-1] if said.sentence else None
    whole = re.sub(r"(?:领域|行业|方面)?[上中内里]?$", "", said.get("whole"))
    if not last or last.statistic not in ("count", "level") or not is_name(whole):
        return []
    verb = said.get("verb")
    return [(f"{last.base}{verb if verb in lexicon()['spent'] else '中'}{whole}占比", last.base)]


def total(said: Statement) -> list[Name]:
    """What several projects cost together: 开工项目56个,总投资320亿元; or each group of them, 分别."""
    amount = re.sub("^(?:已|共|全年|预计)+", "", said.get("name"))
    amount = "完成投资" if amount == "完成" else amount
    if said.count > 1:
        groups = [r.base for r in said.sentence if r.statistic == "count"][-said.count :]
        groups = [f"{group}项目" if group in lexicon()["stages"] else group for group in groups]
        return [(group + amount, group + amount) for group in groups] if len(groups) == said.count else []
    projects = _projects(said) or _pointed_projects(said)
    if not projects and amount.startswith("签约"):
        return [(amount, amount)]  # 落地数字经济企业286家,签约总投资1120亿元
    return [(projects + amount, projects + amount.removeprefix("累计"))] if projects else []


def _pointed_projects(said: Statement) -> str:
    """The projects last counted, where a sentence points at them: 这些项目总投资20.9亿元."""
    if not re.search(r"(?:这批|此批|这些|上述|该批)[一-龥]{0,2}项目$", said.ahead):
        return ""
    counts = (r.base for r in reversed(said.paragraph) if r.statistic == "count")
    return next((base for base in counts if base.endswith("项目")), "")


def again(said: Statement) -> list[Name]:
    """The measure before, at another time (去年产值14.6亿元,今年要过20亿元), or the one just spoken of."""
    last = said.sentence[-1] if said.sentence else None
    if last is None:
        before = measure_before(said)
        return [(before, before)] if before else []
    same = "count" if said.counting else said.rule.statistic
    if said.counting and last.base.startswith(("净增", "新增")):
        return [(without_verb(last.base),) * 2] if last.statistic == "count" else []  # 净增9家,达到62家
    return [(last.base, last.base)] if last.statistic in (same, "growth", "multiple") else []


def listed(said: Statement) -> list[Name]:
    """Those on a list that was published: 公布…企业名单,我市11家企业上榜."""
    name = _from_list(said)
    if not name:
        return []
    if name.endswith(("标杆", "标兵")) and said.get("noun") == "企业":
        name += said.get("noun")
    return [(name if name.startswith("新增") or said.get("only") else f"新增{name}", name)]


def whole_before(said: Statement) -> list[Name]:
    """The part and the whole of which a bare share is said: 交易额286亿元,其中线上交易额78亿元,占27.3%."""
    alike = [r for r in said.sentence if r.statistic in ("level", "count")]
    part = alike[-1] if alike else None
    larger = (r for r in alike[:-1] if part and r.quantity.unit == part.quantity.unit)
    whole = next((r for r in larger if part and r.quantity.value > part.quantity.value), None)
    shared = (
        re.search("占(?P<whole>[^占]{1,40})比重$", r.indicator)
        for r in reversed(said.sentence)
        if r.statistic == "share"
    )
    if part and (same := next((m for m in shared if m), None)):  # 在建项目120个,占总数的45%;竣工项目56个,占21%
        return [(f"{part.base}占{same['whole']}比重", part.base)]
    return [(f"{part.base}占{whole.base}比重", part.base)] if part and whole else []


def new_amount(said: Statement) -> list[Name]:
    """What a balance has gained: 存款余额1412亿元,比年初新增118亿元."""
    money = (r for r in reversed(said.sentence) if r.statistic == "level" and r.quantity.kind == "money")
    last = next(money, None)
    name = said.get("name") + last.base.removesuffix("余额") if last else ""
    return [(name, name)] if is_name(name) else []


def other_deed(said: Statement) -> list[Name]:
    """What else was done with the same money: 归集公积金58亿元、提取46亿元."""
    money = [r for r in said.sentence if r.statistic == "level" and r.quantity.kind == "money"]
    done = _DEED.match(money[-1].base) if money else None
    name = said.get("name") + done["noun"] if done else ""
    return [(name, name)] if name else []


def other_stock(said: Statement) -> list[Name]:
    """The same animals counted at another time of their lives: 生猪存栏31万头、出栏47万头."""
    animals = _ANIMALS.fullmatch(said.sentence[-1].base) if said.sentence else None
    name = animals["kind"] + said.get("name") if animals else ""
    return [(name, name)] if name else []


def nth(said: Statement) -> list[Name]:
    """Those of whom one more is told, which makes as many: 成为该区第9家国家级专精特新“小巨人”企业."""
    noun = normal_name(said.get("noun"))
    verb = re.sub("的$", "", said.get("verb"))
    name = f"{verb}{noun}"
    return [(name, name)] if is_name(name) and noun.endswith(tuple(lexicon()["class_words"])) else []


def _viewed(said: Statement) -> Reading | None:
    """What a paragraph counts as a whole, before 其中 shares it out, for a sentence that shares it out another way."""
    before = said.paragraph[: len(said.paragraph) - len(said.sentence)]
    counts = (r for r in reversed(before) if r.statistic == "count" and r.quantity.unit == said.unit)
    return next((r for r in counts if not r.among and not r.of_part), None)


def _last_count(said: Statement) -> Reading | None:
    """The last thing counted, by the same classifier if there is one: 改造老旧小区32个,惠及居民4120户,已开工20个."""
    counts = [r for r in said.paragraph if r.statistic == "count"]
    alike = [r for r in counts if r.sentence == said.sentence[0].sentence] if said.sentence else []
    same = [r for r in alike if r.quantity.unit == said.unit]
    return next(reversed(same or counts), None)
