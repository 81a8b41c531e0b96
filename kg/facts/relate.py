"""Run the claim rules over every sentence of an article.

A claim rule's pattern sees entities, times and amounts as symbols, a whole coordination as one. Its named groups
are the roles and values of the fact; a role it does not match is filled from what the article last spoke of
(``default: {project: topic}``), and a fact about a list is stated of each member. ``single`` names a role that no list
may fill; a rule with ``one: true`` finds no sum where works were only counted.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product

from kg.facts.found import Context, Found
from kg.facts.topics import Topics
from kg.mentions import groups, sentences
from kg.mentions import rules as rulebook
from kg.mentions.matching import Searcher
from kg.mentions.projection import Projection, outermost, project_tokens
from kg.records import CLAIM_KINDS, Article, Mention

#: What a claim pattern sees; stops and joints are plain text to it.
VISIBLE = frozenset(
    ("Official", "Person", "District", "Company", "Organization", "Project", "Park", "Place", "Event", "Honour",
     "Product", "Industry", "Initiative", "Date", "Quantity", "Money", "Anaphor", "Ordinal")
)  # fmt: skip


#: A sentence that begins so speaks of the work its text is about, however far back that was named.
_OF_THE_WORK = re.compile(
    r"(?:^|(?<=[说,“]))(?:项目|工程|新项目|该项目|电站|整个项目|这条路|这条高速|这条铁路|这座大?桥|该桥|该路|大桥)(?=[^一-鿿]|[落位总计已于由占目将正自今去起全])"
)
#: Works counted: 12个重大项目, 开工项目18个, 签下4个, 两个项目.
_COUNTED_WORKS = re.compile(
    r"(?:\d|[一二两三四五六七八九十百余多])[个件宗项](?:[^,。;个件]{0,14}?)(?:项目|工程)(?!部)"
    r"|(?:项目|工程)(?:总数)?(?:共有|共计|总共|共|已?达到?|有|还有|为)?(?:\d+|[两三四五六七八九十百]+)[个件宗项]"
    r"|(?:开工|签约|签下|落地|竣工|投产|引进|新开工)(?:了|项目)?(?:\d+|[两三四五六七八九十百]+)[个件宗项](?=[,、])"
)
_WORKS = ("Project", "Park", "Place")
_ONE_BY_ONE = re.compile("分别|依次|各自")
#: What alone can stand in a role, where an anaphor could point at anything.
_ROLE_OF = {
    ("investment", "subject"): _WORKS,
    ("undertakes", "object"): _WORKS,
    ("produces", "subject"): ("Company", "Organization", "District", "Person", "Official"),
}


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence as claim rules see it."""

    article: Article
    start: int
    end: int
    view: Projection
    topics: Topics
    context: Context


def read(article: Article, mentions: Sequence[Mention], context: Context) -> Iterator[Sentence]:
    """The sentences of an article, projected; ``mentions`` carry keys and are in order of place."""
    visible = [m for m in mentions if m.type in VISIBLE]
    counted = groups.counted(article.text, mentions)
    spans = [(t.start, t.end) for t in counted]
    single = [m for m in visible if not any(s < m.end and m.start < e for s, e in spans)]
    tokens = sorted([*groups.tokens(article.text, single), *counted], key=lambda t: t.start)
    shown = outermost(visible)
    inner = [m for m in visible if m.type in ("Project", "Park") and m not in shown and m.rule == "project.of_ceremony"]
    topics = Topics(article, sorted([*shown, *inner], key=lambda m: (m.start, -m.end)), context)
    for start, end in sentences.of(article):
        yield Sentence(article, start, end, project_tokens(article.text, tokens, start, end), topics, context)


def claims(sentence: Sentence, rules: Searcher[rulebook.Rule]) -> Iterator[Found]:
    """Every fact the rules find in one sentence; where two rules find the same, the one of higher priority stays."""
    seen: set[tuple[object, ...]] = set()
    for rule, match in rules.matches(sentence.view.shown):
        for found in _facts(sentence, rule, match):
            same = (found.kind, found.roles, found.values)
            if same not in seen:
                seen.add(same)
                yield found


