"""The first and last day of what a number covers, as the time that governs it and its kind have it.

``covered`` asks the ways in their order: what was done since New Year (截至7月底已开工112个) covers the year so far,
what a fair has drawn its days, a place in a list the year of the list, a state (现有企业93家) the day; what an article
reports covers the months it reports on, although they are named once.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache

from kg.facts.indicators import lexicon
from kg.facts.observe_code import QUANTITIES, Code
from kg.facts.observe_reading import Reading
from kg.facts.observe_rules import SEPARATORS
from kg.facts.observe_times import Times, flow, is_awarded, is_of_day
from kg.facts.periods import NEW_YEAR, Period, period_of
from kg.language.alternation import one_of
from kg.language.calendar import TimeSpan, interval
from kg.language.numerals import parse_number
from kg.language.timespan import months

_LASTING = re.compile(r"(?:为期|历时|持续)?(?P<days>[两三四五六七八九十\d]{1,5}+)天(?:里|内|的|时间|,|$)")
_OVER = re.compile(r"闭幕|收官|落幕|谢幕|结束")
_FROM_NEW_YEAR = re.compile(r"[比较]年初")
_LIST_YEAR = re.compile(r"(?<!\d)(20\d\d)年?度?(?=[^,。;]{2,24}(?:榜|强|名单|评价|考核|评估|报告|排行|排名))")
_TOTAL = re.compile(r"总数|总量|总户数|达到?(?:了)?$")
#: Years without dates, up to the one that governs: 三年, 近三年, 五年来, 过去五年.
_YEARS = re.compile(r"(?:短短|仅|这|最?近|过去|前)*(?P<n>[二两三四五六七八九十]|\d{1,2})年(?:[间里来内]|以来|时间,)?")
_COME_TO = re.compile(r"(?:发展|增加|增长|扩大|扩展|壮大)到|增至")
#: What was said on the spot: 现场签约9个, 在推介会上,双方签订8个.
_ON_THE_SPOT = re.compile(r"[现当]场|(?:会|式|活动|论坛|节)上[,,]")
#: How a sentence points at the projects of the ceremony just told of.
_THIS = ("此次", "本次", "这次", "本批", "此批", "这批", "当天")
#: Projects signed or begun, with what they cost; what was done in the whole year or up to now is not of the day.
_DEALS = re.compile(r"(?:现场|集中|新)?(?:签约|签订|开工|竣工|投产|开竣工)[一-龥\d]{0,10}项目")
_NOT_THEN = re.compile(r"今年|全年|年内|累计|截至|以来|去年|上半年|季度[,,]|月份?[,,]|目前|已有")
#: A ceremony, and within how many characters (of the code) before the sentence it was told of.
_HELD = re.compile(
    r"(?:开工|签约|竣工|投产|开竣工|推介)[^,。;]{0,10}(?:仪式|活动|大会|推介会|签约会|会)|集中(?:开工|签约|竣工|开竣工)"
)
_NEAR = 120
#: What a number is compared with, right before it.
_SAME_TIME = re.compile(r"(?:去年|上年|上年度|前一年)同期(?:的|为|是|只有|仅)*$")
_DAY = len("2024-12-26")


@dataclass(frozen=True, slots=True)
class _Case:
    """A number with the time that governs it, its times around and the date of the paper."""

    code: Code
    reading: Reading
    time: TimeSpan | None
    times: Times
    reference: str

    @property
    def words(self) -> str:
        """The clause up to the number."""
        return self.code.literal(self.reading.start, self.reading.index)

    @property
    def here(self) -> list[TimeSpan]:
        """The times of the clause before the number."""
        return [t for _, t in self.code.times(self.reading.start, self.reading.index)]

    @property
    def own(self) -> bool:
        """Whether the time stands in the clause itself."""
        return self.time is not None and any(t is self.time for t in self.here)

    @property
    def loose(self) -> bool:
        """Whether nothing near gives a time: none does, or an earlier paragraph's year."""
        return self.time is None or (self.time is self.times.section and not self.times.headed)

    @property
    def until(self) -> TimeSpan | None:
        """The last 截至7月底 of the sentence before the number."""
        near = reversed([*self.times.sentence, *self.here])
        return next((t for t in near if t.kind == "until" and t.precision in ("month", "day")), None)

    @property
    def today(self) -> date | None:
        """The day of what the text reports, else that of the paper; None when that is not known to the day."""
        days = interval(self.reference)
        return self.times.day or (days[1] if days and len(self.reference) == _DAY else None)


