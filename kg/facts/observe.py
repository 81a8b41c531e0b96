"""Numbers about a thing: from an article's text and mentions to observations.

``observe`` (1) codes the text (``observe_code``), (2) cuts it into paragraphs, sentences and clauses, (3) lets the
rules (``rules/observation.yaml``) read the numbers of each clause, (4) names each measure (``observe_names``), and
(5) finds what it is about (``observe_subjects``), when (``periods``) and how surely (``observe_modality``).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from kg.facts.found import Context, Found
from kg.facts.indicators import is_name, is_sum, traded
from kg.facts.observe_code import QUANTITIES, Code, encode
from kg.facts.observe_modality import after_completion, announces, is_plan_heading, modality, opens_plan
from kg.facts.observe_names import indicators
from kg.facts.observe_pointers import pointers
from kg.facts.observe_reading import Reading, Statement
from kg.facts.observe_rules import SEPARATORS, ObservationRule, rules
from kg.facts.observe_subjects import Subjects
from kg.facts.observe_times import Times, covered, governed
from kg.facts.periods import Period, heading_time, last_year
from kg.facts.quantity import Quantity
from kg.language.calendar import TimeSpan, interval
from kg.language.numerals import plain_string
from kg.records import Article, Mention

#: Blocks whose text states facts; headlines repeat them, captions and credits have none.
TEXT_BLOCKS = ("body", "list")

#: How far before its sentence (code characters) a ceremony gives a number its name.
EARLIER = 160

_SENTENCE = re.compile(r"[^。!?!?\n]+[。!?!?\n]?")
_BORDER = re.compile(rf"[{re.escape(SEPARATORS)}]|(?<=[{QUANTITIES}])[、和及与](?![{QUANTITIES}])")
_SPOKEN_UNITS = frozenset("个项次种条大步场张把位")
_SPENT_THERE = re.compile(r"[在到于].+投资$")  # 在白音华镇投资58亿元: what one work costs
_QUANTITY = re.compile(f"[{QUANTITIES}]")


@dataclass(slots=True)
class _Section:
    """What a heading, and the paragraph so far, say about the sentences below them."""

    time: TimeSpan | None = None
    planning: bool = False
    paragraph_times: list[TimeSpan] = field(default_factory=list)
    paragraph_plans: bool = False
    readings: list[Reading] = field(default_factory=list)

    def move_on(self, opening: list[TimeSpan], words: str, today: date | None) -> None:
        """Take over the year that opens a clause (今年,…将…) as the time of what follows."""
        for span in opening:
            if span.first and span.last and span.first.year < span.last.year < (today or span.last).year - 1:
                continue  # years long past are those of somebody's life
            if span.precision != "year" or span.kind not in ("date", "since") or span.edge or not span.last:
                continue
            self.time = replace(span, kind="section")
            if today and span.last < today:
                self.planning = False
            elif announces(words):
                self.planning = True


def observe(article: Article, mentions: Sequence[Mention], context: Context) -> list[Found]:
    """The observations an article states, in the order of the text; each about the key of a mention or the home."""
    pointing = pointers(article.text, mentions, context.home, context.date)
    mentions = sorted([*mentions, *pointing], key=lambda m: (m.start, -m.end))
    code = encode(article.text, mentions, context.date)
    others = frozenset(m.start for m in mentions if m.type in ("Product", "Industry"))
    events = sorted((m.start, m.attr("key")) for m in mentions if m.type == "Event" and m.attr("key"))
    subjects = Subjects(code, context.home, others, events)
    found: dict[tuple[str, ...], Found] = {}
    section = _Section()
    for start, end, kind in _paragraphs(article, code):
        if kind not in TEXT_BLOCKS:
            if kind in ("headline", "subhead"):
                section = _opened(section, code.literal(start, end), context)
            continue
        section.paragraph_times, section.paragraph_plans, section.readings = [], False, []
        subjects.new_paragraph(start)
        for sentence in _SENTENCE.finditer(code.code, start, end):
            for item in _sentence(code, sentence.start(), sentence.end(), section, subjects, context):
                found.setdefault((item.roles[0][1], *(v for _, v in item.values)), item)
    return list(found.values())


def _today(context: Context) -> date | None:
    days = interval(context.date)
    return days[1] if days else None


def _paragraphs(article: Article, code: Code) -> Iterator[tuple[int, int, str]]:
    """Code ranges of the article's blocks with their kinds; the whole text as body when it has no blocks."""
    if not article.blocks:
        yield 0, len(code.code), "body"
        return
    for block in article.blocks:
        yield code.at(block.start), code.at(block.end), block.kind


def _opened(section: _Section, heading: str, context: Context) -> _Section:
    plan = is_plan_heading(heading)
    time = heading_time(heading, context.date) or (last_year(context.date) if plan is False else None)
    return _Section(time or (section.time if plan is None else None), section.planning if plan is None else plan)


def _sentence(
    code: Code, start: int, end: int, section: _Section, subjects: Subjects, context: Context
) -> Iterator[Found]:
    """The observations of one sentence; leaves its times and subjects to the next ones."""
    times: list[TimeSpan] = []
    today = _today(context)
    if opens_plan(code.literal(start, end)):
        section.paragraph_plans = True
    for a, b in _clauses(code.code, start, end):
        clause_times = [(i, t) for i, t in code.times(a, b)]
        for reading in _read_clause(code, a, b, start, section.readings):
            subjects.settle(reading, start, section.readings)
            if section.readings:
                reading.period = section.readings[-1].period
            section.readings.append(reading)
            yield from _found(
                code, reading, start, Times(times, section.paragraph_times, section.time), section, context
            )
        times.extend(t for i, t in clause_times if i == a or t.kind != "now")
        opening = [t for i, t in clause_times if i == a]
        section.paragraph_times.extend(opening)
        section.move_on(opening, code.literal(a, end), today)
        subjects.pass_clause(a, b, start)


