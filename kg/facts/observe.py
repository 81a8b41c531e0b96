"""Numbers about a thing: from an article's text and mentions to observations.

``observe`` (1) codes the text (``observe_code``), (2) cuts it into paragraphs, sentences and clauses, (3) lets the
rules (``rules/observation.yaml``) read the numbers of each clause (``observe_clauses``) and name each measure
(``observe_names``), and (4) finds what it is about (``observe_subjects``), when (``observe_times``) and how surely
(``observe_modality``).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from functools import cache

from kg.facts.found import Context, Found
from kg.facts.indicators import lexicon
from kg.facts.observe_clauses import read_clause
from kg.facts.observe_code import CODE, QUANTITIES, Code, Token, encode
from kg.facts.observe_measure_rows import measure_rows
from kg.facts.observe_modality import after_completion, modality, opens_plan
from kg.facts.observe_pointers import pointers
from kg.facts.observe_reading import Reading
from kg.facts.observe_rules import SEPARATORS, expand
from kg.facts.observe_sections import Section
from kg.facts.observe_spans import covered
from kg.facts.observe_speakers import Speakers
from kg.facts.observe_subjects import Subjects
from kg.facts.observe_tables import listed_firms, rows, titled_rows
from kg.facts.observe_times import Times, governed
from kg.facts.periods import Period
from kg.language.calendar import TimeSpan, interval
from kg.language.numerals import plain_string
from kg.records import Article, Mention

#: Blocks whose text states facts; headlines repeat them, captions and credits have none.
TEXT_BLOCKS = ("body", "list")

_SENTENCE = re.compile(r"[^。!?!?\n]+[。!?!?\n]?")
#: A headline's parts are parted by blanks.
_LINE = re.compile(r"[^。!?!?\n \u3000]+")
#: A headline says 揽金34亿元 for 34.2亿元, 破百亿 for 108亿元.
_ROUNDED = Decimal("1.2")
#: The letters of quantities in the code.
_LETTERS = frozenset(letter for letter, sign in CODE.items() if sign in QUANTITIES)

#: Words with which a speaker turns to a year, or a report to a day: 说到2026年,…; 截至1月末,….
_TURN = re.compile(r"(?:[“”、]*(?:说到|谈到|谈及|展望|聊到|面向|对于|问起|截至|截止到?)|[■●◆▲▶△◎★\s]*)")


#: An office of the city gives the figures of the city: 记者从市城管委获悉, 市统计局发布….
_CITY_SPEAKS = re.compile(
    r"(?:^|[从据由,,])市[一-龥]{2,14}?(?:局|委|办|中心|海关|队|会|院|厅)(?:召开[一-龥]{2,10}|昨日|日前|近日)?"
    r"(?:获悉|了解到|得知|通报|发布|公布|介绍|透露|举行|统计|的)"
)
#: Meetings of members and of staff, to which nobody comes to show or buy.
_CONGRESS = re.compile(r"代表大会|党员大会|全会|总结|表彰|动员|部署|推进|誓师|职工|员工|干部|会员|成员|党代会|人代会")
#: What became of things in the course of a year: no number of the day.
_DONE = re.compile(r"新增|净增|引进|开工|竣工|投产|签约|完成|获评|入选")

_QUOTED = re.compile("[“”]")
#: A paragraph or sentence that begins so shares out what the one before counted.
_GOES_ON = re.compile(r"[\s\u3000]*(?:其中|[从分按][一-龥、()]{1,12}(?:来?看|分|统计))")


def observe(
    article: Article, mentions: Sequence[Mention], context: Context, serving: Mapping[str, str] | None = None
) -> list[Found]:
    """The observations an article states, in the order of the text; each about the key of a mention or the home.

    ``serving`` are the areas that its people serve, by their keys (``observe_speakers.offices``).
    """
    pointing = pointers(article.text, mentions, context.home, context.date)
    mentions = sorted([*mentions, *pointing], key=lambda m: (m.start, -m.end))
    code = encode(article.text, mentions, context.date)
    events = sorted((m.start, m.attr("key")) for m in mentions if _is_fair(m))
    subjects = Subjects(code, context.home, mentions, events, Speakers(article.text, mentions, serving or {}))
    if _CITY_SPEAKS.search(_opening(article)):
        subjects.reported = context.city
    kinds = (rows, titled_rows, measure_rows, listed_firms)
    tables = (item for table in kinds for item in table(article, mentions, context))
    found: dict[tuple[str, ...], Found] = {}
    for item in (*_told(article, code, subjects, context), *tables):
        found.setdefault(_said(item), item)
    known = [dict(item.values) for item in found.values()]
    for item in _only_headlined(article, code, subjects, context):
        if not any(_tells(other, dict(item.values)) for other in known):
            found.setdefault(_said(item), item)
    return _once(list(found.values()))


def _said(item: Found) -> tuple[str, ...]:
    """Of what it tells what: two that are alike in this are one."""
    return (item.roles[0][1], *(v for _, v in item.values))


def _told(article: Article, code: Code, subjects: Subjects, context: Context) -> Iterator[Found]:
    """The figures of the body's sentences, in the order of the text."""
    section = Section()
    for start, end, kind in _paragraphs(article, code):
        if kind not in TEXT_BLOCKS:
            if kind in ("headline", "subhead"):
                section = section.below(code.literal(start, end), context)
            continue
        if kind == "list":
            section.new_brief()
        section.new_paragraph(code.literal(start, end), context)
        if not _GOES_ON.match(code.code, start):
            section.readings = []
        subjects.new_paragraph(start)
        for sentence in _SENTENCE.finditer(code.code, start, end):
            yield from _sentence(code, sentence.start(), sentence.end(), section, subjects, context)