def covered(code: Code, reading: Reading, time: TimeSpan | None, times: Times, reference: str) -> Period:
    """The first and last day of what a number covers; both ``""`` when the text leaves it open."""
    case = _Case(code, reading, time, times, reference)
    if same_time := _same_time(case):
        return same_time
    if reading.first_of_two and time is None:
        return Period()
    for way in (_of_work, _of_list, _of_plan, _of_term, _of_event):
        if found := way(case):
            return found
    if times.reported and case.loose and _is_result(case):
        case = replace(case, time=times.reported)
    for way in (_over_years, _since_new_year, _yearly_mean, _up_to, _of_day, _total):
        if found := way(case):
            return found
    days = interval(reference)
    if case.time is None and reading.modality == "target" and days:
        return _year(days[1].year)
    reached = reading.statistic == "count" and reading.modality == "actual" and not is_awarded(code, reading)
    return period_of(case.time, case.words, reference, reached)


def _year(year: int) -> Period:
    return Period(date(year, 1, 1).isoformat(), date(year, 12, 31).isoformat())


def _is_result(case: _Case) -> bool:
    """Whether a number is one of those that a report on an area tells of its months."""
    code, reading = case.code, case.reading
    told = reading.modality == "actual" and reading.about.startswith("District:")
    return told and not is_of_day(code, reading) and not is_awarded(code, reading)


# ---------------------------------------------------------------- ways


def _same_time(case: _Case) -> Period | None:
    """The same days a year earlier: 上半年产值104.2亿元,去年同期为88.9亿元; 由上年同期的347家增至402家."""
    reading = case.reading
    if not _SAME_TIME.search(case.words) or not (reading.first_of_two or reading.rule.names == "again"):
        return None
    known = reading.period if reading.period.start else Period()
    if not known.start:
        spans = [*case.times.sentence, *case.times.paragraph, *([case.times.reported] if case.times.reported else [])]
        span = next((t for t in reversed(spans) if t.precision in ("period", "month") and t.kind == "date"), None)
        if span is None or not span.first or not span.last:
            return None
        known = Period(span.first.isoformat(), span.last.isoformat())
    return Period(_year_before(known.start), _year_before(known.end))


def _year_before(day: str) -> str:
    earlier = f"{int(day[:4]) - 1}{day[4:]}"
    return earlier if interval(earlier) else f"{earlier[:8]}28"


def _of_work(case: _Case) -> Period | None:
    """The day as of which so much has been spent on a work: 截至6月底已完成投资2.1亿元."""
    spent = "完成投资" in case.reading.base + case.words and re.search("已|累计|截至", case.words)
    if not spent or not case.reading.about.startswith("Project:") or case.reading.modality != "actual":
        return None
    until = case.time if case.time and case.time.kind == "until" else case.until
    day = until.last if until else case.today
    dated = case.own and case.time is not None and case.time.kind == "date"
    return None if dated or not day else Period(day.isoformat(), day.isoformat())


def _of_list(case: _Case) -> Period | None:
    """The year in the name of a list: 2022中国县域经济百强榜上,…排第47位; 2023年度绿色制造名单里,有6家企业入选."""
    quantity = case.reading.quantity
    placed = quantity.kind == "rank" or quantity.unit == "位" or is_awarded(case.code, case.reading)
    if case.own or not placed:
        return None
    named = list(_LIST_YEAR.finditer(case.code.literal(case.reading.sentence, case.reading.index)))
    return _year(int(named[-1][1])) if named else None


def _of_plan(case: _Case) -> Period | None:
    """What is to be spent in a year is that of the paper's, unless another is named: 年度计划投资74.2亿元."""
    days = interval(case.reference)
    if "年度计划投资" not in case.reading.base or days is None:
        return None
    named = case.time.last if case.time and case.time.precision == "year" else None
    return _year(named.year if named else days[1].year)


