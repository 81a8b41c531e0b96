"""Names of things counted before their noun: 6家企业获评省级绿色工厂, 25个项目开工."""

from __future__ import annotations

import re
from functools import cache

from kg.facts.indicators import SERVED, counted, doing, got_done, is_name, lexicon, split_counted
from kg.facts.observe_lists import OF_THESE, within_group, without_verb
from kg.facts.observe_reading import Name, Statement
from kg.language.alternation import one_of
from kg.mentions import tokens

#: What was done with projects at a ceremony, by its name.
_CEREMONY = re.compile(
    r"(?P<what>(?:集中)?(?:开工|签约|竣工|投产))(?:暨[一-龥]{2,10})?(?:仪式|活动|大会|签约会|(?<=集中开工)[,,。]|(?<=集中签约)[,,。]|(?<=集中竣工)[,,。])"
)


#: 7个项目全部达产后 counts nothing: it says when.
_WHEN_DONE = re.compile(r"(?:达产|投产|建成|建成投产|满产|竣工|投用|达效|运营)(?:投产|达效|运营)?(?:以?后|时)$")


#: Who came to a fair, with others who did: 356家企业参展、专业观众3.2万人次.
_ATTENDED = re.compile(r"(?P<who>企业|单位|展商|商家|品牌|机构)(?P<verb>参展|参会|参赛)[、和及]")
#: 来自23个国家和地区的客商: from where they come.
_COME_FROM = re.compile(r"(?P<where>国家和地区|国家(?!和)|省份|省区市|省市)(?:的)?(?:近|约|超)?(?P<who>[一-龥]{2,4})$")


def after(said: Statement) -> list[Name]:
    """The noun follows its number: 6家企业获评省级绿色工厂."""
    last = next((r for r in reversed(said.sentence) if r.statistic == "count"), None)
    if last and (got := got_done(said.get("noun"))):  # 全市137家花炮企业已有129家通过复产验收
        noun = without_verb(last.base)
        return [(got + noun, noun)] * said.count
    again = re.search(r"(?:这|上述|其余)$", said.get("lead")) and re.match("[一-龥]{0,4}项目", said.get("noun"))
    if again or _WHEN_DONE.search(said.get("noun")) or said.get("lead").endswith("每"):
        return []  # nor do 平均每10家规上企业, 这5个项目
    attended = _ATTENDED.match(said.get("noun")) if said.open else None
    if attended:  # 吸引356家企业参展、专业观众3.2万人次
        return [(attended["verb"] + attended["who"],) * 2] * said.count
    noun, verb_phrase = split_counted(said.get("noun"))
    if not noun or noun.startswith("是") or (said.open and SERVED.match(said.get("noun"))):
        return []  # 为217家企业签发证书6.4万份 counts the certificates
    come = _COME_FROM.match(said.get("noun"))
    if come and re.search("来自(?:全国|全球|世界|海内外|省内外)?(?:的)?$", said.get("lead")):
        return [(f"{come['who']}来源{come['where']}",) * 2] * said.count
    lead = _last_verb(said.get("lead"))
    verb_phrase = "" if said.open else verb_phrase
    verb = _verb_before().search(lead)
    if verb and not verb_phrase:  # 现场签下的12个项目
        verb_phrase, lead = verb[1], ""
    done = _DONE_TO.search(lead)
    if done and not verb and noun in lexicon()["bare_nouns"] and tokens.is_known(done[1]):
        lead, noun = "", done[1] + noun  # 此次观摩的18个项目
    if re.search(r"[等有共里内中上了着]$|达到?$", lead):
        lead = ""  # 园区里有9所院校: no verb that belongs to the name
    abroad = _abroad().search(said.get("lead")) if noun == "国家" else None
    name = f"{_SOLD.get(abroad[1], abroad[1])}国家" if abroad else counted(noun, lead, verb_phrase)
    if name == noun and noun in lexicon()["bare_nouns"]:
        name = doing(noun, verb_phrase)
    if name == "项目":
        name = occasion(said) + name
    bare = name in lexicon()["bare_nouns"] or noun in lexicon()["not_counted"] or _spoken(noun)
    return [] if bare or not is_name(name) else [(name, name)] * said.count


#: The two-character verb of what was done with the things counted.
_DONE_TO = re.compile(r"(?:^|次|[一-龥]{2})([一-龥]{2})的$")


def _spoken(noun: str) -> bool:
    """Whether it is a thing that speeches count (两个方面工作); 重点项目 are counted in earnest."""
    words = tuple(w for w in lexicon()["not_counted"] if len(w) > 1)
    return noun.startswith(words) and not noun.endswith(("项目", "企业", "工程"))


def _last_verb(lead: str) -> str:
    """The words right before a count; the members of a list (叶片、塔筒、主机3家企业) are none of them."""
    parts = re.split(r"[、和]", lead)
    stages = lexicon()["stages"]
    verb = len(parts) == 1 or parts[-1].startswith(("新", *stages, *stages.values(), *lexicon()["making"]))
    return parts[-1] if verb else ""


#: Verbs of selling abroad by one of their kind.
_SOLD = {
    "出口到": "出口", "出口至": "出口", "卖到": "销往", "卖往": "销往", "卖进": "销往", "销至": "销往", "行销": "销往"
}  # fmt: skip


@cache
def _abroad() -> re.Pattern[str]:
    return re.compile(rf"({one_of(lexicon()['abroad'])})了?(?:全球|世界|海外)?$")


@cache
def _verb_before() -> re.Pattern[str]:
    return re.compile(rf"({one_of(lexicon()['stages'])})的$")


def sized(said: Statement) -> list[Name]:
    """Things counted by what they cost: 5至10亿元项目有5个."""
    size = re.sub(r"\s", "", said.get("size"))
    name = within_group(f"{size}{said.get('noun')}", said)
    return [(name, name)] if is_name(name) else []


def households(said: Statement) -> list[Name]:
    """How many households, and how many people in them: 带动农户2.2万户、11万人; 有1.4万户5万余人从事茶产业."""
    if said.units != ("户", "人"):
        return []
    done = said.get("noun")
    if said.get("verb") == "有":
        return [(f"{done}{what}",) * 2 for what in ("户数", "人数")] if len(done) > 2 else []
    if not said.get("who"):
        return [(f"{said.get('verb')}{done}{what}",) * 2 for what in ("户数", "人数")]
    return [(said.get("verb") + what,) * 2 for what in (said.get("who"), "人口")]


def occasion(said: Statement) -> str:
    """What was done with projects at the ceremony just spoken of (集中开工), "" without one."""
    if these := OF_THESE.search(said.left):  # 这次开工的项目中,甲县有7个项目
        return str(these["verb"])
    held = list(_CEREMONY.finditer(said.earlier + said.left))
    return held[-1]["what"] if held else ""
