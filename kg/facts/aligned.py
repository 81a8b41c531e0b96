"""Lists said of lists: A、B先后投产,投资额分别是4.2亿元、2.8亿元.

Item by item is how such sentences are meant (分别, 依次), so the n-th amount belongs to the n-th work.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from kg.facts.found import Found
from kg.facts.relate import Sentence
from kg.mentions.groups import last_works
from kg.mentions.symbols import expand
from kg.records import Mention

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