def _only_headlined(article: Article, code: Code, subjects: Subjects, context: Context) -> Iterator[Found]:
    """The figures of the headline whose numbers the body does not repeat."""
    told = [code.quantity(i) for i, t in code.tokens.items() if t.letter in _LETTERS and not _headed(article, t)]
    for block in article.blocks:
        if block.kind != "headline":
            continue
        start, end = code.at(block.start), code.at(block.end)
        section = Section().below(code.literal(start, end), context)
        subjects.new_paragraph(start)
        subjects.last = None
        for sentence in _LINE.finditer(code.code, start, end):
            for item in _sentence(code, sentence.start(), sentence.end(), section, subjects, context):
                said = dict(item.values)
                value = Decimal(said["value"]).copy_abs()
                near = any(
                    q.value == value or (q.unit == said["unit"] and value <= q.value <= value * _ROUNDED) for q in told
                )
                if not near and said["statistic"] != "rank":  # a place is hardly said without its list
                    yield item


def _headed(article: Article, token: Token) -> bool:
    """Whether it stands in a headline."""
    return any(b.kind == "headline" and b.start <= token.start < b.end for b in article.blocks)


def _tells(known: Mapping[str, str], said: Mapping[str, str]) -> bool:
    """Whether a figure of the body tells the same measure, so that the headline only rounds it (破百亿)."""
    same = known["statistic"] == said["statistic"]
    return same and (known["indicator"] in said["indicator"] or said["indicator"] in known["indicator"])


def _opening(article: Article) -> str:
    """The first sentence of the body."""
    body = next((b for b in article.blocks if b.kind == "body"), None)
    return re.split("[。!?]", article.text[body.start : body.end])[0] if body else ""


def _once(found: Sequence[Found]) -> list[Found]:
    """The figures without counts said again by a shorter name: 国家级“小巨人”企业156家, then 156家“小巨人”企业…."""
    kept: list[Found] = []
    counts: dict[tuple[str, str, str, str], list[str]] = {}
    for one in found:
        said = dict(one.values)
        if said["statistic"] == "count":
            same = counts.setdefault((one.roles[0][1], said["value"], said["unit"], said["modality"]), [])
            bare = _QUOTED.sub("", said["indicator"])
            if any(bare != before and bare in before for before in same):
                continue
            same.append(bare)
        kept.append(one)
    return kept


def _is_fair(mention: Mention) -> bool:
    """Whether visitors and contracts can be its own: a fair or a ceremony, no congress."""
    if mention.type != "Event" or not mention.attr("key"):
        return False
    convention = mention.name.endswith("大会") and not _CONGRESS.search(mention.name)
    return convention or mention.name.endswith(tuple(lexicon()["fairs"]))


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


def _sentence(
    code: Code, start: int, end: int, section: Section, subjects: Subjects, context: Context
) -> Iterator[Found]:
    """The observations of one sentence; leaves its times and subjects to the next ones."""
    times: list[TimeSpan] = []
    today = _today(context)
    if opens_plan(code.literal(start, end)):
        section.paragraph_plans = True
    for a, b in _clauses(code.code, start, end):
        clause_times = [(i, t) for i, t in code.times(a, b)]
        for reading in read_clause(code, a, b, start, section.readings):
            subjects.settle(reading, start, section.readings)
            if section.readings:
                reading.period = section.readings[-1].period
            section.readings.append(reading)
            yield from _found(code, reading, start, Times.of(times, section), section, subjects, context)
        former = {i for r in section.readings if r.start == a and r.base_end for i in range(a, r.base_end)}
        times.extend(t for i, t in clause_times if i not in former and (i == a or t.kind != "now"))
        opening = [t for i, t in clause_times if _TURN.fullmatch(code.code, _past_place(code, a), i)]
        section.paragraph_times.extend(opening)
        section.move_on(opening, code.literal(a, end), today)
        here = [r for r in section.readings if r.start == a]
        subjects.pass_clause(a, b, start, parts=bool(here) and all(r.of_part for r in here))