def _facts(sentence: Sentence, rule: rulebook.Rule, match: re.Match[str]) -> Iterator[Found]:
    role_names, value_names = CLAIM_KINDS[rule.claims]
    start, end = sentence.view.span(*match.span())
    roles: list[list[tuple[str, str]]] = []
    for name in role_names:
        keys = _own(sentence, rule, match, name) or _keys(sentence, rule, match, name, start)
        if not keys:
            if name in rule.option("optional", ()) or name == "by":
                continue
            return
        roles.append([(name, key) for key in keys])
    values = tuple((name, value) for name in value_names if (value := _value(sentence, rule, match, name)))
    if rule.option("needs", ()) and not {n for n, _ in values} >= set(rule.option("needs")):
        return
    if rule.option("one") and _of_many(sentence, sentence.view.start(match.start("amount"))):
        return  # 共有18个项目开工,总投资33亿元: of all of them
    if not rule.option("align") and all(len(r) > 1 for r in roles) and _ONE_BY_ONE.search(match.group()):
        return  # 甲、乙公司拟分别投资…建设A、B: each its own (``aligned``)
    if rule.option("single") and any(
        len(r) > 1 for r, name in zip(roles, role_names, strict=False) if name == rule.option("single")
    ):
        return  # a sum for several things together is no sum for one
    for combination in _combined(roles, bool(rule.option("align"))):
        if len({key for _role, key in combination}) == len(combination):
            yield Found(rule.claims, tuple(combination), values, start, end, rule.name, rule.confidence)


def _of_many(sentence: Sentence, at: int) -> bool:
    """Whether what is told at a place is told of works counted before in its part of the sentence (12个项目开工),
    since when no work of the claim's was named but in a list that 等 closes.
    """
    text = sentence.article.text
    begin = max(sentence.start, text.rfind(";", sentence.start, at) + 1)
    counts = list(_COUNTED_WORKS.finditer(text, begin, at))
    if not counts:
        return False
    named = [m for m in sentence.topics.named_before(at) if m.start >= counts[-1].end() and m.type in _WORKS]
    return not named or bool(re.match(r"[”]?等", text[named[0].end : at]))


def _combined(roles: list[list[tuple[str, str]]], aligned: bool) -> Iterator[tuple[tuple[str, str], ...]]:
    """Every combination of the members of the roles; aligned lists (…、…各1家,依次是…和…) member by member."""
    if aligned:
        return zip(*roles, strict=False) if len({len(role) for role in roles}) == 1 else iter(())
    return product(*roles)


def _keys(sentence: Sentence, rule: rulebook.Rule, match: re.Match[str], role: str, at: int) -> list[str]:
    """Keys of the entities in a role: the group's members, or the default the rule names."""
    predicate = str(rule.option("predicate"))
    groups = [g for g in rule.pattern.groupindex if g.rstrip("0123456789") == role and match.group(g)]
    if groups:
        tokens = [t for name in groups for t in sentence.view.tokens_in(*match.span(name))]
        only = rule.option("only", {}).get(role, "")
        kinds = tuple(only.split("|")) if only else _ROLE_OF.get((predicate, role), ("",))
        keys = [k for t in tokens for m in t.members if (k := m.attr("key")) and k.startswith(kinds)]
        signs = predicate == "undertakes" and role == "subject" and "签" in match.group()
        firms = [k for k in keys if k.startswith("Company:")] if signs else []
        return firms or keys  # 甲公司与县政府签约,投资…: of the two who sign the firm builds
    source = rule.option("default", {}).get(role, "")
    if not source:
        return []
    key = sentence.topics.last(source, at)
    if not key and "Project" in source and _OF_THE_WORK.search(sentence.view.shown):
        key = sentence.topics.last(source.partition("@")[0], at)
    of_work = key.startswith(("Project:", "Park:"))
    return [key] if key and not (of_work and sentence.topics.denies(sentence.view.shown, key)) else []


def _own(sentence: Sentence, rule: rulebook.Rule, match: re.Match[str], role: str) -> list[str]:
    """Of a list in a role that the rule's ``own`` names, its first member (甲公司的A项目、乙公司B项目), unless what
    closes the list counts it (甲公司的A、B等项目); nothing for other roles.
    """
    if rule.option("own") != role:
        return []
    listed = sentence.view.tokens_in(*match.span(role))
    if len(listed) != 1 or len(listed[0].members) == 1 or listed[0].end > listed[0].members[-1].end:
        return []
    return [listed[0].mention.attr("key")]


def _value(sentence: Sentence, rule: rulebook.Rule, match: re.Match[str], name: str) -> str:
    if name in rule.options:
        return str(rule.options[name])
    if name in rule.pattern.groupindex and match.group(name):
        start, end = sentence.view.span(*match.span(name))
        return sentence.topics.value(name, sentence.article.text[start:end])
    return ""
