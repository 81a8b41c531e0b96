"""Which days a number covers: the time that governs it, and what kind of number it is.

What has been done since New Year (截至7月底已开工112个) covers the year so far, a state (现有企业93家) its day; the
first number of 由…增至… has a time of its own or none; what a fair has drawn was drawn on its days.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache

from kg.facts.indicators import lexicon, one_of
from kg.facts.observe_code import CODE, Code
from kg.facts.observe_reading import Reading
from kg.facts.periods import Period, governing, is_state, period_of
from kg.language.calendar import TimeSpan, interval
from kg.language.numerals import parse_number

#: How many characters may stand between a time and the number it belongs to in 由2018年的1900万元增至….
_BESIDE = 3
_LASTING = re.compile(r"(?:为期|历时|持续)?(?P<days>[两三四五六七八九十\d]{1,5}+)天(?:里|内|的|时间|,|$)")
_SETTLED = re.compile(r"[一-龥]{2,4}已经?(?:入驻|入园|落户|进驻)")
_OVER = re.compile(r"闭幕|收官|落幕|谢幕|结束")


@dataclass(slots=True)
class Times:
    """The times before a number, in the order of the text: of its sentence, its paragraph and its section."""

    sentence: list[TimeSpan] = field(default_factory=list)
    paragraph: list[TimeSpan] = field(default_factory=list)
    section: TimeSpan | None = None


def governed(code: Code, reading: Reading, times: Times) -> TimeSpan | None:
    """The time that governs a number; None when nothing does."""
    here = [t for i, t in code.times(reading.start, reading.index) if not reading.base_end or i > reading.base_end]
    if reading.first_of_two:
        return _beside(code, reading)
    if _state(code, reading):
        near = [*times.sentence, *here]
        return next((t for t in reversed(near) if t in here or t.kind in ("until", "now")), None)
    return governing(here, times.sentence, times.paragraph, times.section)


def _state(code: Code, reading: Reading) -> bool:
    """Whether a count is that of the day: 现有企业93家, 21家企业已经入园."""
    counted = reading.statistic == "count" and not _awarded(code, reading)
    after = code.code[reading.index + 1 : reading.index + 10]
    return is_state(code.code[reading.start : reading.index], counted) or (counted and bool(_SETTLED.match(after)))


def _awarded(code: Code, reading: Reading) -> bool:
    """Whether the things counted got into a class or list, which happens in a year: 有6家企业入选绿色工厂."""
    return bool(_entering().match(code.code, reading.index + 1))


@cache
def _entering() -> re.Pattern[str]:
    return re.compile(rf"[一-龥]{{2,8}}?{one_of(lexicon()['awards'])}")


def _beside(code: Code, reading: Reading) -> TimeSpan | None:
    for index in range(reading.index - 1, max(reading.start, reading.index - _BESIDE) - 1, -1):
        thing = code.tokens[index].thing if code.code[index] in (CODE["T"], CODE["K"]) else None
        if isinstance(thing, TimeSpan):
            return thing
    return None


def covered(code: Code, reading: Reading, time: TimeSpan | None, times: Times, reference: str) -> Period:
    """The first and last day of what a number covers."""
    if reading.first_of_two and time is None:
        return Period()
    own = time is not None and any(t is time for _, t in code.times(reading.start, reading.index))
    if _at_event(code, reading) and (time is None or (time.precision == "year" and not own)):
        days = event_days(code, reading)
        if days:
            return days
    until = _until(code, reading, times)
    if (
        until
        and until.last
        and time
        and time.last
        and time.last.year == until.last.year
        and _flow().search(reading.base + reading.indicator)
    ):
        return Period(date(until.last.year, 1, 1).isoformat(), until.last.isoformat())
    counted = reading.statistic == "count"
    if time is None and _state(code, reading):
        today = interval(reference)
        return Period(today[0].isoformat(), today[1].isoformat()) if today and len(reference) == 10 else Period()
    reached = counted and reading.modality == "actual" and not _awarded(code, reading)
    return period_of(time, code.literal(reading.start, reading.index), reference, reached)


def _until(code: Code, reading: Reading, times: Times) -> TimeSpan | None:
    here = [t for _, t in code.times(reading.start, reading.index)]
    near = reversed([*times.sentence, *here])
    return next((t for t in near if t.kind == "until" and t.precision in ("month", "day")), None)


def _at_event(code: Code, reading: Reading) -> bool:
    """Whether a number is about an event, its ceremony's projects, or stands in a sentence set there (展期内,…)."""
    words = code.literal(reading.sentence, min(reading.sentence + 8, reading.index))
    this = words.startswith(("此次", "本次"))
    scene = (this or words.startswith(tuple(lexicon()["scenes"]))) and bool(_of_meeting().search(reading.base))
    scene = scene or (this and reading.base.startswith(("开工", "竣工", "投产")))
    return scene or reading.base.startswith("集中") or reading.about.startswith("Event:")


def event_days(code: Code, reading: Reading) -> Period | None:
    """The days of the event a number is about: the last day named before, and as many before it as it lasted."""
    before = [t.thing for i, t in sorted(code.tokens.items()) if i < reading.index and isinstance(t.thing, TimeSpan)]
    last = next((t.last for t in reversed(before) if t.precision == "day" and t.kind == "date" and t.last), None)
    if last is None:
        return None
    words = code.text[: code.starts[reading.index]]
    lasting = list(_LASTING.finditer(words))
    days = int(parse_number(lasting[-1]["days"]) or 1) if lasting and _OVER.search(words) else 1
    return Period((last - timedelta(days=days - 1)).isoformat(), last.isoformat())


@cache
def _of_meeting() -> re.Pattern[str]:
    return re.compile(one_of([*lexicon()["of_events"], "签约"]))


@cache
def _flow() -> re.Pattern[str]:
    return re.compile(one_of(lexicon()["flows"]))