def _of_term(case: _Case) -> Period | None:
    """The whole years up to the one just over, in a report of its first weeks: 2018年以来,累计完成投资76.8亿元."""
    time, days = case.time, interval(case.reference)
    if time is None or time.kind != "since" or days is None or days[1].month not in NEW_YEAR:
        return None
    if time.first is None or (time.first.month, time.first.day) != (1, 1) or time.first.year >= days[1].year - 1:
        return None
    return Period(time.first.isoformat(), date(days[1].year - 1, 12, 31).isoformat())


def _of_event(case: _Case) -> Period | None:
    """The days of the event that a number is about."""
    open_ = case.time is None or (not case.own and (case.time.precision == "year" or case.time is case.times.section))
    return event_days(case.code, case.reading, case.reference) if open_ and _at_event(case) else None


def _over_years(case: _Case) -> Period | None:
    """So many years up to the one that governs: 三年累计投入5.6亿元, 去年产值…,三年翻了一番, 近三年年均增长28%."""
    code, reading, days = case.code, case.reading, interval(case.reference)
    between = reading.base_end or reading.first_of_two  # 五年间由12家增至40家: two states
    if days is None or between or reading.modality != "actual" or is_of_day(code, reading):
        return None
    places = (i for i in range(reading.index - 1, reading.sentence - 1, -1) if i in code.tokens)
    lasting = next((i for i in places if code.tokens[i].letter in "TKDY" and "年" in code.literal(i, i + 1)), None)
    years = _YEARS.fullmatch(code.literal(lasting, lasting + 1)) if lasting is not None else None
    if lasting is None or years is None:
        return None
    opens = years.group() != f"{years['n']}年" and not re.search("[;。]", code.code[lasting : reading.index])
    if not (opens or lasting >= reading.start or "年均" in case.words):  # 5年净增132亿元,链上企业286家
        return None
    named = [t for i, t in code.times(reading.sentence, lasting) if t.precision == "year"]
    last = case.time.last if case.time is not None and case.time in named else None
    end = last.year if last else days[1].year - (days[1].month in NEW_YEAR)
    first = end + 1 - int(parse_number(years["n"]) or 1)
    return Period(date(first, 1, 1).isoformat(), date(end, 12, 31).isoformat())


def _since_new_year(case: _Case) -> Period | None:
    """New Year to the day for what is done in its course: 今年以来引进46个, 今年…,目前已开工31个, 比年初净增86户."""
    time, today = case.time, case.today
    if time and time.last and _FROM_NEW_YEAR.search(case.words) and (time.edge == "end" or time.kind == "until"):
        return Period(date(time.last.year, 1, 1).isoformat(), time.last.isoformat())
    if case.reading.modality != "actual" or today is None or is_of_day(case.code, case.reading):
        return None
    running = [t for t in (*case.times.sentence, *case.here) if _is_running(t, today)]
    planned = bool(running) or "全年" in case.code.literal(case.reading.sentence, case.reading.index)
    done = time in running and (time.kind == "since" or "已" in case.words or _settled_alone(case)) if time else False
    going = time is not None and time.kind == "now" and planned and flow().search(case.reading.base + case.words)
    return Period(date(today.year, 1, 1).isoformat(), today.isoformat()) if done or going else None


def _is_running(time: TimeSpan, today: date) -> bool:
    """Whether it is the year that is not over yet: 今年, 全年, 年初以来."""
    year = time.precision == "year" and time.kind in ("date", "since") and time.edge != "end"
    return year and time.last is not None and time.last.year == today.year


def _settled_alone(case: _Case) -> bool:
    """Whether the clause says behind its only number that it is done: 39个项目已开工."""
    rest = re.match(rf"[^{SEPARATORS}]*", case.code.code[case.reading.index + 1 :])
    after = rest[0] if rest else ""
    return not set(after) & set(QUANTITIES) and bool(re.match(r"[一-龥]{1,8}已", after))


def _yearly_mean(case: _Case) -> Period | None:
    """From an earlier year to the one that governs: 2017年…;到2021年,…年均增长20.6%."""
    last = case.time.last if case.time else None
    if last is None or "年均" not in case.words + case.reading.indicator:
        return None
    years = [t.first for t in (*case.times.paragraph, *case.times.sentence) if t.precision == "year" and t.first]
    first = min((day for day in years if day < last), default=None)
    return Period(first.isoformat(), last.isoformat()) if first and first.year != last.year else None


