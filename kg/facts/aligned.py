"""Lists said of lists: A、B先后投产,投资额分别是4.2亿元、2.8亿元.

Item by item is how such sentences are meant (分别, 依次), so the n-th amount belongs to the n-th work.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from kg.facts import milestones
from kg.facts.found import Found
from kg.facts.plans import Plans
from kg.facts.relate import Sentence
from kg.language.beginnings import matches
from kg.mentions import rules as rulebook
from kg.mentions.groups import last_works
from kg.mentions.symbols import expand
from kg.records import Mention

#: How many characters may stand between the works and what is said of each (当天).
_BETWEEN = 12
_WORKS = frozenset(("Project", "Park"))
_AMOUNTS = re.compile(
    expand(
        r"(?:总投资额?|计划总投资|投资额?|投入|费用|造价|概算|预算|协议资金)[^。;,<Money>]{0,8}?(?:分别|依次)(?:是|为|达|约为?|高达)?"
        r"(?P<amounts><Money>(?:(?:、|和|与|,)<Money>)+)"
        r"|(?:分别|依次|各自)(?:总|计划|拟)?(?:投资|投入|斥资|出资)[^。;,<Money>]{0,8}?(?P<more><Money>(?:(?:、|和|与|,)<Money>)+)"
        r"(?:,?(?:建设|新建|兴建|打造|实施|上马|投建|建)(?:的)?(?P<works><Project|Park>))?"
    )
)

_PLACES = re.compile(
    expand(
        r"(?:分别|依次)(?:将)?(?:落户于?|落地|位于|坐落于|坐落在|选址|布局在|落在|建在)"
        r"(?P<places><District|Park>(?:(?:、|和|与|及|以及)<District|Park>)*)"
    )
)


@cache
def _builders() -> re.Pattern[str]:
    """Who builds all of several works (三项工程均由X实施), or each its own (承建单位分别为A和B; 分别投资…建设A、B)."""
    return rulebook.compile_pattern(
        r"(?P<n>[两三四五六]|<Quantity>)(?:项|个|条|座)?(?:工程|项目|路|桥|者)(?:均|都|全部|统一)由(?P<all><Company|Organization>)(?:投资|承建|建设|实施|代建|施工|开发|运营)"
        r"|{firm_field}(?:分别|依次)(?:是|为|系)(?P<owners><Company>(?:(?:、|和|与)<Company>)*)"
        r"|(?P<firms><Company>)[^。;!?<Company|Project|Park>]{0,40}?(?:分别|依次|各自)(?:总|计划|拟)?(?:投资|投入|斥资|出资)"
        r"<Money>(?:(?:、|和|与|,)<Money>){1,12}+,?(?:建设|新建|兴建|打造|实施|上马|投建|建)的?(?P<theirs><Project|Park>)"
        r"|(?:分别|依次)由(?P<each><Company>(?:(?:、|和|与)<Company>)*)(?:投资|承建|建设|实施|代建|施工|开发|运营)",
        {}, "kg/facts/aligned.py",
    )  # fmt: skip


_NUMBERS = {word: n for n, word in enumerate("两三四五六", 2)}


def places(sentence: Sentence, mentions: Sequence[Mention]) -> Iterator[Found]:
    """Places given in the order of the works named before: 两个项目分别落户经开区和石桥镇."""
    for match in _PLACES.finditer(sentence.view.shown):
        sites = [m for t in sentence.view.tokens_in(*match.span("places")) for m in t.members if m.attr("key")]
        start, end = sentence.view.span(*match.span())
        works = last_works(sentence.article.text, mentions, start, len(sites)) if len(sites) > 1 else []
        for work, site in zip(works, sites, strict=False):
            predicate = "basedIn" if site.type == "Park" else "locatedIn"
            roles = (("subject", work.attr("key")), ("object", site.attr("key")))
            yield Found("link", roles, (("predicate", predicate),), start, end, "located.aligned", 0.9)


def builders(sentence: Sentence, mentions: Sequence[Mention]) -> Iterator[Found]:
    """Who builds all of the works named before (三项工程均由X实施), or each of them in order (分别由A、B承建)."""
    for match in _builders().finditer(sentence.view.shown):
        group = next(name for name in ("all", "owners", "firms", "each") if match.group(name))
        firms = [m for t in sentence.view.tokens_in(*match.span(group)) for m in t.members if m.attr("key")]
        start, end = sentence.view.span(*match.span())
        count = _NUMBERS.get(sentence.article.text[start : start + 1], 0) if group == "all" else len(firms)
        works = _works_of(sentence, match, "theirs")
        if not works and count > 1 and firms:
            works = last_works(sentence.article.text, mentions, start, count)
        if group == "firms" and len(works) != len(firms):
            continue
        pairs = [(firms[0], work) for work in works] if group == "all" else zip(firms, works, strict=False)
        for firm, work in pairs:
            roles = (("subject", firm.attr("key")), ("object", work.attr("key")))
            yield Found("link", roles, (("predicate", "undertakes"),), start, end, "undertakes.aligned", 0.88)


def _works_of(sentence: Sentence, match: re.Match[str], group: str) -> list[Mention]:
    """The works a list behind the amounts names, where the pattern has such a group and it matched."""
    if group not in match.re.groupindex or not match.group(group):
        return []
    return [m for t in sentence.view.tokens_in(*match.span(group)) for m in t.members if m.attr("key")]


def amounts(sentence: Sentence, mentions: Sequence[Mention]) -> Iterator[Found]:
    """Investments given in the order of the works named before; ``mentions`` carry keys and are in order of place."""
    for match in _AMOUNTS.finditer(sentence.view.shown):
        group = "amounts" if match.group("amounts") else "more"
        sums = [t.mention for t in sentence.view.tokens_in(*match.span(group))]
        start, end = sentence.view.span(*match.span())
        works = _works_of(sentence, match, "works") or last_works(sentence.article.text, mentions, start, len(sums))
        for work, money in zip(works, sums, strict=False):
            amount = sentence.topics.value("amount", sentence.article.text[money.start : money.end])
            roles, values = (("subject", work.attr("key")),), (("predicate", "investment"), ("amount", amount))
            yield Found("amount", roles, values, start, end, "investment.aligned", 0.9)


def stages(sentence: Sentence, plans: Plans) -> Iterator[Found]:
    """Stages or their dates given in the order of the works named before: A、B和C分别竣工、启用和并网."""
    verbs, meaning = milestones.stage_verbs()
    for match in matches(milestones.aligned_verbs(), sentence.view.shown):
        before = [t for t in sentence.view.tokens_in(0, match.start()) if t.mention.type in _WORKS]
        start, end = sentence.view.span(*match.span())
        if not before or start - before[-1].end > _BETWEEN:
            continue
        if match.group("dates"):
            times = [t.mention for t in sentence.view.tokens_in(*match.span("dates"))]
            said = [(match.group("verb"), date) for date in _dates(sentence, times)]
        else:
            date = sentence.topics.when(start, end, ahead=True)
            said = [(v.group(), date) for v in verbs.finditer(match.group("verbs"))]
        if len(before[-1].members) != len(said):
            continue
        planned = plans.is_plan(end - 1)
        for work, (verb, date) in zip(before[-1].members, said, strict=True):
            for stage in meaning[verb]:
                target = stage if planned else ""
                values = (("stage", "Planned" if planned else stage), ("date", date), ("targetStage", target))
                roles = (("project", work.attr("key")),)
                yield Found("milestone", roles, values, work.start, end, "milestone.aligned", 0.88)


def _dates(sentence: Sentence, times: Sequence[Mention]) -> list[str]:
    """ISO dates of times in a row; one without a year is of the year of the one before (去年5月和9月)."""
    dates: list[str] = []
    for time in times:
        date = sentence.topics.when(time.start, time.end, ahead=True)
        own_year = any(word in sentence.article.text[time.start : time.end] for word in "年今去前明")
        dates.append(dates[-1][:4] + date[4:] if dates and not own_year and len(date) < _PERIOD else date)
    return dates


#: ISO dates of this length and more are intervals.
_PERIOD = 11
