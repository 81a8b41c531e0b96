"""Lists said of lists: A、B先后投产,投资额分别是4.2亿元、2.8亿元.

Item by item is how such sentences are meant (分别, 依次), so the n-th amount belongs to the n-th work.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from kg.facts import milestones
from kg.facts.found import Found
from kg.facts.plans import Plans
from kg.facts.relate import Sentence
from kg.mentions.groups import last_works
from kg.mentions.symbols import expand
from kg.records import Mention

#: How many characters may stand between the works and what is said of each (当天).
_BETWEEN = 12
_WORKS = frozenset(("Project", "Park"))
_AMOUNTS = re.compile(
    expand(
        r"(?:总投资额?|计划总投资|投资额?|投入)[^。;,<Money>]{0,8}?(?:分别|依次)(?:是|为|达|约为?|高达)?"
        r"(?P<amounts><Money>(?:(?:、|和|与|,)<Money>)+)"
        r"|(?:分别|依次)(?:总)?(?:投资|投入)[^。;,<Money>]{0,8}?(?P<more><Money>(?:(?:、|和|与|,)<Money>)+)"
    )
)


def amounts(sentence: Sentence, mentions: Sequence[Mention]) -> Iterator[Found]:
    """Investments given in the order of the works named before; ``mentions`` carry keys and are in order of place."""
    for match in _AMOUNTS.finditer(sentence.view.shown):
        group = "amounts" if match.group("amounts") else "more"
        sums = [t.mention for t in sentence.view.tokens_in(*match.span(group))]
        start, end = sentence.view.span(*match.span())
        works = last_works(mentions, start, len(sums))
        for work, money in zip(works, sums, strict=False):
            amount = sentence.topics.value("amount", sentence.article.text[money.start : money.end])
            roles, values = (("subject", work.attr("key")),), (("predicate", "investment"), ("amount", amount))
            yield Found("amount", roles, values, start, end, "investment.aligned", 0.9)


def stages(sentence: Sentence, plans: Plans) -> Iterator[Found]:
    """Stages given in the order of the works named before: A、B和C分别宣布竣工、启用和并网."""
    verbs, meaning = milestones.stage_verbs()
    listed = re.compile(rf"分别(?:宣布|宣告|正式|已|将|实现)?((?:{verbs.pattern})(?:(?:、|和|与)(?:{verbs.pattern}))+)")
    for match in listed.finditer(sentence.view.shown):
        said = list(verbs.finditer(match.group(1)))
        before = [t for t in sentence.view.tokens_in(0, match.start()) if t.mention.type in _WORKS]
        if not before or len(before[-1].members) != len(said):
            continue
        start, end = sentence.view.span(*match.span())
        if start - before[-1].end > _BETWEEN:
            continue
        for work, verb in zip(before[-1].members, said, strict=True):
            planned = plans.is_plan(start)
            for stage in meaning[verb.group()]:
                values = (
                    ("stage", "Planned" if planned else stage),
                    ("date", sentence.topics.when(start, end, ahead=True)),
                    ("targetStage", stage if planned else ""),
                )
                roles = (("project", work.attr("key")),)
                yield Found("milestone", roles, values, work.start, end, "milestone.aligned", 0.88)