def _up_to(case: _Case) -> Period | None:
    """New Year to the day up to which something was done in the course of its year: 截至7月底已开工112个."""
    until = case.until.last if case.until else None
    last = case.time.last if case.time else None
    if not until or not last or last.year != until.year:
        return None
    done = flow().search(case.reading.base + case.reading.indicator)
    return Period(date(until.year, 1, 1).isoformat(), until.isoformat()) if done else None


def _of_day(case: _Case) -> Period | None:
    """The paper's day for what there is, and for what something has come to by now (发展到480余家)."""
    reading, days = case.reading, interval(case.reference)
    risen = (
        case.loose and "同期" not in case.words and case.time is not case.times.reported and not reading.first_of_two
    )
    come_to = risen and reading.statistic == "count" and _COME_TO.search(case.words)
    standing = (case.time is None or case.loose) and reading.rule.names == "nth"
    if not come_to and not standing and not (case.time is None and is_of_day(case.code, reading)):
        return None
    reading.state = True
    return Period(days[0].isoformat(), days[1].isoformat()) if days and len(case.reference) == _DAY else Period()


def _total(case: _Case) -> Period | None:
    """The last day of the months reported for a number of all there are: 新增27家,总数达到604家."""
    last = case.time.last if case.time and case.time.precision == "period" else None
    if last is None or case.reading.statistic != "count" or last.isoformat() >= case.reference:
        return None
    return Period(last.isoformat(), last.isoformat()) if _TOTAL.search(case.words) else None


# ---------------------------------------------------------------- events


def _at_event(case: _Case) -> bool:
    """Whether a number is about an event, its ceremony's projects, or was said there (展期内,…; 现场签约9个)."""
    reading = case.reading
    said = case.code.literal(reading.sentence, reading.index)
    this = said.startswith(_THIS)
    begun = this or _ON_THE_SPOT.search(said) or said.startswith(tuple(lexicon()["scenes"]))
    scene = bool(begun and _of_meeting().search(reading.base)) or reading.base.startswith(("首日", "首月"))
    scene = scene or (this and reading.base.startswith(("开工", "竣工", "投产"))) or _on_its_day(case, said)
    return scene or reading.base.startswith("集中") or reading.about.startswith("Event:")


def _on_its_day(case: _Case, said: str) -> bool:
    """Whether projects were signed or begun on the day that opens the sentence or the report of the ceremony."""
    if not _DEALS.match(case.reading.base) or _NOT_THEN.search(said):
        return False
    dated = any(t.precision == "day" and t.kind == "date" and t.first == t.last for t in case.times.sentence)
    held = case.times.day is not None and case.time is None
    before = case.code.literal(max(0, case.reading.sentence - _NEAR), case.reading.index)
    return dated or (held and bool(_HELD.search(before)))


def event_days(code: Code, reading: Reading, reference: str) -> Period | None:
    """The days of the event a number is about: the last day named before, and as many before it as it lasted."""
    before = [t.thing for i, t in sorted(code.tokens.items()) if i < reading.index and isinstance(t.thing, TimeSpan)]
    ahead = reading.modality != "actual"
    days_named = (t.last for t in reversed(before) if t.precision == "day" and t.kind == "date" and t.last)
    last = next((day for day in days_named if ahead or day.isoformat() <= reference), None)
    if last is None:
        return None
    if "首月" in reading.base:
        return Period(last.replace(day=1).isoformat(), months(last.year, last.month, last.month)[1].isoformat())
    words = code.text[: code.starts[reading.index]]
    lasting = list(_LASTING.finditer(words))
    days = int(parse_number(lasting[-1]["days"]) or 1) if lasting else 1
    if lasting and not _OVER.search(words):  # 10月25日,…开幕,为期3天
        closing = last + timedelta(days=days - 1) if lasting[-1][0].startswith("为期") else last
        return Period(last.isoformat(), closing.isoformat())
    return Period((last - timedelta(days=days - 1)).isoformat(), last.isoformat())


@cache
def _of_meeting() -> re.Pattern[str]:
    return re.compile(one_of([*lexicon()["of_events"], "签约", "签订"]))