def _past_place(code: Code, start: int) -> int:
    """Where the words of a clause begin behind the place that heads a brief: 石峰 8月30日,区委召开…."""
    headed = code.code[start] == CODE["S"] and (start == 0 or code.code[start - 1] == "\n")
    return start + 1 if headed and code.code[start + 1 : start + 2].isspace() else start


@cache
def _border() -> re.Pattern[str]:
    """What parts clauses: a mark, and a joint behind a number before which no number or growth comes next
    (分别上升12.1%、14.5%和下降2.3% is one).
    """
    growth = expand(rf"(?:{{GROW}}|{{FALL}})(?:{{LINK}})?[{CODE['P']}{CODE['B']}]")
    joint = rf"(?<=[{QUANTITIES}])[、和及与](?![{QUANTITIES}])(?!{growth})"
    return re.compile(rf"[{re.escape(SEPARATORS)}]|{joint}")


def _clauses(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    position = start
    for border in _border().finditer(text, start, end):
        if border.start() > position:
            yield position, border.start()
        position = border.end()
    if position < end:
        yield position, end


# ---------------------------------------------------------------- completing


def _found(
    code: Code, reading: Reading, sentence: int, times: Times, section: Section, subjects: Subjects, context: Context
) -> Iterator[Found]:
    """The reading with its period and modality as a fact; nothing when it is about nothing."""
    if not reading.about:
        return
    clause = code.literal(reading.start, reading.index)
    said = code.literal(sentence, reading.index)
    time = governed(code, reading, times)
    planning, today = section.planning or section.paragraph_plans, _today(context)
    sure = modality(clause, said, _telling(code, reading, time, times, today), today, planning)
    if reading.first_of_two:  # 将由90万标箱升至260万标箱: what it rises from is there
        sure = "actual"
    reading.modality = sure
    period = covered(code, reading, time, times, context.date)
    if area := section.note(reading, time, today):
        subjects.reported = area
    whole = _whole(code, reading, section.readings[:-1])
    if whole and whole.modality:
        period, sure, reading.state = whole.period, whole.modality, whole.state
    if reading.rule.names in ("continued", "same") and reading.period.start:
        period = reading.period
    reading.period, reading.modality = period, sure
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


def _telling(code: Code, reading: Reading, time: TimeSpan | None, times: Times, today: date | None) -> TimeSpan | None:
    """The time that tells whether a number lies ahead; the running year of an earlier sentence tells nothing."""
    near = (*times.sentence, *(t for _, t in code.times(reading.start, reading.index)))
    passing = any(t is time for t in times.paragraph) and not any(t is time for t in near)
    running = time and time.last and today and time.precision == "year" and time.last.year == today.year
    return None if passing and running else time


def _whole(code: Code, reading: Reading, before: list[Reading]) -> Reading | None:
    """The number of which this one is a part (其中…), or beside which it stands in a list (12家、省级示范社48家)."""
    if _GOES_ON.match(code.code, reading.sentence) and not code.times(reading.sentence, reading.index):
        earlier = [r for r in before if r.sentence != reading.sentence]
        return next((r for r in earlier if r.sentence == earlier[-1].sentence), None)
    if reading.of_part and not code.times(reading.start, reading.index):
        return next((r for r in reversed(before) if r.base == reading.base), None)
    if reading.rule.names not in ("clause", "after", "other-verb") or code.times(reading.start, reading.index):
        return None
    alike = (r for r in reversed(before) if r.statistic == reading.statistic and r.sentence == reading.sentence)
    words = code.literal(reading.start, reading.index).strip("、 ")
    if words.startswith("其中"):
        return next(alike, None)
    another = reading.rule.names == "other-verb" and before and before[-1].rule.names == "other-verb"
    if another and before[-1].sentence == reading.sentence:  # 已开工9所,完工3所
        return before[-1]
    if before and before[-1].sentence == reading.sentence and before[-1].state and reading.statistic == "count":
        return before[-1] if not _DONE.search(words + reading.base) else None
    beside = before[-1:] if code.code[reading.start - 1] == "、" and "累计" not in words else []
    return beside[0] if beside and beside[0] is next(alike, None) else None


def _evidence_start(code: Code, reading: Reading) -> int:
    text = code.code
    start = reading.start
    while text[start] in "、和及 \t" and start < reading.index:
        start += 1
    return code.starts[start]