def _clauses(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    position = start
    for border in _BORDER.finditer(text, start, end):
        if border.start() > position:
            yield position, border.start()
        position = border.end()
    if position < end:
        yield position, end


# ---------------------------------------------------------------- reading


def _read_clause(code: Code, start: int, end: int, sentence: int, before: list[Reading]) -> Iterator[Reading]:
    """The readings of one clause from left to right, at most one for each quantity."""
    text = code.code[start:end]
    if not _QUANTITY.search(text):
        return
    matches: dict[int, list[tuple[ObservationRule, re.Match[str]]]] = {}
    for rule in rules():
        for match in rule.pattern.finditer(text):
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
    against = next((match.span(g) for g in ("scope", "whole") if said.get(g)), (0, 0))
    for index, (indicator, base) in zip(indices, names, strict=False):
        quantity = code.quantity(start + index)
        if not indicator or not (rule.names == "sum" or is_name(base)) or not _credible(quantity):
            continue
        if quantity.kind == "money" and rule.statistic == "level":
            if not is_sum(base) or _SPENT_THERE.match(said.get("name")):
                continue
            indicator, base = traded(indicator), traded(base)
        yield Reading(
            rule=rule,
            indicator=indicator,
            base=base,
            statistic=_statistic(rule, quantity),
            quantity=quantity,
            index=start + index,
            start=start,
            sentence=sentence,
            negative=bool(rule.down and rule.down.fullmatch(said.get("verb"))),
            elided=not said.get("name") and rule.names in ("clause", "compared", "goal"),
            first_of_two=both and index < match.start("q2"),
            base_end=start + match.start("q") if both and index >= match.start("q2") else 0,
            measured_against=(start + against[0], start + against[1]),
        )


def _statement(
    code: Code, start: int, sentence: int, rule: ObservationRule, match: re.Match[str], before: Sequence[Reading]
) -> Statement:
    end = start + match.end()
    kinds = {code.quantity(start + i).kind for i in _indices(match)}
    return Statement(
        rule=rule,
        count=1 if "q2" in match.re.groupindex else len(_indices(match)),
        points=kinds == {"points"},
        counting=kinds == {"count"},
        groups={g: code.literal(start + match.start(g), start + match.end(g)) for g in match.re.groupindex if match[g]},
        left=code.literal(sentence, start),
        earlier=code.literal(max(0, sentence - EARLIER), sentence),
        open=code.code[end : end + 1] in tuple(QUANTITIES),
        paragraph=before,
        sentence=[r for r in before if r.sentence == sentence],
    )


def _statistic(rule: ObservationRule, quantity: Quantity) -> str:
    if rule.statistic in ("level", "count"):
        return {"count": "count", "percent": "share"}.get(quantity.kind, "level")
    return rule.statistic


def _credible(quantity: Quantity) -> bool:
    """Speeches count in Chinese digits (两个方面, 三项行动); statistics hardly do."""
    if quantity.kind != "count" or not quantity.chinese:
        return True
    return quantity.value >= 10 or (quantity.value > 1 and quantity.unit not in _SPOKEN_UNITS)


# ---------------------------------------------------------------- completing


def _found(
    code: Code, reading: Reading, sentence: int, times: Times, section: _Section, context: Context
) -> Iterator[Found]:
    """The reading with its period and modality as a fact; nothing when it is about nothing."""
    if not reading.about:
        return
    clause = code.literal(reading.start, reading.index)
    said = code.literal(sentence, reading.index)
    time = governed(code, reading, times)
    sure = modality(clause, said, time, _today(context), section.planning or section.paragraph_plans)
    if clause.strip("、 ").startswith("其中"):  # a part is as sure as its whole
        whole = next((r for r in reversed(section.readings[:-1]) if r.statistic == reading.statistic), None)
        sure = whole.modality if whole and whole.sentence == reading.sentence else sure
    reading.modality = sure
    period = covered(code, reading, time, times, context.date)
    if reading.rule.names in ("continued", "same") and reading.period.start:
        period = reading.period
    reading.period = period
    if sure == "estimate" and after_completion(said):
        period = Period()
    quantity = reading.quantity
    sign = -1 if reading.negative else 1
    values = [
        ("indicator", reading.indicator),
        ("statistic", reading.statistic),
        ("value", plain_string(sign * quantity.value)),
        ("unit", quantity.unit),
        ("periodStart", period.start),
        ("periodEnd", period.end),
        ("modality", sure),
        ("qualifier", quantity.qualifier),
    ]
    if quantity.low is not None and quantity.high is not None:
        values += [("valueMin", plain_string(quantity.low)), ("valueMax", plain_string(quantity.high))]
    for about in (reading.about, *reading.also):
        yield Found(
            kind="observation",
            roles=(("about", about),),
            values=tuple(values),
            start=_evidence_start(code, reading),
            end=code.ends[reading.index],
            rule=f"observation.{reading.rule.name}",
            confidence=0.85,
        )


def _evidence_start(code: Code, reading: Reading) -> int:
    text = code.code
    start = reading.start
    while text[start] in "、和及 \t" and start < reading.index:
        start += 1
    return code.starts[start]
