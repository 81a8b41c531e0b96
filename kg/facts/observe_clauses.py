"""One clause's numbers: the rules that match it, and of each number what it is called and of what kind it is."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from kg.facts.indicators import is_name, is_sum, produced, traded
from kg.facts.observe_code import CODE, QUANTITIES, Code
from kg.facts.observe_names import indicators
from kg.facts.observe_reading import Reading, Statement
from kg.facts.observe_rows import places, things_in_row, times_in_row
from kg.facts.observe_rules import SEPARATORS, ObservationRule, rules
from kg.facts.quantity import Quantity, as_rank
from kg.mentions.matching import Searcher
from kg.mentions.triggers import needs_of

#: How far before its sentence (code characters) a ceremony gives a number its name.
EARLIER = 160
#: Characters of a clause of news, its numbers and names counted as one each; what has more is none, and rules would
#: take the square of its length to find that out.
LONGEST = 200

_SPOKEN_UNITS = frozenset("个项次种条大步场张把位")
_MADE = frozenset("辆台件把块套支条只枚颗双部")  # what is made is counted so: 生产新能源汽车4.86万辆
_SPENT_THERE = re.compile(r"[在到于].+投资$")  # 在桃溪镇投资58亿元: what one work costs
#: 青谷投资2.8亿元建设的生产线: what one work costs, whoever pays.
_BUILT_WITH = re.compile(r"(?:的|建设|新建|兴建|打造|改造|扩建|实施|建起|建成|购置|在[^,。;]{1,12}建)")
_QUANTITY = re.compile(f"[{QUANTITIES}]")


def read_clause(code: Code, start: int, end: int, sentence: int, before: list[Reading]) -> Iterator[Reading]:
    """The readings of one clause from left to right, at most one for each quantity."""
    text = code.code[start:end]
    if len(text) > LONGEST or not _QUANTITY.search(text):
        return
    matches: dict[int, list[tuple[ObservationRule, re.Match[str]]]] = {}
    for rule, match in _searcher().matches(text):
        indices = _indices(match)
        if _unit_fits(code, rule, start, indices):
            matches.setdefault(indices[0], []).append((rule, match))
    done = -1
    for first in sorted(matches):
        if first <= done:
            continue
        for rule, match in matches[first]:  # the first rule that finds a name for its numbers reads them
            readings = list(_readings(code, start, sentence, rule, match, before))
            if readings:
                yield from readings
                done = max(_indices(match))
                break


@cache
def _searcher() -> Searcher[ObservationRule]:
    needs = needs_of({rule.name: rule.pattern.pattern for rule in rules()})
    return Searcher(zip(rules(), needs, strict=True))


def _indices(match: re.Match[str]) -> list[int]:
    spans = [match.span("q")] + ([match.span("q2")] if "q2" in match.re.groupindex else [])
    return [i for a, b in spans for i in range(a, b) if match.string[i] in QUANTITIES]


def _unit_fits(code: Code, rule: ObservationRule, start: int, indices: list[int]) -> bool:
    return not rule.unit or all(code.quantity(start + i).unit == rule.unit for i in indices)


def _readings(
    code: Code, start: int, sentence: int, rule: ObservationRule, match: re.Match[str], before: list[Reading]
) -> Iterator[Reading]:
    indices = _indices(match)
    both = "q2" in match.re.groupindex
    said = _statement(code, start, sentence, rule, match, before)
    names = indicators(said)
    if both:
        names = names * 2
    if len(indices) == 1 and len(names) > 1:  # 均: one number for several measures
        indices = indices * len(names)
    row = said.row if len(names) == len(said.row) and len(set(names)) == 1 else ()
    against = next((match.span(g) for g in ("scope", "whole") if said.get(g)), (0, 0))
    for place, (index, (indicator, base)) in enumerate(zip(indices, names, strict=False)):
        quantity = code.quantity(start + index)
        if rule.names == "row":
            quantity = as_rank(quantity, place + 1)
        if (
            not indicator
            or not (rule.names == "sum" or said.of_sum(base) or is_name(base))
            or not (rule.names == "place" or _credible(quantity))
        ):
            continue
        if quantity.kind == "money" and rule.statistic == "level":
            spent = base.endswith("投资") and _BUILT_WITH.match(code.code, start + index + 1)
            if not is_sum(base) or spent or _SPENT_THERE.match(said.get("name")):
                continue
            if base != "出口" or not any("进出口" in r.base for r in before):  # 进出口总值…,其中出口…: its part
                indicator, base = traded(indicator), traded(base)
        made = quantity.kind == "count" and base.startswith("生产") and quantity.unit in _MADE
        if (quantity.kind == "measure" or made) and rule.statistic == "level":
            indicator, base = produced(indicator), produced(base)
        statistic = _statistic(rule, quantity)
        again = rule.name in ("share-again", "percent-level") and base == indicator
        if rule.name == "share-again" and said.sentence and said.sentence[-1].rule.name == "share-again":
            statistic = said.sentence[-1].statistic  # 增速一季度4.2%,上半年6.8%
        if (both or again) and quantity.kind == "percent" and base.endswith(("增速", "增幅")):  # 增速由4.2%加快到6.9%
            statistic, indicator, base = "growth", indicator[: -len("增速")], base[: -len("增速")]
        yield Reading(
            rule=rule,
            indicator=indicator,
            base=base,
            statistic=statistic,
            quantity=quantity,
            index=start + index,
            start=start,
            sentence=sentence,
            negative=_falls(rule, match, index),
            elided=not said.get("name") and rule.names in ("clause", "compared", "goal"),
            first_of_two=rule.names == "base-amount" or (both and index < match.start("q2")),
            base_end=_base_end(start, match, both=both and index >= match.start("q2")),
            measured_against=(start + against[0], start + against[1]),
            in_row=row[place] if row else "",
            time=said.times[place] if len(said.times) == len(names) and len(set(names)) == 1 else None,
            among=code.code.startswith("其中", sentence),
        )


def _falls(rule: ObservationRule, match: re.Match[str], index: int) -> bool:
    """Whether the number goes down: by the verb before it in a list of several (上升12.1%、14.5%和下降2.3%)."""
    if rule.down is None:
        return False
    falls = bool(rule.down.fullmatch(match.groupdict().get("verb") or ""))
    if "q" in match.re.groupindex and match.start("q") <= index < match.end("q"):
        for word in _LISTED_VERB.findall(match.string, match.start("q"), index):
            falls = bool(rule.down.match(word))
    return falls


#: A verb between two numbers of a list.
_LISTED_VERB = re.compile(f"[、和]([^{QUANTITIES}、和]+)(?=[{QUANTITIES}]|$)")


def _base_end(start: int, match: re.Match[str], *, both: bool) -> int:
    """Where the number stands from which this one comes (由…的下降4.3%转为增长1.8%), 0 when it comes from none."""
    if both:
        return start + match.start("q")
    return (
        start + match.start("name") if "name" in match.re.groupindex and (match["name"] or "").startswith("转") else 0
    )


def _statement(
    code: Code, start: int, sentence: int, rule: ObservationRule, match: re.Match[str], before: Sequence[Reading]
) -> Statement:
    end = start + match.end()
    indices = _indices(match)
    kinds = {code.quantity(start + i).kind for i in indices}
    count = 1 if "q2" in match.re.groupindex else len(indices)
    shared = places(code.literal(start + indices[0], start + indices[0] + 1)) if rule.names == "row" else count
    here = [r for r in before if r.sentence == sentence]
    row_goes_on = all(r.in_row for r in here[-shared:])
    groups = {g: code.literal(start + match.start(g), start + match.end(g)) for g in match.re.groupindex if match[g]}
    named = start + (match.end("things") if "things" in match.re.groupindex else indices[0])
    return Statement(
        rule=rule,
        count=count,
        row=things_in_row(code, sentence if row_goes_on else start, start, named, shared),
        points=kinds == {"points"},
        counting=kinds == {"count"},
        unit=code.quantity(start + indices[0]).unit,
        times=times_in_row(code, sentence, start + indices[0], count),
        units=tuple(code.quantity(start + i).unit for i in indices),
        groups=groups,
        left=code.literal(sentence, start),
        spoken=_clause_before(code, sentence, start),
        ahead=code.literal(sentence, start + match.start("name") if _says_name(match) else start),
        earlier=code.literal(max(0, sentence - EARLIER), sentence),
        open=code.code[end : end + 1] in tuple(QUANTITIES),
        before_time=_before_time(code, start, start + match.start("name") if _says_name(match) else start),
        paragraph=before,
        sentence=here,
    )


def _says_name(match: re.Match[str]) -> bool:
    """Whether the rule has a group for the name and it begins somewhere."""
    return "name" in match.re.groupindex and match.start("name") >= 0


def _before_time(code: Code, start: int, name: int) -> str:
    """The words between the last thing named in a clause and the time behind which a name begins."""
    if name <= start or code.code[name - 1] != CODE["T"]:
        return ""
    words = re.search(rf"[^{SEPARATORS}{''.join(CODE.values())}]*$", code.code[start : name - 1])
    return words[0] if words else ""


def _clause_before(code: Code, sentence: int, start: int) -> str:
    """The words of the clause before, from the last thing or time it names."""
    said = code.code[sentence:start].rstrip(SEPARATORS)
    named = re.sub(rf"(?<=[居列在]){CODE['S']}", " ", said)  # 增速位居全市前三 is of what stands before
    begin = max((named.rfind(mark) for mark in SEPARATORS + CODE["S"] + CODE["T"] + CODE["K"]), default=-1) + 1
    return code.literal(sentence + begin, sentence + len(said))


def _statistic(rule: ObservationRule, quantity: Quantity) -> str:
    if rule.statistic in ("level", "count"):
        return {"count": "count", "nth": "count", "percent": "share"}.get(quantity.kind, "level")
    return rule.statistic


def _credible(quantity: Quantity) -> bool:
    """Speeches count in Chinese digits (两个方面, 三项行动); statistics hardly do."""
    if quantity.kind != "count" or not quantity.chinese:
        return True
    return quantity.value >= 10 or (quantity.value > 1 and quantity.unit not in _SPOKEN_UNITS)
